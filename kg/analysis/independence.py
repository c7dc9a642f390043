"""Where texts come from: which of them are one origin, and why.

Two texts are one origin when they are texts of one work, when one shares its words with the
other (:mod:`kg.analysis.copies`), or when a person said that their works are one. That is an
equivalence over the whole database. Two looser ties hold only among the texts that are compared
(:meth:`Origins.among`): a text about a work speaks for that work, and works of one group of
authors speak with one voice. Over the whole database chains of co-authors would make a field
one origin.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

import networkx as nx

from kg.analysis.copies import Overlap, overlap, overlaps
from kg.model import Work
from kg.sketches import Text
from kg.wording import fold

ONE_GROUP: Final = 0.5
"""The share of the longer list of authors from which two works are of one group."""

_WHOLE: Final = 0.8
_PART: Final = 1 / 3
_BARE: Final = re.compile(r"author-year:(?P<names>.+) (?P<year>\d{4})")
_AGENTS: Final = ("person:", "organisation:")


class Tie(StrEnum):
    """Why two texts, works or voices count as one."""

    TEXT = "text"
    COPY = "copy"
    FORMAT = "format"
    EXCERPT = "excerpt"
    VERSION = "version"
    MATCH = "match"
    NAMED = "named"
    GROUP = "group"
    REVIEW = "review"
    REPORT = "report"
    FIGURE = "figure"


TIE_WORDS: Final = {
    Tie.TEXT: "a text of the work",
    Tie.COPY: "copies of one text",
    Tie.FORMAT: "one text in two formats",
    Tie.EXCERPT: "an abstract or excerpt, and the whole text",
    Tie.VERSION: "versions of one work",
    Tie.MATCH: "one work, as a person decided",
    Tie.NAMED: "named by author and year, which only one known work has",
    Tie.GROUP: "works of one group of authors",
    Tie.REVIEW: "a review of or report about the work",
    Tie.REPORT: "a report of what another says",
    Tie.FIGURE: "a figure passed on from a cited work",
}
_SHARE_WORDS: Final = {
    **dict.fromkeys(
        (Tie.COPY, Tie.FORMAT, Tie.EXCERPT, Tie.VERSION), "of the shorter stands in the other"
    ),
    Tie.GROUP: "of the authors are the same",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why ``first`` and ``second`` count as one; both are ids of documents or works.

    Where a tie is a REPORT, ``second`` may be the key of an agent. ``share`` is in [0, 1]: of
    the shorter text's words, or of the longer list of authors; None where the tie rests on
    neither.
    """

    first: str
    second: str
    tie: Tie
    share: float | None = None

    @property
    def words(self) -> str:
        """The reason as a page prints it."""
        if self.share is None:
            return TIE_WORDS[self.tie]
        return f"{TIE_WORDS[self.tie]}: {self.share:.0%} {_SHARE_WORDS[self.tie]}"


class _Above(NamedTuple):
    """What something is tied to on the way to the root of its tree, and how far that is."""

    node: str
    reason: Reason
    depth: int


@dataclass(frozen=True)
class Origins:
    """The origins of documents and works.

    ``of`` gives for the id of each document, and of each work that has a document or is joined
    to another, its origin: the smallest id of a work there. ``reasons`` has just so many ties as
    join them. ``about`` gives the work that a document is about, ``authors`` the keys of a
    work's authors, ``work_of`` the work that a document is a text of.
    """

    of: Mapping[str, str]
    reasons: tuple[Reason, ...]
    about: Mapping[str, str]
    authors: Mapping[str, frozenset[str]]
    work_of: Mapping[str, str]

    def key(self, identifier: str) -> str:
        """Return the origin of a document or work; of anything else its own id."""
        return self.of.get(identifier, identifier)

    def why(self, first: str, second: str) -> tuple[Reason, ...]:
        """Return the chain of ties that makes two documents or works one origin.

        Copies are tied to what they are most like. Empty where the two are not one.
        """
        if first == second or self.key(first) != self.key(second):
            return ()
        up, down = list[Reason](), list[Reason]()
        while first != second:
            if self._above[first].depth >= self._above[second].depth:
                first, reason, _ = self._above[first]
                up.append(reason)
            else:
                second, reason, _ = self._above[second]
                down.append(reason)
        return (*up, *reversed(down))

    def among(self, identifiers: Iterable[str]) -> tuple[dict[str, str], tuple[Reason, ...]]:
        """Return what speaks with one voice among some documents, works and agents, and why.

        Beside what is one origin anyway, that is a text about a work and the work, and works
        of one group, as far as they are among ``identifiers``. Agents (``person:hooker:s``,
        ``organisation:openai``) are a group of one. The result does not depend on the order.

        Returns:
            The origin of each id, and the reasons beyond those of :meth:`why`.
        """
        nodes = sorted(set(identifiers))
        if len(nodes) == 1:
            return {nodes[0]: self._voice(nodes[0])}, ()
        joined = _Joined(nodes)
        for first, second in self._one_anyway(nodes):
            joined.join(first, second)
        for reason in (*self._reviews(nodes), *self._groups(nodes)):
            joined.join(reason.first, reason.second, reason)
        least = {root: min(map(self._voice, nodes)) for root, nodes in joined.classes().items()}
        return {node: least[joined.root(node)] for node in nodes}, tuple(joined.reasons)

    @cached_property
    def _above(self) -> Mapping[str, _Above]:
        """Where what is tied hangs: ties are no more than join all, so that they make trees."""
        tied: dict[str, list[tuple[str, Reason]]] = defaultdict(list)
        for one in self.reasons:
            tied[one.first].append((one.second, one))
            tied[one.second].append((one.first, one))
        found: dict[str, _Above] = {}
        for root in tied:
            queue = [] if root in found else [root]
            if queue:
                found[root] = _Above(root, tied[root][0][1], 0)
            for node in queue:
                for other, reason in tied[node]:
                    if other not in found:
                        found[other] = _Above(node, reason, found[node].depth + 1)
                        queue.append(other)
        return found

    def _voice(self, node: str) -> str:
        return self.key(self.about.get(node, node))

    def _one_anyway(self, nodes: Sequence[str]) -> Iterator[tuple[str, str]]:
        seen: dict[str, str] = {}
        for node in nodes:
            yield seen.setdefault(self.key(node), node), node

    def _reviews(self, nodes: Sequence[str]) -> Iterator[Reason]:
        """Yield what ties texts about a work to it, or to each other where it is not there."""
        first: dict[str, str] = {}
        for node in nodes:
            if node not in self.about:
                first.setdefault(self.key(node), node)
        for node in nodes:
            if node in self.about:
                yield Reason(node, first.setdefault(self._voice(node), node), Tie.REVIEW)

    def _groups(self, nodes: Sequence[str]) -> Iterator[Reason]:
        known = {node: self._authors(node) for node in nodes}
        earlier: dict[str, list[str]] = defaultdict(list)
        for second in nodes:
            common = Counter(first for author in known[second] for first in earlier[author])
            for first, count in sorted(common.items()):
                share = count / max(len(known[first]), len(known[second]))
                if share >= ONE_GROUP:
                    yield Reason(first, second, Tie.GROUP, share)
            for author in known[second]:
                earlier[author].append(second)

    def _authors(self, node: str) -> frozenset[str]:
        if node.startswith(_AGENTS):
            return frozenset({node})
        return self.authors.get(self.work_of.get(node, node), frozenset())


def origins(
    texts: Iterable[Text],
    works: Iterable[Work],
    same: Iterable[tuple[str, str]] = (),
) -> Origins:
    """Return the origins of all documents, and of the works that they are texts of or cite.

    ``same`` are pairs of works that a person accepted as one. The result does not depend on
    the order of any input.

    Cost: linear in works and in the hashes of the texts' sketches.
    """
    by_id = {text.document_id: text for text in texts}
    known = {work.id: work for work in works}
    work_of = {identifier: by_id[identifier].work_id for identifier in sorted(by_id)}
    joined = _Joined((*work_of, *work_of.values(), *known))
    alike, apart = _shared_words(by_id)
    for tie in (
        *(_kinship(by_id, found) for found in alike),
        *_texts_of_one_work(by_id),
        *(Reason(*pair, Tie.MATCH) for pair in sorted((min(one), max(one)) for one in same)),
        *_named(known.values()),
    ):
        joined.join(tie.first, tie.second, tie)
    for found in apart:
        if not _is_about(joined, by_id[found.first], by_id[found.second]):
            joined.join(found.first, found.second, _kinship(by_id, found))
    return Origins(
        of=_keys(joined, work_of),
        reasons=tuple(joined.reasons),
        about={one.document_id: one.reviews_id for one in by_id.values() if one.reviews_id},
        authors={work.id: frozenset(map(author_key, work.authors)) for work in known.values()},
        work_of=work_of,
    )


def author_key(name: str) -> str:
    """Return the key of an author in display form, as an agent has it: family name, initial.

    ``Hooker, S.`` is ``person:hooker:s``, ``OpenAI`` is ``organisation:openai``.
    """
    family, comma, given = name.partition(",")
    if not comma:
        return f"organisation:{fold(name)}"
    return f"person:{fold(family)}:{fold(given)[:1]}"


class _Joined:
    """Disjoint sets of ids, with the reasons that joined them."""

    def __init__(self, nodes: Iterable[str]) -> None:
        self._sets = nx.utils.UnionFind(dict.fromkeys(nodes))
        self.reasons: list[Reason] = []

    def root(self, node: str) -> str:
        return self._sets[node]

    def join(self, first: str, second: str, reason: Reason | None = None) -> None:
        if self._sets[first] != self._sets[second]:
            self._sets.union(first, second)
            if reason is not None:
                self.reasons.append(reason)

    def classes(self) -> dict[str, set[str]]:
        return {self._sets[next(iter(one))]: one for one in self._sets.to_sets()}


def _keys(joined: _Joined, work_of: Mapping[str, str]) -> dict[str, str]:
    """Return the smallest id of a work in each set; sets of one need no entry."""
    return {
        node: min(one for one in members if one not in work_of)
        for members in joined.classes().values()
        if len(members) > 1
        for node in members
    }


def _shared_words(texts: Mapping[str, Text]) -> tuple[list[Overlap], list[Overlap]]:
    """Return the texts that share words, most alike first; apart those about different works."""
    found = overlaps({identifier: text.sketch for identifier, text in texts.items()})
    alike: list[Overlap] = []
    apart: list[Overlap] = []
    for one in sorted(found, key=_least_alike_last):
        agree = texts[one.first].reviews_id == texts[one.second].reviews_id
        (alike if agree else apart).append(one)
    return alike, apart


def _is_about(joined: _Joined, *texts: Text) -> bool:
    """Whether one of two texts is about the other: no copy then, however much it repeats."""
    return any(
        one.reviews_id is not None and joined.root(one.reviews_id) == joined.root(other.work_id)
        for one, other in (texts, texts[::-1])
    )


def _least_alike_last(found: Overlap) -> tuple[float, str, str]:
    return -found.of_first - found.of_second, found.first, found.second


def _texts_of_one_work(texts: Mapping[str, Text]) -> Iterator[Reason]:
    sketches = {identifier: text.sketch for identifier, text in texts.items()}
    first: dict[str, str] = {}
    for identifier in sorted(texts):
        work = texts[identifier].work_id
        other = first.setdefault(work, identifier)
        if other == identifier:
            yield Reason(identifier, work, Tie.TEXT)
        else:
            yield _kinship(texts, overlap(other, identifier, sketches))


def _kinship(texts: Mapping[str, Text], found: Overlap) -> Reason:
    first, second = texts[found.first], texts[found.second]
    if found.of_shorter < _WHOLE:
        tie = Tie.VERSION
    elif found.sizes < _PART:
        tie = Tie.EXCERPT
    elif first.media_type != second.media_type:
        tie = Tie.FORMAT
    else:
        tie = Tie.COPY
    return Reason(found.first, found.second, tie, found.of_shorter or None)


def _named(works: Iterable[Work]) -> Iterator[Reason]:
    """Yield the works known by author and year only, where one known work has these.

    Markers such as ``2021b`` say that there are several and are left alone.
    """
    titled: dict[tuple[str, int], list[str]] = defaultdict(list)
    bare: dict[str, tuple[str, int]] = {}
    for work in works:
        found = _BARE.fullmatch(work.key)
        if found and not work.title:
            bare[work.id] = found["names"], int(found["year"])
        elif work.authors and work.year:
            families = [fold(name.partition(",")[0]) for name in work.authors]
            for names in {families[0], " ".join(families[:2])}:
                titled[names, work.year].append(work.id)
    for identifier, named in sorted(bare.items()):
        if len(titled[named]) == 1:
            yield Reason(identifier, titled[named][0], Tie.NAMED)
