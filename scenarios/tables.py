"""The tables of the database.

A migration in ``migrations/versions`` makes them; a test compares the two. What a list shows stands
before what is long, so that a list is read without it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

REVISIONS = "kelisim_revision"  # the table in which Alembic keeps the revision of the others


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: a timestamp in PostgreSQL, text in SQLite, which has no such type."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the type of the database."""
        plain = String(32) if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(plain)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Write a moment; always with six decimals, so that text sorts as time does."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Leave it to the record's shape to read and check the text."""
        return value


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

scenario = Table(
    "scenario",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("version", Integer, CheckConstraint("version > 0", "version"), nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("copied_from", String(10), ForeignKey("scenario.id")),
    Column("data_version", Text, nullable=False),
    Column("method_version", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("folded", Text, nullable=False),  # what a search looks through, without capitals
    Column("content", Text, nullable=False),  # JSON
    Column("scores", Text, nullable=False),  # JSON
    Index("ix_scenario_list", "archived", "changed", "id"),
)

comment = Table(
    "comment",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("version", Integer, CheckConstraint("version > 0", "version"), nullable=False),
    Column("region", Text, nullable=False),
    Column("period", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_subject", Text),
    Column("reviewer", Text),
    Column("reviewed", Moment),
    Column("review_note", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_comment_region", "region", "state", "period", "at"),
    Index("ix_comment_state", "state", "at"),
)

alert_review = Table(
    "alert_review",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("version", Integer, CheckConstraint("version > 0", "version"), nullable=False),
    Column("alert", Text, nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("reviewed", Moment, nullable=False),
    Column("data_version", Text, nullable=False),
    Column("note", Text, nullable=False),
)

# Records that are sent in for a review.
submission = Table(
    "submission",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("version", Integer, CheckConstraint("version > 0", "version"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("region", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("author", Text, nullable=False),
    Column("author_subject", Text),
    Column("created", Moment, nullable=False),
    Column("writer", Text, nullable=False),
    Column("writer_subject", Text),
    Column("changed", Moment, nullable=False),
    Column("reviewer", Text),
    Column("reviewed", Moment),
    Column("review_note", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("content", Text, nullable=False),  # JSON
    Column("counted", Text),  # JSON of the content that was accepted last
    Column("counted_version", Integer),
    Column("counted_at", Moment),
    Column("rests_on", String(10), ForeignKey("submission.id")),  # what counts of it rests on this
    CheckConstraint(
        "(counted IS NULL) = (counted_version IS NULL) AND "
        "(counted IS NULL) = (counted_at IS NULL) AND (rests_on IS NULL OR counted IS NOT NULL)",
        "counted",
    ),
    Index("ix_submission_list", "changed", "id"),
    Index("ix_submission_region", "region", "state", "changed"),
    Index("ix_submission_author", "author_subject", "changed"),
    Index("ix_submission_counted", "counted_at", "id"),
    Index("ix_submission_rests_on", "rests_on"),
)

# Rows are added and never changed or deleted: triggers refuse it.
event = Table(
    "event",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("kind", String(16), nullable=False),
    Column("subject", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", String(16), nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("actor_subject", Text),
    Column("at", Moment, nullable=False),
    Column("label", Text, nullable=False),
    Column("state", Text, nullable=False),  # JSON: all that was then true
    UniqueConstraint("kind", "subject", "version"),
    sqlite_autoincrement=True,
)
