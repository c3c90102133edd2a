"""What a scenario says is checked when it is made, and becomes the settings that it was made of."""

from typing import Any

import numpy as np
import pytest

from assessment import assess
from assessment.changes import LARGEST, MOST, Change
from assessment.settings import Settings, parse, published
from scenarios import Content, ContentError
from scenarios.content import check_scores
from tests.scenarios.samples import content


@pytest.fixture(scope="module")
def base() -> Settings:
    return published(assess().result.scheme)


def test_settings_come_back_as_they_were(base: Settings) -> None:
    pillar, indicator = next(iter(base.weights)), list(base.weights)[-1]
    chosen = f"{pillar}:12.34~{indicator}:0~{pillar}.spread:7.5~coverage:3-4~mean:arithmetic"
    settings = parse(chosen, base)
    change = Change("KZ-10", indicator, "add", 0.5)
    said = Content.of(settings, [change], 2024)
    assert said.settings(base) == settings
    assert dict(said.spread) == {pillar: 7.5}
    assert said.changes == (change,)
    assert Content.of(base, (), 2024).settings(base) == base


def test_a_scenario_of_another_framework_names_what_differs(base: Settings) -> None:
    names = list(base.weights)
    weights = {name: base.weights[name] for name in names[1:]}
    said = Content.of(base, (), 2024)

    def told(**other: Any) -> ContentError:
        with pytest.raises(ContentError) as error:
            Content(**{**vars(said), **other}).settings(base)
        return error.value

    assert (told(weights=weights).code, told(weights=weights).fields["missing"]) == (
        "missing",
        names[0],
    )
    unknown = told(weights={**base.weights, "gone": 1.0})
    assert (unknown.code, unknown.fields["unknown"]) == ("unknown", "gone")
    assert told(weights={**weights, "gone": 1.0}).code == "other"
    assert told(spread={"gone": 1.0}).code == "nodes"


def test_it_cannot_be_changed_from_outside() -> None:
    weights = {"labour": 50.0, "land": 50.0}
    said = content(weights=weights)
    weights["labour"] = 0.0
    assert said.weights["labour"] == 50.0
    with pytest.raises(TypeError):
        said.weights["labour"] = 0.0  # type: ignore[index]
    assert hash(said) == hash(content(weights={"labour": 50.0, "land": 50.0}))


NAN = float("nan")


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("empty", {"weights": {}}),
        ("ids", {"weights": {f"x{k}": 1.0 for k in range(501)}}),
        ("id", {"weights": {"": 1.0}}),
        ("id", {"weights": {"no id": 1.0}}),
        ("id", {"weights": {"x" * 81: 1.0}}),
        *(("number", {"weights": {"x": value}}) for value in (NAN, -1, 1000.01, 0.001, "1", True)),
        *(("number", {"spread": {"x": value}}) for value in (NAN, -0.01, 25.01, None)),
        ("choice", {"scale": "made_up"}),
        ("choice", {"mean": ""}),
        ("choice", {"coverage": "0.5"}),
        ("choice", {"capacity": "AS_IS"}),
        ("many", {"changes": [Change("all", f"x{k}", "add", 1.0) for k in range(MOST + 1)]}),
        ("kind", {"changes": [Change("all", "x", "times", 1.0)]}),
        ("id", {"changes": [Change("", "x", "add", 1.0)]}),
        ("twice", {"changes": [Change("all", "x", "add", 1.0), Change("all", "x", "set", 1.0)]}),
        *(
            ("number", {"changes": [Change("all", "x", "add", amount)]})
            for amount in (NAN, float("inf"), 2 * LARGEST, 0.00001, "1", None)
        ),
        *(("year", {"year": year}) for year in (0, 999, 10_000, 2024.0, "2024", None, True)),
    ],
)
def test_what_cannot_be(code: str, other: dict[str, Any]) -> None:
    with pytest.raises(ContentError) as told:
        content(**other)
    assert told.value.code == code
    assert told.value.user_message.isprintable()


def test_numbers_of_numpy_are_numbers() -> None:
    said = content(weights={"x": np.float64(33.33)}, year=np.int64(2024))
    assert (type(said.weights["x"]), type(said.year)) == (float, int)
    assert check_scores({"KZ-10": np.float64(0.1)}) == {"KZ-10": 0.1}
    assert str(content(weights={"x": -0.0}).weights["x"]) == "0.0"
