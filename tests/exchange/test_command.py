"""`./run index`: from files to files, and one line for what is wrong."""

from pathlib import Path

import pandas as pd
import pytest

from cli.__main__ import main
from tests.exchange.files import DATA, META, replaced, write


def run(folder: Path, *options: str, data: str = DATA, meta: str = META) -> int:
    paths = write(folder, data, meta)
    return main(["index", "--data", str(paths[0]), "--meta", str(paths[1]), *options])


def refused(folder: Path, capsys: pytest.CaptureFixture[str], *options: str, **files: str) -> str:
    assert run(folder, *options, **files) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert not (folder / "out").exists()
    return captured.err


def test_scores_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "uCode,uName,T,rank"
    assert lines[1] == "w,West,100,1"
    assert lines[3].startswith("u,Upper,0,3")


def test_files_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    steps = ("--denominate", "--impute", "mean", "--screen", "0.9", "--treat", "coin")
    assert run(tmp_path, *steps, "--out", str(out)) == 0
    assert capsys.readouterr() == ("", "")
    tables = {path.stem: pd.read_csv(path) for path in out.iterdir()}
    steps_taken = {"denominated", "imputed", "screened", "treated", "treatment", "treated_points"}
    results = {"normalised", "aggregates", "ranks", "weights"}
    audit = {"statistics", "correlations", "consistency", "leave_one_out", "findings"}
    assert tables.keys() == steps_taken | results | audit
    by_unit = tables["aggregates"].set_index("uCode")
    assert list(by_unit.columns) == ["T", "Q", "P"]
    assert by_unit.loc["w", "Q"] == 100
    assert tables["denominated"]["a"].tolist() == [0, 1.25, 2]
    assert tables["imputed"]["b"].tolist() == [4, 3, 2]
    assert tables["ranks"].set_index("uCode").loc["u", "c"] == 3
    weights = tables["weights"].set_index("iCode")
    assert weights.loc["a", ["Weight", "EffWeight"]].tolist() == [3, pytest.approx(0.5)]
    assert weights.loc["T", "Importance"] == pytest.approx(1)


def test_only_the_steps_asked_for_are_written(tmp_path: Path) -> None:
    assert run(tmp_path, "--out", str(tmp_path / "out")) == 0
    names = {path.stem for path in (tmp_path / "out").iterdir()}
    assert not names & {"denominated", "imputed", "screened", "treated", "treatment"}


def test_every_time_is_a_part_of_each_file(tmp_path: Path) -> None:
    later = DATA + "".join(DATA.splitlines(keepends=True)[1:]).replace("2020", "2021")
    later = replaced(later, 6, "NA", "3")
    assert run(tmp_path, "--impute", "latest", "--out", str(tmp_path / "out"), data=later) == 0
    table = pd.read_csv(tmp_path / "out" / "aggregates.csv")
    assert list(table.columns[:2]) == ["uCode", "Time"]
    assert table["Time"].tolist() == [2020] * 3 + [2021] * 3
    imputed = pd.read_csv(tmp_path / "out" / "imputed.csv").set_index(["uCode", "Time"])
    assert imputed["b"].isna().sum() == 1
    assert imputed.loc[("v", 2021), "b"] == 3


def test_own_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "weights.csv"
    path.write_text("iCode,Weight\nP,0\n")
    assert run(tmp_path, "--weights", str(path)) == 0
    printed = capsys.readouterr().out
    assert 'v,"Vale, Lower",25,2' in printed


def test_equal_weights(tmp_path: Path) -> None:
    assert run(tmp_path, "--weights", "equal", "--out", str(tmp_path / "out")) == 0
    weights = pd.read_csv(tmp_path / "out" / "weights.csv").set_index("iCode")
    assert weights["EffWeight"].to_dict() == {"a": 0.25, "b": 0.25, "c": 0.5} | {
        "P": 0.5,
        "Q": 0.5,
        "T": 1.0,
    }


def test_points_of_experts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "points.csv"
    path.write_text("expert,iCode,points\nA,P,80\nA,Q,20\nB,P,40\nB,Q,60\n")
    assert run(tmp_path, "--weights", str(path), "--out", str(tmp_path / "out")) == 0
    assert capsys.readouterr() == ("", "")
    weights = pd.read_csv(tmp_path / "out" / "weights.csv").set_index("iCode")
    assert weights.loc[["P", "Q"], "Weight"].tolist() == pytest.approx([0.6, 0.4])
    own = (tmp_path / "out" / "weights_by_expert.csv").read_text().splitlines()
    assert own[:2] == ["expert,iCode,Weight", "A,P,0.80000000000000004"]
    assert len(own) == 5
    assert not (tmp_path / "out" / "consistency_ratios.csv").exists()


def test_comparisons_of_experts(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("expert,first,second,times\nA,P,Q,8\nB,P,Q,2\nB,a,b,3\n")
    assert run(tmp_path, "--weights", str(path), "--out", str(tmp_path / "out")) == 0
    weights = pd.read_csv(tmp_path / "out" / "weights.csv").set_index("iCode")
    assert weights.loc[["P", "Q", "a"], "Weight"].tolist() == pytest.approx([0.8, 0.2, 0.75])
    ratios = (tmp_path / "out" / "consistency_ratios.csv").read_text().splitlines()
    assert ratios == ["node,experts,combined,expert:A,expert:B", "T,2,0,0,0", "P,1,0,NA,0"]
    assert len(pd.read_csv(tmp_path / "out" / "weights_by_expert.csv")) == 6


def test_faults_of_a_file_of_weights_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "points.csv"
    path.write_text("iCode,points\nP,50\nQ,40\na,x\n")
    error = refused(tmp_path, capsys, "--weights", str(path), "--out", str(tmp_path / "out"))
    assert error.splitlines() == [
        f"{path}, row 4, column points: is not a number: 'x'; allowed: a number of 0 or more",
        f"{path}, row 2, column points: the points of the children of 'T' add up to: '90'; "
        "allowed: 100, within 0.5",
    ]


def two_times() -> str:
    """FIGURES of four units at two times, P and Q moving apart in the second."""
    return """\
uCode,uName,Land,Time,people,a,b,c
u,Upper,north,2020,2,0,4,1
v,Vale,north,2020,4,5,3,2
w,West,south,2020,5,10,2,5
x,Xeric,south,2020,5,4,2,1
u,Upper,north,2021,2,0,4,5
v,Vale,north,2021,4,9,3,2
w,West,south,2021,5,10,2,5
x,Xeric,south,2021,5,4,2,1
"""


def test_optimised_weights_of_each_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--weights", "optimised:2", "--out", str(tmp_path / "out"))
    assert run(tmp_path, *options, data=two_times()) == 0
    assert capsys.readouterr() == ("", "")
    weights = pd.read_csv(tmp_path / "out" / "weights.csv").set_index(["Time", "iCode"])
    scores = pd.read_csv(tmp_path / "out" / "aggregates.csv").set_index(["Time", "uCode"])
    for time in (2020, 2021):
        spread = scores.loc[time][["P", "Q"]].std()
        found = weights.loc[time].loc[["P", "Q"], "Weight"]
        assert found["P"] / found["Q"] == pytest.approx(spread["Q"] / spread["P"], rel=1e-7)
        equal = weights.loc[time].loc[["P", "Q"], "Importance"]
        assert equal["P"] == pytest.approx(equal["Q"], abs=1e-7)
    assert weights.loc[(2020, "P"), "Weight"] != pytest.approx(weights.loc[(2021, "P"), "Weight"])


def test_optimised_weights_that_miss_are_told_and_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--weights", "optimised:1", "--out", str(tmp_path / "out"))
    assert run(tmp_path, *options, data=two_times()) == 0
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    for line, time in zip(lines, (2020, 2021), strict=True):
        assert f"no weights make the nodes of level 1 in {time} equally important" in line
        table = pd.read_csv(tmp_path / "out" / "weights.csv").set_index(["Time", "iCode"])
        found = table.loc[time].loc[["a", "b", "c"], "Correlation"]
        misses = (found / found.sum() - 1 / 3).abs()
        assert f"'{misses.idxmax()}' misses its share of importance by" in line
        assert float(line.rpartition(" ")[2]) == pytest.approx(misses.max(), rel=1e-2)


def test_a_node_without_scores_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = two_times().replace(",5,10,2,5", ",5,10,NA,5")
    for figure in ("4,1\n", "3,2\n", "2,1\n", "4,5\n"):
        data = data.replace(f",{figure}", f",NA,{figure.split(',')[1]}")
    assert run(tmp_path, "--weights", "optimised:1", data=data) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[:1] == ["index: 'b' in 2020 has no scores and keeps its weight"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--normalise", "best"], "no normalisation 'best'; there are: goalposts, minmax"),
        (["--normalise", "distance-to-reference:x"], "reference unit 'x' is not among the units"),
        (["--normalise", "rank:3"], "'rank' takes nothing after a colon"),
        (["--range", "5"], "a range is two numbers, such as 0,100, not '5'"),
        (["--range", "1,0"], "from low to high"),
        (
            ["--normalise", "goalposts"],
            "indicator 'a' cannot be normalised: it needs two goalposts",
        ),
        (["--aggregate", "geometric"], "'P' cannot be aggregated by 'geometric'"),
        (["--aggregate", "sum"], "no aggregation 'sum'"),
        (["--aggregate", "power:x"], "'power:x' needs a number"),
        (["--aggregate", "max,max,max"], "3 aggregations for 2 levels"),
        (["--impute", "guess"], "no imputation 'guess'"),
        (["--impute", "group-mean:Sea"], "no group column 'Sea'; there are: Land"),
        (["--impute", "latest"], "needs several times"),
        (["--screen", "90"], "a share lies from 0 to 1, not at 90"),
        (["--screen", "seen:0.9"], "--screen takes a share, or observed:SHARE"),
        (["--coverage", "most"], "a share is a number such as 0.9 or 2/3, not 'most'"),
        (["--period", "2024"], "--period goes with --export"),
        (["--weights", "none.csv"], "none.csv: cannot be read"),
        (
            ["--weights", "even"],
            "no weighting 'even'; there are: equal, optimised:LEVEL, or a file",
        ),
        (
            ["--weights", "optimised"],
            "level below the index, 1 or 2, not nothing, as in optimised:2",
        ),
        (["--weights", "optimised:3"], "level below the index, 1 or 2, not '3'"),
    ],
)
def test_wrong_choices_get_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    error = refused(tmp_path, capsys, *options)
    assert said in error
    assert error.count("\n") == 1


def test_all_faults_of_the_files_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = replaced(replaced(DATA, 2, ",0,4", ",x,4"), 4, ",10,2", ",10,y")
    error = refused(tmp_path, capsys, data=data)
    assert error.count("\n") == 2
    assert "row 2, column a: is not a number: 'x'" in error
    assert "row 4, column b: is not a number: 'y'" in error


def test_columns_left_out_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = "\n".join(
        f"{line},{'extra' if i == 0 else 1}" for i, line in enumerate(DATA.splitlines())
    )
    assert run(tmp_path, data=data) == 0
    assert capsys.readouterr().err.endswith("not in iMeta, so not used: extra\n")


def test_export_writes_three_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "--export", str(tmp_path), "--period", "2024"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "README.txt",
        "iData.csv",
        "iMeta.csv",
    ]
    assert set(pd.read_csv(tmp_path / "iData.csv")["Time"]) == {2024}
    assert main(["index", "--export", str(tmp_path), "--period", "1900"]) == 2
    assert "no scores for '1900'" in capsys.readouterr().err


def test_one_of_data_and_export_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index"]) == 2
    assert "--data or --export is needed" in capsys.readouterr().err


def test_analyses_are_written_with_their_seed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ("--uncertainty", "200", "--sensitivity", "8", "--seed", "7", "--out", str(out))
    assert run(tmp_path, "--impute", "mean", *options) == 0
    bands = pd.read_csv(out / "uncertainty.csv")
    assert bands["uCode"].tolist() == ["u", "v", "w"]
    assert set(bands["Draws"]) == {200}
    shares = pd.read_csv(out / "sensitivity.csv")
    assert set(shares["output"]) == {"mean_abs_rank_shift", "u", "v", "w"}
    assert set(bands["Seed"]) == set(shares["Seed"]) == {7}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--uncertainty", "10"], "--uncertainty needs --out DIR"),
        (["--uncertainty", "0", "--out", "out"], "--uncertainty takes a number of 1 or more"),
        (["--uncertainty", "9", "--seed", "-1", "--out", "out"], "--seed takes a number of 0"),
        (["--sensitivity", "0", "--out", "out"], "--sensitivity takes a number of 1 or more"),
    ],
)
def test_wrong_analyses_get_one_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    error = refused(tmp_path, capsys, *options)
    assert said in error
    assert error.count("\n") == 1
