"""A document in parts that fit a request, and the places of quotes in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from ingest.document import ParsedDocument, Sentence
from kg.vocab import BlockKind

MAX_PART: Final = 3_000
"""Characters of a part, unless one sentence alone is longer: some 500 words, so that an answer
that finds a claim in each of them fits ``prompt.MAX_ANSWER``."""

_HEADINGS: Final = frozenset({BlockKind.TITLE, BlockKind.HEADING})


@dataclass(frozen=True, slots=True)
class Place:
    """Characters ``start`` to ``end`` of the clean wording of sentence ``index`` of the layer."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive sentences; ``first`` is the index of the first in the layer of sentences."""

    first: int
    sentences: tuple[str, ...]

    def find(self, quote: str, number: int | None = None) -> Place | None:
        """Return where the words of ``quote`` stand, None where that is nowhere or unclear.

        They must stand in one sentence, letter for letter, from the start of a word to the end
        of one. Sentence ``number``, from 1, comes before the others; where it does not hold
        them, they must stand in the part once.
        """
        pattern = _exactly(quote.strip())
        if pattern is None:
            return None
        if number is not None and 0 < number <= len(self.sentences):
            named = list(self._places(pattern, len(quote.strip()), number - 1))
            if named:
                return named[0] if len(named) == 1 else None
        everywhere = [
            place
            for at in range(len(self.sentences))
            for place in self._places(pattern, len(quote.strip()), at)
        ]
        return everywhere[0] if len(everywhere) == 1 else None

    def says(self, words: str) -> bool:
        """Whether words stand in any sentence, letter for letter."""
        pattern = _exactly(words.strip())
        return pattern is not None and any(map(pattern.search, self.sentences))

    def _places(self, pattern: re.Pattern[str], length: int, at: int) -> Iterator[Place]:
        for found in pattern.finditer(self.sentences[at]):
            yield Place(self.first + at, found.start(), found.start() + length)


def parts(document: ParsedDocument) -> Iterator[Part]:
    """Yield the sentences of a document in parts, cut between blocks where they can be.

    A heading opens a new part when half of the room is taken, so that a change in one section
    leaves most parts of the others as they were.
    """
    part: list[str] = []
    for index, (text, room, is_heading) in enumerate(_sentences(document)):
        size = sum(map(len, part))
        if part and (size + room > MAX_PART or (is_heading and size > MAX_PART // 2)):
            yield Part(index - len(part), tuple(part))
            part = []
        part.append(text)
    if part:
        yield Part(len(document.layer(Sentence)) - len(part), tuple(part))


def _sentences(document: ParsedDocument) -> Iterator[tuple[str, int, bool]]:
    """Yield each sentence with the room that it needs, and whether it is a heading.

    The first of a block needs room for all of it.
    """
    for block, sentences in groupby(document.layer(Sentence), key=lambda one: one.block):
        texts = [one.clean for one in sentences]
        is_heading = document.blocks[block].kind in _HEADINGS
        for position, text in enumerate(texts):
            yield text, len(text) if position else sum(map(len, texts)), is_heading


def _exactly(words: str) -> re.Pattern[str] | None:
    """Return a pattern that matches before each place of whole words, None without any."""
    if not re.search(r"\w", words):
        return None
    left = r"(?<!\w)" if re.match(r"\w", words) else ""
    right = r"(?!\w)" if re.search(r"\w\Z", words) else ""
    return re.compile(f"{left}(?={re.escape(words)}{right})")
