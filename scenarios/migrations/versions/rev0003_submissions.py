"""Records that are sent in for a review; what is in the tables before stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "submission",
        sa.Column("id", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("region", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("author_subject", sa.Text),
        sa.Column("created", _MOMENT, nullable=False),
        sa.Column("writer", sa.Text, nullable=False),
        sa.Column("writer_subject", sa.Text),
        sa.Column("changed", _MOMENT, nullable=False),
        sa.Column("reviewer", sa.Text),
        sa.Column("reviewed", _MOMENT),
        sa.Column("review_note", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("counted", sa.Text),
        sa.Column("counted_version", sa.Integer),
        sa.Column("counted_at", _MOMENT),
        sa.Column("rests_on", sa.String(10)),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        sa.ForeignKeyConstraint(["rests_on"], ["submission.id"], "fk_submission_rests_on"),
        sa.CheckConstraint("version > 0", "ck_submission_version"),
        sa.CheckConstraint(
            "(counted IS NULL) = (counted_version IS NULL) AND "
            "(counted IS NULL) = (counted_at IS NULL) AND "
            "(rests_on IS NULL OR counted IS NOT NULL)",
            "ck_submission_counted",
        ),
    )
    op.create_index("ix_submission_list", "submission", ["changed", "id"])
    op.create_index("ix_submission_region", "submission", ["region", "state", "changed"])
    op.create_index("ix_submission_author", "submission", ["author_subject", "changed"])
    op.create_index("ix_submission_counted", "submission", ["counted_at", "id"])
    op.create_index("ix_submission_rests_on", "submission", ["rests_on"])
