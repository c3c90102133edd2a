"""The cards of the streams: sound, sourced, in three languages, and every fault of a card named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from indicators.export_schema import FOLDER
from indicators.observations import read_observations
from indicators.registry import HERE, load_registry
from indicators.stream_schema import Stream
from indicators.stream_values import REFUSED, published_periods
from indicators.yaml_file import RegistryError, read_yaml
from tests.indicators import registry_files
from tests.indicators.registry_files import Content, text
from tests.indicators.test_export_schema import validator

REGISTRY = load_registry()
FILES = sorted((HERE / "streams").glob("*.yaml"))
WATCHED = pytest.mark.parametrize(
    "stream", [s for s in REGISTRY.watched if s.formula], ids=lambda stream: stream.id
)


def test_every_file_is_a_stream_of_the_registry() -> None:
    assert [path.stem for path in FILES] == sorted(REGISTRY.streams)
    watched = {stream.id for stream in REGISTRY.watched}
    assert watched == {s.id for s in REGISTRY.streams.values() if s.status == "watched"}
    pillars = [pillar.id for pillar in REGISTRY.framework.pillars]
    order = [pillars.index(stream.pillar) for stream in REGISTRY.watched]
    assert order == sorted(order)
    assert set(order) == set(range(len(pillars))), "a pillar without a stream"


def test_the_streams_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        REGISTRY.streams["other"] = next(iter(REGISTRY.streams.values()))  # type: ignore[index]


@WATCHED
def test_a_card_names_the_sources_of_its_figures(stream: Stream) -> None:
    assert stream.formula
    found = {
        obs.source
        for obs in read_observations()
        if obs.series in stream.formula.series and obs.status not in REFUSED and obs.region != "KZ"
    }
    assert found == set(stream.sources)


@WATCHED
def test_a_stream_is_long_enough_to_be_judged(stream: Stream) -> None:
    assert stream.formula
    assert stream.rules
    periods = published_periods(read_observations(), stream.formula, stream.frequency)
    if stream.history and stream.change:
        needed = (stream.change.years + stream.history.least) * stream.seasons
    else:
        assert stream.rules.record
        needed = stream.rules.record.medium * stream.seasons
    assert len(periods) > needed


def test_every_card_and_the_settings_fit_their_json_schema() -> None:
    assert FILES
    for path in FILES:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        named = (path.parent / first.partition("$schema=")[2]).resolve()
        assert named == (FOLDER / "stream.schema.json").resolve(), path.name
        errors = list(validator("stream.schema.json").iter_errors(read_yaml(path)))
        assert errors == [], path.name
    jsonschema.validate(read_yaml(HERE / "signals.yaml"), validator("signals.schema.json").schema)


def stream(**changes: object) -> Content:
    """A sound stream; what is None in the changes is left out."""
    content: dict[str, Any] = {
        "id": "income_moves",
        "version": "1.0",
        "status": "watched",
        "pillar": "stress",
        "name": text("Income"),
        "short": text("Income"),
        "what": text("Income against the nation."),
        "formula": "100 * income / national(income)",
        "frequency": "quarter",
        "unit": "percent",
        "decimals": 1,
        "alarm": "fall",
        "change": {"kind": "percent", "years": 1, "unit": "percent", "decimals": 1},
        "history": {"least": 5, "most": 10},
        "persistence": 0.5,
        "rules": {
            "sudden": {"threshold": 3.5},
            "lasting": {"allowance": 0.5, "cap": 2, "limit": 3.8, "run_length": 20},
            "record": {"medium": 1, "high": 3, "least_change": 10},
            "least_change": 5,
            "refractory_days": 180,
        },
        "sources": ["office"],
        "why": text("Because."),
        "why_rules": text("So."),
        "caveats": text("None."),
    }
    return {key: value for key, value in (content | changes).items() if value is not None}


def put(**changes: object) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        content["streams/income_moves.yaml"] = stream(**changes)

    return change


def rules(**changes: object) -> dict[str, object]:
    merged = stream()["rules"] | changes
    return {key: value for key, value in merged.items() if value is not None}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "streams").mkdir()
    return tmp_path


def test_a_sound_stream_is_read(folder: Path) -> None:
    read = load_registry(registry_files.write(folder, put())).streams["income_moves"]
    assert read.seasons == 4
    assert read.directions == ("fall",)
    assert read.formula
    assert read.formula.series == ("income",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"alram": "fall"}, "alram: Extra inputs are not permitted"),
        ({"rules": rules(sudden={"treshold": 3})}, "treshold: Extra inputs are not permitted"),
        ({"name": {"en": "A", "ru": "А"}}, "name.kk: Field required"),
        ({"alarm": "down"}, "alarm: Input should be"),
        ({"pillar": "nowhere"}, "unknown pillar 'nowhere'"),
        ({"unit": "acres"}, "unknown unit 'acres'"),
        ({"formula": "100 * rain"}, "unknown series 'rain'"),
        ({"formula": "mean(income, years=3, at_least=2)"}, "may use \\+ - \\* / and national"),
        ({"formula": None}, "a formula belongs to source 'figures'"),
        ({"sources": None}, "sources belong to source 'figures'"),
        ({"source": "incidents"}, "a formula belongs to source 'figures'"),
        ({"history": {"least": 9, "most": 5}}, "least cannot be more than most"),
        ({"history": {"least": 2, "most": 5}}, "greater than or equal to 4"),
        ({"history": None}, "need change and history"),
        ({"rules": None}, "watched needs rules and why_rules"),
        ({"why_rules": None}, "watched needs rules and why_rules"),
        ({"why_not": text("No.")}, "and no why_not"),
        ({"status": "not_watched"}, "not watched needs why_not"),
        ({"rules": rules(record={"medium": 3, "high": 1, "floor": 2})}, "look back further"),
        ({"rules": rules(record={"medium": 1, "high": 3})}, "needs a floor or a least_change"),
        ({"rules": rules(least_change=None)}, "least_change belongs to"),
        ({"rules": {"refractory_days": 180}}, "needs a rule"),
        ({"alarm": "both"}, "the rule of the record needs one direction"),
        ({"persistence": 1.0}, "less than 1"),
        ({"id": "other"}, "the id 'other' must be the file's name"),
    ],
)
def test_every_fault_of_a_card_is_named(
    folder: Path, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(RegistryError, match=said) as caught:
        load_registry(registry_files.write(folder, put(**changes)))
    assert "income_moves" in str(caught.value)


def test_incidents_are_watched_by_a_record_with_a_floor_alone() -> None:
    sound = stream(
        source="incidents",
        formula=None,
        sources=None,
        change=None,
        history=None,
        frequency="year",
        alarm="rise",
        rules={"record": {"medium": 3, "high": 10, "floor": 2}, "refractory_days": 180},
    )
    assert Stream.model_validate(sound).seasons == 1
    for broken in (rules(), {"record": {"medium": 1, "high": 3}, "refractory_days": 1}):
        with pytest.raises(ValidationError):
            Stream.model_validate(sound | {"rules": broken})


def test_a_registry_without_the_settings_is_an_error(folder: Path) -> None:
    path = registry_files.write(folder, put())
    (path / "signals.yaml").unlink()
    with pytest.raises(RegistryError, match=r"signals\.yaml"):
        load_registry(path)
