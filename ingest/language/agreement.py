"""Where a text says that it agrees or disagrees with another.

An author takes sides with a person or a text (``I side with Byron on this``); findings agree
or disagree with findings (``in line with Byron``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest.language.stems import content

_AUTHOR: Final = r"(?:\b[Ii]|\b[Ww]e|\b[Tt]his (?:essay|article|post|paper|note|review))"
_WORK: Final = r"(?:essay|article|post|paper|book|study|report|review|preprint)"
_NAME: Final = r"[A-Z][\w’'-]+"
_NAMES: Final = rf"(?:{_NAME} (?:[A-Z]\. )?)*{_NAME}"
_SIDES: Final = re.compile(
    rf"{_AUTHOR} (?:(?!(?:not|never|no|hardly|rarely)\b)[a-z]+ ){{0,2}}?"
    r"(?:(?P<agrees>agrees?|concurs?|sides?)|(?P<disagrees>disagrees?|do(?:es)? not agree|"
    r"don[’']t agree|cannot agree|can[’']t agree)) with "
    r"(?:(?:all|everything|much|most|whatever|what) (?:of )?(?:that )?|(?!that\b)[\w’']+ ){0,4}?"
    rf"(?:(?P<who>{_NAMES})|(?:the|this|that) {_WORK}\b)"
)
_JUDGED: Final = re.compile(
    rf"\b(?P<who>{_NAMES}) (?:[a-z]+ )?(?:is|was) (?:[a-z]+ )?"
    r"(?:(?P<agrees>right|correct)|(?P<disagrees>wrong|mistaken))\b"
    r"(?! (?:hand|wing|side|next|(?:on|in|at|by|beside|behind|under|over|above|below) the)\b)"
)
_DISAGREEING: Final = (
    r"\b(?:contrary to|contradicts?|disagrees? with|inconsistent with|at odds with|in contrast to|"
    r"challenges?|contests?|refutes?|disproves?|fails? to replicate|unlike)\b"
)
_AGREEING: Final = (
    r"\b(?:agrees? with|consistent with|in line with|confirms?|corroborates?|replicates?|"
    r"in agreement with|bears? out|"
    r"supports? the (?:finding|claim|view)s? of|as \w+ (?:found|showed))\b"
)
DISAGREES: Final = re.compile(_DISAGREEING, re.IGNORECASE)
AGREES: Final = re.compile(_AGREEING, re.IGNORECASE)
_FINDING: Final = (
    r"(?:views?|findings?|results?|estimates?|claims?|conclusions?|theory|theses|thesis)"
)
# A person rather than a place: a year follows the name, or what is said is the person's.
_WITH_NAMED: Final = re.compile(
    rf"(?i:{_AGREEING}|{_DISAGREEING}) (?:(?i:the|an?|earlier|{_FINDING}|of|by) ){{0,4}}{_NAME}"
    rf"(?:(?: et al\.?| (?:and|&) {_NAME})?,? ?[\[(]\d|[’'] ?s? (?:\w+ )?{_FINDING}\b)"
)
_POSSESSIVE: Final = re.compile(r"[’']s?$")
# What may follow without a matter being named.
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SAYING: Final = re.compile(
    r"\b(?:says?|said|writes?|wrote|argues?|argued|claims?|claimed|holds?|held|essay|article|"
    r"post|paper|book|study|report|review|preprint|view|position|thesis|argument|conclusion|"
    r"entirely|wholly|fully|whole|thing|point|account|case|piece|work|everything|nearly|"
    r"largely|here|there)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stand:
    """Which side a wording takes.

    ``name`` is the last word of the person's as written, "" where it speaks of a text only.
    ``whole`` tells that it names no matter, so that it takes the side on all that the other says.
    """

    agrees: bool
    name: str
    whole: bool


def stand(wording: str) -> Stand | None:
    """Return the side that a wording takes for or against somebody, None where it takes none."""
    found = _SIDES.search(wording)
    judged = None if found else _JUDGED.search(wording)
    taken = found or judged
    if taken is None:
        return None
    rest = _SAYING.sub(" ", _ASIDE.sub(" ", wording[taken.end() :]))
    return Stand(
        agrees=taken["agrees"] is not None,
        name=_POSSESSIVE.sub("", (taken["who"] or "").rpartition(" ")[2]),
        whole=not [word for word in content(rest) if not word[0].isdigit()],
    )


def answers(sentence: str) -> bool:
    """Whether a sentence says that it agrees or disagrees with somebody named or cited by name."""
    return stand(sentence) is not None or bool(_WITH_NAMED.search(sentence))
