"""BibTeX and biblatex: a bibliography file's entries as descriptions in Unicode.

The file is cut into entries by bibtexparser, so that one broken entry never takes another
with it; macros, ``#``, ``crossref`` and the meaning of the fields are here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from ingest.bibliography.entries import Entry, with_identifiers, year_in
from ingest.bibliography.names import display_name, is_corporate, split_names
from ingest.bibliography.tex import tex_to_text
from ingest.document import MAX_CHARACTERS, Fault
from kg.errors import RefusedError
from kg.model import Description

if TYPE_CHECKING:
    from bibtexparser.model import Block, Field
    from bibtexparser.model import Entry as Parsed

MAX_ENTRIES: Final = 100_000
_START: Final = re.compile(r"@\w{0,60}[ \t]{0,60}[{(]")
# BibTeX knows no comments within entries, biber does, and people leave lines out by them.
_COMMENT: Final = re.compile(r"^[ \t]{0,80}%.*$|(?<=,)[ \t]{1,80}%.*$", re.MULTILINE)
_NO_WORKS: Final = frozenset({"xdata", "set", "control", "bibnote"})
_KINDS: Final = {
    "article": "article-journal",
    "periodical": "periodical",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "booklet": "pamphlet",
    "proceedings": "book",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "incollection": "chapter",
    "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "manual": "book",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "software": "software",
    "dataset": "dataset",
    "patent": "patent",
    "unpublished": "manuscript",
}
_CONTAINERS: Final = ("journaltitle", "journal", "booktitle", "maintitle", "series")
_PUBLISHERS: Final = ("publisher", "institution", "school", "organization")
_HINTS: Final = ("note", "howpublished", "journal", "journaltitle", "number", "annote", "addendum")
_ARCHIVES: Final = ("eprinttype", "archiveprefix")
_USED: Final = frozenset(
    {"title", "subtitle", "author", "editor", "translator", "year", "date", "volume", "number"}
    | {"issue", "pages", "eid", "articleno", "doi", "url", "eprint", "crossref", "xdata"}
    | {*_CONTAINERS, *_PUBLISHERS, *_HINTS, *_ARCHIVES}
)
_OWN_FIELDS: Final = frozenset(
    {"title", "subtitle", "author", "crossref", "doi", "url", "eprint", "pages"}
)
_CREATORS: Final = ("author", "editor", "translator")
_AND_OTHERS: Final = frozenset({"others", "et al.", "et al", "{others}"})
_EXTENDED: Final = re.compile(r"(?:family|given|prefix|suffix)\s?=", re.IGNORECASE)
_ARXIV_NUMBER: Final = re.compile(r"\d{4}\.\d{4,5}(?:v\d{1,2})?")
_PART: Final = re.compile(r"\s{0,200}#?\s{0,200}(\S)")
_WORD: Final = re.compile(r"[^\s#{}\"]+")
_AND: Final = re.compile(r"[{}]| [Aa][Nn][Dd](?= )")
_MARK: Final = re.compile(r'(?<!\\)[{}"]')
_CLOSING: Final = {"{": "}", '"': '"'}
# Of crossref and xdata from one entry, and from entry to entry.
_MAX_LINKS: Final = 5
_MAX_DEPTH: Final = 2
_MONTHS: Final = re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec")

# Without a handler of its own its warnings, which are faults here, would go to the terminal.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())


def parse_bibtex(text: str, name: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the entries of a BibTeX or biblatex file in its order, and what is wrong in it.

    An entry that cannot be read, has no key, or repeats one is a fault that names its line
    in the file ``name``; the others come all the same.

    Raises:
        RefusedError: if there are more than ``MAX_ENTRIES`` entries, or macros that make
            more than ``MAX_CHARACTERS``.
    """
    from bibtexparser.entrypoint import parse_string

    if sum(1 for _ in _START.finditer(text)) > MAX_ENTRIES:
        raise RefusedError(f"{name}: holds more than {MAX_ENTRIES:,} entries; split it into parts")
    file = _File(name)
    for block in parse_string(_COMMENT.sub("", text), parse_stack=[]).blocks:
        file.take(block)
    return tuple(file.entries()), tuple(file.faults)


class _Raw(NamedTuple):
    """An entry whose values are still TeX."""

    kind: str
    line: int
    fields: dict[str, str]


class _File:
    """The entries and macros of a file, and the faults met in reading them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._macros = {month: month.capitalize() for month in _MONTHS}
        self._expanded = 0
        self._entries: dict[str, _Raw] = {}
        self.faults: list[Fault] = []

    def take(self, block: Block) -> None:
        """Take the next block of the file."""
        from bibtexparser.model import (
            DuplicateBlockKeyBlock,
            DuplicateFieldKeyBlock,
            ParsingFailedBlock,
            String,
        )
        from bibtexparser.model import Entry as Parsed

        line = (block.start_line or 0) + 1
        if isinstance(block, Parsed):
            self._take_entry(block, line)
        elif isinstance(block, String):
            self._macros[block.key.lower()] = self._value(block.value, line)
        elif isinstance(block, DuplicateFieldKeyBlock | DuplicateBlockKeyBlock):
            inner = block.ignore_error_block
            if inner is not None:
                self.take(inner)
        elif isinstance(block, ParsingFailedBlock):
            reason = str(getattr(block.error, "abort_reason", block.error)).strip(" .")
            self._report(line, f"{reason}; the entry is left out")

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in the order of the file."""
        for key, (kind, line, fields) in self._entries.items():
            described = _described(self._inherited(fields, frozenset({key})))
            if kind in _NO_WORKS:
                continue
            if described == Description():
                self._report(line, f"the entry {key} says nothing of a work and is left out")
            else:
                yield Entry(key=key, described=described, kind=_KINDS.get(kind))

    def _take_entry(self, entry: Parsed, line: int) -> None:
        key = entry.key.strip()
        if not key:
            self._report(line, "an entry has no key and is left out")
        elif key in self._entries:
            self._report(line, f"the key {key} stands for another entry too; the first is kept")
        else:
            kind = entry.entry_type.strip().lower()
            self._entries[key] = _Raw(kind, line, self._fields(entry))

    def _fields(self, entry: Parsed) -> dict[str, str]:
        """Return the values of the fields that are used; the first of two by one name counts."""
        written: dict[str, Field] = {}
        for field in entry.fields:
            name = field.key.strip().lower()
            if name in _USED:
                written.setdefault(name, field)
        return {name: self._value(one.value, one.start_line + 1) for name, one in written.items()}

    def _value(self, written: str, line: int) -> str:
        """Return the value of ``{…}``, ``"…"``, numbers and macros joined by ``#``."""
        parts: list[str] = []
        at = 0
        while (part := _PART.match(written, at)) and ("#" in part[0][:-1]) == bool(parts):
            end = _part_end(written, part.start(1))
            words = written[part.start(1) : end]
            parts.append(words[1:-1] if words[0] in '{"' else self._macro(words, line))
            at = end
        if rest := written[at:].strip(" \n\t#"):
            self._report(line, f"a comma is missing before {rest[:40]!r}; that is left out")
        return "".join(parts)

    def _macro(self, name: str, line: int) -> str:
        if name.isdigit():
            return name
        value: str | None = self._macros.get(name.lower())
        if value is None:
            self._report(line, f"{name[:80]!r} is no @string of this file and no month")
            return name
        self._expanded += len(value)
        if self._expanded > MAX_CHARACTERS:
            raise RefusedError(
                f"{self._name}: line {line}: macros make more than {MAX_CHARACTERS:,} characters; "
                "write out what they stand for"
            )
        return value

    def _inherited(self, fields: Mapping[str, str], seen: frozenset[str]) -> Mapping[str, str]:
        """Return the fields with those of the entries that ``crossref`` and ``xdata`` name."""
        whole = dict(fields)
        for link in ("xdata", "crossref"):
            for key in fields.get(link, "").split(",")[:_MAX_LINKS]:
                key = key.strip()
                if key in self._entries and key not in seen and len(seen) <= _MAX_DEPTH:
                    parent = self._inherited(self._entries[key].fields, seen | {key})
                    whole = {**_passed_on(parent, link), **whole}
        return whole

    def _report(self, line: int, what: str) -> None:
        self.faults.append(
            Fault(code="bad-bibliography", message=f"{self._name}: line {line}: {what}")
        )


def _part_end(written: str, start: int) -> int:
    """Return where the part that starts at ``start``, one of those joined by ``#``, ends."""
    if written[start] not in '{"':
        word = _WORD.match(written, start)
        return word.end() if word else start + 1
    depth = int(written[start] == "{")
    for mark in _MARK.finditer(written, start + 1):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0 and mark[0] == _CLOSING[written[start]]:
            return mark.end()
    return len(written)


def _passed_on(parent: Mapping[str, str], link: str) -> dict[str, str]:
    if link == "xdata":
        return dict(parent)
    passed = {name: value for name, value in parent.items() if name not in _OWN_FIELDS}
    title = parent.get("booktitle") or parent.get("title")
    return {"booktitle": title, **passed} if title else passed


def _described(fields: Mapping[str, str]) -> Description:
    def first(*names: str) -> str | None:
        return next(filter(None, (tex_to_text(fields.get(one, "")) for one in names)), None)

    title = first("title") or first("booktitle")
    container = first(*_CONTAINERS)
    described = Description(
        title=_titled(title, first("subtitle")),
        authors=next(filter(None, (_authors(fields.get(one, "")) for one in _CREATORS)), ()),
        year=year_in(fields.get("year", "")) or year_in(fields.get("date", "")),
        container=container if container != title else first("series"),
        volume=first("volume"),
        issue=first("number", "issue"),
        pages=first("pages", "eid", "articleno"),
        publisher=first(*_PUBLISHERS),
    )
    hints = [_eprint(fields), *(tex_to_text(fields.get(one, "")) for one in _HINTS)]
    return with_identifiers(described, _plain(fields, "doi"), _plain(fields, "url"), hints)


def _titled(title: str | None, subtitle: str | None) -> str | None:
    return f"{title}: {subtitle}" if title and subtitle else title


def _plain(fields: Mapping[str, str], name: str) -> str:
    """Return an address, whose characters TeX may need escaped."""
    return re.sub(r"\\(?:url\b)?|[{}]", "", fields.get(name, "")).strip()


def _eprint(fields: Mapping[str, str]) -> str:
    identifier = _plain(fields, "eprint")
    archive = next(filter(None, (fields.get(one) for one in _ARCHIVES)), "")
    if archive.lower() == "arxiv" or (not archive and _ARXIV_NUMBER.fullmatch(identifier)):
        return f"arXiv:{identifier.lower().removeprefix('arxiv:')}"
    return ""


def _authors(field: str) -> tuple[str, ...]:
    persons = list(_persons(" ".join(field.split())))
    if len(persons) == 1 and (field.count(",") > 2 or ";" in field) and "=" not in field:
        return split_names(tex_to_text(field))
    names = (_display(person) for person in persons if person.lower() not in _AND_OTHERS)
    return tuple(name for name in names if name)


def _persons(field: str) -> Iterator[str]:
    """Split a list of names at each ``and`` outside of braces."""
    depth = start = 0
    for mark in _AND.finditer(field):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if mark[0][0] == " " and depth <= 0:
            yield field[start : mark.start()].strip()
            start = mark.end()
    yield field[start:].strip()


def _display(person: str) -> str:
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    if _EXTENDED.match(person):
        return _extended(person)
    shown = tex_to_text(person)
    if "," not in person and is_corporate(shown or "-"):
        return shown
    parts = parse_single_name_into_parts(person, strict=False)
    family, given, generation = (
        tex_to_text(" ".join(words)) for words in ((*parts.von, *parts.last), parts.first, parts.jr)
    )
    return display_name(family, given, generation)


def _extended(person: str) -> str:
    """Return the name written in biblatex's extended format: ``family=Roe, given=Ann``."""
    stated = (part.partition("=") for part in person.split(","))
    parts = {key.strip().lower(): tex_to_text(value).strip('" ') for key, _, value in stated}
    family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
    return display_name(family, parts.get("given", ""), parts.get("suffix", ""))
