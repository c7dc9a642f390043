"""A text in parts that a browser can hold: cut at headings, with a table of contents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.model import Block
from kg.vocab import BlockKind

LONGEST: Final = 40_000
"""About how many characters one part has: six thousand words."""
_HEADINGS: Final = frozenset({BlockKind.TITLE, BlockKind.HEADING})


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text that is shown at once."""

    blocks: tuple[Block, ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.blocks[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.blocks[-1].end


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: where it stands, its words, and how deep it is, 0 for the highest."""

    start: int
    title: str
    depth: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text ready to be read: its parts, none for a text without words, and its sections."""

    parts: tuple[Part, ...]
    sections: tuple[Section, ...]

    def part_at(self, place: int) -> int:
        """Return the number, from 0, of the part that a place in the text stands in."""
        return max(bisect_right([part.start for part in self.parts], place) - 1, 0)


def reading(text: str, structure: Iterable[Block], longest: int = LONGEST) -> Reading:
    """Return a text in parts of about ``longest`` characters.

    A part ends before the last heading that fits, a higher one rather than a lower one, unless
    that leaves it less than half full; else before a block. A block that is longer alone is cut
    between words. Front matter is left out.
    """
    blocks = [
        piece
        for block in structure
        if block.kind is not BlockKind.FRONT_MATTER
        for piece in _pieces(text, block, longest)
    ]
    return Reading(tuple(_parts(blocks, longest)), tuple(_sections(text, blocks)))


def _pieces(text: str, block: Block, longest: int) -> Iterator[Block]:
    start = block.start
    while block.end - start > longest:
        space = max(
            text.rfind(" ", start, start + longest), text.rfind("\n", start, start + longest)
        )
        end = space + 1 if space > start else start + longest
        yield Block(block.kind, start, end, block.level)
        start = end
    yield Block(block.kind, start, block.end, block.level)


def _parts(blocks: Sequence[Block], longest: int) -> Iterator[Part]:
    first = 0
    while first < len(blocks):
        last = _fitting(blocks, first, longest)
        yield Part(tuple(blocks[first:last]))
        first = last


def _fitting(blocks: Sequence[Block], first: int, longest: int) -> int:
    """Return the place of the first block that the part from another one on does not hold."""
    start, end = blocks[first].start, first + 1
    while end < len(blocks) and blocks[end].end - start <= longest:
        end += 1
    if end == len(blocks):
        return end
    at_headings = [
        place
        for place in range(first + 1, end + 1)
        if blocks[place].kind in _HEADINGS and 2 * (blocks[place].start - start) >= longest
    ]
    return min(at_headings, key=lambda place: (blocks[place].level, -place), default=end)


def _sections(text: str, blocks: Sequence[Block]) -> Iterator[Section]:
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    levels = sorted({block.level for block in headings})
    for block in headings:
        title = text[block.start : block.end].lstrip("#").strip(" \t#*_")
        yield Section(block.start, title, levels.index(block.level))
