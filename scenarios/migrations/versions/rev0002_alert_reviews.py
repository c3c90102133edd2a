"""Reviews of alerts; what is in the first tables stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "alert_review",
        sa.Column("id", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("alert", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("reviewed", _MOMENT, nullable=False),
        sa.Column("data_version", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert_review"),
        sa.UniqueConstraint("alert", name="uq_alert_review_alert"),
        sa.CheckConstraint("version > 0", "ck_alert_review_version"),
    )
