"""Acronyms and their long forms, after Schwartz and Hearst (2003), in both orders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_PAREN: Final = re.compile(r"\(([^()\[\]]{2,80})\)")
_SHORT: Final = re.compile(r"[A-Za-z0-9][\w.&/-]{1,9}")
_BEFORE: Final = re.compile(r"([A-Za-z0-9][\w.&/-]{1,9})\s*$")


def acronyms(text: str) -> Iterator[tuple[str, str]]:
    """Yield short and long forms that ``text`` gives: ``Long Form (LF)``, ``LF (Long Form)``.

    A short form has 2 to 10 characters, two of them capitals; all its letters occur in
    the long form in order, the first at the start of a word.
    """
    for match in _PAREN.finditer(text):
        inside = re.split(r"[;,]", match[1])[0].strip()
        before = text[: match.start()].rstrip()
        if _is_short(inside):
            long = _long_form(inside, before)
            if long is not None:
                yield inside, long
            continue
        outside = _BEFORE.search(before)
        if outside and _is_short(outside[1]) and _long_form(outside[1], inside) == inside:
            yield outside[1], inside


def _is_short(text: str) -> bool:
    return bool(_SHORT.fullmatch(text)) and sum(c.isupper() for c in text) >= 2


def _long_form(short: str, before: str) -> str | None:
    """Return the shortest tail of ``before`` that spells ``short``, None if none does."""
    letters = [c.lower() for c in short.removesuffix("s") if c.isalnum()]
    window = _window(before, len(letters))
    position = len(window)
    for index in range(len(letters) - 1, -1, -1):
        position = _match(window, letters[index], position, starts=index == 0)
        if position < 0:
            return None
    long = window[position:]
    return long if len(long) > len(short) and (" " in long or "-" in long) else None


def _window(before: str, letters: int) -> str:
    """The last words before the parenthesis: at most twice as many as letters, or five more."""
    words = before.split(" ")
    return " ".join(words[-min(letters + 5, letters * 2) :])


def _match(window: str, letter: str, position: int, *, starts: bool) -> int:
    position -= 1
    while position >= 0:
        fits = window[position].lower() == letter
        if fits and (not starts or position == 0 or not window[position - 1].isalnum()):
            return position
        position -= 1
    return -1
