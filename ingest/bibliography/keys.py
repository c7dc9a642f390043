"""The keys by which a work is known, strongest first.

::

    doi:10.1/x                   the DOI
    arxiv:2001.08361             the arXiv id without version
    title:bitter lesson|sutton   folded title and first author's family name
    title:slow death of scaling  folded title alone, from three words on
    author-year:kaplan 2020      how a text without reference list names it

Two words make a title that several works carry ("Deep learning"), so that a short title
counts only with its author. The year is in no title key: preprint and print differ in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ingest.bibliography.folding import normal_title
from ingest.bibliography.names import family
from kg.model import Description

Lookup = Callable[[Sequence[str]], Mapping[str, tuple[str, ...]]]
"""Gives, for keys of works, the ids of the works that are known by them."""

_TITLE_WORDS: Final = 3


def work_keys(described: Description) -> tuple[str, ...]:
    """Return the keys of a work, strongest first; empty where nothing identifies it."""
    first = family(described.authors[0]) if described.authors else ""
    title = normal_title(described.title) if described.title else ""
    schemes = (("doi", described.doi), ("arxiv", described.arxiv))
    keys = [f"{scheme}:{value}" for scheme, value in schemes if value]
    if title and first:
        keys.append(f"title:{title}|{first}")
    if len(title.split()) >= _TITLE_WORDS:
        keys.append(f"title:{title}")
    if first and described.year:
        keys += [author_year_key(described.authors[:1], str(described.year))]
        if len(described.authors) == 2:
            keys.append(author_year_key(described.authors, str(described.year)))
    return tuple(keys)


def author_year_key(authors: Sequence[str], year: str) -> str:
    """Return the key of a work that is named by the families of its authors and a year."""
    return f"author-year:{' '.join(family(author) for author in authors)} {year}"
