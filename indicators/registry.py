"""The registry: cards, streams, framework, series, units, references, held against each other.

This is the only way in. What a page, an export or the methodology says about the method, it takes
from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from indicators.playbook import Playbook
from indicators.schema import Card, Framework
from indicators.series import Series, Unit, explain, parse_series, parse_units
from indicators.stream_schema import SignalSettings, Stream
from indicators.yaml_file import RegistryError, parse_yaml, read_text

HERE = Path(__file__).resolve().parent
FRAMEWORK, SERIES, UNITS = "framework.yaml", "series.yaml", "units.yaml"
REFERENCES, CARDS = "references.yaml", "cards"
LISTS = (UNITS, SERIES, FRAMEWORK, REFERENCES)
SIGNALS, PLAYBOOK, STREAMS = "signals.yaml", "playbook.yaml", "streams"
Model = TypeVar("Model", bound=BaseModel)


class Reference(BaseModel):
    """A publication that a card or the methodology rests on, as a bibliography prints it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    authors: str
    year: int
    where: str
    kind: str

    @property
    def citation(self) -> str:
        """Authors (year). Title. Where."""
        return f"{self.authors} ({self.year}). {self.title}. {self.where}."


@dataclass(frozen=True)
class Registry:
    """Every choice of the method, by id.

    settings, steps : of the signals and of the playbook; None in a registry without streams, as that
    of a kept release is.
    """

    framework: Framework
    cards: Mapping[str, Card]
    series: Mapping[str, Series]
    units: Mapping[str, Unit]
    references: Mapping[str, Reference]
    streams: Mapping[str, Stream]
    settings: SignalSettings | None
    steps: Playbook | None

    @property
    def signals(self) -> SignalSettings:
        """The choices for all streams; LookupError in a registry that has no streams."""
        if self.settings is None:
            raise LookupError("this registry has no streams")
        return self.settings

    @property
    def playbook(self) -> Playbook:
        """The next steps; LookupError in a registry that has none."""
        if self.steps is None:
            raise LookupError("this registry has no playbook")
        return self.steps

    @property
    def scored(self) -> tuple[Card, ...]:
        """Cards of the indicators that enter the index, in the framework's order."""
        return tuple(self.cards[name] for name in self.framework.indicator_ids)

    @property
    def shown(self) -> tuple[Card, ...]:
        """Cards of the indicators that are shown but not scored, in the pillars' order."""
        order = [pillar.id for pillar in self.framework.pillars]
        cards = [card for card in self.cards.values() if card.status == "shown"]
        return tuple(sorted(cards, key=lambda card: (order.index(card.pillar), card.id)))

    @property
    def watched(self) -> tuple[Stream, ...]:
        """Streams that are watched, in the pillars' order."""
        order = [pillar.id for pillar in self.framework.pillars]
        watched = [stream for stream in self.streams.values() if stream.status == "watched"]
        return tuple(sorted(watched, key=lambda stream: (order.index(stream.pillar), stream.id)))


@lru_cache(maxsize=4)
def load_registry(folder: Path = HERE) -> Registry:
    """Read and check the registry in a folder; raises as ``parse_registry`` does."""
    return parse_registry(registry_texts(folder))


def registry_texts(folder: Path = HERE) -> dict[str, str]:
    """Return the registry as it is written, by path in its folder; RegistryError if one misses."""
    found = [path for name in (CARDS, STREAMS) for path in sorted((folder / name).glob("*.yaml"))]
    paths = [*(folder / name for name in (*LISTS, SIGNALS, PLAYBOOK)), *found]
    return {path.relative_to(folder).as_posix(): read_text(path) for path in paths}


def of_scores(texts: Mapping[str, str]) -> dict[str, str]:
    """Return those texts of a registry that scores follow from: all but the signals'."""
    return {
        path: text
        for path, text in texts.items()
        if PurePosixPath(path).parts[0] not in (SIGNALS, PLAYBOOK, STREAMS)
    }


def parse_registry(texts: Mapping[str, str]) -> Registry:
    """Make and check the registry of texts as ``registry_texts`` returns them.

    Raises
    ------
    RegistryError
        With every fault found: a missing or unknown key, a missing translation, an unknown series,
        unit, pillar or reference, a card that the framework does not list, or the reverse.
    """
    missing = [name for name in LISTS if name not in texts]
    if missing:
        raise RegistryError(f"{missing[0]}: there is none")
    faults: list[str] = []

    def model(kind: type[Model], name: str, content: object) -> Model | None:
        try:
            return kind.model_validate(content)
        except ValidationError as error:
            faults.append(f"{name}: {explain(error)}")
            return None

    def one(kind: type[Model], name: str) -> Model | None:
        return model(kind, name, parse_yaml(texts[name], name)) if name in texts else None

    def models(kind: type[Model], folder: str) -> Mapping[str, Model]:
        paths = [path for path in map(PurePosixPath, texts) if path.parts[0] == folder]
        read = {p.stem: model(kind, p.name, parse_yaml(texts[str(p)], p.name)) for p in paths}
        return MappingProxyType({name: made for name, made in read.items() if made})

    units = parse_units(texts[UNITS])
    series = parse_series(texts[SERIES], units)
    framework = model(Framework, FRAMEWORK, parse_yaml(texts[FRAMEWORK], FRAMEWORK))
    entries = parse_yaml(texts[REFERENCES], REFERENCES)
    if not isinstance(entries, dict):
        raise RegistryError(f"{REFERENCES}: must be a mapping of id to entry")
    references = {key: model(Reference, REFERENCES, entry) for key, entry in entries.items()}
    cards, streams = models(Card, CARDS), models(Stream, STREAMS)
    settings, steps = one(SignalSettings, SIGNALS), one(Playbook, PLAYBOOK)
    if faults or framework is None:
        raise RegistryError("\n".join(faults))
    registry = Registry(
        framework=framework,
        cards=cards,
        series=series,
        units=units,
        references=MappingProxyType({key: ref for key, ref in references.items() if ref}),
        streams=streams,
        settings=settings,
        steps=steps,
    )
    if contradictions := list(_contradictions(registry)):
        raise RegistryError("\n".join(contradictions))
    return registry


def _contradictions(registry: Registry) -> Iterator[str]:
    listed: dict[str, str] = {}
    for pillar in registry.framework.pillars:
        for name in pillar.indicators:
            if name in listed:
                yield f"framework.yaml: {name} stands in {listed[name]} and in {pillar.id}"
            listed[name] = pillar.id
            card = registry.cards.get(name)
            if card is None:
                yield f"framework.yaml: {pillar.id}: there is no card '{name}'"
            elif card.pillar != pillar.id:
                yield f"framework.yaml: {name} stands in {pillar.id}, its card says {card.pillar}"
    for stem, card in registry.cards.items():
        if card.id != stem:
            yield f"{stem}.yaml: the id '{card.id}' must be the file's name"
        if (card.status == "scored") != (card.id in listed):
            yield f"{stem}.yaml: status '{card.status}' disagrees with framework.yaml"
        yield from _unknown(card, f"{stem}.yaml", registry)
    if registry.steps is not None:
        yield from _unknown_of_playbook(registry)
    for stem, stream in registry.streams.items():
        if stream.id != stem:
            yield f"streams/{stem}.yaml: the id '{stream.id}' must be the file's name"
        yield from _unknown_of_stream(stream, f"streams/{stem}.yaml", registry)


def _unknown(card: Card, where: str, registry: Registry) -> Iterator[str]:
    if card.pillar not in {pillar.id for pillar in registry.framework.pillars}:
        yield f"{where}: unknown pillar '{card.pillar}'"
    if card.unit not in registry.units:
        yield f"{where}: unknown unit '{card.unit}'"
    for name in card.formula.series:
        if name not in registry.series:
            yield f"{where}: formula: unknown series '{name}'"
    collected = {name for name, one in registry.series.items() if one.collected}
    if card.collected != (not card.formula.runs_without(collected)):
        yield f"{where}: collected: must be true exactly when the formula needs a collected series"
    if card.suppress and card.suppress.series not in card.formula.series:
        yield f"{where}: suppress: series '{card.suppress.series}' is not in the formula"
    for claim in card.claims:
        if claim.source not in registry.references:
            yield f"{where}: unknown reference '{claim.source}'"


def _unknown_of_stream(stream: Stream, where: str, registry: Registry) -> Iterator[str]:
    if stream.pillar not in {pillar.id for pillar in registry.framework.pillars}:
        yield f"{where}: unknown pillar '{stream.pillar}'"
    for unit in (stream.unit, *([stream.change.unit] if stream.change else [])):
        if unit not in registry.units:
            yield f"{where}: unknown unit '{unit}'"
    for name in stream.formula.series if stream.formula else ():
        if name not in registry.series:
            yield f"{where}: formula: unknown series '{name}'"


def _unknown_of_playbook(registry: Registry) -> Iterator[str]:
    pillars = {pillar.id for pillar in registry.framework.pillars}
    for name in sorted(pillars - set(registry.playbook.pillars)):
        yield f"playbook.yaml: pillars: there is no step for '{name}'"
    for name in sorted(set(registry.playbook.pillars) - pillars):
        yield f"playbook.yaml: pillars: unknown pillar '{name}'"
    for name in sorted(set(registry.playbook.streams) - set(registry.streams)):
        yield f"playbook.yaml: streams: unknown stream '{name}'"
