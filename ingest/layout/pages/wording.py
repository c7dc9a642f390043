"""The words of lines, as they would stand without line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from ingest.layout.pages.geometry import Line, Run, Target

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_RAISED: Final = re.compile(r"[\d,–−-]+")
_RAISED_DIGITS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ENDS_BROKEN: Final = re.compile(  # bounded, for a line may be as long as a book
    r"(?<![^\W\d_])([^\W\d_]{1,80}(?:[-’'][^\W\d_]{1,80}){0,9})[-\u00ad]$"
)
_STARTS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MIN_PART: Final = 4  # letters; shorter ones are mostly syllables
# Prefixes that are words themselves, but grow together with what follows.
_PREFIXES: Final = frozenset(
    ["over", "under", "with", "after", "inter", "super", "counter", "hyper", "micro", "macro"]
)
_SUSPENDING: Final = frozenset(["and", "or", "to", "versus", "und", "oder", "bis", "et", "ou"])
# Words that hardly ever open another one without a hyphen, and such as hardly ever close one.
_COMBINING: Final = frozenset(
    [
        *["cross", "end", "first", "five", "four", "full", "half", "high", "large", "long", "low"],
        *["multi", "non", "one", "open", "quasi", "real", "second", "self", "semi", "short"],
        *["single", "six", "small", "state", "third", "three", "time", "two", "well"],
    ]
)
_COMBINED: Final = frozenset(
    [
        *["aged", "assisted", "associated", "aware", "based", "binding", "bound", "coated"],
        *["containing", "controlled", "dependent", "derived", "driven", "efficient", "free"],
        *["independent", "induced", "intensive", "known", "level", "like", "linked", "making"],
        *["mediated", "oriented", "prone", "related", "resistant", "rich", "scale", "sensitive"],
        *["specific", "stage", "style", "supervised", "term", "tolerant", "type", "year"],
    ]
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.|doi\.org/|doi:\s?10\.|10\.\d{4,9}/)\S*$", re.I)
_ADDRESS_BREAK: Final = re.compile(r"[/_=?&%#~:-]$")
_NEXT_ADDRESS: Final = re.compile(r"https?:|doi\b|www\.|\W", re.I)
_OPEN_END: Final = re.compile(r"(?:\w[-–]|\S[—/])$")
_SPACED_OUT: Final = re.compile(r"(?<!\S)(?:[^\W\d_] ){4,}[^\W\d_](?!\S)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one page, with where their link leads if they are one."""

    text: str
    page: int
    target: Target | None = None


class Hyphens:
    """Decides which hyphens at line ends belong to the word.

    The document itself is the witness: the word as it stands elsewhere, within a line, with
    the hyphen or without. Where it stands nowhere else the hyphen stays if its parts make
    compounds elsewhere, or if both are long words that stand alone elsewhere.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._seen: Counter[str] = Counter()
        self._opening: set[str] = set()
        self._closing: set[str] = set()
        goes_on = False
        for line in lines:
            words = _WORD.findall(line.text.casefold())
            broken = _ENDS_BROKEN.search(line.text) is not None
            for word in words[goes_on : len(words) - broken]:
                self._seen[word] += 1
                if "-" in word:
                    self._opening.add(word.partition("-")[0])
                    self._closing.add(word.rpartition("-")[2])
            goes_on = broken

    def joined(self, first: str, second: str) -> str:
        """Return what stands before and after the line's end, with what is between."""
        whole, compound = (first + second).casefold(), f"{first}-{second}".casefold()
        if self._seen[compound] != self._seen[whole]:
            kept = self._seen[compound] > self._seen[whole]
        elif second in _SUSPENDING:
            return f"{first}- {second}"
        elif "-" in first:
            last = first.rpartition("-")[2]
            kept = not self._seen[(last + second).casefold()]
        else:
            kept = self._is_compound(first, second)
        return f"{first}-{second}" if kept else first + second

    def _is_compound(self, first: str, second: str) -> bool:
        if second[0].isupper() or len(first) == 1 or first in _COMBINING:
            return not first.startswith("Mc")
        before, after = first.casefold(), second.casefold()
        if min(len(before), len(after)) < _MIN_PART:
            return after in _COMBINED
        if before in _PREFIXES:
            return False
        participle = after.endswith(("ed", "ing")) and len(after) > _MIN_PART + 1
        alone = self._seen[before] and (self._seen[after] or participle)
        combined = before in self._opening or {after} & (self._closing | _COMBINED)
        return bool(alone or combined)


def stretches(lines: Sequence[Line], hyphens: Hyphens) -> list[Stretch]:
    """Return the words of lines that follow each other in one block."""
    found: list[Stretch] = []
    for line in lines:
        for position, (run, text) in enumerate(_words(line)):
            spaced = bool(found) and not (position and _touches(line, position))
            if spaced and position == 0:
                spaced = _parts_from_before(found, _first_word(line), hyphens)
            _add(found, Stretch(f" {text}" if spaced else text, line.page, run.target))
    return found


def plain(lines: Sequence[Line], hyphens: Hyphens) -> str:
    """Return the words of lines that follow each other, as one string."""
    return "".join(one.text for one in stretches(lines, hyphens))


def unspaced(text: str) -> str:
    """Return ``ABSTRACT`` for ``A B S T R A C T``."""
    return _SPACED_OUT.sub(lambda match: match[0].replace(" ", ""), text)


def _words(line: Line) -> Iterator[tuple[Run, str]]:
    for run in line.runs:
        text = run.text.replace("\u00ad", "") if run is not line.runs[-1] else run.text
        if line.is_raised(run) and _RAISED.fullmatch(text):
            text = text.translate(_RAISED_DIGITS)
        if text:
            yield run, text


def _touches(line: Line, position: int) -> bool:
    """Whether a run belongs to the word before: marks and points may stand a little off."""
    run, before = line.runs[position], line.runs[position - 1]
    if position == 1 and before.size > 1.7 * line.size and len(before.text) == 1:
        return before.text not in "AI" or run.text.isupper()  # a drop cap
    near = run.x0 - before.x1 < 0.45 * line.size
    if near and line.is_raised(run) and run.text[0].isdigit():
        return True
    return run.glued or (near and run.text[0] in ",.;:)" and line.is_raised(before))


def _add(found: list[Stretch], stretch: Stretch) -> None:
    last = found[-1] if found else None
    if last and (last.page, last.target) == (stretch.page, stretch.target):
        found[-1] = Stretch(last.text + stretch.text, last.page, last.target)
    else:
        found.append(stretch)


def _first_word(line: Line) -> str:
    """Return the first word, which may be in several styles, such as small capitals."""
    glued = takewhile(lambda run: run.glued, line.runs[1:])
    return "".join(run.text for run in (line.runs[0], *glued))


def _parts_from_before(found: list[Stretch], text: str, hyphens: Hyphens) -> bool:
    """Whether a space stands before the first word of a line.

    The part of the word in the line before loses its hyphen where that only broke it.
    """
    before = found[-1].text
    tail = before[-300:]
    if _ADDRESS.search(tail) and (
        _ADDRESS_BREAK.search(tail)
        or ("/" in text[:80] and not _NEXT_ADDRESS.match(text))
        or (tail[-1] == "." and text[0].islower())
    ):
        return False
    broken, start = _ENDS_BROKEN.search(tail), _STARTS.match(text)
    if broken and start:
        word = hyphens.joined(broken[1], start[0])
        between = word[len(broken[1]) : len(word) - len(start[0])]
        last = found[-1]
        found[-1] = Stretch(last.text[:-1] + between.rstrip(" "), last.page, last.target)
        return between.endswith(" ")
    return not _OPEN_END.search(tail)
