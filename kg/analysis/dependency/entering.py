"""Where a loop can be entered: its members that can stand without the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass

import networkx as nx

from kg.analysis.dependency.justification import Justifications
from kg.analysis.dependency.reach import by_label
from kg.analysis.dependency.withdrawal import Situation


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of a loop that can stand without the others.

    ``supports`` are the ids of what could meet its requirements without any member, at least one
    for each; empty where it needs nothing. ``stands`` says whether enough of them do.
    """

    id: str
    supports: tuple[str, ...]
    stands: bool


class Entrances:
    """The entries of the loops of a graph under a supposition.

    What is given is an entry whatever it needs.
    """

    def __init__(
        self,
        case: Situation,
        given: frozenset[str],
        resting: nx.DiGraph[str],
        parts: Iterable[set[str]],
    ) -> None:
        """Linear; ``parts`` are the strongly connected ones of who rests on whom."""
        self._case, self._given = case, given
        self._together = {
            node: part for part in _leaning(case, resting, parts) for node in part if len(part) > 1
        }

    def of(self, members: Collection[str]) -> Iterator[Entry]:
        """Yield the entries of a loop in the order of its members.

        Linear in what leans on itself by way of the members, substitutes among it.
        """
        around = self._together[next(iter(members))]
        could, does = self._beside(around.difference(members))
        standing = self._case.evaluation.standing
        for node in members:
            needs = () if node in self._given else self._case.network.needs[node]
            supports = [
                [one for one in need.members if one not in around or one in could] for need in needs
            ]
            if all(supports):
                met = all(
                    any(one in does or (one in standing and one not in around) for one in some)
                    for some in supports
                )
                every = by_label(self._case.graph, {one for some in supports for one in some})
                yield Entry(node, tuple(every), met and node not in self._case.withdrawn)

    def _beside(self, others: Set[str]) -> tuple[Set[str], Set[str]]:
        """Return which of the others could stand without the loop, and which do.

        They lean on it, and it on them, but not by links alone: as substitutes.
        """
        needs = {node: self._case.network.needs[node] for node in others}
        members = {one for own in needs.values() for need in own for one in need.members}
        around = self._together[next(iter(others))] if others else set()
        outside = dict.fromkeys(members - around, ())
        network = Justifications({**needs, **outside})
        gone = {one for one in outside if one not in self._case.evaluation.standing}
        return (
            network.evaluate(given=self._given & others).standing.keys(),
            network.evaluate(gone | self._case.withdrawn, self._given & others).standing.keys(),
        )


def _leaning(
    case: Situation, resting: nx.DiGraph[str], parts: Iterable[set[str]]
) -> Iterable[set[str]]:
    """Return the parts whose nodes lean on each other, by what can stand in for another too."""
    more = [
        (node, other)
        for node, needs in case.network.needs.items()
        for one in needs
        for other in one.substitutes
    ]
    if not more:
        return parts
    leaning = resting.copy()
    leaning.add_edges_from(more)
    return nx.strongly_connected_components(leaning)
