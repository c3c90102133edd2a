"""The contents of field records: districts, bodies, what bodies did, and monthly returns.

Each is immutable and whole: one that breaks the scheme (``indicators/field_scheme.yaml``) cannot be
made. What also depends on the day on which it is written is held by ``check_on``. No field has room
for the name of a person or of a group.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final, Self

from indicators.field_scheme import load_field_scheme
from indicators.record_forms import (
    RecordError,
    about,
    check_about,
    check_day,
    check_month,
    check_no_group,
    check_number,
    check_reference,
    check_region,
    check_text,
    check_word,
    parse_day,
    read_fields,
)

__all__ = [
    "FIELD_CONTENTS",
    "Activity",
    "Body",
    "District",
    "FieldContent",
    "MonthlyReturn",
    "RecordError",
]


class _Record:
    """What all contents have in common.

    kind : names the content in the store and in tables.
    references : fields that hold the id of another record, and the kind which that must be.
    """

    kind: ClassVar[str]
    references: ClassVar[Mapping[str, str]] = {}
    _days: ClassVar[tuple[str, ...]] = ()
    region: str

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON can hold them; dates are texts."""
        found = asdict(self)  # type: ignore[call-overload]
        return {
            name: value.isoformat() if isinstance(value, datetime.date) else value
            for name, value in found.items()
        }

    @classmethod
    def from_json(cls, mapping: Mapping[str, Any]) -> Self:
        """Return the content of a mapping as ``to_json`` gives it; an optional field may be absent.

        Raises
        ------
        RecordError
            For the first thing that is wrong; an unknown key is wrong.
        """
        found = read_fields(cls, mapping)
        return cls(
            **{
                name: parse_day(name, value) if name in cls._days else value
                for name, value in found.items()
            }
        )

    def check_on(self, today: datetime.date) -> None:
        """Raise RecordError when the content cannot be known on the day it is written."""


@dataclass(frozen=True, slots=True)
class District(_Record):
    """A district or town of a region.

    name : as in the official act.  source : that act, or the publication that names the district.
    until : last day on which it existed; None while it exists.
    """

    kind: ClassVar[str] = "district"
    _days: ClassVar[tuple[str, ...]] = ("until",)

    region: str
    name: str
    source: str
    until: datetime.date | None = None

    def __post_init__(self) -> None:
        """Hold the fields against the scheme."""
        limits = load_field_scheme().limits
        check_region("region", self.region)
        check_text("name", self.name, limits.name)
        check_text("source", self.source, limits.source)
        if self.until is not None:
            check_day("until", self.until, limits.first_year)

    def exists_on(self, day: datetime.date) -> bool:
        """Tell whether the district exists on a day."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Body(_Record):
    """A council of elders, or another body of mediation; it has a place and a number, and no name.

    district : id of the record.  number : 1, 2… where a place has several.
    set_up, dissolved : a year, a month or a day.
    """

    kind: ClassVar[str] = "body"
    references: ClassVar[Mapping[str, str]] = {"district": "district"}

    region: str
    district: str
    body_kind: str
    place: str
    number: int
    set_up: str
    members: int | None = None
    dissolved: str | None = None

    def __post_init__(self) -> None:
        """Hold the fields against the scheme."""
        scheme = load_field_scheme()
        limits = scheme.limits
        check_region("region", self.region)
        check_reference("district", self.district)
        check_word("body_kind", self.body_kind, scheme.body_kinds)
        check_text("place", self.place, limits.place)
        check_no_group("place", self.place)
        check_number("number", self.number, limits.number)
        check_about("set_up", self.set_up, limits.first_year)
        if self.members is not None:
            check_number("members", self.members, limits.members)
        if self.dissolved is not None:
            check_about("dissolved", self.dissolved, limits.first_year)
            start, end = about(self.set_up), about(self.dissolved)
            assert start is not None
            assert end is not None
            if end.end < start.start:
                raise RecordError("order", "dissolved", self.dissolved, self.set_up)

    def check_on(self, today: datetime.date) -> None:
        """Raise RecordError when it was set up or dissolved after ``today``."""
        for name, value in (("set_up", self.set_up), ("dissolved", self.dissolved)):
            period = about(value)
            if period is not None and period.start > today:
                raise RecordError("future", name, value, today)

    def existed_between(self, first: datetime.date, last: datetime.date) -> bool:
        """Tell whether it existed on any day of a period, as far as its dates are known."""
        start, end = about(self.set_up), about(self.dissolved)
        assert start is not None
        return start.start <= last and (end is None or end.end >= first)


@dataclass(frozen=True, slots=True)
class Activity(_Record):
    """What a body did on one day; one of a kind that is a case has an outcome.

    body : id of the record.  follow_up_30, follow_up_90 : how a settled case stood that many days
    later; None when nobody looked.
    """

    kind: ClassVar[str] = "activity"
    references: ClassVar[Mapping[str, str]] = {"body": "body"}
    _days: ClassVar[tuple[str, ...]] = ("date",)

    region: str
    body: str
    date: datetime.date
    activity_kind: str
    subject: str
    asked_by: str
    outcome: str | None = None
    follow_up_30: str | None = None
    follow_up_90: str | None = None

    def __post_init__(self) -> None:
        """Hold the fields against the scheme."""
        scheme = load_field_scheme()
        check_region("region", self.region)
        check_reference("body", self.body)
        check_day("date", self.date, scheme.limits.first_year)
        check_word("activity_kind", self.activity_kind, scheme.activity_kinds)
        check_word("subject", self.subject, scheme.subjects)
        check_word("asked_by", self.asked_by, scheme.askers)
        if not scheme.activity_kinds[self.activity_kind].case:
            cases = [id_ for id_, kind in scheme.activity_kinds.items() if kind.case]
            if self.outcome is not None:
                raise RecordError("not_here", "outcome", self.outcome, ", ".join(cases))
        elif self.outcome is None:
            raise RecordError("needed", "outcome", allowed=", ".join(scheme.outcomes))
        else:
            check_word("outcome", self.outcome, scheme.outcomes)
        for name in scheme.limits.follow_up_days:
            value = getattr(self, name)
            if value is not None:
                check_word(name, value, scheme.follow_ups)
                if not self.is_settled:
                    ends = [id_ for id_, one in scheme.outcomes.items() if one.settled]
                    raise RecordError("not_here", name, value, ", ".join(ends))

    @property
    def is_case(self) -> bool:
        """Whether it is a case: a mediation."""
        return load_field_scheme().activity_kinds[self.activity_kind].case

    @property
    def is_settled(self) -> bool:
        """Whether it is a case that was settled."""
        return self.outcome is not None and load_field_scheme().outcomes[self.outcome].settled

    def check_body(self, body: Body) -> None:
        """Raise RecordError when its body did not exist on its day, as far as that is known.

        Of a body that was set up or dissolved in a month or a year, all of it may be meant.
        """
        start, end = about(body.set_up), about(body.dissolved)
        if start is not None and self.date < start.start:
            raise RecordError("not_set_up", "date", self.date.isoformat(), body.set_up)
        if end is not None and self.date > end.end:
            raise RecordError("dissolved", "date", self.date.isoformat(), body.dissolved)

    def check_on(self, today: datetime.date) -> None:
        """Raise RecordError when it lies after ``today``, or a follow-up cannot be known yet."""
        if self.date > today:
            raise RecordError("future", "date", self.date.isoformat(), today)
        for name, days in load_field_scheme().limits.follow_up_days.items():
            value, from_day = getattr(self, name), self.date + timedelta(days=days)
            if value is not None and from_day > today:
                raise RecordError("too_early", name, value, from_day)


@dataclass(frozen=True, slots=True)
class MonthlyReturn(_Record):
    """The statement that all that is known of a district's councils in a month is recorded.

    district : id of the record.  month : such as 2025-03.
    """

    kind: ClassVar[str] = "return"
    references: ClassVar[Mapping[str, str]] = {"district": "district"}

    region: str
    district: str
    month: str

    def __post_init__(self) -> None:
        """Hold the fields against the scheme."""
        check_region("region", self.region)
        check_reference("district", self.district)
        check_month("month", self.month, load_field_scheme().limits.first_year)

    def check_on(self, today: datetime.date) -> None:
        """Raise RecordError unless the month was over before ``today``."""
        period = about(self.month)
        assert period is not None
        if period.end >= today:
            last = today.replace(day=1) - timedelta(days=1)
            raise RecordError("not_over", "month", self.month, f"{last:%Y-%m}")


FieldContent = District | Body | Activity | MonthlyReturn

FIELD_CONTENTS: Final[Mapping[str, type[FieldContent]]] = {
    one.kind: one for one in (District, Body, Activity, MonthlyReturn)
}
"""The contents of the field log by kind, each after those that it refers to."""
