"""Where each sentence stands: its block, its headings, and whose voice speaks there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.document import ParsedDocument, Section, Sentence
from ingest.language.salience import Place
from ingest.language.voices import Voice, is_review, voice
from kg.vocab import BlockKind

HEADINGS = frozenset({BlockKind.TITLE, BlockKind.HEADING})


@dataclass(frozen=True, slots=True)
class Situation:
    """A sentence, its index in the layer, its place, and who speaks there.

    ``review`` says whether the document is about another work.
    """

    index: int
    sentence: Sentence
    place: Place
    review: bool
    voice: Voice


def situations(document: ParsedDocument) -> Iterator[Situation]:
    """Yield the situation of every sentence, in text order."""
    sentences = document.layer(Sentence)
    review = about_another_work(document)
    opening = next(
        (one.block for one in sentences if document.blocks[one.block].kind is BlockKind.PARAGRAPH),
        None,
    )
    previous = None
    for index, (sentence, headings) in enumerate(zip(sentences, _headings(document), strict=True)):
        kind = document.blocks[sentence.block].kind
        place = Place(
            kind,
            headings,
            opening=sentence.block == opening,
            first_in_block=kind is BlockKind.PARAGRAPH and sentence.block != previous,
        )
        yield Situation(index, sentence, place, review, voice(headings) if review else Voice.OWN)
        previous = sentence.block


def about_another_work(document: ParsedDocument) -> bool:
    """Whether the document is a review, report or notes about another work."""
    titles = [document.words(block) for block in document.blocks if block.kind in HEADINGS]
    headings = [section.heading for section in document.layer(Section)]
    return is_review(
        [*titles, *headings], [sentence.clean for sentence in document.layer(Sentence)]
    )


def _headings(document: ParsedDocument) -> Iterator[tuple[str, ...]]:
    """Yield the headings above each sentence, outermost first, in one pass."""
    pending = list(reversed(document.layer(Section)))
    open_: list[Section] = []
    for sentence in document.layer(Sentence):
        while pending and pending[-1].start <= sentence.start:
            open_.append(pending.pop())
        open_ = [section for section in open_ if section.end >= sentence.end]
        yield tuple(section.heading for section in open_)
