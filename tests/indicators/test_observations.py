"""Reading a sound package: values, years, and that nothing of it can be changed."""

from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from indicators.faults import DataFaults
from indicators.observations import Observations, read_observations
from indicators.period import parse_period
from indicators.text import Text
from tests.indicators.synthetic import PEOPLE, RATES, SERIES, TEXTS, descriptor, encoded, write


@pytest.fixture
def observations(tmp_path: Path) -> Observations:
    files = encoded()
    write({**files, "datapackage.json": descriptor(files)}, tmp_path)
    return read_observations(tmp_path, SERIES)


def test_what_the_package_says_of_itself(observations: Observations) -> None:
    assert (observations.version, observations.release) == ("0123456789ab", "2025.02")
    assert observations.created == date(2025, 2, 28)
    assert observations.sources["bureau"].title.get("ru") == "Обследование"
    assert observations.sources["bureau"].url == "https://stat.gov.kz"
    assert observations.notes["n2"].get("kk") == "Екі"
    assert observations.known_faults[0].series == ("people",)
    assert (observations.exclusions[0].rows, observations.exclusions[0].reason.en) == (12, "Twice")
    assert observations.warnings == ()
    assert len(observations) == len(list(observations)) == 15


def test_a_source_names_publisher_and_licence_in_three_languages(
    observations: Observations,
) -> None:
    bureau, papers = observations.sources["bureau"], observations.sources["papers"]
    assert bureau.publisher == Text(en="Bureau", ru="Бюро", kk="Бюросы")
    assert bureau.licence == Text(en="free", ru="свободно", kk="еркін")
    assert papers.publisher is None
    assert papers.licence.get("kk") == "дәйексөз"
    assert (papers.obtained_via, papers.url, papers.trust) == ("papers", "", "low")


def test_a_figure_knows_its_line(observations: Observations) -> None:
    found = observations.at("people", "KZ-10", "current", "2023")
    assert found is not None
    assert (found.value, found.unit, found.notes) == (100.0, "persons", ("n1", "n2"))
    assert TEXTS[found.file].splitlines()[found.row - 1].startswith("people,KZ-10,current,2023")
    assert observations.at("people", "KZ-10", "pre2022", "2023") is None
    quoted = observations.at("rate", "KZ-10", "current", "2024")
    assert quoted is not None
    assert quoted.detail == "table 2, row 1"


def test_lines_are_counted_through_cells_with_line_breaks_and_blank_lines(tmp_path: Path) -> None:
    files = encoded({**TEXTS, RATES: TEXTS[RATES].replace("\nrate,KZ-71", "\n\nrate,KZ-71")})
    write({**files, "datapackage.json": descriptor(files)}, tmp_path)
    found = read_observations(tmp_path, SERIES).at("rate", "KZ-71", "current", "2024")
    assert found is not None
    assert found.row == 9


def test_the_yearly_row_comes_first(observations: Observations) -> None:
    annual = observations.annual("rate", "KZ-10", "current", 2024)
    assert annual is not None
    assert (annual.value, annual.partial, len(annual.observations)) == (5.5, False, 1)


def test_a_part_of_a_year_is_partial(observations: Observations) -> None:
    annual = observations.annual("rate", "KZ-71", "current", 2024)
    assert annual is not None
    assert annual.partial


def test_a_missing_year_is_the_mean_of_enough_quarters(observations: Observations) -> None:
    annual = observations.annual("rate", "KZ-63", "current", 2023)
    assert annual is not None
    assert annual.value == pytest.approx(6.0)
    assert [o.period for o in annual.observations] == ["2023-Q1", "2023-Q2", "2023-Q3"]
    assert annual.partial


def test_too_few_quarters_leave_the_row_of_1_january(observations: Observations) -> None:
    annual = observations.annual("rate", "KZ-63", "current", 2024)
    assert annual is not None
    assert annual.value == -1.5
    assert annual.suspect
    assert not annual.partial


def test_a_missing_year_is_none_and_an_unknown_series_an_error(observations: Observations) -> None:
    assert observations.annual("rate", "KZ-63", "current", 2022) is None
    assert observations.annual("people", "KZ-10", "current", 2020) is None
    with pytest.raises(KeyError):
        observations.annual("rats", "KZ-63", "current", 2022)


def test_nothing_can_be_changed(observations: Observations) -> None:
    with pytest.raises(FrozenInstanceError):
        observations.version = "x"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        next(iter(observations)).value = 3.0  # type: ignore[misc]
    with pytest.raises(TypeError):
        observations.sources["new"] = None  # type: ignore[index]
    table = observations.table
    table.loc[0, "value"] = -1.0
    assert observations.table.loc[0, "value"] == 5.5  # labour.csv comes first


def test_the_table_traces_each_row(observations: Observations) -> None:
    table = observations.table
    assert set(table["file"]) == {PEOPLE, RATES}
    row = table[(table["series"] == "rate") & (table["period"] == "2023-Q2")].iloc[0]
    assert (row["row"], row["value"]) == (4, 5.0)
    assert (row["start"].date(), row["end"].date()) == (date(2023, 4, 1), date(2023, 6, 30))


def test_a_missing_folder_is_a_fault_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(DataFaults) as caught:
        read_observations(tmp_path / "nothing", SERIES)
    assert {fault.code for fault in caught.value.faults} == {"missing_file"}
    assert "datapackage.json" in {fault.file for fault in caught.value.faults}
    assert caught.value.user_message.startswith("The figures have 5 faults; the first: ")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-Q3", date(2023, 7, 1), date(2023, 9, 30)),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-01-01", date(2025, 1, 1), date(2025, 1, 1)),
        ("2023-01/2023-09", date(2023, 1, 1), date(2023, 9, 30)),
    ],
)
def test_periods(text: str, start: date, end: date) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        *("", "23", "2023-Q5", "2023-13", "2023-02-30", "2023 Jul", "2023-1", "0203", "９９９９"),
        *("2023-09/2023-01", "2023/2024-01", "2023-01-01T00", " 2023", "2023\n"),
    ],
)
def test_other_forms_are_no_periods(text: str) -> None:
    assert parse_period(text) is None


def test_the_real_figures_are_sound() -> None:
    observations = read_observations()
    assert len(observations) > 10_000
    assert all(fault.is_warning for fault in observations.warnings)
    for observation in observations:
        assert observation.source in observations.sources
        assert all(note in observations.notes for note in observation.notes)
