"""Claims of a new document and known claims of others to the relations between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest import encoder
from ingest.resolve.relations.candidate import Candidate
from ingest.resolve.relations.citing import (
    ENDORSES,
    OPPOSES,
    answered,
    cite,
    family,
    speaks_of_agreement,
)
from ingest.resolve.relations.comparisons import compare
from ingest.resolve.relations.criticism import doubts, object_to, undercut
from ingest.resolve.relations.instances import instance, may_be_instance
from ingest.resolve.relations.nearest import likeness, nearest
from ingest.resolve.relations.pair import Pair, difference
from ingest.resolve.relations.paraphrase import differ, is_near
from ingest.resolve.relations.proposal import Proposal
from ingest.resolve.relations.reading import read
from ingest.resolve.relations.retrieval import LIMIT, InMemory
from ingest.resolve.relations.scoring import likely, score
from ingest.resolve.relations.triples import deny, triple
from kg.model import Relation

_ENDORSED: Final = 3
_OF_ONE_WORK: Final = 2_000
_DIGITS: Final = 3
LIKENESS: Final = ("likeness",)

Signal = Callable[[Pair], Iterable[Proposal]]
# What the first signals say of a pair goes before what later ones say.
_SIGNALS: Final[tuple[Signal, ...]] = (
    compare,
    deny,
    cite,
    object_to,
    undercut,
    differ,
    instance,
)


@dataclass(frozen=True)
class Judged:
    """A proposed relation of a pair, with all signals that speak for it."""

    kind: str
    source: Candidate
    target: Candidate
    signals: tuple[str, ...]
    pair: Pair

    @property
    def score(self) -> float:
        """The probability that it holds, in [0, 1]."""
        if self.signals == LIKENESS:
            return likely(likeness(self.pair))
        return score(self.kind, self.signals)


def link(new: Sequence[Candidate], known: Sequence[Candidate]) -> list[Relation]:
    """Return the relations between claims of a new document and known claims of others.

    Pure: the result depends on the arguments alone, not on their order, and is the same with
    the two exchanged. Only claims that share a key are compared (see
    :mod:`ingest.resolve.relations.retrieval`).
    """
    found = judge(_pairs(new, known))
    return sorted(
        (
            Relation(
                kind=one.kind,
                source_claim_id=one.source.id,
                target_claim_id=one.target.id,
                signals=one.signals,
                score=one.score,
            )
            for one in found
        ),
        key=lambda one: (one.kind, one.source_id, one.target_id),
    )


def judge(pairs: Sequence[Pair]) -> list[Judged]:
    """Return what is proposed of some pairs, the vaguest (``related``) for the best only."""
    said = [(pair, _best(pair)) for pair in _read(pairs)]
    found = [one for _, proposals in said for one in proposals]
    silent = [pair for pair, proposals in said if not proposals]
    return [*_few_endorsed(found), *(_related(pair) for pair in nearest(silent))]


def pair_of(first: Candidate, second: Candidate) -> Pair:
    """Return the pair of two candidates."""
    one, other = sorted(_embedded([first, second]), key=lambda each: each.id)
    return _paired(one, other)


def _pairs(new: Sequence[Candidate], known: Sequence[Candidate]) -> list[Pair]:
    """Return the pairs that share a key, each once, by the ids of their claims."""
    mine, theirs = (
        {one.id: one for one in _embedded(sorted(side, key=lambda one: one.id))}
        for side in (new, known)
    )
    found = {
        (min(one, other), max(one, other))
        for one, others in _sharing(mine, theirs)
        for other in others
        if one != other
    }
    return [_paired(*((mine.get(end) or theirs[end]) for end in ends)) for ends in sorted(found)]


def _sharing(
    mine: dict[str, Candidate], theirs: dict[str, Candidate]
) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield new claims with the known ones that share a key that is not too common."""
    known = InMemory((one.id, one.keys) for one in theirs.values())
    common = InMemory((one.id, one.keys) for one in mine.values())
    roles = InMemory((one.id, tuple(_roles(one))) for one in theirs.values())
    for one in mine.values():
        rare = tuple(common.by_keys(one.keys, LIMIT))
        shared = known.by_keys(rare, LIMIT)
        told = roles.by_keys(tuple(map(_answering, _roles(one))), _OF_ONE_WORK)
        yield one.id, {other for ids in (*shared.values(), *told.values()) for other in ids}


def _roles(one: Candidate) -> Iterator[str]:
    """Yield keys by which claims meet that need share no word."""
    for dependency in one.dependencies:
        yield "triple:" + "|".join(triple(dependency))
    for work in sorted(one.views_of | one.works):
        yield f"view:{work}"
    for name in sorted(set(map(family, one.voices))):
        yield f"voice:{name}"
    for work in sorted(seeks_view(one)):
        yield f"on-view:{work}"
    for name in sorted(answered(one)):
        yield f"on-voice:{name}"


def seeks_view(one: Candidate) -> frozenset[str]:
    """Return the works whose claims a claim may be about without sharing a word with them."""
    cited = one.cites if speaks_of_agreement(one) else ()
    return frozenset(cited) | ({one.reviews_id} if one.reviews_id and doubts(one) else set())


def _answering(role: str) -> str:
    """Return the key of the other role: who speaks of a view looks for it, and the reverse."""
    if role.startswith("triple:"):
        return role
    return role.removeprefix("on-") if role.startswith("on-") else f"on-{role}"


def _embedded(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give each candidate without a vector one of its wording."""
    bare = [one.wording for one in candidates if one.vector is None]
    rows = iter(encoder.encode(bare)) if bare else iter(())
    return [
        one if one.vector is not None else replace(one, vector=next(rows)) for one in candidates
    ]


def _paired(one: Candidate, other: Candidate) -> Pair:
    assert one.vector is not None
    assert other.vector is not None
    comparable = one.vector.shape == other.vector.shape
    cosine = float(one.vector @ other.vector) if comparable else 0.0
    return Pair(one, other, round(max(cosine, 0.0), _DIGITS))


def _read(pairs: Sequence[Pair]) -> list[Pair]:
    """Add readings of the words and of the passages around to pairs that are near enough."""
    near = [at for at, pair in enumerate(pairs) if _is_read(pair)]
    readings = read(end.wording for at in near for end in (pairs[at].one, pairs[at].other))
    settings = _settings([pairs[at] for at in near])
    read_pairs = list(pairs)
    for at, setting in zip(near, settings, strict=True):
        one, other = (readings[end.wording] for end in (pairs[at].one, pairs[at].other))
        read_pairs[at] = replace(
            pairs[at],
            difference=difference(one, other),
            ascriptions=(one.ascribed, other.ascribed),
            setting=setting,
        )
    return read_pairs


def _is_read(pair: Pair) -> bool:
    return is_near(pair) or _both_rank(pair) or may_be_instance(pair)


def _both_rank(pair: Pair) -> bool:
    return pair.one.ranks is not None and pair.other.ranks is not None and len(pair.shared) > 1


def _settings(pairs: Sequence[Pair]) -> list[float | None]:
    texts = sorted({end.context for pair in pairs for end in (pair.one, pair.other)})
    rows = dict(zip(texts, encoder.encode(texts), strict=True)) if texts else {}
    return [
        round(float(rows[pair.one.context] @ rows[pair.other.context]), _DIGITS)
        if pair.one.context and pair.other.context
        else None
        for pair in pairs
    ]


def _best(pair: Pair) -> list[Judged]:
    """Return what the first signal that speaks says, with the later ones that say the same."""
    if not (pair.one.is_view and pair.other.is_view):
        return []
    said = [proposal for signal in _SIGNALS for proposal in signal(pair)]
    if not said:
        return []
    ends: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for one in said:
        if one.kind == said[0].kind:
            ends[one.source.id, one.target.id].append(one)
    return [
        Judged(found[0].kind, found[0].source, found[0].target, _named(found), pair)
        for _, found in sorted(ends.items())
    ]


def _named(found: Sequence[Proposal]) -> tuple[str, ...]:
    return tuple(sorted({one.signal for one in found}))


def _few_endorsed(found: Sequence[Judged]) -> Iterator[Judged]:
    """Keep, of the views of somebody towards whom a claim takes sides, the most central."""
    seen: dict[str, int] = defaultdict(int)
    for one in sorted(found, key=lambda one: (-one.target.salience, one.target.id)):
        if one.signals in {(ENDORSES,), (OPPOSES,)}:
            seen[one.source.id] += 1
            if seen[one.source.id] > _ENDORSED:
                continue
        yield one


def _related(pair: Pair) -> Judged:
    return Judged("related", pair.one, pair.other, LIKENESS, pair)
