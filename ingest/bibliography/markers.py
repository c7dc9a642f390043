"""In-text citation markers by key or by authors and year, before anything is linked.

Each finder takes a text and returns markers with positions in it. What a marker points at
is decided by who knows the reference list; a finder only knows notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from ingest.bibliography.names import PARTICLE, WORD
from ingest.bibliography.numbered import Certainty

Style = Literal["key", "narrative", "parenthetical"]

_YEAR: Final = r"(?:1[5-9]|20)\d\d(?!\d)"
_DATE: Final = (
    rf"(?:{_YEAR}[a-z]?(?![a-z])|n\.d\.|in\sprep(?:aration)?\b\.?|in\spress|forthcoming"
    r"|submitted)"
)
_MORE_DATES: Final = rf"(?:\s?[,/&;]\s?(?:and\s)?(?:{_YEAR}[a-z]?|[a-z])(?![\w.-])){{0,8}}"
_DATES: Final = rf"(?P<dates>{_DATE}{_MORE_DATES})"
_NAME: Final = (
    rf"(?:{PARTICLE}\s|[dD]['’]){{0,3}}{WORD}"
    rf"(?:\s(?:{PARTICLE}\s){{1,2}}{WORD}|\s{WORD}){{0,2}}"
)
_AND: Final = r"(?:&|and|und|et(?!\sal))"
_ET_AL: Final = r"(?:,?\s(?:et\.?\s?al\b\.?|and\s(?:colleagues|others|co-?workers)\b))"
_NAMES: Final = (
    rf"(?<![\w-])(?P<names>{_NAME}(?:,\s{_NAME}){{0,6}}?(?:,?\s{_AND}\s{_NAME})?)"
    rf"(?P<others>{_ET_AL})?"
)
_PAGES: Final = r"(?:\s?[,:]\s?(?:pp?\.\s?|§\s?|ch(?:ap)?\.\s?|sec\.\s?)?\d{1,4}(?:[-–]\d{1,4})?)?"
_NARRATIVE: Final = re.compile(rf"{_NAMES}(?:['’]s?)?\s?[(\[]\s?{_DATES}{_PAGES}\s?[)\]]")
_YEAR_ALONE: Final = re.compile(rf"[(\[](?P<year>{_YEAR}[a-z]?){_PAGES}[)\]]")
_NAMED_BEFORE: Final = 200
_SENTENCE_END: Final = re.compile(r"(?<=[^\W\d_]{3}[.?!])\s(?=[^\W\d_a-z])|\n\n")
_GROUP: Final = re.compile(
    r"[(\[]([^()\[\]]{0,1200}(?:\([^()]{0,200}\)[^()\[\]]{0,600}){0,6})[)\]]"
)
_IN_GROUP: Final = re.compile(rf"{_NAMES}(?P<gap>\s?[,(]\s?|\s){_DATES}")
_BARE: Final = re.compile(rf"{_NAMES},?\s\(?{_DATES}")
# Text from PDFs may have lost the capitals of names; then only "et al." or "and" shows them.
_ANY: Final = r"(?:[^\W\d_][\w'’-]{1,30})"
_LOWERED: Final = (
    rf"(?P<names>{_ANY}(?:,?\s{_ANY}){{0,3}}?(?:,?\s{_AND}\s{_ANY}(?:\s{_ANY}){{0,2}}|(?=,?\set\s?al)))"
    rf"(?P<others>{_ET_AL})?"
)
_LOWERED_IN_GROUP: Final = re.compile(rf"(?:\A|(?<=;)|(?<=;\s)){_LOWERED},?\s{_DATES}")
_LOWERED_NARRATIVE: Final = re.compile(
    rf"(?<![\w-])(?P<names>[a-zß-öø-ÿ][\w'’-]{{2,30}})(?P<others>{_ET_AL})\s?[(\[]\s?{_DATES}\s?[)\]]"
)
_LEAD: Final = re.compile(
    r"(?:(?:see|see also|also|e\.g\.|i\.e\.|cf\.|compare|but|and|citing|cited in|reviewed in"
    r"|reviewed by|for example|for instance|after|from|in|as in|per|by|following|adapted from"
    r"|data from|based on|review|reviews|for reviews?|for a review)[,:;]?\s{0,3}){0,4}",
    re.IGNORECASE,
)
_PANDOC_KEY: Final = r"[^\W_][\w:.#$%&+?<>~/-]{0,80}\w"
_KEY: Final = re.compile(rf"\[(?P<group>-?@[^\[\]]{{1,400}})\]|(?<![\w@./])@(?P<key>{_PANDOC_KEY})")
_KEY_IN_GROUP: Final = re.compile(rf"-?@\{{?({_PANDOC_KEY})\}}?")
_NAMED: Final = re.compile(r"(?<!\w)\[([^\W\d_][^\[\]\n]{1,59})\](?!\()")

_CALENDAR_WORDS: Final = (
    "january february march april may june july august september october november december "
    "spring summer autumn fall winter"
)
# Capitalised words that stand before a name or a year without being an author's name.
_OTHER_WORDS: Final = (
    "a about according act after agenda all also although an and another appendix are as at "
    "based be because before between both box brief but by chapter compare consistent "
    "contrary corollary data day definition despite during each earlier early edition eq "
    "equation even example fig figs figure figures first following for from given hence here "
    "however if in indeed index instead is issue it its late later lemma like line model "
    "moreover most nature note notes of on one only or our part phase points policy previous "
    "recent recently release report reports science season section sections see similarly "
    "since so some standard step study summary supplementary table tables that the their then "
    "theorem therefore these they this those though through thus to together unlike until "
    "upon using version vol volume was we were when where whereas which while who with within "
    "work year years"
)
_CALENDAR: Final = frozenset(_CALENDAR_WORDS.split())
_NOT_A_NAME: Final = frozenset(_OTHER_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMarker:
    """Labels of entries: ``[@key]``, ``[Kaplan2020]``."""

    start: int
    end: int
    keys: tuple[str, ...]
    style: Style = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorYearMarker:
    """Authors with one year. Of ``(Roe, 2019, 2021)`` the second marker covers ``2021``.

    ``authors`` are family names as written; ``others`` says that there are more (et al.).
    ``certainty`` is ``sure`` for notation that nothing else uses (several names, et al., a
    name, comma and year in brackets of their own), ``likely`` for a name and a year alone,
    ``weak`` for a capitalised word before a year amid other words in brackets.
    """

    start: int
    end: int
    authors: tuple[str, ...]
    others: bool
    year: str
    style: Style
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMarker:
    """A year alone in brackets; ``before`` are the words of its sentence that precede it."""

    start: int
    end: int
    year: str
    before: str


def key_markers(text: str) -> Iterator[KeyMarker]:
    """Yield Pandoc's ``[@key; @other]`` and ``@key``, and ``[Key]`` as in alphabetic styles."""
    for match in _KEY.finditer(text):
        keys = (match["key"],) if match["key"] else tuple(_KEY_IN_GROUP.findall(match["group"]))
        yield KeyMarker(start=match.start(), end=match.end(), keys=keys)
    for match in _NAMED.finditer(text):
        keys = tuple(key.strip() for key in re.split(r"[,;]", match[1]))
        yield KeyMarker(start=match.start(), end=match.end(), keys=(match[1].strip(), *keys))


def author_year_markers(text: str) -> tuple[AuthorYearMarker, ...]:
    """Return author-year markers in text order, none within another.

    Kinds: ``Roe et al. (2020)``, ``(Roe et al., 2020; Doe 2019a, b)``, bare ``Roe et al.,
    2020``. Years are as written, with their letter; ``2024a/b`` and ``2023/2024`` are two.
    """
    found: dict[int, AuthorYearMarker] = {}
    taken: list[tuple[int, int]] = []
    for match in _NARRATIVE.finditer(text):
        _keep(found, taken, _cited(match, 0, "narrative", "sure" if _several(match) else "likely"))
    for group in _GROUP.finditer(text):
        for match in _IN_GROUP.finditer(group[1]):
            certainty = _certainty(match, group[1][: match.start()])
            _keep(found, taken, _cited(match, group.start(1), "parenthetical", certainty))
        for match in _LOWERED_IN_GROUP.finditer(group[1]):
            _keep(found, taken, _cited(match, group.start(1), "parenthetical", "sure"))
    for match in _LOWERED_NARRATIVE.finditer(text):
        _keep(found, taken, _cited(match, 0, "narrative", "sure"))
    for match in _BARE.finditer(text):
        if match["others"]:
            _keep(found, taken, _cited(match, 0, "narrative", "sure"))
    return tuple(found[start] for start in sorted(found))


def year_markers(text: str) -> Iterator[YearMarker]:
    """Yield ``(2003, 44)`` and ``(1971)``, by which texts cite whom they have named before."""
    for match in _YEAR_ALONE.finditer(text):
        before = text[max(0, match.start() - _NAMED_BEFORE) : match.start()]
        yield YearMarker(
            start=match.start(),
            end=match.end(),
            year=match["year"],
            before=_SENTENCE_END.split(before)[-1],
        )


def _several(match: re.Match[str]) -> bool:
    return bool(match["others"]) or bool(re.search(rf"\s{_AND}\s", match["names"]))


def _certainty(match: re.Match[str], before: str) -> Certainty:
    """Judge names and year in brackets by what stands before them there."""
    opens = bool(_LEAD.fullmatch(before[before.rfind(";") + 1 :].lstrip()))
    comma = "," in match["gap"]
    if _several(match) or (opens and comma):
        return "sure"
    return "likely" if opens or comma else "weak"


def _keep(
    found: dict[int, AuthorYearMarker],
    taken: list[tuple[int, int]],
    markers: tuple[AuthorYearMarker, ...],
) -> None:
    if not markers:
        return
    start, end = markers[0].start, markers[-1].end
    if any(start < other_end and other_start < end for other_start, other_end in taken[-64:]):
        return
    taken.append((start, end))
    found.update((marker.start, marker) for marker in markers)


def _cited(
    match: re.Match[str],
    offset: int,
    style: Style,
    certainty: Certainty,
) -> tuple[AuthorYearMarker, ...]:
    authors, skipped = _authors(match["names"])
    if not authors or (authors[0].casefold() in _CALENDAR and not _several(match)):
        return ()
    markers = []
    for number, (start, end, year) in enumerate(_years(match["dates"])):
        first = match.start() + skipped if number == 0 else match.start("dates") + start
        markers.append(
            AuthorYearMarker(
                start=offset + first,
                end=offset + match.start("dates") + end,
                authors=authors,
                others=bool(match["others"]),
                year=year,
                style=style,
                certainty=certainty,
            )
        )
    if len(markers) == 1 and match[0][-1] in ")]":
        markers[-1] = replace(markers[-1], end=offset + match.end())
    return tuple(markers)


def _authors(names: str) -> tuple[tuple[str, ...], int]:
    """Return the family names, without what stands before the first, and its length."""
    parts = list(re.finditer(rf"(?:(?!,\s|\s{_AND}\s).)+", names, re.DOTALL))
    cleaned: list[str] = []
    skipped = 0
    for part in parts:
        words = list(re.finditer(r"\S+", re.sub(rf"^,?\s?(?:{_AND}\s)?", _blanks, part[0])))
        while words and not _can_open_a_name(words[0][0], alone=len(parts) == 1):
            words.pop(0)
        if words and words[-1][0].casefold() in _NOT_A_NAME:
            words = []
        if words:
            if not cleaned:
                skipped = part.start() + words[0].start()
            cleaned.append(re.sub(r"['’]s?$", "", " ".join(word[0] for word in words)))
        elif cleaned:
            return (), 0
    return tuple(cleaned), skipped


def _can_open_a_name(word: str, *, alone: bool) -> bool:
    """Whether a capitalised word can be a name; adverbs and acronyms open sentences."""
    bare = word.strip(".,’'")
    if bare.casefold() in _NOT_A_NAME:
        return False
    adverb = bare.endswith("ly") and len(bare) > 5
    return alone or not (adverb or bare.isupper())


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _years(dates: str) -> list[tuple[int, int, str]]:
    """Split ``2019a, b/2021`` into positions and full years ``2019a``, ``2019b``, ``2021``."""
    years: list[tuple[int, int, str]] = []
    for match in re.finditer(rf"{_DATE}|(?<![a-z.])[a-z](?![a-z.])", dates):
        year = match[0] if len(match[0]) > 1 else re.sub(r"[a-z]$", "", years[-1][2]) + match[0]
        years.append((match.start(), match.end(), year))
    return years
