"""The method's steps as spreadsheet formulas; each says the same as its function in ``scoring``.

A missing value is an empty text (``""``): sums skip it, ISNUMBER tells it apart, and no cell shows
an error. Functions are those that Excel 2010 and LibreOffice both have.
"""

from __future__ import annotations

from scoring.aggregate import FLOOR, POINTS, SLOPE, TOP
from scoring.score import ROUNDING

_GOALPOSTS = "goalposts"
# The same by name in a spreadsheet; ``{}`` is a cell.
_TRANSFORMS = {"identity": "{}", "log": "LN({})", "asinh": "ASINH({})"}


def placed(scale: str, value: str, column: str, lo: str, hi: str, turn: str, transform: str) -> str:
    """Place a value on 0–1, as ``scoring.normalise.goalposts`` and ``scoring.by_others`` do.

    value : the cell;  column : all regions' cells;  turn : the cell that holds 1 or -1.
    """
    made = {
        _GOALPOSTS: _between(value, lo, hi, turn, transform),
        "phi": _phi(value, column, turn),
        "mid_rank": _mid_rank(value, column, turn),
    }[scale]
    return f'=IF(ISNUMBER({value}),{made},"")'


def _between(value: str, lo: str, hi: str, turn: str, transform: str) -> str:
    change = _TRANSFORMS[transform]
    if transform == "log":  # zero and less have no logarithm and count as the lower end
        value = f"IF({value}<=0,{lo},{value})"
    low, high, x = (change.format(cell) for cell in (lo, hi, value))
    share = f"MAX(0,MIN(1,({x}-{low})/({high}-{low})))"
    return f"IF({turn}=1,{share},1-{share})"


def _phi(value: str, column: str, turn: str) -> str:
    z = f"{turn}*({value}-AVERAGE({column}))/STDEV({column})"
    return f"IF(COUNT({column})<2,0.5,IF(STDEV({column})=0,0.5,NORMSDIST({z})))"


def _mid_rank(value: str, column: str, turn: str) -> str:
    numbers = f"ISNUMBER({column})"
    below = f"SUMPRODUCT({numbers}*({column}<{value}))"
    above = f"SUMPRODUCT({numbers}*({column}>{value}))"
    equal = f"SUMPRODUCT({numbers}*({column}={value}))"
    return f"(IF({turn}=1,{below},{above})+0.5*{equal})/COUNT({column})"


def share_of(part: str, whole: str) -> str:
    """Return one weight as a share of its siblings."""
    return f"=IF(SUM({whole})>0,{part}/SUM({whole}),0)"


def covered(weights: str, values: str, inputs: str, away: str) -> str:
    """Share of the weight that has a value, of the weight that applies.

    away : the cell with the mark of what does not apply.
    """
    due = f"SUMPRODUCT({weights},1*({inputs}<>{away}))"
    return f"=IF({due}>0,SUMPRODUCT({weights},1*ISNUMBER({values}))/{due},0)"


def pillar(weights: str, values: str, coverage: str, least: str) -> str:
    """Weighted mean on 0–100, where enough is covered."""
    seen = f"SUMPRODUCT({weights},1*ISNUMBER({values}))"
    return (
        f"=IF(AND({coverage}>={least}-{ROUNDING:.0E},{seen}>0),"
        f'{POINTS}*SUMPRODUCT({weights},{values})/{seen},"")'
    )


def term(mean: str, value: str, weight: str) -> str:
    """Return what of one pillar the mean across pillars adds up."""
    made = {
        "inverted_geometric": f"LN({FLOOR}+{SLOPE}*({TOP}-{value}*{TOP}/{POINTS}))",
        "arithmetic": value,
        "quadratic": f"{value}^2",
        "maximum": f'IF({weight}>0,{value},"")',
    }[mean]
    return f'=IF(ISNUMBER({value}),{made},"")'


def combined(mean: str, terms: str, weights: str, cells: str, only: str = "") -> str:
    """Return the mean across pillars of their terms, without ``=`` and without a rule of rating.

    terms, weights : ranges;  cells : the terms that count, one by one;  only : a range of 1 and 0
    that says which they are, where not all do.
    """
    if mean == "maximum":
        return f"MAX({cells})"
    kept = f"{weights},{only}" if only else weights
    inside = f"SUMPRODUCT({kept},{terms})/SUMPRODUCT({kept},1*ISNUMBER({terms}))"
    return {
        "inverted_geometric": (
            f"MAX(0,MIN({POINTS},({TOP}-EXP({inside}))*{POINTS}/({TOP}-{FLOOR})))"
        ),
        "arithmetic": inside,
        "quadratic": f"SQRT({inside})",
    }[mean]


def place(score: str, scores: str) -> str:
    """Place of a score, 1 is the highest; equal scores share the better one."""
    higher = f"SUMPRODUCT(ISNUMBER({scores})*({scores}>{score}+{ROUNDING:.0E}))"
    return f'=IF(ISNUMBER({score}),1+{higher},"")'


def class_of(score: str, cuts: str, names: str, otherwise: str) -> str:
    """Name of the class of a score, by the lower ends of the classes."""
    return f"=IF(ISNUMBER({score}),LOOKUP({score}+{ROUNDING:.0E},{cuts},{names}),{otherwise})"
