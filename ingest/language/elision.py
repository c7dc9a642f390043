"""List items whose subject is left out: ``Critiques X as built on Y`` in notes on a paper."""

from __future__ import annotations

import re
from typing import Final

from ingest.language.cues import ATTITUDES, TREATING

_FIRST_WORD: Final = re.compile(r"[A-Z][a-z]+(?:-[a-z]+)?(?= )")
_ABSENCE: Final = re.compile(
    r"^(?:no|lacks?|missing|absence of|little|insufficient)\s", re.IGNORECASE
)
_BASES: Final = (("ies", "y"), ("es", ""), ("es", "e"), ("s", ""))


def elided(text: str) -> str | None:
    """Return the lemma of the verb that opens a wording without a subject, None if none does."""
    found = _FIRST_WORD.match(text)
    if found is None:
        return None
    return attitude_of(found[0])


def attitude_of(word: str) -> str | None:
    """Return the lemma of a verb of saying or treating from its third person, None for others."""
    word = word.lower()
    bases = (word.removesuffix(ending) + base for ending, base in _BASES if word.endswith(ending))
    return next((base for base in bases if base in TREATING | ATTITUDES), None)


def states_absence(text: str) -> bool:
    """Whether a verbless wording says that something is missing: ``No engagement with X``."""
    return bool(_ABSENCE.match(text)) and len(text.split()) >= 4
