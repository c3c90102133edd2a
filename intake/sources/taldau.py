"""Taldau: the dump of an index, or the tree of its regions."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from indicators.layout import Row
from intake.sources.answers import number, read_items
from intake.sources.check import check
from intake.sources.client import Client
from intake.sources.cube import of_a_region, tidy_slices
from intake.sources.faults import ShapeError
from intake.sources.rows import (
    COUNTRY,
    COUNTRY_TERM,
    Answer,
    make_row,
    period_of,
    region_of,
    unique,
)
from intake.sources.spec import Binding, Spec

__all__ = ["check", "fetch", "tidy"]

HEADERS: Final = {"X-Requested-With": "XMLHttpRequest"}
PERIODS: Final = {"year": "7", "quarter": "5", "month": "4", "january_1": "7"}
_MONTH: Final = re.compile(r"y(0[1-9]|1[0-2])([12][0-9]{3})")


def fetch(client: Client, spec: Spec) -> list[Answer]:
    """Ask for each index: one dump, or the trees of the country and of its regions."""
    answers = []
    for series, binding in spec.series.items():
        where = f"{spec.id}: {series} ({binding.code})"
        if binding.tree is None:
            content = client.ask(
                f"/ru/Api/GetIndexData/{binding.code}",
                partial(_slices, where),
                query={"period": PERIODS[binding.period], "dics": binding.dics},
                headers=HEADERS,
            )
        else:
            content = [
                node
                for parent in ("", str(COUNTRY_TERM))
                for node in client.ask(
                    "/ru/Api/GetIndexTreeData",
                    partial(_nodes, where),
                    query=_tree_query(binding, parent),
                    headers=HEADERS,
                )
            ]
        answers.append(Answer(series, content))
    return answers


def _slices(where: str, path: Path, kind: str) -> list[dict[str, Any]]:
    return read_items(path, kind, where, lambda item: of_a_region(item, where))


def _nodes(where: str, path: Path, kind: str) -> list[dict[str, Any]]:
    def of_ours(node: Any) -> dict[str, Any] | None:
        if not isinstance(node, dict) or not {"id", "text"} <= set(node):
            raise ShapeError(where, "nodes {id, text, yMMYYYY}", node)
        return node if region_of(node["id"]) else None

    return read_items(path, kind, where, of_ours)


def _tree_query(binding: Binding, parent: str) -> dict[str, str]:
    if binding.tree is None:
        raise AssertionError("only for a binding with a tree")
    return {
        "p_parent_id": parent,
        "p_index_id": binding.code,
        "p_keyword": "",
        "p_period_id": PERIODS[binding.period],
        "p_measure_id": str(binding.tree.measure),
        "p_term_id": str(COUNTRY_TERM),
        "p_terms": binding.tree.terms,
        "p_dicIds": binding.dics,
        "idx": str(binding.tree.idx),
        "filter": '[{"property":null,"value":null}]',
        "id": "",
    }


def tidy(answers: list[Answer], spec: Spec, read: date) -> list[Row]:
    """Return the figures of regions and country.  Raises ShapeError."""
    rows: list[Row] = []
    for answer in answers:
        in_tree = spec.series[answer.series].tree is not None
        rows += _of_nodes(answer, spec, read) if in_tree else tidy_slices(answer, spec, read)
    return unique(rows, spec.id)


def _of_nodes(answer: Answer, spec: Spec, read: date) -> list[Row]:
    binding = spec.series[answer.series]
    where = f"{spec.id}: {answer.series} ({binding.code})"
    rows = []
    for node in answer.content:
        region = region_of(node["id"]) or ""
        for name, printed in node.items():
            found = _MONTH.fullmatch(name)
            if found is None:
                continue
            value = number(printed, f"{where}: {region} {name}")
            month, year = int(found[1]), int(found[2])
            if value is None:
                continue
            day = f"{calendar.monthrange(year, month)[1]:02d}.{month:02d}.{year}"
            when = period_of(day, binding, where)
            rows.append(make_row(spec, answer.series, region, when, value, read=read))
    if not any(row.region == COUNTRY for row in rows):
        raise ShapeError(where, "a node of Kazakhstan with keys yMMYYYY", answer.content[:1])
    return rows
