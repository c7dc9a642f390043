"""The reference list of a JATS article: what each citation describes, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml.etree import _Element

from ingest.bibliography.entries import printed, with_identifiers, year_in
from ingest.bibliography.names import display_name
from ingest.xml.trees import attribute, has_words, text_of
from ingest.xml.works import Cited, Entries
from kg.model import Description

CITATIONS: Final = frozenset({"mixed-citation", "element-citation", "citation", "nlm-citation"})
PERSONS: Final = frozenset({"name", "string-name", "collab", "anonymous"})
_TITLES: Final = ("article-title", "chapter-title", "part-title", "data-title")
_SERIALS: Final = frozenset({"journal", "article", "magazine", "newspaper", "periodical"})
_NOT_AUTHORS: Final = re.compile(r"editor|translator|curator|director|transed|guest", re.IGNORECASE)
_SHOWN: Final = frozenset(
    {*_TITLES, *PERSONS, "source", "year", "volume", "issue", "fpage", "lpage", "page-range"}
    | {"elocation-id", "publisher-name", "etal", "name-alternatives", "collab-alternatives"}
)
# Around words of a citation that no field holds.
_SET_OFF: Final = ("named-content", "styled-content", "italic", "bold", "sc", "roman")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_UNTAGGED_TITLE: Final = 4


def works_of(ref: _Element) -> list[Cited]:
    """Return the works that a ``ref`` cites; several share a label and are keyed apart."""
    key, label = attribute(ref, "id"), text_of(ref.find("label"))
    bare = label.strip("[]().:, ") if label else None
    found = [one for child in ref for one in _citations(child)]
    if not found:
        return [Cited(key, bare or None, ref, None, None)]
    return [
        _cited(one, structured, key if not place else f"{key}#{place + 1}" if key else None, bare)
        for place, (one, structured) in enumerate(found)
    ]


def works_in_note(note: _Element) -> list[Cited]:
    """Return the works that a footnote cites in full, keyed by the note."""
    key, label = attribute(note, "id"), text_of(note.find("label"))
    found = list(note.iter(*CITATIONS)) if note.find(".//ref") is None else []
    return [
        _cited(one, one, key if not place else f"{key}#{place + 1}" if key else None, label)
        for place, one in enumerate(found)
    ]


def entries_of(works: Iterable[list[Cited]]) -> Entries:
    """Return the entries by key; an identifier of several works stands for all of them."""
    labels: dict[str, str | None] = {}
    aliases: dict[str, list[str]] = {}
    for several in works:
        keyed = [(work.key, work) for work in several if work.key is not None]
        labels.update((key, work.label) for key, work in keyed)
        if len(keyed) > 1:
            aliases[keyed[0][0]] = [key for key, _ in keyed]
        for key, work in keyed:
            own = attribute(work.element, "id")
            if own and own != key:
                aliases.setdefault(own, [key])
    return Entries(labels, aliases)


def describe(citation: _Element) -> Description:
    """Return the fields of a citation; what is not marked up is None."""
    title, container = _title_and_container(citation)
    described = Description(
        title=title,
        authors=tuple(dict.fromkeys(filter(None, map(display, _authors(citation))))),
        year=_year(citation),
        container=container,
        volume=_first(citation, "volume"),
        issue=_first(citation, "issue"),
        pages=pages_of(citation),
        publisher=_first(citation, "publisher-name"),
    )
    return with_identifiers(
        described,
        doi=next(_identifiers(citation, "doi"), ""),
        url=next(_links(citation), ""),
        hints=[
            *(f"arXiv:{one}" for one in _identifiers(citation, "arxiv")),
            _comment(citation),
            container or "",
        ],
    )


def display(person: _Element) -> str | None:
    """Return the display name of a ``name``, ``string-name``, ``collab`` or the like."""
    family, given = text_of(person.find("surname")), text_of(person.find("given-names"))
    if family or given:
        return display_name(family or "", given or "", text_of(person.find("suffix")) or "")
    return text_of(person, skip=frozenset({"contrib-group", "xref", "etal"}))


def pages_of(element: _Element) -> str | None:
    """Return the pages as a range, or the number of an electronic article."""
    first, last = text_of(element.find("fpage")), text_of(element.find("lpage"))
    if first:
        return f"{first}–{last}" if last and last != first else first
    return text_of(element.find("page-range")) or text_of(element.find("elocation-id"))


def _citations(child: _Element) -> Iterator[tuple[_Element, _Element]]:
    """Yield the element with the words of each citation and the one with its fields."""
    if child.tag in CITATIONS:
        yield child, child
    elif child.tag == "citation-alternatives":
        inside = [one for one in child if one.tag in CITATIONS]
        if inside:
            worded = next((one for one in inside if has_words(one)), inside[0])
            yield worded, next((one for one in inside if not has_words(one)), inside[0])


def _cited(worded: _Element, structured: _Element, key: str | None, label: str | None) -> Cited:
    described = describe(structured)
    if not (has_words(worded) or any(has_words(one) for one in worded.iterchildren(*_SET_OFF))):
        return Cited(key, label, worded, _printed(worded, described), described)
    told = described if _tells_enough(structured, described) else None
    return Cited(key, label, worded, None, told)


def _tells_enough(citation: _Element, described: Description) -> bool:
    """Whether markup tells the work, and leaves no title among the words around it."""
    if not (described.authors or described.year) or not (described.title or described.container):
        return False
    untagged = " ".join((citation.text or "", *(child.tail or "" for child in citation)))
    return any(_first(citation, tag) for tag in _TITLES) or (
        len(_LONG_WORD.findall(untagged)) < _UNTAGGED_TITLE
    )


def _printed(citation: _Element, described: Description) -> str:
    """Return the line of the list, and after it the words of fields that it does not show."""
    line, others = printed(described), []
    for child in citation:
        words, kind = _field_words(child), attribute(child, "pub-id-type")
        if words and not re.search(rf"(?<!\w){re.escape(words)}(?!\w)", line, re.IGNORECASE):
            others.append(f"{kind}: {words}" if kind else words)
    return " ".join([line, *(part if part[-1] in ".?!" else f"{part}." for part in others)])


def _field_words(field: _Element) -> str | None:
    """Return the words of a field that no part of a description holds."""
    if field.tag in _SHOWN or (field.tag == "person-group" and _is_author_group(field)):
        return None
    if field.tag != "person-group":
        return text_of(field)
    names = ", ".join(filter(None, map(display, _persons(field))))
    return f"{(attribute(field, 'person-group-type') or '').capitalize()}: {names}"


def _persons(parent: _Element) -> Iterator[_Element]:
    for child in parent:
        if child.tag in PERSONS:
            yield child
        elif child.tag in ("name-alternatives", "collab-alternatives"):
            yield from (one for one in list(child)[:1] if one.tag in PERSONS)


def _is_author_group(group: _Element) -> bool:
    return not _NOT_AUTHORS.search(attribute(group, "person-group-type") or "author")


def _authors(citation: _Element) -> list[_Element]:
    """Return the persons in groups of authors, or those that stand before the title."""
    groups = [one for one in citation.iter("person-group") if _is_author_group(one)]
    if groups:
        return [person for group in groups for person in _persons(group)]
    free = list(_persons(citation))
    tags = [child.tag for child in citation]
    title = next((place for place, tag in enumerate(tags) if tag in (*_TITLES, "source")), None)
    leading = [one for one in free if title is None or citation.index(_child(one)) < title]
    return leading or ([] if citation.find("person-group") is not None else free)


def _child(person: _Element) -> _Element:
    """Return the child of the citation that a person stands in."""
    parent = person.getparent()
    alternatives = parent is not None and str(parent.tag).endswith("-alternatives")
    return parent if alternatives and parent is not None else person


def _title_and_container(citation: _Element) -> tuple[str | None, str | None]:
    """Return title and container: a source alone is the title of all that is no serial."""
    source = _first(citation, "source")
    title = next(filter(None, (_first(citation, tag) for tag in _TITLES)), None)
    if title:
        return title, source or _first(citation, "conf-name")
    kind = attribute(citation, "publication-type") or attribute(citation, "citation-type") or ""
    serial = _first(citation, "volume") is not None and _first(citation, "publisher-name") is None
    if kind.lower() in _SERIALS or (serial and kind.lower() not in ("book", "thesis", "report")):
        return None, source
    return source, _first(citation, "series") or (_first(citation, "conf-name") if source else None)


def _year(citation: _Element) -> int | None:
    for tag in ("year", "date"):
        for one in citation.iter(tag):
            found = year_in(text_of(one) or "") or year_in(attribute(one, "iso-8601-date") or "")
            if found is not None:
                return found
    return None


def _identifiers(citation: _Element, scheme: str) -> Iterator[str]:
    for one in citation.iter("pub-id", "object-id", "ext-link", "uri"):
        kinds = [attribute(one, name) for name in ("pub-id-type", "ext-link-type")]
        words = text_of(one)
        if words and any(kind and kind.lower() == scheme for kind in kinds):
            yield words


def _links(citation: _Element) -> Iterator[str]:
    for one in citation.iter("ext-link", "uri"):
        yield attribute(one, "href") or text_of(one) or ""


def _comment(citation: _Element) -> str:
    return " \n ".join(filter(None, (text_of(one) for one in citation.iter("comment"))))


def _first(element: _Element, tag: str) -> str | None:
    return text_of(next(element.iter(tag), None))
