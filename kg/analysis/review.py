"""What a person should look at first: the proposals whose judgement changes the picture most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import Final

import numpy as np

from kg.analysis.standing.numbered import Flags, Floats, Ints, ints, spans, starts
from kg.views import Arrow, Proposal
from kg.vocab import RELATION_KINDS, Status

STEPS: Final = 3
"""How many links away a proposal is taken to matter."""

_AT_ONCE: Final = 1_000_000  # ways that are gone together


def queue(proposals: Iterable[Proposal], arrows: Iterable[Arrow]) -> list[Proposal]:
    """Return the proposals in the order in which to judge them; what is judged is left out.

    The order is that of ``p (1 - p) (1 + h)``, the greatest first, ties by id. ``p`` is the
    probability that the proposal was made with (even odds where it has none), so that
    ``p (1 - p)`` is the variance of the answer: what is sure already comes late. ``h`` counts
    what hangs on it (:func:`hanging`). ``arrows`` are the relations and dependencies that
    count, those still proposed included.

    Cost: each claim or concept that a proposal bears on is followed for :data:`STEPS` links.
    """
    waiting = [one for one in proposals if one.status is Status.PROPOSED]
    waiting.sort(key=lambda one: one.id)
    doubt = np.array([uncertainty(one.score) for one in waiting])
    weight = doubt * (1 + _Hanging(arrows).counts(waiting))
    return [waiting[place] for place in np.argsort(-weight, kind="stable")]


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
    return int(_Hanging(arrows).counts([proposal])[0])


class _Hanging:
    """The arrows between numbered things, followed from many at once."""

    def __init__(self, arrows: Iterable[Arrow]) -> None:
        links = list(arrows)
        # By columns: there are hundreds of thousands, and each step in Python counts.
        ids, kinds, sources, targets = zip(*links, strict=True) if links else ((), (), (), ())
        number = dict(zip(ids, range(len(links)), strict=True))
        for end in dict.fromkeys(chain(sources, targets)):
            number.setdefault(end, len(number))
        source, target = (ints(map(number.__getitem__, ends)) for ends in (sources, targets))
        at = np.arange(len(links))
        there, back = np.array([*map(_LED.__getitem__, kinds)], dtype=bool).reshape(-1, 2).T
        begins = np.concatenate([source[there], target[back]])
        ends = np.concatenate([target[there], source[back]])
        # From a link only its own far end is reached, whatever starts from it.
        free = begins >= len(links)
        self._number, self._size = number, len(number) + 1  # the last is what no arrow touches
        self._onward = _Steps(
            np.concatenate([at[there], at[back], begins[free]]),
            np.concatenate([ends, ends[free]]),
            self._size,
        )
        self._beside = _Steps(
            np.concatenate([source, target]), np.concatenate([target, source]), self._size
        )

    def counts(self, proposals: Sequence[Proposal]) -> Ints:
        """Return how much hangs on each proposal."""
        names = (one.claim_id or one.id for one in proposals)
        begins = ints(map(self._number.get, names, repeat(self._size - 1)))
        of_claims = ints(one.claim_id is not None for one in proposals)
        asked, place = np.unique(begins * 2 + of_claims, return_inverse=True)
        ways = np.cumsum(self._onward.ways(STEPS)[asked // 2])
        pieces = np.split(asked, np.flatnonzero(np.diff(ways // _AT_ONCE)) + 1)
        return np.concatenate([self._reached(one // 2, one % 2 > 0) for one in pieces])[place]

    def _reached(self, begins: Ints, of_claims: Flags) -> Ints:
        """Return how many others are reached from each of some things."""
        edge = begun = np.arange(begins.size) * self._size + begins
        found = [begun, self._beside.from_all(begun[of_claims])]
        for _ in range(STEPS):
            few = edge.size <= _AT_ONCE  # else ways that meet are followed once
            edge = self._onward.from_all(edge if few else _each_once(edge))
            found.append(edge)
        reached = _each_once(np.concatenate(found))
        return np.bincount(reached // self._size, minlength=begins.size) - 1


class _Steps:
    """From each of ``size`` numbers to others."""

    def __init__(self, begin: Ints, end: Ints, size: int) -> None:
        self._size = size
        self._start, self._end = np.divmod(_each_once(begin * size + end), size)
        self._counts = np.bincount(self._start, minlength=size)
        self._first = starts(self._counts)

    def from_all(self, places: Ints) -> Ints:
        """Return where one step leads from places, which are ``size`` times a name, plus where."""
        at = places % self._size
        count = self._counts[at]
        return np.repeat(places - at, count) + self._end[spans(self._first[at], count)]

    def ways(self, most: int) -> Floats:
        """Return in how many ways one can go up to so many steps from each number."""
        found: Floats = np.zeros(self._size)
        for _ in range(most):
            onward = 1 + found[self._end]
            counted = np.bincount(self._start, weights=onward, minlength=self._size)
            found = counted.astype(np.float64)
        return found


def _each_once(places: Ints) -> Ints:
    """Return each once, in order."""
    ordered = np.sort(places)  # np.unique hashes, which takes ten times as long here
    return ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]


def _ways(kind: str) -> tuple[bool, bool]:
    """Return whether an arrow of a kind leads there, and back, with what becomes of its start."""
    said = RELATION_KINDS[kind]
    if kind == "restates":
        return True, True
    if said.family == "dependency":
        return said.dependent == "target", said.dependent == "source"
    return bool(said.sign), False


_LED: Final = {kind: _ways(kind) for kind in RELATION_KINDS}
