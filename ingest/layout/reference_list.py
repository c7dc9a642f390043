"""Where a list of references starts, what its entries are, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.layout.lines import Line

_HEADING: Final = re.compile(
    r"(?:\d+\.?\s+|[ivx]+\.\s+)?(?:references?(?: cited| list)?|bibliography|"
    r"works cited|literature cited|cited works|citations|list of references|"
    r"(?:notes and|selected|primary|key) references|references and notes|"
    r"(?P<vague>literature|sources|notes|endnotes|footnotes|further reading))\s*:?",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"(?:[A-Z]\.?\s+|\d+\.?\s+)?(?:appendi(?:x|ces)|acknowledge?ments?|supplement\w*|"
    r"about the authors?|author contributions|footnotes|notes|comments|figures?|tables?|"
    r"data availability|disclosures?|conflicts? of interest|changelog)\b.{0,60}",
    re.IGNORECASE,
)
_STYLES: Final = tuple(
    re.compile(style)
    for style in (
        r"\[\^[^\]\s]{1,40}\]:?\s",
        r"\[\d{1,4}\]:?\s?",
        r"\[[A-Za-z][\w+.&\s-]{0,30}\]:?\s",
        r"\(\d{1,4}\)\s",
        r"\d{1,4}\.\s",
        r"\d{1,4}\)\s",
        r"[-*+•]\s+",
    )
)
_BULLET_STYLE: Final = _STYLES[-1]
_YEAR_OR_LINK: Final = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b|https?://|\bdoi\b|\barXiv\b")
_AUTHOR: Final = re.compile(r"(?:(?:de|van|von|der|la|del|di|da)\s)*[A-ZÀ-Ý][\w'’-]+[\s,.]")
# An entry by name and year that follows numbered ones, without a number of its own.
_AUTHOR_YEAR: Final = re.compile(
    r"(?:[a-z]{1,4} ){0,2}[A-ZÀ-Ý][\w'’-]{1,40}, (?:[A-ZÀ-Ý]\.[\s-]?){1,4}.{0,200}?"
    r"\((?:1[89]|20)\d\d[a-z]?\)"
)
_ENTRY_END: Final = re.compile(r"(?:[.)\]]|\d|/\S*|https?://\S+)$")


def is_heading(text: str, following: str) -> bool:
    """Whether ``text`` heads a list of references, given the words that follow it.

    ``Sources`` and the like head one only if an entry follows.
    """
    match = _HEADING.fullmatch(text.strip())
    if match is None:
        return False
    return match["vague"] is None or looks_like_entry(following)


def looks_like_entry(text: str) -> bool:
    """Whether ``text`` looks like an entry: numbered or with a year or link."""
    return bool(_YEAR_OR_LINK.search(text[:500])) or any(style.match(text) for style in _STYLES[:4])


def ends_list(line: Line, previous: Line | None) -> bool:
    """Whether ``line`` is a heading that ends the list of references."""
    if line.is_complete or len(line.text) > 80:
        return False
    if line.text.isupper() and not re.search(r"\d", line.text):
        return len(line.text) > 3
    return bool(_END.fullmatch(line.text)) and (
        line.gap or previous is None or previous.is_complete
    )


def entries(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Return start and end of each entry; a number that labels it is part of it."""
    if not lines:
        return
    style = next((one for one in _STYLES if one.match(lines[0].text)), None)
    hanging = min(line.indent for line in lines) < max(line.indent for line in lines)
    first = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or _starts(lines, index, style, hanging):
            yield from _numbered_inline(lines[first:index], style)
            first = index


def _starts(
    lines: Sequence[Line],
    index: int,
    style: re.Pattern[str] | None,
    hanging: bool,
) -> bool:
    line, previous = lines[index], lines[index - 1]
    if style is not None:
        unnumbered = _AUTHOR_YEAR.match(line.text) and _ENTRY_END.search(previous.text[-200:])
        return bool(style.match(line.text) or unnumbered)
    if hanging:
        return line.indent == min(one.indent for one in (line, lines[0]))
    if line.gap:
        return True
    return bool(_AUTHOR.match(line.text)) and bool(_ENTRY_END.search(previous.text[-200:]))


def _numbered_inline(
    lines: Sequence[Line],
    style: re.Pattern[str] | None,
) -> Iterator[tuple[int, int]]:
    """Part entries ``[1] … [2] …`` that run on in one line; drop bullets."""
    start, end = lines[0].start, lines[-1].end
    if style is _BULLET_STYLE and (bullet := style.match(lines[0].text)):
        start += bullet.end()
    number = re.match(r"\[(\d{1,4})\]", lines[0].text)
    if number is None or len(lines) > 1:
        yield start, end
        return
    text, expected, at = lines[0].text, int(number[1]) + 1, 0
    while (found := text.find(f"[{expected}]", at + 1)) > 0:
        yield start + at, start + found
        at, expected = found, expected + 1
    yield start + at, end
