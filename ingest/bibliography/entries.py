"""Entries of a bibliography that markup describes, and the line that a list prints for one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ingest.bibliography.identifiers import find_identifiers, normal_doi
from kg.model import Description

_WHOLE_DOI: Final = re.compile(
    r"(?:https?://)?(?:dx\.)?(?:doi\.org/|doi\s?:\s?)?(10\.\d{4,9}/\S{1,300})", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?<!\d)(1\d{3}|20\d\d)(?!\d)")
_MAX_URL: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a bibliography file.

    ``key`` is what texts cite it by; ``kind`` is a type of CSL such as ``article-journal``,
    None where the file's own type has no counterpart.
    """

    key: str
    described: Description
    kind: str | None = None


def printed(described: Description) -> str:
    """Return the line of a reference list for a work, without what is unknown of it.

    ``Authors (year). Title. Container volume(issue), pages. Publisher. https://doi.org/…``
    """
    parts = (
        _head(described),
        described.title,
        _place(described),
        described.publisher,
    )
    sentences = [part if part[-1] in ".?!" else f"{part}." for part in parts if part]
    return " ".join([*sentences, *_links(described)])


def with_identifiers(
    described: Description, doi: str = "", url: str = "", hints: Iterable[str] = ()
) -> Description:
    """Return ``described`` with the identifiers that its fields state.

    ``doi`` and ``url`` are as the fields give them; ``hints`` are other fields that may hold
    a DOI or an arXiv identifier. An address that only resolves one of them is left out.
    """
    whole = _WHOLE_DOI.fullmatch(doi.strip())
    stated = find_identifiers(f"https://doi.org/{normal_doi(whole[1])}" if whole else doi)
    linked = find_identifiers(url)
    hinted = find_identifiers(" \n ".join(hints))
    own = normal_doi(whole[1]) if whole and not stated.arxiv else stated.doi
    return replace(
        described,
        doi=own or linked.doi or hinted.doi,
        arxiv=stated.arxiv or linked.arxiv or hinted.arxiv,
        url=None if linked.doi or linked.arxiv else linked.url,
    )


def year_in(text: str) -> int | None:
    """Return the first year that a date names, None without one: ``2019-03/2020`` is 2019."""
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def _head(described: Description) -> str:
    authors, year = ", ".join(described.authors), described.year
    return f"{authors} ({year})".strip() if year is not None else authors


def _place(described: Description) -> str:
    issue = f"({described.issue})" if described.issue else ""
    numbers = f"{described.volume or ''}{issue}"
    where = " ".join(filter(None, (described.container, numbers)))
    return ", ".join(filter(None, (where, described.pages)))


def _links(described: Description) -> Iterable[str]:
    if described.doi:
        yield f"https://doi.org/{described.doi}"
    if described.arxiv and described.arxiv not in (described.container or "").lower():
        yield f"arXiv:{described.arxiv}"
    if described.url:
        yield described.url
