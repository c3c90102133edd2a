"""What documents are put together from: data alone, which typst and Word set each in their way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Cells in words; every row is as long as the header.  note : stands below, or empty."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG: what it shows in words (``alt``), and what stands below it."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Bar:
    """A part of a sum: a bar from zero.  heading : it sums up the bars below it."""

    name: str
    value: float
    text: str
    heading: bool


@dataclass(frozen=True)
class Mark:
    """A value on the scale 0 to 100 beside the median of the regions; None where there is none."""

    name: str
    value: float | None
    text: str
    colour: str
    median: float | None
    median_text: str
    weight: str


@dataclass(frozen=True)
class Line:
    """Years of a region that can be compared, with the band around each score.

    hollow : for each year, whether it rests on figures of a former region.
    """

    years: tuple[int, ...]
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    median: tuple[float, ...]
    hollow: tuple[bool, ...]


@dataclass(frozen=True)
class Step:
    """A class on the scale of the index: its name, colour and limits in points."""

    name: str
    colour: str
    lower: float
    upper: float


@dataclass(frozen=True)
class Scale:
    """Where a score stands among the classes, and its band; None where it is not rated.

    alt : the same in words.
    """

    classes: tuple[Step, ...]
    score: float | None
    low: float | None
    high: float | None
    alt: str


@dataclass(frozen=True)
class History:
    """A region's comparable years.

    told : sentences.  note : what lines and bands stand on.  lines : earliest first; none where no
    years can be compared.  table : the numbers of the chart.  alt : the chart in words.
    legend : region, band, median and, where a point rests on one, the former region.
    """

    told: tuple[str, ...]
    note: str
    lines: tuple[Line, ...]
    table: Table
    alt: str
    legend: tuple[str, ...]
