"""Title, byline and abstract of a printed document, and what its first page says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.bibliography.identifiers import find_identifiers
from ingest.document import Metadata
from ingest.layout.opening import is_names, is_section_name
from ingest.layout.pages.chunks import (
    Chunk,
    Habits,
    could_head,
    heading_level,
    is_caption,
    is_complete,
)
from ingest.layout.pages.geometry import Line, Run
from kg.vocab import BlockKind
from kg.wording import fold

_REACH: Final = 40  # chunks of the first page
_SENTENCE: Final = 10  # words; a shorter one may be a note on the authors
_LOWER: Final = 0.6  # of the words of a sentence have no capital
_ABSTRACT: Final = re.compile(
    r"(?:abstract|summary|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t)(?P<end>\s*[.:—–-]+\s*|\s*$|\s+(?=[A-Z]))",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s")
_LABEL: Final = re.compile(
    r"(?:keywords?|index terms|ccs concepts|acm reference format|jel classification|pacs"
    r"|article info|key words)\b",
    re.IGNORECASE,
)
_PLACES: Final = re.compile(
    r"\b(?:universit\w*|institut\w*|department|dept|school|college|laborator\w+|labs?|cent(?:er|re)"
    r"|hospital|faculty|academy|research|inc|ltd|corp\w*|gmbh|group|division|google|microsoft|usa"
    r"|uk|china|germany|france|email|e-mail|corresponding|member|ieee|received|accepted|street"
    r"|road|box|avenue|equal|contribut\w+|author\w*|published|edited|reviewed|copyright|journal"
    r"|article|open|access|volume|foundation|ministry|program\w*|science|sciences|technology)\b",
    re.IGNORECASE,
)
_BETWEEN_NAMES: Final = re.compile(r"\s*(?:,\s*(?:and|&)\s|[,;·•|]|\band\b|&|\bwith\b)\s*")
_BY: Final = re.compile(r"(?:by|authors?|written by)\b\s*:?\s+", re.IGNORECASE)
_MARKS: Final = re.compile(r"[\d*∗†‡§¶#‖⋆✉⁰¹²³⁴-⁹]+|\(.*?\)")
_DEGREES: Final = re.compile(
    r",?\s*\b(?:Ph\.?D|M\.?D|M\.?Sc|B\.?Sc|MPH|FRCP|Dr|Prof|Professor|MBBS|RN)\b\.?"
    r"|,?\s*(?:(?:Senior|Student|Graduate Student|Life)\s)?(?:Member|Fellow),\s*(?:IEEE|ACM)\b"
)
_STAMP: Final = re.compile(
    r"arXiv:\s?(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?"
    r".{0,40}?(?P<year>(?:19|20)\d\d)?\s*$",
    re.IGNORECASE,
)
_DATED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bpublished\b[^.;|]{0,40}?\b((?:19|20)\d\d)\b",
        r"(?:©|\(c\)|copyright)[^.;|]{0,60}?\b((?:19|20)\d\d)\b",
        r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s[\d\s,–-]{0,14}((?:19|20)\d\d)\b",
        r"\((?:19|20)\d\d\)|\b(?:vol(?:ume)?\.?|issue|no\.)[^.;|]{0,30}?\b((?:19|20)\d\d)\b",
        r"\b((?:19|20)\d\d)\b",
    )
)
_CONTAINER: Final = re.compile(
    r"(?:in:?\s)?(?P<name>proceedings of [^.;|]{5,150}?)(?=,? pages|,? pp|[.;|]|$)", re.IGNORECASE
)
_SUBJECT: Final = re.compile(
    r"(?P<name>[^,(]{3,90}), (?P<volume>\d{1,4}) ?\((?P<year>(?:19|20)\d\d)\)"
)
_TOOLS: Final = re.compile(
    r"microsoft word|untitled|\.(?:docx?|tex|dvi|pdf|indd|qxd|rtf)\b|^\W*$|^slide \d|powerpoint"
    r"|^\S+$|layout \d|template|author'?s? (?:name|guide)|manuscript",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a file says of itself outside of its pages.

    ``info`` is the information dictionary, ``turned`` the text of the first page that runs
    along its edge, ``furniture`` its running head and foot, ``xmp`` properties by name.
    """

    info: Mapping[str, str]
    xmp: Mapping[str, str]
    turned: str
    furniture: Sequence[str]


def mark_front(chunks: list[Chunk], habits: Habits, stated: Stated) -> list[Chunk]:
    """Give title, byline and abstract of the first page their kinds.

    Returns the chunks with those of the title as one, and the word before the abstract as a
    heading of its own.
    """
    first_page = [one for one in chunks[:_REACH] if one.first.page == chunks[0].first.page]
    title = _title(first_page, habits, _sane_title(stated))
    if title is None:
        return [part for one in chunks for part in _abstract_parted(one, one in first_page)]
    start, end = title
    whole = Chunk([line for one in chunks[start:end] for line in one.lines], BlockKind.TITLE, 1)
    rest = [part for one in chunks[end:] for part in _abstract_parted(one, one in first_page)]
    for one in rest[: _byline_end(rest, habits)]:
        one.kind = BlockKind.BYLINE
    return [*chunks[:start], whole, *rest]


def metadata(chunks: Sequence[Chunk], texts: Sequence[str], stated: Stated) -> Metadata:
    """Return what the first page and the file say of the document.

    ``texts`` are the words of ``chunks``. A title or author that only the file's own fields
    name must stand on the first page, too: they are often those of a template.
    """
    pairs = list(zip(chunks, texts, strict=True))
    page = chunks[0].first.page if chunks else 0
    title = next((text for one, text in pairs if one.kind is BlockKind.TITLE), None)
    bylines = [one for one in chunks if one.kind is BlockKind.BYLINE]
    stamp = _STAMP.search(stated.turned)
    head = next((n for n, one in enumerate(chunks) if one.kind is BlockKind.TITLE), 0)
    small = [text for n, (one, text) in enumerate(pairs) if n < head or _is_imprint(one, page)]
    imprint = [*stated.furniture, *small, stated.turned]
    known = find_identifiers(" ".join([stated.xmp.get("doi", ""), *stated.info.values()]))
    printed = find_identifiers(" \n ".join(imprint))
    subject = _SUBJECT.match(stated.info.get("Subject", ""))
    container = _CONTAINER.search(" | ".join([*stated.furniture, *small]))
    name = container["name"].strip() if container else None
    return Metadata(
        title=title or _sane_title(stated),
        authors=_stated_authors(stated, " ".join(texts[:_REACH])) or _printed_authors(bylines),
        year=_year(stamp, imprint, stated),
        doi=known.doi or printed.doi,
        arxiv=stamp["id"] if stamp else printed.arxiv,
        container=stated.xmp.get("publicationName") or (subject["name"] if subject else name),
        volume=stated.xmp.get("volume") or (subject["volume"] if subject else None),
    )


def _is_imprint(chunk: Chunk, page: int) -> bool:
    """Whether a chunk is small print of the first page, or stands among its head."""
    return chunk.first.page == page and chunk.kind in (
        BlockKind.BYLINE,
        BlockKind.FOOTNOTE,
        BlockKind.TABLE,
        None,
    )


def _sane_title(stated: Stated) -> str | None:
    title = " ".join((stated.xmp.get("title") or stated.info.get("Title", "")).split())
    if not 8 <= len(title) <= 400 or _TOOLS.search(title):
        return None
    return title


def _title(chunks: Sequence[Chunk], habits: Habits, given: str | None) -> tuple[int, int] | None:
    """Return the chunks that are the title: those that the file names, else the largest."""
    if given is not None:
        for start in range(len(chunks)):
            for end in range(start + 1, min(start + 4, len(chunks)) + 1):
                if _letters(" ".join(one.text for one in chunks[start:end])) == _letters(given):
                    return start, end
    worded = [n for n, one in enumerate(chunks) if _could_be_title(one)]
    if not worded:
        return None
    start = max(worded, key=lambda n: (round(chunks[n].first.size), -n))
    first = chunks[start].first
    if first.size <= 1.08 * habits.body and not chunks[start].is_bold:
        return None
    end = start + 1
    while end < len(chunks) and abs(chunks[end].first.size - first.size) < 0.5 and end - start < 3:
        end += 1
    return start, end


def _could_be_title(chunk: Chunk) -> bool:
    text = chunk.text
    return (
        8 <= len(text) <= 400
        and len(text.split()) >= 2
        and len(chunk.lines) <= 6
        and not is_section_name(text)
        and not _NUMBERED.match(text)
        and sum(map(str.isalpha, text)) > 0.6 * len(text)
    )


def _letters(text: str) -> str:
    return fold(text).replace(" ", "")


def _byline_end(chunks: Sequence[Chunk], habits: Habits) -> int:
    """Return how many chunks after the title say who wrote the text, and where they work."""
    for index, chunk in enumerate(chunks):
        prose = len(chunk.text) > 250 and not _PLACES.search(chunk.text[:120])
        if (
            index == 12
            or chunk.kind is not None
            or chunk.first.page != chunks[0].first.page
            or prose
            or _is_prose(chunk.text)
            or is_section_name(chunk.text)
            or is_caption(chunk, habits)
            or _LABEL.match(chunk.text)
            or (len(chunk.lines) >= 4 and abs(chunk.first.size - habits.body) < 0.3 and index)
            or (index and _heads_prose(chunk, chunks[index + 1 : index + 2], habits))
        ):
            return index
    return 0


def _is_prose(text: str) -> bool:
    """Whether words are sentences, as no names, addresses or dates are.

    A short sentence that names a place or role may be a note on the authors.
    """
    words = text.split()
    if not is_complete(text) or "@" in text or len(words) < _SENTENCE:
        return False
    lower = sum(word[0].islower() for word in words)
    lasting = len(words) >= 2 * _SENTENCE or not _PLACES.search(text[:120])
    return lasting and lower >= _LOWER * len(words)


def _heads_prose(chunk: Chunk, following: Sequence[Chunk], habits: Habits) -> bool:
    """Whether a chunk looks like a heading and prose comes next."""
    styled = chunk.is_bold or chunk.text.isupper() or chunk.first.size > habits.body + 0.5
    return (
        (styled or heading_level(chunk.text) is not None)
        and could_head(chunk)
        and any(len(one.text) > 150 for one in following)
    )


def _abstract_parted(chunk: Chunk, on_first_page: bool) -> Iterator[Chunk]:
    """Yield the word before an abstract as a heading, and the abstract."""
    match = _ABSTRACT.match(chunk.first.text) if on_first_page else None
    if match is None or chunk.kind is not None:
        yield chunk
        return
    if match.end() == len(chunk.first.text):
        head, rest = chunk.first, chunk.lines[1:]
    elif match["end"].strip() or chunk.first.runs[0].bold != chunk.first.runs[-1].bold:
        head, tail = _cut(chunk.first, match.start("end"), match.end())
        rest = [tail, *chunk.lines[1:]]
    else:
        yield chunk
        return
    yield Chunk([head], BlockKind.HEADING, 1)
    if rest:
        yield replace(chunk, lines=list(rest))


def _cut(line: Line, end: int, start: int) -> tuple[Line, Line]:
    """Part a line: the characters before ``end``, and those from ``start`` on."""
    head: list[Run] = []
    tail: list[Run] = []
    at = 0
    for index, run in enumerate(line.runs):
        at += index > 0 and not run.glued
        if at < end:
            head.append(replace(run, text=run.text[: end - at]))
        if at + len(run.text) > start:
            tail.append(replace(run, text=run.text[max(0, start - at) :]))
        at += len(run.text)
    return replace(line, runs=head), replace(line, runs=tail)


def _stated_authors(stated: Stated, page: str) -> tuple[str, ...]:
    """Return the authors that the file's fields name, if all of them stand on the page."""
    given = stated.info.get("Author", "")
    names = [name.strip() for name in re.split(r"\s*[;,]\s*|\s+and\s+", given) if name.strip()]
    seen = _letters(page[:20_000])
    if not names or not all(" " in name and is_names(name) for name in names):
        return ()
    return tuple(names) if all(_letters(name) in seen for name in names) else ()


def _printed_authors(bylines: Sequence[Chunk]) -> tuple[str, ...]:
    names = [name for one in bylines for line in one.lines for name in _names(line)]
    return tuple(dict.fromkeys(names))


def _names(line: Line) -> Iterator[str]:
    """Yield the names of people in a line of a byline; none if it names a place."""
    parts: list[str] = []
    for index, run in enumerate(line.runs):
        if line.is_raised(run):
            parts.append(", " if not run.text.isalpha() or len(run.text) == 1 else "")
            continue
        wide = index > 0 and run.x0 - line.runs[index - 1].x1 > 0.9 * line.size
        parts.append((", " if wide else "" if run.glued else " ") + run.text)
    text = _DEGREES.sub("", _MARKS.sub(" , ", _BY.sub("", "".join(parts).strip())))
    if "@" in text or _PLACES.search(text):
        return
    for part in _BETWEEN_NAMES.split(text):
        name = " ".join(part.split())
        if " " in name and is_names(_cased(name)) and not could_be_place(name):
            yield _cased(name)


def could_be_place(name: str) -> bool:
    """Whether words that are capitalised as a name name something else."""
    return len(name.split()) > 5 or bool(_LABEL.match(name))


def _cased(name: str) -> str:
    """Return ``Ada Lovelace`` for ``ADA LOVELACE``."""
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]{3,}", lambda match: match[0].capitalize(), name)


def _year(stamp: re.Match[str] | None, imprint: Sequence[str], stated: Stated) -> int | None:
    """Return the year, from what says it most surely to what only hints at it."""
    if stamp is not None and stamp["year"]:
        return int(stamp["year"])
    text = " | ".join(imprint)
    for pattern in _DATED:
        match = pattern.search(text)
        if match and match.lastindex:
            return int(match[1])
    subject = _SUBJECT.match(stated.info.get("Subject", ""))
    created = re.match(r"D:((?:19|20)\d\d)", stated.info.get("CreationDate", ""))
    return int(subject["year"]) if subject else int(created[1]) if created else None
