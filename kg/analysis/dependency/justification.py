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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
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
    def stated(self) -> Sequence[tuple[str, Requirement]]:
        """All requirements with the node that has each, in the order of the nodes."""
        return [(node, one) for node, own in self.needs.items() for one in own]

    @cached_property
    def uses(self) -> Mapping[str, Sequence[int]]:
        """The places in ``stated`` of the requirements that each node is a member of."""
        uses: dict[str, list[int]] = {}
        for place, (_, one) in enumerate(self.stated):
            for member in one.members:
                uses.setdefault(member, []).append(place)
        return uses

    @cached_property
    def first(self) -> Mapping[str, int]:
        """The place in ``stated`` of the first requirement of each node."""
        ends = accumulate((len(own) for own in self.needs.values()), initial=0)
        return dict(zip(self.needs, ends, strict=False))


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
    """The conditions that are stated of each node, without repetition, in an order of their own."""

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
        for end in sorted(self._alone.get(node, ())):
            yield self._requirement(node, (end,), "necessary")
        for _, members in sorted(self._alternatives.get(node, {}).items()):
            yield self._requirement(node, sorted(members), "necessary")
        if node in self._enough:
            yield self._requirement(node, sorted(self._enough[node]), "sufficient")

    def _requirement(
        self, node: str, members: Collection[str], condition: _Condition
    ) -> Requirement:
        if self._stand_ins.keys().isdisjoint(members):
            return Requirement(tuple(members), condition)
        direct = frozenset(members)
        substitutes = frozenset(
            other
            for member in members
            for other in self._stand_ins.get(member, ())
            if other != node and other not in direct
        )
        return Requirement((*members, *sorted(substitutes)), condition, substitutes)


def _standing(
    given_by: Justifications, withdrawn: Set[str], given: Set[str]
) -> dict[str, tuple[str, ...]]:
    needs, stated, first = given_by.needs, given_by.stated, given_by.first
    met: list[str | None] = [None] * len(stated)
    left = {node: len(own) for node, own in needs.items()}
    found: dict[str, tuple[str, ...]] = {
        node: () for node in needs if node not in withdrawn and (node in given or not left[node])
    }
    ready = deque(found)
    while ready:
        here = ready.popleft()
        for place in given_by.uses.get(here, ()):
            node = stated[place][0]
            if met[place] is not None or node in found or node in withdrawn:
                continue
            met[place] = here
            left[node] -= 1
            if not left[node]:
                own = met[first[node] : first[node] + len(needs[node])]
                found[node] = tuple(one for one in own if one is not None)
                ready.append(node)
    return found


def _fallen(
    given_by: Justifications, withdrawn: Set[str], given: Set[str]
) -> dict[str, Requirement | None]:
    left = [len(one.members) for _, one in given_by.stated]
    fallen: dict[str, Requirement | None] = {
        node: None for node in given_by.needs if node in withdrawn
    }
    for node, one in given_by.stated:
        if not one.members and node not in fallen and node not in given:
            fallen[node] = one
    falling = deque(fallen)
    while falling:
        for place in given_by.uses.get(falling.popleft(), ()):
            left[place] -= 1
            if not left[place]:
                node, failed = given_by.stated[place]
                if node not in fallen and node not in given:
                    fallen[node] = failed
                    falling.append(node)
    return fallen
