"""A formula with the published figures put in, as one would key it into a pocket calculator."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from assessment.baseline import Assessment
from geodata.regions import Unit
from i18n.formats import MINUS
from indicators.derive import COUNTRY, NATION, PART_OF_YEAR, POPULATION, Derived, Place, Term
from indicators.formula import Call, Formula, Node, Number, Operation, SeriesName
from indicators.schema import Card
from methodology.environment import exact
from methodology.formula_text import ATOM, LOOSE, TIGHT, join

AGREEMENT = 1e-9  # relative: two orders of adding up the same figures


class Written(NamedTuple):
    """An expression, how strongly it holds together, and what it comes to."""

    text: str
    strength: int
    value: float


def written_out(
    assessment: Assessment, card: Card, derived: Derived, region: str, lang: str
) -> Written:
    """Write the value of an indicator as an expression of the figures that it was made from.

    Raises
    ------
    ValueError
        When the expression does not come to the value: the text must never differ from the run.
    """
    writer = _Writer(assessment, derived.terms, lang)
    found = None
    for place in writer.places(region, derived.year):
        found = writer.write(card.formula.root, region, place, derived.year)
        if found is not None:
            if derived.apportioned:
                found = writer.apportioned(found, region, place, derived.year)
            break
    if found is None or not math.isclose(found.value, derived.value, rel_tol=AGREEMENT):
        raise ValueError(
            f"{card.id}, {region}, {derived.year}: the figures come to "
            f"{found and found.value}, not to {derived.value}"
        )
    return found


class _Writer:
    """Walks a formula as ``indicators.derive`` does, over the figures that were used."""

    def __init__(self, assessment: Assessment, terms: Iterable[Term], lang: str) -> None:
        self.regions = assessment.regions
        self.series = assessment.registry.series
        self.terms = {(term.series, term.place, term.year): term for term in terms}
        self.lang = lang

    def places(self, region: str, year: int) -> tuple[Place, ...]:
        if region == NATION:
            return (COUNTRY,)
        return tuple(Place(*unit) for unit in self.regions.lineage(region, year))

    def parts(self, place: Place) -> tuple[str, ...]:
        return self.regions.parts(Unit(*place))  # type: ignore[arg-type]

    def write(self, node: Node, region: str, place: Place, year: int) -> Written | None:
        match node:
            case Number(value=value):
                return Written(exact(value, self.lang), ATOM, value)
            case SeriesName(id=name):
                return self._figure(name, place, year)
            case Operation(symbol=symbol, left=left, right=right):
                first = self.write(left, region, place, year)
                second = self.write(right, region, place, year) if first else None
                return _operation(symbol, first, second) if first and second else None
            case Call():
                return self._call(node, region, place, year)

    def apportioned(self, found: Written, region: str, place: Place, year: int) -> Written | None:
        """Take a region's part of a former region's count, by population."""
        people = {
            part: self._figure(POPULATION, Place(part, "current"), year)
            for part in self.parts(place)
        }
        known = {part: figure for part, figure in people.items() if figure}
        if len(known) < len(people):
            return None
        return _operation("/", _operation("*", found, known[region]), _sum(list(known.values())))

    def _figure(self, name: str, place: Place, year: int) -> Written | None:
        term = self.terms.get((name, place, year))
        if term is not None and all(obs.status != PART_OF_YEAR for obs in term.observations):
            return self._term(term)
        if place.borders == "current":
            return None
        parts = [self.terms.get((name, Place(p, "current"), year)) for p in self.parts(place)]
        known = [self._term(term) for term in parts if term]
        return _sum(known) if len(known) == len(parts) else None

    def _term(self, term: Term) -> Written:
        texts = [
            f"({exact(obs.value, self.lang)})" if obs.value < 0 else exact(obs.value, self.lang)
            for obs in term.observations
        ]
        if len(texts) == 1:
            return Written(texts[0], ATOM, term.value)
        # A year made of its quarters.
        return Written(f"({' + '.join(texts)}) ÷ {len(texts)}", TIGHT, term.value)

    def _call(self, call: Call, region: str, place: Place, year: int) -> Written | None:
        match call.function:
            case "mean" | "growth" | "swing":
                return self._window(call, region, year)
            case "national":
                return self.write(call.term, NATION, COUNTRY, year)
            case "total":
                return self._total(call.term, region, place, year)
            case "latest":
                years = range(year, year - call.option("years") - 1, -1)
                tries = (self.write(call.term, region, place, y) for y in years)
                return next((found for found in tries if found), None)
            case "abs":
                found = self.write(call.term, region, place, year)
                return found and Written(f"|{found.text}|", ATOM, abs(found.value))
            case _:  # last: one series, whose newest figure of the year was taken
                (name,) = Formula("", call.term).series
                term = self.terms.get((name, place, year))
                return self._term(term) if term else None

    def _total(self, node: Node, region: str, place: Place, year: int) -> Written | None:
        if place.borders == "current":
            return self.write(node, region, place, year)
        parts = [self.write(node, p, Place(p, "current"), year) for p in self.parts(place)]
        known = [part for part in parts if part]
        return _sum(known) if len(known) == len(parts) else None

    def _window(self, call: Call, region: str, year: int) -> Written | None:
        if call.function == "mean":
            years = range(year - call.option("years") + 1, year + 1)
            values = [found for y in years if (found := self._anywhere(call.term, region, y))]
            return _operation("/", _sum(values), _count(len(values))) if values else None
        links = self._links(call, region, year)
        count = len(links)
        if not links:
            return None
        if call.function == "growth":
            ratios = " × ".join(f"({after.text} ÷ {before.text})" for before, after in links)
            logs = math.fsum(math.log(after.value / before.value) for before, after in links)
            text = f"100 × (({ratios})^(1 ÷ {count}) {MINUS} 1)"
            return Written(text, TIGHT, 100 * math.expm1(logs / count))
        changes = " + ".join(f"|ln({after.text} ÷ {before.text})|" for before, after in links)
        swing = math.fsum(abs(math.log(after.value / before.value)) for before, after in links)
        return Written(f"100 × ({changes}) ÷ {count}", TIGHT, 100 * swing / count)

    def _anywhere(self, node: Node, region: str, year: int) -> Written | None:
        tries = (self.write(node, region, place, year) for place in self.places(region, year))
        return next((found for found in tries if found), None)

    def _links(self, call: Call, region: str, year: int) -> list[tuple[Written, Written]]:
        """Pairs of a year and the next, as the run pairs them."""
        breaks = {y for name in Formula("", call.term).series for y in self.series[name].breaks}
        links = []
        for end in range(year - call.option("years") + 1, year + 1):
            if end in breaks:
                continue
            for place in self.places(region, end):
                before = self.write(call.term, region, place, end - 1)
                after = self.write(call.term, region, place, end)
                if before and after and before.value > 0 and after.value > 0:
                    links.append((before, after))
                    break
        return links


def _count(value: int) -> Written:
    return Written(str(value), ATOM, float(value))


def _sum(parts: list[Written]) -> Written:
    if len(parts) == 1:
        return parts[0]
    return Written(" + ".join(p.text for p in parts), LOOSE, math.fsum(p.value for p in parts))


def _operation(symbol: str, left: Written, right: Written) -> Written:
    text, strength = join(symbol, (left.text, left.strength), (right.text, right.strength))
    match symbol:
        case "+":
            value = left.value + right.value
        case "-":
            value = left.value - right.value
        case "*":
            value = left.value * right.value
        case _:
            value = left.value / right.value
    return Written(text, strength, value)
