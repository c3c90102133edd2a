"""The checks of the data package: one subject a file, listed here by name.

The order matters where two checks look at the same cell: the first fault of a cell is told.
"""

from __future__ import annotations

from typing import Final

from indicators.checks.ages import ages
from indicators.checks.cell_count import cell_count
from indicators.checks.characters import characters, formulas
from indicators.checks.columns import columns
from indicators.checks.context import Check, FileCheck
from indicators.checks.delimiter import delimiter
from indicators.checks.descriptor import descriptor
from indicators.checks.duplicates import duplicates
from indicators.checks.empty import empty
from indicators.checks.encoding import encoding
from indicators.checks.filled import filled, side_tables
from indicators.checks.incidents import incidents
from indicators.checks.known import notes, regions, right_file, series, sources, statuses, units
from indicators.checks.numbers import numbers, plausible
from indicators.checks.periods import former_regions, future, periods
from indicators.checks.quoting import quoting
from indicators.checks.sums import sums

# Each looks at one file by itself.
FILE_CHECKS: Final[dict[str, FileCheck]] = {
    "encoding": encoding,
    "empty": empty,
    "delimiter": delimiter,
    "quoting": quoting,
    "columns": columns,
    "cell_count": cell_count,
    "characters": characters,
    "formulas": formulas,
}

# Each looks at the package as a whole.
CHECKS: Final[dict[str, Check]] = {
    "descriptor": descriptor,
    "side_tables": side_tables,
    "incidents": incidents,
    "filled": filled,
    "numbers": numbers,
    "periods": periods,
    "series": series,
    "right_file": right_file,
    "regions": regions,
    "units": units,
    "plausible": plausible,
    "sources": sources,
    "statuses": statuses,
    "notes": notes,
    "future": future,
    "former_regions": former_regions,
    "duplicates": duplicates,
    "sums": sums,
    "ages": ages,
}
