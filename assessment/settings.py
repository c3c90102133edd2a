"""What an analyst may choose otherwise: weights and how sure they are, scale, mean, coverage, capacity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from scoring.by_others import BY_OTHERS
from scoring.framework import INDEX, Scheme
from scoring.uncertainty.factors import AS_IS, FLIPPED, WITHOUT
from scoring.uncertainty.variants import ACROSS

SCALES = ("goalposts", *BY_OTHERS)
MEANS = tuple(ACROSS)
COVERAGES = ("0", "1/2", "2/3", "3/4", "1")
CAPACITY = (AS_IS, WITHOUT, FLIPPED)
SCALE, MEAN, COVERAGE, OPTIONAL = "scale", "mean", "coverage", "capacity"
DECIMALS = 2  # of a weight in points of 100
LARGEST = 1000.0
SPREAD = ".spread"  # after the id of a node, in a short form
WIDEST = 25.0
LONGEST = 1500  # characters of a short form
BETWEEN, IS = "~", ":"
_WRITTEN = re.compile(r"\d{1,4}(\.\d{1,2})?", re.ASCII)


class SettingsError(ValueError):
    """The settings cannot be; the message says which part, and what is allowed."""


@dataclass(frozen=True)
class Settings:
    """One way to make the index.

    weights : by id, points of each pillar and of each indicator inside its pillar, relative to each
    other; 0 leaves it out.
    spread : by the id of a node (the index or a pillar), how far a weight of 25 points below it may
    move, to either side, in nine of ten draws of the uncertainty analysis; None for as far as the
    framework says.
    """

    weights: Mapping[str, float]
    scale: str
    mean: str
    coverage: str
    capacity: str
    spread: Mapping[str, float | None]

    def __hash__(self) -> int:
        tables = (frozenset(table.items()) for table in (self.weights, self.spread))
        return hash((*tables, self.scale, self.mean, self.coverage, self.capacity))


def published(scheme: Scheme) -> Settings:
    """Return the settings that make the published index: weights in points of 100."""
    weights = {pillar.id: round(100 * pillar.weight, DECIMALS) for pillar in scheme.pillars}
    for pillar in scheme.pillars:
        whole = sum(indicator.weight for indicator in pillar.indicators)
        weights |= {i.id: round(100 * i.weight / whole, DECIMALS) for i in pillar.indicators}
    coverage = str(Fraction(scheme.coverage).limit_denominator(100))
    return Settings(
        MappingProxyType(weights),
        scheme.normalisation,
        scheme.across_pillars,
        coverage,
        AS_IS,
        MappingProxyType(dict.fromkeys((INDEX, *scheme.pillar_ids))),
    )


def under(scheme: Scheme, settings: Settings) -> Scheme:
    """Return the published scheme with these settings; the published ones give it back unchanged.

    Raises SettingsError for weights that leave no required pillar, or a pillar without an indicator.
    """
    own = published(scheme)
    if replace(settings, spread=own.spread) == own:
        return scheme
    return _reweighted(scheme, settings)


def _reweighted(scheme: Scheme, settings: Settings) -> Scheme:
    weights = settings.weights
    left_out = settings.capacity == WITHOUT
    shares = {
        pillar.id: 0.0 if left_out and pillar.optional else weights[pillar.id]
        for pillar in scheme.pillars
    }
    whole = sum(shares.values())
    if not whole > 0:
        raise SettingsError("the weights of all pillars are 0; at least one must be above 0")
    if not any(shares[pillar.id] for pillar in scheme.pillars if not pillar.optional):
        # The analyses leave optional pillars out, or turn them round: nothing would be left.
        raise SettingsError("only optional pillars weigh anything; a required one must")
    own = published(scheme).weights
    pillars = []
    for pillar in scheme.pillars:
        inner = {i.id: weights[i.id] for i in pillar.indicators}
        if not sum(inner.values()) > 0:
            raise SettingsError(
                f"all indicators of '{pillar.id}' weigh 0; one must be above 0, or the pillar be 0"
            )
        # What is as published keeps its exact weight: a third is not 33.33.
        same = all(inner[i.id] == own[i.id] for i in pillar.indicators)
        indicators = tuple(i if same else replace(i, weight=inner[i.id]) for i in pillar.indicators)
        pillars.append(replace(pillar, weight=shares[pillar.id] / whole, indicators=indicators))
    return replace(
        scheme,
        pillars=tuple(pillars),
        coverage=float(Fraction(settings.coverage)),
        across_pillars=settings.mean,
        normalisation=settings.scale,
        flipped=settings.capacity == FLIPPED,
    )


def short(settings: Settings, base: Settings) -> str:
    """Write what differs from ``base`` by id, for an address; empty when nothing does."""
    parts = [
        f"{name}{IS}{_number(settings.weights[name])}"
        for name, weight in base.weights.items()  # in one order, whatever theirs is
        if settings.weights[name] != weight
    ]
    parts += [
        f"{node}{SPREAD}{IS}{_number(points)}"
        for node in base.spread
        if (points := settings.spread[node]) is not None
    ]
    for key, own, published_one in _choices(settings, base):
        if own != published_one:
            parts.append(f"{key}{IS}{own.replace('/', '-')}")
    return BETWEEN.join(parts)


def parse(text: str, base: Settings) -> Settings:
    """Read a short form.  Raises SettingsError for anything that ``short`` would not write."""
    if len(text) > LONGEST:
        raise SettingsError(f"longer than {LONGEST} characters")
    weights, spread = dict(base.weights), dict(base.spread)
    chosen = {key: own for key, own, _ in _choices(base, base)}
    seen = set()
    for part in text.split(BETWEEN) if text else ():
        key, separator, value = part.partition(IS)
        if not separator or key in seen:
            raise SettingsError(f"'{part}' is not one choice of the form name:value")
        seen.add(key)
        if key in weights:
            weights[key] = _points(f"the weight of '{key}'", value, LARGEST)
        elif key.endswith(SPREAD) and (node := key.removesuffix(SPREAD)) in spread:
            spread[node] = _points(f"the spread of '{node}'", value, WIDEST)
        elif key in chosen:
            value = value.replace("-", "/") if key == COVERAGE else value
            if value not in ALLOWED[key]:
                raise SettingsError(f"{key} is '{value}'; it must be {', '.join(ALLOWED[key])}")
            chosen[key] = value
        else:
            raise SettingsError(f"there is no '{key}'")
    return Settings(
        MappingProxyType(weights),
        chosen[SCALE],
        chosen[MEAN],
        chosen[COVERAGE],
        chosen[OPTIONAL],
        MappingProxyType(spread),
    )


ALLOWED = {SCALE: SCALES, MEAN: MEANS, COVERAGE: COVERAGES, OPTIONAL: CAPACITY}
FIELDS = {SCALE: "scale", MEAN: "mean", COVERAGE: "coverage", OPTIONAL: "capacity"}  # of Settings


def _choices(one: Settings, other: Settings) -> Iterator[tuple[str, str, str]]:
    yield SCALE, one.scale, other.scale
    yield MEAN, one.mean, other.mean
    yield COVERAGE, one.coverage, other.coverage
    yield OPTIONAL, one.capacity, other.capacity


def _number(weight: float) -> str:
    return f"{weight:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _points(what: str, text: str, largest: float) -> float:
    if not _WRITTEN.fullmatch(text) or float(text) > largest:
        raise SettingsError(
            f"{what} is '{text}'; it must be a number from 0 to {largest:.0f}, "
            f"with up to {DECIMALS} decimals"
        )
    return float(text)
