"""Title Case undone: a parser takes every capitalised word for a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ingest.lexicon.gazetteer import Gazetteer

_WORD: Final = re.compile(r"[^\s/,()]+")
_CAPITALISED: Final = re.compile(r"\b[A-Z][a-z]+\b")


def sentence_case(text: str, gazetteer: Gazetteer, names: frozenset[str] = frozenset()) -> str:
    """Return ``text`` at the same length with capitalised words in lower case.

    Names of the gazetteer that have capitals keep them, and so do the words in ``names``.
    """
    kept = [cell for start, end in _name_spans(text, gazetteer) for cell in range(start, end)]
    return _CAPITALISED.sub(
        lambda word: word[0] if word[0] in names or word.start() in kept else word[0].lower(), text
    )


def names_in_prose(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that running text writes with a capital within sentences, and only so."""
    inner = [word for text in texts for word in re.findall(r"\w+", text)[1:]]
    common = {word for word in inner if word.islower()}
    return frozenset(word for word in inner if word.istitle() and word.lower() not in common)


def _name_spans(text: str, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    words = [match.span() for match in _WORD.finditer(text)]
    return [
        (words[first][0], words[last][1])
        for first in range(len(words))
        for last in range(first, min(first + gazetteer.longest, len(words)))
        if gazetteer.exact(text[words[first][0] : words[last][1]]) is not None
    ]
