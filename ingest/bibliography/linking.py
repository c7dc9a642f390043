"""From markers, by markup or by notation, to the entries of the reference list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.bibliography.entry import label_of
from ingest.bibliography.markers import (
    AuthorYearMarker,
    KeyMarker,
    YearMarker,
    author_year_markers,
    key_markers,
    year_markers,
)
from ingest.bibliography.names import family
from ingest.bibliography.numbered import (
    PRINTED,
    NumericMarker,
    NumericStyle,
    in_style,
    numeric_markers,
    settled,
)
from ingest.document import CitationMarked, Fault, ParsedDocument, Span
from ingest.findings import CitationFound, ReferenceFound
from kg.model import Block
from kg.vocab import BlockKind
from kg.wording import fold

_SILENT: Final = frozenset({BlockKind.REFERENCE, BlockKind.FRONT_MATTER, BlockKind.CODE})
Marker = NumericMarker | KeyMarker | AuthorYearMarker | YearMarker


@dataclass(slots=True)
class Linked:
    """Citations, and the markers that lead nowhere."""

    citations: list[CitationFound] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, others: Linked) -> None:
        """Take over what stands clear of the citations that are already there."""
        taken = sorted(self.citations, key=lambda one: one.start)
        self.citations += [one for one in others.citations if not _overlaps(one, taken)]
        self.citations.sort(key=lambda one: one.start)
        self.faults += [fault for fault in others.faults if not _overlaps(fault, taken)]


def from_markup(document: ParsedDocument) -> Linked:
    """Return the citations that the markup of a document marks."""
    linked = Linked()
    entries = {one.key: i for i, one in enumerate(document.layer(ReferenceFound)) if one.key}
    for marked in document.marked(CitationMarked):
        known = tuple(entries[key] for key in marked.keys if key in entries)
        unknown = [key for key in marked.keys if key not in entries]
        if known:
            linked.citations.append(_citation(marked, tuple(dict.fromkeys(known))))
        if unknown:
            linked.faults.append(_dangling(document.text, marked, ", ".join(unknown)))
    return linked


def from_notation(document: ParsedDocument) -> Linked:
    """Return the citations that a document's words show: numbers, keys, names and years."""
    markers = [
        marker
        for block in document.blocks
        if block.kind not in _SILENT
        for marker in _markers(document, block)
    ]
    return _Linker.of(document).link(sorted(markers, key=lambda marker: marker.start))


def _markers(document: ParsedDocument, block: Block) -> Iterator[Marker]:
    text = document.text[block.start : block.end]
    finders: Iterable[Iterable[Marker]] = (
        numeric_markers(text),
        key_markers(text),
        author_year_markers(text),
        year_markers(text),
    )
    for markers in finders:
        for marker in markers:
            yield replace(marker, start=marker.start + block.start, end=marker.end + block.start)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an author-year marker is compared with."""

    families: tuple[str, ...]
    year: int | None
    letter: str


@dataclass(frozen=True, slots=True)
class _Linker:
    """Knows the reference list and tells citations from look-alikes."""

    labels: dict[str, int]
    numbered: bool
    counted: bool
    entries: tuple[_Entry, ...]
    text: str

    @classmethod
    def of(cls, document: ParsedDocument) -> _Linker:
        references = document.layer(ReferenceFound)
        labels: dict[str, int] = {}
        counted = not any(reference.label for reference in references)
        for index, reference in enumerate(references):
            label = str(index + 1) if counted else reference.label
            if label:
                labels.setdefault(label, index)
        entries = tuple(_entry(document, reference) for reference in references)
        numbered = any(label.isdigit() for label in labels)
        return cls(labels, numbered, counted, entries, document.text)

    def link(self, markers: Sequence[Marker]) -> Linked:
        """Return citations in text order and the markers that lead nowhere."""
        linked = Linked()
        self._numeric([m for m in markers if isinstance(m, NumericMarker)], linked)
        self._keys([m for m in markers if isinstance(m, KeyMarker)], linked)
        self._author_year([m for m in markers if isinstance(m, AuthorYearMarker)], linked)
        self._year_alone([m for m in markers if isinstance(m, YearMarker)], linked)
        linked.citations.sort(key=lambda citation: citation.start)
        return linked

    def _numeric(self, markers: list[NumericMarker], linked: Linked) -> None:
        """Take the one style of numbers that the text uses: brackets before raised or round."""
        if not self.entries:
            self._listless(settled(markers), linked)
        if not self.numbered:
            return
        for marker in in_style(markers, "named"):
            self._number(marker, linked)
        for style in PRINTED:
            chosen = in_style(markers, style)
            held = [m for m in chosen if all(str(n) in self.labels for n in m.numbers)]
            if held and self._in_use(style, held, chosen):
                for marker in chosen:
                    self._number(marker, linked)
                return

    def _listless(self, markers: Sequence[NumericMarker], linked: Linked) -> None:
        """Keep the markers of a text without reference list: it cites, we cannot say what."""
        linked.citations += [_citation(marker, ()) for marker in markers]
        if markers:
            linked.faults.append(
                Fault(
                    code="missing-reference-list",
                    start=markers[0].start,
                    end=markers[0].end,
                    message=f"the text cites by number {len(markers)} times, here first, but no "
                    "reference list was found in it; add the list to the file",
                )
            )

    def _in_use(
        self, style: NumericStyle, held: list[NumericMarker], chosen: list[NumericMarker]
    ) -> bool:
        """Brackets need one hit; other notation must nearly always lead to an entry.

        And it must reach half of the list, or most of it from the first entry on. So must
        brackets where no entry has a label, and their numbers count the entries.
        """
        if style == "bracket" and not self.counted:
            return True
        reached = {number for marker in held for number in marker.numbers}
        dense = len(reached) >= 5 and len(reached) >= 0.7 * max(reached)
        many = len(reached) * 2 >= len(self.labels)
        return (many or dense) and len(held) >= 0.9 * len(chosen)

    def _number(self, marker: NumericMarker, linked: Linked) -> None:
        known = [self.labels[str(n)] for n in marker.numbers if str(n) in self.labels]
        unknown = [n for n in marker.numbers if str(n) not in self.labels]
        if known and (marker.certainty == "sure" or not unknown):
            linked.citations.append(_citation(marker, tuple(known)))
        if unknown and marker.certainty == "sure":
            linked.faults.append(_dangling(self.text, marker, ", ".join(map(str, unknown))))

    def _keys(self, markers: list[KeyMarker], linked: Linked) -> None:
        taken = sorted(linked.citations, key=lambda one: one.start)
        for marker in markers:
            known = tuple(
                dict.fromkeys(self.labels[key] for key in marker.keys if key in self.labels)
            )
            if known and not _overlaps(marker, taken):
                linked.citations.append(_citation(marker, known))

    def _author_year(self, markers: list[AuthorYearMarker], linked: Linked) -> None:
        """Link by names and year; a marker that is not sure counts where the style is in use."""
        matches = [self._matching(marker) for marker in markers]
        in_use = any(m.certainty == "sure" for m in markers) and (not self.entries or any(matches))
        taken = {position for c in linked.citations for position in (c.start, c.end)}
        for marker, match in zip(markers, matches, strict=True):
            if marker.start in taken or not (match or self._stands_alone(marker, in_use)):
                continue
            linked.citations.append(
                replace(
                    _citation(marker, match if len(match) == 1 else ()),
                    authors=marker.authors,
                    year=marker.year,
                )
            )
            if not match and in_use and self.entries:
                linked.faults.append(
                    _dangling(self.text, marker, f"{marker.authors[0]} {marker.year}")
                )

    def _year_alone(self, markers: list[YearMarker], linked: Linked) -> None:
        """Link a year to the one entry of that year whose first author its sentence names."""
        taken = sorted(linked.citations, key=lambda one: one.start)
        for marker in markers:
            named = f" {fold(marker.before)} "
            found = [
                index
                for index, entry in enumerate(self.entries)
                if marker.year in (str(entry.year), f"{entry.year}{entry.letter}")
                and entry.families
                and f" {entry.families[0]} " in named
            ]
            if len(found) == 1 and not _overlaps(marker, taken):
                linked.citations.append(_citation(marker, tuple(found)))

    def _stands_alone(self, marker: AuthorYearMarker, in_use: bool) -> bool:
        """Whether a marker is a citation by its notation, with no entry to show for it."""
        if marker.certainty == "sure":
            return True
        named = not marker.authors[0].isupper()
        return marker.certainty == "likely" and named and in_use and not self.entries

    def _matching(self, marker: AuthorYearMarker) -> tuple[int, ...]:
        """Return the entries that the marker may denote: several where it is ambiguous."""
        year = re.match(r"\d{4}", marker.year)
        if year is None:
            return ()
        letter = marker.year[4:]
        cited = tuple(fold(author) for author in marker.authors)
        found = [
            (i, e)
            for i, e in enumerate(self.entries)
            if e.year == int(year[0]) and e.families and _names_first(cited, e.families[0])
        ]
        if letter:
            bare = [(i, e) for i, e in found if not e.letter]
            # Letters that the list does not print follow its order.
            nth = bare[ord(letter) - ord("a") :][:1] if len(bare) > 1 else bare
            found = [(i, e) for i, e in found if e.letter == letter] or nth
        if len(found) > 1:
            found = [(i, e) for i, e in found if _same_authors(cited, marker.others, e)] or found
        return tuple(i for i, _ in found)


def _overlaps(one: Span | Fault | Marker, taken: Sequence[Span]) -> bool:
    if one.start is None or one.end is None:
        return False
    index = bisect_left(taken, one.end, key=lambda span: span.start) - 1
    return index >= 0 and taken[index].end > one.start


def _dangling(text: str, marker: Marker | Span, what: str) -> Fault:
    written = text[marker.start : marker.end]
    return Fault(
        code="dangling-citation",
        start=marker.start,
        end=marker.end,
        message=f"the text cites {what} by {written!r}, which the reference list does not hold",
    )


def _citation(marker: Marker | Span, references: tuple[int, ...]) -> CitationFound:
    return CitationFound(start=marker.start, end=marker.end, references=references)


def _entry(document: ParsedDocument, reference: ReferenceFound) -> _Entry:
    _, raw = label_of(document.words(reference))
    described = reference.described
    letter = re.search(rf"\b{described.year}([a-z])\b", raw) if described.year else None
    return _Entry(
        tuple(family(name) for name in described.authors),
        described.year,
        letter[1] if letter else "",
    )


def _names_first(cited: tuple[str, ...], listed: str) -> bool:
    """Whether a marker names an entry's first author: a person, or a body with "and" in it."""
    whole = " ".join(cited)
    return _same_family(cited[0], listed) or (
        len(cited) > 1 and whole == listed.replace(" and ", " ")
    )


def _same_family(cited: str, listed: str) -> bool:
    """Whether names agree, also where one leaves out particles or a first part."""
    return cited == listed or cited.endswith(" " + listed) or listed.endswith(" " + cited)


def _same_authors(cited: tuple[str, ...], others: bool, entry: _Entry) -> bool:
    if others:
        return len(entry.families) > len(cited) + 1
    return len(entry.families) == len(cited) and all(
        _same_family(a, b) for a, b in zip(cited, entry.families, strict=True)
    )
