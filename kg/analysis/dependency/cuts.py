"""The least that keeps a node standing, the least whose loss brings it down, and what lacks it.

In the words of reliability theory (Barlow and Proschan 1975): minimal path sets, minimal cut sets
and the components that are a cut on their own, of a node as the top event of a fault tree. Each
path set meets each cut set; so either is found as a least hitting set of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from kg.analysis.dependency.graph import Graph
from kg.analysis.dependency.hindrance import about, hindrance
from kg.analysis.dependency.hitting import Least, least_sufficient
from kg.analysis.dependency.limits import deadline
from kg.analysis.dependency.network import network
from kg.analysis.dependency.reach import by_label
from kg.analysis.dependency.withdrawal import NOTHING, Supposition
from kg.errors import UsageError

Of: TypeAlias = Literal["assumptions", "sources"]
AT_ONCE: Final = 4096
"""So many single points are tried at a time, a bit for each."""


@dataclass(frozen=True, slots=True)
class SinglePoints:
    """The nodes and the sources each of which alone, when it is withdrawn, brings a node down."""

    nodes: tuple[str, ...]
    sources: tuple[str, ...]


def least_support(
    graph: Graph,
    node: str,
    of: Of = "assumptions",
    supposed: Supposition = NOTHING,
    *,
    seconds: float = 10.0,
) -> Least[str]:
    """Return the fewest assumptions or sources that keep a node standing without all others.

    Assumptions are nodes without requirements, and what is taken as given. Exponential at worst
    in what could help the node; exact, or the best within the time and a lower bound.

    Raises:
        NotFoundError: if the graph does not have the node or what the supposition names.
        UsageError: if the node does not stand; it says why.
    """
    question = _Question(graph, node, supposed)
    number = question.elements(of)
    everything = frozenset(number)
    return least_sufficient(
        lambda kept: question.stands(number[one] for one in everything - kept),
        [*number],
        deadline(seconds),
    )


def least_loss(
    graph: Graph,
    node: str,
    of: Of = "assumptions",
    supposed: Supposition = NOTHING,
    *,
    seconds: float = 10.0,
) -> Least[str] | None:
    """Return the fewest assumptions or sources without which a node does not stand.

    None where it stands without any of them. Costs, terms and errors are those of
    :func:`least_support`.
    """
    question = _Question(graph, node, supposed)
    number = question.elements(of)
    if question.stands(number.values()):
        return None
    return least_sufficient(
        lambda lost: not question.stands(number[one] for one in lost),
        [*number],
        deadline(seconds),
    )


def single_points(graph: Graph, node: str, supposed: Supposition = NOTHING) -> SinglePoints:
    """Return each node and each source without which a node does not stand; itself left out.

    Where one condition is enough for everything, these nodes are its dominators. They are all in
    any one proof, and many are tried at a time, a bit for each, so that it takes about
    O((nodes + edges) * points in the proof / 4096).

    Raises:
        NotFoundError: if the graph does not have the node or what the supposition names.
        UsageError: if the node does not stand; it says why.
    """
    question = _Question(graph, node, supposed)
    nodes = question.alone({one: at for one, at in question.network.nodes.items() if one != node})
    sources = question.alone(question.network.sources)
    return SinglePoints(tuple(by_label(graph, nodes)), tuple(sorted(sources)))


class _Question:
    """A node that stands, with all that it leans on."""

    def __init__(self, graph: Graph, node: str, supposed: Supposition) -> None:
        obstacle = hindrance(graph, node, supposed)
        if obstacle is not None:
            raise UsageError(obstacle.words)
        self.graph, within = about(graph, node, supposed)
        self.network = network(self.graph, within)
        self.goal = self.network.nodes[node]
        self.whole = self.network.run({})

    def elements(self, of: Of) -> dict[str, int]:
        """Return the numbers of the assumptions that stand, or of the sources left, in order."""
        if of == "sources":
            return dict(sorted(self.network.sources.items()))
        nodes, standing = self.network.nodes, self.whole.standing
        assumed = by_label(self.graph, self.network.assumptions)
        return {one: nodes[one] for one in assumed if standing[nodes[one]]}

    def stands(self, withdrawn: Iterable[int]) -> bool:
        """Return whether the node stands without some."""
        return bool(self.network.run(dict.fromkeys(withdrawn, 1)).standing[self.goal])

    def alone(self, tried: Mapping[str, int]) -> Iterator[str]:
        """Yield those without each of which the node does not stand."""
        proof = self.whole.proof(self.goal)
        names = [one for one in tried if tried[one] in proof]
        for first in range(0, len(names), AT_ONCE):
            some = names[first : first + AT_ONCE]
            withdrawn = {tried[one]: 1 << at for at, one in enumerate(some)}
            stands = self.network.run(withdrawn, len(some)).standing[self.goal]
            yield from (one for at, one in enumerate(some) if not stands >> at & 1)
