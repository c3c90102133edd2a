"""The workbook: an independent evaluator finds Python's scores, also after a change."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import openpyxl
import pytest

from assessment import Assessment
from assessment.settings import published as published_settings
from assessment.settings import under
from indicators.text import Text
from reports.wording import Wording
from reports.workbook import workbook
from reports.workbook.frame import FIRST_ROW
from reports.workbook.given import PILLAR_ROWS, WEIGHT, indicator_rows
from scoring.score import Result, score
from tests.assessment.published import published

LANGUAGES = ("en", "ru", "kk")
CLOSE = 1e-9
SHEETS = 11


@dataclass(frozen=True)
class Evaluated:
    """A workbook worked out by the package `formulas`, which shares no code with ours."""

    name: str
    cells: Any

    def at(self, sheet: str, cell: str) -> Any:
        """Value of a cell, such as Index!M7."""
        value = self.cells[f"'[{self.name}]{sheet.upper()}'!{cell}"].value[0, 0]
        return value.item() if hasattr(value, "item") else value


def same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, int | float):
        return isinstance(found, int | float) and abs(found - wanted) < CLOSE
    return (found or "") == (wanted or "")


def with_settings(**choices: object) -> tuple[Assessment, str]:
    """Our assessment with other settings; and a short form that names them."""
    made = published()
    settings = replace(published_settings(made.result.scheme), **choices)
    scheme = under(made.result.scheme, settings)
    return replace(made, result=score(made.result.inputs, scheme)), "synthetic"


@cache
def model(period: int, case: str) -> tuple[Assessment, bytes, Any, str]:
    """The assessment, its workbook, and the evaluator's model of that."""
    from tempfile import TemporaryDirectory

    import formulas  # two seconds, which only these tests need

    made, own = CASES[case]() if case else (published(), "")
    content = workbook(Wording(made, "en"), period, own)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kelisim.xlsx"
        path.write_bytes(content)
        return made, content, formulas.ExcelModel().loads(str(path)).finish(), path.name


CASES = {
    "flipped, quadratic, by probability": lambda: with_settings(
        scale="phi", mean="quadratic", capacity="flipped"
    ),
    "without, maximum, by rank": lambda: with_settings(
        scale="mid_rank", mean="maximum", capacity="without", coverage="1/2"
    ),
}


@pytest.mark.parametrize(
    ("period", "case"),
    [(2025, ""), (2016, "flipped, quadratic, by probability"), (2019, "without, maximum, by rank")],
)
def test_every_formula_gives_what_is_stored_with_it(period: int, case: str) -> None:
    made, content, compiled, name = model(period, case)
    evaluated = Evaluated(name, compiled.calculate())
    written = openpyxl.load_workbook(io.BytesIO(content))
    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    count, wrong = 0, []
    for sheet in written:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                wanted = stored[sheet.title][cell.coordinate].value
                found = evaluated.at(sheet.title, cell.coordinate)
                if not same(found, wanted):
                    wrong.append((sheet.title, cell.coordinate, wanted, found))
    assert count > 900
    assert wrong == []
    t = made.result.period_index[period]
    check_index(evaluated, made.result, t)


def check_index(evaluated: Evaluated, result: Result, t: int) -> None:
    """Hold the sheet Index against the engine."""
    columns = {"K": result.coverage, "M": result.score, "N": result.score_arithmetic}
    columns |= {"O": result.score_without_optional, "Q": result.rank}
    for r in range(len(result.inputs.regions)):
        for column, values in columns.items():
            found, wanted = evaluated.at("Index", f"{column}{FIRST_ROW + r + 1}"), values[t, r]
            if np.isnan(wanted):
                assert found == "", (column, r, found)
            else:
                assert found == pytest.approx(wanted, abs=CLOSE), (column, r)


def test_changed_cells_give_the_scores_of_changed_settings() -> None:
    """Weights of pillars and indicators, one left out, and an input, all changed in the book."""
    made, _content, compiled, name = model(2025, "")
    scheme = made.result.scheme
    top = indicator_rows(frame_of(made))
    weights = {"migration": 0.6, "mediation_capacity": 0.0, "poverty_share": 3.0}
    weights |= {"recorded_crime": 0.0}
    cells: dict[str, float] = {}
    for node, weight in weights.items():
        row = (
            PILLAR_ROWS + scheme.pillar_ids.index(node)
            if node in scheme.pillar_ids
            else top + scheme.indicator_ids.index(node)
        )
        cells[f"'[{name}]WEIGHTS'!{'ABCD'[WEIGHT]}{row + 1}"] = weight
    region, indicator = "KZ-47", "relative_income"
    r, k = made.result.region_index[region], made.result.indicator_index[indicator]
    letter = openpyxl.utils.get_column_letter(3 + k)
    cells[f"'[{name}]INPUTS'!{letter}{FIRST_ROW + r + 1}"] = 55.5
    evaluated = Evaluated(name, compiled.calculate(inputs=cells))

    t = made.result.period_index[2025]
    values = made.result.inputs.values.copy()
    values[t, r, k] = 55.5
    shares = {p.id: weights.get(p.id, p.weight) for p in scheme.pillars}
    whole = sum(shares.values())
    changed = replace(
        scheme,
        pillars=tuple(
            replace(
                pillar,
                weight=shares[pillar.id] / whole,
                indicators=tuple(
                    replace(i, weight=weights.get(i.id, i.weight)) for i in pillar.indicators
                ),
            )
            for pillar in scheme.pillars
        ),
    )
    result = score(replace(made.result.inputs, values=values), changed)
    assert not np.allclose(result.score[t], made.result.score[t], equal_nan=True)
    check_index(evaluated, result, t)
    # The list of the regions follows too.
    first = evaluated.at("Scores", "A7")
    assert evaluated.at("Scores", "C7") == pytest.approx(
        result.score[t, result.region_index[first]], abs=CLOSE
    )


def frame_of(made: Assessment) -> Any:
    """As much of a frame as the places of rows need."""

    class Placed:
        result = made.result

    return Placed()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_book_in_each_language(language: str) -> None:
    words = Wording(published(), language)
    content = workbook(words, 2025)
    assert content == workbook(words, 2025)  # the same bytes for the same index
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == SHEETS
    assert max(map(len, book.sheetnames)) <= 31
    inputs = book.worksheets[3]
    names = [inputs.cell(FIRST_ROW + 1 + r, 2).value for r in range(20)]
    assert names == [words.region_name(region) for region in words.assessment.regions.ids]
    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes, sheet.title
        assert sheet.page_setup.orientation == "landscape", sheet.title


HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "https://example.org/?q=1",
    "{=1+1}",
    "שלום عالم",
    "😀 " + "x" * 3000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula(text: str) -> None:
    """A name that comes from a file stays a text in every cell in which it is written."""
    made = published()
    cards = dict(made.registry.cards)
    card = cards["poverty_share"]
    named = Text(en=text, ru=text, kk=text)
    cards[card.id] = card.model_copy(update={"name": named})
    registry = replace(made.registry, cards=MappingProxyType(cards))
    content = workbook(Wording(replace(made, registry=registry), "en"), 2025)
    book = openpyxl.load_workbook(io.BytesIO(content))
    held = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.strip() == text.strip()
    ]
    assert held
    assert {cell.data_type for cell in held} == {"s"}
    assert all(cell.hyperlink is None for cell in held)
