"""What TEI says of works: of those in its list of references, and of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element

from ingest.bibliography.entries import printed, with_identifiers, year_in
from ingest.bibliography.names import display_name, split_names
from ingest.document import Metadata
from ingest.xml.trees import attribute, text_of
from ingest.xml.works import Cited
from kg.model import Description

ENTRIES: Final = frozenset({"biblStruct", "bibl", "biblFull"})
_UNITS: Final = {"vol": "volume", "issue": "issue", "no": "issue", "pp": "page", "pages": "page"}
_ARXIV: Final = re.compile(r"arxiv", re.IGNORECASE)


def work_of(entry: _Element) -> Cited:
    """Return the work that an entry describes, with the words in which it stands in print."""
    described = describe(entry)
    key, label = attribute(entry, "id"), attribute(entry, "n")
    raw = next(
        (one for one in entry.iter("note") if attribute(one, "type") == "raw_reference"), None
    )
    if raw is not None:
        return Cited(key, label, entry, text_of(raw), _telling(described))
    if entry.tag != "bibl":
        return Cited(key, label, entry, printed(described), described)
    return Cited(key, label, entry, None, _telling(described))


def describe(entry: _Element) -> Description:
    """Return the fields of a ``biblStruct`` or ``bibl``; what is not marked up is None."""
    title, container = _title_and_container(entry)
    authors = [name for one in _authors(entry) for name in _display_names(one)]
    described = Description(
        title=title,
        authors=tuple(dict.fromkeys(authors)),
        year=_year(entry),
        container=container,
        volume=_scope(entry, "volume"),
        issue=_scope(entry, "issue"),
        pages=_scope(entry, "page"),
        publisher=text_of(next(entry.iter("publisher"), None)),
    )
    links = [attribute(one, "target") or "" for one in entry.iter("ptr", "ref")]
    return with_identifiers(
        described,
        doi=next(_identifiers(entry, "doi"), ""),
        url=next((link for link in links if link.startswith(("http:", "https:"))), ""),
        hints=[_named_arxiv(one) for one in _identifiers(entry, "arxiv")],
    )


def metadata_of(tei: _Element) -> Metadata:
    """Return what the header states of the text; the rest is None."""
    header = tei.find("teiHeader")
    if header is None:
        return Metadata()
    source = next((one for one in header.iterfind(".//sourceDesc//biblStruct")), None)
    stated = Description() if source is None else describe(source)
    statement = header.find("fileDesc/titleStmt")
    own = Description() if statement is None else describe(statement)
    people = [] if source is None else _authors(source)
    if not people and statement is not None:
        people = list(statement.iter("author"))
    fields = stated.description()
    fields |= {
        "title": _title_of(statement) or stated.title or own.title,
        "authors": tuple(dict.fromkeys(filter(None, map(natural_name, people)))),
        "year": stated.year or _dated(header),
        "doi": stated.doi or next(_stated_dois(header), None),
    }
    return Metadata(**fields)


def natural_name(author: _Element) -> str | None:
    """Return the name of an author in the order in which it is spoken."""
    parts = ("forename", "nameLink", "surname", "genName")
    person = next(author.iter("persName"), author)
    spoken = " ".join(words for tag in parts for one in person.iter(tag) if (words := text_of(one)))
    if spoken or person.tag == "persName":
        return spoken or text_of(person)
    name = next(author.iter("orgName", "name"), author)
    return text_of(name, frozenset({"affiliation", "idno", "email", "note"}))


def _telling(described: Description) -> Description | None:
    """Return a description that tells a work apart, None for less."""
    known = (described.authors or described.year) and (described.title or described.container)
    return described if known else None


def _title_and_container(entry: _Element) -> tuple[str | None, str | None]:
    """Return titles by their level: a part's is the title, that of what holds it the other."""
    titles = list(_titles(entry))
    parts = [words for level, words in titles if level in "au"]
    wholes = [words for level, words in titles if level in "jm"]
    series = [words for level, words in titles if level == "s"]
    if parts:
        return parts[0], next(iter(wholes + series), None)
    books = [words for level, words in titles if level == "m"]
    if books:
        return books[0], next(iter(series), None)
    return None, next(iter(wholes + series), None)


def _titles(entry: _Element) -> Iterator[tuple[str, str]]:
    """Yield level and words of each full title; without a level, by what it stands in."""
    for one in entry.iter("title"):
        parent = one.getparent()
        default = "a" if parent is not None and parent.tag == "analytic" else "m"
        words = text_of(one)
        if words and attribute(one, "type") not in ("abbrev", "short", "sub"):
            yield attribute(one, "level") or default, words


def _title_of(statement: _Element | None) -> str | None:
    titles = [] if statement is None else list(statement.iterfind("title"))
    main = next((one for one in titles if attribute(one, "type") == "main"), None)
    main = titles[0] if main is None and titles else main
    title = text_of(main)
    sub = next((text_of(one) for one in titles if attribute(one, "type") == "sub"), None)
    if not title or not sub:
        return title
    return f"{title} {sub}" if title[-1] in ":?!.—–" else f"{title}: {sub}"


def _authors(entry: _Element) -> list[_Element]:
    """Return the authors of the part that is cited, else those of the whole."""
    part = entry.find("analytic")
    inside = [] if part is None else list(part.iter("author"))
    return inside or list(entry.iter("author"))


def _display_names(author: _Element) -> tuple[str, ...]:
    person = next(author.iter("persName"), author)
    family = [text_of(one) or "" for tag in ("nameLink", "surname") for one in person.iter(tag)]
    given = [text_of(one) or "" for one in person.iter("forename")]
    if family or given:
        generation = text_of(next(person.iter("genName"), None)) or ""
        return (display_name(" ".join(family), " ".join(given), generation),)
    name = next(author.iter("orgName"), None)
    if name is not None:
        return tuple(filter(None, (text_of(name),)))
    return split_names(text_of(author, frozenset({"affiliation", "idno", "email"})) or "")


def _year(entry: _Element) -> int | None:
    dates = sorted(entry.iter("date"), key=lambda one: attribute(one, "type") != "published")
    stated = (year_in(attribute(one, "when") or "") or year_in(text_of(one) or "") for one in dates)
    return next((year for year in stated if year is not None), None)


def _dated(header: _Element) -> int | None:
    """Return the year of publication, else that of the source."""
    for path in ("fileDesc/publicationStmt", "fileDesc/sourceDesc"):
        found = header.find(path)
        year = None if found is None else _year(found)
        if year is not None:
            return year
    return None


def _scope(entry: _Element, unit: str) -> str | None:
    for one in entry.iter("biblScope"):
        named = (attribute(one, "unit") or attribute(one, "type") or "").lower()
        if _UNITS.get(named, named) == unit:
            first, last = attribute(one, "from"), attribute(one, "to")
            if first and last and first != last:
                return f"{first}–{last}"
            return text_of(one) or first
    return None


def _identifiers(entry: _Element, scheme: str) -> Iterator[str]:
    for one in entry.iter("idno"):
        words = text_of(one)
        if words and (attribute(one, "type") or "").lower() == scheme:
            yield words


def _stated_dois(header: _Element) -> Iterator[str]:
    for one in _identifiers(header, "doi"):
        doi = with_identifiers(Description(), doi=one).doi
        if doi:
            yield doi


def _named_arxiv(identifier: str) -> str:
    return identifier if _ARXIV.search(identifier) else f"arXiv:{identifier}"
