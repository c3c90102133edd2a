"""The tree of an index: indicators at level 1, aggregates above them, the index at the top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property


class HierarchyError(ValueError):
    """The nodes do not make one tree; the message names the node and what is allowed."""


@dataclass(frozen=True)
class Node:
    """One indicator or aggregate: what it counts into, how high it stands, and how much it weighs.

    ``weight`` is relative to the other children of ``parent``; the top has no parent.
    """

    id: str
    parent: str | None
    level: int
    weight: float = 1.0


@dataclass(frozen=True)
class Hierarchy:
    """All nodes of an index, in the order in which tables list them.

    Raises HierarchyError when an id stands twice, there is not exactly one top, a parent is not
    there or not one level higher, an aggregate has no children, a weight is negative or not a
    number, or the children of a node weigh nothing together.
    """

    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        twice = [
            name for name, count in Counter(node.id for node in self.nodes).items() if count > 1
        ]
        if twice:
            raise HierarchyError(f"'{twice[0]}' stands twice")
        tops = [node.id for node in self.nodes if node.parent is None]
        if len(tops) != 1:
            raise HierarchyError(
                f"there must be one node without a parent, found {len(tops)}: {tops}"
            )
        for node in self.nodes:
            self._check(node)

    def _check(self, node: Node) -> None:
        if not 0 <= node.weight < float("inf"):
            raise HierarchyError(f"'{node.id}' has weight {node.weight}; it must be 0 or more")
        if node.parent is not None:
            parent = self.by_id.get(node.parent)
            if parent is None:
                raise HierarchyError(f"'{node.id}' has parent '{node.parent}', which is not there")
            if parent.level != node.level + 1:
                raise HierarchyError(
                    f"'{node.id}' stands at level {node.level}, its parent '{parent.id}' at level "
                    f"{parent.level}; it must be {node.level + 1}"
                )
        children = self.children.get(node.id, ())
        if node.level > 1 and not children:
            raise HierarchyError(f"'{node.id}' stands at level {node.level} and has no children")
        if children and sum(self.by_id[child].weight for child in children) == 0:
            raise HierarchyError(f"the children of '{node.id}' weigh 0 together")

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Each node by its id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Ids of the children of each aggregate, in the order of the nodes."""
        found: dict[str, tuple[str, ...]] = {}
        for node in self.nodes:
            if node.parent is not None:
                found[node.parent] = (*found.get(node.parent, ()), node.id)
        return found

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Ids at level 1."""
        return self.at(1)

    @cached_property
    def aggregates(self) -> tuple[str, ...]:
        """Ids above level 1, lowest level first."""
        return tuple(name for level in range(2, self.top_level + 1) for name in self.at(level))

    @cached_property
    def top(self) -> str:
        """Id of the index."""
        return next(node.id for node in self.nodes if node.parent is None)

    @cached_property
    def top_level(self) -> int:
        """Level of the index."""
        return self.by_id[self.top].level

    def at(self, level: int) -> tuple[str, ...]:
        """Ids at ``level``."""
        return tuple(node.id for node in self.nodes if node.level == level)

    @cached_property
    def relative_weights(self) -> dict[str, float]:
        """Weight of each node among its parent's children, 1 for the top."""
        shares = {self.top: 1.0}
        for children in self.children.values():
            total = sum(self.by_id[child].weight for child in children)
            shares |= {child: self.by_id[child].weight / total for child in children}
        return {node.id: shares[node.id] for node in self.nodes}

    @cached_property
    def effective_weights(self) -> dict[str, float]:
        """Weight of each node in the index: the product of the relative weights along its path."""
        found: dict[str, float] = {}
        for node in sorted(self.nodes, key=lambda node: -node.level):
            above = 1.0 if node.parent is None else found[node.parent]
            found[node.id] = above * self.relative_weights[node.id]
        return {node.id: found[node.id] for node in self.nodes}

    def reweighted(self, weights: Mapping[str, float]) -> Hierarchy:
        """Return the same tree with other weights for the nodes named in ``weights``.

        Raises HierarchyError for a name that is not a node.
        """
        for name in weights:
            if name not in self.by_id:
                raise HierarchyError(
                    f"'{name}' is not a node; the nodes are {', '.join(self.by_id)}"
                )
        return Hierarchy(
            tuple(replace(node, weight=weights.get(node.id, node.weight)) for node in self.nodes)
        )

    def without(self, name: str) -> Hierarchy:
        """Return the tree without one node and all below it.

        An aggregate that loses its last child goes too. Raises HierarchyError when nothing is left.
        """
        if name not in self.by_id:
            raise HierarchyError(f"'{name}' is not a node; the nodes are {', '.join(self.by_id)}")
        gone = name
        while (parent := self.by_id[gone].parent) is not None and len(self.children[parent]) == 1:
            gone = parent
        if gone == self.top:
            raise HierarchyError(f"without '{name}' the index has no indicator")
        lost = {gone}
        for node in sorted(self.nodes, key=lambda node: -node.level):
            if node.parent in lost:
                lost.add(node.id)
        return Hierarchy(tuple(node for node in self.nodes if node.id not in lost))
