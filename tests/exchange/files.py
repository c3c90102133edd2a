"""A small framework in COINr's format, whole, and ways to spoil it."""

from pathlib import Path

DATA = """\
uCode,uName,Land,Time,people,a,b,c
u,Upper,north,2020,2,0,4,1
v,"Vale, Lower",north,2020,4,5,NA,2
w,West,south,2020,5,10,2,5
"""
META = """\
iCode,iName,Direction,Weight,Level,Parent,Type,Target,Denominator
a,First,1,3,1,P,Indicator,20,people
b,Second,-1,1,1,P,Indicator,3,NA
c,Third,1,1,1,Q,Indicator,NA,NA
P,Pillar,1,2,2,T,Aggregate,NA,NA
Q,Quarter,1,1,2,T,Aggregate,NA,NA
T,Total,1,1,3,NA,Aggregate,NA,NA
people,People,NA,NA,NA,NA,Denominator,NA,NA
Land,Land,NA,NA,NA,NA,Group,NA,NA
"""


def write(folder: Path, data: str = DATA, meta: str = META) -> tuple[Path, Path]:
    paths = folder / "iData.csv", folder / "iMeta.csv"
    for path, text in zip(paths, (data, meta), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def replaced(text: str, row: int, before: str, after: str) -> str:
    """Change a piece of one line, counted from 1, which must be there."""
    lines = text.splitlines(keepends=True)
    assert before in lines[row - 1]
    lines[row - 1] = lines[row - 1].replace(before, after, 1)
    return "".join(lines)
