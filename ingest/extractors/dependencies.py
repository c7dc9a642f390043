"""Dependencies that sentences state: who says that what rests on what, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import ParsedDocument, Sentence, Span
from ingest.findings import AssertionFound, DependencyFound, Finding, Found, MentionFound
from ingest.lexicon.gazetteer import Gazetteer, load
from ingest.lexicon.places import MentionIndex
from ingest.lexicon.plausibility import plausibility
from ingest.lexicon.said import Said, Terminology, terminology
from ingest.lexicon.statements import Statement
from kg.vocab import RELATION_KINDS, Mode


class DependencyExtractor:
    """Finds dependencies by frames over a parse (see :mod:`ingest.lexicon.frames`).

    The span is the sentence. ``mode`` and ``polarity`` say whether the author asserts it,
    somebody else does, or it is only supposed; ``hedge`` is the written cue. Where the words
    tell no mode, that of the assertion holds which they stand in. ``score`` is explained in
    :mod:`ingest.lexicon.plausibility`.
    """

    name = "dependencies"
    version = "5"
    makes: type[Finding] = DependencyFound
    requires: tuple[type[Span], ...] = (Sentence, MentionFound, AssertionFound)

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        """Use ``gazetteer`` in place of the shipped one and the user's."""
        self._gazetteer = gazetteer

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of stated dependencies, one for each frame, source and target.

        Raises:
            UsageError: if the user's gazetteer cannot be read.
        """
        terms = terminology(document, self._gazetteer or load())
        mentions = MentionIndex(document.layer(MentionFound))
        voices = _Voices(document.marked(AssertionFound))
        found = {
            _identity(one): one
            for said in terms.said
            for one in _dependency(terms, mentions, voices, said)
        }
        scored = _scored(document, terms.sentences, list(found.values()))
        return Found(DependencyFound, tuple(scored))


def _scored(
    document: ParsedDocument, sentences: Sequence[Sentence], found: Sequence[DependencyFound]
) -> Iterator[DependencyFound]:
    """Give dependencies the probability that a reader agrees."""
    uses = Counter(mention.key for mention in document.layer(MentionFound))
    places = {one.start: one for one in sentences}
    for one in found:
        score = plausibility(document, one, places[one.start], uses)
        yield replace(one, score=round(score, 3))


class _Voices:
    """The assertions of a document by sentence, without the clauses inside of them."""

    def __init__(self, assertions: Sequence[AssertionFound]) -> None:
        self._assertions = assertions
        self._of: dict[int, list[int]] = {}
        for index, one in enumerate(assertions):
            if not one.is_inner:
                self._of.setdefault(one.sentence, []).append(index)

    def stating(self, sentence: int, position: int) -> int | None:
        """Return the index of the narrowest assertion of a sentence that holds a position."""
        holding = [
            index
            for index in self._of.get(sentence, ())
            if self._assertions[index].start <= position < self._assertions[index].end
        ]
        return min(
            holding,
            key=lambda index: self._assertions[index].end - self._assertions[index].start,
            default=None,
        )

    def mode(self, assertion: int | None, own: Mode) -> Mode:
        """Return the mode of what stands in an assertion and is put forward as ``own``."""
        if assertion is None or own is not Mode.ASSERTS:
            return own
        return self._assertions[assertion].mode


def _dependency(
    terms: Terminology, mentions: MentionIndex, voices: _Voices, said: Said
) -> Iterator[DependencyFound]:
    source, target = mentions.at(said.source.span), mentions.at(said.target.span)
    if source is None or target is None or mentions.same(source, target):
        return
    statement = said.statement
    sentence = terms.sentences[statement.sentence]
    word = statement.trigger.idx
    stating = voices.stating(statement.sentence, sentence.locate(word, word + 1).start)
    yield DependencyFound(
        start=sentence.start,
        end=sentence.end,
        kind=statement.frame.kind,
        source=source,
        target=target,
        assertion=stating,
        mode=voices.mode(stating, statement.mode),
        polarity=statement.polarity,
        hedge=statement.hedge,
        group=_group(statement),
        rule=statement.frame.id + ("+anaphor" if statement.inferred else ""),
    )


def _group(statement: Statement) -> str | None:
    """Name the alternatives of a trigger, where the target is a condition of the source."""
    necessary = RELATION_KINDS[statement.frame.kind].condition == "necessary"
    return str(statement.trigger.i) if necessary and statement.alternative else None


def _identity(one: DependencyFound) -> tuple[object, ...]:
    return one.start, one.kind, one.source, one.target, one.polarity
