"""Where a list of references starts, what its entries are, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.layout.lines import Line
from ingest.layout.reference_lines import BEGIN, OUTSIDE, is_person, tags

MAX_LINES: Final = 10_000
"""Lines of one list that are read; a longer one goes on as prose."""

_TAIL: Final = 1_500  # lines at the end of a text in which a list without heading is looked for
_MIN_ENTRIES: Final = 3  # of a list without heading
_OUTSIDE_RUN: Final = 6  # lines outside of any entry that end a list
_AHEAD: Final = 4  # lines after a heading that may show that the list goes on

_HEADING: Final = re.compile(
    r"(?:(?:section\s)?\d{1,2}(?:\.\d{1,2})?[.)]?\s+|[ivx]{1,5}[.)]?\s+|[A-H][.)]\s+)?"
    r"(?:(?:list of |selected |key |primary |main |cited |additional |supplementary )?"
    r"(?:references?|bibliograph(?:y|ies|ie|ia|ical references)|literature references)"
    r"(?: cited| list| and notes| and further reading)?|(?:works|literature|sources) cited"
    r"|cited (?:works|literature)|citations|notes and references|reference list|"
    r"r[ée]f[ée]rences(?: bibliographiques)?|ouvrages cités|bibliografía|bibliografia|bibliografie"
    r"|referencias(?: bibliográficas)?|referências(?: bibliográficas)?|referenser|referanser"
    r"|riferimenti(?: bibliografici)?|literatur(?:verzeichnis|hinweise|angaben|liste)?|literatuur"
    r"|quellen(?:verzeichnis)?|litteratur(?:liste)?|kirjallisuus|källor|bibliyografya|kaynakça"
    r"|литература|список литературы|библиография|参考文献|參考文獻|引用文献|참고\s?문헌|المراجع"
    r"|(?P<vague>literature|sources|notes|endnotes|footnotes|further reading))\s*[:.]?",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"(?:[A-Z]\.?\s+|\d+\.?\s+)?(?:appendi(?:x|ces)|acknowledge?ments?|supplement\w*|"
    r"about the authors?|author contributions|footnotes|notes|comments|figures?|tables?|"
    r"data availability|disclosures?|conflicts? of interest|competing interests|funding"
    r"|methods|changelog|annex|anhang|annexe)\b.{0,60}",
    re.IGNORECASE,
)
_DECORATION: Final = re.compile(r"^[#*_=\s]+|[#*_=\s]+$")
_BROKEN_CAPITALS: Final = re.compile(r"\b([A-Z]) (?=[A-Z]{3,}\b)")
_SPACED: Final = re.compile(r"(?:\w )+\w")
_MARKED: Final = re.compile(r"\[\^[^\]\s]{1,40}\]:?\s|[-*+•]\s+")
_BULLET: Final = re.compile(r"[-*+•]\s+")
_LABELS: Final = (_MARKED.pattern, r"\[\d{1,4}\]", r"\[[A-Za-z][\w+.&\s-]{0,30}\]:?\s")
_LABEL: Final = re.compile("|".join(_LABELS))
_YEAR_OR_LINK: Final = re.compile(
    r"(?<!\d)(?:1[6-9]|20)\d\d[a-z]?(?!\d)|https?://|\bdoi\b|\barXiv\b|\bin press\b|\bforthcoming\b"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A reference section: lines ``first`` to ``end``, ``first`` the heading if it has one."""

    first: int
    end: int
    headed: bool


def is_heading(text: str, following: str) -> bool:
    """Whether ``text`` heads a list of references, given the words that follow it.

    ``Sources`` and the like head one only if an entry follows.
    """
    if len(text) > 80:
        return False
    bare = _BROKEN_CAPITALS.sub(r"\1", _DECORATION.sub("", text))
    match = _HEADING.fullmatch(bare.replace(" ", "") if _SPACED.fullmatch(bare) else bare)
    if match is None:
        return False
    return match["vague"] is None or looks_like_entry(following)


def looks_like_entry(text: str) -> bool:
    """Whether ``text`` looks like an entry: labelled or with a year or link."""
    return bool(_YEAR_OR_LINK.search(text[:500])) or _LABEL.match(text) is not None


def find(lines: Sequence[Line], *, at_end: bool) -> Iterator[Section]:
    """Yield the reference sections of a text, in order.

    Every heading that entries follow opens one; a line of a table of contents does not.
    ``at_end`` says that the lines end the text: a run of entries there is a list even
    without a heading, if no other list was found.
    """
    index, found = 0, False
    while index < len(lines) - 1:
        if is_heading(lines[index].text, _words(lines[index + 1 : index + 3])):
            end = _end(lines, index + 1)
            if end > index + 1:
                found = True
                yield Section(index, end, headed=True)
                index = end
                continue
        index += 1
    if at_end and not found and (first := _unheaded(lines)) is not None:
        yield first


def entries(
    lines: Sequence[Line], tag: Callable[[Sequence[Line]], Sequence[str]] = tags
) -> Iterator[tuple[int, int]]:
    """Yield start and end of each entry; a number that labels it is part of it.

    A page number or running head between the lines of one entry is part of its span.
    """
    if not lines:
        return
    if _is_marked(lines):
        yield from _marked(lines)
        return
    for first, last in _groups(tag(lines)):
        yield from _numbered_inline(lines[first : last + 1])


def _words(lines: Sequence[Line]) -> str:
    return " ".join(line.text[:300] for line in lines)


def _end(lines: Sequence[Line], first: int) -> int:
    """Return the line after the last entry of the list that starts at ``first``."""
    last = min(len(lines), first + MAX_LINES)
    stop = next((n for n in range(first, last) if _closes(lines, n, first)), last)
    if _is_marked(lines[first:stop]):
        return stop
    return first + _entry_lines(tags(lines[first:stop]))


def _closes(lines: Sequence[Line], index: int, first: int) -> bool:
    """Whether a heading that ends the list stands there: no entry may follow at once."""
    line, previous = lines[index], lines[index - 1]
    following = lines[index + 1 : index + 1 + _AHEAD]
    if index > first and following and is_heading(line.text, _words(following)):
        return True
    if line.is_complete or len(line.text) > 80:
        return False
    if line.text.isupper() and len(line.text) > 3 and not re.search(r"\d", line.text):
        return not any(looks_like_entry(one.text) for one in following)
    return bool(_END.fullmatch(line.text)) and (line.gap or index == first or previous.is_complete)


def _entry_lines(tagged: Sequence[str]) -> int:
    """Return how many lines there are up to the last entry before a long run outside."""
    last = run = 0
    for index, tag in enumerate(tagged):
        run = run + 1 if tag == OUTSIDE else 0
        if run >= _OUTSIDE_RUN:
            break
        if not run:
            last = index + 1
    return last if BEGIN in tagged[:last] else 0


def _unheaded(lines: Sequence[Line]) -> Section | None:
    """Return the last run of entries near the end of a text; None where there is none."""
    offset = max(0, len(lines) - _TAIL)
    tagged = tags(lines[offset:])
    for first, last in reversed(list(_runs(tagged))):
        if _all_entries(lines[offset + first : offset + last], tagged[first:last]):
            return Section(offset + first, offset + last, headed=False)
    return None


def _runs(tagged: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of entries, in which only few lines are outside of any."""
    first = last = None
    for index, tag in enumerate(tagged):
        if tag == BEGIN and first is None:
            first = index
        if first is None or last is None or tag != OUTSIDE:
            last = index
        elif index - last >= _OUTSIDE_RUN // 2:
            yield first, last + 1
            first = None
    if first is not None and last is not None:
        yield first, last + 1


def _all_entries(lines: Sequence[Line], tagged: Sequence[str]) -> bool:
    """Whether nearly all entries start with a person and give a year or a link."""
    texts = [_words(lines[a : b + 1]) for a, b in _groups(tagged)]
    dated = sum(bool(_YEAR_OR_LINK.search(text)) for text in texts)
    personal = sum(is_person(text) for text in texts)
    size = len(texts)
    return size >= _MIN_ENTRIES and dated >= 0.8 * size and personal >= 0.7 * size


def _groups(tagged: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each entry."""
    starts = [index for index, tag in enumerate(tagged) if tag == BEGIN]
    for first, following in pairwise([*starts, len(tagged)]):
        last = next(n for n in range(following - 1, first - 1, -1) if tagged[n] != OUTSIDE)
        yield first, last


def _is_marked(lines: Sequence[Line]) -> bool:
    """Whether bullets or footnote marks say where entries start: on all, or the first and more."""
    marks = sum(_MARKED.match(line.text) is not None for line in lines)
    return bool(marks and _MARKED.match(lines[0].text)) and (marks > 1 or len(lines) == 1)


def _marked(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Part a list whose entries carry bullets, which are dropped, or footnote marks."""
    starts = [index for index, line in enumerate(lines) if _MARKED.match(line.text)]
    for first, following in pairwise([*starts, len(lines)]):
        bullet = _BULLET.match(lines[first].text)
        yield lines[first].start + (bullet.end() if bullet else 0), lines[following - 1].end


def _numbered_inline(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Part entries ``[1] … [2] …`` that run on in one line."""
    start, end = lines[0].start, lines[-1].end
    number = re.match(r"\[(\d{1,4})\]", lines[0].text)
    if number is None or len(lines) > 1:
        yield start, end
        return
    text, expected, at = lines[0].text, int(number[1]) + 1, 0
    while (found := text.find(f"[{expected}]", at + 1)) > 0:
        yield start + at, start + found
        at, expected = found, expected + 1
    yield start + at, end
