"""Run by Alembic: the migrations, on the connection and in the transaction of ``migrate.py``."""

from alembic import context

from scenarios.tables import REVISIONS

context.configure(
    connection=context.config.attributes["connection"],
    version_table=REVISIONS,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
