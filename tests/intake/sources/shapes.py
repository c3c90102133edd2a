"""Answers composed to the documented shapes (no recordings), from the figures of the package."""

from __future__ import annotations

import calendar
import csv
import json
from functools import cache

from geodata.regions import load_regions
from indicators.observations import DATA
from intake.sources.bns import COUNTRY_NAMES
from intake.sources.rows import COUNTRY, terms
from intake.sources.spec import Spec

Figure = tuple[str, str, str]
"""Region, period, value."""
TERMS = {code: term for term, code in terms().items()}


@cache
def package(series: str) -> tuple[Figure, ...]:
    """The package's figures of a series, but for regions that the sources have no term for."""
    found = []
    for path in sorted((DATA / "observations").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["indicator"] == series and row["region"] in TERMS:
                    found.append((row["region"], row["period"], row["value"]))
    return tuple(found)


def last_day(period: str) -> str:
    """The day by which BNS names a period; 1 January is labelled as the year's last day."""
    year = int(period[:4])
    month = 3 * int(period[-1]) if "Q" in period else 12
    return f"{calendar.monthrange(year, month)[1]:02d}.{month:02d}.{year}"


def name(region: str) -> str:
    return COUNTRY_NAMES[2].upper() if region == COUNTRY else load_regions().get(region).names.ru


def slices(figures: list[Figure], others: int) -> list[dict[str, object]]:
    """Elements of a dump: for each region the total, and a part that must not be taken."""
    elements = []
    for region in dict.fromkeys(figure[0] for figure in figures):
        periods = [
            {"name": when, "date": last_day(when), "value": value}
            for code, when, value in figures
            if code == region
        ]
        for total in (True, False) if others else (True,):
            words = (
                ["Всего"] * others if total else ["Городская местность", *["Всего"] * (others - 1)]
            )
            elements.append(
                {
                    "terms": [TERMS[region], *range(1, others + 1)],
                    "termNames": [name(region), *words],
                    "periods": periods if total else [{**p, "value": "1"} for p in periods],
                }
            )
    district = {"terms": [247784], "termNames": ["Район"], "periods": []}
    return [*elements, district]


def table(figures: list[Figure]) -> str:
    """An element as `csv`: a table separated by tabs, with spaces for thousands."""
    lines = [["NAM", "DAT", "PERIOD", "KATO", "LKATO", "VAL"]]
    for region, when, value in figures:
        day, month, year = last_day(when).split(".")
        whole, point, rest = value.partition(".")
        printed = f"{int(whole):,}".replace(",", " ") + (f",{rest}" if point else "")
        english = COUNTRY_NAMES[0] if region == COUNTRY else load_regions().get(region).names.en
        lines.append(["income", f"{day}.{month}.{year}", year + month, english, "0", printed])
    return "\ufeff" + "\n".join("\t".join(line) for line in lines) + "\n"


def bns(spec: Spec, figures: dict[str, list[Figure]]) -> dict[str, str]:
    """Bodies by path for the source `bns`."""
    bodies = {}
    for series, binding in spec.series.items():
        path = f"/api/iblock/element/{binding.code}/{binding.answer}/file/ru/"
        if binding.answer == "csv":
            bodies[path] = table(figures[series])
        else:
            bodies[path] = json.dumps(slices(figures[series], 2), ensure_ascii=False)
    return bodies


def taldau(spec: Spec, figures: dict[str, list[Figure]]) -> dict[str, str]:
    """Bodies by path for the source `taldau`."""
    return {
        f"/ru/Api/GetIndexData/{binding.code}": json.dumps(
            slices(figures[series], binding.dics.count(",")), ensure_ascii=False
        )
        for series, binding in spec.series.items()
    }


def nodes(figures: list[Figure]) -> list[dict[str, str]]:
    """Nodes of a Taldau tree."""
    found: dict[str, dict[str, str]] = {}
    for region, when, value in figures:
        _, month, year = last_day(when).split(".")
        node = found.setdefault(
            region,
            {
                "id": str(TERMS[region]),
                "text": name(region),
                "leaf": "false",
                "measureName": "процент",
            },
        )
        node[f"y{month}{year}"] = value
    return list(found.values())


def worldbank(
    code: str, figures: list[tuple[str, str | None]], *, pages: int = 1, page: int = 1
) -> str:
    """One page of the World Bank; a value is written as it stands, without quotation marks."""
    rows = [
        {
            "indicator": {"id": code, "value": "composed"},
            "country": {"id": "KZ", "value": "Kazakhstan"},
            "countryiso3code": "KAZ",
            "date": year,
            "value": None if value is None else f"#{value}#",
            "unit": "",
            "obs_status": "",
            "decimal": 1,
        }
        for year, value in figures
    ]
    head = {"page": page, "pages": pages, "per_page": 1000, "total": len(rows), "sourceid": "2"}
    return json.dumps([head, rows]).replace('"#', "").replace('#"', "")


def ucdp_event(number: int, **changes: object) -> dict[str, object]:
    """An event of UCDP GED, of which only some keys are read. Place: the city of Almaty."""
    event = {
        "id": number,
        "country": "Kazakhstan",
        "date_start": "2022-01-05",
        "date_end": "2022-01-05",
        "latitude": 43.24,
        "longitude": 76.91,
        "where_prec": 1,
        "type_of_violence": 1,
        "side_a": "NAME OF A GROUP",
        "side_b": "NAME OF ANOTHER GROUP",
        "best": 3,
        "low": 1,
        "high": 9,
    }
    return {**event, **changes}


def ucdp_page(events: list[dict[str, object]], pages: int) -> str:
    return json.dumps({"TotalCount": 0, "TotalPages": pages, "NextPageUrl": "", "Result": events})


def acled_row(code: str, **changes: object) -> dict[str, object]:
    """A row of ACLED with what a key may send in excess; all values are text. Place: Shymkent."""
    row = {
        "event_id_cnty": code,
        "country": "Kazakhstan",
        "event_date": "2022-01-06",
        "longitude": "69.59",
        "latitude": "42.32",
        "fatalities": "2",
        "actor1": "NAME OF A GROUP",
        "notes": "A NOTE OF THE SOURCE",
    }
    return {**row, **changes}


def acled_page(rows: list[dict[str, object]]) -> str:
    return json.dumps({"status": 200, "success": True, "count": len(rows), "data": rows})
