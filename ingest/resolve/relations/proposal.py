"""What a signal proposes of a pair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.resolve.relations.candidate import Candidate
from ingest.resolve.relations.pair import Pair, Side


@dataclass(frozen=True)
class Proposal:
    """A kind of relation from ``source`` to ``target``, and the signal that speaks for it.

    A signal is a family and its particulars, joined by a colon.
    """

    kind: str
    source: Candidate
    target: Candidate
    signal: str


def mutual(kind: str, pair: Pair, signal: str) -> Iterator[Proposal]:
    """Yield a conflict of both ends with each other; what nobody holds rebuts nothing."""
    if pair.one_voice:
        return
    ends = ((pair.one, pair.other), (pair.other, pair.one))
    for (source, target), ascribed in zip(ends, pair.ascriptions, strict=True):
        if source.can_oppose and not ascribed:
            yield Proposal(kind, source, target, signal)


def aside(kind: str, pair: Pair, signal: str) -> Proposal:
    """Return a relation that reads the same from either end."""
    return Proposal(kind, pair.one, pair.other, signal)


def narrower(kind: str, pair: Pair, side: Side, signal: str) -> Proposal:
    """Return a relation from the wording that says more in some respect to the other."""
    if side is Side.SECOND:
        return Proposal(kind, pair.other, pair.one, signal)
    return Proposal(kind, pair.one, pair.other, signal)
