"""All that keeps a node standing: the least that does, the least whose loss does not, the links."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Set
from dataclasses import dataclass

from kg.analysis.dependency.cuts import Of, SinglePoints, least_loss, least_support, single_points
from kg.analysis.dependency.graph import Graph, Link
from kg.analysis.dependency.hitting import Least
from kg.analysis.dependency.justification import justifications
from kg.analysis.dependency.withdrawal import NOTHING, Supposition, situation
from kg.analysis.dependency.wording import needs_in


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeps a node standing.

    ``least`` is the fewest that do, ``loss`` the fewest without which it does not stand (None
    where it stands without any), ``points`` are those each of which alone brings it down.
    ``links`` are those by which it stands on ``least``, nearest first.
    """

    least: Least[str]
    loss: Least[str] | None
    points: SinglePoints
    links: tuple[Link, ...]


def kept(
    graph: Graph,
    node: str,
    of: Of = "assumptions",
    supposed: Supposition = NOTHING,
    *,
    documents: Set[str] = frozenset(),
    seconds: float = 10.0,
) -> Kept:
    """Return what keeps a node standing, of assumptions or of sources.

    ``documents`` are all that there are, by id; ``seconds`` is how long to look for each least
    set. See :func:`least_support` for the rest, and for the errors.
    """
    least = least_support(graph, node, of, supposed, seconds=seconds)
    loss = least_loss(graph, node, of, supposed, seconds=seconds)
    points = single_points(graph, node, supposed)
    rest = _rest(graph, of, least, documents)
    links = dict.fromkeys(_proof(graph, node, supposed | rest))
    return Kept(least, loss, points, tuple(links))


def _rest(graph: Graph, of: Of, least: Least[str], documents: Set[str]) -> Supposition:
    """Return what the least set can do without."""
    members = frozenset(least.members)
    if of == "sources":
        return Supposition(sources=frozenset(documents) - members)
    stated = justifications(graph).needs
    return Supposition(denied=frozenset(one for one in stated if not stated[one]) - members)


def _proof(graph: Graph, node: str, supposed: Supposition) -> Iterator[Link]:
    """Yield the links by which a node stands."""
    case = situation(graph, supposed)
    needs, standing = case.network.needs, case.evaluation.standing
    seen, queue = {node}, deque([node])
    while queue:
        here = queue.popleft()
        for requirement, member in zip(needs[here], standing[here], strict=False):
            yield from needs_in(graph, here, member, requirement)
            if member not in seen:
                seen.add(member)
                queue.append(member)
