"""What a JATS article says of itself in its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element

from ingest.bibliography.entries import year_in
from ingest.bibliography.identifiers import normal_arxiv, normal_doi
from ingest.document import Metadata
from ingest.xml.jats_references import PERSONS, pages_of
from ingest.xml.trees import attribute, spaced_text, text_of

NOTE_MARKS: Final = frozenset({"xref", "fn"})
_NOT_AUTHORS: Final = re.compile(
    r"editor|review|translator|curator|illustrator|section|referee|non-byline", re.IGNORECASE
)
# Dates of other things than the article's first appearance.
_NOT_PUBLISHED: Final = re.compile(
    r"retract|correct|preprint|submit|receiv|accept|pmc|nihms|ecorrected|update|rev-", re.IGNORECASE
)


def metadata_of(article: _Element) -> Metadata:
    """Return what ``article-meta`` and ``journal-meta`` state; the rest is None."""
    front, meta = _front_of(article), meta_of(article)
    if front is None or meta is None:
        return Metadata()
    identifiers = {
        attribute(one, "pub-id-type"): text_of(one)
        for one in reversed(list(front.iterfind(".//article-id")))
    }
    doi, arxiv = identifiers.get("doi"), identifiers.get("arxiv")
    return Metadata(
        title=title_of(meta),
        authors=tuple(dict.fromkeys(filter(None, map(natural_name, authors_of(meta))))),
        year=_year(meta),
        container=_journal(front),
        volume=text_of(meta.find("volume")),
        issue=text_of(meta.find("issue")),
        pages=pages_of(meta),
        publisher=text_of(front.find("journal-meta/publisher/publisher-name")),
        doi=normal_doi(doi) if doi and "10." in doi else None,
        arxiv=normal_arxiv(arxiv) if arxiv else None,
    )


def meta_of(article: _Element) -> _Element | None:
    """Return the element that holds title, authors and abstracts."""
    front = _front_of(article)
    inner = None if front is None else front.find("article-meta")
    return front if inner is None else inner


def abstracts_of(meta: _Element) -> list[_Element]:
    """Return all abstracts, in this language and in others, in the order of the file."""
    return [one for one in meta if one.tag in ("abstract", "trans-abstract")]


def is_other_abstract(abstract: _Element) -> bool:
    """Whether it is a digest, a graphical abstract, a translation or the like."""
    return abstract.tag != "abstract" or attribute(abstract, "abstract-type") is not None


def lines_of(meta: _Element) -> Iterator[str]:
    """Yield the lines that stand about the title: subjects, affiliations, keywords."""
    subjects = dict.fromkeys(filter(None, map(text_of, meta.iter("subject"))))
    if subjects:
        yield ", ".join(subjects)
    for element in meta.iter("trans-title", "aff", "on-behalf-of"):
        yield spaced_text(element)
    for group in meta.iter("kwd-group", "unstructured-kwd-group"):
        keywords = [spaced_text(one) for one in group if one.tag not in ("title", "label")]
        yield f"{text_of(group.find('title')) or 'Keywords'}: {', '.join(keywords)}"


def statements_of(meta: _Element) -> Iterator[tuple[str, str]]:
    """Yield heading and words of statements that the front holds as fields of their own."""
    stated = list(filter(None, map(text_of, meta.iter("funding-statement"))))
    titles = (text_of(one) or "" for one in meta.getroottree().iter("title"))
    if stated:
        yield "Funding", " ".join(stated)
    elif not any("fund" in title.lower() for title in titles):
        awards = "; ".join(filter(None, map(spaced_text, meta.iter("award-group"))))
        if awards:
            yield "Funding", awards
    for custom in meta.iter("custom-meta"):
        name, words = text_of(custom.find("meta-name")), text_of(custom.find("meta-value"))
        if name and words and words.endswith((".", "!", "?")):
            yield name, words


def title_of(meta: _Element) -> str | None:
    """Return the title, and the subtitle after a colon, without marks of notes."""
    group = meta.find("title-group")
    if group is None:
        return text_of(meta.find("article-title"), NOTE_MARKS)
    parts = (text_of(group.find(tag), NOTE_MARKS) for tag in ("article-title", "subtitle"))
    title, subtitle = parts
    if not title or not subtitle:
        return title
    return f"{title} {subtitle}" if title[-1] in ":?!.—–" else f"{title}: {subtitle}"


def authors_of(meta: _Element) -> Iterator[_Element]:
    """Yield the contributors who wrote the article, not its editors and reviewers."""
    for group in meta.iterfind("contrib-group"):
        for contributor in group.iterfind("contrib"):
            kinds = (attribute(contributor, "contrib-type"), attribute(group, "content-type"))
            if not any(kind and _NOT_AUTHORS.search(kind) for kind in kinds):
                yield contributor


def natural_name(contributor: _Element) -> str | None:
    """Return the name of a contributor in the order in which it is spoken."""
    person = next((one for one in contributor.iter() if one.tag in PERSONS), None)
    if person is None:
        return None
    order = ["given-names", "surname", "suffix"]
    if attribute(person, "name-style") == "eastern":
        order = ["surname", "given-names", "suffix"]
    spoken = " ".join(filter(None, (text_of(person.find(tag)) for tag in order)))
    return spoken or text_of(person, NOTE_MARKS | {"contrib-group", "email"})


def _front_of(article: _Element) -> _Element | None:
    return next((one for one in article if one.tag in ("front", "front-stub")), None)


def _journal(front: _Element) -> str | None:
    found = next(front.iter("journal-title"), None)
    return text_of(found) or text_of(next(front.iter("journal-id"), None))


def _year(meta: _Element) -> int | None:
    """Return the year in which the article first appeared, in whatever form."""
    years = [
        found
        for one in meta.iterfind("pub-date")
        if not _NOT_PUBLISHED.search(
            f"{attribute(one, 'pub-type') or ''} {attribute(one, 'date-type') or ''}"
        )
        and (found := year_in(text_of(one.find("year")) or attribute(one, "iso-8601-date") or ""))
    ]
    stated = text_of(next(meta.iter("copyright-year"), None))
    return min(years, default=year_in(stated or ""))
