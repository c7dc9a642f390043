"""Columns of a page, and its lines in the order in which they are read.

A gutter is a strip that text stands on both sides of, at the same heights, and that little
crosses. What crosses it (a title, a wide table) parts the page into bands; each band is
read column by column. Like the recursive X-Y cut (Nagy and Seth, 1984), but with the
vertical cut first, so that paragraphs that end at one height in two columns part nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from statistics import median
from typing import Final

from ingest.layout.pages.geometry import Line, Run

_CELL: Final = 2.0  # points
_WORD_GAP: Final = 0.7  # of the size: a wider gap may be a gutter
_MIN_SHARED: Final = 3.0  # of the size: how far columns stand side by side
_MIN_COLUMN: Final = 9.0  # of the size: narrower columns are those of a table
_MIN_FILL: Final = 0.45
_MIN_LETTERS: Final = 0.45
_MIN_WORDS: Final = 3  # in half of the lines
_OVERHANG: Final = 1.5  # of the size: how far a line may reach over the gutter
_MIN_ROWS: Final = 3
_MIN_ROWS_ACROSS: Final = 10  # where the page was painted right across the gutter
_SHARED_GUTTER: Final = 12.0  # points: how near to each other gutters of pages stand
_OVERFULL: Final = 25  # of so many lines, one may be too long for its column
_MAX_DEPTH: Final = 8
_MAX_CELLS: Final = 2_000

Gutter = tuple[float, float]


def usual_gutter(pages: Sequence[Sequence[Run]], body: float) -> Gutter | None:
    """Return the gutter that at least two pages share; None where there is no such."""
    found: Counter[int] = Counter()
    gutters: dict[int, Gutter] = {}
    for runs in pages:
        pieces = fragments(runs)
        gutter = _gutter(pieces, body) if pieces else None
        if gutter is not None:
            key = round(sum(gutter) / 2 / _SHARED_GUTTER)
            found[key] += 1
            gutters.setdefault(key, gutter)
    key, count = found.most_common(1)[0] if found else (0, 0)
    return gutters[key] if count > 1 else None


def reading_order(runs: Sequence[Run], body: float, usual: Gutter | None = None) -> list[Line]:
    """Return the lines of a page in reading order.

    ``body`` is the size of body type, ``usual`` the gutter of most pages, which also parts a
    page with too few lines to tell one.
    """
    found: list[Line] = []
    pieces = fragments(runs)
    if usual is not None and not _divides(pieces, usual):
        usual = None
    for number, region in enumerate(_regions(pieces, body, 0, usual)):
        left, right = _extent(region)
        for line in _lines(region):
            line.left, line.right, line.region = left, right, number
            found.append(line)
    return found


def fragments(runs: Sequence[Run]) -> list[Line]:
    """Return pieces of lines: runs painted one after the other with no wide gap between."""
    pieces: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.order):
        if pieces and _continues(pieces[-1][-1], run):
            pieces[-1].append(run)
        else:
            pieces.append([run])
    return [Line(piece) for piece in pieces]


def _continues(run: Run, following: Run) -> bool:
    size = max(run.size, following.size)
    gap = following.x0 - run.x1
    return abs(run.y - following.y) < 0.6 * size and -0.4 * size < gap < _WORD_GAP * size


def _lines(pieces: Sequence[Line]) -> list[Line]:
    """Put the pieces of a column that stand side by side together, from top to bottom."""
    rows: list[list[Line]] = []
    small: list[Line] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        row = next((row for row in rows[-3:] if _level(row, piece)), None)
        if row is not None:
            row.append(piece)
        else:
            rows.append([piece])
    rows, small = _without_marks(rows)
    for mark in small:
        row = min(rows, key=lambda row: abs(row[0].y - mark.y + 0.35 * row[0].size))
        row.append(mark)
    lines = (Line(sorted((run for piece in row for run in piece.runs), key=_place)) for row in rows)
    return sorted(lines, key=lambda line: -line.y)


def _place(run: Run) -> tuple[float, int]:
    return run.x0, run.order


def _level(row: Sequence[Line], piece: Line) -> bool:
    return abs(row[0].y - piece.y) <= 0.3 * max(row[0].size, piece.size)


def _without_marks(rows: list[list[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """Take out rows that are raised or lowered marks painted apart from their line."""
    kept, marks = [], []
    for index, row in enumerate(rows):
        around = [rows[other][0] for other in (index - 1, index + 1) if 0 <= other < len(rows)]
        if sum(len(piece.text) for piece in row) <= 12 and any(
            row[0].size <= 0.86 * near.size
            and -0.35 * near.size < row[0].y - near.y < 0.65 * near.size
            for near in around
        ):
            marks += row
        else:
            kept.append(row)
    return (kept, marks) if kept else (rows, [])


def _divides(pieces: Sequence[Line], gutter: Gutter) -> bool:
    """Whether lines on both sides of a gutter end and start at it, side by side."""
    left, right = _sides([piece for piece in pieces if not _overlaps(piece, gutter)], gutter)
    heights = {round(piece.y) for piece in left}
    beside = [piece for piece in right if {round(piece.y) + n for n in (-1, 0, 1)} & heights]
    return bool(beside) and 2 * _painted_across((left, right)) < len(beside)


def _overlaps(piece: Line, gutter: Gutter) -> bool:
    return piece.x0 < gutter[0] - 1 and piece.x1 > gutter[1] + 1


def _regions(
    pieces: list[Line], body: float, depth: int, usual: Gutter | None = None
) -> Iterator[list[Line]]:
    """Yield the columns of a page in reading order."""
    gutter = _gutter(pieces, body) if pieces and depth < _MAX_DEPTH else None
    gutter = gutter or (usual if pieces else None)
    bands = _bands(pieces, gutter, body) if gutter else []
    if gutter is None or (len(bands) == 1 and bands[0][1]):
        if pieces:
            yield pieces
        return
    for band, crossed in bands:
        whole = crossed or _is_one_line(band, gutter)
        for column in [band] if whole else _sides(band, gutter):
            yield from _regions(column, body, depth + 1)


def _extent(pieces: Sequence[Line]) -> tuple[float, float]:
    """Return the edges of what is printed; of many pieces, a few may reach over the right one."""
    ends = sorted(piece.x1 for piece in pieces)
    return min(piece.x0 for piece in pieces), ends[-1 - len(ends) // _OVERFULL]


def _gutter(pieces: Sequence[Line], body: float) -> Gutter | None:
    """Return the strip that most text stands on both sides of, if it parts columns."""
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    cells = min(_MAX_CELLS, int((right - left) / _CELL) + 2)
    steps, height = [0] * (cells + 1), body / 3
    for row in _rows(pieces, height).values():
        for start, end in _holes(row, body):
            first, last = int((start - left) / _CELL) + 1, int((end - left) / _CELL)
            if 0 <= first < last < cells:
                steps[first] += 1
                steps[last] -= 1
    shared = list(accumulate(steps))
    most = max(shared)
    if most * height < _MIN_SHARED * body:
        return None
    first = shared.index(most)
    last = first
    while last + 1 < len(shared) and shared[last + 1] >= 0.8 * most:
        last += 1
    gutter = left + first * _CELL, left + (last + 1) * _CELL
    bands = (band for band, crossed in _bands(pieces, gutter, body) if not crossed)
    return gutter if any(_parts_columns(band, gutter, body) for band in bands) else None


def _rows(pieces: Sequence[Line], height: float) -> dict[int, list[tuple[float, float]]]:
    """Return what is covered at each height, in steps of ``height``."""
    rows: dict[int, list[tuple[float, float]]] = {}
    for piece in pieces:
        for step in range(int(piece.bottom // height) + 1, int(piece.top // height) + 1):
            rows.setdefault(step, []).append((piece.x0, piece.x1))
    return rows


def _holes(row: list[tuple[float, float]], body: float) -> Iterator[tuple[float, float]]:
    row.sort()
    reach = row[0][1]
    for start, end in row[1:]:
        if start - reach >= _WORD_GAP * body:
            yield reach, start
        reach = max(reach, end)


def _parts_columns(pieces: Sequence[Line], gutter: Gutter, body: float) -> bool:
    """Whether what stands on both sides is text in columns.

    It is not where it is the cells of a table, or one text whose word spaces happen to stand
    below each other.
    """
    sides = _sides(pieces, gutter)
    rows = min(len({round(piece.y) for piece in column}) for column in sides)
    if rows < _MIN_ROWS or not all(_is_column(column, body) for column in sides):
        return False
    wide = gutter[1] - gutter[0] >= body
    return 2 * _painted_across(sides) < rows or (wide and rows >= _MIN_ROWS_ACROSS)


def _sides(pieces: Sequence[Line], gutter: Gutter) -> tuple[list[Line], list[Line]]:
    """Part pieces at the gutter; what reaches over it belongs where it starts."""
    left = [piece for piece in pieces if piece.x0 < gutter[0] - 1]
    kept = {id(piece) for piece in left}
    return left, [piece for piece in pieces if id(piece) not in kept]


def _is_column(pieces: Sequence[Line], body: float) -> bool:
    left, right = _extent(pieces)
    widths = [sum(end - start for start, end in row) for row in _rows(pieces, body / 3).values()]
    return (
        right - left >= _MIN_COLUMN * body
        and bool(widths)
        and median(widths) >= _MIN_FILL * (right - left)
        and _is_prose(pieces)
    )


def _painted_across(sides: tuple[Sequence[Line], Sequence[Line]]) -> int:
    """Return how many lines were painted right across the gutter."""
    left, right = sides
    starts = {piece.runs[0].order: piece.y for piece in right}
    return sum(
        abs(starts.get(piece.runs[-1].order + 1, float("inf")) - piece.y) < 1 for piece in left
    )


def _is_one_line(pieces: Sequence[Line], gutter: Gutter) -> bool:
    """Whether a low band is a line or two with a wide word space at the gutter."""
    sides = _sides(pieces, gutter)
    rows = len({round(piece.y) for piece in pieces})
    return rows < _MIN_ROWS and 0 < _painted_across(sides) >= rows - 1


def _is_prose(column: Sequence[Line]) -> bool:
    rows: dict[int, list[str]] = {}
    for piece in column:
        rows.setdefault(round(piece.y), []).append(piece.text)
    texts = [" ".join(row) for row in rows.values()]
    characters = "".join(texts).replace(" ", "")
    letters = sum(character.isalpha() for character in characters)
    words = median(len(text.split()) for text in texts)
    return words >= _MIN_WORDS and letters >= _MIN_LETTERS * len(characters)


def _crosses(piece: Line, gutter: Gutter, body: float) -> bool:
    return piece.x0 < gutter[0] - 1 and piece.x1 > gutter[1] + _OVERHANG * body


def _bands(pieces: Sequence[Line], gutter: Gutter, body: float) -> list[tuple[list[Line], bool]]:
    """Part pieces by height into those that cross the gutter and those that do not."""
    spans = _crossed(pieces, gutter, body)
    bands: list[tuple[list[Line], bool]] = []
    rest = sorted(pieces, key=lambda piece: -piece.y)
    for top, bottom in spans:
        above = [piece for piece in rest if (piece.top + piece.bottom) / 2 > top]
        inside = [piece for piece in rest if bottom <= (piece.top + piece.bottom) / 2 <= top]
        rest = [piece for piece in rest if (piece.top + piece.bottom) / 2 < bottom]
        bands += [(above, False), (inside, True)]
    bands.append((rest, False))
    return [band for band in bands if band[0]]


def _crossed(pieces: Sequence[Line], gutter: Gutter, body: float) -> list[tuple[float, float]]:
    """Return tops and bottoms of what crosses the gutter, together where nothing is between."""
    starts = [(piece.y, piece.x0) for piece in pieces if piece.x0 >= gutter[1] - 1]
    crossing = [
        piece
        for piece in sorted(pieces, key=lambda piece: -piece.top)
        if _crosses(piece, gutter, body) and not _is_overfull(piece, starts)
    ]
    kept = {id(piece) for piece in crossing}
    others = [piece.y for piece in pieces if id(piece) not in kept]
    spans: list[tuple[float, float]] = []
    for piece in crossing:
        if spans and not any(piece.top < y < spans[-1][1] for y in others):
            spans[-1] = spans[-1][0], min(spans[-1][1], piece.bottom)
        else:
            spans.append((piece.top, piece.bottom))
    return [(top, _last_line(pieces, gutter, top, bottom)) for top, bottom in spans]


def _is_overfull(piece: Line, starts: Sequence[tuple[float, float]]) -> bool:
    """Whether a line that is too long for its column is printed over the text of the next."""
    return any(abs(y - piece.y) < 0.5 * piece.size and x < piece.x1 - 1 for y, x in starts)


def _last_line(pieces: Sequence[Line], gutter: Gutter, top: float, bottom: float) -> float:
    """Return the bottom of a band with the short last line of its paragraph, if it has one."""
    band = [piece for piece in pieces if bottom <= (piece.top + piece.bottom) / 2 <= top]
    lowest = min(band, key=lambda piece: piece.y)
    below = [piece for piece in pieces if lowest.y - 1.6 * lowest.size < piece.y < bottom]
    if len(band) < 2 or len(below) != 1 or below[0].x1 > gutter[0]:
        return bottom
    left = min(piece.x0 for piece in band)
    fits = abs(below[0].x0 - left) < 3 and abs(below[0].size - lowest.size) < 0.3
    return below[0].bottom if fits else bottom
