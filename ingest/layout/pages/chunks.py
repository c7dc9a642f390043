"""Lines that belong together by their place and type: paragraphs, headings, captions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ingest.layout.pages.geometry import Line
from kg.vocab import BlockKind

BULLET: Final = re.compile(r"(?:[•‣▪●○◦■□►–—*·]|-)\s+(?=\S)")
BRACKETED: Final = re.compile(r"\[\d{1,4}\]\s")
_NUMBER: Final = re.compile(r"(?:\(?\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,5}[.)])\s+(?=\S)")
_TERMINAL: Final = re.compile(r"[.!?:;][\"'”’)\]⁰¹²³⁴-⁹\d,]{0,6}$")
_CAPTION: Final = re.compile(
    r"(?:(?:supplement(?:ary|al)|extended data|appendix)\s+)?"
    r"(?:fig(?:ure|\.)?|table|tab\.|scheme|box|algorithm|listing|chart|plate|exhibit|photo|video)"
    r"\s*(?:[A-Z]{0,2}[.-]?\d{1,3}(?:[.-]\d{1,3})?[A-Za-z]?|[IVX]{1,5}\b)(?P<mark>\s*[.:|–—)]|\s*$)?",
    re.IGNORECASE,
)
_HEADING_NUMBER: Final = re.compile(
    r"(?:(?:section|chapter|part|appendix)\s+)?"
    r"(?:(?P<digits>\d{1,2}(?:\.\d{1,2}){0,4})\.?|(?P<roman>[IVX]{1,5})\.|(?P<letter>[A-Z])"
    r"(?P<sub>(?:\.\d{1,2}){0,3})\.?)\s+(?=[^\W\d_“\"‘])"
)
_NOTE_MARK: Final = re.compile(r"(?:[*∗†‡§¶#‖⋆]+|\d{1,3}|[a-z](?=\s))\s?(?=\S)")
_CELL_GAP: Final = 1.8  # of the size
_MAX_HEADING_LINES: Final = 4
_MAX_HEADING_WORDS: Final = 24


@dataclass(slots=True)
class Chunk:
    """Lines that belong together; ``kind`` is None until it is known."""

    lines: list[Line]
    kind: BlockKind | None = None
    level: int = 0

    @property
    def first(self) -> Line:
        """The first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The last line."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """The words, with hyphens at line ends as they are."""
        return " ".join(line.text for line in self.lines)

    @property
    def is_bold(self) -> bool:
        """Whether all letters are bold."""
        return all(is_all_bold(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Habits:
    """What is usual in a document.

    ``body`` is the size of its body type, ``leading`` the distance of baselines by size,
    ``indents`` whether the first line of a paragraph is indented.
    """

    body: float
    leading: dict[float, float]
    indents: bool = False

    def leading_of(self, size: float) -> float:
        """Return the usual distance of baselines for a size."""
        return self.leading.get(round(size * 2) / 2, 1.2 * size)


def habits_of(lines: Sequence[Line]) -> Habits:
    """Return what is usual in a document."""
    sizes: Counter[float] = Counter()
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for line in lines:
        sizes[line.size] += len(line.text)
    for line, following in pairwise(lines):
        step = line.y - following.y
        same = abs(line.size - following.size) < 0.3 and line.region == following.region
        if same and 0.8 * line.size < step < 2.5 * line.size:
            steps[round(line.size * 2) / 2][round(step * 2) / 2] += 1
    leading = {size: _usual(counts) for size, counts in steps.items()}
    return Habits(sizes.most_common(1)[0][0] if sizes else 10.0, leading)


def indents_paragraphs(chunks: Sequence[Chunk], habits: Habits) -> bool:
    """Whether most paragraphs of three lines and more have their first line indented."""
    paragraphs = [one for one in chunks if len(one.lines) > 2 and one.first.size == habits.body]
    indented = sum(one.first.x0 - one.lines[1].x0 > 0.6 * habits.body for one in paragraphs)
    return 3 * indented > len(paragraphs) > 0


def _usual(counts: Counter[float]) -> float:
    """Return the commonest step, the smallest of those that are nearly as common."""
    most = counts.most_common(1)[0][1]
    return min(step for step, count in counts.items() if count >= 0.6 * most)


def chunked(lines: Sequence[Line], habits: Habits) -> list[Chunk]:
    """Part the lines of a page, in reading order, into chunks."""
    chunks: list[Chunk] = []
    rows = _rows(lines)
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        alike = index == 0 or (index in rows) == (index - 1 in rows)
        if chunks and alike and _belongs(chunks[-1], line, following, habits):
            chunks[-1].lines.append(line)
        else:
            chunks.append(Chunk([line]))
    return chunks


def _rows(lines: Sequence[Line]) -> set[int]:
    """Return the lines that are rows of cells; one alone is a line set with wide spaces."""
    wide = {index for index, line in enumerate(lines) if _is_row(line)}
    return {index for index in wide if index - 1 in wide or index + 1 in wide}


def is_all_bold(line: Line) -> bool:
    """Whether all letters of a line are bold."""
    lettered = [run for run in line.runs if any(map(str.isalpha, run.text))]
    return bool(lettered) and all(run.bold for run in lettered)


def is_complete(text: str) -> bool:
    """Whether words end as a sentence or an announcement does."""
    return _TERMINAL.search(text[-12:]) is not None


def has_marker(text: str) -> bool:
    """Whether a line opens with the mark or the number of a list item."""
    return bool(BULLET.match(text) or _NUMBER.match(text))


def is_caption(chunk: Chunk, habits: Habits) -> bool:
    """Whether a chunk is the caption of a figure or table."""
    match = _CAPTION.match(chunk.first.text)
    if match is None:
        return False
    label = chunk.first.runs[0]
    set_apart = label.bold and not chunk.is_bold
    return bool(match["mark"]) or set_apart or chunk.first.size < habits.body - 0.4


def heading_level(text: str) -> int | None:
    """Return the depth that the number before a heading gives, from 1; None without one."""
    match = _HEADING_NUMBER.match(text)
    if match is None:
        return None
    return 1 + (match["digits"] or match["sub"] or "").count(".")


def could_head(chunk: Chunk) -> bool:
    """Whether a chunk is short enough for a heading, and not a sentence or a list of terms."""
    text = chunk.text
    if len(chunk.lines) > _MAX_HEADING_LINES or len(text.split()) > _MAX_HEADING_WORDS:
        return False
    letters = sum(map(str.isalpha, text))
    if letters < 3 or letters < 0.5 * len(text.replace(" ", "")):
        return False
    return not re.search(r"[,;]$|@|https?://|\w—\w", text) and not text[0].islower()


def opens_note(line: Line) -> bool:
    """Whether a line opens with a footnote's mark."""
    first = line.runs[0]
    if not _NOTE_MARK.match(line.text):
        return False
    return line.is_raised(first) or not first.text[0].isalnum() or first.text.isdigit()


def _belongs(chunk: Chunk, line: Line, following: Line | None, habits: Habits) -> bool:
    last = chunk.last
    if line.region != last.region or line.page != last.page:
        return False
    step, usual = last.y - line.y, habits.leading_of(max(line.size, last.size))
    if abs(line.size - last.size) > 0.06 * max(line.size, last.size) and not _is_scrap(line, last):
        return False
    if step <= 0 or step > max(1.3 * usual, usual + 2.5):
        return False
    if is_all_bold(line) != is_all_bold(last) and not _is_scrap(line, last):
        return False
    if opens_note(line) and line.size < habits.body - 0.4 and line.is_raised(line.runs[0]):
        return False
    return not _opens_paragraph(chunk, line, following)


def _is_scrap(line: Line, last: Line) -> bool:
    """Whether a line is too little to tell its type by, such as the end of a paragraph."""
    return min(len(line.text), len(last.text)) < 4


def _is_row(line: Line) -> bool:
    """Whether a line is a row of cells, not one that was stretched to fill its column."""
    if max(line.gaps, default=0.0) < _CELL_GAP * line.size:
        return False
    stretched = max(line.gaps) < 1.5 * min(line.gaps) and abs(line.slack) < 0.5 * line.size
    return not stretched or _is_figures(line.text)


def _opens_paragraph(chunk: Chunk, line: Line, following: Line | None) -> bool:
    last, em = chunk.last, line.size
    if BRACKETED.match(line.text) and (BRACKETED.match(chunk.first.text) or is_complete(last.text)):
        return True
    if has_marker(line.text) and (
        BULLET.match(line.text) or has_marker(chunk.first.text) or is_complete(last.text)
    ):
        return True
    shift = line.x0 - last.x0
    if shift > 0.6 * em and not _is_centred(line, last):
        hangs = has_marker(last.text) or (
            following is not None
            and len(chunk.lines) == 1
            and abs(following.x0 - line.x0) < 1.5
            and not is_complete(last.text)
        )
        returns = following is None or following.x0 < line.x0 - 0.4 * em
        if not hangs and (returns or is_complete(last.text)):
            return True
    if shift < -0.6 * em and len(chunk.lines) > 1 and not _is_centred(line, last):
        return True
    if shift < -0.6 * em and has_marker(chunk.first.text):
        return True
    return _was_ended(last, line)


def _is_centred(line: Line, last: Line) -> bool:
    middles = (line.x0 + line.x1) / 2 - (last.x0 + last.x1) / 2
    return abs(middles) < 2 and abs(line.x0 - last.x0) > 2


def _was_ended(last: Line, line: Line) -> bool:
    """Whether a line was ended although the next word had room on it."""
    if min(last.indent, last.slack) > 1.5 * line.size and line.slack < line.size:
        return abs(last.indent - last.slack) < 2  # centred above a line that is not
    word = line.runs[0]
    room = last.slack - (word.x1 - word.x0)
    if room < 2 * line.size or line.text[0].islower():
        return False
    return is_complete(last.text) or last.slack > 0.45 * (last.right - last.left)


def part_notes(chunk: Chunk) -> Iterator[Chunk]:
    """Part the footnotes of a page at their marks."""
    start = 0
    for index in range(1, len(chunk.lines) + 1):
        if index == len(chunk.lines) or opens_note(chunk.lines[index]):
            yield replace(chunk, lines=chunk.lines[start:index])
            start = index


def is_table(chunk: Chunk) -> bool:
    """Whether most lines are rows of cells, or mostly figures."""
    rows = sum(_is_row(line) or _is_figures(line.text) for line in chunk.lines)
    return 2 * rows > len(chunk.lines)


def _is_figures(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters < 0.35 * len(text.replace(" ", ""))


def is_lettering(chunk: Chunk, habits: Habits) -> bool:
    """Whether a chunk is the lettering of a figure: small, short lines that say nothing."""
    if chunk.first.size > habits.body - 0.4 or is_complete(chunk.text):
        return False
    words = len(chunk.text.split())
    return words <= 5 * len(chunk.lines) and words <= 30
