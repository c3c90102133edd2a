import argparse
import shutil

import pytest

from cli import UserError, data
from intake.build import DATA, build_into


def run(*words, root):
    parser = argparse.ArgumentParser()
    data.add(parser.add_subparsers())
    args = parser.parse_args(["data", *words])
    args.root = root
    return args.func(args)


@pytest.fixture
def root(tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(DATA / "tables", copy / "tables")
    build_into(copy, copy / "tables")
    return copy


def test_the_summary_counts_what_is_there(root, capsys):
    assert run(root=root) == 0
    out = capsys.readouterr().out
    assert "release 2026.12 of 2026-11-28" in out
    lines = {line.split()[0]: line.split() for line in out.splitlines() if line}
    assert lines["water"] == ["water", "1", "204", "2015–2025"]


def test_check_tells_a_changed_file_and_build_mends_it(root, capsys):
    assert run("--check", root=root) == 0
    path = root / "observations" / "water.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert run("--check", root=root) == 1
    assert "data/observations/water.csv" in capsys.readouterr().out
    assert run("--build", root=root) == 0
    assert run("--check", root=root) == 0


def test_without_a_package_the_summary_says_what_to_do(tmp_path):
    with pytest.raises(UserError, match="data --build"):
        run(root=tmp_path)
