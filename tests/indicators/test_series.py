"""The registry of series and units: strict, in three languages, and in step with data/."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from indicators.observations import read_observations
from indicators.registry import load_registry
from indicators.series import Series, load_series, load_units
from indicators.text import Text
from indicators.yaml_file import RegistryError

UNITS = "persons:\n  label: {en: persons, ru: человек, kk: адам}\n"
SERIES = """\
people:
  name: {en: People, ru: Люди, kk: Адамдар}
  theme: population
  unit: persons
  kind: extensive
  range: [0, null]
"""


def load(tmp_path: Path, series: str, units: str = UNITS) -> dict[str, Series]:
    (tmp_path / "series.yaml").write_text(series, encoding="utf-8")
    (tmp_path / "units.yaml").write_text(units, encoding="utf-8")
    return dict(load_series(tmp_path / "series.yaml", tmp_path / "units.yaml"))


def test_defaults(tmp_path: Path) -> None:
    people = load(tmp_path, SERIES)["people"]
    assert people.range == (0, None)
    assert (people.additive, people.tolerance, people.quarters, people.breaks) == (
        False,
        0.0,
        None,
        (),
    )
    assert people.name.get("kk") == "Адамдар"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("theme: population", "theme: population\n  colour: red", "people: colour: Extra inputs"),
        ("theme: population", "theme: population\n  theme: labour", "'theme' stands twice"),
        ("unit: persons", "unit: heads", "people: unit heads is not in units.yaml"),
        ("kind: extensive", "kind: big", "people: kind"),
        ("range: [0, null]", "range: [5, 1]", "lower limit is above"),
        ("range: [0, null]", "range: [0, .inf]", "people: range"),
        ("range: [0, null]", "range: [0, null]\n  quarters: 3", "intensive series only"),
        ("range: [0, null]", "range: [0, null]\n  tolerance: 0.1", "only an additive series"),
        ("ru: Люди", "ru: ' '", "people: name.ru"),
        (", kk: Адамдар", "", "people: name.kk"),
        ("people:\n", "people: 3\nother:\n", "people: must be a mapping"),
        ("people:\n", "people:\n  id: men\n", "people: unknown key id"),
        (SERIES, "", "must be a mapping of id to entry"),
        (SERIES, "people: [", "series.yaml"),
    ],
)
def test_a_fault_is_refused_and_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SERIES
    with pytest.raises(RegistryError) as caught:
        load(tmp_path, SERIES.replace(old, new))
    assert said in str(caught.value)


def test_all_broken_entries_are_named_at_once(tmp_path: Path) -> None:
    twice = SERIES.replace("extensive", "big")
    with pytest.raises(RegistryError, match=r"people: kind[\s\S]*men: kind"):
        load(tmp_path, twice + twice.replace("people:", "men:"))


def test_text_knows_three_languages() -> None:
    text = Text(en=" a ", ru="б", kk="ә")
    assert [text.get(lang) for lang in ("en", "ru", "kk")] == ["a", "б", "ә"]
    with pytest.raises(ValueError, match="unknown language 'de'"):
        text.get("de")
    with pytest.raises(ValidationError):
        Text(en="a", ru="б", kk="ә").en = "c"  # type: ignore[misc]


def test_every_series_but_those_of_the_field_log_has_figures_and_every_unit_is_used() -> None:
    series = load_series()
    found = {observation.series for observation in read_observations()}
    assert found == {name for name, one in series.items() if not one.collected}
    printed = {one.unit for one in series.values()}
    registry = load_registry()
    scored = {card.unit for card in registry.cards.values()}
    watched = {stream.unit for stream in registry.streams.values()}
    watched |= {stream.change.unit for stream in registry.streams.values() if stream.change}
    assert printed | scored | watched == set(load_units())
