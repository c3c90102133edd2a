"""What is taken over counts at once, whole, and is taken back to the last digit."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assessment import assess
from assessment.ledger import between
from assessment.vintages import kept as kept_releases
from assessment.vintages import vintages as releases
from indicators import additions
from indicators.faults import DataFaults
from indicators.observations import read_observations
from indicators.package import read_folder, version_id
from intake.loading.known import Known, load_known
from intake.loading.preview import Preview
from intake.loading.vintages import LoadError, confirm, kept, undo, use
from tests.intake.loading.tables import good, look, text

WORDS = {"author": "Айгүл", "note": "Poverty of 2024", "source": "bns_taldau"}


def taken(folder: Path, known: Known, period: str = "2024", **words: str) -> additions.Addition:
    found = look(folder, known, text(good(period)))
    return confirm(found, known, **{**WORDS, **words})


def test_without_a_vintage_the_figures_are_those_of_the_package() -> None:
    there, here = read_observations(), additions.read_current()
    assert here.version == there.version
    assert here.release == there.release
    assert here.figures_id == there.figures_id
    assert additions.current_package().files == read_folder(additions.DATA).files


def test_a_load_counts_and_is_taken_back_to_the_last_digit(tmp_path: Path, base: Known) -> None:
    before = assess()
    made = taken(tmp_path, base)
    after = assess()
    figure = after.observations.at("poverty_share", "KZ-11", "current", "2024")
    assert figure is not None
    assert (figure.value, figure.source, figure.detail) == (4.35, "bns_taldau", "t.csv, 4")
    (note,) = figure.notes
    assert after.observations.notes[note].ru == f"Poverty of 2024 (Айгүл, {made.last.at[:10]})"
    assert after.observations.release == f"{before.observations.release}+{made.id[:8]}"
    assert after.observations.version != before.observations.version
    moved = after.result.score[after.result.period_index[2024]]
    assert np.nanmax(np.abs(moved - before.result.score[before.result.period_index[2024]])) > 0.1
    assert undo("Айгүл") is None
    again = assess()
    assert again.observations.version == before.observations.version
    np.testing.assert_array_equal(again.result.score, before.result.score)
    np.testing.assert_array_equal(again.result.inputs.values, before.result.inputs.values)


def test_the_ledger_holds_the_load_against_the_release(tmp_path: Path, base: Known) -> None:
    made = taken(tmp_path, base)
    assert kept_releases()
    found = between(None, None, releases(), assess())
    assert found.new.about.release.endswith(f"+{made.id[:8]}")
    assert not found.same_release
    ledger = found.ledger
    assert np.nanmax(np.abs(ledger.total.points)) > 0.01


def test_a_row_says_where_it_stands_in_the_package_as_it_is_downloaded(
    tmp_path: Path, base: Known
) -> None:
    taken(tmp_path, base)
    package = additions.current_package()
    for figure in additions.read_current():
        if figure.period == "2024" and figure.series == "poverty_share":
            line = package.files[figure.file].decode().splitlines()[figure.row - 1]
            assert line.startswith(f"poverty_share,{figure.region},current,2024,")
    described = json.loads(package.files["datapackage.json"])
    assert described["id"] == version_id(described["resources"]) == load_known().version


def test_loads_add_up_and_are_taken_back_one_by_one(tmp_path: Path, base: Known) -> None:
    first = taken(tmp_path, base)
    second = taken(tmp_path, load_known(), "2025", note="And 2025")
    assert second.before == first.id
    assert [load.note for load in second.loads] == ["Poverty of 2024", "And 2025"]
    assert len(second.rows) == 20
    assert set(kept()) == {first.id, second.id}
    back = undo("B")
    assert back == first
    use(second.id, "C")
    assert additions.current() == second
    use(None, "C")
    assert additions.current() is None
    assert [(one.vintage, one.by) for one in additions.switches()] == [
        (first.id, "Айгүл"),
        (second.id, "Айгүл"),
        (first.id, "B"),
        (second.id, "C"),
        (None, "C"),
    ]


def test_a_changed_figure_takes_the_place_of_the_one_in_the_package(
    tmp_path: Path, base: Known
) -> None:
    rows = [("poverty_share", "KZ", "2020", "5.4", "percent")]
    confirm(look(tmp_path, base, text(rows)), base, **WORDS)
    found = additions.read_current()
    assert found.at("poverty_share", "KZ", "current", "2020").value == 5.4
    assert len(found) == len(read_observations())


def test_another_source_is_described(tmp_path: Path, base: Known) -> None:
    words = {"source": "", "title": "Akimat", "licence": "Free", "url": "https://gov.kz"}
    made = taken(tmp_path, base, **words)
    found = additions.read_current()
    source = found.sources[f"loaded_{made.last.id}"]
    assert (source.title.kk, source.licence.ru, source.url) == ("Akimat", "Free", "https://gov.kz")
    figure = found.at("poverty_share", "KZ", "current", "2024")
    assert figure is not None
    assert figure.source == source.id


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"note": " "}, "note"),
        ({"note": "x" * 501}, "note"),
        ({"note": "=cmd"}, "note"),
        ({"author": ""}, "author"),
        ({"source": "no_such"}, "source"),
        ({"source": ""}, "title"),
        ({"source": "", "title": "T"}, "licence"),
        ({"source": "", "title": "T", "licence": "L", "url": "javascript:x"}, "url"),
    ],
)
def test_nothing_is_written_without_all_words(
    tmp_path: Path, base: Known, figures: Path, words: dict[str, str], code: str
) -> None:
    with pytest.raises(LoadError) as error:
        taken(tmp_path, base, **words)
    assert error.value.code == code
    assert not figures.exists()


def test_nothing_is_taken_over_when_one_row_is_refused(
    tmp_path: Path, base: Known, figures: Path
) -> None:
    rows = [*good(), ("poverty_share", "KZ-79", "2024", "101", "percent")]
    with pytest.raises(LoadError, match="nothing was taken over"):
        confirm(look(tmp_path, base, text(rows)), base, **WORDS)
    same = [("poverty_share", "KZ", "2020", "5.3", "percent")]
    with pytest.raises(LoadError, match="nothing to take over"):
        confirm(look(tmp_path, base, text(same)), base, **WORDS)
    assert not figures.exists()


def test_who_confirms_second_must_look_again(tmp_path: Path, base: Known) -> None:
    looked = look(tmp_path, base, text(good("2025")))
    first = taken(tmp_path, base)
    with pytest.raises(LoadError, match="meanwhile"):
        confirm(looked, base, **WORDS)
    assert additions.current_id() == first.id


def test_there_must_be_something_to_go_back_to() -> None:
    with pytest.raises(LoadError, match="no table was loaded"):
        undo("A")
    with pytest.raises(LoadError, match="no vintage"):
        use("0" * 12, "A")


@pytest.mark.parametrize("spoil", [lambda b: b[:-9], lambda b: b"x", lambda b: b + b""])
def test_a_damaged_vintage_is_a_fault_and_can_be_left(
    tmp_path: Path, base: Known, figures: Path, spoil: Callable[[bytes], bytes]
) -> None:
    made = taken(tmp_path, base)
    file = figures / f"{made.id}.gz"
    content = file.read_bytes()
    file.write_bytes(spoil(content))
    if spoil(content) == content:
        assert additions.current() == made
        return
    with pytest.raises(DataFaults) as error:
        assess()
    assert error.value.faults[0].file == file.name
    use(None, "A")
    assert assess().observations.version == base.version


# -- killed ---------------------------------------------------------------------------------------


def steps(do: Callable[[], object], last: int, folder: Path) -> int:
    """Run in a process of its own that is killed before its step number ``last`` in a folder.

    Steps are: making the folder, opening a file, flushing it to the disk, and renaming it. Returns
    the signal that ended it, 0 when it came to its end.
    """
    child = os.fork()
    if child == 0:
        count = 0

        def step(real: Callable[..., object]) -> Callable[..., object]:
            def counted(*args: object, **options: object) -> object:
                nonlocal count
                if isinstance(args[0], int) or str(args[0]).startswith(str(folder)):
                    if count == last:
                        os.kill(os.getpid(), signal.SIGKILL)
                    count += 1
                return real(*args, **options)

            return counted

        code = 1
        try:
            os.fsync, os.open = step(os.fsync), step(os.open)  # type: ignore[assignment]
            Path.replace, Path.open = step(Path.replace), step(Path.open)  # type: ignore[assignment, method-assign]
            Path.mkdir = step(Path.mkdir)  # type: ignore[assignment, method-assign]
            do()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    assert os.WEXITSTATUS(status) == 0
    return 0


# Thirty processes, each of which takes a table over as far as it comes.
def test_killed_anywhere_it_is_the_old_or_the_new_vintage_whole(
    tmp_path: Path, base: Known, figures: Path
) -> None:
    looked: dict[str | None, tuple[Known, Preview]] = {
        None: (base, look(tmp_path, base, text(good("2024"))))
    }
    outcomes: list[tuple[bool, int]] = []
    last = 0
    while len(outcomes) < 30:
        old = additions.current()
        onto = None if old is None else old.id
        if onto not in looked:
            known = load_known()
            looked[onto] = known, look(tmp_path, known, text(good("2025")))
        known, found = looked[onto]
        ended = steps(lambda: confirm(found, known, **WORDS), last, figures)  # noqa: B023 - run at once
        new = additions.current()  # raises for one that is not whole
        if new != old:
            assert new is not None
            assert new.before == onto
            assert len(new.rows) == (0 if old is None else len(old.rows)) + 10
            load_known()  # sound as a whole
        outcomes.append((new != old, ended))
        if ended == 0:
            last = 0
            if len(new.loads) == 2:
                use(None, "A")
        else:
            last += 1
            if new != old:
                use(onto, "A")
    assert {(True, 0), (False, signal.SIGKILL), (True, signal.SIGKILL)} == set(outcomes)
    assert sum(ended == signal.SIGKILL for _, ended in outcomes) >= 20
