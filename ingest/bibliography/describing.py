"""From the labelled segments of a reference string to the fields of a description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.bibliography.identifiers import find_identifiers
from ingest.bibliography.labeller import Segment
from ingest.bibliography.names import split_names
from kg.model import Description

_OUTER: Final = " \t.,;:*_-–—/“”\"«»„‘’'`<>"
_PAIRS: Final = {")": "(", "]": "[", "}": "{", "(": ")", "[": "]", "{": "}"}
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d(?!\d)")
_SPACED_YEAR: Final = re.compile(r"(?<!\d)(?:1 ?[5-9]|2 ?0) ?\d ?\d(?!\d)")
_DASH: Final = re.compile(r"\s*([-‐‑–—−])\s*")
_IN: Final = re.compile(r"(?:in|dans)\b[:\s]\s*", re.IGNORECASE)
_VOLUME: Final = re.compile(
    r"(?:volumes?|vols?|v|bd|band|tome?|t|jg)\b[.:\s]*(?=\S)|[제第]\s*(?=\d)", re.IGNORECASE
)
_ISSUE: Final = re.compile(
    r"(?:num(?:ber|ero|éro)?|nos?|nr|n|issue|heft|n°|№)(?![^\W\d_])[.:°º\s]*(?=\S)"
    r"|[제第]\s*(?=\d)",
    re.IGNORECASE,
)
# What several styles add to a title: "[Internet]", "[Computer software]".
_MEDIUM: Final = re.compile(
    r"\s*\[(?:internet|online|on-line|electronic resource|computer software|data ?set|preprint"
    r"|(?:doctoral|master[’']?s|bachelor[’']?s|ph\.?d\.?)\b[^\[\]]{0,80}|unpublished [^\[\]]{0,60}"
    r"|video|audio|podcast|web ?page|website|blog post|press release)\]?$",
    re.IGNORECASE,
)
_ACCESSED: Final = re.compile(
    r"[\[(]?(?:last )?(?:accessed|retrieved|visited|viewed|cited)\b", re.IGNORECASE
)
_PAGE: Final = re.compile(r"\d|\b[ivxlc]+\b", re.IGNORECASE)
_ISSUE_AND_PAGES: Final = re.compile(
    r"\(?(?P<issue>[^():]{1,12})\)?:\s?(?P<pages>\d[\w‐‑–—−-]{0,20})"
)
_PAGES: Final = re.compile(
    r"(?:(?:pages?|pp?|pgs?|seiten?)(?![^\W\d_])|s(?=[.\s]))[.:\s]*(?=\S)", re.IGNORECASE
)


def describe(text: str, segments: Sequence[Segment]) -> Description:
    """Return the fields that the segments of ``text`` hold.

    Of several segments with one label the first counts. Identifiers are found in the whole
    text, by their patterns, or in their segments where white space parts them. A book that is
    cited itself has its title as title.
    """
    found, parted = find_identifiers(text), find_identifiers(_closed_up(segments))
    segments = list(_relabelled(segments))
    title, container = _first(segments, "title"), _first(segments, "journal", "book")
    if title is None and _is_whole_book(segments):
        title, container = container, None
    return Description(
        title=_MEDIUM.sub("", title) if title else None,
        authors=split_names(_first(segments, "author") or "")
        or tuple(filter(None, [_first(segments, "body")])),
        year=next(_years(segments), None),
        container=_bare(_IN, container),
        volume=_bare(_VOLUME, _first(segments, "volume")),
        issue=_bare(_ISSUE, _first(segments, "issue")),
        pages=_DASH.sub(r"\1", _bare(_PAGES, _first(segments, "pages")) or "") or None,
        publisher=_first(segments, "publisher"),
        doi=found.doi or parted.doi,
        arxiv=found.arxiv or parted.arxiv,
        url=found.url,
    )


def _relabelled(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Mend what the labeller confuses and the order shows.

    A body that opens an entry is its author, and not yet its publisher. A date of access is
    no date of the work, and its parts are no fields. Pages may stick to the issue before.
    """
    accessed = False
    for place, one in enumerate(segments):
        accessed = accessed or (one.label != "title" and bool(_ACCESSED.match(one.text)))
        if accessed:
            yield Segment("note", one.text)
            accessed = not _YEAR.search(one.text)
        elif one.label == "publisher" and place == 0 and len(segments) > 1:
            yield Segment("body", one.text)
        elif one.label == "pages":
            yield from [one] if _PAGE.search(one.text) else []
        elif one.label == "issue" and (joined := _ISSUE_AND_PAGES.match(one.text)):
            yield from (Segment(label, text) for label, text in joined.groupdict().items())
        else:
            yield one


def _closed_up(segments: Sequence[Segment]) -> str:
    """The segments that hold a DOI or arXiv number, each without its white space."""
    wanted = (one.text for one in segments if one.label in {"doi", "arxiv"})
    return " ".join("".join(text.split()) for text in wanted)


def strip(text: str) -> str | None:
    """Return a segment without the punctuation around it; None where nothing is left."""
    before = ""
    while text != before:
        before, text = text, text.strip(_OUTER)
        if text and text[0] in _PAIRS and not _opens(text):
            text = text[1:]
        elif text and text[-1] in _PAIRS and not _closes(text):
            text = text[:-1]
        elif text and text[0] in "([{" and text[-1] == _PAIRS[text[0]]:
            text = text[1:-1]
    return text if re.search(r"[^\W_]", text) else None


def _opens(text: str) -> bool:
    return text[0] in "([{" and text.count(text[0]) <= text.count(_PAIRS[text[0]])


def _closes(text: str) -> bool:
    return text[-1] in ")]}" and text.count(text[-1]) <= text.count(_PAIRS[text[-1]])


def _first(segments: Sequence[Segment], *labels: str) -> str | None:
    """The first segment of the first of ``labels`` that holds a letter or digit."""
    for wanted in labels:
        for one in segments:
            if one.label == wanted and (stripped := strip(one.text)):
                return stripped
    return None


def _is_whole_book(segments: Sequence[Segment]) -> bool:
    """Whether a book, and no journal, is named, and nothing says that the work is in it."""
    book = _first(segments, "book")
    return not _first(segments, "journal") and book is not None and not _IN.match(book)


def _bare(announcing: re.Pattern[str], value: str | None) -> str | None:
    """Return a value without the word that announces it ("pp.", "In")."""
    match = announcing.match(value) if value else None
    return strip(value[match.end() :]) if value and match else value


def _years(segments: Sequence[Segment]) -> Iterator[int]:
    """The years in the dates; last those into which a PDF put spaces."""
    for pattern in (_YEAR, _SPACED_YEAR):
        for one in segments:
            if one.label == "date":
                yield from (int(year.replace(" ", "")) for year in pattern.findall(one.text))
