"""What stands on pages for the reader's orientation: running heads, page and line numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ingest.layout.pages.columns import fragments
from ingest.layout.pages.geometry import Line, Run
from ingest.layout.pages.glyphs import PrintedPage

_REACH: Final = 4  # rows looked at from either end of a page
_MARGIN: Final = 0.25  # of the height of the page
_SAME_HEIGHT: Final = 3.0  # points
_PAGE_NUMBER: Final = re.compile(
    r"[-–—|\[(\s]{0,3}(?:(?:page|p\.|seite)\s*)?(\d{1,5}|[ivxlc]{1,7}|[A-Z]\d{1,3})"
    r"(?:\s*(?:of|/|von)\s*\d{1,5})?[-–—|\])\s]{0,3}",
    re.IGNORECASE,
)
_MIN_LINE_NUMBERS: Final = 8


def without_furniture(pages: Sequence[PrintedPage]) -> list[str]:
    """Drop running heads and feet, page numbers and line numbers from the runs of all pages.

    Returns what was dropped from the first page, which may name the journal and year.
    """
    for page in pages:
        _drop(page, _line_numbers(page.runs))
    edges = {page.index: _edges(page) for page in pages}
    repeated = _repeated(edges)
    numbers = _page_numbers(edges)
    heights = _head_heights(edges)
    first: list[str] = []
    for page in pages:
        doomed = [
            piece
            for piece, is_top, apart in edges[page.index]
            if (
                _is_near(piece.y, repeated.get((_pattern(piece, apart), is_top)))
                and (apart or len(piece.runs) > 2)
            )
            or (page.index, id(piece)) in numbers
            or (apart and (round(piece.y / _SAME_HEIGHT), is_top) in heights)
        ]
        if page is pages[0]:
            first = [piece.text for piece in doomed]
        _drop(page, [run for piece in doomed for run in piece.runs])
    return first


_Edge = tuple[Line, bool, bool]


def _edges(page: PrintedPage) -> list[_Edge]:
    """Return pieces near the top or bottom, and whether they stand apart from the rest."""
    pieces = sorted(fragments(page.runs), key=lambda piece: -piece.y)
    if not pieces:
        return []
    _, bottom, _, top = page.box
    reach = _MARGIN * (top - bottom)
    rows = sorted({round(piece.y) for piece in pieces}, reverse=True)
    found: list[_Edge] = []
    for piece in pieces:
        row = rows.index(round(piece.y))
        if piece.y > top - reach and row < _REACH:
            apart = row + 1 == len(rows) or piece.y - rows[row + 1] > 1.7 * piece.size
            found.append((piece, True, apart))
        elif piece.y < bottom + reach and row >= len(rows) - _REACH:
            apart = row == 0 or rows[row - 1] - piece.y > 1.7 * piece.size
            found.append((piece, False, apart))
    return found


def _pattern(piece: Line, apart: bool) -> str:
    """Return the words of a running head, with any number as ``#`` if it stands apart."""
    words = piece.text.casefold()[:80]
    return re.sub(r"\d+", "#", words) if apart else words


def _repeated(edges: dict[int, list[_Edge]]) -> dict[tuple[str, bool], float]:
    """Return the heights of what stands at nearly one height on several pages."""
    heights: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for page in edges.values():
        found = {(_pattern(piece, apart), is_top): piece.y for piece, is_top, apart in page}
        for key, y in found.items():
            heights[key].append(y)
    needed = 2 if len(edges) < 6 else 3
    middles = {key: sorted(ys)[len(ys) // 2] for key, ys in heights.items()}
    return {
        key: middles[key]
        for key, ys in heights.items()
        if key[0] != "#"
        and sum(_is_near(y, middles[key]) for y in ys) >= max(needed, 0.6 * len(ys))
    }


def _is_near(y: float, height: float | None) -> bool:
    return height is not None and abs(y - height) <= 2 * _SAME_HEIGHT


def _page_numbers(edges: dict[int, list[_Edge]]) -> set[tuple[int, int]]:
    """Return the pieces that are page numbers: those that count on with the pages."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, page in edges.items():
        rows = Counter(round(piece.y) for piece, _, _ in page)
        for piece, _, apart in page:
            match = _PAGE_NUMBER.fullmatch(piece.text)
            if match is None or not (apart or rows[round(piece.y)] == 1):
                continue
            if match[1].isdecimal():
                found[int(match[1]) - index].append((index, id(piece)))
            elif apart and len(piece.text) <= 6:
                found[-1].append((index, id(piece)))
            if apart and len(edges) == 1:
                found[0] += [(index, id(piece))] * 2
    return {one for offset, pieces in found.items() if len(pieces) > 1 for one in pieces}


def _head_heights(edges: dict[int, list[_Edge]]) -> set[tuple[int, bool]]:
    """Return the heights at which most pages have something that stands apart."""
    counts = Counter(
        key
        for page in edges.values()
        for key in {(round(piece.y / _SAME_HEIGHT), top) for piece, top, apart in page if apart}
    )
    return {key for key, count in counts.items() if count >= max(4, 0.4 * len(edges))}


def _line_numbers(runs: Sequence[Run]) -> list[Run]:
    """Return the numbers that count the lines of a page, on every line or on every fifth."""
    columns: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        if run.text.isdecimal() and len(run.text) <= 5 and not run.glued:
            columns[round(run.x1 / 4)].append(run)
    rows = len({round(run.y) for run in runs})
    found: list[Run] = []
    for key in list(columns):
        column = sorted(columns[key] + columns.get(key + 1, []), key=lambda run: -run.y)
        values = [int(run.text) for run in column]
        steps = Counter(b - a for a, b in pairwise(values))
        step, count = steps.most_common(1)[0] if steps else (0, 0)
        regular = count >= 0.8 * (len(column) - 1) and len(column) >= _MIN_LINE_NUMBERS
        if regular and ((step == 1 and 2.6 * len(column) >= rows) or step == 5):
            found += column
    return found


def _drop(page: PrintedPage, doomed: Sequence[Run]) -> None:
    gone = {id(run) for run in doomed}
    page.runs = [run for run in page.runs if id(run) not in gone]
