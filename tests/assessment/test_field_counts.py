"""Counts of the field log: on paper for a small log, by plain loops for a large one in a store."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.field_counts import FieldCounts, Tally, count_to, count_years, rating, window
from indicators.field_records import Activity, Body, District, FieldContent, MonthlyReturn
from indicators.field_scheme import load_field_scheme
from scenarios import Actor, open_store
from scenarios.actors import ANALYST, MONITOR
from scenarios.ids import new_id
from tests.assessment.synthetic_log import CASES, COUNCILS, REGIONS, YEAR, log

SCHEME = load_field_scheme()
R = "KZ-61"


# -- the time that is counted ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "first", "months"),
    [
        (date(2025, 12, 31), date(2025, 1, 1), ("2025-01", "2025-12")),
        (date(2025, 6, 15), date(2024, 6, 16), ("2024-06", "2025-05")),
        (date(2025, 2, 28), date(2024, 3, 1), ("2024-03", "2025-02")),
        (date(2024, 2, 28), date(2023, 3, 1), ("2023-02", "2024-01")),  # 29 February is left
        (date(2024, 2, 29), date(2023, 3, 1), ("2023-03", "2024-02")),
        (date(2025, 3, 1), date(2024, 3, 2), ("2024-03", "2025-02")),
    ],
)
def test_twelve_months_to_a_day(last: date, first: date, months: tuple[str, str]) -> None:
    found = window(last, 12)
    assert (found.first, found.last) == (first, last)
    assert (found.months[0], found.months[-1], len(found.months)) == (*months, 12)


@given(st.dates(date(1995, 1, 1), date(2090, 1, 1)), st.integers(1, 24))
def test_the_months_counted_are_over_and_the_days_are_whole(last: date, months: int) -> None:
    found = window(last, months)
    assert len(set(found.months)) == months == len(found.months)
    assert found.months == tuple(sorted(found.months))
    assert f"{last:%Y-%m}" >= found.months[-1]
    # 28 to 31 days a month, all but.
    assert 28 * months - 1 <= (found.last - found.first).days + 1 <= 31 * months


# -- on paper --------------------------------------------------------------------------------------

# Two districts, A and B; C existed until June 2025. Councils: a1 and a2 in A, b1 in B.
#
#   a1  mediations: 10 Jan settled, after 90 days still; 11 Feb settled, reopened; 1 May failed
#   a2  a ceremony on 31 December
#   b1  a mediation on 31 December 2024 only; dissolved in March 2025
#   m   a board of mediation in B: a settled mediation
#
# In 2025: active are a1 and a2, so 2 councils in 1 of 2 districts. Cases 3, settled 2, looked at 2,
# still settled 1. Bodies of the kind 3 (b1 existed until March). Returns: A has 12, B has 6, C's
# count for nothing: 18 of 24 = 0.75, just enough. Rating: 1 of 2 districts is half, 1 of 2 looked at
# is half: 2.
PAPER: dict[str, FieldContent] = {
    "A": District(R, "Synthetic A", "act"),
    "B": District(R, "Synthetic B", "act"),
    "C": District(R, "Synthetic C", "act", date(2025, 6, 30)),
    "a1": Body(R, "a", "council_of_elders", "P", 1, "2022"),
    "a2": Body(R, "a", "council_of_elders", "P", 2, "2022"),
    "b1": Body(R, "b", "council_of_elders", "Q", 1, "2022", None, "2025-03"),
    "m": Body(R, "b", "mediation_board", "Q", 1, "2022"),
    "1": Activity(R, "a1", date(2025, 1, 10), "mediation", "land", "akimat", "settled", None,
                  "still_settled"),
    "2": Activity(R, "a1", date(2025, 2, 11), "mediation", "land", "akimat", "settled",
                  "still_settled", "reopened"),
    "3": Activity(R, "a1", date(2025, 5, 1), "mediation", "land", "akimat", "failed"),
    "4": Activity(R, "a2", date(2025, 12, 31), "ceremony", "other", "body_itself"),
    "5": Activity(R, "b1", date(2024, 12, 31), "mediation", "land", "akimat", "settled"),
    "6": Activity(R, "m", date(2025, 3, 3), "mediation", "work", "one_side", "settled"),
}  # fmt: skip


def paper(**changes: FieldContent | None) -> list[tuple[str, FieldContent]]:
    """The log above with its returns; records changed, added, or with None left out."""
    small = {"A": "a", "B": "b", "C": "c"}  # ids of districts, as the bodies name them
    found = {small.get(id_, id_): one for id_, one in PAPER.items()}
    for district, months in (("a", 12), ("b", 6), ("c", 5)):
        for month in range(1, months + 1):
            id_ = f"r{district}{month}"
            found[id_] = MonthlyReturn(R, district, f"2025-{month:02d}")
    every = {**found, **changes}
    return [(id_, one) for id_, one in every.items() if one is not None]


def year(records: list[tuple[str, FieldContent]]) -> FieldCounts:
    return count_to(records, date(2025, 12, 31))[R]


def test_a_small_log_on_paper() -> None:
    found = year(paper())
    assert found.councils == Tally(
        bodies=3, active=2, activities=4, cases=3, settled=2, due_90=2, settled_90=1
    )
    assert (found.districts, found.districts_active) == (2, 1)
    assert (found.returns, found.returns_expected, found.completeness) == (18, 24, 0.75)
    assert rating(found) == 2


def test_boards_are_counted_apart() -> None:
    assert year(paper()).others == {
        "mediation_board": Tally(1, 1, 1, 1, 1, 0, 0),
        "public_consent_board": Tally(),
    }


def test_the_year_before_on_paper() -> None:
    """Of 2024 only b1's case is recorded; C still exists then, and nothing is returned: no rating."""
    found = count_years(paper(), date(2026, 1, 1))
    assert sorted(found) == [2024, 2025]
    assert found[2025][R] == year(paper())
    before = found[2024][R]
    assert before.councils == Tally(3, 1, 1, 1, 1, 0, 0)
    assert (before.districts, before.districts_active, before.returns) == (3, 1, 0)
    assert rating(before) is None


def test_a_year_that_is_not_over_is_not_counted_as_one() -> None:
    assert sorted(count_years(paper(), date(2025, 12, 31))) == [2024]


def test_twelve_months_to_the_middle_of_a_year() -> None:
    """To 10 February 2025: a1's first case and b1's. Returns of January: one each of A, B and C."""
    found = count_to(paper(), date(2025, 2, 10))[R]
    assert found.councils == Tally(3, 2, 2, 2, 2, 1, 1)
    assert (found.districts, found.districts_active) == (3, 2)
    assert (found.returns, found.returns_expected) == (3, 36)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 2),
        # One return less: 17 of 24 is too little to say.
        ({"rb6": None}, None),
        # A return that stands twice is one.
        ({"rb6": None, "again": MonthlyReturn(R, "b", "2025-05")}, None),
        # No case was looked at after 90 days.
        ({"1": None, "2": None}, 1),
        # The one that was looked at broke out again.
        ({"1": None}, 1),
        # A third district, returned in all months: active in 1 of 3.
        (
            {
                "d": District(R, "Synthetic D", "act"),
                **{f"rd{m}": MonthlyReturn(R, "d", f"2025-{m:02d}") for m in range(1, 13)},
            },
            1,
        ),
        # Nobody did anything: that is known, and it is 0.
        ({"1": None, "2": None, "3": None, "4": None}, 0),
        # Boards change nothing.
        ({"1": None, "2": None, "3": None, "4": None, "6": None}, 0),
        # No district exists any more.
        (
            {
                "a": District(R, "Synthetic A", "act", date(2025, 1, 1)),
                "b": District(R, "Synthetic B", "act", date(2025, 1, 1)),
            },
            None,
        ),
    ],
)
def test_the_rule(changes: dict[str, FieldContent | None], expected: int | None) -> None:
    assert rating(year(paper(**changes))) == expected


def test_what_rests_on_nothing_counts_for_nothing() -> None:
    found = year(paper(b=None, b1=None, m=None))
    assert (found.districts, found.returns, found.returns_expected) == (1, 12, 12)
    assert found.councils.cases == 3
    lost = paper(a1=None)
    assert year(lost).councils == Tally(2, 1, 1, 0, 0, 0, 0)


def test_a_region_in_which_nobody_looked_is_empty_and_not_zero() -> None:
    only = [("a", PAPER["A"]), ("a1", PAPER["a1"])]
    found = count_to(only, date(2025, 12, 31))[R]
    assert found.is_empty
    assert rating(found) is None
    assert not year(paper()).is_empty
    assert count_to([], date(2025, 12, 31)) == {}


# -- 3 monitors, 40 councils, 500 cases, in a store ------------------------------------------------


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Any]]]:
    """What counts in a store in which monitors recorded and an analyst reviewed; plain rows.

    Every 20th case stays in review, every 21st is rejected, every 22nd is withdrawn.
    """
    where = tmp_path_factory.mktemp("store") / "synthetic.sqlite"
    store = open_store(f"sqlite:///{where}")
    boss = Actor("Synthetic analyst", ANALYST, "analyst")
    monitors = {
        region: Actor(f"Synthetic monitor {n}", MONITOR, f"monitor{n}", (region,))
        for n, region in enumerate(REGIONS)
    }
    made = list(log(new_id))
    colleague = Actor("Synthetic colleague", ANALYST, "colleague")
    districts = [(id_, one) for id_, one in made if isinstance(one, District)]
    sent = list(
        store.submit_many(
            colleague, [(one, "") for _, one in districts], ids=[id_ for id_, _ in districts]
        )
    )
    for region, monitor in monitors.items():
        own = [(i, o) for i, o in made if o.region == region and not isinstance(o, District)]
        order = {Body: 0, Activity: 1, MonthlyReturn: 1}
        own.sort(key=lambda pair: order[type(pair[1])])  # type: ignore[index]
        sent += store.submit_many(
            monitor, [(one, "a private note") for _, one in own], ids=[id_ for id_, _ in own]
        )
    cases = count(1)
    fates: dict[str, list[tuple[str, int]]] = {"accepted": [], "rejected": []}
    withdrawn = []
    for one in sent:
        n = next(cases) if one.kind == "activity" else 1
        if n % 20 == 0:
            continue
        fate = "rejected" if n % 21 == 0 else "accepted"
        fates[fate].append((one.id, one.version))
        if fate == "accepted" and n % 22 == 0:
            withdrawn.append(one)
    store.review_many(boss, fates["accepted"], "accepted")
    store.review_many(boss, fates["rejected"], "rejected", "synthetic")
    for one in withdrawn:
        store.withdraw(boss, one.id, one.version + 1, "synthetic")
    yield [{"id": one.id, "kind": one.kind, **one.content.to_json()} for one in store.counted()]
    store.close()


def contents(rows: list[dict[str, Any]]) -> list[tuple[str, FieldContent]]:
    kinds = {one.kind: one for one in (District, Body, Activity, MonthlyReturn)}
    return [
        (
            row["id"],
            kinds[row["kind"]].from_json({k: row[k] for k in row if k not in ("id", "kind")}),
        )
        for row in rows
    ]


def by_hand(rows: list[dict[str, Any]], region: str, first: str, last: str) -> dict[str, int]:
    """Count once more, on texts alone: dates of the form 2025-01-31 sort as texts."""
    own = [row for row in rows if row["region"] == region]
    of = {kind: [row for row in own if row["kind"] == kind] for kind in ("district", "body")}
    districts = [d["id"] for d in of["district"] if not d["until"] or d["until"] >= last]
    home = {
        row["id"]: row["district"]
        for row in of["body"]
        if row["body_kind"] == "council_of_elders"
        and row["set_up"] <= last
        # Told as a month: it existed in these months unless that one was over before them.
        and (not row["dissolved"] or row["dissolved"] >= first[:7])
    }
    done = [
        row
        for row in own
        if row["kind"] == "activity" and row["body"] in home and first <= row["date"] <= last
    ]
    active = {row["body"] for row in done}
    settled = [row for row in done if row["outcome"] == "settled"]
    looks = [row["follow_up_90"] for row in settled if row["follow_up_90"]]
    returns = {
        (row["district"], row["month"])
        for row in own
        if row["kind"] == "return"
        and row["district"] in districts
        and first <= f"{row['month']}-01"
        and f"{row['month']}-28" <= last
    }
    return {
        "active": len(active),
        "cases": sum(row["activity_kind"] == "mediation" for row in done),
        "settled": len(settled),
        "due_90": len(looks),
        "settled_90": looks.count("still_settled"),
        "districts": len(districts),
        "districts_active": len({home[one] for one in active} & set(districts)),
        "returns": len(returns),
        "expected": 12 * len(districts),
    }


def told(counts: FieldCounts) -> dict[str, int]:
    of = counts.councils
    return {
        "active": of.active,
        "cases": of.cases,
        "settled": of.settled,
        "due_90": of.due_90,
        "settled_90": of.settled_90,
        "districts": counts.districts,
        "districts_active": counts.districts_active,
        "returns": counts.returns,
        "expected": counts.returns_expected,
    }


def test_the_store_holds_what_was_accepted_and_nothing_private(
    accepted: list[dict[str, Any]],
) -> None:
    kinds = [row["kind"] for row in accepted]
    councils = [row for row in accepted if row.get("body_kind") == "council_of_elders"]
    assert len(councils) == COUNCILS
    cases = sum(row.get("activity_kind") == "mediation" for row in accepted)
    assert 0.8 * CASES < cases < CASES
    assert kinds.count("district") == sum(REGIONS.values()) + len(REGIONS)
    assert "private" not in str(accepted)


@pytest.mark.parametrize("last", ["2025-12-31", "2024-12-31", "2025-07-31"])
@pytest.mark.parametrize("region", REGIONS)
def test_a_large_log_by_plain_loops(accepted: list[dict[str, Any]], region: str, last: str) -> None:
    first = {"2025-12-31": "2025-01-01", "2024-12-31": "2024-01-01", "2025-07-31": "2024-08-01"}
    found = count_to(contents(accepted), date.fromisoformat(last))[region]
    expected = by_hand(accepted, region, first[last], last)
    assert told(found) == expected
    assert expected["cases"] > 20  # the log is not empty there


def test_ratings_of_the_large_log_follow_the_rule(accepted: list[dict[str, Any]]) -> None:
    """All is returned in one region, three in four in another, too little in the third."""
    ratings = {}
    for region in REGIONS:
        n = by_hand(accepted, region, "2025-01-01", "2025-12-31")
        if 4 * n["returns"] < 3 * n["expected"]:
            ratings[region] = None
        elif n["active"] == 0:
            ratings[region] = 0
        elif 2 * n["districts_active"] >= n["districts"] and 2 * n["settled_90"] >= n["due_90"] > 0:
            ratings[region] = 2
        else:
            ratings[region] = 1
    found = count_years(contents(accepted), date(2026, 5, 1))[YEAR]
    assert {region: rating(found[region]) for region in REGIONS} == ratings
    assert ratings["KZ-11"] is None
    assert ratings["KZ-61"] is not None
    assert ratings["KZ-47"] is not None


def test_monitors_cannot_write_outside_their_regions_nor_review(tmp_path: Path) -> None:
    """Over the store's interface: what the page shows or hides does not matter."""
    store = open_store(f"sqlite:///{tmp_path / 'one.sqlite'}")
    monitor = Actor("Synthetic monitor", MONITOR, "m", ("KZ-61",))
    boss = Actor("Synthetic analyst", ANALYST, "a")
    there = store.submit(boss, District("KZ-47", "Synthetic district", "Synthetic act"))
    body = Body("KZ-47", there.id, "council_of_elders", "P", 1, "2022")
    with pytest.raises(PermissionError):
        store.submit(monitor, body)
    with pytest.raises(PermissionError):
        store.submit_many(monitor, [(body, "")], ids=[new_id()])
    with pytest.raises(PermissionError):
        store.review_submission(monitor, there.id, there.version, "accepted")
    assert store.counted() == ()
    store.close()
