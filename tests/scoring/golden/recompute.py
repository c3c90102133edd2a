"""Computes ``expected.csv`` from the two tables beside it without any code of the product.

Fractions where the arithmetic is exact, decimals of 40 digits for logarithms and powers, and the
Shapley value by going through the orders of the pillars one by one. To be read beside the
methodology: each line is one of its formulas.
"""

import csv
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
getcontext().prec = 40

CUTS = {"very_low": 0, "low": 20, "medium": 35, "high": 50, "very_high": 65}
ENOUGH = Fraction(2, 3)
NOT_APPLICABLE = "not applicable"

Numbers = dict[str, Fraction]


def read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


INDICATORS = {row["indicator"]: row for row in read("indicators.csv")}
REGIONS = {row["region"]: row for row in read("inputs.csv")}
PILLARS = {row["pillar"]: Fraction(row["pillar_weight"]) for row in INDICATORS.values()}
OPTIONAL = {row["pillar"] for row in INDICATORS.values() if row["optional"] == "yes"}


def place(indicator: str, value: str) -> Fraction:
    """Step 5: between the goalposts, cut off at them, turned where a low value is pressure."""
    card = INDICATORS[indicator]
    x, lo, hi = (Decimal(text) for text in (value, card["lo"], card["hi"]))
    if card["transform"] == "log":
        x, lo, hi = x.ln(), lo.ln(), hi.ln()
    z = min(max((x - lo) / (hi - lo), Decimal(0)), Decimal(1))
    return Fraction(z if card["direction"] == "1" else 1 - z)


def of_pillar(pillar: str) -> list[str]:
    return [name for name, card in INDICATORS.items() if card["pillar"] == pillar]


def weight(indicator: str) -> Fraction:
    """Weight in the index: the pillar's, times the share inside the pillar."""
    card = INDICATORS[indicator]
    inside = sum(Fraction(INDICATORS[name]["weight"]) for name in of_pillar(card["pillar"]))
    return PILLARS[card["pillar"]] * Fraction(card["weight"]) / inside


def applicable(region: str) -> list[str]:
    return [name for name in INDICATORS if REGIONS[region][name] != NOT_APPLICABLE]


def normalised(region: str) -> Numbers:
    return {i: place(i, REGIONS[region][i]) for i in applicable(region) if REGIONS[region][i]}


def mean(z: Numbers, names: list[str]) -> Fraction:
    """Inside a pillar: 100 times the weighted mean of what is observed."""
    return 100 * sum(weight(i) * z[i] for i in names) / sum(weight(i) for i in names)


def pillars(region: str, z: Numbers) -> Numbers:
    """Pillars that hold at least two thirds of the weight that applies."""
    rated = {}
    for pillar in PILLARS:
        due = [i for i in of_pillar(pillar) if i in applicable(region)]
        seen = [i for i in due if i in z]
        if sum(map(weight, seen)) >= ENOUGH * sum(map(weight, due)):
            rated[pillar] = mean(z, seen)
    return rated


def coverage(region: str) -> Fraction:
    z = normalised(region)
    due = [
        i
        for i in applicable(region)
        if i in z or INDICATORS[i]["pillar"] not in OPTIONAL  # the index can do without it
    ]
    return sum(map(weight, z)) / sum(map(weight, due))


def arithmetic(values: Numbers) -> Decimal:
    return decimal(
        sum(PILLARS[p] * value for p, value in values.items()) / sum(PILLARS[p] for p in values)
    )


def inverted_geometric(values: Numbers) -> Decimal:
    """On 0–10: S = (10 − Π (1 + 0.9 (10 − P))^w) · 10/9, with the weights of the rated pillars."""
    whole = sum(PILLARS[p] for p in values)
    product = Decimal(1)
    for pillar, value in values.items():
        room = 1 + Decimal("0.9") * (10 - decimal(value) / 10)
        product *= room ** decimal(PILLARS[pillar] / whole)
    return (10 - product) * 10 / 9 * 10


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def contributions(region: str) -> tuple[Decimal, dict[str, Decimal], dict[str, Decimal]]:
    """Baseline score, and the parts of the difference from it by pillar and by indicator."""
    z = normalised(region)
    seen = {r: normalised(r) for r in REGIONS}
    middle = {i: median(s[i] for s in seen.values() if i in s) for i in z}
    own, base = pillars(region, z), pillars(region, middle)
    orders = list(permutations(own))
    parts = dict.fromkeys(own, Decimal(0))
    for order in orders:
        now = dict(base)
        for pillar in order:
            before = inverted_geometric(now)
            now[pillar] = own[pillar]
            parts[pillar] += (inverted_geometric(now) - before) / len(orders)
    inside = {}
    for pillar, gap in ((p, own[p] - base[p]) for p in own):
        names = [i for i in of_pillar(pillar) if i in z]
        for i in names:
            step = 100 * weight(i) / sum(map(weight, names)) * (z[i] - middle[i])
            inside[i] = parts[pillar] * decimal(step / gap)
    return inverted_geometric(base), parts, inside


def results(region: str) -> dict[tuple[str, str], Decimal | str]:
    """All expected cells of one region but its rank, by quantity and id."""
    z = normalised(region)
    rated = pillars(region, z)
    score = inverted_geometric(rated)
    missing = [i for i in applicable(region) if i not in z]
    best, worst = (
        inverted_geometric(pillars(region, {**z, **dict.fromkeys(missing, Fraction(end))}))
        for end in (0, 1)
    )
    baseline, by_pillar, by_indicator = contributions(region)
    return {
        **{("normalised", i): decimal(value) for i, value in z.items()},
        **{("pillar", p): decimal(value) for p, value in rated.items()},
        ("score", ""): score,
        ("score_arithmetic", ""): arithmetic(rated),
        ("score_without_optional", ""): inverted_geometric(
            {p: value for p, value in rated.items() if p not in OPTIONAL}
        ),
        ("class", ""): max((n for n in CUTS if CUTS[n] <= score), key=CUTS.__getitem__),
        ("low", ""): best,
        ("high", ""): worst,
        ("coverage", ""): decimal(coverage(region)),
        ("baseline", ""): baseline,
        **{("contribution", p): value for p, value in by_pillar.items()},
        **{("contribution", i): value for i, value in by_indicator.items()},
    }


def table() -> list[list[str]]:
    """The rows of ``expected.csv``: quantity, id, then one column a region."""
    cells = {region: results(region) for region in REGIONS}
    for region, own in cells.items():
        higher = [r for r in REGIONS if cells[r]["score", ""] > own["score", ""]]
        cells[region]["rank", ""] = Decimal(1 + len(higher))
    keys = dict.fromkeys(key for own in cells.values() for key in own)
    return [
        ["quantity", "id", *REGIONS],
        *([*key, *(written(cells[region].get(key, "")) for region in REGIONS)] for key in keys),
    ]


def written(cell: Decimal | str) -> str:
    if isinstance(cell, str):
        return cell
    text = format(cell.quantize(Decimal("1e-15")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


if __name__ == "__main__":
    with (HERE / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table())
