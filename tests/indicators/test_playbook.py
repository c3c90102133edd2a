"""The playbook has a next step for every alert that can open, and only civil ones."""

import re

import pytest
from pydantic import ValidationError

from indicators.playbook import Playbook
from indicators.registry import HERE, load_registry
from indicators.text import LANGUAGES, Text
from indicators.yaml_file import read_yaml

# Words of force, by their stems: a next step is to listen, to mediate, to mend, to check.
FORCE = re.compile(
    r"\b(polic|arrest|detain|detention|surveil|suppress|riot|punish|prosecut|deport|security forc"
    r"|полици|арест|задержан|задержать|слежк|надзор|подавл|наказ|преслед|депорт|силов|разгон"
    r"|тұтқынд|қамау|жазала|аңду|бақылауға ал|күштік|қудала)",
    re.IGNORECASE,
)


def texts(playbook: Playbook) -> list[Text]:
    steps = [*playbook.pillars.values(), *playbook.streams.values()]
    figure = [playbook.figure.check, playbook.figure.ask]
    return [*figure, *(text for s in steps for text in (s.check, s.ask, s.act))]


def test_every_pillar_and_every_stream_has_a_step() -> None:
    registry = load_registry()
    assert set(registry.playbook.pillars) == {pillar.id for pillar in registry.framework.pillars}
    for stream in registry.streams.values():
        assert registry.playbook.step(stream.pillar, stream.id).check.en


def test_the_step_of_a_stream_goes_before_that_of_its_pillar() -> None:
    playbook = load_registry().playbook
    for name, step in playbook.streams.items():
        pillar = load_registry().streams[name].pillar
        assert playbook.step(pillar, name) is step is not playbook.pillars[pillar]
        assert playbook.step(pillar, "another") is playbook.pillars[pillar]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_is_civil(language: str) -> None:
    said = "\n".join(text.get(language) for text in texts(load_registry().playbook))
    assert FORCE.findall(said) == []
    assert FORCE.search({"en": "Police", "ru": "задержать", "kk": "полиция"}[language])


@pytest.mark.parametrize(
    "change",
    [
        {"figur": {}},
        {"pillars": {}},
        {"pillars": {"land_water": {"check": {"en": "a", "ru": "а", "kk": "а"}}}},
        {"streams": {"Not an id": {}}},
        {"figure": {"check": {"en": "a", "ru": "а"}, "ask": {"en": "a", "ru": "а", "kk": "а"}}},
    ],
)
def test_what_the_schema_refuses(change: dict[str, object]) -> None:
    content = read_yaml(HERE / "playbook.yaml")
    Playbook.model_validate(content)
    with pytest.raises(ValidationError):
        Playbook.model_validate(content | change)
