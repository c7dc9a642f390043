"""Why one node rests on another: the chains between them, the best supported first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import inf
from typing import TypeAlias

from kg.analysis.dependency.graph import Graph
from kg.analysis.dependency.limits import Late, deadline
from kg.analysis.dependency.reach import (
    Links,
    Path,
    affirmed_kinds,
    by_label,
    check,
    path,
    rests_on,
    strength,
    what_rests_on,
)

UNKNOWN = -1.0
"""The width of a link of unknown probability: less than that of any other."""
Chain: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chains:
    """The best supported chains, best first.

    ``complete`` says that there was time to find as many as were asked for, or all there are;
    those found are the best in any case.
    """

    paths: tuple[Path, ...]
    complete: bool


def why(graph: Graph, start: str, end: str, k: int = 5, *, seconds: float = 10.0) -> Chains:
    """Return the ``k`` best supported ways in which ``start`` rests on ``end``.

    A chain is as strong as its weakest link. The strongest come first; those with a link of
    unknown probability come last, whatever the rest. Among equals the fewest links come first,
    then the first labels. No chain passes a node twice, and none leads from a node to itself.

    Exact, by the procedure of Lawler (1972) for the k best solutions: in each part of what is
    left to be searched, the best is found by a widest path (Pollack 1960), then by a shortest
    one among links of that width. That is ``k`` times the links of a chain searches of what lies
    between the two, each near linear in its edges.

    Raises:
        NotFoundError: if a node is not in the graph.
        ValueError: if ``k`` is negative.
    """
    check(graph, start, end)
    if k < 0:
        raise ValueError(f"ask for any number of chains from 0 on, not {k}")
    between = _Between(graph, start, end)
    found, complete = between.best(k, deadline(seconds))
    return Chains(tuple(path(graph, [between.nodes[at] for at in one]) for one in found), complete)


@dataclass(frozen=True, slots=True, order=True)
class _Part:
    """Chains that share a beginning and do not go on to some nodes, with the best of them.

    Parts are in the order of their best.
    """

    narrow: float
    links: int
    best: Chain
    shared: int
    banned: frozenset[int]


class _Between:
    """What lies between two nodes; the nodes are numbered in the order of their labels."""

    def __init__(self, graph: Graph, start: str, end: str) -> None:
        above = {end, *(one.id for one in what_rests_on(graph, end))}
        below = {start, *(one.id for one in rests_on(graph, start))}
        self.nodes = by_label(graph, above & below) if start != end else []
        number = {node: at for at, node in enumerate(self.nodes)}
        self.start, self.end = number.get(start, -1), number.get(end, -1)
        self.ahead = [_widths(graph.succ[node], number) for node in self.nodes]
        self.back: list[dict[int, float]] = [{} for _ in self.nodes]
        for one, links in enumerate(self.ahead):
            for other, width in links.items():
                self.back[other][one] = width

    def best(self, k: int, late: Late) -> tuple[list[Chain], bool]:
        """Return up to ``k`` best chains, and whether it did not get late before."""
        found: list[Chain] = []
        parts = [*self._part((self.start,), frozenset())] if self.nodes else []
        while parts and len(found) < k:
            part = heappop(parts)
            found.append(part.best)
            for other in self._others(part) if len(found) < k else ():
                heappush(parts, other)
                if late():
                    return found, False
        return found, True

    def _others(self, part: _Part) -> Iterator[_Part]:
        """Yield in parts what is left of a part without its best."""
        for length in range(part.shared, len(part.best)):
            banned = part.banned if length == part.shared else frozenset()
            yield from self._part(part.best[:length], banned | {part.best[length]})

    def _part(self, shared: Chain, banned: frozenset[int]) -> Iterator[_Part]:
        """Yield the part of all chains with one beginning, unless there are none."""
        onward = {at: w for at, w in self.ahead[shared[-1]].items() if at not in banned}
        widest = self._widest(set(shared))
        reached = [min(width, widest[at]) for at, width in onward.items() if at in widest]
        if reached:
            width = min([max(reached), *(self.ahead[a][b] for a, b in pairwise(shared))])
            best = self._shortest(shared, onward, width)
            yield _Part(-width, len(best), best, len(shared), banned)

    def _widest(self, passed: Collection[int]) -> dict[int, float]:
        """Return the width of a widest chain from each node to the end, around some."""
        widest: dict[int, float] = {}
        heap = [(-inf, self.end)]
        while heap:
            narrow, here = heappop(heap)
            if here not in widest:
                widest[here] = -narrow
                for other, width in self.back[here].items():
                    if other not in widest and other not in passed:
                        heappush(heap, (max(narrow, -width), other))
        return widest

    def _shortest(self, shared: Chain, onward: Mapping[int, float], width: float) -> Chain:
        """Return the first shortest way on, of those as wide as this."""
        depths = self._depths(set(shared), width)
        chain = [*shared]
        while chain[-1] != self.end:
            wide = (at for at, other in onward.items() if other >= width and at in depths)
            chain.append(min(wide, key=lambda at: (depths[at], at)))
            onward = self.ahead[chain[-1]]
        return tuple(chain)

    def _depths(self, passed: Collection[int], width: float) -> dict[int, int]:
        depths = {self.end: 0}
        frontier = [self.end]
        while frontier:
            following = []
            for here in frontier:
                for other, one in self.back[here].items():
                    if one >= width and other not in depths and other not in passed:
                        depths[other] = depths[here] + 1
                        following.append(other)
            frontier = following
        return depths


def _widths(around: Mapping[str, Links], number: Mapping[str, int]) -> dict[int, float]:
    return {
        number[other]: UNKNOWN if (known := strength(links)) is None else known
        for other, links in around.items()
        if other in number and any(affirmed_kinds(links))
    }
