"""The whole chain: by hand, against our own index, and what must not matter."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.aggregate import AggregationError
from scoring.chain import aggregate
from scoring.composite import Composite, build, build_panel
from scoring.hierarchy import Hierarchy, Node
from scoring.normalise import NormalisationError
from scoring.ordering import ascending, descending
from scoring.recipe import Framework, IndicatorMeta, Normalisation, Recipe, RecipeError
from scoring.score import ranks as published_ranks
from scoring.score import score
from tests.scoring.worlds import worlds

NAN = math.nan
TREE = Hierarchy(
    (
        Node("a", "P", 1, 3.0),
        Node("b", "P", 1, 1.0),
        Node("c", "Q", 1),
        Node("P", "T", 2, 2.0),
        Node("Q", "T", 2, 1.0),
        Node("T", None, 3),
    )
)
UNITS = pd.Index(["u", "v", "w"])
DATA = pd.DataFrame(
    {"a": [0.0, 5.0, 10.0], "b": [4.0, NAN, 2.0], "c": [1.0, 2.0, 5.0]}, index=UNITS
)
TURNED = Framework(TREE, {"b": IndicatorMeta(direction=-1)})


def test_by_hand() -> None:
    """a: 0, 50, 100. b, turned: 0, missing, 100. c: 0, 25, 100. P of v is a alone."""
    built = build(DATA, TURNED, Recipe())
    assert built.normalised.loc["u"].tolist() == [0, 0, 0]
    assert built.normalised["b"].tolist() == pytest.approx([0, NAN, 100], nan_ok=True)
    assert built.aggregates.loc["v"].to_dict() == pytest.approx({"P": 50, "Q": 25, "T": 125 / 3})
    assert built.ranks["T"].tolist() == [3, 2, 1]
    assert built.indicator_ranks["b"].tolist() == pytest.approx([2, NAN, 1], nan_ok=True)
    assert built.scores.tolist() == built.aggregates["T"].tolist()


def test_one_aggregation_a_level() -> None:
    built = build(DATA, TURNED, Recipe(aggregate=("maximum", "quadratic")))
    assert built.aggregates.loc["v", "T"] == pytest.approx(math.sqrt((2 * 50**2 + 25**2) / 3))


def test_copeland_at_a_level() -> None:
    """On P and Q w is above v and v above u, so w beats two, v one, u none."""
    built = build(DATA, TURNED, Recipe(aggregate=("arithmetic", "copeland")))
    assert built.scores.tolist() == pytest.approx([0, 1, 2])


def test_a_method_of_an_indicators_own() -> None:
    own = {"c": IndicatorMeta(normalisation=Normalisation("rank")), "b": IndicatorMeta(-1)}
    built = build(DATA, Framework(TREE, own), Recipe(normalisation=Normalisation("borda")))
    assert built.normalised.to_numpy().tolist() == [
        [0, 0, 1],
        [1, pytest.approx(NAN, nan_ok=True), 2],
        [2, 1, 3],
    ]


def test_a_target_and_goalposts_turn_with_the_indicator() -> None:
    metas = {
        "a": IndicatorMeta(target=20.0, lo=0.0, hi=5.0),
        "b": IndicatorMeta(-1, target=3.0, lo=0.0, hi=8.0),
        "c": IndicatorMeta(target=3.0, lo=1.0, hi=100.0, transform="log"),
    }
    framework = Framework(TREE, metas)
    aimed = build(DATA, framework, Recipe(normalisation=Normalisation("distance-to-target")))
    assert aimed.normalised.loc["w"].tolist() == [0.5, 2.0, 2.0]  # b: from 4 down to 3, and on to 2
    posts = build(DATA, framework, Recipe(normalisation=Normalisation("goalposts")))
    assert posts.normalised.loc["w"].tolist() == pytest.approx([100, 75, 50 * math.log10(5)])


def test_a_reference_unit_is_found_by_its_id() -> None:
    near = Recipe(normalisation=Normalisation("distance-to-reference", reference="w"))
    built = build(DATA.loc[["w", "v", "u"]], TURNED, near)
    assert built.normalised.loc["v", "a"] == pytest.approx(0.5)
    absent = Recipe(normalisation=Normalisation("distance-to-reference", reference="x"))
    with pytest.raises(RecipeError, match="'x' is not among the units"):
        build(DATA, TURNED, absent)


def test_steps_come_in_their_order() -> None:
    """u lacks b: with imputation before it is kept, and counted as observed it is not."""
    data = DATA.assign(people=[2.0, 1.0, 4.0])
    metas = {"a": IndicatorMeta(denominator="people")}
    whole = Recipe(denominate=True, impute="mean", screen=0.9)
    built = build(data, Framework(TREE, metas), whole, denominators=data[["people"]])
    assert built.denominated["a"].tolist() == [0.0, 5.0, 2.5]
    assert built.imputed.loc["v", "b"] == 3.0
    assert list(built.units) == ["u", "v", "w"]
    seen = replace(whole, screen_observed=True)
    built = build(data, Framework(TREE, metas), seen, denominators=data[["people"]])
    assert list(built.units) == ["u", "w"]
    assert list(built.imputed.index) == ["u", "v", "w"]


# ---------------------------------------------------------------- when enough is there


def test_thresholds_count_children() -> None:
    assert build(DATA, TURNED, Recipe(threshold=(0.5,))).scores.notna().all()
    strict = build(DATA, TURNED, Recipe(threshold=(0.6, 0.5)))
    assert math.isnan(strict.aggregates.loc["v", "P"])
    assert strict.aggregates.loc["v", "T"] == 25.0  # of Q alone
    stricter = build(DATA, TURNED, Recipe(threshold=(0.6, 0.6)))
    assert stricter.scores.isna().tolist() == [False, True, False]


def test_coverage_weighs_children() -> None:
    """v has a, which is 3/4 of P, and P and Q by that 5/6 of the whole."""
    assert build(DATA, TURNED, Recipe(coverage=0.75)).scores.notna().all()
    strict = build(DATA, TURNED, Recipe(coverage=0.76))
    assert strict.aggregates.loc["v"].isna().to_dict() == {"P": True, "Q": False, "T": True}
    optional = replace(TURNED, optional=frozenset({"P"}))
    # P is no reason any more, but the share of the whole, 5/6, still is one.
    assert build(DATA, optional, Recipe(coverage=0.80)).scores["v"] == 25.0
    assert math.isnan(build(DATA, optional, Recipe(coverage=0.85)).scores["v"])


def test_what_does_not_apply_is_not_missing() -> None:
    away = Framework(TREE, {"b": IndicatorMeta(-1, not_applicable=frozenset({"v"}))})
    assert build(DATA, away, Recipe(coverage=1.0)).scores.notna().all()


def as_framework(scheme: object) -> Framework:
    """The published kind of index as a general framework."""
    nodes, metas, optional = [], {}, set()
    for pillar in scheme.pillars:  # type: ignore[attr-defined]
        for i in pillar.indicators:
            nodes.append(Node(i.id, pillar.id, 1, i.weight))
            metas[i.id] = IndicatorMeta(i.direction, lo=i.lo, hi=i.hi, transform=i.transform)
        nodes.append(Node(pillar.id, "index", 2, pillar.weight))
        if pillar.optional:
            optional.add(pillar.id)
    return Framework(Hierarchy((*nodes, Node("index", None, 3))), metas, frozenset(optional))


@given(worlds(), st.sampled_from((0.0, 0.5, 2 / 3, 1.0)))
def test_our_own_index_is_one_of_its_recipes(world: tuple[object, object], coverage: float) -> None:
    scheme, inputs = world
    scheme = replace(scheme, coverage=coverage)  # type: ignore[type-var]
    result = score(inputs, scheme)  # type: ignore[arg-type]
    framework = as_framework(scheme)
    for k, name in enumerate(framework.hierarchy.indicators):
        away = np.array(inputs.regions)[~inputs.applicable[:, k]]  # type: ignore[attr-defined]
        metas = dict(framework.indicators)
        metas[name] = replace(metas[name], not_applicable=frozenset(away.tolist()))
        framework = Framework(framework.hierarchy, metas, framework.optional)
    recipe = Recipe(
        normalisation=Normalisation("goalposts"),
        aggregate=("arithmetic", "inverted_geometric"),
        coverage=coverage,
    )
    data = pd.DataFrame(
        inputs.values[0],  # type: ignore[attr-defined]
        index=pd.Index(inputs.regions),  # type: ignore[attr-defined]
        columns=list(inputs.indicators),  # type: ignore[attr-defined]
    )
    built = build(data, framework, recipe)
    assert built.scores.to_numpy() == pytest.approx(result.score[0], abs=1e-10, nan_ok=True)
    pillars = built.aggregates[list(scheme.pillar_ids)].to_numpy()  # type: ignore[attr-defined]
    assert pillars == pytest.approx(result.pillars[0], abs=1e-10, nan_ok=True)


# ---------------------------------------------------------------- what must not matter

VALUES = st.lists(
    st.lists(st.integers(0, 50).map(float), min_size=3, max_size=3), min_size=3, max_size=8
).filter(lambda rows: all(len(set(column)) > 1 for column in zip(*rows, strict=True)))
AGGREGATES = st.sampled_from(
    ("arithmetic", "quadratic", "inverted_geometric", "maximum", "copeland")
)


@given(VALUES, AGGREGATES, st.randoms())
def test_order_of_units_and_columns(rows: list[list[float]], name: str, random: object) -> None:
    data = pd.DataFrame(rows, columns=["a", "b", "c"], index=[f"u{i}" for i in range(len(rows))])
    units, columns = list(data.index), ["c", "a", "b"]
    random.shuffle(units)  # type: ignore[attr-defined]
    recipe = Recipe(aggregate=(name,), treat=True)
    one, other = build(data, TURNED, recipe), build(data.loc[units, columns], TURNED, recipe)
    pd.testing.assert_frame_equal(one.aggregates, other.aggregates.loc[data.index])
    pd.testing.assert_frame_equal(one.ranks, other.ranks.loc[data.index])


@given(VALUES)
def test_complete_data_take_the_short_way_to_the_same(rows: list[list[float]]) -> None:
    """Arithmetic means of complete data are one matrix product; a threshold takes the long way."""
    table = np.array(rows)
    units = pd.RangeIndex(len(rows))
    short = aggregate(table, TURNED, Recipe(), units=units)
    gap = np.vstack([table, [NAN, 1.0, 1.0]])
    long = aggregate(gap, TURNED, Recipe(), units=pd.RangeIndex(len(gap)))
    assert short == pytest.approx(long[:-1])


def test_the_arguments_are_not_changed() -> None:
    before = DATA.copy()
    built = build(DATA, TURNED, Recipe(impute="mean", treat=True))
    pd.testing.assert_frame_equal(before, DATA)
    with pytest.raises(ValueError, match="read-only"):
        built.normalised_values[0, 0] = 1.0


# ---------------------------------------------------------------- places


@given(st.lists(st.one_of(st.integers(0, 9).map(float), st.just(NAN)), min_size=1, max_size=12))
def test_ranks_are_those_of_the_published_index(values: list[float]) -> None:
    column = np.array(values)
    places = descending(column)
    assert places == pytest.approx(published_ranks(column), nan_ok=True)
    assert ascending(-column) == pytest.approx(places, nan_ok=True)
    table = np.column_stack([column, -column])
    assert descending(table)[:, 0] == pytest.approx(places, nan_ok=True)


def test_sums_that_differ_by_rounding_share_a_place() -> None:
    sums = np.array([0.1 + 0.2, 0.3, 0.3 + 1e-9])
    assert descending(sums).tolist() == [2, 2, 1]
    assert descending(sums, summed=False).tolist() == [2, 3, 1]
    assert len(descending(np.empty((0, 2)))) == len(ascending(np.empty((0, 2)))) == 0


# ---------------------------------------------------------------- errors say who and what


@pytest.mark.parametrize(
    ("recipe", "error", "said"),
    [
        (
            Recipe(aggregate=("geometric",)),
            AggregationError,
            r"'P'.*'geometric'.*above 0.*'a' of unit 'u' is 0",
        ),
        (Recipe(aggregate=("arithmetic", "harmonic")), AggregationError, r"'T'.*'P' of unit 'u'"),
        (
            Recipe(normalisation=Normalisation("zscore"), aggregate=("quadratic",)),
            AggregationError,
            r"0 or more, and 'a' of unit 'u' is -1",
        ),
        (Recipe(aggregate=("arithmetic",) * 3), RecipeError, "3 aggregations for 2 levels"),
        (Recipe(threshold=(0.5,) * 3), RecipeError, "3 thresholds for 2 levels"),
    ],
)
def test_undefined_steps(recipe: Recipe, error: type[ValueError], said: str) -> None:
    with pytest.raises(error, match=said):
        build(DATA, TURNED, recipe)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (DATA[["a", "b"]], "no indicator 'c'"),
        (pd.concat([DATA, DATA.loc[["v"]]]), "'v' stands twice"),
        (DATA.assign(c=[1.0, math.inf, 2.0]), "'c', unit 'v': the value is infinite"),
    ],
)
def test_data_that_do_not_fit(data: pd.DataFrame, said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        build(data, TURNED, Recipe())


def test_a_value_where_the_indicator_does_not_apply() -> None:
    away = Framework(TREE, {"c": IndicatorMeta(not_applicable=frozenset({"w"}))})
    with pytest.raises(RecipeError, match=r"'c', unit 'w'.*does not apply"):
        build(DATA, away, Recipe())


def test_a_constant_indicator_is_named() -> None:
    with pytest.raises(NormalisationError, match=r"'c'.*the same"):
        build(DATA.assign(c=1.0), TURNED, Recipe())


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Normalisation("median"), "no normalisation 'median'"),
        (lambda: Normalisation("rank", (0.0, 1.0)), "'rank' takes no range"),
        (lambda: Normalisation("minmax", (1.0, 1.0)), "low to high"),
        (lambda: Normalisation("zscore", (0.0, 0.0)), "above 0"),
        (lambda: Normalisation("distance-to-reference"), "needs a unit"),
        (lambda: Normalisation("minmax", reference="u"), "takes one"),
        (lambda: IndicatorMeta(direction=0), "1 or -1, not 0"),
        (lambda: IndicatorMeta(transform="root"), "no transform 'root'"),
        (lambda: Framework(TREE, {"x": IndicatorMeta()}), "'x' is not in the hierarchy"),
        (lambda: Recipe(aggregate=()), "needed"),
        (lambda: Recipe(coverage=1.5), "from 0 to 1"),
    ],
)
def test_choices_that_are_refused(make: object, said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        make()  # type: ignore[operator]


def test_unknown_aggregations_are_refused() -> None:
    with pytest.raises(AggregationError, match="no aggregation 'mean'"):
        Recipe(aggregate=("mean",))


# ---------------------------------------------------------------- several times


def test_each_time_is_built_on_its_own() -> None:
    later = DATA * 2 + 1
    built = build_panel({2020.0: DATA, 2021.0: later}, TURNED, Recipe())
    assert all(isinstance(each, Composite) for each in built.values())
    pd.testing.assert_frame_equal(built[2020.0].aggregates, built[2021.0].aggregates)


def test_gaps_may_be_filled_from_other_times() -> None:
    earlier = DATA.assign(b=[1.0, 3.0, 2.0])
    built = build_panel({2021.0: DATA, 2020.0: earlier}, TURNED, Recipe(impute="latest"))
    assert built[2021.0].imputed.loc["v", "b"] == 3.0
    assert math.isnan(built[2021.0].raw.loc["v", "b"])
