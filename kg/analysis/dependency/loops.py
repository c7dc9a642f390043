"""Loops: what rests on itself by way of others, and where such a loop can be entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import networkx as nx

from kg.analysis.dependency.entering import Entrances, Entry
from kg.analysis.dependency.graph import Graph, resting
from kg.analysis.dependency.justification import Outcome
from kg.analysis.dependency.reach import Path, by_label, path
from kg.analysis.dependency.withdrawal import NOTHING, Situation, Supposition, situation

SCANS: Final = 64
"""How often each link may be looked at, on average, in the search for the shortest cycles."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A strongly connected part: each of its members rests on every other.

    ``shortest`` are the first of its shortest cycles in the order of labels, each told from its
    first label; where ``proven`` is false the search was cut off and there may be shorter ones.
    ``undecided`` are the members that nothing but a loop supports.
    """

    members: tuple[str, ...]
    shortest: tuple[Path, ...]
    proven: bool
    entries: tuple[Entry, ...]
    undecided: tuple[str, ...]


def loops(graph: Graph, supposed: Supposition = NOTHING, *, most: int = 3) -> list[Loop]:
    """Return the loops of a graph with at most so many cycles each, largest first.

    Strongly connected parts are found in linear time (Tarjan 1972). Their shortest cycles take
    a search from every member, cut off after a number of steps linear in the part; within parts
    of a few hundred members nothing is cut off.

    Raises:
        NotFoundError: if the supposition names a node or link that the graph does not have.
        ValueError: if ``most`` is less than 1.
    """
    if most < 1:
        raise ValueError(f"a loop is shown by one cycle or more, not {most}")
    case = situation(graph, supposed)
    plain = resting(case.graph)
    parts = list(nx.strongly_connected_components(plain))
    entrances = Entrances(case, supposed.given, plain, parts)
    found = [
        _loop(case, plain, by_label(graph, part), entrances, most)
        for part in parts
        if len(part) > 1
    ]
    return sorted(found, key=lambda loop: (-len(loop.members), loop.shortest[0].words))


def _loop(
    case: Situation, plain: nx.DiGraph[str], members: list[str], entrances: Entrances, most: int
) -> Loop:
    number = {node: at for at, node in enumerate(members)}
    links = [
        sorted(number[other] for other in plain.successors(node) if other in number)
        for node in members
    ]
    shortest, proven = shortest_cycles(links, most)
    return Loop(
        tuple(members),
        tuple(path(case.graph, [members[at] for at in (*one, one[0])]) for one in shortest),
        proven,
        tuple(entrances.of(members)),
        tuple(one for one in members if case.evaluation.outcome(one) is Outcome.UNDECIDED),
    )


def shortest_cycles(
    links: Sequence[Sequence[int]], most: int, scans: int = SCANS
) -> tuple[list[list[int]], bool]:
    """Return the first shortest cycles of a graph over 0, 1, 2 …, and whether they are proven.

    Each begins with its least node; they come in lexicographic order. From one node after the
    other a search backwards, no deeper than a cycle of the least length found so far, gives the
    shortest cycles through it; then the node is taken away with all that is on no cycle
    without it. That is exact, in O(nodes * links) at worst, unless it is cut off after
    ``scans`` looks at each link on average (and 10,000 in any case).
    """
    search = _Cycles(links, most, scans)
    return search.cycles, search.proven


class _Cycles:
    """The shortest cycles found so far, and the part of the graph that is still to be searched."""

    def __init__(self, links: Sequence[Sequence[int]], most: int, scans: int) -> None:
        self.links, self.most = links, most
        self.back: list[list[int]] = [[] for _ in links]
        for start, ends in enumerate(links):
            for end in ends:
                self.back[end].append(start)
        self.left = 10_000 + scans * sum(map(len, links))
        self.here = [True] * len(links)
        self.outward = [len(ends) for ends in links]
        self.inward = [len(starts) for starts in self.back]
        self.cycles: list[list[int]] = []
        self.limit = len(links)  # the greatest length that is of interest
        self.proven = self._search()

    def _search(self) -> bool:
        for node in range(len(self.links)):
            if self.here[node] and self.limit > 1:
                if self.left <= 0:
                    return False
                self._through(node)
                self._take_away(node)
        return True

    def _through(self, node: int) -> None:
        depths = self._depths(node)
        lengths = [depths[end] + 1 for end in self.links[node] if end in depths]
        if not lengths:
            return
        length = min(lengths)
        if not self.cycles or length < len(self.cycles[0]):
            self.cycles = []
        for cycle in self._closing(node, depths, length):
            self.cycles.append(cycle)
            if len(self.cycles) == self.most:
                break
        self.limit = length - 1 if len(self.cycles) == self.most else length

    def _depths(self, node: int) -> dict[int, int]:
        """Return how far others are from leading to a node, up to its nearest successors."""
        depths, frontier, ends = {node: 0}, [node], set(self.links[node])
        for depth in range(1, self.limit):
            following = []
            for end in frontier:
                self.left -= len(self.back[end])
                for start in self.back[end]:
                    if self.here[start] and start not in depths:
                        depths[start] = depth
                        following.append(start)
            if not following or not ends.isdisjoint(following):
                break
            frontier = following
        return depths

    def _closing(self, node: int, depths: Mapping[int, int], length: int) -> Iterator[list[int]]:
        """Yield the cycles of one length through a node, in lexicographic order."""
        way, ahead = [node], [iter(self.links[node])]
        while way:
            end = next(ahead[-1], None)
            if end is None:
                ahead.pop()
                way.pop()
            elif depths.get(end) == length - len(way):
                if len(way) == length - 1:
                    yield [*way, end]
                else:
                    way.append(end)
                    ahead.append(iter(self.links[end]))

    def _take_away(self, node: int) -> None:
        gone = [node]
        self.here[node] = False
        while gone:
            one = gone.pop()
            for others, degree in (
                (self.links[one], self.inward),
                (self.back[one], self.outward),
            ):
                for other in others:
                    degree[other] -= 1
                    if not degree[other] and self.here[other]:
                        self.here[other] = False
                        gone.append(other)
