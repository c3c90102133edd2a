"""What a document is made of: which kind, of what, in which language and form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

REGION, NATIONAL, COMPARISON, WORKBOOK = "region", "national", "comparison", "workbook"
SCORES, COINR, DATA = "scores", "coinr", "data"
# Which forms each kind has; the first is the usual one.
FORMATS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        REGION: ("pdf", "docx"),
        NATIONAL: ("pdf", "docx"),
        COMPARISON: ("pdf", "docx"),
        WORKBOOK: ("xlsx",),
        SCORES: ("csv", "json", "geojson", "gpkg"),
        COINR: ("zip",),
        DATA: ("zip",),
    }
)
LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True)
class Order:
    """One document.

    regions : of which it speaks; empty for all.  settings : short form, empty for the published
    index.  scenario : id of the scenario that the settings come from, or empty.  site : where the
    dashboard is open to the readers, such as https://example.org; empty where that is not known,
    and then a report names only the end of an address.
    """

    document: str
    format: str
    language: str
    period: int
    regions: tuple[str, ...] = ()
    settings: str = ""
    scenario: str = ""
    site: str = ""

    @property
    def file_name(self) -> str:
        """A name for the file: what, of which region, year and language."""
        parts = ["kelisim", self.document, *self.regions, str(self.period), self.language]
        if self.scenario:
            parts.append(self.scenario)
        elif self.settings:
            parts.append("own")
        return f"{'-'.join(parts)}.{self.format}"
