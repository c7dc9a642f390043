"""Works that are nearly the same: proposed to a person, never merged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.fuzz import ratio

from ingest.bibliography.folding import normal_title
from ingest.bibliography.keys import Lookup, author_year_key
from ingest.bibliography.names import family
from kg.model import Description, Work

# Of gold reference pairs by one first author within a year, those above it are one work in
# two spellings, a part and its whole, or a work in two versions.
NEAR: Final = 0.85
_YEARS: Final = (-1, 0, 1)
_MAIN_TITLE_WORDS: Final = 3
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Near:
    """A work whose title is nearly the one looked for; ``similarity`` is in [0, 1]."""

    work: Work
    similarity: float


def neighbour_keys(described: Description) -> tuple[str, ...]:
    """Return the keys under which nearly the same work would stand: first author, year ± 1."""
    if not described.authors or described.year is None:
        return ()
    return tuple(
        author_year_key(described.authors[:1], str(described.year + apart)) for apart in _YEARS
    )


def near_matches(
    described: Description, lookup: Lookup, known: Callable[[str], Work]
) -> Iterator[Near]:
    """Yield the works of the same first author and almost the same year and title.

    Two identifiers of one scheme that differ say that the works do too.
    """
    keys = neighbour_keys(described)
    for identifier in sorted({one for ids in lookup(keys).values() for one in ids}):
        work = known(identifier)
        similarity = title_similarity(described.title, work.title)
        if similarity is not None and similarity >= NEAR and not _apart(described, work):
            yield Near(work, similarity)


def title_similarity(ours: str | None, theirs: str | None) -> float | None:
    """Return how alike two titles are, in [0, 1]; None where one is unknown.

    The normalised Indel similarity of the folded titles, or of what stands before their
    colons: one of two lists often leaves the subtitle out. Parts of a series are told apart
    by their numbers, however alike the rest of their titles is.
    """
    if not ours or not theirs:
        return None
    whole = normal_title(ours), normal_title(theirs)
    mains = tuple(normal_title(title.partition(":")[0]) for title in (ours, theirs))
    one_lacks_subtitle = (mains[0] == whole[0]) != (mains[1] == whole[1])
    if one_lacks_subtitle and all(len(main.split()) >= _MAIN_TITLE_WORDS for main in mains):
        return max(_similarity(*whole), _similarity(mains[0], mains[1]))
    return _similarity(*whole)


def _similarity(one: str, other: str) -> float:
    numbers = (_NUMBER.findall(title) for title in (one, other))
    return ratio(one, other) / 100 if next(numbers) == next(numbers) else 0.0


def _apart(described: Description, work: Work) -> bool:
    schemes = ((described.doi, work.doi), (described.arxiv, work.arxiv))
    families = [family(authors[0]) for authors in (described.authors, work.authors) if authors]
    return any(ours and theirs and ours != theirs for ours, theirs in schemes) or (
        len(set(families)) > 1
    )
