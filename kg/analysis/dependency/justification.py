"""What keeps a node standing: its requirements, and the fixpoints that follow from them.

Each node is the conclusion of a conjunction of requirements, each of which any one of its
members meets, as in the AND-OR graphs of truth maintenance (Doyle 1979, de Kleer 1986) and of
fault trees. What is stated as a necessary condition (``requires``, ``derives_from``,
``trains_on``) is a requirement of its own, or one with the alternatives that a passage gives
(``requires A or B``). All that is said to be a sufficient condition (``enables``, ``causes``)
makes one requirement together: one of them is enough. What can stand in for a member is a
member too, as a substitute. A node without requirements is an assumption: it stands until
it is withdrawn.

``standing`` is the least fixpoint: what follows from assumptions without going in circles.
``fallen`` is the complement of the greatest: what no way of reasoning keeps. What is in
neither is undecided: it rests on nothing but a loop.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeAlias

from kg.analysis.dependency.graph import Graph, Link, affirmed
from kg.vocab import RELATION_KINDS


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a node needs: one of ``members``, which include the ``substitutes``.

    ``condition`` is ``necessary`` where the passages say that the node cannot be without it,
    ``sufficient`` where they only say what makes it possible or brings it about.
    """

    members: tuple[str, ...]
    condition: Literal["necessary", "sufficient"]
    substitutes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Justifications:
    """The requirements of every node of a graph, none for an assumption."""

    needs: Mapping[str, tuple[Requirement, ...]]

    def evaluate(
        self, withdrawn: Set[str] = frozenset(), given: Set[str] = frozenset()
    ) -> Evaluation:
        """Return how every node stands when some are withdrawn and some taken as given.

        Linear in the members of all requirements, by unit propagation (Dowling and Gallier
        1984). What is both withdrawn and given is withdrawn.
        """
        return Evaluation(_standing(self, withdrawn, given), _fallen(self, withdrawn, given))

    @cached_property
    def uses(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """The requirements that each node is a member of: whose, and at which place."""
        uses: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for node, own in self.needs.items():
            for index, one in enumerate(own):
                for member in one.members:
                    uses[member].append((node, index))
        return {member: tuple(found) for member, found in uses.items()}


class Outcome(StrEnum):
    """How a node stands."""

    STANDS = "stands"
    UNDECIDED = "undecided"
    FALLS = "falls"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How every node stands.

    ``standing`` gives for each node that stands, in the order in which they were found, the
    members that meet its requirements, each found before it: read back to the assumptions, it
    is a proof without circles. ``fallen`` gives for each that falls, in order, the requirement
    that failed, None where it was withdrawn itself.
    """

    standing: Mapping[str, tuple[str, ...]]
    fallen: Mapping[str, Requirement | None]

    def outcome(self, node: str) -> Outcome:
        """Return how one node stands."""
        if node in self.standing:
            return Outcome.STANDS
        return Outcome.FALLS if node in self.fallen else Outcome.UNDECIDED


def justifications(graph: Graph, without: Set[Link] = frozenset()) -> Justifications:
    """Return what every node needs, in O(nodes + edges) and the pairs of substitutes.

    Of the sufficient conditions those ``without`` no longer count: when none is left, nothing
    meets the requirement. Necessary ones stay, on whoever's word; take the edge out of the
    graph to deny one.
    """
    stated = _Stated()
    for link, data in affirmed(graph):
        stated.add(link, data.get("groups", (None,)), counts=link not in without)
    return Justifications({node: tuple(stated.needs(node)) for node in graph})


_Condition: TypeAlias = Literal["necessary", "sufficient"]
_Members: TypeAlias = dict[str, None]


class _Stated:
    """The conditions that are stated of each node, without repetition, in the order found."""

    def __init__(self) -> None:
        self._alone: dict[str, _Members] = defaultdict(dict)
        self._alternatives: dict[str, dict[tuple[str, str], _Members]] = defaultdict(dict)
        self._enough: dict[str, _Members] = defaultdict(dict)
        self._stand_ins: dict[str, _Members] = defaultdict(dict)

    def add(self, link: Link, groups: Iterable[str | None], *, counts: bool) -> None:
        start, end, kind = link
        condition = RELATION_KINDS[kind].condition
        if condition == "necessary":
            for group in groups:
                if group is None:
                    self._alone[start][end] = None
                else:
                    self._alternatives[start].setdefault((group, kind), {})[end] = None
        elif condition == "sufficient":
            met = self._enough[start]
            if counts:
                met[end] = None
        elif kind == "substitutes" and counts:
            self._stand_ins[end][start] = None

    def needs(self, node: str) -> Iterator[Requirement]:
        for end in self._alone.get(node, ()):
            yield self._requirement(node, (end,), "necessary")
        for members in self._alternatives.get(node, {}).values():
            yield self._requirement(node, members, "necessary")
        if node in self._enough:
            yield self._requirement(node, self._enough[node], "sufficient")

    def _requirement(
        self, node: str, members: Collection[str], condition: _Condition
    ) -> Requirement:
        if self._stand_ins.keys().isdisjoint(members):
            return Requirement(tuple(members), condition)
        substitutes = dict.fromkeys(
            other
            for member in members
            for other in self._stand_ins.get(member, ())
            if other != node and other not in members
        )
        return Requirement((*members, *substitutes), condition, frozenset(substitutes))


def _standing(
    given_by: Justifications, withdrawn: Set[str], given: Set[str]
) -> dict[str, tuple[str, ...]]:
    needs, uses = given_by.needs, given_by.uses
    met: dict[str, list[str | None]] = {node: [None] * len(own) for node, own in needs.items()}
    left = {node: len(own) for node, own in needs.items()}
    found: dict[str, tuple[str, ...]] = {
        node: () for node in needs if node not in withdrawn and (node in given or not left[node])
    }
    ready = deque(found)
    while ready:
        here = ready.popleft()
        for node, index in uses.get(here, ()):
            if node in found or node in withdrawn or met[node][index] is not None:
                continue
            met[node][index] = here
            left[node] -= 1
            if not left[node]:
                found[node] = tuple(one for one in met[node] if one is not None)
                ready.append(node)
    return found


def _fallen(
    given_by: Justifications, withdrawn: Set[str], given: Set[str]
) -> dict[str, Requirement | None]:
    needs, uses = given_by.needs, given_by.uses
    left = {node: [len(one.members) for one in own] for node, own in needs.items()}
    fallen: dict[str, Requirement | None] = {node: None for node in needs if node in withdrawn}
    for node, own in needs.items():
        empty = next((one for one in own if not one.members), None)
        if empty is not None and node not in fallen and node not in given:
            fallen[node] = empty
    falling = deque(fallen)
    while falling:
        for node, index in uses.get(falling.popleft(), ()):
            left[node][index] -= 1
            if not left[node][index] and node not in fallen and node not in given:
                fallen[node] = needs[node][index]
                falling.append(node)
    return fallen
