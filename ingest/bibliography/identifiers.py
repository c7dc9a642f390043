"""Identifiers by which works are known: DOI, arXiv (both schemes), URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# The prefix and its registrant as in the DOI Handbook; Crossref suggests the same pattern.
_DOI: Final = re.compile(
    r"(?:(?:https?://)?(?:dx\.)?doi\.org/|\bdoi\s{0,2}:?\s{0,2})?\b(10\.\d{4,9}/[^\s\"<>“”]{1,300})",
    re.IGNORECASE,
)
_ARXIV_NUMBER: Final = r"(\d{4}\.\s?\d{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?"
_ARXIV: Final = re.compile(
    r"(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf|html)/" + _ARXIV_NUMBER + r"(?:\.pdf)?(?!\d)"
    r"|\barxiv\s{0,2}[:.,]?\s{0,2}(?:preprint\s{0,2})?(?:arxiv\s{0,2}:\s{0,2})?"
    + _ARXIV_NUMBER
    + r"(?!\d)(?:\s{0,2}\[[\w. -]{2,20}\])?"
    r"|\b((?:astro-ph|cond-mat|cs|gr-qc|hep-(?:ex|lat|ph|th)|math(?:-ph)?|nlin|nucl-(?:ex|th)"
    r"|physics|q-bio|quant-ph|stat)(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?\b",
    re.IGNORECASE,
)
_ARXIV_DOI: Final = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_URL: Final = re.compile(r"\bhttps?://[^\s<>\"“”]{3,2000}|\bwww\.[^\s<>\"“”]{3,500}", re.IGNORECASE)
_ANNOUNCED: Final = re.compile(
    r"(?:\b(?:available|retrieved|accessed|verfügbar|disponible)\b[^.;()]{0,60}"
    r"|\b(?:url|link|doi)\s{0,2}:?|[<\[(])\s{0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """The identifiers in a text and the text without them."""

    doi: str | None
    arxiv: str | None
    url: str | None
    rest: str


def find_identifiers(text: str) -> Identifiers:
    """Return the first identifier of each sort, and the text with all of them cut out."""
    dois, arxivs, urls = (list(p.finditer(text)) for p in (_DOI, _ARXIV, _URL))
    doi = normal_doi(dois[0][1]) if dois else None
    arxiv = normal_arxiv(next(filter(None, arxivs[0].groups()))) if arxivs else None
    as_doi = _ARXIV_DOI.fullmatch(doi) if doi else None
    if as_doi:
        doi, arxiv = None, normal_arxiv(as_doi[1])
    url = _trim(urls[0][0]) if urls else None
    return Identifiers(doi=doi, arxiv=arxiv, url=url, rest=_without(text, dois + arxivs + urls))


def normal_doi(doi: str) -> str:
    """Return a DOI in lower case (DOIs are case-insensitive) without what trails it."""
    return _trim(re.sub(r"^.*?(?=10\.\d{4,9}/)", "", doi.strip(), count=1)).lower()


def normal_arxiv(identifier: str) -> str:
    """Return an arXiv identifier without scheme, version and white space, in lower case."""
    bare = re.sub(r"\s", "", identifier).lower().removeprefix("arxiv:")
    return re.sub(r"v\d{1,2}$", "", _trim(bare))


def _trim(identifier: str) -> str:
    """Drop punctuation of the sentence around, and a bracket that opened before it."""
    while identifier:
        last = identifier[-1]
        opener = {")": "(", "]": "[", "}": "{"}.get(last)
        unopened = opener is not None and identifier.count(opener) < identifier.count(last)
        if last not in ".,;:'’" and not unopened:
            break
        identifier = identifier[:-1]
    return identifier


def _without(text: str, found: list[re.Match[str]]) -> str:
    kept, position = [], 0
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() < position:
            continue
        kept.append(_ANNOUNCED.sub("", text[position : match.start()]))
        position = match.start() + len(_trim(match[0]))
    return " ".join([*kept, text[position:]])
