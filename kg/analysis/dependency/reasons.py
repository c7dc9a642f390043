"""Why a supposition touches something, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.analysis.dependency.graph import Graph, Link, verb
from kg.analysis.dependency.justification import Evaluation, Justifications, Requirement
from kg.analysis.dependency.reach import by_label
from kg.analysis.dependency.withdrawal import Consequence, Effect, Reason, Supposition
from kg.analysis.dependency.wording import called, joined, kinds_between, labels, needed, needs_in
from kg.vocab import RELATION_KINDS


@dataclass(frozen=True)
class Reasons:
    """What there is to say of one supposition; ``titles`` are those of documents, by id."""

    graph: Graph
    supposed: Supposition
    network: Justifications
    after: Evaluation
    titles: Mapping[str, str]

    def of(self, one: Consequence) -> list[tuple[str, list[Link]]]:
        """Return why a node is touched, each reason with the links that it speaks of."""
        told = [(self._words(one.id, why), self._links(one.id, why)) for why in one.reasons]
        return [*told, *self._waiting(one)]

    def _is_of_sources(self, why: Reason) -> bool:
        return self.supposed.sources.issuperset(why.lost)

    def _words(self, node: str, why: Reason) -> str:
        if why.requirement is not None:
            return self._required(node, why.requirement, why)
        if self._is_of_sources(why):
            return self._unasserted(why)
        helped = [
            f"{_helped(link, node)} {called(self.graph, other)}, which is lost"
            for other in why.lost
            for link in self._helping(node, other)
        ]
        return "; ".join(helped)

    def _required(self, node: str, requirement: Requirement, why: Reason) -> str:
        words = needed(self.graph, node, requirement)
        if len(requirement.members) == 1:
            return f"{words}, which {_ALONE[self._fate(why.lost[0])]}"
        return f"{words}: {'; '.join([*self._lost(why), *self._left(requirement, why)])}"

    def _lost(self, why: Reason) -> Iterator[str]:
        together: dict[str, list[str]] = {}
        for one in by_label(self.graph, why.lost):
            together.setdefault(self._fate(one), []).append(called(self.graph, one))
        for fate, names in together.items():
            yield _FATES[fate][len(names) > 1].format(joined(names))

    def _left(self, requirement: Requirement, why: Reason) -> Iterator[str]:
        if not why.left:
            return
        names = joined(labels(self.graph, why.left))
        one = len(why.left) == 1
        if requirement.substitutes.issuperset(why.left):
            yield f"only its {'substitute' if one else 'substitutes'} {names} {_be(one=one)} left"
        else:
            yield f"{names} {_be(one=one)} left"
        if self.after.standing.keys().isdisjoint(why.left):
            yield "nothing but a loop keeps what is left"

    def _fate(self, node: str) -> str:
        if node in self.supposed.denied:
            return "denied"
        return "falls" if node in self.after.fallen else "unsaid"

    def _unasserted(self, why: Reason) -> str:
        gone = joined([self.titles[one] for one in why.lost])
        left = joined([self.titles[one] for one in why.left])
        return f"asserted in {gone}, which does not count; " + (
            f"{left} still asserts it" if left else "nobody else asserts it"
        )

    def _helping(self, node: str, other: str) -> list[Link]:
        """Return the links by which one node helps or bounds another without being needed."""
        ways = [(node, other, kind) for kind in kinds_between(self.graph, node, other)]
        ways += [(other, node, kind) for kind in kinds_between(self.graph, other, node)]
        return [link for link in ways if _helps(link, node) and self._is_affirmed(link)]

    def _is_affirmed(self, link: Link) -> bool:
        return bool(self.graph.edges[link].get("asserted", 1))

    def _links(self, node: str, why: Reason) -> list[Link]:
        if why.requirement is not None:
            return list(
                dict.fromkeys(
                    link
                    for some in (why.lost, why.left)
                    for member in by_label(self.graph, some)
                    for link in needs_in(self.graph, node, member, why.requirement)
                )
            )
        return [link for other in why.lost for link in self._helping(node, other)]

    def _waiting(self, one: Consequence) -> Iterator[tuple[str, list[Link]]]:
        """Yield what an undecided node waits for, where it has lost nothing itself."""
        if one.effect is not Effect.UNDECIDED:
            return
        told = [why.requirement for why in one.reasons]
        for requirement in self.network.needs[one.id]:
            members = requirement.members
            if requirement not in told and self.after.standing.keys().isdisjoint(members):
                words = f"{needed(self.graph, one.id, requirement)}, which only a loop keeps"
                yield (
                    words,
                    [
                        link
                        for member in by_label(self.graph, members)
                        for link in needs_in(self.graph, one.id, member, requirement)
                    ],
                )


def _helps(link: Link, node: str) -> bool:
    """Whether a link says that its other end improves or bounds a node."""
    row = RELATION_KINDS[link[2]]
    if row.condition is not None or link[2] == "substitutes":
        return False
    return (link[0] if row.dependent else link[1]) == node


def _helped(link: Link, node: str) -> str:
    return verb(link[2]) if link[0] == node else RELATION_KINDS[link[2]].inverse


def _be(*, one: bool) -> str:
    return "is" if one else "are"


_ALONE: Final = {"denied": "is denied", "falls": "falls", "unsaid": "nobody else says"}
_FATES: Final = {
    "denied": ("{} is denied", "{} are denied"),
    "falls": ("{} falls", "{} fall"),
    "unsaid": ("nobody else names {}", "nobody else names {}"),
}
"""What becomes of one thing that something needs, and of several."""
