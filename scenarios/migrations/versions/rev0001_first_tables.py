"""Scenarios, comments and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """Make the tables, and the triggers that keep the trail as it was written."""
    op.create_table(
        "scenario",
        sa.Column("id", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.Column("changed", _MOMENT, nullable=False),
        sa.Column("copied_from", sa.String(10)),
        sa.Column("data_version", sa.Text, nullable=False),
        sa.Column("method_version", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("scores", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scenario"),
        sa.ForeignKeyConstraint(["copied_from"], ["scenario.id"], "fk_scenario_copied_from"),
        sa.CheckConstraint("version > 0", "ck_scenario_version"),
    )
    op.create_index("ix_scenario_list", "scenario", ["archived", "changed", "id"])
    op.create_table(
        "comment",
        sa.Column("id", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("period", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("author_subject", sa.Text),
        sa.Column("reviewer", sa.Text),
        sa.Column("reviewed", _MOMENT),
        sa.Column("review_note", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.CheckConstraint("version > 0", "ck_comment_version"),
    )
    op.create_index("ix_comment_region", "comment", ["region", "state", "period", "at"])
    op.create_index("ix_comment_state", "comment", ["state", "at"])
    op.create_table(
        "event",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            nullable=False,
            autoincrement=True,
            primary_key=True,
        ),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("actor_subject", sa.Text),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.UniqueConstraint("kind", "subject", "version", name="uq_event_kind_subject_version"),
        sqlite_autoincrement=True,
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


_REFUSAL = "the audit trail is never changed"
_SQLITE = [
    f"CREATE TRIGGER event_no_{action.lower()} BEFORE {action} ON event "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for action in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    "CREATE FUNCTION event_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    "CREATE TRIGGER event_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
    "FOR EACH STATEMENT EXECUTE FUNCTION event_is_kept()",
]
