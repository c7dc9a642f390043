"""What rests on what, directly and through what, and the chains between two nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

from kg.analysis.dependency.graph import Graph, label
from kg.errors import NotFoundError
from kg.views import DependencyEvidence
from kg.vocab import RELATION_KINDS

Links: TypeAlias = Mapping[str, Mapping[str, Any]]
"""The links between two nodes: their attributes by kind."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a path: ``dependent`` rests on ``support``, on the word of ``evidence``.

    ``kinds`` are all that somebody affirms, sorted, ``contested`` those of them that somebody
    denies, and ``evidence`` every passage that affirms one. ``strength`` is the greatest known
    probability of one of them in [0, 1]; None where all are unknown.
    """

    dependent: str
    support: str
    kinds: tuple[str, ...]
    evidence: tuple[DependencyEvidence, ...]
    strength: float | None
    contested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of links between two nodes; ``words`` spells it out with labels."""

    steps: tuple[Step, ...]
    words: str

    @property
    def strength(self) -> float | None:
        """That of the weakest link; None where that of any link is unknown."""
        strengths = [step.strength for step in self.steps]
        known = [one for one in strengths if one is not None]
        return min(known) if known and len(known) == len(strengths) else None

    @property
    def contested(self) -> bool:
        """Whether somebody denies one of its links."""
        return any(step.contested for step in self.steps)


@dataclass(frozen=True, slots=True)
class Reached:
    """A node that a question leads to, by a shortest way.

    ``depth`` is the number of links on it: 1 is direct. ``through`` is the id of the node
    before it on that way, None where it is direct.
    """

    id: str
    label: str
    depth: int
    through: str | None


@dataclass(frozen=True)
class Reach:
    """All that a question about ``node`` leads to, nearest first, then by label.

    ``upwards`` tells what rests on the node from what it rests on.
    """

    node: str
    upwards: bool
    nodes: tuple[Reached, ...]

    def __iter__(self) -> Iterator[Reached]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)

    def chain(self, node: str) -> tuple[str, ...]:
        """Return the way between both nodes, from the dependent to the support, in O(its length).

        :func:`path` gives its evidence and its words.

        Raises:
            NotFoundError: if the question does not lead to the node.
        """
        if node not in self._through:
            raise NotFoundError(f"{node} is not among what was found; ask for one that is")
        nodes = [node]
        while nodes[-1] != self.node:
            nodes.append(self._through[nodes[-1]] or self.node)
        return tuple(nodes if self.upwards else reversed(nodes))

    @cached_property
    def _through(self) -> Mapping[str, str | None]:
        return {one.id: one.through for one in self.nodes}


def rests_on(graph: Graph, node: str) -> Reach:
    """Return all that ``node`` rests on, directly or indirectly.

    Breadth first; linear in the links among what is found, but for sorting it.

    Raises:
        NotFoundError: if the node is not in the graph.
    """
    return _reach(graph, node, upwards=False)


def what_rests_on(graph: Graph, node: str) -> Reach:
    """Return all that rests on ``node``, directly or indirectly; the cost is as above.

    Raises:
        NotFoundError: if the node is not in the graph.
    """
    return _reach(graph, node, upwards=True)


def path(graph: Graph, nodes: Sequence[str]) -> Path:
    """Return the chain of links along ``nodes``, each of which rests on the next."""
    steps = tuple(_step(graph, start, end) for start, end in pairwise(nodes))
    return Path(steps, " rests on ".join(label(graph, node) for node in nodes))


def check(graph: Graph, *nodes: str) -> None:
    """Refuse nodes that are not in the graph.

    Raises:
        NotFoundError: if one is not.
    """
    for node in nodes:
        if node not in graph:
            raise NotFoundError(
                f"nothing is said about the dependencies of {node}; "
                "ask for a concept or claim that is an end of one"
            )


def affirmed_kinds(links: Links) -> Iterator[str]:
    """Yield the kinds of a link in which somebody affirms that its first end rests on the other."""
    return (
        kind
        for kind, data in links.items()
        if RELATION_KINDS[kind].dependent is not None and data.get("asserted", 1)
    )


def strength(links: Links) -> float | None:
    """Return the greatest known probability of those kinds; None where all are unknown."""
    known = [
        one for kind in affirmed_kinds(links) if (one := links[kind].get("probability")) is not None
    ]
    return max(known, default=None)


def by_label(graph: Graph, nodes: Iterable[str]) -> list[str]:
    """Return nodes in the order of their labels, then of their ids."""
    return sorted(nodes, key=lambda node: (label(graph, node), node))


def _reach(graph: Graph, node: str, *, upwards: bool) -> Reach:
    check(graph, node)
    found: list[Reached] = []
    frontier, seen, depth = [node], {node}, 0
    while frontier:
        depth += 1
        through: dict[str, str] = {}
        for here in frontier:
            for other in _around(graph, here, upwards=upwards):
                if other not in seen:
                    seen.add(other)
                    through[other] = here
        frontier = by_label(graph, through)
        found += [
            Reached(one, label(graph, one), depth, through[one] if depth > 1 else None)
            for one in frontier
        ]
    return Reach(node, upwards, tuple(found))


def _around(graph: Graph, node: str, *, upwards: bool) -> Iterator[str]:
    links = graph.pred[node] if upwards else graph.succ[node]
    return (other for other, kinds in links.items() if any(affirmed_kinds(kinds)))


def _step(graph: Graph, start: str, end: str) -> Step:
    links = graph[start][end]
    kinds = tuple(sorted(affirmed_kinds(links)))
    evidence = tuple(
        item
        for kind in kinds
        for item in links[kind].get("evidence", ())
        if item.dependency.affirms
    )
    contested = tuple(kind for kind in kinds if links[kind].get("contested", False))
    return Step(start, end, kinds, evidence, strength(links), contested)
