"""Citation markers that are numbers, and which of them a text means as such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ingest.bibliography.plain_numbers import DASHES, Candidate, judged

NumericStyle = Literal["bracket", "round", "superscript", "named"]
Certainty = Literal["sure", "likely", "weak"]
Judge = Callable[[str], Sequence[tuple[Candidate, float]]]

PRINTED: Final[tuple[NumericStyle, ...]] = ("bracket", "superscript", "round")
"""Styles of printing numbers of which a text uses one; before the next where both would do."""

_RANGE_LIMIT: Final = 60
_LIKELY: Final = 0.6
_WEAK: Final = 0.15
_FIRM: Final = 3
"""Markers that show a style to be in use, so that weak ones in it count."""

_DASH: Final = rf"[{DASHES}]"
_NUMBER: Final = r"\d{1,3}"
_ITEM: Final = rf"{_NUMBER}(?:\s?{_DASH}\s?{_NUMBER})?"
_LIST: Final = rf"{_ITEM}(?:\s?[,;]\s?{_ITEM}){{0,40}}"
_BRACKET: Final = re.compile(
    rf"(?:(?<![\w\])^\[-])|(?<=\d\])|(?<=[a-zà-ÿ]{{3}}))\\?\[\s?({_LIST})\s?\\?\]"
    rf"(?:\s?{_DASH}\s?\[({_NUMBER})\])?(?![\w(]|-[A-Z\d]|\s?=)"
)
# "[see 4, p. 88; 7, Theorem 2.1]": numbers with the places in the works that are meant.
_PLACE: Final = (
    r"(?:pp?|pages?|ch|chap|chapters?|secs?|sects?|sections?|§§?|figs?|figures?|tables?|eqs?|thm"
    r"|theorems?|lemma|prop|cor|defs?|app|appendix|vol|no)\b\.?\s?\w[\w.–-]{0,11}"
)
_LOCATED_ITEM: Final = rf"{_NUMBER}(?:\s?,\s?{_PLACE})?(?![\w.])"
_LOCATED: Final = re.compile(
    r"(?<![\w\])^\[-])\[(?=[^\[\]\n]{0,400}(?:[^\W\d_]|§))"
    r"(?:(?:but )?(?:see|cf\.|compare|e\.g\.|i\.e\.)(?: also)?,?\s)?"
    rf"(?P<listed>{_LOCATED_ITEM}(?:\s?[;,]\s?{_LOCATED_ITEM}){{0,20}})\](?![\w(]|-[A-Z\d]|\s?=)",
    re.IGNORECASE,
)
_PLACES: Final = re.compile(rf",\s?{_PLACE}", re.IGNORECASE)
_NAMED: Final = re.compile(rf"\b[Rr]efs?\b\.?\s?({_LIST})(?![\w.]\w)")
_RAISED_DIGITS: Final = "[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"
_SUPERSCRIPT: Final = re.compile(
    rf"(?<=[^\W\d_]|[.,;:!?”\"’')]){_RAISED_DIGITS}(?:[,˒⁻–-]{_RAISED_DIGITS}){{0,20}}"
)
_INTERVAL: Final = re.compile(
    r"(?:\b(?:interval|range|ranges|ranging|domain|CI|between|from)\b"
    r"(?:,?\s(?:of|is|are|was|in|from|the|to|values?|within|between)\b){0,3}[\s:=,]{0,3}"
    r"|[∈=×≤<>]\s?)$",
    re.IGNORECASE,
)
_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericMarker:
    """Numbers in brackets or raised. ``numbers`` is in written order, ranges filled.

    ``certainty`` is ``sure`` for square brackets, raised digits and "ref. 3", ``likely``
    where the words around it speak for a citation, ``weak`` where they do not speak.
    """

    start: int
    end: int
    numbers: tuple[int, ...]
    style: NumericStyle
    certainty: Certainty = "sure"


def numeric_markers(text: str, judge: Judge = judged) -> Iterator[NumericMarker]:
    """Yield ``[3]``, ``[3, p. 9]``, ``[1]–[4]``, ``(3-5)``, ``refs. 3, 4`` and raised digits.

    Number 0 never labels an entry, so that an interval such as ``[0, 1]`` is none.
    """
    for match in _BRACKET.finditer(text):
        listed, last = match[1], match[2]
        pair = re.fullmatch(r"\d+\s?,\s?\d+", listed)
        if not pair or not _INTERVAL.search(text[max(0, match.start() - 40) : match.start()]):
            yield from _marker(match.span(), f"{listed}-{last}" if last else listed, "bracket")
    for match in _LOCATED.finditer(text):
        yield from _marker(match.span(), _PLACES.sub("", match["listed"]), "bracket")
    for match in _NAMED.finditer(text):
        yield from _marker(match.span(), match[1], "named")
    for match in _SUPERSCRIPT.finditer(text):
        yield from _marker(match.span(), match[0].translate(_DIGITS), "superscript")
    for one, probability in judge(text):
        style: NumericStyle = "round" if one.form == "round" else "superscript"
        if probability >= _WEAK:
            certainty: Certainty = "likely" if probability >= _LIKELY else "weak"
            yield from _marker((one.start, one.end), one.listed, style, certainty)


def settled(markers: Iterable[NumericMarker]) -> list[NumericMarker]:
    """Return the markers that a text without reference list means as citations.

    Brackets and "ref. 3" always do. Of plain and raised numbers the one style counts that is
    seen most, if brackets are not seen more.
    """
    ordered = sorted(markers, key=lambda marker: marker.start)
    seen = Counter(marker.style for marker in ordered if marker.certainty != "weak")
    chosen = max(PRINTED, key=lambda style: seen[style])
    return sorted(
        (m for style in {"bracket", "named", chosen} for m in in_style(ordered, style)),
        key=lambda marker: marker.start,
    )


def in_style(markers: Sequence[NumericMarker], style: str) -> list[NumericMarker]:
    """Return the markers of one style, in order, and of weak ones those that fit among them.

    A weak marker counts where it carries on the numbers cited so far, because texts with
    numbers mostly cite works in the order of their list, and where others show the style.
    """
    own = [marker for marker in markers if marker.style == style]
    firm = [marker for marker in own if marker.certainty != "weak"]
    found: list[NumericMarker] = []
    reached = min(firm[0].numbers) - 1 if firm else 0
    for marker in own:
        new = marker.numbers[0] <= reached + 1 and max(marker.numbers) > reached
        if marker.certainty != "weak" or (new and len(firm) >= _FIRM):
            reached = max(reached, *marker.numbers)
            found.append(marker)
    return found


def _marker(
    span: tuple[int, int], listed: str, style: NumericStyle, certainty: Certainty = "sure"
) -> Iterator[NumericMarker]:
    numbers = _numbers(listed)
    if numbers:
        start, end = span
        yield NumericMarker(start=start, end=end, numbers=numbers, style=style, certainty=certainty)


def _numbers(listed: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for item in re.split(r"[,;]", listed):
        ends = [int(number) for number in re.findall(r"\d+", item)]
        if not ends or 0 in ends or not 0 <= ends[-1] - ends[0] <= _RANGE_LIMIT:
            return ()
        numbers.extend(range(ends[0], ends[-1] + 1))
    return tuple(dict.fromkeys(numbers))
