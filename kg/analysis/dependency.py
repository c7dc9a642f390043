"""The dependency graph: what rests on what, on whose word.

A node is a concept or claim, an edge all that is said of one kind of link between two of
them. Edges of kinds whose row in ``RELATION_KINDS`` names a dependent end run from the
dependent to what it rests on; the others keep their direction and carry ``rests=False``.

Questions about resting follow edges with ``rests`` that somebody affirms; an edge that is
only denied says nothing of the kind. Let n be the nodes and m the edges: building costs
O(evidence), reachability O(n + m), cycles O(n (n + m)), the k shortest paths
O(k n (m + n log n)).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TypeAlias

import networkx as nx

from kg.errors import NotFoundError
from kg.model import Claim, Concept
from kg.views import DependencyEvidence
from kg.vocab import RELATION_KINDS, Mode, Polarity, Status

Graph: TypeAlias = "nx.MultiDiGraph[str]"

# Ways of putting a link forward that vouch for it, or against it; the rest only raise it.
_VOUCHING = frozenset({Mode.ASSERTS, Mode.REPORTS, Mode.CONCEDES})


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a path: ``dependent`` rests on ``support``, on the word of ``evidence``.

    ``evidence`` has every passage that affirms the link, of whichever kind.
    """

    dependent: str
    support: str
    kinds: tuple[str, ...]
    evidence: tuple[DependencyEvidence, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of links between two nodes; ``words`` spells it out with labels."""

    steps: tuple[Step, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A node that a question leads to, and the shortest way there.

    ``depth`` is the number of links on it: 1 is direct.
    """

    id: str
    label: str
    depth: int
    path: Path


def graph(evidence: Iterable[DependencyEvidence]) -> Graph:
    """Return the graph of what passages say.

    Nodes have ``label`` and ``kind`` (``concept`` or ``claim``). An edge's key is the kind of
    dependency; its attributes:

    * ``evidence``: the passages, a tuple in the order given;
    * ``asserted``, ``denied``: how many affirm and how many negate the link; passages that
      only suppose or question it count for neither;
    * ``contested``: whether there are both;
    * ``probability``: that at least one affirming passage is rightly extracted, its scores
      taken as independent; None unless each has a score;
    * ``holders``: names of those who affirm it, sorted;
    * ``rests``: whether source rests on target.

    Rejected evidence is left out.
    """
    result: Graph = nx.MultiDiGraph()
    edges: dict[tuple[str, str, str], list[DependencyEvidence]] = {}
    for item in evidence:
        if item.dependency.status is Status.REJECTED:
            continue
        for node in (item.source, item.target):
            result.add_node(node.id, label=_label(node), kind=node.KIND)
        edges.setdefault(_edge(item), []).append(item)
    for (start, end, kind), items in edges.items():
        result.add_edge(start, end, key=kind, **_attributes(kind, items))
    return result


def rests_on(graph: Graph, node: str) -> list[Reached]:
    """Return all that ``node`` rests on, directly or indirectly, nearest first.

    Raises:
        NotFoundError: if the node is not in the graph.
    """
    return _reached(graph, node, upwards=False)


def what_rests_on(graph: Graph, node: str) -> list[Reached]:
    """Return all that rests on ``node``, directly or indirectly, nearest first.

    Raises:
        NotFoundError: if the node is not in the graph.
    """
    return _reached(graph, node, upwards=True)


def cycles(graph: Graph) -> list[Path]:
    """Return the loops: for each strongly connected part, a shortest cycle of it.

    They are in the order of their labels, and each starts at its first label, so that equal
    graphs give equal lists.
    """
    resting = _resting(graph)
    found = [
        _shortest_cycle(resting, part)
        for part in nx.strongly_connected_components(resting)
        if len(part) > 1
    ]
    return sorted((_path(graph, nodes) for nodes in found), key=lambda path: path.words)


def paths(graph: Graph, start: str, end: str, k: int = 5) -> list[Path]:
    """Return up to ``k`` ways in which ``start`` rests on ``end``, shortest first.

    Raises:
        NotFoundError: if one of them is not in the graph.
        ValueError: if ``k`` is negative.
    """
    resting = _resting(graph)
    _check(graph, start, end)
    if start == end or not nx.has_path(resting, start, end):
        return []
    return [
        _path(graph, nodes) for nodes in islice(nx.shortest_simple_paths(resting, start, end), k)
    ]


def _label(node: Concept | Claim) -> str:
    return node.label if isinstance(node, Concept) else node.wording


def _edge(item: DependencyEvidence) -> tuple[str, str, str]:
    kind = item.dependency.kind
    ends = item.source.id, item.target.id
    start, end = ends[::-1] if RELATION_KINDS[kind].dependent == "target" else ends
    return start, end, kind


def _attributes(kind: str, items: list[DependencyEvidence]) -> dict[str, object]:
    affirming = [item for item in items if _affirms(item)]
    denied = sum(_vouches(item) for item in items) - len(affirming)
    return {
        "evidence": tuple(items),
        "asserted": len(affirming),
        "denied": denied,
        "contested": bool(affirming) and denied > 0,
        "probability": _probability(affirming),
        "holders": tuple(sorted({item.holder.name for item in affirming})),
        "rests": RELATION_KINDS[kind].dependent is not None,
    }


def _vouches(item: DependencyEvidence) -> bool:
    return item.dependency.mode in _VOUCHING or item.dependency.mode is Mode.DENIES


def _affirms(item: DependencyEvidence) -> bool:
    """Whether a passage affirms the link; to deny a negative one is to affirm it."""
    negative = item.dependency.polarity is Polarity.NEGATIVE
    return _vouches(item) and negative == (item.dependency.mode is Mode.DENIES)


def _probability(items: list[DependencyEvidence]) -> float | None:
    missing = 1.0
    for item in items:
        if item.dependency.score is None:
            return None
        missing *= 1 - item.dependency.score
    return 1 - missing if items else None


def _resting(graph: Graph) -> nx.DiGraph[str]:
    """Return the affirmed links of resting, without kinds and in a fixed order."""
    plain: nx.DiGraph[str] = nx.DiGraph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(
        sorted(
            {
                (start, end)
                for start, end, data in graph.edges(data=True)
                if data["rests"] and data["asserted"] and start != end
            }
        )
    )
    return plain


def _check(graph: Graph, *nodes: str) -> None:
    for node in nodes:
        if node not in graph:
            raise NotFoundError(
                f"nothing is said about the dependencies of {node}; "
                "ask for a concept or claim that is an end of one"
            )


def _reached(graph: Graph, node: str, *, upwards: bool) -> list[Reached]:
    _check(graph, node)
    resting = _resting(graph)
    around = resting.predecessors if upwards else resting.successors
    chains: dict[str, list[str]] = {node: [node]}
    queue = deque([node])
    while queue:
        here = queue.popleft()
        for other in around(here):
            if other not in chains:
                chains[other] = [*chains[here], other]
                queue.append(other)
    del chains[node]
    return [
        Reached(
            end,
            graph.nodes[end]["label"],
            len(chain) - 1,
            _path(graph, chain[::-1] if upwards else chain),
        )
        for end, chain in chains.items()
    ]


def _shortest_cycle(resting: nx.DiGraph[str], part: set[str]) -> list[str]:
    """Return the nodes of a shortest cycle within ``part``, the first repeated at the end."""
    within = resting.subgraph(part)
    best: list[str] = []
    for node in sorted(part):
        for following in sorted(within.successors(node)):
            back = nx.shortest_path(within, following, node)
            if not best or len(back) + 1 < len(best):
                best = [node, *back]
    return best


def _path(graph: Graph, nodes: list[str]) -> Path:
    steps = tuple(_step(graph, start, end) for start, end in pairwise(nodes))
    return Path(steps, " rests on ".join(graph.nodes[node]["label"] for node in nodes))


def _step(graph: Graph, start: str, end: str) -> Step:
    resting = {
        kind: data for kind, data in graph[start][end].items() if data["rests"] and data["asserted"]
    }
    evidence = tuple(
        item for data in resting.values() for item in data["evidence"] if _affirms(item)
    )
    return Step(start, end, tuple(resting), evidence)
