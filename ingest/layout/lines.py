"""Lines of plain text, and which of them belong to one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

# Mail, RFCs and manuscripts are wrapped between these; longer lines are whole paragraphs.
_MIN_WIDTH: Final = 40
_MAX_WIDTH: Final = 130
# A line that fills less of the width than this was ended on purpose.
_FULL: Final = 0.6
_TERMINAL: Final = re.compile(r"[.!?:;][\"'”’)\]*_]*$")
_BULLET: Final = re.compile(r"[-*+•‣◦▪●○·–—]\s+(?=\S)")
_NUMBER: Final = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z][.)]|\([ivx]{1,5}\))\s+(?=\S)")


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
    def marker(self) -> int:
        """Length of the list marker that the line starts with, 0 without one."""
        match = _BULLET.match(self.text) or _NUMBER.match(self.text)
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
        start = first
        for index in range(first + 1, group_end):
            if not _continues(lines[index - 1], lines[index], width):
                yield lines[start:index]
                start = index
        yield lines[start:group_end]
        first = group_end


def _group_ends(lines: Sequence[Line]) -> list[int]:
    gaps = [index for index in range(1, len(lines)) if lines[index].gap]
    return [*gaps, len(lines)] if lines else []


def _width(group: Sequence[Line]) -> int | None:
    """Return the width that a group of lines may have been wrapped at; None if it was not."""
    breakable = [len(line.text) for line in group if " " in line.text]
    width = max(breakable, default=0)
    return width if _MIN_WIDTH <= width <= _MAX_WIDTH else None


def _continues(line: Line, following: Line, width: int | None) -> bool:
    """Whether the paragraph of ``line`` goes on in ``following``."""
    if following.marker and (line.is_complete or line.marker or not _fills(line, width)):
        return False
    if line.text[0] == following.text[0] == ">":
        return True
    if following.text[0].islower() and not line.is_complete:
        return True
    if width is None:
        return False
    word = following.text.split(maxsplit=1)[0]
    if len(line.text) + 1 + len(word) > width:
        return True
    return not line.is_complete and _fills(line, width)


def _fills(line: Line, width: int | None) -> bool:
    return width is not None and len(line.text) >= _FULL * width
