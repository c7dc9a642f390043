"""What if: what falls, what is weakened and what finds another way when something is withdrawn.

A supposition is a value; nothing here changes a graph or a database. Taking a node or a source
away never makes anything stand that did not stand before: a necessary condition whose only
source is withdrawn still counts, and is listed as unvouched for. To deny a link is different:
it takes the condition away too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, fields
from enum import StrEnum
from heapq import heapify, heappop, heappush
from typing import Final, cast

import networkx as nx

from kg.analysis.dependency.graph import Graph, Link, affirmed, label
from kg.analysis.dependency.justification import (
    Evaluation,
    Justifications,
    Outcome,
    Requirement,
    justifications,
)
from kg.analysis.dependency.reach import check
from kg.errors import NotFoundError
from kg.vocab import RELATION_KINDS


@dataclass(frozen=True)
class Supposition:
    """What is supposed for the sake of argument; ``|`` joins two, ``-`` takes one back.

    Attributes:
        denied: nodes taken as false or not to be had.
        sources: ids of documents whose word no longer counts.
        links: edges taken as false, as ``(dependent, support, kind)``.
        given: nodes taken to stand whatever they rest on, unless they are denied too.
    """

    denied: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    links: frozenset[Link] = frozenset()
    given: frozenset[str] = frozenset()

    def __or__(self, other: Supposition) -> Supposition:
        return Supposition(*(getattr(self, f.name) | getattr(other, f.name) for f in fields(self)))

    def __sub__(self, other: Supposition) -> Supposition:
        return Supposition(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))


NOTHING: Final = Supposition()


class Effect(StrEnum):
    """What a supposition does to a node that it does not name."""

    FALLS = "falls"
    UNDECIDED = "undecided"
    WEAKENED = "weakened"
    OTHER_WAY = "another way"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a node is touched.

    ``requirement`` is what it needs, None where it only loses help or a source. ``lost`` are
    the ids of the nodes or documents that it loses, ``left`` of those that still meet the
    requirement or still say so.
    """

    requirement: Requirement | None
    lost: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What becomes of one node, and why.

    ``step`` counts from what was supposed: 1 is next. A node falls one step after the last member
    of the requirement that fails first; any other is reached one after the first thing that it
    loses, or an undecided one that it waits for.
    """

    id: str
    label: str
    effect: Effect
    step: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows from a supposition.

    ``nodes`` are those touched, in the order in which they are. ``links_lost`` are the edges
    that nobody affirms any more, ``links_weakened`` those that have lost one of their sources.
    """

    nodes: tuple[Consequence, ...]
    links_lost: tuple[Link, ...]
    links_weakened: tuple[Link, ...]

    def of(self, effect: Effect) -> tuple[Consequence, ...]:
        """Return the nodes with one effect, in order."""
        return tuple(one for one in self.nodes if one.effect is effect)


@dataclass(frozen=True)
class Situation:
    """A graph under a supposition: what its nodes need there, and how they stand.

    ``graph`` is without the links taken as false. ``withdrawn`` are the nodes that are denied and
    the claims that nobody asserts any more, ``lost`` the edges that nobody affirms any more,
    ``weakened`` those that have lost one of their sources.
    """

    graph: Graph
    withdrawn: frozenset[str]
    network: Justifications
    evaluation: Evaluation
    lost: tuple[Link, ...]
    weakened: tuple[Link, ...]


def situation(graph: Graph, supposed: Supposition = NOTHING) -> Situation:
    """Return a graph as it is under a supposition, in O(nodes + edges).

    Raises:
        NotFoundError: if the supposition names a node or link that the graph does not have.
    """
    check_supposition(graph, supposed)
    kept = _without(graph, supposed.links)
    lost, weakened = _links(kept, supposed)
    network = justifications(kept, frozenset(lost))
    withdrawn = supposed.denied | (_unasserted(kept, supposed) - supposed.given)
    evaluation = network.evaluate(withdrawn, supposed.given)
    return Situation(kept, withdrawn, network, evaluation, lost, weakened)


def standing(graph: Graph, supposed: Supposition = NOTHING) -> Evaluation:
    """Return how every node stands under a supposition; costs and errors are the same."""
    return situation(graph, supposed).evaluation


def consequences(graph: Graph, supposed: Supposition) -> Consequences:
    """Return what a supposition does to all else, in O(nodes + edges).

    A node FALLS when nothing meets one of its requirements any more, is UNDECIDED when only a
    loop that it is part of still does, has ANOTHER_WAY when it loses one of several that each
    suffice, and is WEAKENED when only substitutes are left to it, or when it loses what
    improves or bounds it. Effects on what depends on a weakened node are not counted. Links taken
    as false and nodes taken as given are the frame of the comparison: they hold before and after.

    Raises:
        NotFoundError: if the supposition names a node or link that the graph does not have.
    """
    return Comparison(graph, supposed).consequences()


_ORDER: Final = tuple(Effect)


class Comparison:
    """A graph before and after a supposition, in O(nodes + edges).

    ``case`` is the graph under the supposition; ``before`` is how nodes stand in the frame of the
    comparison, where links are taken as false and nodes as given but nothing is taken away.

    Raises:
        NotFoundError: if the supposition names a node or link that the graph does not have.
    """

    def __init__(self, graph: Graph, supposed: Supposition) -> None:
        self.case = case = situation(graph, supposed)
        self.graph, self.supposed = graph, supposed
        self.network, self.after = case.network, case.evaluation
        self.whole = justifications(case.graph) if case.lost else case.network
        self.before = self.whole.evaluate(given=supposed.given)
        self._newly_lost = self.after.fallen.keys() - self.before.fallen.keys()
        self._helpers = _helpers(case.graph)

    def consequences(self) -> Consequences:
        """Return what follows; see :func:`consequences`."""
        found = [(node, *one) for node in self.graph for one in self._effect(node)]
        step = self._steps({node: reasons for node, _, reasons in found})
        touched = [
            Consequence(node, label(self.graph, node), effect, step[node], reasons)
            for node, effect, reasons in found
        ]
        touched.sort(key=lambda one: (_ORDER.index(one.effect), one.step, one.label, one.id))
        return Consequences(tuple(touched), self.case.lost, self.case.weakened)

    def _steps(self, touched: Mapping[str, tuple[Reason, ...]]) -> dict[str, int]:
        """Return after how many steps each node is reached; near linear (Knuth 1977)."""
        found = _steps_to_fall(self.case, self.supposed.denied)
        heap = [
            (1 + min(found.get(one, 0) for reason in reasons for one in reason.lost), node)
            for node, reasons in touched.items()
            if reasons and node not in found
        ]
        heapify(heap)
        while heap:
            step, node = heappop(heap)
            if node not in found:
                found[node] = step
                for other in self._waiting(node):
                    if other not in found:
                        heappush(heap, (step + 1, other))
        return found

    def _waiting(self, node: str) -> Iterator[str]:
        """Yield what is undecided because a node is."""
        if self.after.outcome(node) is Outcome.UNDECIDED:
            for place in self.network.uses.get(node, ()):
                other, _ = self.network.stated[place]
                if self.after.outcome(other) is Outcome.UNDECIDED:
                    yield other

    def _effect(self, node: str) -> Iterator[tuple[Effect, tuple[Reason, ...]]]:
        """Yield what becomes of a node, if anything does."""
        if node in self.supposed.denied or node in self.supposed.given:
            return
        was, now = self.before.outcome(node), self.after.outcome(node)
        if now is Outcome.FALLS:
            if was is not now:
                yield Effect.FALLS, tuple(one for one in self._failing(node) if not one.left)
            return
        reasons = (*self._failing(node), *self._unhelped(node))
        if now is not was and now is not Outcome.STANDS:
            yield Effect.UNDECIDED, reasons
        elif reasons:
            weak = any(_is_weak(one) for one in reasons)
            yield Effect.WEAKENED if weak else Effect.OTHER_WAY, reasons

    def _failing(self, node: str) -> Iterator[Reason]:
        """Yield the requirements that lose a member, and the sources that no longer say it."""
        pairs = zip(self.whole.needs[node], self.network.needs[node], strict=True)
        for stated, counting in pairs:
            if stated == counting and self._newly_lost.isdisjoint(stated.members):
                continue
            left = tuple(one for one in counting.members if one not in self._newly_lost)
            kept = frozenset(left)
            lost = tuple(one for one in stated.members if one not in kept)
            if lost:
                yield Reason(stated, lost, left)
        sources = self.graph.nodes[node].get("sources", ()) if self.supposed.sources else ()
        gone = tuple(one for one in sources if one in self.supposed.sources)
        if gone:
            yield Reason(None, gone, tuple(one for one in sources if one not in gone))

    def _unhelped(self, node: str) -> Iterator[Reason]:
        """Yield what improved or bounded a node and is lost."""
        helpers = tuple(one for one in self._helpers.get(node, ()) if one in self._newly_lost)
        if helpers:
            yield Reason(None, helpers, ())


def _is_weak(reason: Reason) -> bool:
    if reason.requirement is None:
        return not reason.left
    return reason.requirement.substitutes.issuperset(reason.left)


def check_supposition(graph: Graph, supposed: Supposition) -> None:
    """Refuse what is supposed of something else than this graph.

    Raises:
        NotFoundError: if a node or link that it names is not in the graph.
    """
    check(graph, *sorted(supposed.denied | supposed.given))
    for start, end, kind in sorted(supposed.links):
        if not graph.has_edge(start, end, kind):
            raise NotFoundError(f"no text says that {start} {kind} {end}; ask for a stated link")


def _without(graph: Graph, links: Set[Link]) -> Graph:
    return cast("Graph", nx.restricted_view(graph, [], links)) if links else graph


def _unasserted(graph: Graph, supposed: Supposition) -> set[str]:
    """Return the claims that nobody asserts any more."""
    if not supposed.sources:
        return set()
    return {
        node
        for node, sources in graph.nodes(data="sources")
        if sources and supposed.sources.issuperset(sources)
    }


def _links(graph: Graph, supposed: Supposition) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    lost: list[Link] = []
    weakened: list[Link] = []
    for link, data in affirmed(graph) if supposed.sources else ():
        gone = supposed.sources.intersection(data.get("sources", ()))
        if gone:
            (lost if len(gone) == len(data["sources"]) else weakened).append(link)
    return tuple(sorted(lost)), tuple(sorted(weakened))


def _steps_to_fall(case: Situation, denied: Set[str]) -> dict[str, int]:
    fallen, network = case.evaluation.fallen, case.network
    left = [len(one.members) for _, one in network.stated]
    heap = [(0 if node in denied else 1, node) for node in fallen if node in case.withdrawn]
    heap += [(1, node) for node, one in network.stated if not one.members and node in fallen]
    heapify(heap)
    found: dict[str, int] = {}
    while heap:
        step, node = heappop(heap)
        if node not in found:
            found[node] = step
            for place in network.uses.get(node, ()):
                left[place] -= 1
                other, _ = network.stated[place]
                if not left[place] and other in fallen:
                    heappush(heap, (step + 1, other))
    return found


def _helpers(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """Return what improves or bounds each node without being a condition of it."""
    found: dict[str, list[str]] = {}
    for (start, end, kind), _ in affirmed(graph):
        if RELATION_KINDS[kind].condition is None and kind != "substitutes":
            helped, helper = (start, end) if RELATION_KINDS[kind].dependent else (end, start)
            found.setdefault(helped, []).append(helper)
    return {node: tuple(sorted(set(helpers))) for node, helpers in found.items()}
