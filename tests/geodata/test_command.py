"""`./run boundaries`, called as the command line calls it."""

import shutil
from pathlib import Path

import geopandas
import pytest

import cli.boundaries as command
from cli.__main__ import main
from geodata import boundaries, build, own_map
from geodata.boundaries import BUILT, load_boundaries


@pytest.fixture
def place(tmp_path: Path, monkeypatch) -> Path:
    """A copy of the built map that the command may change."""
    built = tmp_path / "boundaries"
    shutil.copytree(BUILT, built, ignore=shutil.ignore_patterns("own"))
    own = built / "own"
    for module in (boundaries, command):
        monkeypatch.setattr(module, "BUILT", built)
        monkeypatch.setattr(module, "OWN", own)
    kept = own_map.put_in
    monkeypatch.setattr(own_map, "put_in", lambda *a, **o: kept(*a, folder=own, **o))
    return built


@pytest.fixture
def own_file(tmp_path: Path, coarse) -> Path:
    path = tmp_path / "own.gpkg"
    table = geopandas.GeoDataFrame(
        {"iso": list(coarse)}, geometry=list(coarse.values()), crs="EPSG:4326"
    )
    table.to_file(path)
    return path


def test_shows_what_is_there(place, capsys):
    assert main(["boundaries"]) == 0
    out = capsys.readouterr().out
    assert "built from the kept tables" in out
    assert "current:      20 regions, 4,271 points, 77 kB" in out
    assert "pre2022:      17 regions" in out
    assert "Alexander Rodionov, CC BY 4.0" in out


def test_own_map_in_and_out_again(place, own_file, capsys):
    built = {p.name: p.read_bytes() for p in place.glob("*json")}
    assert main(["boundaries", "--from", str(own_file), "--attribution", "© Ministry, 2026"]) == 0
    out = capsys.readouterr().out
    assert "your own" in out
    assert out.count("© Ministry, 2026") == 1
    assert load_boundaries().own
    assert {p.name: p.read_bytes() for p in place.glob("*json")} == built
    assert main(["boundaries", "--reset"]) == 0
    assert "built from the kept tables" in capsys.readouterr().out
    assert not (place / "own").exists()


def test_build_mends_a_damaged_map(place, capsys):
    (place / "regions.geojson").write_text("{}", encoding="utf-8")
    assert main(["boundaries"]) == 2
    assert "regions.geojson: the content is not the one" in capsys.readouterr().err
    assert main(["boundaries", "--build"]) == 0
    assert (place / "regions.geojson").read_bytes() == build.build_files()["regions.geojson"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--from", "no.gpkg", "--attribution", "©"], "no.gpkg: there is no such file"),
        (["--from", "no.gpkg"], "--from needs --attribution TEXT"),
        (["--attribution", "©"], "--attribution is of use only with --from FILE"),
        (["--id-column", "x", "--build"], "--id-column is of use only with --from FILE"),
    ],
)
def test_bad_input_is_one_line_and_code_2(place, capsys, arguments, line):
    before = {p.name: p.read_bytes() for p in place.glob("*json")}
    assert main(["boundaries", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(line)
    assert err.count("\n") == 1
    assert {p.name: p.read_bytes() for p in place.glob("*json")} == before


def test_two_actions_at_once_are_refused(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["boundaries", "--build", "--reset"])
    assert stop.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


def test_help_teaches(capsys):
    with pytest.raises(SystemExit):
        main(["boundaries", "--help"])
    out = capsys.readouterr().out
    assert "--from borders.gpkg --attribution" in out
    assert "KATO" in out
