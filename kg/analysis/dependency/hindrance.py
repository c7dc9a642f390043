"""Why a node does not stand, and what would have to be taken as given for it to stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

from kg.analysis.dependency.graph import Graph, label
from kg.analysis.dependency.hitting import Least, least_sufficient
from kg.analysis.dependency.justification import Outcome
from kg.analysis.dependency.limits import deadline
from kg.analysis.dependency.network import leant_on
from kg.analysis.dependency.reach import by_label, check
from kg.analysis.dependency.withdrawal import (
    NOTHING,
    Situation,
    Supposition,
    check_supposition,
    situation,
)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a node does not stand.

    Where it falls, ``lost`` are the ids of what it falls with: what is withdrawn, and what
    lacks a condition that nobody vouches for any more. Where it is undecided, ``loops`` are
    those which it leans on and nothing else supports, and ``assume`` the fewest of their
    members that make it stand when they are taken as given. ``words`` say it in one line.
    """

    outcome: Outcome
    lost: tuple[str, ...]
    loops: tuple[tuple[str, ...], ...]
    assume: Least[str] | None
    words: str


def hindrance(
    graph: Graph, node: str, supposed: Supposition = NOTHING, *, seconds: float = 10.0
) -> Hindrance | None:
    """Return why a node does not stand, None if it does.

    Linear in what the node leans on, but for what to assume, which is exponential at worst and
    the best found within the time.

    Raises:
        NotFoundError: if the graph does not have the node or what the supposition names.
    """
    part, within = about(graph, node, supposed)
    case = situation(part, within)
    outcome = case.evaluation.outcome(node)
    if outcome is Outcome.STANDS:
        return None
    if outcome is Outcome.FALLS:
        lost = by_label(graph, _lost(case, node))
        words = f"{label(graph, node)} falls with {_names(graph, lost)}; withdraw less"
        return Hindrance(outcome, tuple(lost), (), None, words)
    return _undecided(case, node, within, seconds)


def about(graph: Graph, node: str, supposed: Supposition) -> tuple[Graph, Supposition]:
    """Return the part of a graph that a node leans on, and what is supposed of it.

    Raises:
        NotFoundError: if the graph does not have the node or what the supposition names.
    """
    check(graph, node)
    check_supposition(graph, supposed)
    part = graph.subgraph(leant_on(graph, node)).copy()
    return part, Supposition(
        frozenset(one for one in supposed.denied if one in part),
        supposed.sources,
        frozenset(link for link in supposed.links if part.has_edge(*link)),
        frozenset(one for one in supposed.given if one in part),
    )


def _lost(case: Situation, node: str) -> Iterator[str]:
    """Yield what a node falls with, read back along all requirements that fail."""
    found, open_ends = {node}, [node]
    while open_ends:
        here = open_ends.pop()
        failed = [] if here in case.withdrawn else [*_failed(case, here)]
        if not all(failed) or not failed:
            yield here
        for members in failed:
            open_ends += [one for one in members if one not in found]
            found.update(members)


def _failed(case: Situation, node: str) -> Iterator[tuple[str, ...]]:
    for one in case.network.needs[node]:
        if case.evaluation.fallen.keys() >= set(one.members):
            yield one.members


def _undecided(case: Situation, node: str, supposed: Supposition, seconds: float) -> Hindrance:
    parts = [
        by_label(case.graph, part)
        for part in nx.strongly_connected_components(_leaning(case, node))
        if len(part) > 1
    ]
    loops = sorted(parts, key=lambda loop: [label(case.graph, one) for one in loop])
    members = [one for loop in loops for one in loop if one != node]

    def stands(given: frozenset[str]) -> bool:
        found = case.network.evaluate(case.withdrawn, supposed.given | given)
        return node in found.standing

    assume = least_sufficient(stands, members, deadline(seconds))
    words = (
        f"{label(case.graph, node)} is undecided: nothing but a loop supports "
        f"{_names(case.graph, loops[0])}; take {_names(case.graph, assume.members)} as given"
    )
    return Hindrance(Outcome.UNDECIDED, (), tuple(map(tuple, loops)), assume, words)


def _leaning(case: Situation, node: str) -> nx.DiGraph[str]:
    """Return which undecided nodes each waits for, from one node on."""
    waiting: nx.DiGraph[str] = nx.DiGraph()
    waiting.add_node(node)
    open_ends = [node]
    while open_ends:
        here = open_ends.pop()
        for other in _waited_for(case, here):
            if other not in waiting:
                open_ends.append(other)
            waiting.add_edge(here, other)
    return waiting


def _waited_for(case: Situation, node: str) -> Iterator[str]:
    standing, fallen = case.evaluation.standing, case.evaluation.fallen
    for one in case.network.needs[node]:
        if not any(member in standing for member in one.members):
            yield from (member for member in one.members if member not in fallen)


def _names(graph: Graph, nodes: Iterable[str]) -> str:
    return ", ".join(label(graph, node) for node in nodes)
