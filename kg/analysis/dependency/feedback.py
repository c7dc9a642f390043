"""The least that breaks all loops: minimum feedback arc sets."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import TypeAlias

import networkx as nx

from kg.analysis.dependency.graph import Graph, Link, affirmed, rests
from kg.analysis.dependency.hitting import Least, least_hitting_set
from kg.analysis.dependency.limits import deadline
from kg.analysis.dependency.reach import check

Arc: TypeAlias = tuple[int, int]


def breaking(graph: Graph, members: Collection[str], *, seconds: float = 10.0) -> Least[Link]:
    """Return the fewest edges among ``members`` without which they have no loop.

    Exact unless the time runs out; then the best found, at first by Eades, Lin and Smyth (1993),
    and a lower bound. Cycles are gone through lazily, as Baharev, Schichl, Neumaier and
    Achterberg (2021) do; exponential at worst.

    Args:
        graph: any graph.
        members: those of one loop, or of many.
        seconds: how long to search, once the members are in a good order.

    Raises:
        NotFoundError: if a member is not in the graph.
    """
    check(graph, *sorted(members))
    number = {node: at for at, node in enumerate(sorted(members))}
    links: dict[Arc, list[Link]] = {}
    for link, _ in affirmed(graph.subgraph(members)):
        if rests(link):
            links.setdefault((number[link[0]], number[link[1]]), []).append(link)
    weight = {arc: len(links[arc]) for arc in sorted(links)}
    found = least_hitting_set(
        lambda cut: _cycles(weight, cut), _backward(weight), deadline(seconds), weight
    )
    cut = sorted(link for arc in found.members for link in links[arc])
    return Least(tuple(cut), found.bound, found.exact)


def _cycles(arcs: Iterable[Arc], cut: Collection[Arc]) -> Iterator[list[Arc]]:
    """Yield cycles of what is left, one or more through each node that is on any."""
    left: nx.DiGraph[int] = nx.DiGraph(arc for arc in arcs if arc not in cut)
    for part in nx.strongly_connected_components(left):
        missing = set(part) if len(part) > 1 else set()
        for node in sorted(missing):
            if node in missing:
                cycle = _cycle(left, node, part)
                missing.difference_update(start for start, _ in cycle)
                yield cycle


def _cycle(graph: nx.DiGraph[int], node: int, part: Collection[int]) -> list[Arc]:
    """Return the arcs of a shortest cycle through a node of a strongly connected part."""
    before: dict[int, int] = {}
    queue = deque([node])
    while node not in before:
        here = queue.popleft()
        for end in graph.successors(here):
            if end in part and end not in before:
                before[end] = here
                queue.append(end)
    cycle = [(before[node], node)]
    while cycle[-1][0] != node:
        start = cycle[-1][0]
        cycle.append((before[start], start))
    return cycle


def _backward(weight: Mapping[Arc, int]) -> list[Arc]:
    """Return the arcs that run against a good order of the nodes (Eades, Lin and Smyth 1993)."""
    place = {node: at for at, node in enumerate(_order(weight))}
    return [arc for arc in weight if place[arc[0]] > place[arc[1]]]


def _order(weight: Mapping[Arc, int]) -> list[int]:
    """Return the nodes so that few arcs run backwards.

    Sinks are taken away for the end, sources for the beginning; where there are none, the node
    out of which most more runs than into it.
    """
    flow = _Flow(weight)
    first: list[int] = []
    last: list[int] = []
    heap = [(flow.rank(node), node) for node in flow.ahead]
    heapify(heap)
    while heap:
        rank, node = heappop(heap)
        if node in flow.ahead and rank == flow.rank(node):
            (last if rank[0] == 0 else first).append(node)
            for other in flow.take_away(node):
                heappush(heap, (flow.rank(other), other))
    return first + last[::-1]


class _Flow:
    """What runs out of each node that is left, and into it."""

    def __init__(self, weight: Mapping[Arc, int]) -> None:
        self.ahead: dict[int, dict[int, int]] = {node: {} for arc in weight for node in arc}
        self.behind: dict[int, dict[int, int]] = {node: {} for node in self.ahead}
        self.leaving = dict.fromkeys(self.ahead, 0)
        self.entering = dict.fromkeys(self.ahead, 0)
        for (start, end), amount in weight.items():
            self.ahead[start][end] = self.behind[end][start] = amount
            self.leaving[start] += amount
            self.entering[end] += amount

    def rank(self, node: int) -> tuple[int, int]:
        """Return the place in which a node is taken away, sinks first."""
        if not self.leaving[node]:
            return 0, 0
        if not self.entering[node]:
            return 1, 0
        return 2, self.entering[node] - self.leaving[node]

    def take_away(self, node: int) -> list[int]:
        """Take a node away and return its neighbours."""
        ahead, behind = self.ahead.pop(node), self.behind.pop(node)
        for other, amount in ahead.items():
            del self.behind[other][node]
            self.entering[other] -= amount
        for other, amount in behind.items():
            del self.ahead[other][node]
            self.leaving[other] -= amount
        return [*ahead, *behind]
