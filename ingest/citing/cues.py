"""Wordings that tell on which side a sentence stands to the work that it cites."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Side(StrEnum):
    """How what a sentence says stands to what it compares it with."""

    AGREES = "agrees"
    DIFFERS = "differs"
    BOTH = "both"
    OPEN = "open"


def _any(*words: str) -> re.Pattern[str]:
    # Without the look ahead, each is tried again where a word ends.
    return re.compile(rf"\b(?=\w)(?:{'|'.join(words)})\b", re.IGNORECASE)


_AGREES: Final = _any(
    r"(?:agree(?:s|d|ment)?|line|accord(?:ance)?|keeping|conformity|harmony) with",
    r"consistent(?:ly)? with|concordan\w+|corroborat\w+|confirm\w*|validat\w+|verif\w+",
    r"replicat\w+|support(?:s|ed|ing|ive)?|reinforc\w+|compatible with|in common with",
    r"similar(?:ly)?|comparable|likewise|the same as|akin to|close to|resembl\w+|like",
    r"match(?:es|ed)?|correspond\w*|parallel\w*|echo\w*|accord(?:s|ed|ing)? (?:with|to)",
    r"as (?:(?:has|have) been |was |were |had been )?(?:previously |also )?"
    r"(?:shown|reported|observed|described|found|demonstrated|suggested|expected)",
    r"also (?:found|reported|showed|observed|demonstrated)",
)
_DIFFERS: Final = _any(
    r"contrar\w+|contrast\w*|contradict\w*|disagree\w*|inconsisten\w+|conflict\w*|discrepan\w+",
    r"differ(?:s|ed|ent|ently|ence|ences|ing)?(?: \w+)? (?:from|to|than)|discord\w*|dispar\w+",
    r"oppos\w+|unlike|whereas|however|although|though|despite|but|refut\w+|disprov\w+",
    r"challeng\w+|question\w*|controvers\w*|debat\w*|fail\w* to|at odds|at variance",
    r"not (?:consistent|in (?:agreement|line)|agree|support\w*|confirm\w*|observed|find|found"
    r"|detect\w*|replicat\w*)",
    r"(?:higher|lower|greater|less|more|larger|smaller|better|worse) than",
    r"no (?:significant )?(?:difference|association|correlation|effect)",
)
# Words for which the sentences were searched that the model of disagreement learned from.
_SIGNAL: Final = _any(
    r"challeng\w*|conflict\w*|contradict\w*|contrary|contrast\w*|controvers\w*|debat\w*",
    r"differ\w*|disagree\w*|disprov\w*|no consensus|questionable|refut\w*",
)
# The cited work itself is spoken against.
_AGAINST: Final = _any(
    r"contrary to|in contrast (?:to|with)|unlike|contradict\w*|disput\w+|refut\w+|rebut\w*",
    r"disagree\w*|disprov\w+|challeng(?:e|es|ed|ing)|contest(?:s|ed|ing)?|critici[sz]\w+",
    r"critiqu\w+|inconsistent with|conflicts? with|at odds with|at variance with",
    r"fail(?:s|ed)? to (?:replicate|confirm)|overstat\w+|misread\w*|discredit\w*|debunk\w*",
)
# What a purpose has about it, beside the side taken.
_SIGNS: Final = {
    "first person": _any(r"we|our|us|i"),
    "these results": _any(
        r"(?:our|these|this|present|current) (?:\w+ )?(?:results?|findings?|study|data"
        r"|observations?|work|analysis|estimates?)"
    ),
    "earlier work": _any(
        r"(?:previous|earlier|prior|other|recent|past)(?:ly)? (?:\w+ )?(?:stud(?:y|ies)"
        r"|reports?|reported|findings?|results|observations?|work|authors|investigat\w+|research)"
    ),
    "use": _any(
        r"(?:we|i|authors|was|were|is|are)\b[^.;]{0,60}\b(?:us(?:e|ed|ing)|adopt(?:ed)?"
        r"|employ(?:ed)?|appl(?:y|ied)|follow(?:ed)?|implement(?:ed)?|performed|calculated"
        r"|as described|trained on|fine-tuned)",
        r"(?:according to|as described|following) the (?:method|protocol|procedure|approach)",
    ),
    "procedure": _any(
        r"(?:as|previously) (?:previously )?(?:described|reported|detailed)|according to|modified",
        r"described (?:previously|elsewhere|by|in)|protocol|procedure|method|algorithm|software",
        r"calculated|measured|assessed|using|implemented|performed",
    ),
    "well known": _any(
        r"for (?:a )?reviews?|reviewed|such as|known|has been|have been|well[- ]established"
    ),
    "numbers": re.compile(r"\d ?%|\bp ?[<=]", re.IGNORECASE),
}
_LONG: Final = 60
_EXTENDS: Final = _any(
    r"extend(?:s|ed|ing)?|generali[sz](?:e|es|ed|ing)|buil(?:d|ds|t|ding) (?:up)?on",
    r"improv(?:e|es|ed|ing) (?:up)?on|expand(?:s|ed|ing)? (?:up)?on",
)


def side(text: str) -> Side:
    """Return on which side a sentence stands that compares with a cited work."""
    agrees, differs = bool(_AGREES.search(text)), bool(_DIFFERS.search(text))
    if agrees and differs:
        return Side.BOTH
    return Side.AGREES if agrees else Side.DIFFERS if differs else Side.OPEN


def signs(text: str) -> dict[str, float]:
    """Return what wordings of purposes a sentence has, by name, each in [0, 1]."""
    found = {name: float(bool(sign.search(text))) for name, sign in _SIGNS.items()}
    found |= {f"side: {one}": float(one is side(text)) for one in Side}
    found["extends"] = float(builds_on(text))
    found["disagreement"] = float(signals_disagreement(text))
    found["length"] = min(len(text.split()), _LONG) / _LONG
    return found


def signals_disagreement(text: str) -> bool:
    """Whether a sentence has a word that a telling of disagreement has."""
    return bool(_SIGNAL.search(text))


def speaks_against(text: str) -> bool:
    """Whether a sentence says that something is disputed, by whom- or whatsoever."""
    return bool(_AGAINST.search(text))


def builds_on(text: str) -> bool:
    """Whether a sentence says that something is carried further."""
    return bool(_EXTENDS.search(text))
