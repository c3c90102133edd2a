"""A workbook to fill in: the chosen series, regions and periods, ready to be loaded."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from i18n import Translator
from indicators.additions import current_package, read_current
from indicators.checks.numbers import show_range
from indicators.figures import Observations
from indicators.layout import STATUSES
from indicators.mendable import MendableError
from indicators.period import PERIOD_FORMS, parse_period
from indicators.registry import Registry
from indicators.series import Series, load_units
from indicators.table_words import load_table_words
from indicators.territories import CURRENT, NATION
from reports.workbook.frame import INK, LINE, SOFT, TO_CHANGE

MOST_ROWS: Final = 20_000
# Columns in their order, with their widths in characters.
_COLUMNS: Final = {
    "indicator": 26,
    "series_name": 44,
    "region": 9,
    "region_name": 26,
    "borders": 10,
    "period": 10,
    "held": 14,
    "value": 14,
    "unit": 16,
    "range": 16,
    "detail": 34,
    "status": 14,
}
_TO_FILL: Final = ("value", "detail", "status")


class TemplateError(MendableError):
    """No template can be made of what was asked for."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "series": "there is no indicator or series '{name}'",
        "collected": "'{name}' is counted from the field log, and no table is loaded into it",
        "region": "there is no region '{name}' in today's borders; there are: {known}",
        "period": "'{name}' is no period; the forms are: {known}",
        "none": "choose at least one indicator, one region and one period",
        "rows": "the template would have {count} rows; at most {most} are allowed",
    }


@dataclass(frozen=True)
class Choice:
    """What a template is for: series, regions (the country may be one) and periods, by id."""

    series: tuple[Series, ...]
    regions: tuple[str, ...]
    periods: tuple[str, ...]


def choose(
    registry: Registry, indicators: Sequence[str], regions: Sequence[str], periods: Sequence[str]
) -> Choice:
    """Turn ids of indicators or series, of regions and of periods into a choice.

    An indicator stands for all series of its formula that a table may hold; no region stands for
    all and the country.

    Raises TemplateError for what there is not, and for what comes from the field log alone.
    """
    names = region_names()
    ids: dict[str, None] = {}
    for name in indicators:
        asked = registry.series.get(name) or registry.cards.get(name)
        if asked is None:
            raise TemplateError("series", name=name)
        if asked.collected:
            raise TemplateError("collected", name=name)
        named = (name,) if name in registry.series else registry.cards[name].formula.series
        ids.update(dict.fromkeys(id_ for id_ in named if not registry.series[id_].collected))
    for region in regions:
        if region not in names:
            raise TemplateError("region", name=region, known=", ".join(names))
    for period in periods:
        if parse_period(period) is None:
            raise TemplateError("period", name=period, known=PERIOD_FORMS)
    chosen = tuple(dict.fromkeys(regions)) or tuple(names)
    if not ids or not periods:
        raise TemplateError("none")
    count = len(ids) * len(chosen) * len(periods)
    if count > MOST_ROWS:
        raise TemplateError("rows", count=f"{count:,}", most=f"{MOST_ROWS:,}")
    return Choice(tuple(registry.series[id_] for id_ in ids), chosen, tuple(dict.fromkeys(periods)))


def region_names() -> dict[str, Mapping[str, str]]:
    """Return names by language of the country and of today's regions, by id."""
    text = current_package().files["regions.csv"].decode("utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(text, newline="")) if not row["until"]]
    rows.sort(key=lambda row: row["region"] != NATION)
    return {
        row["region"]: {lang: row[f"name_{lang}"] for lang in ("en", "ru", "kk")} for row in rows
    }


def template(choice: Choice, _: Translator, observations: Observations | None = None) -> bytes:
    """Return the workbook in the language of the translator; the same choice, the same bytes."""
    observations = read_current() if observations is None else observations
    held = io.BytesIO()
    book = Workbook(held, {"in_memory": True})
    book.set_properties({"created": observations.created, "title": "Kelisim"})
    _figures(book, choice, _, observations)
    _about(book, choice, _)
    book.close()
    return held.getvalue()


def _figures(book: Workbook, choice: Choice, _: Translator, observations: Observations) -> None:
    language = _.language
    words, names = load_table_words(), region_names()
    sheet = book.add_worksheet(_("Figures to load"))
    head = book.add_format({"bold": True, "font_color": INK, "bottom": 1, "bottom_color": LINE})
    plain = book.add_format({"font_color": SOFT})
    fill = book.add_format({"bg_color": TO_CHANGE, "border": 1, "border_color": LINE})
    columns = {**words.columns, **words.passed}
    for at, (column, width) in enumerate(_COLUMNS.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, columns[column].name.get(language), head)
    sheet.freeze_panes(1, 0)
    number = 0
    for series in choice.series:
        first = number + 1
        for region in choice.regions:
            for period in choice.periods:
                number += 1
                known = observations.at(series.id, region, CURRENT, period)
                cells = {
                    "indicator": series.id,
                    "series_name": series.name.get(language),
                    "region": region,
                    "region_name": names[region][language],
                    "borders": CURRENT,
                    "period": period,
                    "unit": load_units()[series.unit].label.get(language),
                    "range": show_range(series),
                }
                _row(sheet, number, cells, known.value if known else None, plain, fill)
        _validate(sheet, first, number, series, _)


def _row(
    sheet: Worksheet,
    number: int,
    cells: Mapping[str, str],
    known: float | None,
    plain: Format,
    fill: Format,
) -> None:
    for at, column in enumerate(_COLUMNS):
        if column in cells:
            sheet.write_string(number, at, cells[column], plain)
        elif column == "held" and known is not None:
            sheet.write_number(number, at, known, plain)
        elif column in _TO_FILL:
            sheet.write_blank(number, at, None, fill)


def _validate(sheet: Worksheet, first: int, last: int, series: Series, _: Translator) -> None:
    """Let the spreadsheet itself refuse a number outside the range, and an unknown status."""
    low, high = series.range
    limits: dict[str, object] = {"criteria": "between", "minimum": low, "maximum": high}
    if low is None or high is None:
        limits = (
            {"criteria": ">=", "value": low} if high is None else {"criteria": "<=", "value": high}
        )
    column = list(_COLUMNS).index("value")
    if low is not None or high is not None:
        sheet.data_validation(
            first,
            column,
            last,
            column,
            {
                "validate": "decimal",
                **limits,
                "error_title": _("Outside the allowed range"),
                "error_message": show_range(series),
            },
        )
    column = list(_COLUMNS).index("status")
    sheet.data_validation(
        first, column, last, column, {"validate": "list", "source": list(STATUSES)}
    )


def _about(book: Workbook, choice: Choice, _: Translator) -> None:
    sheet = book.add_worksheet(_("How to fill it in"))
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100, wrap)
    periods = ", ".join(choice.periods)
    lines = [
        _("This table is for new figures of {periods}. Fill in the coloured cells.").format(
            periods=periods
        ),
        _(
            "A figure that is not known stays empty: rows without a value are passed over. Never "
            "estimate one."
        ),
        _(
            "Values are in the unit that stands beside them; only numbers inside the range are taken."
        ),
        _(
            "“Value held now” is what the dashboard has; another value in its row takes its place, "
            "and the earlier one is kept."
        ),
        _(
            "Write where in the source a figure is printed: a page, a table, a sheet. The source "
            "itself is named when the table is loaded."
        ),
        _(
            "The status is “official” where none is chosen. Formulas and macros are refused: paste "
            "values only."
        ),
        _("No share of an ethnic, language or religious group is taken in."),
    ]
    for at, line in enumerate(lines):
        sheet.write_string(at, 0, line, wrap)
