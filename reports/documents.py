"""Makes any document that can be ordered; pages, commands and the check all come here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from assessment import Assessment
from assessment.own import with_settings
from geodata.boundaries import Boundaries
from reports.comparison import comparison_docx, comparison_pdf
from reports.files.geo import geojson, geopackage
from reports.files.packages import coinr, data_package
from reports.files.scores import result_json, scores_csv
from reports.national import national_docx, national_pdf
from reports.order import (
    COINR,
    COMPARISON,
    DATA,
    FORMATS,
    LANGUAGES,
    NATIONAL,
    REGION,
    SCORES,
    WORKBOOK,
    Order,
)
from reports.region.as_docx import region_docx
from reports.region.as_pdf import region_pdf
from reports.stamp import stamp, write
from reports.wording import Wording
from reports.workbook import workbook

_SITE = re.compile(r"https?://[A-Za-z0-9.\[\]:-]{1,200}(/[A-Za-z0-9._~-]{1,80})*", re.ASCII)


class OrderError(ValueError):
    """A document cannot be ordered so; the message says what is allowed, in one line."""

    @property
    def user_message(self) -> str:
        """The line to print."""
        return str(self)


Maker = Callable[[Wording, Boundaries, Order, str], bytes]
"""Makes one kind of document; the text is its stamp."""


MAKERS: Mapping[tuple[str, str], Maker] = MappingProxyType(
    {
        (REGION, "pdf"): region_pdf,
        (REGION, "docx"): region_docx,
        (NATIONAL, "pdf"): national_pdf,
        (NATIONAL, "docx"): national_docx,
        (COMPARISON, "pdf"): comparison_pdf,
        (COMPARISON, "docx"): comparison_docx,
        (WORKBOOK, "xlsx"): lambda words, _map, order, stamped: workbook(
            words, order.period, order.settings, stamped
        ),
        (SCORES, "csv"): lambda words, _map, order, _stamp: scores_csv(words, order),
        (SCORES, "json"): lambda words, _map, order, stamped: result_json(words, order, stamped),
        (SCORES, "geojson"): geojson,
        (SCORES, "gpkg"): lambda words, boundaries, order, _stamp: geopackage(
            words, boundaries, order
        ),
        (COINR, "zip"): lambda words, _map, order, _stamp: coinr(words, order),
        (DATA, "zip"): lambda words, _map, _order, _stamp: data_package(words),
    }
)


def produce(published: Assessment, boundaries: Boundaries, order: Order) -> bytes:
    """Make a document: the same bytes for the same order, figures, method and boundaries.

    published : the published index; the order's settings are applied to it.

    Raises
    ------
    OrderError
        For an order that cannot be met.
    SettingsError
        For settings that cannot be.
    ReportError
        When a document cannot be set.
    """
    check(published, order)
    made = with_settings(published, order.settings)
    return produce_with(made, boundaries, order)


def produce_with(made: Assessment, boundaries: Boundaries, order: Order) -> bytes:
    """Make a document of an index that has the order's settings already; raises as ``produce``."""
    check(made, order)
    stamped = write(stamp(made, boundaries.hash, order))
    maker = MAKERS[order.document, order.format]
    return maker(Wording(made, order.language), boundaries, order, stamped)


def check(made: Assessment, order: Order) -> None:
    """Raise OrderError for an order that cannot be met."""
    if order.document not in FORMATS:
        raise OrderError(f"there is no document '{order.document}'; there are: {_all(FORMATS)}")
    if order.format not in FORMATS[order.document]:
        allowed = _all(FORMATS[order.document])
        raise OrderError(f"{order.document} has no format '{order.format}'; it has: {allowed}")
    if order.language not in LANGUAGES:
        raise OrderError(f"there is no language '{order.language}'; there are: {_all(LANGUAGES)}")
    if order.period not in made.rated_periods:
        years = _all(map(str, made.rated_periods))
        raise OrderError(f"no region is rated in {order.period}; rated years: {years}")
    unknown = [region for region in order.regions if region not in made.regions.ids]
    if unknown:
        raise OrderError(f"there is no region {_all(unknown)}; there are: {_all(made.regions.ids)}")
    if order.site and not _SITE.fullmatch(order.site):
        raise OrderError(
            f"'{order.site}' is not a site; it must be like https://example.org, without a / at the end"
        )
    least, most = REGIONS[order.document]
    if not least <= len(set(order.regions)) == len(order.regions) <= most:
        wanted = f"{least}" if least == most else f"{least} to {most}"
        named = f"{', '.join(order.regions) or 'none'}"
        raise OrderError(
            f"the document {order.document} names {wanted} different regions; ordered: {named}"
        )


# How many regions each kind of document names.
REGIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        REGION: (1, 1),
        NATIONAL: (0, 0),
        COMPARISON: (2, 5),
        WORKBOOK: (0, 0),
        SCORES: (0, 0),
        COINR: (0, 0),
        DATA: (0, 0),
    }
)


def _all(names: Iterable[str]) -> str:
    return ", ".join(names)
