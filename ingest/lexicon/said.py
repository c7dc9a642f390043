"""What a document says of dependencies: statements whose ends are terms, at their positions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ingest import nlp
from ingest.document import ParsedDocument, Sentence, Span
from ingest.language.cues import words
from ingest.lexicon.casing import names_in_prose, sentence_case
from ingest.lexicon.frames import Frame
from ingest.lexicon.gazetteer import Gazetteer
from ingest.lexicon.mending import mended
from ingest.lexicon.phrases import (
    NOMINAL,
    TRANSPARENT,
    Term,
    free_term,
    of_term,
    owned_term,
    phrase_bounds,
    singular,
)
from ingest.lexicon.roles import follow
from ingest.lexicon.statements import End, Reading, Statement
from ingest.lexicon.terms import Lexicon
from kg.vocab import BlockKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

HEADINGS: Final = frozenset({BlockKind.HEADING, BlockKind.TITLE})
_CITATION: Final = re.compile(r"[(\[][^()\[\]]*\b(?:1[5-9]|20)\d\d[a-z]?\b[^()\[\]]*[)\]]")
_RECURRING: Final = 3
# ``A decrease in A`` is about A, where ``baking in winter`` is about baking.
_CHANGES: Final = words(
    "alteration change decline decrease difference drop fluctuation increase reduction rise "
    "variability variation"
)
_MODIFYING: Final = frozenset({"amod", "compound", "nmod", "npadvmod", "nummod", "poss"})
_UNIVERSAL: Final = words("all any each every")
_ATTENTION: Final = words("concentration emphasis focus")


@dataclass(frozen=True, slots=True)
class Placed:
    """A term and where it stands in the document."""

    span: Span
    term: Term


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its ends as placed terms."""

    statement: Statement
    source: Placed
    target: Placed


class _Latest:
    """The terminology of the document read last, for every extractor that asks for it."""

    def __init__(self) -> None:
        self._known: tuple[tuple[Sentence, ...], Gazetteer, Terminology] | None = None

    def of(self, document: ParsedDocument, gazetteer: Gazetteer) -> Terminology:
        sentences = document.layer(Sentence)
        if self._known and self._known[0] is sentences and self._known[1] is gazetteer:
            return self._known[2]
        terms = Terminology(document, gazetteer)
        self._known = sentences, gazetteer, terms
        return terms


class Terminology:
    """The names, noun phrases and statements of one document."""

    def __init__(self, document: ParsedDocument, gazetteer: Gazetteer) -> None:
        self._headings = frozenset(
            index for index, block in enumerate(document.blocks) if block.kind in HEADINGS
        )
        self._listed = frozenset(
            index
            for index, block in enumerate(document.blocks)
            if block.kind is BlockKind.LIST_ITEM
        )
        self.sentences = tuple(_sentence_cased(document.layer(Sentence), self._headings, gazetteer))
        self.lexicon = Lexicon(gazetteer, (sentence.clean for sentence in self.sentences))
        self._names = [self.lexicon.names(sentence.parse) for sentence in self.sentences]

    @cached_property
    def names(self) -> tuple[Placed, ...]:
        """All names in the sentences, in text order."""
        return tuple(
            self._place(index, term) for index, terms in enumerate(self._names) for term in terms
        )

    @cached_property
    def recurring(self) -> tuple[Placed, ...]:
        """Noun phrases of two words or more that the document uses three times or more."""
        found = [
            self._place(index, term)
            for index, sentence in enumerate(self.sentences)
            for term in self._phrases(index, sentence.parse)
        ]
        uses = Counter(placed.term.key for placed in found)
        return tuple(one for one in found if uses[one.term.key] >= _RECURRING)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Statements both of whose ends name different concepts."""
        reading = Reading(self.sentences, self._headings, self._listed)
        found = (self._said(statement) for statement in reading.statements())
        known = {placed.term.key for placed in (*self.names, *self.recurring)}
        return tuple(
            one
            for one in found
            if one is not None
            and (
                not one.statement.frame.strict or {one.source.term.key, one.target.term.key} & known
            )
        )

    def _said(self, statement: Statement) -> Said | None:
        if self._is_named(statement):
            return None
        source, target = (
            self._term(end) or self._described(statement, end)
            for end in (statement.source, statement.target)
        )
        if source is None or target is None or source.term.key == target.term.key:
            return None
        if not _is_proper(statement.frame, source.term, target.term):
            return None
        if target.span.start == source.span.start:
            source, target = self._behind(statement, source), self._behind(statement, target)
        return Said(statement, source, target)

    def _is_named(self, statement: Statement) -> bool:
        """Whether a trigger is part of a name (``reduced graphene oxide``)."""
        word = statement.trigger.idx
        return statement.trigger.pos_ == "VERB" and any(
            name.start <= word < name.end and " " in name.label
            for name in self._names[statement.sentence]
        )

    def _behind(self, statement: Statement, placed: Placed) -> Placed:
        """Return a phrase that begins with the other end at the words behind the trigger.

        In ``wind-driven pumps`` the end "wind-driven pumps" stands at "pumps".
        """
        sentence, word = self.sentences[statement.sentence], statement.trigger
        behind = sentence.locate(word.idx, word.idx + len(word)).end
        if word.i + 1 == len(word.doc) or placed.span.end <= behind:
            return placed
        following = word.nbor(1).idx
        start = sentence.locate(following, following + 1).start
        return replace(placed, span=Span(start=start, end=placed.span.end))

    def _term(self, end: End) -> Placed | None:
        """Return what an end names; ``reasoning in small models`` is about small models."""
        names = self._names[end.sentence]
        if _is_cited(end):
            return None
        term = self.lexicon.phrase(end.token, names)
        if term is None or not term.named:
            term = self._inner(end.token, names, term) or term
        return None if term is None else self._place(end.sentence, term)

    def _inner(self, head: Token, names: list[Term], term: Term | None) -> Term | None:
        """Return what an end is about, where its head alone names too little."""
        if head.tag_ == "VBG" and any(child.dep_ == "dobj" for child in head.children):
            return self._first(follow(head, "object"), names)
        about = self._first(follow(head, "prep:in"), names)
        if about is not None and about.named and _is_short(head, term):
            return about
        whole = next(iter(follow(head, _links(head))), None)
        parts = self._first([whole] if whole is not None else [], names)
        if parts is None or whole is None:
            owner = self._first([one for one in head.children if one.dep_ == "poss"], names)
            return owned_term(head, owner) if term is None and owner is not None else None
        single = _is_short(head, term)
        if single and (singular(head) in TRANSPARENT or head.lower_ in TRANSPARENT):
            return parts
        return of_term(head, parts) if single else None

    def _first(self, heads: Sequence[Token], names: list[Term]) -> Term | None:
        return self.lexicon.phrase(heads[0], names) if heads else None

    def _described(self, statement: Statement, end: End) -> Placed | None:
        """Return what a clause or a preposition makes of a generic noun.

        A relative clause defines it where a loop needs both ends; ``every oven of the bakery``
        names a class.
        """
        inside = next(iter(follow(end.token, "prep:in|prep:of")), None)
        if inside is not None and any(c.lower_ in _UNIVERSAL for c in end.token.children):
            term = of_term(end.token, free_term(inside))
            return None if term is None else self._place(end.sentence, term)
        defined = any(child.dep_ in {"relcl", "acl"} for child in end.token.children)
        if not (statement.frame.both and defined and end.token.pos_ in NOMINAL):
            return None
        return self._place(end.sentence, free_term(end.token))

    def _phrases(self, index: int, doc: Doc) -> Iterator[Term]:
        for token in doc:
            if token.pos_ not in NOMINAL or token.dep_ in _MODIFYING:
                continue
            start, end = phrase_bounds(token)
            term = self.lexicon.phrase(token, self._names[index]) if end - start > 1 else None
            if term is not None and not term.named:
                yield term

    def _place(self, index: int, term: Term) -> Placed:
        return Placed(self.sentences[index].locate(term.start, term.end), term)


def terminology(document: ParsedDocument, gazetteer: Gazetteer) -> Terminology:
    """Return the terminology of a document, which is built once for its layer of sentences."""
    return _LATEST.of(document, gazetteer)


_LATEST: Final = _Latest()


def _is_proper(frame: Frame, source: Term, target: Term) -> bool:
    """Whether the end that a frame wants to be a name is one, or has capitals like one."""
    if not frame.proper:
        return True
    term = source if frame.proper == "source" else target
    inner = term.label if term.start else term.label[1:]
    return term.named or any(map(str.isupper, inner))


def _is_short(head: Token, term: Term | None) -> bool:
    """Whether a term is its head alone, which says little."""
    return term is None or term.end - term.start == len(head.text)


def _links(head: Token) -> str:
    """Return the path from a noun or gerund to what it is about."""
    if head.tag_ == "VBG":
        return "prep:in|prep:on|prep:with"
    if singular(head) in _ATTENTION:
        return "prep:on"
    return "prep:of|prep:in" if singular(head) in _CHANGES else "prep:of"


def _is_cited(end: End) -> bool:
    """Whether an end is a name within a citation, which the parser may join to anything."""
    position = end.token.idx
    return any(
        match.start() < position < match.end() for match in _CITATION.finditer(end.token.doc.text)
    )


def _sentence_cased(
    sentences: Sequence[Sentence], headings: frozenset[int], gazetteer: Gazetteer
) -> Iterator[Sentence]:
    """Parse headings in Title Case anew in sentence case, at the same positions.

    The parser takes every capitalised word for a name. Words that running text writes with a
    capital keep it.
    """
    names = names_in_prose(one.clean for one in sentences if one.block not in headings)
    lowered = {
        index: sentence_case(one.clean, gazetteer, names)
        for index, one in enumerate(sentences)
        if one.block in headings
    }
    changed = [index for index, text in lowered.items() if text != sentences[index].clean]
    parses = dict(zip(changed, nlp.load().pipe(lowered[index] for index in changed), strict=True))
    for index, sentence in enumerate(sentences):
        parse = mended(parses.get(index, sentence.parse))
        yield sentence if parse is sentence.parse else replace(sentence, parse=parse)
