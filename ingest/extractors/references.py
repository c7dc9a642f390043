"""The reference list: each entry with its label and its parsed fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import ClassVar, Final

from ingest.bibliography.entry import label_of, parse_reference
from ingest.bibliography.fields import Fields
from ingest.document import Fault, ParsedDocument, Span
from ingest.findings import Found, ReferenceFound
from kg.vocab import BlockKind

_BRACKET_LABEL: Final = re.compile(r"\[(\d{1,3})\](?=\s)")
_LINE_LABEL: Final = re.compile(r"^[ \t]{0,8}(\d{1,3})[.)](?=\s)", re.MULTILINE)
_OUTER_LABEL: Final = re.compile(r"(?:^|\n)[ \t]*(\d{1,3})[.)][ \t]*$")


class ReferenceExtractor:
    """One :class:`ReferenceFound` an entry of the list that the reader marked out.

    ``parse`` turns an entry's text into fields; a trained labeller takes its place there.
    """

    name = "references"
    version = "1"
    requires: ClassVar[tuple[type[Span], ...]] = ()

    def __init__(self, parse: Callable[[str], Fields] = parse_reference) -> None:
        self._parse = parse

    def extract(self, document: ParsedDocument) -> Found:
        """Return the entries of the reference list, and those that share an identifier."""
        entries = tuple(
            self._entry(document, start, end)
            for block in document.blocks
            if block.kind is BlockKind.REFERENCE
            for start, end in _entries(document.text, block.start, block.end)
        )
        return Found(ReferenceFound, entries, tuple(_shared_identifiers(entries)))

    def _entry(self, document: ParsedDocument, start: int, end: int) -> ReferenceFound:
        raw = document.text[start:end]
        label, _ = label_of(raw)
        fields = self._parse(raw)
        return ReferenceFound(
            start=start,
            end=end,
            label=label or _label_before(document.text, start),
            title=fields.title,
            authors=fields.authors,
            year=fields.year,
            container=fields.container,
            doi=fields.doi,
            arxiv=fields.arxiv,
            url=fields.url,
        )


def _entries(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a block where a label follows that is one more than the label before."""
    raw = text[start:end]
    cuts = max((_consecutive(pattern, raw) for pattern in (_BRACKET_LABEL, _LINE_LABEL)), key=len)
    bounds = [0, *cuts[1:], len(raw)]
    for first, last in pairwise(bounds):
        entry = raw[first:last]
        if entry.strip():
            offset = start + first + len(entry) - len(entry.lstrip())
            yield offset, start + first + len(entry.rstrip())


def _consecutive(pattern: re.Pattern[str], raw: str) -> list[int]:
    """Return where labels n, n + 1, … stand, when the first of them opens the block."""
    positions: list[int] = []
    expected: int | None = None
    for match in pattern.finditer(raw):
        if not positions and raw[: match.start()].strip():
            break
        if expected is None or int(match[1]) == expected:
            positions.append(match.start())
            expected = int(match[1]) + 1
    return positions


def _label_before(text: str, start: int) -> str | None:
    """Return a list number that the reader left outside the entry's block."""
    match = _OUTER_LABEL.search(text[max(0, start - 16) : start])
    return match[1] if match else None


def _shared_identifiers(entries: Sequence[ReferenceFound]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for position, entry in enumerate(entries):
        schemes = (("doi", entry.doi), ("arxiv", entry.arxiv))
        for key in (f"{scheme}:{value}" for scheme, value in schemes if value):
            first = seen.setdefault(key, position)
            if first != position:
                both = f"{_name(entries, first)} and {_name(entries, position)}"
                yield Fault(
                    code="duplicate-identifier",
                    start=entry.start,
                    end=entry.end,
                    message=f"entries {both} of the reference list both give {key}; "
                    f"correct one of them or leave it out",
                )


def _name(entries: Sequence[ReferenceFound], position: int) -> str:
    return entries[position].label or f"number {position + 1}"
