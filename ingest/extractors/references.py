"""The reference list: each entry with its label and its parsed fields."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar, Final

from ingest.bibliography.entry import label_of, parse_reference
from ingest.document import Fault, ParsedDocument, ReferenceMarked, Span
from ingest.findings import Finding, Found, ReferenceFound
from kg.model import Block, Description
from kg.vocab import BlockKind

_BRACKET_LABEL: Final = re.compile(r"\[(\d{1,3})\](?=\s)")
_LINE_LABEL: Final = re.compile(r"^[ \t]{0,8}(\d{1,3})[.)](?=\s)", re.MULTILINE)
# "———. 2018." and "____, Silt": the authors of the entry before.
_SAME_AUTHORS: Final = re.compile(r"(?:[—―⸺⸻]\s?){1,6}[.,:]|(?:[-–_]\s?){2,12}[.,:]")
_OUTER_LABEL: Final = re.compile(r"(?:^|\n)[ \t]*(\d{1,3})[.)][ \t]*$")


class ReferenceExtractor:
    """One :class:`ReferenceFound` an entry of the reference list.

    An entry that markup marks comes with its fields, if the markup has any; every other one
    is words, which ``parse`` turns into fields.
    """

    name = "references"
    version = "2"
    makes: ClassVar[type[Finding]] = ReferenceFound
    requires: ClassVar[tuple[type[Span], ...]] = ()

    def __init__(self, parse: Callable[[str], Description] = parse_reference) -> None:
        self._parse = parse

    def extract(self, document: ParsedDocument) -> Found:
        """Return the entries of the reference list, and those that share an identifier."""
        marked = document.marked(ReferenceMarked)
        entries = [self._entry(document, one) for one in (*marked, *_unmarked(document, marked))]
        entries.sort(key=lambda entry: entry.start)
        entries = list(_with_repeated_authors(document, entries))
        return Found(ReferenceFound, tuple(entries), tuple(_shared_identifiers(entries)))

    def _entry(self, document: ParsedDocument, marked: ReferenceMarked) -> ReferenceFound:
        raw = document.words(marked)
        return ReferenceFound(
            start=marked.start,
            end=marked.end,
            label=marked.label or label_of(raw)[0] or _label_before(document.text, marked.start),
            key=marked.key,
            described=marked.described or self._parse(raw),
        )


def _with_repeated_authors(
    document: ParsedDocument, entries: Iterable[ReferenceFound]
) -> Iterator[ReferenceFound]:
    """Give entries that open with a dash for their authors those of the entry before."""
    before: tuple[str, ...] = ()
    for entry in entries:
        described = entry.described
        if not described.authors and _SAME_AUTHORS.match(label_of(document.words(entry))[1]):
            described = replace(described, authors=before)
        before = described.authors
        yield replace(entry, described=described)


def _unmarked(
    document: ParsedDocument, marked: Sequence[ReferenceMarked]
) -> Iterator[ReferenceMarked]:
    """Yield the entries in the blocks of the reference list that no markup parts."""
    for block in document.blocks:
        if block.kind is BlockKind.REFERENCE and not _covered(block, marked):
            for start, end in _entries(document.text, block.start, block.end):
                yield ReferenceMarked(start=start, end=end)


def _covered(block: Block, marked: Sequence[ReferenceMarked]) -> bool:
    index = bisect_right(marked, block.start, key=lambda one: one.start) - 1
    return index >= 0 and block.start < marked[index].end


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
        schemes = (("doi", entry.described.doi), ("arxiv", entry.described.arxiv))
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
