"""Plain numbers that may be citations: in round brackets, or raised in print and now level.

``shown (12,13).``, ``shown.12,13``, ``inflammation. 1 In`` and ``types 4-6 .`` cite; ``(5) mg``,
``CDCl 3 )`` and ``over 12 weeks`` count or name something. A linear-chain CRF
(python-crfsuite) tells them apart by the words around and by the numbers before.
``evaluation.train_markers`` trains it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import pycrfsuite

CITES, OTHER = "C", "O"
MODEL: Final = Path(__file__).with_name("plain_numbers.crfsuite")
MAX_CANDIDATES: Final = 2_000
"""Numbers of one text that are judged; a text with more of them is a table."""

DASHES: Final = "-‐‑‒–—−˗﹣－"
_DASH: Final = rf"[{DASHES}]"
_NUMBER: Final = r"\d{1,3}[a-f]?"
_LIST: Final = rf"(?!\d{{1,3}},\d{{3}}(?!\d)){_NUMBER}(?:\s?(?:[,;]|{_DASH})\s?{_NUMBER}){{0,40}}"
_CANDIDATE: Final = re.compile(
    rf"(?<![\w)])\(\s?(?P<round>{_LIST})\s?\)(?!\w)"
    rf"|(?<=[a-zà-ÿ)”][.,;:?!”\")])(?P<glued>{_LIST})(?=[\s)]|$)"
    r"|(?<=\d{4}[.,])(?P<year>\d{1,3})(?=\s[A-Z]|\s?$)"
    rf"|(?<![^\W_])[a-z]{{5,30}}(?P<tail>\d{{1,2}}[a-f]?(?:[,–-]\d{{1,2}}[a-f]?){{0,9}})(?=[\s,.;:)]|$)"
    rf"|(?:(?<=\s)|(?<=\A))(?P<apart>{_LIST})(?=[\s.,;:)]\s|\s|[.)]?$)"
)
_IN_BRACKETS: Final = re.compile(r"\[[^\[\]]*\Z")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_LABORATORY: Final = re.compile(
    r"\b(?:NMR|MHz|Hz|CDCl|DMSO|mmol|mL|mg|μL|µL|equiv|TLC|HRMS|calcd|ppm|MeOH|EtOAc|compounds?)\b"
)
_BRACKETED: Final = re.compile(r"\[\d{1,3}[\],–-]")
_AUTHOR_YEAR: Final = re.compile(
    r"\b[A-Z][\w-]{1,30}(?: et al\.?| (?:and|&) [A-Z][\w-]{1,30})?,? \(?(?:19|20)\d\d"
)
_REACH: Final = 60


class Candidate(NamedTuple):
    """A number or list of numbers as written, and the form that it stands in."""

    start: int
    end: int
    listed: str
    form: str

    @property
    def first(self) -> int:
        """The first of the numbers."""
        return int(re.findall(r"\d+", self.listed)[0])


def candidates(text: str) -> list[Candidate]:
    """Return the plain numbers of a text, at most :data:`MAX_CANDIDATES`, else none."""
    found = []
    for match in _CANDIDATE.finditer(text):
        if _IN_BRACKETS.search(text, max(0, match.start() - _REACH), match.start()):
            continue
        form = match.lastgroup or ""
        start, end = match.span() if form == "round" else match.span(form)
        found.append(Candidate(start, end, match[form], form))
        if len(found) > MAX_CANDIDATES:
            return []
    return found


def judged(text: str, model: Path = MODEL) -> list[tuple[Candidate, float]]:
    """Return the plain numbers of a text, each with the probability (0 to 1) that it cites."""
    found = candidates(text)
    if not found:
        return []
    tagger = _tagger(model)
    tagger.set(attributes(text, found))
    return [(one, tagger.marginal(CITES, at)) for at, one in enumerate(found)]


@lru_cache(maxsize=1)
def _tagger(model: Path) -> pycrfsuite.Tagger:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    return tagger


def attributes(text: str, found: Sequence[Candidate]) -> list[list[str]]:
    """Return what the model sees of each number: form, words around, numbers before."""
    scene = _scene(text)
    rows = []
    highest: dict[str, int] = {}
    last: Candidate | None = None
    for one in found:
        about = [f"{what}|{one.form}" for what in scene]
        rows.append([*_around(text, one), *_order(one, last, highest), *about])
        highest[one.form] = max(highest.get(one.form, 0), one.first)
        last = one
    return rows


def _scene(text: str) -> list[str]:
    """What the text at large is like."""
    opening = text[:20_000]
    return [
        f"lab={min(len(_LABORATORY.findall(opening)), 4)}",
        f"br={min(len(_BRACKETED.findall(opening)), 2)}",
        f"ay={min(len(_AUTHOR_YEAR.findall(opening)), 3)}",
    ]


def _order(one: Candidate, last: Candidate | None, highest: dict[str, int]) -> list[str]:
    top = highest.get(one.form, 0)
    step = "first" if not top else str(max(0, min(one.first - top, 2)))
    near = "^" if last is None else "y" if one.start - last.end < 8 else "n"
    jump = "" if last is None else str(max(-2, min(one.first - last.first, 3)))
    return [f"step={one.form}|{step}", f"near={near}|{one.form}", f"jump={jump}|{one.form}|{near}"]


def _around(text: str, one: Candidate) -> list[str]:
    before = text[max(0, one.start - _REACH) : one.start]
    after = text[one.end : one.end + _REACH]
    left = _WORD.findall(before)[-4:]
    right = _WORD.findall(after)[:3]
    left = ["^"] * (4 - len(left)) + left
    right = right + ["$"] * (3 - len(right))
    several = "s" if one.listed.isalnum() else "r" if re.search(_DASH, one.listed) else "l"
    spaced = f"{before[-1:].isspace()}{after[:1].isspace()}"
    form = f"{one.form}{several}"
    word = next((part for part in reversed(left) if part[0].isalpha()), "^")
    shapes = [_shape(part) for part in (*left[-2:], *right[:2])]
    size = f"{min(one.first // 10, 9)}" if one.first < 100 else "100"
    return [
        f"f={form}{spaced}",
        f"n={size}|{one.form}",
        f"suffix={one.listed[-1].isalpha()}|{one.form}",
        f"w-1={left[-1].lower()}",
        f"w-1f={left[-1].lower()}|{one.form}",
        f"w={word.lower()}",
        f"x={word.lower()[-3:]}|{one.form}",
        f"len={min(len(word), 5)}{_shape(word)}|{one.form}|{left[-1] == word}",
        f"w-2={left[-2].lower()}",
        f"w+1={right[0].lower()}",
        f"w+1f={right[0].lower()}|{form}",
        f"y+1={right[0].lower()[-2:]}|{one.form}",
        f"w+2={right[1].lower()}",
        f"s-1={shapes[1]}|{form}",
        f"s+1={shapes[2]}|{form}{spaced}",
        f"s={shapes[1]}{shapes[2]}|{form}{spaced}",
        f"s2={shapes[0]}{shapes[1]}{shapes[2]}|{one.form}",
        f"s3={shapes[1]}{shapes[2]}{shapes[3]}|{one.form}{spaced}",
    ]


def _shape(part: str) -> str:
    if part.isdigit():
        return "Y" if len(part) == 4 else "d"
    if not part[0].isalpha():
        return part
    if len(part) < 3:
        return "X" if part[0].isupper() else "x"
    return "XX" if part.isupper() else "Xx" if part[0].isupper() else "xx"
