"""RIS, the tagged lines by which reference managers and publishers exchange references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ingest.bibliography.entries import Entry, with_identifiers, year_in
from ingest.bibliography.names import written_name
from ingest.document import Fault
from kg.errors import RefusedError
from kg.model import Description

# Two spaces by the format's description, one or none in many exports.
_LINE: Final = re.compile(r"[ \t]{0,8}([A-Z][A-Z0-9]) {0,4}-(?:[ \t](.*)|\s*)")
_KINDS: Final = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "JFULL": "periodical",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "THES": "thesis",
    "RPRT": "report",
    "ELEC": "webpage",
    "BLOG": "post-weblog",
    "COMP": "software",
    "DATA": "dataset",
    "PAT": "patent",
    "UNPB": "manuscript",
    "PREP": "article",
}
_TITLES: Final = ("TI", "T1", "CT", "BT")
_CREATORS: Final = (("AU", "A1"), ("ED", "A2"), ("A3",))
_DATES: Final = ("PY", "Y1", "DA")
_CONTAINERS: Final = ("T2", "JF", "JO", "BT", "JA", "J2", "T3")
_HINTS: Final = ("AN", "N1", "M1", "M3", "C1", "T2", "JO", "L1", "L2", "LK")
_MAX_NAMES: Final = 5_000
_MAX_VALUE: Final = 10_000

Tags = Mapping[str, Sequence[str]]


class _Record(NamedTuple):
    """The lines of one reference by tag, where it starts, and whether a line ends it."""

    line: int
    tags: dict[str, list[str]]
    ended: bool


def parse_ris(text: str, name: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the entries of a RIS file in its order, and what is wrong in it.

    An entry is known by its ``ID``, or else by its number in the file. One that no ``ER``
    line ends is read all the same; that, and an entry that says nothing of a work or repeats
    an ``ID``, is a fault that names its line in the file ``name``.

    Raises:
        RefusedError: if no entry starts in the text.
    """
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    for number, record in enumerate(_records(text), 1):
        key = _first(record.tags, "ID") or f"entry{number}"
        described = _described(record.tags)
        if not record.ended:
            faults.append(_fault(name, record.line, "no ER line ends the entry"))
        if described == Description():
            faults.append(_fault(name, record.line, "the entry says nothing of a work"))
        elif key in entries:
            faults.append(_fault(name, record.line, f"repeats the ID {key}; the first is kept"))
        else:
            kind = _KINDS.get(_first(record.tags, "TY") or "")
            entries[key] = Entry(key=key, described=described, kind=kind)
    if not entries and not faults:
        raise RefusedError(f"{name}: no line 'TY  - ' starts an entry; export it as RIS again")
    return tuple(entries.values()), tuple(faults)


def _records(text: str) -> Iterator[_Record]:
    record: _Record | None = None
    last = ""
    for number, line in enumerate(text.split("\n"), 1):
        tagged = _LINE.fullmatch(line)
        if tagged and tagged[1] in ("TY", "ER"):
            if record:
                yield record._replace(ended=tagged[1] == "ER")
            record = _Record(number, {}, ended=False) if tagged[1] == "TY" else None
        if record and tagged:
            last = tagged[1]
            record.tags.setdefault(last, []).append((tagged[2] or "").strip())
        elif record and line.strip():
            _go_on(record.tags[last], line.strip())
    if record:
        yield record


def _go_on(values: list[str], line: str) -> None:
    """Add a line without a tag, which goes on the line before."""
    if len(values[-1]) < _MAX_VALUE:
        values[-1] = f"{values[-1]} {line}".strip()


def _described(tags: Tags) -> Description:
    title = _first(tags, *_TITLES)
    creators = ([name for tag in group for name in tags.get(tag, ())] for group in _CREATORS)
    described = Description(
        title=title,
        authors=next(filter(None, map(_authors, creators)), ()),
        year=next(filter(None, (year_in(_first(tags, tag) or "") for tag in _DATES)), None),
        container=next((one for one in _all(tags, *_CONTAINERS) if one != title), None),
        volume=_first(tags, "VL"),
        issue=_first(tags, "IS"),
        pages=_pages(tags),
        publisher=_first(tags, "PB"),
    )
    doi, url = (_first(tags, *names) or "" for names in (("DO",), ("UR", "L3")))
    return with_identifiers(described, doi, url, _all(tags, *_HINTS))


def _authors(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(written_name, names[:_MAX_NAMES])))


def _pages(tags: Tags) -> str | None:
    start, end = _first(tags, "SP"), _first(tags, "EP")
    if start and end and start != end and end not in re.split(r"\s?[-–]\s?", start):
        return f"{start}–{end}"
    return start or end or _first(tags, "C7")


def _first(tags: Tags, *names: str) -> str | None:
    return next(_all(tags, *names), None)


def _all(tags: Tags, *names: str) -> Iterator[str]:
    """Yield the values of the tags, in the order of ``names``, without the empty ones."""
    for name in names:
        yield from filter(None, tags.get(name, ()))


def _fault(name: str, line: int, what: str) -> Fault:
    return Fault(code="bad-bibliography", message=f"{name}: line {line}: {what}")
