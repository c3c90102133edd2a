"""The real cards on the real figures: coverage, goalposts, sources, texts, and values by hand."""

import csv
import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from geodata.regions import load_regions
from indicators.derive import UNSCORED, UNSHOWN, Derived, Deriver
from indicators.field_scheme import load_field_scheme
from indicators.observations import DATA
from indicators.panel import applies
from indicators.registry import load_registry
from indicators.schema import Card
from indicators.text import LANGUAGES, Text
from tests.assessment.published import published

REGISTRY = load_registry()
REGIONS = load_regions()
YEARS = range(2009, REGISTRY.framework.last_year + 1)
SCORED = pytest.mark.parametrize("card", REGISTRY.scored, ids=lambda card: card.id)
ALL = pytest.mark.parametrize("card", REGISTRY.cards.values(), ids=lambda card: card.id)


@cache
def deriver(status: str) -> Deriver:
    refused = {"scored": UNSCORED, "shown": UNSHOWN}[status]
    return Deriver(published().observations, REGISTRY.series, REGIONS, refused)


def concerned(card: Card) -> list[str]:
    """Regions to which a card applies."""
    return [r.id for r in REGIONS.regions if applies(card, r.id, r.type)]


@cache
def own_values(card_id: str) -> dict[tuple[str, int], Derived]:
    """Every value of a card by region and year, none of them carried forward."""
    card = REGISTRY.cards[card_id]
    found = {
        (region, year): deriver(card.status).derive(
            card.formula, region, year, extensive=card.extensive
        )
        for region in concerned(card)
        for year in YEARS
    }
    return {key: derived for key, derived in found.items() if derived is not None}


# -- what the registry promises of the figures -----------------------------------------------------


@SCORED
def test_a_scored_card_covers_nine_in_ten_of_its_regions_in_its_latest_year(card: Card) -> None:
    values = own_values(card.id)
    latest = max(year for _, year in values)
    regions = concerned(card)
    covered = [region for region in regions if (region, latest) in values]
    assert len(covered) >= 0.9 * len(regions), (latest, sorted(set(regions) - set(covered)))


@SCORED
def test_goalposts_by_percentile_are_those_of_all_region_years(card: Card) -> None:
    """The 5th and 95th percentile of the window, written with three significant digits."""
    posts = card.goalposts
    assert posts is not None
    if posts.basis != "percentile":
        assert posts.basis == "norm"
        assert posts.window is None
        return
    assert posts.window is not None
    first, last = posts.window
    inside = [d.value for (_, year), d in own_values(card.id).items() if first <= year <= last]
    found = [float(f"{p:.3g}") for p in np.percentile(inside, [5, 95])]
    assert [posts.lo, posts.hi] == found, len(inside)


@ALL
def test_the_sources_on_a_card_are_those_of_its_figures(card: Card) -> None:
    """Of the formula's own series, in the regions and in the country, in every year."""
    used = list(own_values(card.id).values())
    used += [
        derived
        for year in YEARS
        if (derived := deriver(card.status).derive(card.formula, "KZ", year)) is not None
    ]
    found = {
        obs.source
        for derived in used
        for term in derived.terms
        if term.series in card.formula.series  # not the population that apportions a count
        for obs in term.observations
    }
    if card.collected:  # it has no value in a release; the figures beside those of the log do
        assert not found
        found = {
            obs.source for obs in published().observations if obs.series in card.formula.series
        }
    assert set(card.sources) == found
    assert len(set(card.sources)) == len(card.sources)
    assert found <= published().observations.sources.keys()


@ALL
def test_every_card_has_values_but_those_of_the_field_log(card: Card) -> None:
    assert bool(own_values(card.id)) != card.collected


def test_the_texts_state_the_thresholds_of_the_rule() -> None:
    """The scheme holds them; a card's definition says them in words."""
    rule = load_field_scheme().rule
    for name in ("councils_of_elders", "field_completeness"):
        card = REGISTRY.cards[name]
        for lang in LANGUAGES:
            words = card.definition.get(lang) + card.rationale.get(lang)
            assert f"{rule.min_completeness:.0%}" in words, (name, lang)
    assert rule.active_districts == rule.settled_after_90 == 0.5
    assert REGISTRY.cards["councils_of_elders"].definition.en.count("at least half") == 2
    assert rule.months == 12  # "in the year"
    assert load_field_scheme().limits.follow_up_days["follow_up_90"] == 90


@ALL
def test_exceptions_name_regions_to_which_the_card_would_apply(card: Card) -> None:
    types = {region.id: region.type for region in REGIONS.regions}
    plain = card.model_copy(update={"not_applicable": {}})
    for region in card.not_applicable:
        assert applies(plain, region, types[region])


@SCORED
def test_scored_cards_do_not_rest_on_doubt_or_the_press(card: Card) -> None:
    statuses = {status for derived in own_values(card.id).values() for status in derived.statuses}
    assert not statuses & {"suspect", "press"}


# -- texts -----------------------------------------------------------------------------------------


def texts(thing: object, path: str) -> Iterator[tuple[str, Text]]:
    """Every text inside a model, with the path to it."""
    if isinstance(thing, Text):
        yield path, thing
    elif isinstance(thing, dict):
        for key, part in thing.items():
            yield from texts(part, f"{path}.{key}")
    elif isinstance(thing, tuple):
        for place, part in enumerate(thing):
            yield from texts(part, f"{path}.{place}")
    elif hasattr(type(thing), "model_fields"):
        for key in type(thing).model_fields:
            yield from texts(getattr(thing, key), f"{path}.{key}")


TEXTS = [
    found
    for name, model in (*REGISTRY.cards.items(), ("framework", REGISTRY.framework))
    for found in texts(model, name)
]


def test_every_text_is_in_three_languages_and_none_is_left_in_another() -> None:
    """A long text that is the same in two languages, or in Latin letters, was not translated."""
    assert len(TEXTS) > 8 * len(REGISTRY.cards)
    for path, text in TEXTS:
        words = {lang: text.get(lang) for lang in LANGUAGES}
        assert all(words.values()), path
        if len(words["en"]) > 40:
            assert len(set(words.values())) == 3, path
        for lang in ("ru", "kk"):
            assert letters(words[lang], "cyrillic") >= letters(words[lang], "latin"), (path, lang)
        assert letters(words["en"], "cyrillic") == 0, path
        # The official Russian names of two regions are spelt with Kazakh letters.
        russian = words["ru"].replace("Ұлытау", "").replace("Жетісу", "").lower()
        kazakh_only = set("әғқңөұүһі") & set(russian)
        assert not kazakh_only, (path, kazakh_only)


def letters(text: str, alphabet: str) -> int:
    first, last = {"latin": ("a", "z"), "cyrillic": ("а", "ӿ")}[alphabet]
    return sum(first <= letter <= last for letter in text.lower())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_short_names_are_unique_and_fit_a_chart(lang: str) -> None:
    shorts = {card.id: card.short.get(lang) for card in REGISTRY.cards.values()}
    assert {name: short for name, short in shorts.items() if len(short) > 24} == {}
    assert len(set(shorts.values())) == len(shorts)
    names = [card.name.get(lang) for card in REGISTRY.cards.values()]
    assert len(set(names)) == len(names)
    pillars = [pillar.short.get(lang) for pillar in REGISTRY.framework.pillars]
    assert all(len(short) <= 16 for short in pillars), pillars
    assert len(set(pillars)) == len(pillars)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_set_cleanly(lang: str) -> None:
    for path, text in TEXTS:
        words = text.get(lang)
        assert "  " not in words, path
        assert "\n" not in words, path
        assert not any(sign in words for sign in ("<<<", ">>>", "TODO", "{", "}")), path


def test_no_card_measures_who_people_are() -> None:
    assert {card.group_share for card in REGISTRY.cards.values()} == {"none"}


# -- values recomputed from the rows of data/observations ------------------------------------------


@cache
def rows() -> dict[tuple[str, str, str, str], float]:
    """Every figure by series, region, borders and period, read without the product's reader."""
    found = {}
    for path in (DATA / "observations").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = (row["indicator"], row["region"], row["borders"], row["period"])
                found[key] = float(row["value"])
    return found


def f(series: str, region: str, period: object, borders: str = "current") -> float:
    return rows()[series, region, borders, str(period)]


def published_value(card: str, region: str, year: int) -> float:
    entry = published().panel.get(card, region, year)
    assert entry is not None
    assert entry.age == 0
    return entry.value


def test_employment_in_agriculture_by_hand() -> None:
    """Persons of thousands of persons."""
    share = f("employed_agriculture", "KZ-11", 2023) / (1000 * f("employed", "KZ-11", 2023))
    assert published_value("agricultural_employment", "KZ-11", 2023) == pytest.approx(100 * share)
    assert 100 * share == pytest.approx(25.364, abs=0.001)  # 103,252 of 407,078


def test_a_former_regions_share_by_hand() -> None:
    """Abai and East Kazakhstan in 2019: the share of the region that was both."""
    both = f("employed_agriculture", "KZ-63", 2019, "pre2022") / f(
        "employed", "KZ-63", 2019, "pre2022"
    )
    for region in ("KZ-10", "KZ-63"):
        assert published_value("agricultural_employment", region, 2019) == pytest.approx(0.1 * both)
    assert 0.1 * both == pytest.approx(15.147, abs=0.001)  # 103,149 of 680,989


def test_income_against_the_national_by_hand() -> None:
    income = "income_per_capita_annual"
    ratio = 100 * f(income, "KZ-61", 2024) / f(income, "KZ", 2024)
    assert published_value("relative_income", "KZ-61", 2024) == pytest.approx(ratio)


def test_crime_of_a_year_of_split_by_hand() -> None:
    """What both registered over what both had as people: neither was counted a whole year."""
    cases = f("offences_registered", "KZ-10", 2022) + f("offences_registered", "KZ-63", 2022)
    people = "population_annual_average"
    residents = f(people, "KZ-10", 2022) + f(people, "KZ-63", 2022)
    for region in ("KZ-10", "KZ-63"):
        found = published_value("recorded_crime", region, 2022)
        assert found == pytest.approx(10_000 * cases / residents)


def test_size_of_net_migration_by_hand() -> None:
    rates = [
        1000 * f("net_migration", "KZ-47", year) / f("population_annual_average", "KZ-47", year)
        for year in (2022, 2023, 2024)
    ]
    assert published_value("net_migration_size", "KZ-47", 2024) == pytest.approx(
        abs(sum(rates)) / 3
    )


def test_population_growth_by_hand() -> None:
    """Five changes end in 2024; that of 2022 is the census, so four are left."""
    people = {y: f("population_annual_average", "KZ-75", y) for y in range(2019, 2025)}
    four = people[2021] / people[2019] * people[2024] / people[2022]
    found = published_value("population_growth", "KZ-75", 2024)
    assert found == pytest.approx(100 * (four**0.25 - 1))


def test_grain_area_by_hand() -> None:
    """The former region's fields over the rural people of its two halves."""
    rural = sum(
        f("population_annual_average", part, 2019) * (1 - f("urban_share", part, 2019) / 100)
        for part in ("KZ-10", "KZ-63")
    )
    area = 1000 * f("grain_sown_area", "KZ-63", 2019, "pre2022")
    found = published_value("grain_area_per_rural_resident", "KZ-63", 2019)
    assert found == pytest.approx(area / rural)


def test_poverty_of_three_quarters_by_hand() -> None:
    quarters = [f("poverty_share", "KZ-61", f"2023-Q{q}") for q in (1, 2, 3)]
    assert published_value("poverty_share", "KZ-61", 2023) == pytest.approx(sum(quarters) / 3)


def test_livestock_by_hand() -> None:
    """Herds of 2025 on the land of 2024, a camel as 1.1 and a sheep or goat as 0.1 units."""
    day = "2025-01-01"
    units = (
        f("livestock_cattle", "KZ-15", day)
        + f("livestock_horses", "KZ-15", day)
        + 1.1 * f("livestock_camels", "KZ-15", day)
        + 0.1 * f("livestock_sheep_and_goats", "KZ-15", day)
    )
    hectares = 1000 * f("agricultural_land_implied", "KZ-15", 2024)
    found = published_value("livestock_density", "KZ-15", 2025)
    assert found == pytest.approx(100 * units / hectares)


def test_swing_of_yields_by_hand() -> None:
    yields = [f("grain_yield", "KZ-59", year) for year in range(2013, 2024)]
    changes = [abs(math.log(b) - math.log(a)) for a, b in pairwise(yields)]
    found = published_value("grain_yield_swing", "KZ-59", 2023)
    assert found == pytest.approx(100 * sum(changes) / 10)


def test_gap_between_output_and_income_by_hand() -> None:
    output, income = (
        per_head("KZ-23") / per_head("KZ")
        for per_head in (
            lambda r: f("grp_nominal", r, 2023) / f("population_annual_average", r, 2023),
            lambda r: f("income_per_capita_annual", r, 2023),
        )
    )
    assert published_value("output_income_gap", "KZ-23", 2023) == pytest.approx(output / income)


def test_net_migration_of_a_former_region_by_hand() -> None:
    """South Kazakhstan's balance of 2016, shared out by the people of its two halves."""
    people = {r: f("population_annual_average", r, 2016) for r in ("KZ-61", "KZ-79")}
    whole = f("net_migration", "KZ-YUZ", 2016, "pre2018")
    parts = {r: published_value("net_migration_count", r, 2016) for r in people}
    for region, part in parts.items():
        assert part == pytest.approx(whole * people[region] / sum(people.values()))
    assert sum(parts.values()) == pytest.approx(whole)
