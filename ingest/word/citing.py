"""Citations that reference managers leave in a document: fields, controls, Word's sources."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from ingest.bibliography.csl import described_item
from ingest.bibliography.entries import Entry, with_identifiers, year_in
from ingest.bibliography.folding import normal_title
from ingest.bibliography.names import display_name, family, written_name
from ingest.xml.trees import parse, text_of
from kg.errors import RefusedError
from kg.model import Description
from kg.wording import fold

_Element = etree._Element

MAX_FIELD: Final = 1_000_000
_TELLING_WORDS: Final = 3  # of a title that identifies a work by itself
_CSL: Final = re.compile(
    r"\s*ADDIN (?:ZOTERO_ITEM |Mendeley Citation\S* ?)?CSL_CITATION\s*(\{.*)", re.DOTALL
)
_ENDNOTE: Final = re.compile(r"\s*ADDIN EN\.CITE(?!\.DATA)\s*(<EndNote>.*</EndNote>)", re.DOTALL)
_WORD: Final = re.compile(r"\s*CITATION\s+(?P<tag>\S+)(?P<switches>.*)", re.DOTALL)
_MORE: Final = re.compile(r"\\m\s+(\S+)")
_LIST: Final = re.compile(
    r"\s*(?:ADDIN (?:ZOTERO_BIBL|EN\.REFLIST|Mendeley Bibliography)|BIBLIOGRAPHY\b)"
)
_CONTROL: Final = "MENDELEY_CITATION_v3_"
_CONTROL_LIST: Final = "MENDELEY_BIBLIOGRAPHY"
_SOURCE_NAMES: Final = ("Author/Author/NameList/Person", "Author/Editor/NameList/Person")


@dataclass(frozen=True, slots=True)
class Field:
    """What a field or control is: a citation of ``keys``, or the list of references."""

    keys: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    lists: bool = False


def read_field(instruction: str) -> Field:
    """Return what a field's instruction says: of Zotero, Mendeley, EndNote or Word."""
    if len(instruction) > MAX_FIELD:
        return Field()
    if csl := _CSL.fullmatch(instruction):
        return _from_csl(csl[1])
    if endnote := _ENDNOTE.match(instruction):
        return _cited(_endnote_entries(endnote[1]))
    if word := _WORD.fullmatch(instruction):
        return Field(keys=(word["tag"], *_MORE.findall(word["switches"])))
    return Field(lists=bool(_LIST.match(instruction)))


def read_control(tag: str) -> Field:
    """Return what the tag of a content control says, as Mendeley Cite writes them."""
    if tag.startswith(_CONTROL) and len(tag) <= MAX_FIELD:
        try:
            return _from_csl(base64.b64decode(tag.removeprefix(_CONTROL)).decode("utf-8"))
        except (binascii.Error, UnicodeDecodeError):
            return Field()
    return Field(lists=tag.startswith(_CONTROL_LIST))


def source_entries(roots: Iterable[_Element]) -> Iterator[Entry]:
    """Yield the works in Word's own list of sources, by their tags."""
    for root in roots:
        for source in root.iterfind("Source") if root.tag == "Sources" else ():
            if tag := text_of(source.find("Tag")):
                yield Entry(key=tag, described=_source(source))


@dataclass(slots=True)
class Works:
    """The works that a document's citations describe, by their keys."""

    entries: dict[str, Entry] = field(default_factory=dict)
    _titles: dict[str, str] = field(default_factory=dict)

    def add(self, entries: Iterable[Entry]) -> None:
        """Add works; of two with one key the first counts."""
        for one in entries:
            if one.key not in self.entries:
                self.entries[one.key] = one
                self._titles[one.key] = normal_title(one.described.title or "")

    def printed_as(self, words: str) -> Entry | None:
        """Take out and return the work that a printed reference is of.

        It is the one whose DOI or title stands there, or else whose first author and year do;
        None if that is true of no work, or of several.
        """
        folded, lowered = f" {fold(words)} ", words.lower()
        found = [one for one in self.entries.values() if self._is_named(one, folded, lowered)]
        if len(found) > 1:  # one title may be the beginning of another
            longest = max(len(self._titles[one.key]) for one in found)
            found = [one for one in found if len(self._titles[one.key]) == longest]
        found = found or [one for one in self.entries.values() if _is_meant(one, folded)]
        return self.entries.pop(found[0].key) if len(found) == 1 else None

    def _is_named(self, entry: Entry, folded: str, lowered: str) -> bool:
        title, doi = self._titles[entry.key], entry.described.doi
        if doi and doi in lowered:
            return True
        telling = len(title.split()) >= _TELLING_WORDS or _is_meant(entry, folded)
        return bool(title) and f" {title} " in folded and telling


def _is_meant(entry: Entry, folded: str) -> bool:
    authors, year = entry.described.authors, entry.described.year
    return bool(authors and year) and all(
        f" {one}" in folded for one in (family(authors[0]), str(year))
    )


def _from_csl(source: str) -> Field:
    try:
        citation, _ = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(source)
    except (json.JSONDecodeError, RecursionError):
        return Field()
    items = citation.get("citationItems") if isinstance(citation, dict) else None
    return _cited(filter(None, map(_csl_entry, items if isinstance(items, list) else [])))


def _cited(entries: Iterable[Entry]) -> Field:
    found = tuple(entries)
    return Field(keys=tuple(dict.fromkeys(one.key for one in found)), entries=found)


def _csl_entry(item: Any) -> Entry | None:
    data = item.get("itemData") if isinstance(item, dict) else None
    if not isinstance(data, dict):
        return None
    addresses = item.get("uris") or item.get("uri")
    first = addresses[0] if isinstance(addresses, list) and addresses else addresses
    key = next((str(one) for one in (first, item.get("id"), data.get("id")) if one), None)
    return Entry(key=key, described=described_item(data)) if key else None


def _endnote_entries(source: str) -> Iterator[Entry]:
    try:
        root, _ = parse(source.encode("utf-8", "replace"), "EndNote")
    except RefusedError:
        return
    for cite in root.iterfind("Cite"):
        record = cite.find("record")
        number = text_of(cite.find("RecNum"))
        if record is not None and number:
            yield Entry(key=f"endnote{number}", described=_endnote(record))


def _endnote(record: _Element) -> Description:
    def stated(path: str) -> str | None:
        return text_of(record.find(path))

    described = Description(
        title=stated("titles/title"),
        authors=tuple(
            written_name(text)
            for one in record.iterfind("contributors/authors/author")
            if (text := text_of(one))
        ),
        year=year_in(stated("dates/year") or ""),
        container=stated("periodical/full-title") or stated("titles/secondary-title"),
        volume=stated("volume"),
        issue=stated("number"),
        pages=stated("pages"),
        publisher=stated("publisher"),
    )
    return with_identifiers(
        described, stated("electronic-resource-num") or "", stated("urls/related-urls/url") or ""
    )


def _source(source: _Element) -> Description:
    def stated(*names: str) -> str | None:
        return next(filter(None, (text_of(source.find(name)) for name in names)), None)

    described = Description(
        title=stated("Title"),
        authors=_source_authors(source),
        year=year_in(stated("Year") or ""),
        container=stated("JournalName", "BookTitle", "ConferenceName", "PublicationTitle"),
        volume=stated("Volume"),
        issue=stated("Issue"),
        pages=stated("Pages"),
        publisher=stated("Publisher", "Institution"),
    )
    return with_identifiers(described, stated("DOI") or "", stated("URL") or "")


def _source_authors(source: _Element) -> tuple[str, ...]:
    for path in _SOURCE_NAMES:
        persons = [
            display_name(*(text_of(person.find(part)) or "" for part in ("Last", "First")))
            for person in source.iterfind(path)
        ]
        if persons:
            return tuple(filter(None, persons))
    body = text_of(source.find("Author/Author/Corporate"))
    return (body,) if body else ()
