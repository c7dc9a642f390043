"""Two claims side by side: how alike they are, and in what they differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from ingest.language.genericity import Genericity
from ingest.language.opposites import direction
from ingest.resolve.relations.amounts import contrary
from ingest.resolve.relations.candidate import Candidate
from ingest.resolve.relations.reading import Reading

_SAME_SHARE: Final = 0.6
_ALIKE: Final = 0.5
_IDENTICAL: Final = 0.93
_DENYING: Final = ("un", "in", "im", "il", "ir", "non", "dis", "mis")
_FORM: Final = 4


class Side(StrEnum):
    """How two wordings stand in one respect: alike, only one has it, or each its own."""

    SAME = "same"
    FIRST = "first"
    SECOND = "second"
    OTHER = "other"


@dataclass(frozen=True)
class Difference:
    """In what two readings differ; ``FIRST`` and ``SECOND`` name the one that says more there.

    ``opposite`` is true where an odd number of negations and antonyms lies between them.
    ``words`` is the share of the core words of one that the other has not, in [0, 1], from the
    side that has less of its own. ``said`` is the share of what one says of its subject that the
    other has too, in [0, 1], from the side that has less in common. ``norm`` tells that one
    says what is and the other what should be. ``identical`` tells that both have the same words,
    ``instance`` which side tells of a particular case where the other is general.
    """

    opposite: bool
    denies_cause: bool
    swapped: bool
    subject: bool
    names: bool
    words: float
    identical: bool
    said: float
    norm: bool
    scope: Side
    times: Side
    measure: Side
    amounts: Side
    hedge: Side
    partial: Side
    instance: Side

    @property
    def qualified(self) -> Side:
        """Which wording says less: hedged, of some only, within a scope, a time or a number."""
        sides = {self.scope, self.times, self.measure, self.amounts, self.hedge, self.partial}
        sides.discard(Side.SAME)
        if not sides:
            return Side.SAME
        return sides.pop() if len(sides) == 1 else Side.OTHER


@dataclass(frozen=True)
class Pair:
    """Two claims, their likeness, and their difference where they are alike enough to read.

    ``one`` has the smaller id, so that the order of documents changes nothing. ``cosine`` is
    of their wordings, ``setting`` of the passages around them, None where these are unknown.
    ``ascriptions`` say of either whether it itself ascribes a view (see ``Reading``).
    """

    one: Candidate
    other: Candidate
    cosine: float
    difference: Difference | None = None
    ascriptions: tuple[str, str] = ("", "")
    setting: float | None = None

    @cached_property
    def one_voice(self) -> bool:
        """Whether somebody holds both, in whatever text: nobody rebuts himself by that."""
        return not self.one.holder_ids.isdisjoint(self.other.holder_ids)

    @cached_property
    def is_identical(self) -> bool:
        """Whether both say the same in practically the same words, with nothing between them."""
        between = self.difference
        return (
            between is not None
            and self.cosine >= _IDENTICAL
            and between.identical
            and not between.opposite
            and not between.swapped
            and not between.names
            and between.qualified is Side.SAME
        )

    @cached_property
    def shared(self) -> frozenset[str]:
        """The stems that both wordings have."""
        return self.one.content & self.other.content

    @cached_property
    def containment(self) -> float:
        """The share of the shorter wording's stems that the other has, in [0, 1]."""
        least = min(len(self.one.content), len(self.other.content))
        return len(self.shared) / least if least else 0.0

    @cached_property
    def overlap(self) -> float:
        """The share of all stems that both have (Jaccard), in [0, 1]."""
        union = self.one.content | self.other.content
        return len(self.shared) / len(union) if union else 0.0


def difference(one: Reading, other: Reading) -> Difference:
    """Return in what two readings differ."""
    return Difference(
        opposite=_opposite(one, other),
        denies_cause=one.denies_cause != other.denies_cause,
        swapped=_swapped(one, other),
        subject=_other_subject(one, other),
        names=bool(one.names - other.names - other.core)
        and bool(other.names - one.names - one.core),
        identical=_identical(one, other),
        said=min(_common(one, other), _common(other, one)),
        norm=one.norm != other.norm,
        words=min(_unmatched(one, other), _unmatched(other, one)),
        scope=_scopes(one, other),
        times=_times(one, other),
        measure=_side(one.measure, other.measure),
        amounts=_amounts(one, other),
        hedge=_flag(one.hedged, other.hedged),
        partial=_flag(one.partial, other.partial),
        instance=_instance(one, other),
    )


def _opposite(one: Reading, other: Reading) -> bool:
    turns = one.negations + other.negations
    turns += sum(
        one.directions[name] != other.directions[name]
        for name in one.directions.keys() & other.directions.keys()
    )
    return (turns + _prefixed(one, other) + _prefixed(other, one)) % 2 == 1


def _prefixed(one: Reading, other: Reading) -> int:
    """Return how many words of one are in the other with a prefix that denies them."""
    return sum(
        prefix + word in other.said
        for word in one.said
        if direction(word) is None
        for prefix in _DENYING
    )


def _swapped(one: Reading, other: Reading) -> bool:
    return (
        _alike(one.subject, other.object)
        and _alike(one.object, other.subject)
        and not _alike(one.subject, other.subject)
    )


def _other_subject(one: Reading, other: Reading) -> bool:
    """Whether neither subject is named anywhere in the other wording."""
    return (
        bool(one.subject)
        and bool(other.subject)
        and not _meets(one.subject, _all(other))
        and not _meets(other.subject, _all(one))
    )


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    least = min(len(one), len(other))
    return bool(least) and len(one & other) / least >= _ALIKE


def _all(reading: Reading) -> frozenset[str]:
    return reading.core.union(reading.subject, reading.object, *reading.scope)


def _scopes(one: Reading, other: Reading) -> Side:
    """Compare the cases that two wordings speak of; a phrase that the other knows is none."""
    first = [phrase for phrase in one.scope if not _meets(phrase, _all(other))]
    second = [phrase for phrase in other.scope if not _meets(phrase, _all(one))]
    if (first and second) or _contrasted(one, other) or _other_cases(one, other):
        return Side.OTHER
    return _flag(bool(first), bool(second))


def _other_cases(one: Reading, other: Reading) -> bool:
    """Whether the subjects are opposite cases of one thing: small and large firms."""
    mine, theirs = one.subject_directions, other.subject_directions
    return any(mine[name] != theirs[name] for name in mine.keys() & theirs.keys())


def _identical(one: Reading, other: Reading) -> bool:
    return (
        not _without(_all(one) | one.said, _all(other) | other.said)
        and not _without(_all(other) | other.said, _all(one) | one.said)
        and one.directions == other.directions
        and one.subject_directions == other.subject_directions
        and (one.years, one.times, one.negations) == (other.years, other.times, other.negations)
        and one.norm == other.norm
        and one.ascribed == other.ascribed
    )


def _common(one: Reading, other: Reading) -> float:
    """Return the share of what one says that the other has, an opposite counted as the same."""
    if not one.said:
        return 1.0
    classes = {*other.directions, *other.subject_directions}
    missing = [
        word
        for word in _without(one.said, _all(other) | other.said)
        if (known := direction(word)) is None or known[0] not in classes
    ]
    return 1.0 - len(missing) / len(one.said)


def _unmatched(one: Reading, other: Reading) -> float:
    return len(_without(one.core, _all(other))) / len(one.core) if one.core else 0.0


def _contrasted(one: Reading, other: Reading) -> bool:
    """Whether phrases of the same noun differ in what is said of it: civil and criminal courts."""
    return any(
        _meets(mine, theirs)
        and bool(_without(mine, _all(other)))
        and bool(_without(theirs, _all(one)))
        for mine in one.scope
        for theirs in other.scope
    )


def _meets(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(_without(one, other)) < len(one)


def _without(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Return the stems of ``one`` that no stem of ``other`` is a form of (``prevent``)."""
    return frozenset(
        word
        for word in one
        if not any(
            word == their or (min(len(word), len(their)) >= _FORM and _begins(word, their))
            for their in other
        )
    )


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _side(one: frozenset[str], other: frozenset[str]) -> Side:
    if not one or not other:
        return _flag(bool(one), bool(other))
    if one != other and (one < other or other < one):
        return Side.SECOND if one < other else Side.FIRST
    return Side.SAME if len(one & other) / len(one | other) >= _SAME_SHARE else Side.OTHER


def _times(one: Reading, other: Reading) -> Side:
    if one.years and other.years:
        return Side.SAME if one.years & other.years else Side.OTHER
    return _flag(bool(one.years or one.times), bool(other.years or other.times))


def _amounts(one: Reading, other: Reading) -> Side:
    if contrary(one.amounts, other.amounts):
        return Side.OTHER
    return _flag(bool(one.amounts), bool(other.amounts))


def _instance(one: Reading, other: Reading) -> Side:
    """Return which side tells of a particular case of what the other says in general."""
    if _is_case(one, other):
        return Side.FIRST
    return Side.SECOND if _is_case(other, one) else Side.SAME


def _is_case(one: Reading, general: Reading) -> bool:
    """Whether a case has something of what the general wording says, its subject apart."""
    return (
        one.genericity is Genericity.PARTICULAR
        and general.genericity is Genericity.GENERAL
        and _meets(general.core - general.subject, _all(one))
    )


def _flag(one: bool, other: bool) -> Side:
    if one == other:
        return Side.SAME
    return Side.FIRST if one else Side.SECOND
