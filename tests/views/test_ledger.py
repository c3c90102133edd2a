"""What changed, on the page Region: parts that add up, and a release before that is not hidden."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from assessment import vintages
from assessment.ledger import compare, current
from assessment.vintages import keep
from i18n import number, signed, translator
from intake.build import DATA, build_into
from tests.assessment.published import published
from tests.views.pages import LANGUAGES, chart, expander, html, open_page, opened, sound
from views import ledger

MADE = published()
LAST = MADE.rated_periods[-1]
REGION = "KZ-31"
BEFORE = "2000.01"
POVERTY = "poverty_share,KZ-31,current,2023-Q3,"


@pytest.fixture(autouse=True)
def none_remembered() -> Iterator[None]:
    ledger.release_before.clear()
    ledger.two_releases.clear()
    yield
    ledger.release_before.clear()
    ledger.two_releases.clear()


@pytest.fixture(scope="module")
def release_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release of the day before, in which one figure of Zhambyl is another."""
    root = tmp_path_factory.mktemp("before") / "data"
    shutil.copytree(DATA / "tables", root / "tables")
    _day_before(root / "tables/release.yaml")
    figures = root / "tables/figures/poverty.csv"
    lines = figures.read_text("utf-8").splitlines(keepends=True)
    (at,) = [i for i, line in enumerate(lines) if line.startswith(POVERTY)]
    value = lines[at].removeprefix(POVERTY).split(",")[0]
    lines[at] = lines[at].replace(f"{POVERTY}{value},", f"{POVERTY}{float(value) + 3:.1f},")
    figures.write_text("".join(lines), "utf-8", newline="\n")
    build_into(root, root / "tables")
    return keep(root)[0].parent


def _day_before(release: Path) -> None:
    """Call a release by another name, of the day before."""
    shown = MADE.observations
    text = release.read_text("utf-8").replace(f'"{shown.release}"', f'"{BEFORE}"')
    day = shown.created - timedelta(days=1)
    changed = text.replace(shown.created.isoformat(), day.isoformat())
    assert changed != text
    release.write_text(changed, "utf-8")


def page(**address: str) -> AppTest:
    return open_page("region", **{"region": REGION, "lang": "en", **address})


def written(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


@pytest.mark.parametrize("language", LANGUAGES)
def test_since_the_year_before_all_is_real_change(language: str) -> None:
    app = page(lang=language)
    made = compare(current(MADE, LAST - 1), current(MADE, LAST)).ledger
    r = made.regions.index(REGION)
    change = made.after[r] - made.before[r]
    assert made.real.points[r] == pytest.approx(change, abs=1e-9)
    assert f"**{number(abs(change), language, 2)}**" in written(app)
    shown = html(app)
    assert translator(language)("Real change") in shown
    assert signed(change, language, 2) in shown
    # Bars, and what is too small for one, are the whole change.
    bars = chart(app, "ledger_chart_years")["data"][0]["x"]
    assert len(bars) > 3
    assert sum(bars) == pytest.approx(change, abs=0.005 * len(made.indicators))
    table = expander(opened(app, "ledger_years"), "ledger_years").table[0].value
    assert len(table) == len(made.indicators) + len(made.pillars) + 1
    assert table.iloc[-1, -1] == signed(change, language, 2)


def test_figures_of_one_year_only_stand_apart() -> None:
    ledgers = {
        p: compare(current(MADE, p - 1), current(MADE, p)).ledger for p in MADE.rated_periods[1:]
    }
    year = next(p for p, made in ledgers.items() if abs(made.coverage.points).max() > 0.1)
    r = int(np.argmax(abs(ledgers[year].coverage.points)))
    app = page(region=ledgers[year].regions[r], year=str(year))
    assert "Figures of one side only" in html(app)
    assert "between them is no change" in written(app)
    bars = chart(app, "ledger_chart_years")["data"][0]["x"]
    assert sum(bars) == pytest.approx(ledgers[year].real.points[r], abs=0.005 * 20)
    assert "Figures of one side only" not in html(page())


def test_the_first_year_has_nothing_before_it() -> None:
    app = page(year=str(MADE.rated_periods[0]))
    assert "is the first year that is rated" in written(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_release_that_is_kept_says_so(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = f"{vintages.release_of(MADE).name}{vintages.SUFFIX}"
    shutil.copy(vintages.FOLDER / own, tmp_path)
    monkeypatch.setattr(vintages, "FOLDER", tmp_path)
    first = MADE.observations.release
    message = translator(language)(
        "Release {release} with method {method} is the first that is kept. The next one will "
        "be held against it here."
    )
    method = MADE.registry.framework.version
    assert message.format(release=first, method=method) in written(page(lang=language))


def test_a_release_with_the_same_figures_and_method_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "data"
    shutil.copytree(DATA / "tables", root / "tables")
    _day_before(root / "tables/release.yaml")
    notes = root / "tables/notes.csv"
    # Notes are no part of a score: the data version is another, the figures are the same.
    text = notes.read_text("utf-8")
    assert "Named in the article" in text
    notes.write_text(text.replace("Named in the article", "Named in print"), "utf-8", newline="\n")
    build_into(root, root / "tables")
    path, _new = keep(root)
    assert vintages.read(path).about.version != MADE.observations.version
    monkeypatch.setattr(vintages, "FOLDER", path.parent)
    app = page()
    assert "no score of any region or year differs" in written(app)
    assert "holds the same figures and has the same method" in written(app)
    assert "ledger_release" not in [one.key for one in app.expander]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_revised_figure_is_told_as_a_revision(
    language: str, release_before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vintages, "FOLDER", release_before)
    app = page(lang=language)
    (before,) = vintages.vintages()
    then = before.scores[LAST][REGION]
    now = float(MADE.result.score[MADE.result.period_index[LAST], MADE.result.region_index[REGION]])
    change = signed(now - then, language, 2)
    assert change.startswith("\N{MINUS SIGN}")
    label = expander(app, "ledger_release").label
    assert BEFORE in label
    assert change in label
    app = opened(app, "ledger_release")
    inside = expander(app, "ledger_release")
    tiles = "\n".join(one.value for one in inside.get("html"))
    assert change in tiles
    bars = chart(app, "ledger_chart_releases")["data"][0]["x"]
    assert bars == pytest.approx([now - then], abs=1e-9)
    table = expander(opened(app, "ledger_releases"), "ledger_releases").table[0].value
    columns = [name.replace("\\", "") for name in table.columns]
    assert [name.partition(",")[0] for name in columns[1:3]] == [BEFORE, MADE.observations.release]
    assert translator(language)("Figures revised") in columns
    assert table.iloc[-1, -1] == change


def test_with_own_settings_releases_are_not_compared(
    release_before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vintages, "FOLDER", release_before)
    app = sound(page(weights="poverty_share:3"))
    assert "Releases are held against each other only as published" in written(app)
    assert "What changed since" in "\n".join(one.value for one in app.subheader)


def test_a_damaged_release_is_one_line_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2026.01-1.0.json.xz").write_bytes(b"")
    monkeypatch.setattr(vintages, "FOLDER", tmp_path)
    app = page()
    (error,) = [one.value for one in app.error]
    assert "2026.01-1.0.json.xz: ends too early or is too large" in error.replace("\\", "")
