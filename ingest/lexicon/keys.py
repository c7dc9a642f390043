"""Keys of names: what two spellings of one concept have in common.

A key tells neither case, hyphens and quotes, nor British from American spelling, nor a prefix
written apart (``pre-training``, ``pretraining``). Words are not stemmed: what remains joins
names of one meaning only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ingest.language.cues import words

_DETERMINER: Final = re.compile(r"(?:the|an?|this|that|these|those|its|their|our|your|my) ")
_APART: Final = re.compile(r"[\s\-‐‑–/,;:\"'“”‘’()*_]+")
PREFIXES: Final = words(
    "anti auto co data fine health hyper inter intra land macro meta micro multi nano neuro non "
    "over post pre pseudo re real semi sub super time ultra under web work"
)
_PREFIX: Final = re.compile(
    r"\b(anti|auto|co|hyper|inter|intra|macro|meta|micro|multi|nano|neuro|non|over|post|pre|pseudo|"
    r"re|semi|sub|super|ultra|under) (?=[a-z]{3})",
    re.IGNORECASE,
)
# Compounds that are written as one word and as two.
_COMPOUND: Final = re.compile(
    r"\b(data|fine|health|land|real|time|web|work) (bases?|sets?|tun(?:e|ed|es|ing)|care|scapes?|"
    r"stamps?|sites?|flows?|loads?)\b",
    re.IGNORECASE,
)
# British spelling, as patterns: what is left of it in American.
_BRITISH: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), american)
    for pattern, american in (
        (r"(?<=[a-z]{2})isation", "ization"),
        (
            r"\b(\w{2,}(?:al|an|ar|el|en|er|et|gn|il|im|in|it|om|on|or|rd))is(e[drs]?|ers|ing)\b",
            r"\1iz\2",
        ),
        (
            r"\b((?:re|psycho|cata|para)?(?:ana|para|cata|hydro|electro)ly)s(e[drs]?|ers|ing)\b",
            r"\1z\2",
        ),
        (
            r"\b((?:mis)?behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rig|rum|tum|vap|vig)our",
            r"\1or",
        ),
        (r"\b(cent|fib|lit|(?:\w*)met|theat|calib)re(s|d)?\b", r"\1er\2"),
        (
            r"\b((?:re|mis)?(?:cancel|channel|fuel|label|level|model|signal|total|travel|tunnel))"
            r"l(ed|ers?|ing)",
            r"\1\2",
        ),
        (r"(?<=[a-z])aemi(?=[ac])", "emi"),
        (r"\bhaem(?=[ao])", "hem"),
        (r"(?<=ortho)paed|\bpaed(?=i)", "ped"),
        (r"\boe(?=st|so)", "e"),
        (r"\bfoet(?=[ua])", "fet"),
        (r"\baetio", "etio"),
        (r"\bsulph", "sulf"),
        (r"\b(analog|catalog|dialog)ue", r"\1"),
        (r"\bprogramme", "program"),
        (r"\b(def|lic|off)ence(s?)\b", r"\1ense\2"),
        (r"\bartefact", "artifact"),
        (r"\bsceptic", "skeptic"),
        (r"\bgrey\b", "gray"),
        (r"\bageing\b", "aging"),
        (r"\b(m)ould(?=s|ing|\b)", r"\1old"),
        (r"\bper cent\b", "percent"),
        (r"\bjudgement", "judgment"),
        (r"\baluminium", "aluminum"),
    )
)
# Letters of which one of these patterns needs some; most names have none of them.
_TELLING: Final = re.compile(
    r"is(?:ation|e|ing)|ys(?:e|ing)|our|[tb]re|ll(?:e|ing)|ae|oe|lph|logue|ence|programme|artefact"
    r"|sceptic|grey|ageing|ould|per cent|gement|inium",
    re.IGNORECASE,
)
# Words in -s that are no plurals, and plurals that name a concept of their own.
_NO_PLURAL: Final = words(
    "aids alias always arms atlas bias biceps bonus canvas chaos cosmos data diabetes ethics gas "
    "graphics lens logistics mars mathematics means media news pancreas physics rabies series "
    "species statistics tetanus thanks trans windows"
)
_ENDINGS: Final = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"))
_SHORT: Final = 5


def spaced(text: str) -> str:
    """Return ``text`` with hyphens, slashes, quotes and commas as single spaces."""
    return _APART.sub(" ", text).strip()


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """Return ``text`` spaced and in one spelling, its case kept."""
    plain = spaced(text)
    if _TELLING.search(plain):
        for pattern, american in _BRITISH:
            plain = pattern.sub(american, plain)
    return _COMPOUND.sub(r"\1\2", _PREFIX.sub(r"\1", plain))


def name_key(text: str) -> str:
    """Return the key of a name: one spelling, lower case, single spaces, no determiner.

    Singular and plural are not told apart here; callers pass the singular.
    """
    key = folded(text.lower())
    return _DETERMINER.sub("", key, count=1) if _DETERMINER.match(key) else key


def singular_name(name: str) -> str:
    """Return a name with its last word in the singular; acronyms lose only a small ``s``."""
    head, last = name[: name.rfind(" ") + 1], name[name.rfind(" ") + 1 :]
    if not last.endswith("s") or last.lower() in _NO_PLURAL or last.endswith(("ss", "us", "is")):
        return name
    for plural, ending in _ENDINGS:
        if last.endswith(plural) and len(last) > _SHORT:
            return head + last[: -len(plural)] + ending
    return head + last[:-1] if len(last) > 2 else name
