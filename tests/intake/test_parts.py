from pathlib import Path

import pytest

from intake.notes import fragments
from intake.periods import iso_period
from intake.rules import Units


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2023", "2023"),
        ("2023-Q3", "2023-Q3"),
        ("2025-01-01", "2025-01-01"),
        ("2022 Jul", "2022-07"),
        ("2026 Jan", "2026-01"),
        ("2023 Jan-Sep", "2023-01/2023-09"),
    ],
)
def test_periods(printed, iso):
    assert iso_period(printed) == iso


@pytest.mark.parametrize(
    "printed", ["", "2023 Q3", "2023-13", "2023-Q5", "Jul 2022", "2022 Jux", "23"]
)
def test_no_date_is_guessed(printed):
    with pytest.raises(ValueError, match="period"):
        iso_period(printed)


def test_a_semicolon_in_brackets_does_not_divide_a_note():
    assert fragments("a (b; c), d; e; ") == ("a (b; c), d", "e")
    assert fragments("") == ()


@pytest.mark.parametrize(
    ("value", "printed", "converted"),
    [
        ("88.4", "%", ("88.4", "percent")),
        ("120657.0", "persons", ("120657", "persons")),
        ("8.9", "million ha", ("8900", "thousand_ha")),
        ("-16.50", "%", ("-16.5", "percent")),
        ("0.0", "%", ("0", "percent")),
        ("-0.0", "%", ("0", "percent")),
        ("1E+3", "persons", ("1000", "persons")),
        ("0.1000000000000000055", "%", ("0.1000000000000000055", "percent")),
    ],
)
def test_units_are_converted_without_rounding(tmp_path: Path, value, printed, converted):
    table = tmp_path / "units.csv"
    table.write_text(
        "printed,unit,factor\n%,percent,1\npersons,persons,1\nmillion ha,thousand_ha,1000\n",
        encoding="utf-8",
    )
    assert Units(table).convert(value, printed) == converted
