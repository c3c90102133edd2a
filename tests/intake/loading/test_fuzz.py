"""Three thousand spoilt tables: each is read or refused in words, and none writes anything."""

import random
from pathlib import Path

import pytest

from intake.loading.known import Known
from tests.intake.loading.tables import HEADER, good, look, sheet, small, text

SIGNS = "0123456789.,;-+=@\"'\t\n\r \0\u00a0é٣KZпқ🙂#eE%/\\"
CELLS = ("", "=1+1", "NaN", "inf", "-1", "1e9", "99999999999999999999", "5,1", "KZ-99", "2024-13")
# Faults of a file as a whole have neither; those of its header have a column.
WHOLE = {"empty_file", "encoding", "file_kind", "unreadable", "too_large", "encrypted", "macros"}


def spoil(header: list[str], rows: list[list[str]], chance: random.Random) -> None:
    """Do one thing to the cells of a table."""
    row, what = chance.choice(rows), chance.randrange(7)
    if what == 0:
        row[chance.randrange(len(row))] = chance.choice(CELLS)
    elif what == 1:
        at = chance.randrange(len(row))
        where = chance.randint(0, len(row[at]))
        row[at] = row[at][:where] + chance.choice(SIGNS) + row[at][where:]
    elif what == 2:
        row[chance.randrange(len(row)) :] = [""] * chance.randint(1, 3)
    elif what == 3:
        rows.insert(chance.randrange(len(rows)), list(row))
    elif what == 4:
        header[chance.randrange(len(header))] = chance.choice(("", "colour", "год", "unit"))
    elif what == 5:
        chance.shuffle(row)
    else:
        chance.shuffle(header)


def spoilt(chance: random.Random) -> tuple[str, bytes]:
    """A good table with up to three things done to it, and then to its bytes: name and bytes."""
    header, rows = list(HEADER), [list(row) for row in good()]
    for _ in range(chance.randint(0, 3)):
        spoil(header, rows, chance)
    if chance.random() < 0.04:
        cells = [["".join(c for c in cell if c >= " ") for cell in row] for row in rows]
        name, content = "t.xlsx", bytearray(sheet(cells, header))
    else:
        end = chance.choice(("\n", "\r\n"))
        table = text(rows, header, separator=chance.choice(",;\t"), end=end)
        encoding = chance.choice(("utf-8", "utf-8-sig", "cp1251", "utf-16"))
        name, content = "t.csv", bytearray(table.encode(encoding, errors="replace"))
    if chance.random() < 0.3:
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.1:
        del content[chance.randrange(len(content)) :]
    return name, bytes(content)


# Three thousand in all; in three parts, so that several workers share them.
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_spoilt_tables_are_refused_by_row_and_column(
    tmp_path: Path, base: Known, figures: Path, seed: int
) -> None:
    known = small(base)
    chance = random.Random(seed)
    refused = taken = 0
    for number in range(1_000):
        name, content = spoilt(chance)
        found = look(tmp_path, known, content, name)
        assert found.faults or found.changes or found.read == found.unchanged, number
        for fault in found.faults:
            assert fault.message().endswith(".")
            assert "\n" not in fault.rule()
            if fault.code in WHOLE:
                assert len(found.faults) == 1
            else:
                assert fault.row, (number, fault)
                assert fault.column or fault.code == "quoting", (number, fault)
        refused += bool(found.faults)
        taken += found.may_be_taken
    assert not figures.exists()
    assert refused > 600
    assert taken > 50
