"""Does the source say it? Quoted words and cited numbers, looked for in the text that is cited.

A quotation stands in a text if its words do, in order, whatever their case, accents, marks and
line breaks. What the writer of a quotation may change is no difference: words in square brackets
are the writer's, an ellipsis stands for anything. Words that are nearly alike are told apart
from words that are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz

from kg.model import Quantity
from kg.wording import fold

NEARLY: Final = 0.85
"""The share of characters, in order, from which words are nearly a quotation's.

Of 2,800 pairs of a sentence and another text (essays and guides) the likest that is neither a copy
nor an entry of a reference list reaches .80.
"""

_LEAST_WORDS: Final = 3
_OMITTED: Final = re.compile(r"\[?(?:…|\.\s?\.\s?\.)\]?")
_INSERTED: Final = re.compile(r"\[[^\[\]]{0,200}\]")
_WORD: Final = re.compile(r"[^\W_]+")
_SCALES: Final = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "t": 1e12,
}  # fmt: skip
_NUMBER: Final = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+)?"
    r"(?:[ -]?(?P<word>thousand|million|billion|trillion)\b|(?P<letter>[KkMBT]|mn|bn)\b)?"
)
_AFTER: Final = 40
_UNITS: Final = {"percent": "%", "per cent": "%", "x": "×", "times": "×", "fold": "×"}
_SIGNS: Final = re.compile(r"\s?-?(?P<unit>%|×|percent|per cent|x\b|times\b|fold\b)", re.IGNORECASE)
_FEW: Final = 10


@dataclass(frozen=True, slots=True)
class Stands:
    """Where words stand in a text, and how like they are, in [0, 1]; 1 is word for word."""

    start: int
    end: int
    similarity: float


class Searched:
    """A text in which words and numbers are looked for, prepared once."""

    def __init__(self, text: str) -> None:
        self.text = text

    def quotation(self, quoted: str) -> Stands | None:
        """Return where quoted words stand; None where the text does not have them.

        Of a quotation with omissions each part must stand; its place is that of the longest.
        """
        parts = _parts(quoted)
        found = [self._part(part) for part in parts]
        standing = [one for one in found if one is not None]
        if not parts or len(standing) < len(parts):
            return None
        longest = max(standing, key=lambda one: one.end - one.start)
        return Stands(longest.start, longest.end, min(one.similarity for one in standing))

    def number(self, value: float, unit: str | None) -> Stands | None:
        """Return where a number stands first, with its unit behind it where it has one.

        A text that gives more digits than asked for gives the number too: 12.34 is 12.3.
        """
        digits = _decimals(value)
        wanted = _unit(unit)
        for start, end, given in self._numbers:
            after = self.text[end : end + _AFTER]
            if round(given, digits) == round(value, digits) and _has_unit(after, wanted):
                return Stands(start, end, 1.0)
        return None

    @cached_property
    def _numbers(self) -> Sequence[tuple[int, int, float]]:
        return [
            (found.start(), found.end(), _value(found)) for found in _NUMBER.finditer(self.text)
        ]

    @cached_property
    def _words(self) -> tuple[str, list[int], list[tuple[int, int]]]:
        """The text as folded words, where each begins in that, and its span in the text."""
        pieces: list[str] = []
        starts: list[int] = []
        spans: list[tuple[int, int]] = []
        length = 1
        for found in _WORD.finditer(self.text):
            word = fold(found[0])
            if word:
                pieces.append(word)
                starts.append(length)
                spans.append(found.span())
                length += len(word) + 1
        return f" {' '.join(pieces)} ", starts, spans

    def _part(self, folded: str) -> Stands | None:
        joined, _, spans = self._words
        if not spans:
            return None
        at = joined.find(f" {folded} ")
        if at >= 0:
            return self._located(at + 1, at + 1 + len(folded), 1.0)
        near = fuzz.partial_ratio_alignment(folded, joined, score_cutoff=100 * NEARLY)
        if near is None or len(folded) > len(joined):
            return None
        return self._located(near.dest_start, near.dest_end, min(near.score / 100, 0.99))

    def _located(self, first: int, last: int, similarity: float) -> Stands:
        _, starts, spans = self._words
        one, other = (max(bisect_right(starts, at) - 1, 0) for at in (first, last - 1))
        return Stands(spans[one][0], spans[other][1], similarity)


def checkable(quantity: Quantity) -> bool:
    """Whether a number says enough to be looked for: a small bare one stands in every text."""
    return quantity.unit is not None or abs(quantity.value) >= _FEW or quantity.value % 1 != 0


def ends(quantity: Quantity) -> tuple[float, ...]:
    """Return the one number of a quantity, or the two of a range."""
    return tuple(dict.fromkeys((quantity.value, quantity.upper)))


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are the same number of the same."""
    return ends(one) == ends(other) and _unit(one.unit) == _unit(other.unit)


def _parts(quoted: str) -> list[str]:
    """Return the stretches of a quotation that must stand, folded; the short ones only if all."""
    pieces = [
        folded
        for piece in _OMITTED.split(quoted)
        for stretch in _INSERTED.split(piece)
        if (folded := fold(stretch))
    ]
    long = [piece for piece in pieces if len(piece.split()) >= _LEAST_WORDS]
    return long or pieces


def _value(found: re.Match[str]) -> float:
    scale = _SCALES.get((found["word"] or found["letter"] or "").lower(), 1.0)
    return float(found["digits"].replace(",", "") + (found["rest"] or "")) * scale


def _decimals(value: float) -> int:
    """Return how many digits a number has behind the point, as it is written."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _unit(written: str | None) -> str | None:
    if written is None:
        return None
    folded = written.casefold().strip(" -")
    return _UNITS.get(folded, folded.removesuffix("s"))


def _has_unit(after: str, wanted: str | None) -> bool:
    sign = _SIGNS.match(after)
    given = _unit(sign["unit"]) if sign else None
    if wanted is None or wanted in {"%", "×"} or given is not None:
        return given == wanted
    return wanted in {_unit(word) for word in _words_after(after)}


def _words_after(after: str) -> Iterator[str]:
    """Yield the words up to the next mark: the unit may stand behind an adjective."""
    clause = re.split(r"[.,;:!?()](?:\s|$)", after, maxsplit=1)[0]
    yield from re.findall(r"[A-Za-z][A-Za-z-]*", clause)
