"""A reference's text into its fields: a modest parser by style, which a model can replace.

Order of work: label, identifiers, year, authors, then title and container, which are told
apart by the marks of the common styles: a year in brackets after the authors (APA, Harvard),
a bare year after the authors (ACM, author-date), a quoted title (IEEE, MLA, Chicago), and
the year near the end (Vancouver, LNCS, physics).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest.bibliography.fields import Fields
from ingest.bibliography.identifiers import find_identifiers
from ingest.bibliography.names import people_end, split_names

MAX_ENTRY: Final = 3000
"""Characters of an entry that are parsed; longer ones are not references."""

_LABEL: Final = re.compile(
    r"\s{0,8}(?:[-*•+]\s{1,4})?(?:\[\^?@?(?P<key>[^\[\]\n]{1,60})\]:?|\((?P<round>\d{1,3})\)"
    r"|(?P<dotted>\d{1,3})[.)](?=\s|[^\W\d])|(?P<bare>\d{1,3})\s{1,3}(?=[^\W\d_a-z]))\s{0,4}"
)
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_BRACKETED_YEAR: Final = re.compile(
    rf"\(\s?(?:[^()\d]{{0,24}}\b)?(?P<year>{_YEAR})(?P<letter>[a-z])?\b[^()]{{0,30}}\)|\(n\.\s?d\.\)",
)
_BARE_YEAR: Final = re.compile(
    rf"(?<![\d.:/–-])(?P<year>{_YEAR})(?P<letter>[a-z])?(?![\w/–-]|\.\d)"
)
_ANY_YEAR: Final = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_QUOTED: Final = re.compile(
    r"[“\"«„](?P<title>[^”\"»“]{4,400})[”\"»“]|``(?P<tex>[^'`]{4,400})''"
    r"|(?<!\w)‘(?P<single>.{4,400}?)’(?!\w)"
)
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:vs|vol|exec|no|nr|pp|ed|eds|st|dr|prof|inc|proc|int|conf|trans|univ|dept|cf|al|approx|ca|spp?|var"
    r"|ser|suppl|rev|phys|lett|chem|soc|assoc|ann|am|eur|natl|acad|sci|biol|med|res|math|bull|acta"
    r"|appl|comput|eng|nat|mol|[A-Z])|\.[A-Za-z])$",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.?!]\s?[”\"»]?(?=\s|$)|[.](?=[A-Z][a-z]+\s)")
_IN: Final = re.compile(r"[,.;:?!]\s{0,3}\b[Ii]n(?::\s{0,3}|\s(?=[A-ZÀ-Þ“\"«*_]))")
_VENUE: Final = re.compile(
    r"\b(?:Journal|Proceedings|Proc\b|Trans\b|Transactions|Conf\b|Conference|Workshop|Symposium"
    r"|Annals|Archives|Review|Revue|Revista|Rev\b|Letters|Lett\b|Magazine|Lecture Notes|Zeitschrift"
    r"|Acta|Bulletin|Advances|J\.|Phys|Math\b|Nature|Science|preprint|Comm\b|Acad|Nucl|Astro|IEEE"
    r"|ACM|arXiv|Thesis|Dissertation|Technical Report|Tech\b|Press|Cahiers|Annales|Quarterly)"
)
_PLACE_IN_VOLUME: Final = re.compile(
    r"[\s,.;]{0,3}(?:[,.(]?\s?\b(?:vols?|no|nr|n°|pp?|pages|issue|bd|heft|Jg|t)\b[.\s]{0,2}\d"
    r"|(?<!\bof)\s\(?\d{1,4}\b(?!\s?(?:th|st|nd|rd|[A-Za-z]{3}))"
    r"|,\s?\(?\d|\(\d|:\s?\d|\s?[A-Z]?\d+\s?[(:,]).*",
    re.DOTALL,
)
_EDITED: Final = re.compile(
    r"^.{2,200}?[(,]\s?(?:[Ee]ds?|[Ee]ditors?|Hrsg|dir)\b\.?\s?\)?[.,:]?\s{0,2}"
    r"|^(?:edited by|ed\. by)\s"
)
_NOTE: Final = re.compile(
    r"\[(?:[^\[\]]{1,60})\]|\((?:PhD|Ph\.D|Master|Unpublished|Doctoral)[^()]{0,60}\)"
)
_FULL_NAMES: Final = re.compile(
    r"[^.,:“\"(\d]{2,60}(?:,[^.,:“\"(\d]{2,40}){0,6}(?=\.\s)|[^.,:“\"(\d]{2,40}(?=,)"
)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A reference without label and identifiers, cut by its style's marks."""

    authors: str
    year: int | None
    rest: str
    title: str | None = None
    inverted: bool = False
    may_lack_title: bool = False


def label_of(raw: str) -> tuple[str | None, str]:
    """Return the label of an entry (``1``, ``Kaplan2020``) and the entry without it."""
    match = _LABEL.match(raw)
    if match is None:
        return None, raw
    return next(filter(None, match.groups())).strip(), raw[match.end() :]


def parse_reference(raw: str) -> Fields:
    """Return the fields of one entry of a bibliography, labelled or not.

    Anything that no style's mark gives away stays None: a wrong field costs more than a
    missing one.
    """
    _, body = label_of(raw[:MAX_ENTRY])
    found = find_identifiers(re.sub(r"\s+", " ", body))
    parts = _cut(re.sub(r"\s+", " ", found.rest).strip())
    title, container = _title_and_container(parts)
    return Fields(
        title=title,
        authors=split_names(parts.authors, corporate=parts.inverted),
        year=parts.year,
        container=container,
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
    )


def _cut(text: str) -> _Parts:
    end = people_end(text)
    return (
        _quoted(text, end)
        or _bracketed_year(text, end)
        or _year_after_authors(text, end)
        or _year_at_end(text, end)
    )


def _quoted(text: str, end: int) -> _Parts | None:
    match = _QUOTED.search(text, 0, 400)
    if match is None:
        return None
    authors, title = text[: match.start()], next(filter(None, match.groups()))
    year = _BRACKETED_YEAR.search(authors) or _BARE_YEAR.search(authors)
    if year is not None and year.start() >= max(end - 2, 1):
        authors = authors[: year.start()]
    elif end:
        authors = authors[:end]
    stated = int(year["year"]) if year and year["year"] else _last_year(text[match.end() :])
    return _Parts(authors, stated, text[match.end() :], title)


def _bracketed_year(text: str, end: int) -> _Parts | None:
    match = _BRACKETED_YEAR.search(text, 0, max(end + 40, 160))
    if match is None or not _could_be_authors(text[: match.start()], end):
        return None
    authors, rest = text[: match.start()], text[match.end() :]
    if not re.search(r"[^\W\d_]{3}", rest):
        return None
    year = int(match["year"]) if match["year"] else None
    return _Parts(authors, year, rest.lstrip(" .,:;"), inverted="," not in authors)


def _year_after_authors(text: str, end: int) -> _Parts | None:
    match = _BARE_YEAR.search(text, 0, max(end + 12, 120))
    if match is None or not _could_be_authors(text[: match.start()], end):
        return None
    rest = text[match.end() :].lstrip(" .,:;)")
    if not re.search(r"[^\W\d_]{3}", rest):
        return None
    return _Parts(text[: match.start()], int(match["year"]), rest, may_lack_title=True)


def _year_at_end(text: str, end: int) -> _Parts:
    if not end:
        end = _first_segment(text)
    rest = text[end:].lstrip(" .,:;")
    return _Parts(text[:end], _last_year(text), rest, may_lack_title=end > 0)


def _could_be_authors(text: str, end: int) -> bool:
    """Whether all of ``text`` is an author part: persons and little more, or a few names."""
    if end:
        return len(text) - end <= 12
    words = re.findall(r"[^\W\d_]+", text)
    lower = [word for word in words if word.islower() and len(word) > 3]
    return 0 < len(words) <= 16 and len(lower) <= 1 and _sentence_end(text[:-2]) == len(text[:-2])


def _first_segment(text: str) -> int:
    """Return the end of a first part that names persons in full, or 0."""
    match = _FULL_NAMES.match(text)
    if match is None:
        return 0
    words = re.findall(r"[^\W\d_]+", match[0])
    capital = sum(not word[0].islower() for word in words)
    return match.end() if 2 <= len(words) <= 14 and capital >= len(words) * 0.75 else 0


def _last_year(text: str) -> int | None:
    years = _BARE_YEAR.findall(text) or [(year, "") for year in _ANY_YEAR.findall(text)]
    return int(years[-1][0]) if years else None


def _title_and_container(parts: _Parts) -> tuple[str | None, str | None]:
    if parts.title is not None:
        return _clean(parts.title), _container(parts.rest)
    if parts.may_lack_title and _looks_like_venue(parts.rest):
        return None, _clean(_PLACE_IN_VOLUME.sub("", parts.rest, count=1))
    title, rest = _split_title(parts.rest)
    return _clean(title), _container(rest)


def _split_title(text: str) -> tuple[str, str]:
    """Cut where the title ends: at ``In``, the first full stop, or a comma before a venue."""
    inside = _IN.search(text, 8)
    stop = _sentence_end(text)
    comma = _comma_before_venue(text[:stop])
    if inside and inside.start() <= stop + 1 and (comma is None or inside.start() <= comma):
        return text[: inside.start()], text[inside.start() :]
    if comma is not None:
        return text[:comma], text[comma + 1 :]
    return text[:stop], text[stop:]


def _sentence_end(text: str) -> int:
    for match in _SENTENCE_END.finditer(text):
        if match[0][0] != ".":
            return match.start() + 1
        before = text[: match.start()][-12:]
        if match.start() >= 4 and not _ABBREVIATED.search(before):
            return match.start()
    return len(text)


def _comma_before_venue(text: str) -> int | None:
    for match in re.finditer(r",\s", text):
        following = text[match.end() : match.end() + 60]
        venue = _VENUE.search(following)
        if venue and "," not in following[: venue.start()] and _numbers_follow(following):
            return match.start()
    return None


def _numbers_follow(text: str) -> bool:
    return bool(re.search(r"\d", text)) or len(text) < 60


def _looks_like_venue(text: str) -> bool:
    """Whether a journal with its volume opens ``text`` (physics leaves titles out)."""
    opening = text[: _sentence_end(text) + 30]
    numbered = re.match(r"(?:[A-Z][\w.]*+\s?){1,6},?\s?(?:\(|vol|[A-Z]?\d)", opening)
    abbreviated = re.match(r"[A-Z][a-z]{0,7}\.", opening)
    return numbered is not None and bool(abbreviated or _VENUE.search(opening))


def _container(text: str) -> str | None:
    text = _NOTE.sub(" ", text).lstrip(" .,;:?!-–—*_”\"’'")
    inside = re.match(r"[Ii]n:?\s", text)
    if inside:
        text = _EDITED.sub("", text[inside.end() :], count=1)
    text = _PLACE_IN_VOLUME.sub("", text, count=1)
    text = text[: _sentence_end(text)]
    return _clean(text) if re.search(r"[^\W\d_]{2}", text) else None


def _clean(text: str) -> str | None:
    stripped = text.strip(" \t.,;:*_-–—")
    if stripped.startswith(("“", '"', "«")):
        stripped = stripped.strip('“”"«» .,')
    return stripped if re.search(r"[^\W_]", stripped) else None
