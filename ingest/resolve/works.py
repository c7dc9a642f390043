"""References and documents to works: one identity over spellings, never by likeness alone.

Nothing is merged because it looks alike; a key that leads to a work which plainly has
another title or author is a conflict, and leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz.fuzz import token_set_ratio

from ingest.bibliography.folding import normal_title
from ingest.bibliography.identifiers import normal_arxiv, normal_doi
from ingest.bibliography.keys import Lookup, author_year_key, work_keys
from ingest.bibliography.names import family, split_names
from ingest.document import Fault, Metadata, ParsedDocument, Sentence
from ingest.findings import CitationFound
from kg.model import Description, Work
from kg.vocab import BlockKind, Genre
from kg.wording import fold

_IDENTIFIERS: Final = ("doi:", "arxiv:")
# Of 40,000 pairs of different titles in gold references, 999 in 1,000 score below 57.
_SAME_TITLE: Final = 60.0
# Of 392 judged pairs of gold references, 390 are one work: `python -m evaluation.works`.
_SAME_TITLE_AUTHOR_YEAR: Final = 0.99
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
_OF_A_LIST: Final = {BlockKind.TITLE, BlockKind.HEADING, BlockKind.REFERENCE}
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
    a work with another title. ``score`` is the probability that the work is the right one:
    1.0 where an identifier says so, measured for title, first author and year, None where
    the match rests on less or there is nothing to match.
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


def metadata_fields(metadata: Metadata) -> Description:
    """Return what a document says of itself, its authors in display form."""
    return Description(
        **metadata.description()
        | {
            "authors": tuple(name for author in metadata.authors for name in split_names(author)),
            "doi": normal_doi(metadata.doi) if metadata.doi else None,
            "arxiv": normal_arxiv(metadata.arxiv) if metadata.arxiv else None,
        }
    )


def citation_keys(found: CitationFound) -> tuple[str, ...]:
    """Return the key of a work that a text names only by authors and year."""
    if not found.authors or found.year is None:
        return ()
    return (author_year_key(found.authors, found.year),)


def resolve_work(
    fields: Description,
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
    match = agreeing[found][0] if found else None
    return Resolution(
        work=_described(fields, match.key if match else free),
        keys=tuple(key for key in keys if not (key in refuted and key.startswith(_IDENTIFIERS))),
        score=_certainty(found or free, fields, match),
        faults=tuple(
            _conflict(key, fields, candidates[key][0])
            for key in refuted
            if key.startswith(_IDENTIFIERS)
        ),
    )


def _certainty(key: str, fields: Description, match: Work | None) -> float | None:
    if key.startswith(_IDENTIFIERS):
        return 1.0
    by_author = key.startswith("title:") and "|" in key
    if match is not None and by_author and match.year is not None and match.year == fields.year:
        return _SAME_TITLE_AUTHOR_YEAR
    return None


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
    fields = Description(authors=found.authors, year=int(year[0]) if year else None)
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
    """Return BIBLIOGRAPHY for a text that only lists works, REVIEW for one about another work.

    Reviews are notes, reports and reviews in the strict sense.
    Such a text speaks of "the paper" or "the essay" in a large share of its sentences and
    more often than of itself; papers say "this paper" of themselves, but rarely, and "we"
    besides. On 18 articles, 7 short papers and web essays the share was at most 0.05, on
    reading notes and a report 0.11 and 0.36.
    """
    if is_bibliography(document):
        return Genre.BIBLIOGRAPHY
    words = [_QUOTED.sub("", sentence.clean) for sentence in document.layer(Sentence)]
    about = sum(bool(_THE_WORK.search(sentence)) for sentence in words)
    own_voice = sum(bool(_FIRST_PERSON.search(sentence)) for sentence in words)
    is_review = about >= max(_MENTIONS, _ABOUT_SHARE * len(words)) and about > own_voice
    return Genre.REVIEW if is_review else Genre.ORIGINAL


def is_bibliography(document: ParsedDocument) -> bool:
    """Whether a document holds nothing but references, and what heads them."""
    kinds = {block.kind for block in document.blocks}
    return BlockKind.REFERENCE in kinds and kinds <= _OF_A_LIST


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
    nothing is known. ``fallback`` (a hash of the text, say) identifies a work without title,
    and a list of works always: "My library" is no title to be known by.
    """
    fields = metadata_fields(metadata)
    if kind is Genre.BIBLIOGRAPHY:
        return DocumentWorks(Resolution(work=_described(fields, f"text:{fallback}"), keys=()))
    if kind is Genre.ORIGINAL:
        return DocumentWorks(resolve_work(fields, lookup, known, fallback=fallback))
    label = _REVIEW_LABEL.match(fields.title or "")
    own, other = (
        (fields, Description(title=(fields.title or "")[label.end() :]))
        if label
        else (Description(), fields)
    )
    reviewed = resolve_work(other, lookup, known, fallback=f"reviewed in {fallback}")
    return DocumentWorks(
        resolve_work(own, lookup, known, fallback=fallback), reviewed if other.title else None
    )


def _agree(fields: Description, work: Work, key: str) -> bool:
    """Whether a work found by ``key`` can be the one that ``fields`` describe."""
    if key.startswith(_IDENTIFIERS):
        return _alike(fields.title, work.title)
    other_doi = fields.doi and work.doi and fields.doi != work.doi
    return not other_doi and _same_first_author(fields, work) and _same_years(fields, work)


def _alike(ours: str | None, theirs: str | None) -> bool:
    """Whether two titles may be of one work; one that is unknown says nothing against it."""
    if ours is None or theirs is None:
        return True
    return token_set_ratio(normal_title(ours), normal_title(theirs)) >= _SAME_TITLE


def _same_first_author(fields: Description, work: Work) -> bool:
    if not fields.authors or not work.authors:
        return True
    ours, theirs = family(fields.authors[0]), family(work.authors[0])
    return ours == theirs or ours.endswith(" " + theirs) or theirs.endswith(" " + ours)


def _same_years(fields: Description, work: Work) -> bool:
    """Whether years allow one work: a preprint may be a few years ahead of its print."""
    return fields.year is None or work.year is None or abs(fields.year - work.year) <= _YEARS_APART


def _described(fields: Description, key: str) -> Work:
    return Work(key=key, **fields.description())


def _conflict(key: str, fields: Description, work: Work) -> Fault:
    return Fault(
        code="conflicting-identifier",
        message=(
            f"{key} is given for {fields.title!r} but belongs to {work.title!r} elsewhere; "
            f"correct the identifier in one of the two reference lists"
        ),
    )
