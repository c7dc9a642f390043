"""What stands among prose and is none: diagrams drawn with characters, tables, code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.layout.lines import Line
from kg.vocab import BlockKind

_FENCE: Final = re.compile(r"(`{3,}|~{3,})")
_BOX: Final = re.compile(r"[\u2500-\u259f]")
_ARROW: Final = re.compile(r"[←-⇿⟵-⟿]|[-=]{1,3}>|<[-=]{2,3}")
# A line of nothing but arrows and strokes ties the lines above and below it together.
_CONNECTOR: Final = re.compile(
    r"[\s|/\\vV^+_=<>.:\-\u2190-\u21ff\u2500-\u259f\u25b2-\u25c4]{1,200}"
)
_STROKE: Final = re.compile(r"[|↓↑→←⇓⇑▼▲\u2500-\u259f]|-->|^[vV^]$")
_FULL_STOP: Final = re.compile(r"[.!?:;][\"”')]*$")
_NODE_WORDS: Final = 12
_COLUMN: Final = re.compile(r"\t|\s\|\s|^\||\|$| {3,}(?=\S)")


def is_drawing(lines: Sequence[Line]) -> bool:
    """Whether most of ``lines`` are drawn rather than written."""
    return bool(lines) and 2 * sum(_is_drawn(line) for line in lines) >= len(lines)


def drawn_ranges(lines: Sequence[Line]) -> list[tuple[int, int, BlockKind]]:
    """Return first line, line after the last, and kind of all that is not prose, in order."""
    found: list[tuple[int, int, BlockKind]] = []
    index = 0
    while index < len(lines):
        start, end, kind = _range_at(lines, index, found[-1][1] if found else 0)
        if end > start:
            found.append((start, end, kind))
        index = max(end, index + 1)
    return found


def _range_at(lines: Sequence[Line], index: int, floor: int) -> tuple[int, int, BlockKind]:
    if _FENCE.match(lines[index].text):
        return index, _fence_end(lines, index), BlockKind.CODE
    if _is_drawn(lines[index]):
        start, end = _diagram(lines, index, floor)
        return start, end, BlockKind.DIAGRAM
    return index, _table_end(lines, index), BlockKind.TABLE


def _fence_end(lines: Sequence[Line], index: int) -> int:
    fence = _FENCE.match(lines[index].text)
    for end in range(index + 1, len(lines)):
        if fence and lines[end].text.startswith(fence[1]):
            return end + 1
    return index


def _is_drawn(line: Line) -> bool:
    if _BOX.search(line.text):
        return True
    if _CONNECTOR.fullmatch(line.text):
        return _STROKE.search(line.text) is not None
    return _is_node(line) and _ARROW.search(line.text) is not None and "<!--" not in line.text


def _is_node(line: Line) -> bool:
    return len(line.text.split()) <= _NODE_WORDS and not _FULL_STOP.search(line.text)


def _diagram(lines: Sequence[Line], index: int, floor: int) -> tuple[int, int]:
    end = index + 1
    while end < len(lines) and (
        _is_drawn(lines[end]) or (_connects(lines[end - 1]) and _is_node(lines[end]))
    ):
        end += 1
    above = index - 1
    heads = above >= floor and _connects(lines[index]) and _is_node(lines[above])
    return (above if heads else index), end


def _connects(line: Line) -> bool:
    return _CONNECTOR.fullmatch(line.text) is not None


def _table_end(lines: Sequence[Line], index: int) -> int:
    end = index
    while (
        end < len(lines)
        and len(_COLUMN.findall(lines[end].text)) >= 2
        and not (lines[end].gap and end > index)
    ):
        end += 1
    return end if end - index >= 2 else index
