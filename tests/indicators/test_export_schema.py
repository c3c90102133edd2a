"""The JSON Schemas for editors: in step with the models, and fit to check a card with."""

import json
from pathlib import Path

import jsonschema
import pytest

from indicators.export_schema import FOLDER, MODELS, export, render
from indicators.registry import HERE
from indicators.yaml_file import read_yaml
from tests.indicators.registry_files import card

CARDS = sorted((HERE / "cards").glob("*.yaml"))


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schemas_are_in_step_with_the_models() -> None:
    """After a change of ``schema.py``: python -m indicators.export_schema."""
    assert {path.name for path in FOLDER.iterdir()} == set(MODELS)
    for name, model in MODELS.items():
        assert (FOLDER / name).read_bytes() == render(model).encode(), name


def test_they_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    export(tmp_path / "new" / "folder")
    for name in MODELS:
        assert (tmp_path / "new" / "folder" / name).read_bytes() == (FOLDER / name).read_bytes()


def test_every_card_and_the_framework_fit_them() -> None:
    assert CARDS
    for path in CARDS:
        errors = [
            error.message for error in validator("card.schema.json").iter_errors(read_yaml(path))
        ]
        assert errors == [], path.name
    framework = read_yaml(HERE / "framework.yaml")
    assert list(validator("framework.schema.json").iter_errors(framework)) == []
    playbook = read_yaml(HERE / "playbook.yaml")
    assert list(validator("playbook.schema.json").iter_errors(playbook)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"directon": 1}, "'directon' was unexpected"),
        ({"direction": 0}, "0 is not one of [1, -1]"),
        ({"name": {"en": "A", "ru": "А"}}, "'kk' is a required property"),
        ({"max_age": -1}, "-1 is less than the minimum of 0"),
        ({"caveats": None}, "'caveats' is a required property"),
    ],
)
def test_an_editor_sees_the_fault(change: dict[str, object], said: str) -> None:
    broken = {key: part for key, part in (card("a", "b") | change).items() if part is not None}
    found = validator("card.schema.json").iter_errors(broken)
    assert any(said in error.message for error in found)


def test_where_a_card_names_its_schema_it_is_there() -> None:
    for path in CARDS:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        if first.startswith("# yaml-language-server"):
            assert (path.parent / first.partition("$schema=")[2]).resolve().is_file(), path.name
