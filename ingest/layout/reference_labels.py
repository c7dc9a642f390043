"""Labels that number the entries of a reference list, and the run that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_STYLES: Final = tuple(
    re.compile(style)
    for style in (
        r"\[\s?(\d{1,4})\s?\]",
        r"(\d{1,3})\.(?!\d)",
        r"\((\d{1,3})\)",
        r"(\d{1,3})\)",
        r"(\d{1,3})(?:\s+(?=\S)|(?=[^\W\d_a-z])|$)",
    )
)
_SKIPPED: Final = 2
"""How many numbers a run may leave out where a label was lost."""


def chain(texts: Sequence[str]) -> list[int]:
    """Return the lines whose labels count up, in the one style that has most of them."""
    return max((_rise(style, texts) for style in _STYLES), key=len)


def _rise(style: re.Pattern[str], texts: Sequence[str]) -> list[int]:
    """Return a longest run of lines that are numbered one after the other."""
    length: dict[int, int] = {}
    latest: dict[int, int] = {}
    before: dict[int, int] = {}
    for index, text in enumerate(texts):
        match = style.match(text)
        if match is None:
            continue
        number = int(match[1])
        steps = [n for n in range(number - 1, number - 2 - _SKIPPED, -1) if n in latest]
        step = max(steps, key=lambda n: (length[n], n), default=None)
        run = 1 if step is None else length[step] + 1
        if run >= length.get(number, 0):
            if step is not None:
                before[index] = latest[step]
            length[number], latest[number] = run, index
    return _back(latest[max(length, key=lambda n: length[n])], before) if length else []


def _back(last: int, before: dict[int, int]) -> list[int]:
    found = [last]
    while found[-1] in before:
        found.append(before[found[-1]])
    return found[::-1]
