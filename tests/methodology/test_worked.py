"""The worked example: a reader who keys in what is printed gets the published number."""

import math
import re

import numpy as np
import pytest

from assessment import Assessment
from i18n import number
from methodology import Document
from methodology.worked import worked_example
from methodology.written_out import written_out

LANGS = ("en", "ru", "kk")


def keyed_in(expression: str) -> float:
    """What a calculator makes of an English expression."""
    text = expression.replace(",", "").replace("×", "*").replace("÷", "/")
    text = text.replace("^", "**").replace("\N{MINUS SIGN}", "-")
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text)
    assert not set(re.sub(r"abs|ln", "", text)) - set("0123456789.+-*/() "), text
    return float(eval(text, {"__builtins__": {}}, {"ln": math.log, "abs": abs}))


def test_every_scored_value_can_be_keyed_in(assessment: Assessment) -> None:
    scored = assessment.registry.scored
    first, last = assessment.rated_periods[0], assessment.rated_periods[-1]
    seen = 0
    for period in (first, 2018, last):
        for card in scored:
            for region in assessment.panel.regions:
                entry = assessment.panel.get(card.id, region, period)
                if entry is None:
                    continue
                written = written_out(entry.derived.step, "en")
                assert keyed_in(written) == pytest.approx(entry.value, rel=1e-9), (
                    card.id,
                    region,
                    period,
                )
                seen += 1
    assert seen > 500


def test_a_count_apportioned_by_population_can_be_keyed_in(assessment: Assessment) -> None:
    counts = [card for card in assessment.registry.shown if card.extensive]
    seen = 0
    for card in counts:
        for period in assessment.panel.periods:
            for region in assessment.panel.regions:
                entry = assessment.panel.get(card.id, region, period)
                if entry is not None and entry.derived.apportioned:
                    written = written_out(entry.derived.step, "en")
                    assert keyed_in(written) == pytest.approx(entry.value, rel=1e-9)
                    seen += 1
    assert seen


def test_example_is_the_region_with_most_pressure(assessment: Assessment) -> None:
    result = assessment.result
    t = result.period_index[assessment.rated_periods[-1]]
    example = worked_example(assessment, assessment.rated_periods[-1], "en")
    top = result.inputs.regions[int(np.nanargmax(result.score[t]))]
    assert example["region"] == assessment.regions.get(top).names.en
    assert example["score"] == np.nanmax(result.score[t])


@pytest.mark.parametrize("lang", LANGS)
def test_printed_steps_come_to_the_published_score(
    assessment: Assessment, documents: dict[str, Document], lang: str
) -> None:
    """Read the printed numbers back, and compute with nothing else."""
    text = documents[lang].section("worked_example").markdown
    if lang != "en":
        text = text.replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
    text = text.replace("\N{MINUS SIGN}", "-")
    steps = re.findall(
        r"\((-?[\d.]+) - \(?(-?[\d.]+)\)?\) ÷ \((-?[\d.]+) - \(?(-?[\d.]+)\)?\)", text
    )
    pressures = [float(z) for z in re.findall(r": \*\*([\d.]+)\*\*$", text, flags=re.MULTILINE)]
    example = worked_example(assessment, assessment.rated_periods[-1], lang)
    indicators = [item for pillar in example["pillars"] for item in pillar["indicators"]]
    assert len(steps) == len(pressures) == len(indicators)
    for step, pressure, item in zip(steps, pressures, indicators, strict=True):
        value, lo, hi, again = map(float, step)
        assert lo == again
        z = min(max((value - lo) / (hi - lo), 0), 1)
        z = z if item["direction"] > 0 else 1 - z
        assert z == pytest.approx(pressure, abs=3e-5)
    sums = re.findall(r"100 × \(([\d.×+ ]+)\) = \*\*([\d.]+)\*\*", text)
    assert len(sums) == len(example["pillars"])
    for terms, points in sums:
        total = sum(float(w) * float(z) for w, z in re.findall(r"([\d.]+) × ([\d.]+)", terms))
        assert 100 * total == pytest.approx(float(points), abs=5e-3)
    table = re.findall(
        r"^\| [^|]* \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", text, flags=re.MULTILINE
    )
    product = math.prod((1 + 0.9 * (10 - float(p) / 10)) ** float(w) for p, w, _ in table)
    computed = (10 - product) * 100 / 9
    printed = re.findall(r"× 100 ÷ 9 = \*\*([\d.]+)\*\*", text)
    assert printed == [number(example["score"], "en", 2)]
    assert computed == pytest.approx(example["score"], abs=5e-3)
