"""Files of weights, points and comparisons: known answers, and every fault with its place."""

from pathlib import Path

import pytest

from exchange.faults import FrameworkFaults
from exchange.weight_file import GivenWeights, read_weights
from scoring.hierarchy import Hierarchy, Node

# T over P (a, b, c) and Q (d, e).
TREE = Hierarchy(
    (
        Node("a", "P", 1, 2),
        Node("b", "P", 1, 1),
        Node("c", "P", 1, 1),
        Node("d", "Q", 1, 3),
        Node("e", "Q", 1, 1),
        Node("P", "T", 2, 1),
        Node("Q", "T", 2, 1),
        Node("T", None, 3),
    )
)


def read(folder: Path, text: str, tree: Hierarchy = TREE) -> GivenWeights:
    path = folder / "w.csv"
    path.write_text(text, encoding="utf-8")
    return read_weights(path, tree)


def faults(folder: Path, text: str, tree: Hierarchy = TREE) -> list[str]:
    with pytest.raises(FrameworkFaults) as found:
        read(folder, text, tree)
    return [str(fault).replace(f"{folder}/", "") for fault in found.value.faults]


def shares(given: GivenWeights, *codes: str) -> list[float]:
    return [given.hierarchy.relative_weights[code] for code in codes]


# ---------------------------------------------------------------- which kind of file


def test_further_columns_are_not_read(tmp_path: Path) -> None:
    """So that weights.csv of one run can be given to the next."""
    given = read(tmp_path, "iCode,Level,Weight,Importance\nP,2,3,NA\n")
    assert shares(given, "P", "Q") == [0.75, 0.25]
    assert given.tables == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("iCode,share\na,1\n", ["w.csv: has no column of weights: 'iCode,share'"]),
        ("iCode,Weight,points\na,1,1\n", ["w.csv: has columns of several kinds"]),
        ("iCode,points,times\na,1,1\n", ["w.csv: has columns of several kinds"]),
        ("code,points\na,1\n", ["w.csv, column iCode: is missing; allowed: iCode, points"]),
        (
            "first,x\na,b\n",
            ["w.csv, column second: is missing", "w.csv, column times: is missing"],
        ),
        ("expert,iCode,Weight\nA,a,1\n", ["w.csv, row 1, column expert: stands beside Weight"]),
    ],
)
def test_columns_that_say_nothing_certain(tmp_path: Path, text: str, said: list[str]) -> None:
    found = faults(tmp_path, text)
    assert len(found) == len(said)
    for fault, part in zip(found, said, strict=True):
        assert fault.startswith(part)


# ---------------------------------------------------------------- points


def test_points_of_one(tmp_path: Path) -> None:
    given = read(tmp_path, "iCode,points\nd,10\ne,90\nQ,25\nP,75\n")
    assert shares(given, "d", "e", "P", "Q") == pytest.approx([0.1, 0.9, 0.75, 0.25])
    assert shares(given, "a", "b", "c") == [0.5, 0.25, 0.25]  # not in the file
    assert given.tables == {}


def test_points_are_taken_as_shares_of_their_sum(tmp_path: Path) -> None:
    given = read(tmp_path, "iCode,points\na,33.3\nb,33.3\nc,33.3\n")
    assert shares(given, "a", "b", "c") == pytest.approx([1 / 3] * 3)


def test_points_of_several_experts_and_of_some_sets_only(tmp_path: Path) -> None:
    text = "expert,iCode,points\nB,d,40\nB,e,60\nA,P,0\nA,Q,100\nA,d,80\nA,e,20\n"
    given = read(tmp_path, text)
    assert shares(given, "d", "e", "P", "Q") == pytest.approx([0.6, 0.4, 0, 1])
    table = given.tables["weights_by_expert"]
    assert list(table.columns) == ["expert", "iCode", "Weight"]
    assert table.to_numpy().tolist() == [
        ["B", "d", 0.4],
        ["B", "e", 0.6],
        ["A", "d", 0.8],
        ["A", "e", 0.2],
        ["A", "P", 0.0],
        ["A", "Q", 1.0],
    ]


def test_one_named_expert_needs_no_table(tmp_path: Path) -> None:
    assert read(tmp_path, "expert,iCode,points\nA,d,50\nA,e,50\n").tables == {}


def test_all_faults_of_points(tmp_path: Path) -> None:
    text = """\
expert,iCode,points
A,X,10
A,T,100
,P,50
A,d,-1
A,e,many
B,d,50
B,d,50
C,d,60
C,e,30
D,a,100
D,c,NA
E,b,100
"""
    assert faults(tmp_path, text) == [
        "w.csv, row 2, column iCode: is no code: 'X'; allowed: a, b, c, d, e, P, Q",
        "w.csv, row 3, column iCode: is the index, which has no siblings: 'T'; allowed: "
        "a, b, c, d, e, P, Q",
        "w.csv, row 4, column expert: has no expert; allowed: a name in every row",
        "w.csv, row 5, column points: is not allowed: '-1'; allowed: a number of 0 or more",
        "w.csv, row 6, column points: is not a number: 'many'; allowed: a number of 0 or more",
        "w.csv, row 8, column iCode: stands already in row 7: 'd'; allowed: each once an expert",
        "w.csv, row 12, column points: is not allowed: 'NA'; allowed: a number of 0 or more",
        "w.csv, row 9, column points: expert 'C': the points of the children of 'Q' add up to: "
        "'90'; allowed: 100, within 0.5",
        "w.csv, row 13, column iCode: expert 'E': there are no points for a, c; allowed: points "
        "for all of a, b, c, or for none",
    ]


# ---------------------------------------------------------------- comparisons


def test_comparisons_that_agree_are_ratios_of_weights(tmp_path: Path) -> None:
    text = "first,second,times\na,b,2\nc,b,0.5\na,c,4\nQ,P,3\n"
    given = read(tmp_path, text)
    assert shares(given, "a", "b", "c") == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert shares(given, "P", "Q", "d", "e") == pytest.approx([0.25, 0.75, 0.75, 0.25])
    assert given.tables.keys() == {"consistency_ratios"}
    ratios = given.tables["consistency_ratios"]
    assert list(ratios.columns) == ["node", "experts", "combined"]
    assert ratios["node"].tolist() == ["P", "T"]
    assert ratios["combined"].tolist() == pytest.approx([0, 0], abs=1e-12)
    assert (ratios["combined"] >= 0).all()


def test_comparisons_of_two_experts_by_hand(tmp_path: Path) -> None:
    """Of three, λ = 1 + s + 1/s with s = ∛(a_ab a_bc / a_ac); B's judgements agree."""
    text = """\
expert,first,second,times
A,a,b,3
A,b,c,3
A,a,c,5
B,a,b,1
B,b,c,1
B,a,c,1
B,d,e,4
"""
    given = read(tmp_path, text)
    # Geometric means of the judgements: √3, √3, √5; weights are geometric means of the rows.
    rows = [15 ** (1 / 6), 1.0, 15 ** (-1 / 6)]
    assert shares(given, "a", "b", "c") == pytest.approx([row / sum(rows) for row in rows])
    assert shares(given, "d", "e") == pytest.approx([0.8, 0.2])

    def ratio(step: float) -> float:
        return (step + 1 / step - 2) / 2 / 0.58

    ratios = given.tables["consistency_ratios"].set_index("node")
    assert list(ratios.columns) == ["experts", "combined", "expert:A", "expert:B"]
    assert ratios.loc["P", "experts"] == 2
    assert ratios.loc["P", "expert:A"] == pytest.approx(ratio(1.8 ** (1 / 3)))
    assert ratios.loc["P", "expert:B"] == pytest.approx(0, abs=1e-12)
    assert ratios.loc["P", "combined"] == pytest.approx(ratio(1.8 ** (1 / 6)))
    assert ratios.loc["Q"].isna().tolist() == [False, False, True, False]
    own = given.tables["weights_by_expert"].set_index(["expert", "iCode"])["Weight"]
    assert own["B"].to_dict() == pytest.approx(
        {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3, "d": 0.8, "e": 0.2}
    )
    third = [15 ** (1 / 3), 1.0, 15 ** (-1 / 3)]
    assert own["A"].tolist() == pytest.approx([row / sum(third) for row in third])


def test_all_faults_of_comparisons(tmp_path: Path) -> None:
    text = """\
expert,first,second,times
A,a,X,2
A,a,d,2
A,T,P,2
A,P,P,1
A,d,e,0
B,d,e,2
B,d,e,3
C,d,e,1/3
D,a,b,2
E,d,e,3
E,e,d,3
"""
    found = faults(tmp_path, text)
    answer = "allowed: a number above 0, such as 3 or 0.333"
    assert found[:7] == [
        "w.csv, row 2, column second: is no code: 'X'; allowed: a, b, c, d, e, P, Q",
        "w.csv, row 3, column second: is no sibling of 'a': 'd'; allowed: b, c",
        "w.csv, row 4, column first: is the index, which has no siblings: 'T'; allowed: "
        "a, b, c, d, e, P, Q",
        "w.csv, row 5, column second: is compared with itself: 'P'; allowed: Q",
        f"w.csv, row 6, column times: is not allowed: '0'; {answer}",
        "w.csv, row 8, column first: stands already in row 7: 'd, e'; allowed: each once an expert",
        f"w.csv, row 9, column times: is not a number: '1/3'; {answer}",
    ]
    assert found[7:9] == [
        f"w.csv, row 10, column second: expert 'D': '{first}' is not compared with 'c'; "
        "allowed: each pair of a, b, c"
        for first in "ab"
    ]
    assert len(found) == 10
    assert "row 11, column times: expert 'E': children of 'Q': 'd' over 'e' is 3, but" in found[9]


def test_contradictions_of_every_expert_are_told(tmp_path: Path) -> None:
    rows = [f"{who},{pair}" for who in "AB" for pair in ("a,b,3", "b,c,3", "a,c,0.25")]
    found = faults(tmp_path, "\n".join(["expert,first,second,times", *rows, ""]))
    assert len(found) == 2
    for who, row, fault in zip("AB", (2, 5), found, strict=True):
        assert f"row {row}, column times: expert '{who}': children of 'P': the judgements" in fault
        assert "consistency ratio" in fault
        assert "most of all" in fault  # the whole of what ``compare`` says
        assert fault.endswith("allowed: judgements with a consistency ratio up to 0.10")


def test_too_many_siblings_to_compare(tmp_path: Path) -> None:
    wide = Hierarchy((*(Node(f"i{k}", "T", 1) for k in range(16)), Node("T", None, 2)))
    (fault,) = faults(tmp_path, "first,second,times\ni0,i1,2\n", wide)
    assert fault == (
        "w.csv, row 2, column first: 'T' has 16 children to be compared; allowed: up to 15"
    )
