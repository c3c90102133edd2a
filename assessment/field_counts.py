"""What the field log comes to: counts of a region over the months up to a day, and its rating.

The rule and its thresholds stand in ``indicators/field_scheme.yaml``. A council of elders is active
when it existed in those months and at least one meeting or case of it is recorded in them. Boards of
mediation and of public consent are counted apart and enter neither counts nor rating.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal

from indicators.field_records import Activity, Body, District, FieldContent, MonthlyReturn
from indicators.field_scheme import FieldScheme, Rule, load_field_scheme

Rating = Literal[0, 1, 2]
CARD: Final = "councils_of_elders"  # the indicator that the rating enters
FOLLOWED_UP: Final = "follow_up_90"  # the later look decides whether a case is still settled


@dataclass(frozen=True, slots=True)
class Window:
    """The months that a count speaks of: first and last day, and the whole months inside."""

    first: date
    last: date
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of the bodies of one kind in a region.

    bodies : that existed in the window;  active : of them, with a meeting or case in it.
    activities : meetings and cases;  cases : of them, mediations.  settled : of the cases.
    due_90 : settled cases with a recorded look after 90 days;  settled_90 : still settled then.
    """

    bodies: int = 0
    active: int = 0
    activities: int = 0
    cases: int = 0
    settled: int = 0
    due_90: int = 0
    settled_90: int = 0


@dataclass(frozen=True, slots=True)
class FieldCounts:
    """The counts of one region in a window.

    councils : of the councils of elders.  others : of each other kind of body.
    districts : that exist on the last day;  districts_active : of them, with an active council.
    returns : accepted, of different districts and months;  returns_expected : one a month of each
        district.
    """

    region: str
    window: Window
    councils: Tally
    others: Mapping[str, Tally]
    districts: int
    districts_active: int
    returns: int
    returns_expected: int

    @property
    def completeness(self) -> float | None:
        """Share of the expected returns that are there, on 0–1; None without a list of districts."""
        return self.returns / self.returns_expected if self.returns_expected else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded of what councils of elders did: no return, no activity."""
        return not self.returns and not self.councils.activities


def window(last: date, months: int) -> Window:
    """Return the ``months`` up to a day, that day included.

    The whole months are those that are over on that day.
    """
    end = last + timedelta(days=1)
    year, month = divmod(12 * end.year + end.month - 1 - months, 12)
    month += 1
    days = calendar.monthrange(year, month)[1]
    # The day after 28 February comes to 1 March a year before, when that had no 29th.
    first = date(year, month, end.day) if end.day <= days else date(year, month, days) + _DAY
    # The month of the day after the last is the first that is not over.
    ends = 12 * end.year + end.month - 1
    whole = tuple(f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(ends - months, ends))
    return Window(first, last, whole)


_DAY: Final = timedelta(days=1)


def count_to(
    records: Iterable[tuple[str, FieldContent]], last: date, scheme: FieldScheme | None = None
) -> Mapping[str, FieldCounts]:
    """Count the months of the rule up to a day, for each region that has a record.

    Parameters
    ----------
    records : ids and contents of all records that count, of all regions.
    last : the last day that is counted.

    Returns
    -------
    By region. A record that refers to one that is not among the records counts for nothing.
    """
    scheme = scheme or load_field_scheme()
    return _count(_sorted(records), window(last, scheme.rule.months), scheme)


def count_years(
    records: Iterable[tuple[str, FieldContent]],
    today: date,
    scheme: FieldScheme | None = None,
) -> Mapping[int, Mapping[str, FieldCounts]]:
    """Count each calendar year that is over and has a return or an activity; by year and region."""
    scheme = scheme or load_field_scheme()
    log = _sorted(records)
    years = {int(one.month[:4]) for one in log.returns} | {one.date.year for one in log.activities}
    return {
        year: _count(log, window(date(year, 12, 31), scheme.rule.months), scheme)
        for year in sorted(years)
        if year < today.year
    }


def rating(counts: FieldCounts, rule: Rule | None = None) -> Rating | None:
    """Rate a region by the published rule; None where too little is reported to say.

    0: no council is active. 2: councils are active in enough of the districts, and enough of the
    cases that were looked at after 90 days are still settled. 1: anything between; so it is where no
    case was looked at. Shares are compared as fractions, so that exactly half is half.
    """
    rule = rule or load_field_scheme().rule
    if not counts.returns_expected:
        return None
    if not _reaches(counts.returns, counts.returns_expected, rule.min_completeness):
        return None
    if not counts.councils.active:
        return 0
    spread = _reaches(counts.districts_active, counts.districts, rule.active_districts)
    due = counts.councils.due_90
    lasting = due > 0 and _reaches(counts.councils.settled_90, due, rule.settled_after_90)
    return 2 if spread and lasting else 1


def _reaches(part: int, whole: int, share: float) -> bool:
    return part >= Fraction(str(share)) * whole


@dataclass(frozen=True, slots=True)
class _Log:
    districts: Mapping[str, District]
    bodies: Mapping[str, Body]
    activities: tuple[Activity, ...]
    returns: tuple[MonthlyReturn, ...]


def _sorted(records: Iterable[tuple[str, FieldContent]]) -> _Log:
    districts: dict[str, District] = {}
    bodies: dict[str, Body] = {}
    activities: list[Activity] = []
    returns: list[MonthlyReturn] = []
    for id_, content in records:
        match content:
            case District():
                districts[id_] = content
            case Body():
                bodies[id_] = content
            case Activity():
                activities.append(content)
            case MonthlyReturn():
                returns.append(content)
    return _Log(districts, bodies, tuple(activities), tuple(returns))


def _count(log: _Log, span: Window, scheme: FieldScheme) -> dict[str, FieldCounts]:
    districts = {id_: one for id_, one in log.districts.items() if one.exists_on(span.last)}
    bodies = {
        id_: one for id_, one in log.bodies.items() if one.existed_between(span.first, span.last)
    }
    done: dict[str, list[Activity]] = defaultdict(list)
    for activity in log.activities:
        if activity.body in bodies and span.first <= activity.date <= span.last:
            done[activity.body].append(activity)
    months = frozenset(span.months)
    returned = {
        (one.district, one.month)
        for one in log.returns
        if one.district in districts and one.month in months
    }
    of_region: dict[str, list[str]] = defaultdict(list)
    for id_, body in bodies.items():
        of_region[body.region].append(id_)
    regions = {one.region for one in (*districts.values(), *bodies.values())}
    counting = {kind for kind, one in scheme.body_kinds.items() if one.counts}

    def of(region: str) -> FieldCounts:
        own = {id_ for id_, one in districts.items() if one.region == region}
        kinds = {
            kind: [id_ for id_ in of_region[region] if bodies[id_].body_kind == kind]
            for kind in scheme.body_kinds
        }
        councils = [id_ for kind in counting for id_ in kinds[kind]]
        active = {bodies[id_].district for id_ in councils if done[id_]}
        return FieldCounts(
            region=region,
            window=span,
            councils=_tally(councils, done, scheme),
            others=MappingProxyType(
                {
                    kind: _tally(ids, done, scheme)
                    for kind, ids in kinds.items()
                    if kind not in counting
                }
            ),
            districts=len(own),
            districts_active=len(own & active),
            returns=sum(district in own for district, _month in returned),
            returns_expected=len(span.months) * len(own),
        )

    return {region: of(region) for region in sorted(regions)}


def _tally(ids: Iterable[str], done: Mapping[str, list[Activity]], scheme: FieldScheme) -> Tally:
    found = list(ids)
    activities = [one for id_ in found for one in done.get(id_, ())]
    settled = [one for one in activities if one.is_settled]
    looks = [look for one in settled if (look := getattr(one, FOLLOWED_UP)) is not None]
    return Tally(
        bodies=len(found),
        active=sum(bool(done.get(id_)) for id_ in found),
        activities=len(activities),
        cases=sum(one.is_case for one in activities),
        settled=len(settled),
        due_90=len(looks),
        settled_90=sum(scheme.follow_ups[look].settled for look in looks),
    )
