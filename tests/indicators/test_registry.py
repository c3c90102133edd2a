"""The registry: one sound one is read as it is written, and every contradiction is named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indicators.registry import load_registry
from indicators.yaml_file import RegistryError
from tests.indicators import registry_files
from tests.indicators.registry_files import Content, card, pillar

CARD = "cards/birth_share.yaml"
FRAMEWORK = "framework.yaml"


def test_a_sound_registry_is_read_as_it_is_written(tmp_path: Path) -> None:
    registry = load_registry(registry_files.write(tmp_path))
    assert [c.id for c in registry.scored] == ["birth_share", "poverty_share", "income_gap"]
    assert [c.id for c in registry.shown] == ["birth_count"]
    gap = registry.cards["income_gap"]
    assert gap.goalposts is not None
    assert (gap.goalposts.transform, gap.goalposts.lo, gap.goalposts.window) == (
        "log",
        50,
        (2015, 2024),
    )
    assert gap.formula.series == ("income",)
    assert gap.not_applicable["KZ-23"].get("ru") == "It is not measured there. ru"
    assert registry.framework.coverage == "2/3"
    assert registry.framework.pillar("stress").optional
    assert registry.references["study_2020"].citation == "Somebody (2020). A study. Journal 1."


def test_the_registry_cannot_be_changed(tmp_path: Path) -> None:
    registry = load_registry(registry_files.write(tmp_path))
    with pytest.raises(TypeError):
        registry.cards["other"] = registry.cards["birth_share"]  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        registry.framework.version = "2.0"  # type: ignore[misc]


def put(file: str, *path: Any, to: object) -> Callable[[Content], None]:
    """Set one key of one file, to be read as ``file: path = to``."""

    def change(content: Content) -> None:
        at = content[file]
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = to

    return change


def drop(file: str, *path: Any) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        at = content[file] if path else content
        for step in path[:-1]:
            at = at[step]
        del at[path[-1] if path else file]

    return change


def add_card(name: str, **changes: object) -> Callable[[Content], None]:
    return put_file(f"cards/{name}.yaml", card(name, "land", **changes))


def put_file(file: str, to: object) -> Callable[[Content], None]:
    return lambda content: content.update({file: to})


FAULTS: dict[str, tuple[Callable[[Content], object], str]] = {
    # a card by itself
    "misspelt key": (
        put(CARD, "directon", to=1),
        "birth_share.yaml: directon: Extra inputs are not permitted",
    ),
    "misspelt key of the goalposts": (
        put(CARD, "goalposts", "high", to=3),
        "birth_share.yaml: goalposts.high: Extra inputs",
    ),
    "missing key": (drop(CARD, "caveats"), "birth_share.yaml: caveats: Field required"),
    "missing translation": (drop(CARD, "name", "kk"), "birth_share.yaml: name.kk: Field required"),
    "empty translation": (put(CARD, "name", "ru", to="  "), "birth_share.yaml: name.ru"),
    "translation into a fourth language": (put(CARD, "name", "de", to="x"), "name.de: Extra"),
    "missing translation of a note": (
        drop(CARD, "goalposts", "note", "kk"),
        "goalposts.note.kk: Field required",
    ),
    "ethnic share": (put(CARD, "group_share", to="ethnic"), "a share of the population (ethnic)"),
    "language share": (
        put(CARD, "group_share", to="language"),
        "a share of the population (language)",
    ),
    "religious share": (
        put(CARD, "group_share", to="religious"),
        "a share of the population (religious)",
    ),
    "formula": (put(CARD, "formula", to="births ** 2"), "formula 'births ** 2'"),
    "direction": (put(CARD, "direction", to=0), "birth_share.yaml: direction"),
    "scored without goalposts": (drop(CARD, "goalposts"), "a scored indicator needs goalposts"),
    "scored without a claim": (drop(CARD, "claims"), "needs the claim it rests on"),
    "goalposts the wrong way round": (
        put(CARD, "goalposts", "lo", to=100),
        "lo (100.0) must be below hi (100.0)",
    ),
    "endless goalposts": (put(CARD, "goalposts", "hi", to=float("inf")), "goalposts.hi"),
    "log of zero": (put(CARD, "goalposts", "transform", to="log"), "needs lo above 0"),
    "norm with a window": (
        put(CARD, "goalposts", "window", to=[2015, 2024]),
        "a window belongs to basis 'percentile'",
    ),
    "percentile without a window": (
        put(CARD, "goalposts", "basis", to="percentile"),
        "a window belongs to basis 'percentile'",
    ),
    "window the wrong way round": (
        put("cards/income_gap.yaml", "goalposts", "window", to=[2024, 2015]),
        "the window ends before it begins",
    ),
    "negative age": (put(CARD, "max_age", to=-1), "birth_share.yaml: max_age"),
    "no source": (put(CARD, "sources", to=[]), "sources: at least one"),
    "card that is no mapping": (put_file(CARD, ["births"]), "birth_share.yaml: "),
    # a card against the rest
    "id is not the file's name": (
        put(CARD, "id", to="births"),
        "birth_share.yaml: the id 'births' must be the file's name",
    ),
    "unknown series": (
        put(CARD, "formula", to="births / deaths"),
        "birth_share.yaml: formula: unknown series 'deaths'",
    ),
    "unknown unit": (put(CARD, "unit", to="miles"), "birth_share.yaml: unknown unit 'miles'"),
    "unknown pillar": (
        put("cards/birth_count.yaml", "pillar", to="water"),
        "birth_count.yaml: unknown pillar 'water'",
    ),
    "suppression by a series outside the formula": (
        put(CARD, "suppress", to={"series": "income", "below": 10}),
        "birth_share.yaml: suppress: series 'income' is not in the formula",
    ),
    "suppression of nothing": (
        put(CARD, "suppress", to={"series": "births", "below": 0}),
        "birth_share.yaml: suppress.below",
    ),
    "unknown reference": (
        put(CARD, "claims", 0, "source", to="rumour"),
        "birth_share.yaml: unknown reference 'rumour'",
    ),
    "pillar of card and framework differ": (
        put(CARD, "pillar", to="stress"),
        "framework.yaml: birth_share stands in land, its card says stress",
    ),
    "scored card that the framework does not list": (
        add_card("other"),
        "other.yaml: status 'scored' disagrees with framework.yaml",
    ),
    "shown card that the framework lists": (
        put(CARD, "status", to="shown"),
        "birth_share.yaml: status 'shown' disagrees with framework.yaml",
    ),
    "listed indicator without a card": (
        drop(CARD),
        "framework.yaml: land: there is no card 'birth_share'",
    ),
    # the framework
    "indicator in two pillars": (
        put(FRAMEWORK, "pillars", 1, "indicators", "birth_share", to=1),
        "framework.yaml: birth_share stands in land and in stress",
    ),
    "weights that do not sum to 1": (
        put(FRAMEWORK, "pillars", 0, "weight", to=0.5),
        "framework.yaml: Value error, pillar weights must sum to 1, not 0.9",
    ),
    "weight of nothing": (
        put(FRAMEWORK, "pillars", 0, "indicators", "birth_share", to=0),
        "pillars.0.indicators.birth_share",
    ),
    "pillar without indicators": (
        put(FRAMEWORK, "pillars", 0, "indicators", to={}),
        "pillars.0.indicators",
    ),
    "two pillars of one name": (
        put(FRAMEWORK, "pillars", 1, to=pillar("land", 0.4, {"income_gap": 1})),
        "two pillars have the same id",
    ),
    "two classes of one name": (
        put(FRAMEWORK, "classes", 1, "id", to="very_low"),
        "two classes have the same id",
    ),
    "classes that do not rise": (
        put(FRAMEWORK, "classes", 2, "lower", to=10),
        "classes must start at 0 and rise",
    ),
    "classes that begin above 0": (
        put(FRAMEWORK, "classes", 0, "lower", to=1),
        "classes must start at 0 and rise",
    ),
    "no classes": (put(FRAMEWORK, "classes", to=[]), "framework.yaml: classes"),
    "attention from no class": (
        put(FRAMEWORK, "attention_from", to="red"),
        "attention_from names no class: red",
    ),
    "coverage above 1": (put(FRAMEWORK, "coverage", to="3/2"), "a share above 0 and up to 1"),
    "coverage over nothing": (put(FRAMEWORK, "coverage", to="1/0"), "a share above 0 and up to 1"),
    "coverage in words": (put(FRAMEWORK, "coverage", to="most"), "framework.yaml: coverage"),
    "coverage as a decimal": (put(FRAMEWORK, "coverage", to=0.67), "framework.yaml: coverage"),
    "last year first": (put(FRAMEWORK, "last_year", to=2019), "first_year is after last_year"),
    "grades that do not rise": (
        put(FRAMEWORK, "reliability", "grades", to={"A": 0.4, "B": 0.2, "C": 0.6}),
        "grades must be A, B, C with rising limits",
    ),
    "grade that is missing": (
        put(FRAMEWORK, "reliability", "grades", to={"A": 0.4, "B": 0.6}),
        "grades must be A, B, C with rising limits",
    ),
    "misspelt key of the framework": (
        put(FRAMEWORK, "coverge", to="2/3"),
        "framework.yaml: coverge: Extra inputs",
    ),
    "unknown aggregation": (
        put(FRAMEWORK, "across_pillars", to="median"),
        "framework.yaml: across_pillars",
    ),
    # the other files
    "reference without a year": (
        drop("references.yaml", "study_2020", "year"),
        "references.yaml: year: Field required",
    ),
    "references that are empty": (put_file("references.yaml", None), "references.yaml: must be"),
    "unit of a series": (
        put("series.yaml", "births", "unit", to="miles"),
        "series.yaml: births: unit miles is not in units.yaml",
    ),
    "pillar without a next step": (
        drop("playbook.yaml", "pillars", "stress"),
        "playbook.yaml: pillars: there is no step for 'stress'",
    ),
    "next step for no pillar": (
        put("playbook.yaml", "pillars", "sea", to=registry_files.step()),
        "playbook.yaml: pillars: unknown pillar 'sea'",
    ),
    "next step for no stream": (
        put("playbook.yaml", "streams", to={"waves": registry_files.step()}),
        "playbook.yaml: streams: unknown stream 'waves'",
    ),
    "misspelt key of the playbook": (
        put("playbook.yaml", "figures", to={}),
        "playbook.yaml: figures: Extra inputs are not permitted",
    ),
    "missing file": (drop(FRAMEWORK), "framework.yaml: "),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_refused_and_named(tmp_path: Path, fault: str) -> None:
    change, said = FAULTS[fault]
    with pytest.raises(RegistryError) as caught:
        load_registry(registry_files.write(tmp_path, change))
    assert said in str(caught.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    def change(content: Content) -> None:
        drop(CARD, "caveats")(content)
        put("cards/income_gap.yaml", "direction", to=3)(content)
        put(FRAMEWORK, "coverage", to="2")(content)

    with pytest.raises(RegistryError) as caught:
        load_registry(registry_files.write(tmp_path, change))
    for said in ("birth_share.yaml: caveats", "income_gap.yaml: direction", "framework.yaml: cov"):
        assert said in str(caught.value)


def test_all_contradictions_are_named_at_once(tmp_path: Path) -> None:
    def change(content: Content) -> None:
        put(CARD, "unit", to="miles")(content)
        put("cards/income_gap.yaml", "formula", to="wealth")(content)

    with pytest.raises(RegistryError) as caught:
        load_registry(registry_files.write(tmp_path, change))
    for said in ("birth_share.yaml: unknown unit 'miles'", "income_gap.yaml: formula: unknown"):
        assert said in str(caught.value)


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    folder = registry_files.write(tmp_path)
    path = folder / "cards" / "birth_share.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "direction: -1\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="'direction' stands twice"):
        load_registry(folder)


def test_a_card_may_begin_with_a_line_for_editors(tmp_path: Path) -> None:
    folder = registry_files.write(tmp_path)
    path = folder / "cards" / "birth_share.yaml"
    line = "# yaml-language-server: $schema=../json_schema/card.schema.json\n"
    path.write_text(line + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_registry(folder).cards["birth_share"].name.get("en") == "birth_share"
