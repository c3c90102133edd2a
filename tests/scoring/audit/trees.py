"""The tree that most audits are tried on: a pillar of three, a pillar of one."""

from scoring.hierarchy import Hierarchy, Node

TREE = Hierarchy(
    (
        Node("a", "p", 1),
        Node("b", "p", 1),
        Node("c", "p", 1),
        Node("d", "q", 1),
        Node("p", "top", 2),
        Node("q", "top", 2),
        Node("top", None, 3),
    )
)
