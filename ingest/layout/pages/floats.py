"""Figures and tables: which lines are their cells and lettering."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ingest.layout.pages.chunks import Chunk, is_complete
from kg.vocab import BlockKind

_FIGURE: Final = re.compile(r"(?:\w+ )?(?:fig|scheme|chart|plate|photo)", re.IGNORECASE)
_WORDS_A_LINE: Final = 4
_REACH: Final = 12


def mark_tables(chunks: Sequence[Chunk]) -> None:
    """Take for cells and lettering what looks like prose only where it stands alone.

    These are short lines that are no sentence, next to a table, or just above the caption
    of a figure.
    """
    for step in (1, -1):
        ordered = chunks[::step]
        for before, chunk in pairwise(ordered):
            if before.kind is BlockKind.TABLE and _adjoins(before, chunk) and _is_loose(chunk):
                chunk.kind = BlockKind.TABLE
    for index, chunk in enumerate(chunks):
        if chunk.kind is BlockKind.CAPTION and _FIGURE.match(chunk.text):
            _mark_lettering(chunks[max(0, index - _REACH) : index], chunk)


def _mark_lettering(before: Sequence[Chunk], caption: Chunk) -> None:
    for chunk in reversed(before):
        small = chunk.first.size < caption.first.size - 0.3 and len(chunk.lines) < 3
        headed = chunk.kind is BlockKind.HEADING and small
        if not (_adjoins(chunk, caption) and (_is_loose(chunk) or headed)):
            return
        chunk.kind = BlockKind.TABLE


def _adjoins(chunk: Chunk, other: Chunk) -> bool:
    return chunk.first.page == other.first.page


def _is_loose(chunk: Chunk) -> bool:
    """Whether a chunk is of short lines, or of figures, and no sentence."""
    if chunk.kind is BlockKind.TABLE:
        return True
    if chunk.kind is not BlockKind.PARAGRAPH or is_complete(chunk.text):
        return False
    words = chunk.text.split()
    figures = sum(any(map(str.isdigit, word)) for word in words)
    few = _WORDS_A_LINE * len(chunk.lines) + _WORDS_A_LINE
    return len(words) <= few or (3 * figures > len(words) and len(chunk.lines) < 12)
