"""Lines of a reference section, as begin, inside or outside of an entry.

A linear-chain CRF reads the lines (python-crfsuite), as in ParsCit (Councill, Giles and Kan,
LREC 2008) and EXparser (Boukhers et al., JCDL 2019): where a line stops, how the next one
starts, and what most entries of the same section do. ``evaluation.train_sections`` trains it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest.layout.lines import Line
from ingest.layout.reference_labels import chain
from kg.wording import fold

if TYPE_CHECKING:
    import pycrfsuite

BEGIN, INSIDE, OUTSIDE = "B", "I", "O"
MODEL: Final = Path(__file__).with_name("reference_lines.crfsuite")
MAX_LINE: Final = 400
"""Characters of a line that are looked at, from either end."""
MAX_AT_ONCE: Final = 3_000
"""Lines that are held in memory with their attributes."""

_UPPER: Final = r"[^\W\d_a-zß-öø-ÿ]"
_FAMILY: Final = (
    rf"(?:(?:de|da|do|dos|du|des|del|della|di|la|le|van|von|den|der|ten|ter|el|al|zu)\s){{0,3}}"
    rf"(?:[dDOlL]['’])?{_UPPER}[\w'’´`-]+(?:[\s-]{_UPPER}[\w'’-]+)?"
)
_INITIALS: Final = rf"{_UPPER}[a-z]?\.(?:[\s-]?{_UPPER}[a-z]?\.){{0,4}}"
# How a line starts; the first pattern that fits names it.
_OPENINGS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("dash", r"[,.]?\s?(?:[-–—―_~]\s?){1,8}(?:[\s,.&:(]|$)"),
        ("part", r"[a-z]\s?\)"),
        # OCR reads the dash for a repeated author as a digit.
        ("repeated", r"\d\s(?:1[89]|20)\d\d[a-z]?\b"),
        ("family-initials", rf"{_FAMILY}\s?,\s?{_INITIALS}"),
        ("family-dotted", rf"{_FAMILY}\s{_INITIALS}"),
        ("family-capitals", rf"{_FAMILY},?\s(?:{_UPPER}\s?){{1,4}}(?:[,.:;(]|\s(?!{_UPPER}\.)|$)"),
        ("initials-family", rf"(?:{_UPPER}[a-z]?\.[\s-]?){{1,4}}{_FAMILY}"),
        ("spaced-initials", rf"(?:{_UPPER}\s){{1,3}}{_FAMILY},"),
        ("family-given", rf"{_FAMILY}\s?,\s{_UPPER}[a-z]+"),
        (
            "given-family",
            rf"{_UPPER}[a-z]+\s(?:{_UPPER}\.?\s){{0,2}}{_FAMILY}(?:,|\s(?:and|&|et)\s)",
        ),
        ("family-year", rf"{_FAMILY}.{{0,60}}?\(?(?:1[89]|20)\d\d"),
        ("in", r"[Ii]n:?\s"),
        ("link", r"(?:https?|doi|www|arxiv|10\.\d{4})"),
        ("year", r"\(?(?:1[89]|20)\d\d"),
        ("number", r"\d"),
        ("lower", r"[a-zß-öø-ÿ]"),
        ("capitals", rf"{_UPPER}{{3,}}"),
        ("capital", _UPPER),
    )
)
_PERSONAL: Final = frozenset(name for name, _ in _OPENINGS[3:10])
_YEAR: Final = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d[a-z]?(?!\d)")
_PAGES: Final = re.compile(r"\d\s?[-–—]\s?[A-Z]?\d")
_HEADING: Final = re.compile(r"r\s?eferences?\b|bibliograph|works cited|literatur|notes\b", re.I)
_PROSE: Final = re.compile(r"\b(?:we|our|is|are|was|were|that|which|this|have|has)\b")
_HEAD: Final = re.compile(r"\d{1,4}|(?:page|p\.)\s?\d+.{0,12}|.{0,40}\bet al\.?,?", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")


def tags(lines: Sequence[Line], model: Path = MODEL) -> list[str]:
    """Return begin, inside or outside of an entry for each line of a reference section."""
    return [
        tag
        for first in range(0, len(lines), MAX_AT_ONCE)
        for tag in _tagger(model).tag(attributes(lines[first : first + MAX_AT_ONCE]))
    ]


def is_person(text: str) -> bool:
    """Whether ``text`` starts with a name as lists of references write it, after its label."""
    return opening(_unlabelled(text)[1]) in _PERSONAL


@lru_cache(maxsize=1)
def _tagger(model: Path) -> pycrfsuite.Tagger:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    return tagger


def attributes(lines: Sequence[Line]) -> list[list[str]]:
    """Return what the model sees of each line: of itself, its neighbours, the section."""
    own = [_own(line.text) for line in lines]
    section = _Section(lines, [one[0][2:] for one in own])
    around = [["^"], *own, ["$"]]
    return [
        [
            *here,
            *(f"-1{one}" for one in before),
            *(f"+1{one}" for one in after),
            *section.attributes(index),
        ]
        for index, (before, here, after) in enumerate(zip(around, own, around[2:], strict=False))
    ]


def opening(text: str) -> str:
    """Return how a line without its label starts: a person in some style, a number, a link."""
    return next((name for name, shape in _OPENINGS if shape.match(text[:120])), "mark")


def _own(text: str) -> list[str]:
    label, bare = _unlabelled(text)
    head, tail = bare[:MAX_LINE], text[-MAX_LINE:]
    first = [_shape(one) for one in _TOKEN.findall(head[:60])[:4]]
    last = [_shape(one) for one in _TOKEN.findall(tail[-60:])[-3:]]
    years = [match.start() for match in _YEAR.finditer(head)]
    digits = sum(map(str.isdigit, head)) / max(len(head), 1)
    return [
        f"o={opening(bare)}",
        f"l={label}",
        f"f={'.'.join(first[:2])}",
        f"f3={'.'.join(first[:3])}",
        f"e={'.'.join(last[-1:])}",
        f"e2={'.'.join(last[-2:])}",
        f"e3={'.'.join(last)}",
        f"y={min(3, years[0] * 4 // len(head)) if years else 'n'}",
        f"ys={min(len(years), 3)}",
        f"d={round(digits * 8)}",
        f"c={min(head.count(','), 6)}",
        f"i={min(len(re.findall(rf'{_UPPER}[.]', head)), 6)}",
        f"p={bool(_PAGES.search(head))}",
        f"h={bool(_HEADING.match(bare))}{len(text) < 40}",
        f"r={bool(_HEAD.fullmatch(text[:80]))}",
        f"prose={min(len(_PROSE.findall(head)), 3)}",
        f"up={text[:80].isupper()}",
    ]


def _unlabelled(text: str) -> tuple[str, str]:
    match = re.match(
        r"(?P<square>\[[^\]\s]{1,12}\]\s?)|(?P<round>\(\d{1,3}\)\s?)|(?P<dot>\d{1,3}\.(?!\d)\s?)"
        r"|(?P<paren>\d{1,3}\)\s?)|(?P<bare>\d{1,3}\s?(?=[^\W\d_a-z]))|(?P<bullet>[•*·▪]\s?)",
        text,
    )
    if match is None or match.lastgroup is None:
        return "", text
    return match.lastgroup, text[match.end() :]


@lru_cache(maxsize=20_000)
def _shape(token: str) -> str:
    if token.isdigit():
        return "Y" if _YEAR.fullmatch(token) else f"d{min(len(token), 4)}"
    if not token[0].isalpha():
        return token
    if token.lower() in {
        "and",
        "et",
        "al",
        "in",
        "of",
        "the",
        "pp",
        "p",
        "vol",
        "eds",
        "ed",
        "doi",
    }:
        return token.lower()
    if len(token) == 1:
        return "X" if token.isupper() else "x"
    return "XX" if token.isupper() else "Xx" if token[0].isupper() else "xx"


class _Section:
    """What the lines of one section have in common, so that a line can be held against it."""

    def __init__(self, lines: Sequence[Line], openings: Sequence[str]) -> None:
        self._lines = lines
        self._openings = openings
        self._chain = frozenset(chain([line.text for line in lines]))
        lengths = sorted(len(line.text) for line in lines)
        self._width = max(lengths[len(lengths) * 9 // 10], 1)
        self._indent = min(line.indent for line in lines)
        self._hanging = self._indent < max(line.indent for line in lines)
        self._gaps = sum(line.gap for line in lines[1:]) * 10 // len(lines)
        self._style = self._commonest()
        self._sorted = self._in_order()
        self._starts = self._style_distance()
        self._spoken = f"{self._labelled()}{self._style if not self._chain else ''}"

    def _commonest(self) -> str:
        found = Counter(one for one in self._openings if one in _PERSONAL)
        return found.most_common(1)[0][0] if found else ""

    def _labelled(self) -> str:
        share = len(self._chain) / len(self._lines)
        return "n" if len(self._chain) < 2 else "s" if share < 0.1 else "m"

    def _style_distance(self) -> list[int]:
        """Return how many lines back the last line in the commonest style stands."""
        found, last = [], 0
        for one in self._openings:
            found.append(last)
            last = 1 if one == self._style else last + 1
        return found

    def _in_order(self) -> dict[int, bool]:
        """For each line that starts with a person: whether it stands in alphabetical order."""
        people = [
            i for i, one in enumerate(self._openings) if one in _PERSONAL or one == "family-year"
        ]
        keys = [_sort_key(self._lines[i].text) for i in people]
        kept = frozenset(_longest_rise(keys))
        return {line: position in kept for position, line in enumerate(people)}

    def attributes(self, index: int) -> list[str]:
        line = self._lines[index]
        previous = self._lines[index - 1] if index else None
        here = self._openings[index]
        member = "C" if index in self._chain else "c"
        fill = min(int(len(line.text) * 6 / self._width), 7)
        before = min(int(len(previous.text) * 6 / self._width), 7) if previous else "^"
        follows = _shape(previous.text[-1]) if previous else "^"
        label = f"{self._labelled()}{member}"
        style = f"{here == self._style}{self._sorted.get(index)}"
        indent = f"{self._hanging}{line.indent == self._indent}" if self._hanging else ""
        return [
            f"sec={self._spoken}",
            f"chain={label}",
            f"chain-1={self._labelled()}{index - 1 in self._chain}|{here}",
            f"chain+1={self._labelled()}{index + 1 in self._chain}",
            f"chain|o={label}|{here}",
            f"fill={fill}",
            f"fill-1={before}",
            f"fill-1e={before}|{follows}",
            f"style={style}|{self._labelled()}",
            f"style|e={style}|{follows}",
            f"style|fill-1={style}|{before}",
            f"o|e={here}|{follows}",
            f"o|e|fill={here}|{follows}|{before}|{self._labelled()}",
            f"since={min(self._starts[index], 8)}|{here == self._style}",
            f"gap={line.gap}{min(self._gaps, 4)}",
            f"indent={indent}",
            f"indent|gap={indent}{line.gap}",
            f"at={index if index < 3 else 'x'}",
        ]


def _sort_key(text: str) -> str:
    word = _WORD.search(_unlabelled(text[:80])[1])
    return fold(word[0]) if word else ""


def _longest_rise(keys: Sequence[str]) -> list[int]:
    """Return positions of a longest run of keys that never falls (patience sorting)."""
    ends: list[str] = []
    tops: list[int] = []
    before: list[int] = []
    for position, key in enumerate(keys):
        pile = bisect_right(ends, key)
        before.append(tops[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(key)
            tops.append(position)
        else:
            ends[pile], tops[pile] = key, position
    found = []
    position = tops[-1] if tops else -1
    while position >= 0:
        found.append(position)
        position = before[position]
    return found[::-1]
