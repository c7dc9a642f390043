"""Lines of plain text, and which of them belong to one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

# Mail, RFCs and manuscripts are wrapped between these; longer lines are whole paragraphs.
_MIN_WIDTH: Final = 40
_MAX_WIDTH: Final = 130
_LINES_A_LONG_ONE: Final = 30
# A line that fills less of the width than this was ended on purpose.
_FULL: Final = 0.6
# A program that wraps fills every line; so many breaks within sentences tell it from a hand.
_SURE_BREAKS: Final = 3
_FILLED_BY_PROGRAM: Final = 0.95
_TERMINAL: Final = re.compile(r"[.!?:;][\"'”’)\]*_]*$")
_SPACES: Final = re.compile(r"\s+")
_MARKER: Final = re.compile(
    r"(?:[-*+•‣◦▪●○·–—]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\([ivx]{1,5}\))\s+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it.

    ``start`` and ``end`` are positions in the document, ``indent`` counts columns (a tab
    is four), ``gap`` says that a blank line or the beginning of the text stands before it.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: bool

    @property
    def is_complete(self) -> bool:
        """Whether the line ends as a sentence or an announcement does."""
        return _TERMINAL.search(self.text[-8:]) is not None

    @property
    def width(self) -> int:
        """Columns up to the line's last character."""
        return self.indent + len(self.text)

    @property
    def marker(self) -> int:
        """Length of the list marker that the line starts with, 0 without one."""
        match = _MARKER.match(self.text)
        return match.end() if match else 0


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of ``text[start:end]`` that are not blank."""
    found: list[Line] = []
    gap, position = True, start
    stop = len(text) if end is None else end
    for raw in text[start:stop].split("\n"):
        content = raw.strip()
        if content:
            before = raw[: len(raw) - len(raw.lstrip())]
            first = position + len(before)
            found.append(Line(first, first + len(content), content, len(before.expandtabs(4)), gap))
        gap = not content
        position += len(raw) + 1
    return found


def paragraphs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Put together the lines of each paragraph: what was wrapped is joined again."""
    first = 0
    for group_end in _group_ends(lines):
        width = _width(lines[first:group_end])
        ragged = not _is_filled(lines[first:group_end], width)
        start = first
        for index in range(first + 1, group_end):
            if not _continues(lines[index - 1], lines[index], width, ragged=ragged):
                yield lines[start:index]
                start = index
        yield lines[start:group_end]
        first = group_end


def _group_ends(lines: Sequence[Line]) -> list[int]:
    gaps = [index for index in range(1, len(lines)) if lines[index].gap]
    return [*gaps, len(lines)] if lines else []


def _width(group: Sequence[Line]) -> int | None:
    """Return the width that a group of lines may have been wrapped at; None if it was not.

    A few lines may be longer: what holds a formula or an address cannot be broken.
    """
    widths = sorted(line.width for line in group if " " in line.text)
    width = widths[-1 - len(widths) // _LINES_A_LONG_ONE] if widths else 0
    return width if _MIN_WIDTH <= width <= _MAX_WIDTH else None


def _is_filled(group: Sequence[Line], width: int | None) -> bool:
    """Whether a program wrapped the lines: no word that goes on a sentence had room before."""
    if width is None:
        return False
    breaks = [pair for pair in pairwise(group) if _is_within_sentence(*pair)]
    filled = sum(not _has_room(line, following, width) for line, following in breaks)
    return len(breaks) >= _SURE_BREAKS and filled >= _FILLED_BY_PROGRAM * len(breaks)


def _continues(line: Line, following: Line, width: int | None, *, ragged: bool) -> bool:
    """Whether the paragraph of ``line`` goes on in ``following``."""
    if following.marker and (line.is_complete or line.marker or not _fills(line, width)):
        return False
    if line.text[0] == following.text[0] == ">":
        return True
    if _is_within_sentence(line, following):
        return True
    if width is None:
        return False
    if not _has_room(line, following, width):
        return True
    return ragged and not line.is_complete and _fills(line, width)


def _is_within_sentence(line: Line, following: Line) -> bool:
    return following.text[0].islower() and not line.is_complete


def _has_room(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of ``following`` would have fitted on ``line``."""
    word = following.text.split(maxsplit=1)[0]
    apart = min(map(len, _SPACES.findall(line.text)), default=1)
    return line.width + apart + len(word) <= width


def _fills(line: Line, width: int | None) -> bool:
    return width is not None and line.width >= _FULL * width
