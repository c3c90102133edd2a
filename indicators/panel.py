"""All values of an indicator: today's regions by year, figures carried forward where they may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from indicators.derive import NATION, UNSCORED, UNSHOWN, Derived, Deriver, Regions
from indicators.figures import Observations
from indicators.registry import Registry
from indicators.schema import Card
from indicators.stream_schema import Stream

# Statuses that make a value an estimate rather than a count. A back-cast is one only for years in
# which the region did not have the borders it was recast to; see ``Entry.estimated``.
ESTIMATED = frozenset({"computed", "expert"})


@dataclass(frozen=True, slots=True)
class Entry:
    """The value that stands for an indicator, region and period: derived then, or carried."""

    derived: Derived
    age: int
    backcast: bool

    @property
    def value(self) -> float:
        """In the card's unit."""
        return self.derived.value

    @property
    def carried(self) -> bool:
        """Whether the figure is of an earlier year."""
        return self.age > 0

    @property
    def flags(self) -> tuple[str, ...]:
        """What a reader must know of the value, by the names that pages and exports use."""
        derived = self.derived
        marks = {
            "carried": self.carried,
            "inherited": derived.inherited,
            "apportioned": derived.apportioned,
            "backcast": self.backcast,
            "partial": derived.partial,
            "computed": "computed" in derived.statuses,
            "expert": "expert" in derived.statuses,
            "press": "press" in derived.statuses,
        }
        return tuple(name for name, is_so in marks.items() if is_so)

    @property
    def estimated(self) -> bool:
        """Whether the value counts as estimated in the reliability grade."""
        derived = self.derived
        made = derived.inherited or derived.apportioned or derived.partial or self.backcast
        return made or bool(ESTIMATED & derived.statuses)


@dataclass(frozen=True)
class Panel:
    """Entries by (indicator, region, period); what is not there is missing or does not apply.

    ``suppressed`` are the keys whose figure exists but rests on too few cases to be shown.
    ``windows`` are, by indicator, all values of the reference window of its goalposts, none of them
    carried forward, for those whose goalposts are percentiles.
    """

    periods: tuple[int, ...]
    regions: tuple[str, ...]
    entries: Mapping[tuple[str, str, int], Entry]
    national: Mapping[tuple[str, int], Entry]
    suppressed: frozenset[tuple[str, str, int]]
    windows: Mapping[str, tuple[float, ...]]

    def get(self, indicator: str, region: str, period: int) -> Entry | None:
        """Return the entry, or None where the value is missing or does not apply."""
        return self.entries.get((indicator, region, period))


def applies(card: Card | Stream, region: str, region_type: str) -> bool:
    """Say whether an indicator applies to a region; what does not apply is not missing."""
    if region in card.not_applicable:
        return False
    return (
        card.applies_to == "all"
        or card.applies_to == {"oblast": "oblasts", "city": "cities"}[region_type]
    )


def build_panel(
    registry: Registry,
    observations: Observations,
    regions: Regions,
    *,
    types: Mapping[str, str],
    founded: Mapping[str, int],
    periods: Sequence[int],
) -> Panel:
    """Derive every card for every region and period, carrying forward up to its ``max_age``.

    types : type (oblast or city) of each of today's regions, in the order of the panel.
    founded : year since which a region has its present borders, for those that were split.
    """
    derivers = {
        "scored": Deriver(observations, registry.series, regions, UNSCORED),
        "shown": Deriver(observations, registry.series, regions, UNSHOWN),
    }
    entries: dict[tuple[str, str, int], Entry] = {}
    national: dict[tuple[str, int], Entry] = {}
    suppressed: set[tuple[str, str, int]] = set()
    windows: dict[str, list[float]] = defaultdict(list)
    for card in registry.cards.values():
        deriver = derivers[card.status]
        window = _window(card)
        years = [*range(periods[0] - card.max_age, periods[-1] + 1), *window]
        for region, region_type in (*types.items(), ("KZ", "country")):
            if region != "KZ" and not applies(card, region, region_type):
                continue
            found = {
                year: derived
                for year in dict.fromkeys(years)
                if (derived := deriver.derive(card.formula, region, year, extensive=card.extensive))
            }
            if region != "KZ":
                windows[card.id] += [d.value for year, d in found.items() if year in window]
            for period in periods:
                for age in range(card.max_age + 1):
                    derived = found.get(period - age)
                    if derived is None:
                        continue
                    entry = Entry(derived, age, _recast(derived, founded.get(region, 0)))
                    if _too_few(card, region, derived):
                        suppressed.add((card.id, region, period))
                    elif region == "KZ":
                        national[card.id, period] = entry
                    else:
                        entries[card.id, region, period] = entry
                    break
    return Panel(
        tuple(periods),
        tuple(types),
        MappingProxyType(entries),
        MappingProxyType(national),
        frozenset(suppressed),
        MappingProxyType({card: tuple(sorted(values)) for card, values in windows.items()}),
    )


def _window(card: Card) -> range:
    """Return the years whose percentiles the goalposts are; none where they are norms."""
    window = card.goalposts.window if card.goalposts else None
    return range(window[0], window[1] + 1) if window else range(0)


def _too_few(card: Card, region: str, derived: Derived) -> bool:
    """Say whether a rate rests, in any of its years, on fewer cases than its card asks for.

    Where a former region's cases were summed over its parts, the sum is what the rate rests on;
    the country's, with which a region may be compared, is not.
    """
    rule = card.suppress
    if rule is None:
        return False
    cases: dict[tuple[int, str], float] = defaultdict(float)
    for term in derived.terms:
        if term.series == rule.series and (term.place.region != NATION or region == NATION):
            cases[term.year, term.place.borders] += term.value
    return any(count < rule.below for count in cases.values())


def _recast(derived: Derived, founded: int) -> bool:
    """Say whether a term is a back-cast to borders that the region did not have in that year."""
    return any(
        obs.status == "backcast"
        for term in derived.terms
        if term.year < founded
        for obs in term.observations
    )
