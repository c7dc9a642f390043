"""References and documents to works: one identity over spellings, never by likeness alone.

A work is known by keys, strongest first::

    doi:10.1/x                   the DOI
    arxiv:2001.08361             the arXiv id without version
    title:bitter lesson|sutton   folded title and first author's family name
    title:slow death of scaling  folded title alone, from three words on
    author-year:kaplan 2020      how a text without reference list names it

Two words make a title that several works carry ("Deep learning"), so that a short title
counts only with its author. The year is in no title key: preprint and print differ in it.
Nothing is merged because it looks alike; a key that leads to a work which plainly has
another title or author is a conflict, and leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.fuzz import token_set_ratio

from ingest.bibliography.fields import Fields, fold, normal_title
from ingest.bibliography.identifiers import normal_arxiv, normal_doi
from ingest.bibliography.names import family, split_names
from ingest.document import Fault, Metadata, ParsedDocument, Sentence
from ingest.findings import CitationFound, ReferenceFound
from kg.model import Work
from kg.vocab import Genre

Lookup = Callable[[Sequence[str]], Mapping[str, tuple[str, ...]]]
"""Gives, for keys of works, the ids of the works that are known by them."""

_IDENTIFIERS: Final = ("doi:", "arxiv:")
_TITLE_WORDS: Final = 3
# Of 40,000 pairs of different titles in gold references, 999 in 1,000 score below 57.
_SAME_TITLE: Final = 60.0
_YEARS_APART: Final = 3
_COPY_SHARE: Final = 0.5
_COPY_CLAIMS: Final = 5

_ABOUT_SHARE: Final = 0.075
_MENTIONS: Final = 3
_THE_WORK: Final = re.compile(
    r"\b(?:the|this) (?:essay|paper|article|authors?|book|report|work|post|manuscript|preprint)\b",
    re.IGNORECASE,
)
_FIRST_PERSON: Final = re.compile(r"\b(?:we|our|ours|us|i|my|mine)\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"\"[^\"]{1,2000}\"|“[^”]{1,2000}”")
_REVIEW_LABEL: Final = re.compile(
    r"\W*(?:(?:a|book|paper|peer|critical|literature|research|reading|reader['’]s) ){0,3}"
    r"(?:(?:report|review|notes?|summary|critique|commentary|digest)(?: (?:of|on))?\s?[:–—]\s?"
    r"|(?:review|summary|notes|comment(?:ary|s)?|reflections|thoughts) (?:of|on):? (?=[“\"‘]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The work that fields denote, as they describe it, and all keys that they know it by.

    ``keys`` belong into the aliases of the document. ``faults`` are identifiers that lead to
    a work with another title. ``score`` is 1.0 for a work found by an identifier or a work
    of its own, None where the match rests on less, for which no precision is measured.
    """

    work: Work
    keys: tuple[str, ...]
    score: float | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentWorks:
    """The work that a document is a text of, and the work that it is about, if any."""

    own: Resolution
    reviewed: Resolution | None = None


def reference_fields(found: ReferenceFound) -> Fields:
    """Return the fields of an entry of a reference list."""
    return Fields(
        title=found.title,
        authors=found.authors,
        year=found.year,
        container=found.container,
        doi=found.doi,
        arxiv=found.arxiv,
        url=found.url,
    )


def metadata_fields(metadata: Metadata) -> Fields:
    """Return what a document says of itself, its authors in display form."""
    authors = tuple(name for author in metadata.authors for name in split_names(author))
    return Fields(
        title=metadata.title,
        authors=authors,
        year=metadata.year,
        url=metadata.url,
        doi=normal_doi(metadata.doi) if metadata.doi else None,
        arxiv=normal_arxiv(metadata.arxiv) if metadata.arxiv else None,
    )


def work_keys(fields: Fields) -> tuple[str, ...]:
    """Return the keys of a work, strongest first; empty where nothing identifies it."""
    first = family(fields.authors[0]) if fields.authors else ""
    title = normal_title(fields.title) if fields.title else ""
    schemes = (("doi", fields.doi), ("arxiv", fields.arxiv))
    keys = [f"{scheme}:{value}" for scheme, value in schemes if value]
    if title and first:
        keys.append(f"title:{title}|{first}")
    if len(title.split()) >= _TITLE_WORDS:
        keys.append(f"title:{title}")
    if first and fields.year:
        keys += [_author_year(fields.authors[:1], str(fields.year))]
        if len(fields.authors) == 2:
            keys.append(_author_year(fields.authors, str(fields.year)))
    return tuple(keys)


def citation_keys(found: CitationFound) -> tuple[str, ...]:
    """Return the key of a work that a text names only by authors and year."""
    if not found.authors or found.year is None:
        return ()
    return (_author_year(found.authors, found.year),)


def resolve_work(
    fields: Fields,
    lookup: Lookup,
    known: Callable[[str], Work],
    *,
    fallback: str,
) -> Resolution:
    """Return the stored work that ``fields`` denote, else a new one.

    ``known`` gives the work of an id that ``lookup`` returned. ``fallback`` becomes the key
    where nothing in ``fields`` identifies a work (the entry's folded text, say). Author and
    year alone never find a work here: two papers of one author in one year are common.
    """
    keys = work_keys(fields)
    strong = [key for key in keys if not key.startswith("author-year:")]
    hits = lookup(strong) if strong else {}
    candidates = {key: [known(one) for one in hits.get(key, ())] for key in strong}
    agreeing = {
        key: [work for work in candidates[key] if _agree(fields, work, key)] for key in strong
    }
    refuted = [key for key in strong if candidates[key] and not agreeing[key]]
    found = next((key for key in strong if len(agreeing[key]) == 1), None)
    free = next((key for key in strong if not candidates[key]), f"text:{fold(fallback)}")
    identified = (found or free).startswith(_IDENTIFIERS)
    return Resolution(
        work=_described(fields, agreeing[found][0].key if found else free),
        keys=tuple(key for key in keys if not (key in refuted and key.startswith(_IDENTIFIERS))),
        score=1.0 if identified else None,
        faults=tuple(
            _conflict(key, fields, candidates[key][0])
            for key in refuted
            if key.startswith(_IDENTIFIERS)
        ),
    )


def resolve_citation(
    found: CitationFound,
    lookup: Lookup,
    known: Callable[[str], Work],
) -> Resolution | None:
    """Return the work that an author-year marker without entry denotes; None without names.

    One known work with that author and year is taken, as a reader would; where there are
    several, none of them is.
    """
    keys = citation_keys(found)
    if not keys:
        return None
    identifiers = lookup(keys).get(keys[0], ())
    year = re.match(r"\d{4}", found.year or "")
    fields = Fields(authors=found.authors, year=int(year[0]) if year else None)
    key = known(identifiers[0]).key if len(identifiers) == 1 else keys[0]
    return Resolution(work=_described(fields, key), keys=keys)


def near_copy(own: int, shared: Mapping[str, tuple[int, int]]) -> str | None:
    """Return the document that one with ``own`` claims is a copy of, or None.

    ``shared`` gives for each other document how many of these claims it has too, and how
    many claims it has in all. Copies are often cut short, so that the share is of the
    smaller of the two; at least half of it and five claims must be common. Measured on
    sentences: one essay twice shares 0.98, two editions of one article 0.54, and of all
    other pairs of 24 texts, two digests of one debate among them, none more than 0.11.
    """
    best = max(shared.items(), key=lambda item: (item[1][0], item[0]), default=None)
    if best is None:
        return None
    identifier, (common, total) = best
    smaller = min(own, total)
    return identifier if common >= _COPY_CLAIMS and common >= _COPY_SHARE * smaller else None


def genre(document: ParsedDocument) -> Genre:
    """Return REVIEW for a text that is about another work: notes, a report, a review.

    Such a text speaks of "the paper" or "the essay" in a large share of its sentences and
    more often than of itself; papers say "this paper" of themselves, but rarely, and "we"
    besides. On 18 articles, 7 short papers and web essays the share was at most 0.05, on
    reading notes and a report 0.11 and 0.36.
    """
    words = [_QUOTED.sub("", sentence.clean) for sentence in document.layer(Sentence)]
    about = sum(bool(_THE_WORK.search(sentence)) for sentence in words)
    own_voice = sum(bool(_FIRST_PERSON.search(sentence)) for sentence in words)
    is_review = about >= max(_MENTIONS, _ABOUT_SHARE * len(words)) and about > own_voice
    return Genre.REVIEW if is_review else Genre.ORIGINAL


def resolve_document(
    metadata: Metadata,
    kind: Genre,
    lookup: Lookup,
    known: Callable[[str], Work],
    *,
    fallback: str,
) -> DocumentWorks:
    """Return the work that a document is a text of, and for a review the one it is about.

    A title such as "Report: On Things" names both. Where a review only bears the title of
    the other work, so do its authors, year and identifiers, and of the review itself
    nothing is known. ``fallback`` (a hash of the text, say) identifies a work without title.
    """
    fields = metadata_fields(metadata)
    if kind is Genre.ORIGINAL:
        return DocumentWorks(resolve_work(fields, lookup, known, fallback=fallback))
    label = _REVIEW_LABEL.match(fields.title or "")
    own, other = (
        (fields, Fields(title=(fields.title or "")[label.end() :])) if label else (Fields(), fields)
    )
    reviewed = resolve_work(other, lookup, known, fallback=f"reviewed in {fallback}")
    return DocumentWorks(
        resolve_work(own, lookup, known, fallback=fallback), reviewed if other.title else None
    )


def _author_year(authors: Sequence[str], year: str) -> str:
    return f"author-year:{' '.join(family(author) for author in authors)} {year}"


def _agree(fields: Fields, work: Work, key: str) -> bool:
    """Whether a work found by ``key`` can be the one that ``fields`` describe."""
    if key.startswith(_IDENTIFIERS):
        titles = fields.title, work.title
        return None in titles or token_set_ratio(*map(normal_title, titles)) >= _SAME_TITLE  # type: ignore[arg-type]
    other_doi = fields.doi and work.doi and fields.doi != work.doi
    return not other_doi and _same_first_author(fields, work) and _same_years(fields, work)


def _same_first_author(fields: Fields, work: Work) -> bool:
    if not fields.authors or not work.authors:
        return True
    ours, theirs = family(fields.authors[0]), family(work.authors[0])
    return ours == theirs or ours.endswith(" " + theirs) or theirs.endswith(" " + ours)


def _same_years(fields: Fields, work: Work) -> bool:
    """Whether years allow one work: a preprint may be a few years ahead of its print."""
    return fields.year is None or work.year is None or abs(fields.year - work.year) <= _YEARS_APART


def _described(fields: Fields, key: str) -> Work:
    return Work(
        key=key,
        title=fields.title,
        authors=fields.authors,
        year=fields.year,
        container=fields.container,
        doi=fields.doi,
        arxiv=fields.arxiv,
        url=fields.url,
    )


def _conflict(key: str, fields: Fields, work: Work) -> Fault:
    return Fault(
        code="conflicting-identifier",
        message=(
            f"{key} is given for {fields.title!r} but belongs to {work.title!r} elsewhere; "
            f"correct the identifier in one of the two reference lists"
        ),
    )
