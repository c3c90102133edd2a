"""Evaluation of formulas: each number here is checked by hand, each rule has a case of its own."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.derive import UNSHOWN
from indicators.steps import Place
from tests.indicators.made_up import derive, value

FORMER = "borders=pre2022"
SOUTH = "borders=pre2018"
PEOPLE = "population_annual_average"
SHARE = "100 * births / jobs"


# -- one region in one set of borders ------------------------------------------------------------


def test_a_ratio_of_two_figures() -> None:
    found = derive(SHARE, "KZ-11", 2023, "births KZ-11 2023 30", "jobs KZ-11 2023 120")
    assert found is not None
    assert found.value == 25.0
    assert (found.year, found.inherited, found.apportioned, found.partial) == (
        2023,
        False,
        False,
        False,
    )
    assert [(t.series, t.place, t.year, t.value) for t in found.terms] == [
        ("births", Place("KZ-11", "current"), 2023, 30.0),
        ("jobs", Place("KZ-11", "current"), 2023, 120.0),
    ]
    assert [o.row for t in found.terms for o in t.observations] == [2, 3]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("births + jobs", 13.0),
        ("births - jobs", 7.0),
        ("births * jobs", 30.0),
        ("births / jobs", 10 / 3),
        ("births - jobs - jobs", 4.0),
        ("births - (jobs - jobs)", 10.0),
        ("2 + births * jobs", 32.0),
        ("abs(jobs - births)", 7.0),
    ],
)
def test_arithmetic(formula: str, expected: float) -> None:
    found = value(formula, "KZ-11", 2023, "births KZ-11 2023 10", "jobs KZ-11 2023 3")
    assert found == pytest.approx(expected)


def test_the_first_of_two_is_preferred_where_it_is_known() -> None:
    formula = "prefer(births / jobs, births)"
    both = ("births KZ-11 2023 30", "jobs KZ-11 2023 120")
    first = derive(formula, "KZ-11", 2023, *both)
    assert first is not None
    assert (first.value, first.step.action) == (0.25, "preferred")
    assert [term.series for term in first.terms] == ["births", "jobs"]
    second = derive(formula, "KZ-11", 2023, both[0])
    assert second is not None
    assert (second.value, second.step.action) == (30.0, "instead")
    assert [term.series for term in second.terms] == ["births"]
    assert second.step.parts[0].action == "figure"
    assert derive(formula, "KZ-11", 2023, both[1]) is None
    # A figure of zero is a figure; a ratio that does not exist is none.
    assert value("prefer(births, jobs)", "KZ-11", 2023, "births KZ-11 2023 0", both[1]) == 0.0
    assert value(formula, "KZ-11", 2023, both[0], "jobs KZ-11 2023 0") == 30.0


def test_the_second_of_two_in_todays_borders_goes_before_the_first_in_a_former_region() -> None:
    rows = ("births KZ-63 2021 7 borders=pre2022", "jobs KZ-10 2021 5")
    found = derive("prefer(births, jobs)", "KZ-10", 2021, *rows)
    assert found is not None
    assert (found.value, found.inherited) == (5.0, False)
    other = derive("prefer(births, jobs)", "KZ-10", 2021, rows[0])
    assert other is not None
    assert (other.value, other.inherited, other.borders) == (7.0, True, {"pre2022"})


def test_without_one_of_its_figures_there_is_no_value() -> None:
    rows = ("births KZ-11 2023 30", "jobs KZ-11 2022 120", "jobs KZ-15 2023 5")
    assert value(SHARE, "KZ-11", 2023, *rows) is None
    assert value(SHARE, "KZ-15", 2023, *rows) is None
    assert value("births", "KZ-11", 2022, *rows) is None


def test_nothing_is_divided_by_zero() -> None:
    assert value(SHARE, "KZ-11", 2023, "births KZ-11 2023 30", "jobs KZ-11 2023 0") is None
    assert value(SHARE, "KZ-11", 2023, "births KZ-11 2023 0", "jobs KZ-11 2023 120") == 0.0


def test_national_is_of_the_same_year() -> None:
    rows = ("income KZ-11 2023 80", "income KZ 2023 100", "income KZ 2022 50")
    assert value("100 * income / national(income)", "KZ-11", 2023, *rows) == 80.0
    assert value("100 * income / national(income)", "KZ", 2023, *rows) == 100.0
    assert value("100 * income / national(income)", "KZ-11", 2022, *rows) is None


# -- time ----------------------------------------------------------------------------------------


def test_latest_looks_back_so_many_years() -> None:
    rows = ("births KZ-11 2020 7", "births KZ-11 2022 9")
    formula = "latest(births, years=2)"
    assert [value(formula, "KZ-11", year, *rows) for year in range(2019, 2026)] == [
        None,
        7.0,
        7.0,
        9.0,
        9.0,
        9.0,
        None,
    ]


def test_last_is_the_newest_figure_dated_in_the_year() -> None:
    rows = (
        "price KZ-11 2023-02 5",
        "price KZ-11 2023-Q3 7",
        "price KZ-11 2023-01/2023-08 6",
        "price KZ-11 2023-11 99 status=suspect",
        "price KZ-11 2024-01-01 8",
    )
    assert value("last(price)", "KZ-11", 2023, *rows) == 7.0
    assert value("last(price)", "KZ-11", 2024, *rows) == 8.0
    assert value("last(price)", "KZ-11", 2022, *rows) is None
    assert value("price", "KZ-11", 2023, *rows) is None  # no yearly figure


def test_last_says_when_its_figure_is_of_a_part_of_the_year() -> None:
    found = derive("last(births)", "KZ-11", 2022, "births KZ-11 2022 5 status=partial_year")
    assert found is not None
    assert found.partial


def test_mean_takes_what_is_there_of_its_window() -> None:
    rows = ("births KZ-11 2021 1", "births KZ-11 2023 4", "births KZ-11 2024 10")
    formula = "mean(births, years=3, at_least=2)"
    assert value(formula, "KZ-11", 2023, *rows) == 2.5  # 2021 and 2023
    assert value(formula, "KZ-11", 2024, *rows) == 7.0  # 2023 and 2024
    assert value(formula, "KZ-11", 2021, *rows) is None  # one of three
    assert value(formula, "KZ-11", 2025, *rows) is None  # does not reach this year


def test_the_size_of_a_mean_is_not_the_mean_of_sizes() -> None:
    rows = ("births KZ-11 2022 -6", "births KZ-11 2023 2")
    assert value("abs(mean(births, years=2, at_least=2))", "KZ-11", 2023, *rows) == 2.0
    assert value("mean(abs(births), years=2, at_least=2)", "KZ-11", 2023, *rows) == 4.0


def test_growth_is_the_mean_yearly_growth() -> None:
    """100, 110, 121: ten per cent a year; from 100 to 121 in one link of two changes."""
    rows = ("births KZ-11 2021 100", "births KZ-11 2022 110", "births KZ-11 2023 121")
    formula = "growth(births, years=2, at_least=2)"
    assert value(formula, "KZ-11", 2023, *rows) == pytest.approx(10.0)
    assert value(formula, "KZ-11", 2022, *rows) is None
    uneven = ("births KZ-11 2021 100", "births KZ-11 2022 200", "births KZ-11 2023 144")
    assert value(formula, "KZ-11", 2023, *uneven) == pytest.approx(20.0)  # sqrt(1.44)


def test_growth_needs_neighbouring_years() -> None:
    rows = ("births KZ-11 2020 100", "births KZ-11 2022 150", "births KZ-11 2023 165")
    assert value("growth(births, years=3, at_least=1)", "KZ-11", 2023, *rows) == pytest.approx(10)
    assert value("growth(births, years=3, at_least=2)", "KZ-11", 2023, *rows) is None


def test_swing_is_the_mean_size_of_the_logarithmic_changes() -> None:
    """10, 20, 10: twice ln 2 = 0.693, whether up or down."""
    rows = ("harvest KZ-11 2021 10", "harvest KZ-11 2022 20", "harvest KZ-11 2023 10")
    found = value("swing(harvest, years=2, at_least=2)", "KZ-11", 2023, *rows)
    assert found == pytest.approx(69.3147180559945)


def test_a_change_from_or_to_nothing_has_no_growth() -> None:
    rows = ("harvest KZ-11 2021 0", "harvest KZ-11 2022 20", "harvest KZ-11 2023 22")
    assert value("growth(harvest, years=2, at_least=1)", "KZ-11", 2023, *rows) == pytest.approx(10)


def test_a_break_of_method_is_no_change() -> None:
    """The population was counted anew in 2022: of 100, 110, 500, 550 only 10 and 10 % are left."""
    rows = tuple(
        f"{PEOPLE} KZ-11 {year} {count}"
        for year, count in ((2020, 100), (2021, 110), (2022, 500), (2023, 550))
    )
    formula = f"growth({PEOPLE}, years=3, at_least=2)"
    assert value(formula, "KZ-11", 2023, *rows) == pytest.approx(10.0)
    assert value(f"growth({PEOPLE}, years=2, at_least=2)", "KZ-11", 2023, *rows) is None
    per_head = f"growth(births / {PEOPLE}, years=1, at_least=1)"
    births = ("births KZ-11 2021 1", "births KZ-11 2022 5")
    assert value(per_head, "KZ-11", 2022, *rows, *births) is None


def test_a_missing_year_may_be_made_of_its_quarters() -> None:
    three = ("poverty KZ-11 2023-Q1 4", "poverty KZ-11 2023-Q2 5", "poverty KZ-11 2023-Q4 9")
    found = derive("poverty", "KZ-11", 2023, *three)
    assert found is not None
    assert found.value == 6.0
    assert found.partial  # one quarter misses
    whole = derive("poverty", "KZ-11", 2023, *three, "poverty KZ-11 2023-Q3 6")
    assert whole is not None
    assert whole.value == 6.0
    assert not whole.partial
    assert len(whole.terms[0].observations) == 4
    assert value("poverty", "KZ-11", 2023, *three[:2]) is None  # two are too few
    assert value("poverty", "KZ-11", 2023, *three, "poverty KZ-11 2023 7") == 7.0
    assert (
        value("births", "KZ-11", 2023, "births KZ-11 2023-Q1 1", "births KZ-11 2023-Q2 1") is None
    )


# -- what may not be used ------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["suspect", "press"])
def test_doubtful_figures_and_the_press_are_not_scored(status: str) -> None:
    rows = (f"births KZ-11 2023 30 status={status}", "jobs KZ-11 2023 120")
    assert value(SHARE, "KZ-11", 2023, *rows) is None
    assert value("last(births)", "KZ-11", 2023, *rows) is None
    quarters = [f"poverty KZ-11 2023-Q{q} 4" for q in (1, 2, 3)]
    assert value("poverty", "KZ-11", 2023, *quarters[:2], f"{quarters[2]} status={status}") is None


def test_the_press_may_be_shown_and_a_doubtful_figure_may_not() -> None:
    press, suspect = ("births KZ-11 2023 30 status=" + s for s in ("press", "suspect"))
    shown = derive("births", "KZ-11", 2023, press, refused=UNSHOWN)
    assert shown is not None
    assert shown.statuses == {"press"}
    assert derive("births", "KZ-11", 2023, suspect, refused=UNSHOWN) is None


def test_all_statuses_and_sources_behind_a_value_are_told() -> None:
    rows = (
        "births KZ-11 2023 30 status=computed source=office",
        "jobs KZ-11 2023 120 source=survey",
        "income KZ-11 2023 1 source=office",
    )
    found = derive("income * births / jobs", "KZ-11", 2023, *rows)
    assert found is not None
    assert found.statuses == {"official", "computed"}
    assert found.sources == ("office", "survey")


# -- regions that changed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("former", "borders", "parts", "last"),
    [
        ("KZ-63", "pre2022", ("KZ-10", "KZ-63"), 2022),
        ("KZ-19", "pre2022", ("KZ-19", "KZ-33"), 2022),
        ("KZ-35", "pre2022", ("KZ-35", "KZ-62"), 2022),
        ("KZ-YUZ", "pre2018", ("KZ-61", "KZ-79"), 2018),
    ],
)
def test_before_each_split_a_rate_is_inherited_by_all_parts(
    former: str, borders: str, parts: tuple[str, ...], last: int
) -> None:
    rows = tuple(
        f"{name} {former} {year} {count} borders={borders}"
        for year in (last - 1, last, last + 1)
        for name, count in (("births", 30), ("jobs", 120))
    )
    for part in parts:
        for year in (last - 1, last):
            found = derive(SHARE, part, year, *rows)
            assert found is not None
            assert (found.value, found.inherited) == (25.0, True)
        assert derive(SHARE, part, last + 1, *rows) is None
    assert derive(SHARE, "KZ-11", last, *rows) is None


def test_figures_in_todays_borders_come_first() -> None:
    rows = (
        f"births KZ-63 2020 30 {FORMER}",
        f"jobs KZ-63 2020 120 {FORMER}",
        "births KZ-10 2020 8 status=backcast",
        "jobs KZ-10 2020 16",
    )
    abai, east = (derive(SHARE, region, 2020, *rows) for region in ("KZ-10", "KZ-63"))
    assert abai is not None
    assert east is not None
    assert (abai.value, abai.inherited, abai.statuses) == (50.0, False, {"backcast", "official"})
    assert (east.value, east.inherited) == (25.0, True)


def test_a_ratio_never_mixes_borders() -> None:
    """The former region's count is divided by its own jobs, here 40 + 80 of its two parts."""
    rows = (f"births KZ-63 2020 30 {FORMER}", "jobs KZ-10 2020 40", "jobs KZ-63 2020 80")
    for region in ("KZ-10", "KZ-63"):
        found = derive(SHARE, region, 2020, *rows)
        assert found is not None
        assert (found.value, found.inherited) == (25.0, True)
        assert [t.place for t in found.terms] == [
            Place("KZ-63", "pre2022"),
            Place("KZ-10", "current"),
            Place("KZ-63", "current"),
        ]
    assert derive(SHARE, "KZ-10", 2020, *rows[:2]) is None  # one part does not make the whole


def test_an_intensive_figure_is_never_summed_over_parts() -> None:
    rows = (f"births KZ-63 2020 30 {FORMER}", "income KZ-10 2020 40", "income KZ-63 2020 80")
    assert value("births / income", "KZ-10", 2020, *rows) is None


def test_total_adds_up_todays_regions_inside_the_borders_used() -> None:
    """Rural people: 100 · (1 − 0.4) + 300 · (1 − 0.2) = 300 in the former region."""
    rows = (
        f"births KZ-63 2020 600 {FORMER}",
        "jobs KZ-10 2020 100",
        "jobs KZ-63 2020 300",
        "income KZ-10 2020 40",
        "income KZ-63 2020 20",
        "births KZ-11 2020 30",
        "jobs KZ-11 2020 50",
        "income KZ-11 2020 70",
    )
    formula = "births / total(jobs * (100 - income) / 100)"
    assert value(formula, "KZ-10", 2020, *rows) == pytest.approx(2.0)
    assert value(formula, "KZ-11", 2020, *rows) == pytest.approx(30 / 15)
    without_a_part = tuple(row for row in rows if row != "income KZ-10 2020 40")
    assert value(formula, "KZ-63", 2020, *without_a_part) is None


def test_counts_of_part_of_a_year_are_used_only_in_the_sum_over_the_former_region() -> None:
    """Abai was counted from June on, its parent holds the months before: together 18 of 600."""
    partial = "status=partial_year"
    rows = (
        f"births KZ-10 2022 6 {partial}",
        f"births KZ-63 2022 12 {partial}",
        "jobs KZ-10 2022 200",
        "jobs KZ-63 2022 400",
        f"births KZ-11 2022 5 {partial}",
        "jobs KZ-11 2022 100",
    )
    for region in ("KZ-10", "KZ-63"):
        found = derive(SHARE, region, 2022, *rows)
        assert found is not None
        assert (found.value, found.inherited, found.partial) == (3.0, True, True)
    assert derive(SHARE, "KZ-11", 2022, *rows) is None  # has no other half


def test_a_window_crosses_a_split_without_mixing_borders() -> None:
    """Growth of Abai: 10 % in its parent's borders, then 21 % in its own; never 50 to 220."""
    rows = (
        f"births KZ-63 2021 200 {FORMER}",
        f"births KZ-63 2022 220 {FORMER}",
        "births KZ-10 2022 50",
        "births KZ-10 2023 60.5",
    )
    found = derive("growth(births, years=2, at_least=2)", "KZ-10", 2023, *rows)
    assert found is not None
    assert found.value == pytest.approx(100 * (math.sqrt(1.1 * 1.21) - 1))
    assert found.inherited
    alone = derive("growth(births, years=1, at_least=1)", "KZ-10", 2023, *rows)
    assert alone is not None
    assert (alone.value, alone.inherited) == (pytest.approx(21.0), False)


def test_a_mean_over_a_split_is_flagged_inherited() -> None:
    rows = (f"income KZ-YUZ 2018 10 {SOUTH}", "income KZ-61 2019 20")
    found = derive("mean(income, years=2, at_least=2)", "KZ-61", 2019, *rows)
    assert found is not None
    assert (found.value, found.inherited) == (15.0, True)


# -- counts --------------------------------------------------------------------------------------


def test_a_count_of_the_former_region_is_apportioned_by_population() -> None:
    rows = (
        f"births KZ-63 2020 90 {FORMER}",
        f"{PEOPLE} KZ-10 2020 600",
        f"{PEOPLE} KZ-63 2020 1200",
    )
    found = {r: derive("births", r, 2020, *rows, extensive=True) for r in ("KZ-10", "KZ-63")}
    assert {r: d and d.value for r, d in found.items()} == {"KZ-10": 30.0, "KZ-63": 60.0}
    for derived in found.values():
        assert derived is not None
        assert (derived.apportioned, derived.inherited) == (True, False)
        # The populations that made the shares stand among the terms.
        assert [t.series for t in derived.terms] == ["births", PEOPLE, PEOPLE]
    assert derive("births", "KZ-10", 2020, *rows[:2], extensive=True) is None


def test_a_count_in_todays_borders_is_not_apportioned() -> None:
    found = derive("births", "KZ-10", 2023, "births KZ-10 2023 5", extensive=True)
    assert found is not None
    assert (found.value, found.apportioned) == (5.0, False)


@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.integers(1, 10**7), min_size=2, max_size=2),
)
def test_apportioned_parts_add_up_to_the_whole(count: int, people: list[int]) -> None:
    regions = ("KZ-10", "KZ-63")
    rows = [f"{PEOPLE} {r} 2020 {n}" for r, n in zip(regions, people, strict=True)]
    rows.append(f"births KZ-63 2020 {count} {FORMER}")
    parts = [value("births", region, 2020, *rows, extensive=True) for region in regions]
    assert all(part is not None and part * count >= 0 for part in parts)
    assert math.fsum(part or 0 for part in parts) == pytest.approx(count, rel=1e-12, abs=1e-12)


def test_nothing_is_apportioned_over_nobody() -> None:
    rows = (f"births KZ-63 2020 9 {FORMER}", f"{PEOPLE} KZ-10 2020 0", f"{PEOPLE} KZ-63 2020 0")
    assert derive("births", "KZ-10", 2020, *rows, extensive=True) is None


# -- borders of a value --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "year", "borders"),
    [
        ("income", 2021, {"pre2022"}),
        ("income", 2022, {"current"}),
        ("100 * income / national(income)", 2021, {"pre2022"}),
        ("mean(income, years=2, at_least=2)", 2021, {"pre2022"}),
        ("mean(income, years=2, at_least=2)", 2022, {"pre2022", "current"}),
        ("mean(income, years=2, at_least=2)", 2023, {"current"}),
        ("income - mean(income, years=2, at_least=2)", 2022, {"pre2022", "current"}),
        ("latest(income, years=1)", 2021, {"pre2022"}),
        # Each change is inside one set of borders: the value holds no level of either.
        ("swing(income, years=2, at_least=1)", 2022, set()),
        ("growth(income, years=2, at_least=1)", 2021, set()),
    ],
)
def test_a_value_says_of_which_borders_it_speaks(
    formula: str, year: int, borders: set[str]
) -> None:
    rows = [f"income KZ-63 {y} {10 * y} {FORMER}" for y in (2019, 2020, 2021)]
    rows += [f"income KZ-10 {y} {y}" for y in (2022, 2023)]
    rows += [f"income KZ {y} 100" for y in range(2019, 2024)]
    found = derive(formula, "KZ-10", year, *rows)
    assert found is not None
    assert found.borders == borders


def test_an_apportioned_count_is_of_the_former_borders() -> None:
    rows = (
        f"births KZ-63 2020 90 {FORMER}",
        f"{PEOPLE} KZ-10 2020 600",
        f"{PEOPLE} KZ-63 2020 1200",
    )
    found = derive("births", "KZ-10", 2020, *rows, extensive=True)
    assert found is not None
    assert found.borders == {"pre2022"}
