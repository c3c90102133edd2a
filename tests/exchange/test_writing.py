"""Writing files: all of them or none."""

from pathlib import Path

import pytest

from exchange.writing import WritingError, write_folder


def test_files_are_written_and_others_stay(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    write_folder(folder, {"a.csv": "1\n", "b.csv": "ә\n"})
    write_folder(folder, {"a.csv": "2\n"})
    assert sorted(path.name for path in folder.iterdir()) == ["a.csv", "b.csv"]
    assert (folder / "a.csv").read_bytes() == b"2\n"
    assert (folder / "b.csv").read_text(encoding="utf-8") == "ә\n"


def test_all_or_none(tmp_path: Path) -> None:
    write_folder(tmp_path, {"a.csv": "old"})
    with pytest.raises(WritingError, match="cannot be written"):
        write_folder(tmp_path, {"a.csv": "new", "no/such/b.csv": "new"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(WritingError, match="taken: cannot be written"):
        write_folder(tmp_path / "taken", {"a.csv": ""})
