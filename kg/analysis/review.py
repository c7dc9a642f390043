"""What a person should look at first: the proposals whose judgement changes the picture most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from kg.views import Arrow, Proposal
from kg.vocab import RELATION_KINDS, Status

STEPS: Final = 3
"""How many links away a proposal is taken to matter."""


def queue(proposals: Iterable[Proposal], arrows: Iterable[Arrow]) -> list[Proposal]:
    """Return the proposals in the order in which to judge them; what is judged is left out.

    The order is that of ``p (1 - p) (1 + h)``, the greatest first, ties by id. ``p`` is the
    probability that the proposal was made with (even odds where it has none), so that
    ``p (1 - p)`` is the variance of the answer: what is sure already comes late. ``h`` counts
    what hangs on it (:func:`hanging`). ``arrows`` are the relations and dependencies that
    count, those still proposed included.

    Cost: each claim or concept that a proposal bears on is followed for :data:`STEPS` links.
    """
    held = _Hanging(arrows)
    waiting = [one for one in proposals if one.status is Status.PROPOSED]
    weight = {one.id: uncertainty(one.score) * (1 + held.count(one)) for one in waiting}
    return sorted(waiting, key=lambda one: (-weight[one.id], one.id))


def uncertainty(probability: float | None) -> float:
    """Return ``p (1 - p)``, in [0, 0.25]; where nothing is known, that of even odds."""
    p = 0.5 if probability is None else probability
    return p * (1 - p)


def hanging(proposal: Proposal, arrows: Iterable[Arrow]) -> int:
    """Return how many other claims, concepts, evidence and links hang on a proposal.

    They are what is reached within :data:`STEPS` links: from a link (also a dependency) its
    far end and what that bears on in turn, from evidence what it bears on, from an assertion
    what its claim bears on and what bears on its claim. An arrow is followed from its reason
    to its conclusion, and from what something rests on to what rests on it. *Restates* is
    followed both ways; along the other neutral kinds nothing is passed on.
    """
    return _Hanging(arrows).count(proposal)


class _Hanging:
    """The arrows, followed once from each place that a proposal starts from."""

    def __init__(self, arrows: Iterable[Arrow]) -> None:
        self._far: dict[str, list[str]] = {}
        self._onward: dict[str, set[str]] = defaultdict(set)
        self._beside: dict[str, set[str]] = defaultdict(set)
        self._known: dict[str, frozenset[str]] = {}
        for arrow in arrows:
            led = _led(arrow)
            self._far[arrow.id] = [end for _, end in led]
            for start, end in led:
                self._onward[start].add(end)
            self._beside[arrow.source_id].add(arrow.target_id)
            self._beside[arrow.target_id].add(arrow.source_id)

    def count(self, proposal: Proposal) -> int:
        start = proposal.claim_id or proposal.id
        if start not in self._known:
            self._known[start] = self._reached(start)
        found = self._known[start]
        if proposal.claim_id:
            found = found | self._beside.get(start, set())
        return len(found - {start})

    def _reached(self, start: str) -> frozenset[str]:
        found = edge = {start}
        for _ in range(STEPS):
            edge = {end for node in edge for end in self._next(node)} - found
            found = found | edge
        return frozenset(found)

    def _next(self, node: str) -> Iterable[str]:
        return self._far[node] if node in self._far else self._onward.get(node, ())


def _led(arrow: Arrow) -> list[tuple[str, str]]:
    """Return from where to where an arrow passes on what becomes of its start."""
    kind = RELATION_KINDS[arrow.kind]
    there, back = (arrow.source_id, arrow.target_id), (arrow.target_id, arrow.source_id)
    if arrow.kind == "restates":
        return [there, back]
    if kind.family == "dependency":
        return {"source": [back], "target": [there], None: []}[kind.dependent]
    return [there] if kind.sign else []
