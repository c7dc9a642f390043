"""From the words of a clause to the wording of a claim: pure functions over clean text."""

from __future__ import annotations

import re
from typing import Final

from kg.wording import without_citations, without_markup

_ADVERBIAL: Final = (
    r"however|so|rather|indeed|moreover|furthermore|also|additionally|in addition|therefore|thus|"
    r"hence|consequently|as a result|nevertheless|nonetheless|still|conversely|instead|overall|"
    r"finally|similarly|likewise|again|in contrast|by contrast|on the (?:other|one) hand|"
    r"for (?:example|instance)|in other words|in plain terms|in short|in sum(?:mary)?|"
    r"in conclusion|to conclude|that is|specifically|in particular|first(?:ly)?|second(?:ly)?|"
    r"third(?:ly)?|lastly|personally|importantly|in fact|of course|admittedly|granted|tl;?dr|"
    r"or better still|most tellingly"
)
_CONNECTIVE: Final = re.compile(
    rf"^(?:(?:{_ADVERBIAL})\s*[,:;]\s*|(?:thus|therefore|hence|consequently)\s+(?=[a-z])"
    r"|(?:and|but|yet|or)\s+(?=\S)|that\s+(?=there\b|the\b|this\b|it\b|we\b))",
    re.IGNORECASE,
)
_ENUMERATOR: Final = re.compile(r"^(?:[A-Z][\w -]{2,40}:\s*)?\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})\)\s+")
_UNRESOLVED: Final = re.compile(
    r"^(?:he|she|they|them|these|those|this|that|such|here|both|neither|the (?:former|latter))\b"
    r"|^it\b(?!(?:'s| is| was| seems|appears|may be|might be|would be) \w+(?: \w+)? "
    r"(?:that|to|how|whether)\b)"
    r"|\b(?:do|does|did|doesn't|don't|didn't|will|won't|can|cannot|can't|is|isn't|are|aren't)\W*$",
    re.IGNORECASE,
)
_EDGES: Final = " ,;:–—-•"
_QUOTED_WHOLE: Final = re.compile(r'"(?P<words>[^"]+)"[.,]?$')


def strip_connectives(text: str) -> str:
    """Remove leading discourse connectives (``However,``, ``In other words,``)."""
    previous = None
    while previous != text:
        previous = text
        text = _CONNECTIVE.sub("", text, count=1).lstrip()
    return text


def claim_wording(text: str) -> str:
    """Return a clause as a sentence of its own: no markers, markup, connective; one full stop."""
    text = _ENUMERATOR.sub("", without_markup(without_citations(text)))
    text = strip_connectives(re.sub(r"\s+", " ", text).strip(_EDGES))
    text = re.sub(r"\s+([,.;:?!])", r"\1", _balanced(text).strip(_EDGES))
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".?!" or text.endswith(('."', '?"')) else text + "."


def leans(wording: str) -> bool:
    """Whether a wording needs its context: it opens with a pronoun or lacks its verb's content."""
    return bool(_UNRESOLVED.search(wording))


def _balanced(text: str) -> str:
    """Take off quotation marks that wrap it all, and marks or brackets without a partner."""
    whole = _QUOTED_WHOLE.match(text)
    if whole:
        return whole["words"]
    if text.count('"') % 2:
        text = text.replace('"', "")
    if text.count("(") != text.count(")"):
        text = text.strip("()")
    return text
