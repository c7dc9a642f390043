"""Walking a tree: which element is a block, which a part of a sentence.

Paragraphs stay whole: what floats (figures, tables, boxes, notes) is written behind the
paragraph that it stands in; lists, quotations and code part it; formulas are its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

from lxml.etree import _Element

from ingest.composing import Composer
from ingest.xml.trees import has_words
from ingest.xml.works import Entries
from ingest.xml.writing import MarkupWriter
from kg.vocab import BlockKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands: what its paragraphs are, how deep its sections and lists lie."""

    kind: BlockKind = BlockKind.PARAGRAPH
    depth: int = 1
    nesting: int = 0
    aside: bool = False  # in a box or figure, whose titles head no section of the text
    flat: bool = False  # in one block that nothing parts, such as a table

    def paragraphs(self, kind: BlockKind) -> Place:
        """Return a place whose paragraphs are of ``kind``."""
        return replace(self, kind=kind, nesting=0)

    def deeper(self) -> Place:
        """Return the place inside a section that stands here."""
        return replace(self, depth=self.depth + 1)

    def listed(self) -> Place:
        """Return the place inside a list that stands here."""
        return replace(self, kind=BlockKind.LIST_ITEM, nesting=self.nesting + 1)


Handler = Callable[[Any, _Element, Place], None]


class Walker:
    """Writes elements by two tables, one for blocks and one for what stands in a sentence.

    A block of no known name is a paragraph if words stand in it, else what it holds; in a
    sentence the words of unknown elements are its words.
    """

    blocks: ClassVar[Mapping[str, Handler]]
    inlines: ClassVar[Mapping[str, Handler]]

    def __init__(self, composer: Composer, entries: Entries) -> None:
        self.composer = composer
        self.writer = MarkupWriter(composer, entries)

    def children(self, parent: _Element | None, place: Place) -> None:
        """Write each element inside ``parent`` as a block."""
        for child in parent if parent is not None else ():
            self.block(child, place)

    def block(self, element: _Element, place: Place) -> None:
        """Write an element that stands by itself."""
        handler = self.blocks.get(str(element.tag))
        if handler is not None:
            handler(self, element, place)
        elif has_words(element):
            self.paragraph(element, place)
        else:
            self.children(element, place)

    def paragraph(self, element: _Element, place: Place) -> None:
        """Write the words of an element as one block."""
        with self.writer.block(place.kind, place.nesting):
            self.inline(element, place)

    def inline(self, element: _Element, place: Place) -> None:
        """Write the words of an element into the open block."""
        self.writer.words(element.text)
        for child in element:
            self.inlines.get(str(child.tag), Walker.inline)(self, child, place)
            self.writer.words(child.tail)

    def silent(self, element: _Element, place: Place) -> None:
        """Leave an element out: a reader does not see its words, or sees them elsewhere."""

    def apart(self, element: _Element, place: Place) -> None:
        """Write words that do not run into those around them."""
        self.writer.space()
        self.inline(element, place)
        self.writer.space()

    def raised(self, element: _Element, place: Place) -> None:
        """Write words that are raised in print."""
        with self.writer.superscript():
            self.inline(element, place)

    def floating(self, element: _Element, place: Place) -> None:
        """Write an element behind the paragraph that it stands in."""
        self.composer.after(partial(self.block, element, replace(place, flat=False)))

    def parting(self, element: _Element, place: Place) -> None:
        """Write an element as blocks of its own, after which the paragraph goes on."""
        if place.flat:
            self.apart(element, place)
        else:
            self.block(element, place)

    def quotation(self, element: _Element, place: Place) -> None:
        """Write a quotation that stands by itself."""
        inner = place.paragraphs(BlockKind.QUOTE)
        (self.paragraph if has_words(element) else self.children)(element, inner)

    def formula(self, element: _Element, place: Place) -> None:
        """Write a formula that stands by itself, which is no sentence."""
        self.paragraph(element, place.paragraphs(BlockKind.CODE))

    def code(self, element: _Element, _: Place) -> None:
        """Write lines as they stand."""
        with self.writer.block(BlockKind.CODE):
            self.composer.lines("".join(str(part) for part in element.itertext()))

    def verse(self, lines: list[_Element], place: Place) -> None:
        """Write the lines of a poem."""
        with self.writer.block(BlockKind.QUOTE):
            for line in lines:
                self.inline(line, place)
                self.writer.line_break()

    def rows(self, rows: list[list[_Element]], place: Place) -> None:
        """Write a table as one block, a row a line, its cells parted by bars."""
        with self.writer.block(BlockKind.TABLE):
            for row in rows:
                for index, cell in enumerate(row):
                    self.writer.words(" | " if index else "")
                    self.inline(cell, replace(place, flat=True))
                self.writer.line_break()
