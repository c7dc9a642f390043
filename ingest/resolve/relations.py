"""Claims of different documents to relations between them.

Pairs are never compared all against all: candidates are looked up by the signature of their
comparison, by their dependency, by the works that they cite and by their rarest words.
Likeness of wording proposes ``restates`` and nothing else: a rebuttal and a restatement
look equally alike. Scores stay None until a signal's precision has been measured.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz.fuzz import token_sort_ratio

from ingest.language.comparison import Comparison, comparison, contradict
from ingest.language.cues import words
from ingest.language.wording import normalise
from kg.model import Assertion, Claim, Dependency, Relation
from kg.vocab import RELATION_KINDS, Mode, Polarity

_PUT_FORWARD: Final = frozenset({Mode.ASSERTS, Mode.REPORTS, Mode.CONCEDES})
_SAME_WORDS: Final = 92.0
_RAREST: Final = 3
_COMMONEST: Final = 200
_LEAST_WORDS: Final = 4
_SHARED_SHARE: Final = 0.3
_SHARED_WORDS: Final = 2
_DISAGREES: Final = re.compile(
    r"\b(?:contrary to|contradicts?|disagrees? with|inconsistent with|at odds with|in contrast to|"
    r"challenges?|contests?|refutes?|fails? to replicate|unlike)\b",
    re.IGNORECASE,
)
_AGREES: Final = re.compile(
    r"\b(?:agrees? with|consistent with|in line with|confirms?|corroborates?|replicates?|"
    r"in agreement with|supports? the (?:finding|claim|view)s? of)\b",
    re.IGNORECASE,
)
# Words that change what is claimed: wordings that differ in one of them say different things.
_QUALIFIERS: Final = words(
    "not no never cannot nor without hardly rarely less more fewer all some many most few only "
    "always sometimes often may might could can should must will would probably possibly likely "
    "unlikely increase decrease increases decreases higher lower better worse before after"
)
_STOP: Final = words(
    "a an and are as at be been but by can for from has have in into is it its of on or our than "
    "that the their them they this to was we were which will with"
)
_WORD: Final = re.compile(r"[\w.%-]*\w%?")
_NUMBER: Final = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True)
class Candidate:
    """A claim with what is known of its use.

    ``assertions`` are those that put it forward, anywhere; ``work_id`` the work whose text
    states it; ``cites`` the works cited where it is stated; ``dependencies`` those that its
    sentences assert.
    """

    claim: Claim
    assertions: tuple[Assertion, ...]
    work_id: str | None = None
    cites: tuple[str, ...] = ()
    dependencies: tuple[Dependency, ...] = ()

    @property
    def is_put_forward(self) -> bool:
        """Whether somebody holds it; what is only supposed or asked counts against nothing."""
        return any(one.mode in _PUT_FORWARD for one in self.assertions)

    @cached_property
    def compares(self) -> Comparison | None:
        """The comparison that its wording makes."""
        return comparison(self.claim.wording)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words of its wording, as they are compared."""
        return tuple(_WORD.findall(normalise(self.claim.wording)))

    @cached_property
    def content(self) -> frozenset[str]:
        """Its words without function words."""
        return frozenset(self.tokens) - _STOP


def link(new: Sequence[Candidate], known: Sequence[Candidate]) -> list[Relation]:
    """Return the relations between claims of a new document and known claims of others.

    Pure: the result depends on the arguments alone, not on their order. A view that
    somebody only supposes, asks or denies rebuts nothing; any view can be rebutted.
    """
    others = _Index(known)
    signals: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in new:
        for other, kind, source, signal in _proposals(one, others):
            ends = (one, other) if source is one else (other, one)
            signals[kind, *_directed(kind, *(end.claim.id for end in ends))].add(signal)
    return [
        Relation(
            kind=kind, source_claim_id=source, target_claim_id=target, signals=tuple(sorted(found))
        )
        for (kind, source, target), found in sorted(signals.items())
    ]


def _directed(kind: str, source: str, target: str) -> tuple[str, str]:
    """Return the ends of a link; of a symmetric one in one order, whichever came first."""
    if RELATION_KINDS[kind].symmetric:
        return min(source, target), max(source, target)
    return source, target


class _Index:
    """Known candidates by all that can tie a new one to them."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._by: dict[Hashable, list[Candidate]] = defaultdict(list)
        self._frequency = Counter(word for one in candidates for word in one.content)
        for one in candidates:
            for key in _keys(one):
                self._by[key].append(one)

    def at(self, key: Hashable) -> list[Candidate]:
        """Return the candidates under a key."""
        return self._by.get(key, [])

    def alike(self, one: Candidate) -> list[Candidate]:
        """Return the candidates that share one of a claim's rarest known words."""
        rare = sorted(
            (word for word in one.content if word in self._frequency),
            key=lambda word: (self._frequency[word], word),
        )
        found = {
            other.claim.id: other
            for word in rare[:_RAREST]
            if self._frequency[word] <= _COMMONEST
            for other in self.at(("word", word))
        }
        return list(found.values())


def _keys(one: Candidate) -> Iterator[Hashable]:
    if one.compares is not None:
        yield "comparison", one.compares.signature
    for dependency in one.dependencies:
        yield "dependency", _triple(dependency)
    if one.work_id is not None:
        yield "work", one.work_id
    for word in one.content:
        yield "word", word


def _triple(dependency: Dependency) -> tuple[str, str, str]:
    return dependency.source_id, dependency.kind, dependency.target_id


Proposal = tuple[Candidate, str, Candidate, str]


def _proposals(one: Candidate, others: _Index) -> Iterator[Proposal]:
    """Yield the other claim, the kind, which of both is the source, and the signal."""
    for propose in (_by_comparison, _by_dependency, _by_citation, _by_wording):
        for proposal in propose(one, others):
            other, _, source, _ = proposal
            if other.claim.id != one.claim.id and source.is_put_forward:
                yield proposal


def _by_comparison(one: Candidate, others: _Index) -> Iterator[Proposal]:
    mine = one.compares
    if mine is None:
        return
    for other in others.at(("comparison", mine.signature)):
        theirs = other.compares
        if theirs is None:
            continue
        for source, kind in ((one, _verdict(mine, theirs)), (other, _verdict(theirs, mine))):
            if kind is not None and not (kind == "restates" and source is other):
                compared = mine if source is one else theirs
                yield other, kind, source, _of_comparison(compared)


def _verdict(source: Comparison, target: Comparison) -> str | None:
    """Return how a comparison bears on another of the same two classes, None if it does not.

    Two general ones that agree say the same; an instance is a reason for the general one.
    """
    if contradict(source, target):
        return "rebuts"
    if source.holds != target.holds or not target.general:
        return None
    return "restates" if source.general else "supports"


def _of_comparison(source: Comparison) -> str:
    scope = "general" if source.general else "instance"
    return f"comparison:{source.winner}-over-{source.loser}:{scope}"


def _by_dependency(one: Candidate, others: _Index) -> Iterator[Proposal]:
    for mine in one.dependencies:
        for other in others.at(("dependency", _triple(mine))):
            if any(
                _triple(theirs) == _triple(mine) and theirs.polarity is not mine.polarity
                for theirs in other.dependencies
            ):
                yield other, "rebuts", one, f"opposite-polarity:{mine.kind}"
                yield other, "rebuts", other, f"opposite-polarity:{mine.kind}"


def _by_citation(one: Candidate, others: _Index) -> Iterator[Proposal]:
    """Explicit (dis)agreement with a work that is cited right there, on the same matter."""
    wording = one.claim.wording
    kind = "rebuts" if _DISAGREES.search(wording) else "supports" if _AGREES.search(wording) else ""
    if not kind:
        return
    for work in one.cites:
        for other in others.at(("work", work)):
            shared = one.content & other.content
            if len(shared) >= max(_SHARED_WORDS, _SHARED_SHARE * len(other.content)):
                yield other, kind, one, f"cites-and-{'disagrees' if kind == 'rebuts' else 'agrees'}"


def _by_wording(one: Candidate, others: _Index) -> Iterator[Proposal]:
    for other in others.alike(one):
        if _says_the_same(one, other):
            yield other, "restates", one, "near-identical-wording"


def _says_the_same(one: Candidate, other: Candidate) -> bool:
    if min(len(one.tokens), len(other.tokens)) < _LEAST_WORDS:
        return False
    return (
        _polarities(one) == _polarities(other)
        and _numbers(one) == _numbers(other)
        and _QUALIFIERS.intersection(one.tokens) == _QUALIFIERS.intersection(other.tokens)
        and token_sort_ratio(" ".join(one.tokens), " ".join(other.tokens)) >= _SAME_WORDS
    )


def _polarities(one: Candidate) -> frozenset[Polarity]:
    return frozenset(assertion.polarity for assertion in one.assertions)


def _numbers(one: Candidate) -> Counter[str]:
    return Counter(_NUMBER.findall(one.claim.wording))
