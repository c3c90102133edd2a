"""The ledger between releases made of the real data: revised, decided anew, both, and none."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from assessment.baseline import Assessment, assess
from assessment.ledger import (
    Comparison,
    LedgerError,
    Side,
    between,
    chosen,
    compare,
    current,
    ledger_table,
    previous,
)
from assessment.vintages import FOLDER, SUFFIX, Vintage, read, release_of
from indicators.figures import Observation
from indicators.registry import Registry
from scoring.ledger import STEPS
from tests.assessment.published import published

EXACT = 1e-9
YEAR, REGION = 2024, "KZ-31"
NAME = release_of(published()).name
RELEASE = published().observations.release


@cache
def vintage() -> Vintage:
    """The kept release of the figures that are published."""
    return read(FOLDER / f"{NAME}{SUFFIX}")


@cache
def revised() -> Assessment:
    """The next release: agriculture employs half as many again in Zhambyl Region in 2023 and 2024."""
    figures = published().observations

    def after(one: Observation) -> Observation:
        hit = one.region == REGION and one.period in ("2023", "2024")
        raised = hit and one.series == "employed_agriculture"
        return replace(one, value=one.value * 1.5) if raised else one

    assert any(after(one) != one for one in figures)
    changed = {key: after(one) for key, one in figures._by_key.items()}
    made = replace(figures, version="feedfeedfeed", release="2027.02", _by_key=changed)
    return assess(published().registry, made)


def another_method() -> Registry:
    """Method 2.0: poverty counts twice in its pillar, and capacity is no longer measured at all."""
    registry = published().registry
    framework = registry.framework
    stress = framework.pillar("economic_stress")
    weights = {**stress.indicators, "poverty_share": 2.0}
    rest = [p for p in framework.pillars if not p.optional]
    pillars = tuple(
        pillar.model_copy(
            update={
                "weight": pillar.weight / 0.9,
                "indicators": weights if pillar.id == stress.id else pillar.indicators,
            }
        )
        for pillar in rest
    )
    return replace(
        registry, framework=framework.model_copy(update={"version": "2.0", "pillars": pillars})
    )


@cache
def redone() -> Assessment:
    """The same figures by another method."""
    return assess(another_method(), published().observations)


@cache
def both() -> Assessment:
    """Other figures by another method."""
    return assess(another_method(), revised().observations)


@cache
def against(name: str, earlier: int = YEAR, later: int = YEAR) -> Comparison:
    """The kept release against one of those above, by name; each pair is worked out once."""
    kept = vintage()
    new = {"published": published, "revised": revised, "redone": redone, "both": both}[name]()
    return compare(Side(kept.about, kept.assessment, earlier), current(new, later))


def check(found: Comparison) -> None:
    """The steps are the differences of scores that anyone can make, and the parts add up to them."""
    ledger = found.ledger
    old, new = found.old.assessment.result, found.new.assessment.result
    before, after = (
        result.score[result.period_index[side.period]]
        for result, side in ((old, found.old), (new, found.new))
    )
    whole = sum(getattr(ledger, step).points for step in STEPS)
    np.testing.assert_allclose(whole, after - before, atol=EXACT)
    for step in (*(getattr(ledger, name) for name in STEPS), ledger.total):
        parts = np.nansum(step.indicators, axis=1) + np.nansum(step.pillars, axis=1) + step.form
        np.testing.assert_allclose(parts, step.points, atol=EXACT)


def quiet(found: Comparison, *steps: str) -> None:
    for step in steps:
        assert (np.abs(getattr(found.ledger, step).points) < EXACT).all(), step


def test_the_same_release_read_back_differs_in_nothing() -> None:
    found = against("published")
    quiet(found, *STEPS)
    check(found)


def test_only_figures_were_revised() -> None:
    found = against("revised")
    quiet(found, "real", "method", "coverage")
    check(found)
    r = found.ledger.regions.index(REGION)
    moved = {
        key.indicator: float(v)
        for key, v in zip(found.ledger.indicators, found.ledger.revision.indicators[r], strict=True)
        if abs(v) > EXACT
    }
    assert set(moved) == {"agricultural_employment"}
    assert moved["agricultural_employment"] > 1
    values = found.values(REGION)
    n = [key.indicator for key in found.ledger.indicators].index("agricultural_employment")
    assert values[n, 1] == values[n, 2] == pytest.approx(1.5 * values[n, 0])


def test_only_the_method_changed() -> None:
    found = against("redone")
    quiet(found, "real", "revision", "coverage")
    check(found)
    ledger = found.ledger
    named = [key.indicator for key in ledger.indicators]
    moved = np.nanmax(np.abs(ledger.method.indicators), axis=0) > EXACT
    # The weight of poverty is the only one that changed; capacity goes with its pillar.
    assert {name for name, one in zip(named, moved, strict=True) if one} == {"poverty_share"}
    away = ledger.method.pillars[:, ledger.pillars.index("mediation_capacity")]
    assert (np.abs(away[np.isfinite(away)]) > EXACT).any()
    others = [p for p, name in enumerate(ledger.pillars) if name != "mediation_capacity"]
    assert not np.nan_to_num(ledger.method.pillars[:, others]).any()


def test_figures_method_and_year_are_told_apart() -> None:
    found = against("both", 2023, 2024)
    check(found)
    ledger = found.ledger
    r = ledger.regions.index(REGION)
    assert all(
        abs(getattr(ledger, step).points[r]) > 0.01 for step in ("real", "revision", "method")
    )
    # Elsewhere nothing was revised, so the real change is the one of the release itself.
    own = compare(current(published(), 2023), current(published(), 2024)).ledger
    elsewhere = np.arange(len(ledger.regions)) != r
    np.testing.assert_allclose(
        ledger.real.points[elsewhere], own.real.points[elsewhere], atol=EXACT
    )
    assert np.abs(ledger.revision.points[elsewhere]).max() < EXACT


def test_a_year_that_the_old_method_did_not_know_is_scored_by_it_all_the_same() -> None:
    registry = published().registry
    short = registry.framework.model_copy(update={"last_year": 2024, "version": "0.9"})
    old = assess(replace(registry, framework=short), published().observations)
    found = compare(current(old, 2024), current(published(), 2025))
    quiet(found, "revision", "method")
    check(found)
    assert max(abs(found.ledger.real.points)) > 1


def test_figures_in_other_units_are_refused() -> None:
    registry = published().registry
    other = registry.series["employed_agriculture"].model_copy(update={"unit": "percent"})
    series = {**registry.series, other.id: other}
    old = assess(replace(registry, series=series), published().observations)
    with pytest.raises(LedgerError, match="'employed_agriculture' are in percent"):
        compare(current(old, YEAR), current(published(), YEAR))


# ------------------------------------------------------------------------------------ choosing


@pytest.mark.parametrize("text", [NAME, RELEASE, release_of(published()).version, "current", ""])
def test_a_release_is_found_by_any_of_its_names(text: str) -> None:
    about, made, year = chosen(text, [vintage()], published())
    assert about == release_of(published())
    assert made is published()
    assert year is None
    assert chosen(f"{text}@2019", [vintage()], published())[2] == 2019


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2020.01", f"there is no release '2020.01'; there are: {NAME}"),
        ("current@", "no scores of ''; it has: 2016, "),
        ("current@2015", "no scores of '2015'"),
        ("current@٢٠٢٤", "no scores of"),
        (f"{RELEASE}@2024@1", "no scores of '2024@1'"),
    ],
)
def test_what_is_not_there_is_named(text: str, message: str) -> None:
    with pytest.raises(LedgerError) as error:
        chosen(text, [vintage()], published())
    assert message in error.value.user_message


def test_a_kept_release_is_the_one_before_the_next() -> None:
    assert previous([vintage()], release_of(published())) is None
    before = previous([vintage()], release_of(revised()))
    assert before is vintage()
    older = replace(vintage(), about=replace(vintage().about, release="2026.01"))
    later = replace(
        vintage(),
        about=replace(vintage().about, created=release_of(revised()).created.replace(year=2030)),
    )
    assert previous([older, vintage(), later], release_of(revised())) is vintage()


def test_proposed_are_the_release_before_or_else_the_year_before() -> None:
    same = between(None, None, [vintage()], published())
    assert (same.old.period, same.new.period) == published().rated_periods[-2:]
    assert same.same_release
    found = between(None, None, [vintage()], revised())
    assert (found.old.about.release, found.new.about.release) == (RELEASE, "2027.02")
    assert found.old.period == found.new.period == published().rated_periods[-1]
    found = between(f"{RELEASE}@2021", None, [vintage()], revised())
    assert (found.old.period, found.new.period) == (2021, 2021)
    found = between(None, "current@2020", [vintage()], revised())
    assert (found.old.period, found.new.period) == (2020, 2020)
    found = between("current@2017", "current@2022", [vintage()], revised())
    assert (found.old.period, found.new.period) == (2017, 2022)


# --------------------------------------------------------------------------------------- table


def test_the_table_adds_up_and_names_both_sides() -> None:
    table = ledger_table(against("both", 2023, 2024), "ru")
    index = table[table["level"] == "index"].set_index("region")
    rest = table[table["level"] != "index"].groupby("region")[[*STEPS, "total"]].sum()
    np.testing.assert_allclose(rest.loc[index.index], index[[*STEPS, "total"]], atol=EXACT)
    np.testing.assert_allclose(index["total"], index["after"] - index["before"], atol=EXACT)
    assert set(table["from_release"]) == {RELEASE}
    assert set(table["to_method_version"]) == {"2.0"}
    assert set(table["from_period"]) == {2023}
    assert index.loc[REGION, "region_name"] == "Жамбылская область"
    one = ledger_table(against("revised"), "en", REGION)
    assert set(one["region"]) == {REGION}
    json.dumps(one.where(one.notna(), None).to_dict(orient="records"))
    with pytest.raises(KeyError):
        ledger_table(against("revised"), "en", "KZ-99")
