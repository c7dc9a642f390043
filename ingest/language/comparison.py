"""Comparative propositions: what a wording ranks above what, and how generally.

``Small models will never be better than large ones`` denies what ``Alpha 8B outperforms
Beta 180B`` is an instance of, though the two share hardly a word. Sides are compared by the
class of size that they stand for, under the noun that they share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ingest.language.cues import any_of

_BETTER: Final = (
    r"outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|beat(?:s|en|ing)?|exceed(?:s|ed|ing)?|"
    r"outdo(?:es)?|outdid|outstrip(?:s|ped)?|overtak(?:e|es|ing)|overtook|"
    r"(?:do|does|did|perform|performs|performed|fare|fares|fared|score|scores|scored) (?:\w+ )?"
    r"(?:better|higher) than|"
    r"(?:(?:is|are|was|were|be|been|being) )?(?:\w+ )?(?:better|stronger|more capable|superior|"
    r"more accurate)(?: \w+){0,2}? (?:than|to)"
)
_WORSE: Final = (
    r"underperform(?:s|ed|ing)?|(?:lag|lags|lagged|fall|falls|fell) behind|trail(?:s|ed)?|"
    r"(?:do|does|did|perform|performs|performed) (?:\w+ )?(?:worse|lower) than|"
    r"(?:(?:is|are|was|were|be|been) )?(?:\w+ )?(?:worse|weaker|less capable|inferior|"
    r"less accurate)(?: \w+){0,2}? (?:than|to)"
)
_VERB: Final = any_of(rf"(?P<better>{_BETTER})", rf"(?P<worse>{_WORSE})")
_NEGATOR: Final = re.compile(
    r"\b(?:not|never|cannot|no longer|rarely|hardly|seldom|fails? to|unable to|unlikely to|nor)\b"
    r"|n't\b",
    re.IGNORECASE,
)
_ALWAYS: Final = re.compile(
    r"\b(?:always|invariably|necessarily|without exception)\b", re.IGNORECASE
)
_SMALL: Final = re.compile(
    r"\b(?:small(?:er|est)?|compact|tiny|little|lightweight|light|lesser|"
    r"\d[\d.%–-]*% of the (?:parameters|size)\b|"
    r"(?:below|under|fewer than|less than|at most|up to) "
    r"(?:[\w.]+ )?(?:million|billion) parameters|"
    r"(?:a )?(?:fraction|tenth|hundredth) (?:of )?(?:their|its|the) size)",
    re.IGNORECASE,
)
_LARGE: Final = re.compile(
    r"\b(?:larger?|largest|big(?:ger|gest)?|giant|massive|huge|super-?scaled|heavyweight|"
    r"times (?:their|its|the) size|(?:above|over|more than) "
    r"(?:[\w.]+ )?(?:million|billion) parameters)\b",
    re.IGNORECASE,
)
_SIZE: Final = re.compile(
    r"(?<![\w.])(?P<number>\d+(?:\.\d+)?)\s?(?P<scale>[MBT])\b(?!\s?(?:tokens|hours|dollars|users))"
)
_SCALES: Final = {"M": 1e6, "B": 1e9, "T": 1e12}
_NAMED: Final = re.compile(r"\b[A-Z][\w.-]*\d[\w.-]*|\b[A-Z][\w-]+ \d+(?:\.\d+)?[MBT]\b")
_HEAD: Final = re.compile(
    r"\b(?:small(?:er)?|compact|tiny|lightweight|larger?|big(?:ger)?|giant|massive|huge|"
    r"super-?scaled)(?:,? (?:\w+, )?(?:[a-z-]+ ){0,2}?)(?P<head>[a-z]{3,}s)\b",
    re.IGNORECASE,
)
_ANAPHOR: Final = re.compile(r"^(?:them|it|those|ones|one|the (?:former|latter))\b", re.IGNORECASE)
_GENERIC_HEADS: Final = frozenset(
    {
        "ones",
        "contemporaries",
        "counterparts",
        "peers",
        "rivals",
        "versions",
        "competitors",
        "siblings",
    }
)
_BREAK: Final = re.compile(r"[;:()—]|, (?=(?:and|but|which|while|due|because)\b)| - ")
_OBJECT_END: Final = re.compile(
    r"[,;:()—.]|\b(?:on|due|because|when|while|although|despite|by|thanks|given|in terms|across|"
    r"even|if)\b",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
_NEAR: Final = 3
_APART: Final = 2.0


class Size(StrEnum):
    """A class of size, relative to the other side of a comparison."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who is ranked above whom.

    ``holds`` is False where the wording denies the ranking; "large ones are always better"
    is read as a denial that small ones ever are. ``general`` marks statements about a whole
    class, instances name their things. ``head`` is the noun of the class.
    """

    winner: Size
    loser: Size
    head: str
    holds: bool
    general: bool

    @property
    def signature(self) -> tuple[str, Size, Size]:
        """What comparisons share that can contradict each other."""
        return self.head, self.winner, self.loser


def comparison(wording: str) -> Comparison | None:
    """Return the comparison of sizes that a wording makes, None where it makes none."""
    text = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), wording)
    for verb in _VERB.finditer(text):
        before, after = text[: verb.start()], text[verb.end() :]
        subject, object_ = _subject(before), _object(after)
        sizes = _sizes(subject, object_)
        head = _head(subject, object_)
        if sizes is None or head is None:
            continue
        winner, loser = sizes if verb["better"] else (sizes[1], sizes[0])
        named = bool(_NAMED.search(subject)) and not _HEAD.search(subject)
        reach = " ".join(before.split()[-_NEAR:]) + " " + verb[0]
        holds = not _NEGATOR.search(reach) and not re.match(r"\W*no\b", subject, re.IGNORECASE)
        if holds and _ALWAYS.search(reach):
            winner, loser, holds = loser, winner, False
        return Comparison(winner, loser, head, holds, general=not named)
    return None


def contradict(source: Comparison, target: Comparison) -> bool:
    """Whether the source, if it holds, is a reason to believe that the target does not.

    An instance counts against a general denial; a general statement does not disprove an
    instance, and two general statements contradict each other when one denies the other.
    """
    if source.signature != target.signature or source.holds == target.holds:
        return False
    return target.general and (source.general or source.holds)


def _subject(before: str) -> str:
    """Return the side in front of the verb: its clause, else all before it."""
    clause = _BREAK.split(before)[-1]
    return clause if _size_of(clause) is not None or _NAMED.search(clause) else before


def _object(after: str) -> str:
    end = _OBJECT_END.search(after)
    return (after[: end.start()] if end else after).strip()


def _sizes(subject: str, object_: str) -> tuple[Size, Size] | None:
    """Return the classes of size of both sides, None where they are not told apart."""
    numbers = _number(subject), _number(object_)
    if numbers[0] is not None and numbers[1] is not None:
        if max(numbers) < _APART * min(numbers):  # type: ignore[type-var, operator]
            return None
        small_first = numbers[0] < numbers[1]
        return (Size.SMALL, Size.LARGE) if small_first else (Size.LARGE, Size.SMALL)
    first, second = _size_of(subject), _size_of(object_)
    if second is None and _ANAPHOR.match(object_) and first is not None:
        second = _other(first) if _mentions(subject, _other(first)) else None
    if first is None or second is None or first is second:
        return None
    return first, second


def _number(side: str) -> float | None:
    found = _SIZE.search(side)
    return float(found["number"]) * _SCALES[found["scale"]] if found else None


def _size_of(side: str) -> Size | None:
    """Return the class of size that a side names first."""
    small, large = _SMALL.search(side), _LARGE.search(side)
    if small and (not large or small.start() < large.start()):
        return Size.SMALL
    return Size.LARGE if large else None


def _other(size: Size) -> Size:
    return Size.LARGE if size is Size.SMALL else Size.SMALL


def _mentions(text: str, size: Size) -> bool:
    return bool((_SMALL if size is Size.SMALL else _LARGE).search(text))


def _head(subject: str, object_: str) -> str | None:
    """Return the noun that both sides are sizes of; things sized in parameters are models."""
    for side in (subject, object_):
        for found in _HEAD.finditer(side):
            if found["head"].lower() not in _GENERIC_HEADS:
                return found["head"].lower()
    sized = _number(subject) is not None or "parameters" in subject
    return "models" if sized or re.search(r"\bmodels\b", f"{subject} {object_}") else None
