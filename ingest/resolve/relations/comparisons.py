"""Signal: what two wordings rank above each other, by class of size or by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.language.comparison import Comparison, contradict
from ingest.language.ranking import conflict, same_sides
from ingest.resolve.relations.candidate import Candidate
from ingest.resolve.relations.pair import Pair, Side
from ingest.resolve.relations.proposal import Proposal, aside, mutual

_LIKE: Final = 0.5


def compare(pair: Pair) -> Iterator[Proposal]:
    """Propose from comparisons of both wordings."""
    found = list(_sizes(pair))
    yield from found or _things(pair)


def _sizes(pair: Pair) -> Iterator[Proposal]:
    for source, target in ((pair.one, pair.other), (pair.other, pair.one)):
        mine, theirs = source.compares, target.compares
        if mine is None or theirs is None or mine.signature != theirs.signature:
            continue
        if contradict(mine, theirs):
            if source.can_oppose and not pair.one_voice:
                yield Proposal("rebuts", source, target, _signal(mine))
        elif mine.holds == theirs.holds and theirs.general:
            yield from _agreeing(source, target, mine, pair)


def _agreeing(
    source: Candidate, target: Candidate, mine: Comparison, pair: Pair
) -> Iterator[Proposal]:
    """An instance is a reason for the general one; two general ones alike say the same."""
    if not mine.general:
        if source.is_put_forward:
            yield Proposal("supports", source, target, _signal(mine))
    elif source is pair.one:
        alike = pair.cosine >= _LIKE
        yield aside("restates" if alike else "related", pair, _signal(mine))


def _signal(source: Comparison) -> str:
    scope = "general" if source.general else "instance"
    return f"comparison:{source.winner}-over-{source.loser}:{scope}"


def _things(pair: Pair) -> Iterator[Proposal]:
    mine, theirs = pair.one.ranks, pair.other.ranks
    if mine is None or theirs is None or same_sides(mine, theirs) is None:
        return
    signal = f"ranking:{mine.measure}"
    if not conflict(mine, theirs):
        return
    between = pair.difference
    if between is None or "belief" in pair.ascriptions:
        return
    for kind, side in (
        ("differs_in_date", between.times),
        ("differs_in_measure", between.measure),
        ("differs_in_scope", between.scope),
    ):
        if side is not Side.SAME:
            yield aside(kind, pair, signal)
            return
    yield from mutual("rebuts", pair, signal)
