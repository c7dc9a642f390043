"""Words as they are compared: cheap stems, and which words carry content."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ingest.language.cues import words

_WORD: Final = re.compile(r"[^\W\d_][\w'’]*(?:-\w*\d\w*)*(?:['’]s\b)?|\d+(?:[.,]\d+)*%?")
_ENDINGS: Final = (
    ("ies", "y", 3),
    ("sses", "ss", 2),
    ("ations", "ate", 3),
    ("ation", "ate", 3),
    ("ing", "", 3),
    ("edly", "", 4),
    ("ed", "", 4),
    ("ly", "", 4),
    ("es", "", 4),
    ("s", "", 3),
)
_ROOT: Final = 5
FUNCTION_WORDS: Final = words(
    "a about above after again all also although am an and any are as at be because been before "
    "being below between both but by can cannot could did do does doing down during each either "
    "even ever every few for from further had has have having he her here hers him his how however "
    "i if in into is it its itself just less many may me might more most much must my "
    "neither never "
    "no none nor not now of off often on once one only or other our out over own per quite rather "
    "really same shall she should since so some still such than that the their them then there "
    "these they this those though through thus to too toward towards under until up upon us very "
    "via was we were what when where whether which while who whom whose why will with within "
    "without would yet you your "
    "almost always certain certainly clearly hardly indeed largely likely mainly maybe mostly "
    "nearly perhaps possible possibly probable probably rarely seldom seem seems sometimes "
    "typically unlikely usually "
    "don't doesn't didn't isn't aren't wasn't weren't won't can't couldn't shouldn't wouldn't"
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what the forms of a word share, in small letters: no more than endings are cut."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word.endswith(("ss", "us", "is")):
        return word
    for ending, base, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            cut = word[: -len(ending)] + base
            return _undoubled(cut) if base == "" else cut
    return word.removesuffix("e") if len(word) > 4 else word


def root(word: str) -> str:
    """Return the letters with which the words of one family begin (``distil``, ``distillation``).

    Coarser than :func:`stem`: to rank by, not to tell words apart.
    """
    return word[:_ROOT]


def content(text: str) -> tuple[str, ...]:
    """Return the stems of the words that carry content, and the numbers, in their order."""
    return tuple(
        stem(found[0])
        for found in _WORD.finditer(text)
        if found[0].lower().replace("’", "'") not in FUNCTION_WORDS
    )


def _undoubled(word: str) -> str:
    """Level ``runn`` to ``run`` and ``rais`` with ``raise``."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word
