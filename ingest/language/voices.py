"""Whose voice a section speaks in: a text about another work relates that work's claims.

Reviews, reading notes and reports follow conventions: under "Contributions" or "Claims" the
reviewed work speaks, under "Limitations" or "Critique" the reviewer does, under
"Assumptions" the reviewer states what the work takes for granted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

_WORK_SUBJECT: Final = re.compile(
    r"\b(?:the|this) (?:essay|paper|article|author|authors|work|study|book|report|thesis)(?:'s)?\b",
    re.IGNORECASE,
)
_FIRST_PERSON: Final = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y)\b")
_ABOUT: Final = re.compile(
    r"\b(?:review of|notes on|report on|summary of|critique of|research report|"
    r"(?:about|of|in|by) (?:this|the) (?:work|paper|essay|article|study|book))\b",
    re.IGNORECASE,
)
_CRITIQUE: Final = re.compile(
    r"\b(?:limitations?|drawbacks?|weakness(?:es)?|critiques?|criticisms?|concerns?|missing|"
    r"issues?|problems?|caveats?|gaps?|objections?|follow-up|ideas for|future|open questions?|"
    r"productioni[sz]e|clarity|correctness|figures?|my (?:view|take))\b",
    re.IGNORECASE,
)
_ASSUMPTIONS: Final = re.compile(r"\b(?:assumptions?|presuppositions?|premises)\b", re.IGNORECASE)
_RELATED: Final = re.compile(
    r"\b(?:contributions?|claims?|key (?:finds?|findings?|results?|points?|ideas?|takeaways?)|"
    r"findings|main (?:thrust|arguments?|points?|idea|claims?)|supporting evidence|evidence|"
    r"(?:the )?arguments?|thesis|summary|tl;?\s?dr|results)\b",
    re.IGNORECASE,
)


class Voice(StrEnum):
    """Who speaks where nobody is named."""

    OWN = "own"
    WORK = "work"
    ASSUMED = "assumed"


def is_review(headings: Iterable[str], sentences: Sequence[str]) -> bool:
    """Whether a text is about another work.

    It is when it speaks of "the essay" or "the author" more often than of itself, and more
    than once in passing; headings such as "Contributions of the work" count double.
    """
    about = sum(bool(_WORK_SUBJECT.search(text)) for text in sentences)
    about += 2 * sum(bool(_ABOUT.search(heading)) for heading in headings)
    own = sum(bool(_FIRST_PERSON.search(text)) for text in sentences)
    return about >= 3 and about > own


def voice(headings: Sequence[str]) -> Voice:
    """Return who speaks under a path of headings in a review; the innermost that says decides."""
    for heading in reversed(headings):
        if _ASSUMPTIONS.search(heading):
            return Voice.ASSUMED
        if _CRITIQUE.search(heading):
            return Voice.OWN
        if _RELATED.search(heading):
            return Voice.WORK
    return Voice.OWN
