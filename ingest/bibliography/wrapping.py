"""An entry that runs over several lines, as one line again."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

_BREAK: Final = re.compile(r"[ \t\r]*\n\s*")
_LINK: Final = re.compile(r"(?:https?://|www\.|doi\.org/|\b10\.\d{4,9}/)\S*\Z", re.IGNORECASE)
_HYPHENS: Final = "-‐\u00ad¬"
_PARTED: Final = re.compile(rf"(?P<first>[^\W\d_]+)[{_HYPHENS}]\Z")
# First parts of compounds, so that "self-\nreport" does not become "selfreport".
_COMPOUND_WORDS: Final = (
    "self well high low long short two three four cross real large small time data state open"
    " end full half ill all first second third evidence peer user"
)
_COMPOUNDS: Final = frozenset(_COMPOUND_WORDS.split())
_REACH: Final = 300


def unwrapped(raw: str) -> str:
    """Return the text of an entry in one line, for parsing only.

    Words and addresses parted at a line's end are whole again: the hyphen goes before a
    lower-case letter, except after a first part such as ``self``; it stays before a capital
    or a digit (``North-Holland``, ``517-528``) and in an address.
    """
    lines = _BREAK.split(raw.strip())
    return "".join(_continued(line, after) for line, after in pairwise([*lines, ""]))


def _continued(line: str, following: str) -> str:
    """Return ``line`` with what stands between it and the ``following`` line, if anything."""
    end = line[-_REACH:]
    if not following:
        return line
    if _LINK.search(end) and (end[-1] in "/._=&?%-" or following[0] in "/_=&?%-."):
        return line
    parted = _PARTED.search(end)
    if parted and following[0].islower() and parted["first"].casefold() not in _COMPOUNDS:
        return line[:-1]
    kept = end[-1:] in "-‐–" and len(end) > 1 and not end[-2].isspace()
    return line if kept else f"{line} "
