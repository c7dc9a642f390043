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
from ingest.lexicon.casing import names_in_prose, sentence_case
from ingest.lexicon.gazetteer import Gazetteer
from ingest.lexicon.roles import follow
from ingest.lexicon.statements import End, Reading, Statement
from ingest.lexicon.terms import NOMINAL, Lexicon, Term, free_term, phrase_bounds
from kg.vocab import BlockKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

HEADINGS: Final = frozenset({BlockKind.HEADING, BlockKind.TITLE})
_CITATION: Final = re.compile(r"[(\[][^()\[\]]*\b(?:1[5-9]|20)\d\d[a-z]?\b[^()\[\]]*[)\]]")
_RECURRING: Final = 3


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


class Terminology:
    """The names, noun phrases and statements of one document."""

    def __init__(self, document: ParsedDocument, gazetteer: Gazetteer) -> None:
        self._headings = frozenset(
            index for index, block in enumerate(document.blocks) if block.kind in HEADINGS
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
        reading = Reading(self.sentences, self._headings)
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
        source, target = (
            self._term(end) or self._described(statement, end)
            for end in (statement.source, statement.target)
        )
        if source is None or target is None or source.term.key == target.term.key:
            return None
        return Said(statement, source, target)

    def _term(self, end: End) -> Placed | None:
        """Return what an end names; ``reasoning in small models`` is about small models."""
        names = self._names[end.sentence]
        if _is_cited(end):
            return None
        term = self.lexicon.phrase(end.token, names)
        if term is not None and term.named:
            return self._place(end.sentence, term)
        if end.token.tag_ == "VBG" and any(c.dep_ == "dobj" for c in end.token.children):
            inner = follow(end.token, "object")
            term = self.lexicon.phrase(inner[0], names)
        else:
            inner = follow(end.token, "prep:in" if term else "prep:of|prep:in")
        named = (self.lexicon.phrase(token, names) for token in inner)
        term = next((one for one in named if one is not None and one.named), term)
        return None if term is None else self._place(end.sentence, term)

    def _described(self, statement: Statement, end: End) -> Placed | None:
        """Return a generic noun that a relative clause defines, where a loop needs both ends."""
        defined = any(child.dep_ in {"relcl", "acl"} for child in end.token.children)
        if not (statement.frame.both and defined and end.token.pos_ in NOMINAL):
            return None
        return self._place(end.sentence, free_term(end.token))

    def _phrases(self, index: int, doc: Doc) -> Iterator[Term]:
        for chunk in doc.noun_chunks:
            start, end = phrase_bounds(chunk.root)
            term = self.lexicon.phrase(chunk.root, self._names[index])
            if term is not None and not term.named and end - start > 1:
                yield term

    def _place(self, index: int, term: Term) -> Placed:
        return Placed(self.sentences[index].locate(term.start, term.end), term)


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
        yield replace(sentence, parse=parses[index]) if index in parses else sentence
