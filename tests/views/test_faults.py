"""When a file is broken: a page that says what, where and what is allowed, and no traceback."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment import assess
from geodata.boundaries import load_boundaries
from i18n import translator
from indicators.faults import DataFaults
from indicators.observations import DATA, read_observations
from indicators.registry import HERE, load_registry
from indicators.yaml_file import RegistryError
from tests.views.pages import LANGUAGES, new_app, sound

Load = Callable[[], object]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[[Load, str], AppTest]:
    """The app's first page when it loads in this way, in this language."""

    def open_(load: Load, language: str) -> AppTest:
        monkeypatch.setattr("views.frame.load", load)
        return sound(new_app(lang=language).run())

    return open_


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data package."""
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("tables", "boundaries"))
    return copy


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A copy of the registry's files."""
    copy = tmp_path / "indicators"
    shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__", "json_schema"))
    return copy


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def unescaped(text: str) -> str:
    return re.sub(r"\\([^\w\s])", r"\1", text)


def no_result(app: AppTest) -> bool:
    """Nothing is shown as if the figures were good."""
    return not app.get("plotly_chart") and not app.get("select_slider")


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_of_the_figures(
    shown: Callable[[Load, str], AppTest], data: Path, language: str
) -> None:
    file = data / "observations" / "poverty.csv"
    change(file, ",percent,", ",persons,")
    change(file, ",KZ-75,", ",KZ-99,")
    with pytest.raises(DataFaults) as raised:
        read_observations(data)
    faults = raised.value.faults
    assert {"unit", "unknown_region"} <= {fault.code for fault in faults}
    app = shown(lambda: assess(observations=read_observations(data)), language)
    _ = translator(language)
    assert [title.value for title in app.title] == [
        _("The figures have faults, so no score is shown")
    ]
    table = app.table[0].value
    assert len(table) == len(faults)  # all of them, not the first
    for (_index, row), fault in zip(table.iterrows(), faults, strict=True):
        cells = {name: unescaped(cell) for name, cell in row.items()}
        assert cells[_("File")] == fault.file
        assert cells[_("Row")] == ("" if fault.row is None else str(fault.row))
        assert cells[_("Column")] == fault.column
        assert cells[_("Value")] == fault.value
        assert cells[_("What is wrong")].startswith(fault.message(_))
        assert fault.rule(_) in cells[_("What is wrong")]  # what is allowed
    assert no_result(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figures_at_all(shown: Callable[[Load, str], AppTest], tmp_path: Path, language: str):
    app = shown(lambda: assess(observations=read_observations(tmp_path / "nothing")), language)
    assert len(app.table[0].value) > 0
    assert no_result(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("  ru:", "  fr:", "ru"),  # a missing translation, an unknown language
        ("direction:", "dirction:", "dirction"),
        ("max_age:", "max_age: many #", "max_age"),
    ],
)
def test_faults_of_a_card(
    shown: Callable[[Load, str], AppTest],
    registry: Path,
    language: str,
    old: str,
    new: str,
    named: str,
) -> None:
    change(registry / "cards" / "recorded_crime.yaml", old, new)
    with pytest.raises(RegistryError):
        load_registry(registry)
    app = shown(lambda: assess(registry=load_registry(registry)), language)
    assert [title.value for title in app.title] == [
        translator(language)("The description of the indicators has faults, so no score is shown")
    ]
    said = "\n".join(code.value for code in app.code)
    assert "recorded_crime.yaml" in said
    assert named in said
    assert "Traceback" not in said
    assert no_result(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_of_the_boundaries(
    shown: Callable[[Load, str], AppTest], tmp_path: Path, language: str
) -> None:
    copy = tmp_path / "boundaries"
    shutil.copytree(DATA / "boundaries", copy)
    change(copy / "regions.geojson", "KZ-75", "KZ-57")
    app = shown(lambda: load_boundaries(folder=copy), language)
    assert [title.value for title in app.title] == [
        translator(language)("The boundaries of the regions cannot be read, so no map is shown")
    ]
    assert any("regions" in text.value for text in app.markdown)
    assert no_result(app)


def test_a_broken_file_cannot_write_on_the_page(
    shown: Callable[[Load, str], AppTest], data: Path
) -> None:
    change(data / "observations" / "poverty.csv", ",percent,", ",![x](http://127.0.0.1:9/x.png),")
    app = shown(lambda: assess(observations=read_observations(data)), "en")
    table = app.table[0].value.to_csv()
    assert "127" in table
    assert "![x](" not in table


def test_the_app_recovers_when_the_files_are_good_again(
    shown: Callable[[Load, str], AppTest], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from views.session import load

    change(data / "observations" / "poverty.csv", ",percent,", ",persons,")
    assert no_result(shown(lambda: assess(observations=read_observations(data)), "en"))
    monkeypatch.setattr("views.frame.load", load)
    assert not no_result(sound(new_app(lang="en").run()))
