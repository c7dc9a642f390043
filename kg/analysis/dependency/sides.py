"""Two sides compared: which links both hold, which only one, and which one denies the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kg.analysis.dependency.graph import Graph, Link, in_words
from kg.views import DependencyEvidence


class Word(StrEnum):
    """What one side says of a link."""

    AFFIRMS = "affirms"
    DENIES = "denies"
    DIVIDED = "divided"
    RAISES = "raises"
    SILENT = "silent"


class Agreement(StrEnum):
    """How what two sides say of a link goes together.

    ``DIVIDED`` is a link that one side both affirms and denies, ``RAISED`` one that neither
    affirms or denies; what the other side only supposes or questions counts as silence.
    """

    OPPOSED = "one affirms it, the other denies it"
    DIVIDED = "one side is divided on it"
    BOTH_AFFIRM = "both affirm it"
    ONLY_FIRST = "only the first affirms it"
    ONLY_SECOND = "only the second affirms it"
    BOTH_DENY = "both deny it"
    ONLY_DENIED = "one denies it, the other is silent"
    RAISED = "neither affirms or denies it"


@dataclass(frozen=True, slots=True)
class Said:
    """What one side says of a link, with the passages that affirm and that deny it.

    ``raising`` are those that only suppose or question it.
    """

    word: Word
    affirming: tuple[DependencyEvidence, ...] = ()
    denying: tuple[DependencyEvidence, ...] = ()
    raising: tuple[DependencyEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A link that at least one of two sides speaks of; ``words`` spells it out with labels."""

    link: Link
    words: str
    agreement: Agreement
    first: Said
    second: Said


_SILENT: Final = Said(Word.SILENT)
_ORDER: Final = tuple(Agreement)


def compare(first: Graph, second: Graph) -> list[Compared]:
    """Return every link that one of two graphs has, with what each side says of it.

    The graphs are those of two selections of passages (:class:`Selection`): holders, documents,
    or the sides of a question. Opposed links come first, then by agreement and in words.

    Cost: O(m log m) in the edges of both.
    """
    found = [_compared(link, first, second) for link in {*first.edges, *second.edges}]
    return sorted(found, key=lambda one: (_ORDER.index(one.agreement), one.words, one.link))


def by_agreement(compared: Iterable[Compared]) -> dict[Agreement, tuple[Compared, ...]]:
    """Return compared links under each agreement that occurs, in the order given."""
    groups: dict[Agreement, list[Compared]] = defaultdict(list)
    for one in compared:
        groups[one.agreement].append(one)
    return {agreement: tuple(links) for agreement, links in groups.items()}


def said(data: Mapping[str, Any]) -> Said:
    """Return what the passages behind an edge say, from its attributes."""
    evidence: tuple[DependencyEvidence, ...] = data.get("evidence", ())
    affirmed, denied = data.get("asserted", 1), data.get("denied", 0)
    word = {
        (True, True): Word.DIVIDED,
        (True, False): Word.AFFIRMS,
        (False, True): Word.DENIES,
        (False, False): Word.RAISES,
    }[bool(affirmed), bool(denied)]
    return Said(
        word,
        tuple(item for item in evidence if item.dependency.affirms),
        tuple(item for item in evidence if item.dependency.denies),
        tuple(item for item in evidence if not (item.dependency.affirms or item.dependency.denies)),
    )


def _compared(link: Link, first: Graph, second: Graph) -> Compared:
    mine, yours = _said_in(first, link), _said_in(second, link)
    named = second if mine is _SILENT else first
    return Compared(link, in_words(named, link), _agreement(mine.word, yours.word), mine, yours)


def _said_in(graph: Graph, link: Link) -> Said:
    return said(graph.edges[link]) if graph.has_edge(*link) else _SILENT


def _agreement(first: Word, second: Word) -> Agreement:
    words = {first, second} - {Word.RAISES, Word.SILENT}
    if Word.DIVIDED in words:
        return Agreement.DIVIDED
    if words == {Word.AFFIRMS, Word.DENIES}:
        return Agreement.OPPOSED
    if not words:
        return Agreement.RAISED
    if first is second:
        return Agreement.BOTH_AFFIRM if first is Word.AFFIRMS else Agreement.BOTH_DENY
    if Word.DENIES in words:
        return Agreement.ONLY_DENIED
    return Agreement.ONLY_FIRST if first is Word.AFFIRMS else Agreement.ONLY_SECOND
