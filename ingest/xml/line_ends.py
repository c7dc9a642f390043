"""Words that a line end parts: whether their hyphen is their own."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BEFORE: Final = re.compile(r"([^\W\d_]+)[-‐]$")
_AFTER: Final = re.compile(r"[^\W\d_]+")
_COMPOUND: Final = 4


class LineEnds:
    """Tells hyphens that only a line end made (``wash-/ing``) by the other words of a text."""

    def __init__(self, root: _Element) -> None:
        self._words = _vocabulary(root) if root.find(".//lb") is not None else frozenset()

    def is_soft(self, before: str, after: str) -> bool:
        """Whether a hyphen that ends ``before`` is no part of the word that ``after`` ends.

        It is if the text has the word without it; it is not if the text has it with it, or
        if both halves are longer words of the text (``time-/dependent``).
        """
        head, rest = _BEFORE.search(before), _AFTER.match(after)
        if head is None or rest is None:
            return False
        first, last = head[1].lower(), rest[0].lower()
        if first + last in self._words:
            return True
        halves = first in self._words and last in self._words
        compound = halves and min(len(first), len(last)) >= _COMPOUND
        return not compound and f"{first}-{last}" not in self._words


def _vocabulary(root: _Element) -> frozenset[str]:
    """Return the words of a text in lower case; those that a line end parts are left out."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            parts += ["\n" if element.tag == "lb" else "", element.text or ""]
        else:
            parts.append(element.tail or "")
    return frozenset(word.lower() for word in _WORD.findall("".join(parts)))
