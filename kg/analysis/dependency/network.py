"""What one node may lean on, with the sources that vouch for it, ready to be asked many times.

Sources become assumptions of the AND-OR graph: a claim needs one of the documents that assert
it, and a condition that holds only on somebody's word needs one of those that state it. So to
withdraw a source and to withdraw a node is the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias, cast

import networkx as nx

from kg.analysis.dependency.graph import Graph
from kg.analysis.dependency.justification import Requirement, justifications
from kg.analysis.dependency.withdrawal import Supposition
from kg.vocab import RELATION_KINDS

Sources: TypeAlias = tuple[str, ...]


def leant_on(graph: Graph, node: str) -> set[str]:
    """Return a node and all that could help to keep it standing, in O(what is found)."""
    found, queue = {node}, deque([node])
    while queue:
        for other in _conditions(graph, queue.popleft()):
            for one in (other, *(substitute for substitute, _ in _stand_ins(graph, other))):
                if one not in found:
                    found.add(one)
                    queue.append(one)
    return found


def _conditions(graph: Graph, node: str) -> Iterator[str]:
    for other, links in graph.succ[node].items():
        if other != node and any(
            RELATION_KINDS[kind].condition and _affirmed(data) for kind, data in links.items()
        ):
            yield other


def _stand_ins(graph: Graph, node: str) -> Iterator[tuple[str, Sources]]:
    """Yield what can take the place of a node, and the sources that say so."""
    for other, links in graph.pred[node].items():
        if other != node and "substitutes" in links and _affirmed(links["substitutes"]):
            yield other, tuple(links["substitutes"].get("sources", ()))


def _affirmed(data: Mapping[str, Any]) -> bool:
    return bool(data.get("asserted", 1))


@dataclass(frozen=True)
class Network:
    """An AND-OR graph over numbers: each needs one member of each of its requirements.

    ``nodes`` and ``sources`` give the numbers of both; ``assumptions`` are the nodes that need no
    other.
    """

    needs: Sequence[Sequence[tuple[int, ...]]]
    nodes: Mapping[str, int]
    sources: Mapping[str, int]
    assumptions: tuple[str, ...]

    @cached_property
    def uses(self) -> Sequence[Sequence[tuple[int, int]]]:
        """The requirements that each is a member of: whose, and at which place."""
        uses: list[list[tuple[int, int]]] = [[] for _ in self.needs]
        for one, own in enumerate(self.needs):
            for index, members in enumerate(own):
                for member in members:
                    uses[member].append((one, index))
        return uses

    def run(self, withdrawn: Mapping[int, int], cases: int = 1) -> Run:
        """Return how all stand in several cases at a time, near linear for each machine word.

        ``withdrawn`` gives for a number the cases in which it is withdrawn, a bit for each.
        """
        return Run(self, withdrawn, cases)


class Run:
    """The least fixpoint in several cases at a time, by unit propagation.

    ``standing`` gives for each number the cases in which it stands, a bit for each.
    """

    def __init__(self, network: Network, withdrawn: Mapping[int, int], cases: int) -> None:
        self._needs = network.needs
        self._all = (1 << cases) - 1
        self._withdrawn = withdrawn
        self._met = [[0] * len(own) for own in network.needs]
        self._first = [[-1] * len(own) for own in network.needs]
        self.standing = [0] * len(network.needs)
        self._queue = deque(one for one, own in enumerate(network.needs) if not own)
        for one in self._queue:
            self.standing[one] = self._possible(one)
        while self._queue:
            self._spread(self._queue.popleft(), network.uses)

    def proof(self, number: int) -> set[int]:
        """Return what is needed for something to stand in one case, by one way."""
        found, open_ends = {number}, [number]
        while open_ends:
            for member in self._first[open_ends.pop()]:
                if member not in found:
                    found.add(member)
                    open_ends.append(member)
        return found

    def _possible(self, one: int) -> int:
        return self._all & ~self._withdrawn.get(one, 0)

    def _spread(self, here: int, uses: Sequence[Sequence[tuple[int, int]]]) -> None:
        standing = self.standing[here]
        for one, index in uses[here]:
            met = self._met[one]
            if standing & ~met[index]:
                if not met[index]:
                    self._first[one][index] = here
                met[index] |= standing
                self._settle(one, met)

    def _settle(self, one: int, met: Sequence[int]) -> None:
        standing = self._possible(one)
        for cases in met:
            standing &= cases
        if standing != self.standing[one]:
            self.standing[one] = standing
            self._queue.append(one)


def network(graph: Graph, supposed: Supposition) -> Network:
    """Return the network of a whole graph under a supposition, in O(nodes + edges).

    What is taken as given needs nothing; what is denied needs what cannot be had.
    """
    return _Building(graph, supposed).network()


class _Building:
    def __init__(self, graph: Graph, supposed: Supposition) -> None:
        links = [link for link in supposed.links if graph.has_edge(*link)]
        self.graph = cast("Graph", nx.restricted_view(graph, [], links)) if links else graph
        self.supposed = supposed
        self.nodes = {node: number for number, node in enumerate(sorted(graph))}
        self.sources: dict[str, int] = {}
        self.needs: list[list[tuple[int, ...]]] = [[] for _ in self.nodes]

    def network(self) -> Network:
        stated = justifications(self.graph).needs
        given = self.supposed.given
        for node, number in self.nodes.items():
            self.needs[number] = self._needs(node, stated[node])
        assumptions = tuple(one for one in self.nodes if one in given or not stated[one])
        return Network(self.needs, self.nodes, self.sources, assumptions)

    def _needs(self, node: str, stated: Iterable[Requirement]) -> list[tuple[int, ...]]:
        if node in self.supposed.denied:
            return [()]
        if node in self.supposed.given:
            return []
        needs = [tuple(dict.fromkeys(self._ways(node, one))) for one in stated]
        return needs + self._vouched([tuple(self.graph.nodes[node].get("sources", ()))])

    def _ways(self, node: str, requirement: Requirement) -> Iterator[int]:
        """Yield the numbers of all that meets a requirement."""
        for member in requirement.members:
            if member not in requirement.substitutes:
                for sources in self._stating(node, member, requirement):
                    yield self._way(member, [sources])
                    for other, more in _stand_ins(self.graph, member):
                        yield self._way(other, [sources, more])

    def _stating(self, node: str, member: str, requirement: Requirement) -> Iterator[Sources]:
        """Yield for each link what it holds on the word of; nothing for a necessary condition."""
        if requirement.condition == "necessary":
            yield ()
            return
        for kind, data in self.graph[node][member].items():
            if RELATION_KINDS[kind].condition == "sufficient" and _affirmed(data):
                yield tuple(data.get("sources", ()))

    def _way(self, member: str, sources: Sequence[Sources]) -> int:
        """Return the number of a member together with the sources that it counts by."""
        vouched = self._vouched(sources)
        if not vouched:
            return self.nodes[member]
        self.needs.append([(self.nodes[member],), *vouched])
        return len(self.needs) - 1

    def _vouched(self, groups: Iterable[Sources]) -> list[tuple[int, ...]]:
        """Return the requirements that one document of each group still says it."""
        return [
            tuple(self._source(one) for one in group if one not in self.supposed.sources)
            for group in groups
            if group
        ]

    def _source(self, source: str) -> int:
        if source not in self.sources:
            self.sources[source] = len(self.needs)
            self.needs.append([])
        return self.sources[source]
