"""In-text citations: markers, the sentences that they serve, the entries that they denote."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from ingest.bibliography.entry import label_of
from ingest.bibliography.folding import fold
from ingest.bibliography.markers import (
    AuthorYearMarker,
    KeyMarker,
    author_year_markers,
    key_markers,
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
from ingest.document import CitationMarked, Fault, ParsedDocument, Sentence, Span
from ingest.findings import CitationFound, Found, ReferenceFound
from kg.model import Block
from kg.vocab import BlockKind, CitationFunction

_SILENT: Final = frozenset({BlockKind.REFERENCE, BlockKind.FRONT_MATTER, BlockKind.CODE})
Marker = NumericMarker | KeyMarker | AuthorYearMarker

# Cues in order of trust; the first that speaks in the citing sentence decides.
FUNCTION_CUES: Final = (
    (
        CitationFunction.DISPUTES,
        re.compile(
            r"\b(?:contrary to|in contrast (?:to|with)|unlike|contradict\w*|disput\w+|refut\w+"
            r"|rebut\w*|disagree\w*|challeng(?:e|es|ed|ing)\b|contest(?:s|ed|ing)?\b|critici[sz]\w+"
            r"|critiqu\w+|inconsistent with|conflicts? with|at odds with"
            r"|fail(?:s|ed)? to (?:replicate|confirm)"
            r"|overstat\w+|misread\w*)",
            re.IGNORECASE,
        ),
    ),
    (
        CitationFunction.EXTENDS,
        re.compile(
            r"\b(?:extend(?:s|ed|ing)?|generali[sz](?:e|es|ed|ing)|buil(?:d|ds|t|ding) (?:up)?on"
            r"|improv(?:e|es|ed|ing) (?:up)?on|expand(?:s|ed|ing)? on)\b",
            re.IGNORECASE,
        ),
    ),
    (
        CitationFunction.USES,
        re.compile(
            r"\b(?:we|i|authors|was|were|is|are)\b[^.;]{0,60}\b(?:us(?:e|ed|ing)|adopt(?:ed)?"
            r"|employ(?:ed)?|appl(?:y|ied)|follow(?:ed)?|implement(?:ed)?|performed|calculated"
            r"|as described|trained on|fine-tuned)\b|\b(?:according to|as described|following) the"
            r" (?:method|protocol|procedure|approach)",
            re.IGNORECASE,
        ),
    ),
    (
        CitationFunction.SUPPORTS,
        re.compile(
            r"\b(?:consistent with|in (?:line|agreement|accordance) with|agree(?:s|d)? with"
            r"|confirm(?:s|ed|ing)?|corroborat\w+|support(?:s|ed|ing)? (?:the|this|by|our)"
            r"|in keeping with|similar to (?:the|our|those|that)|validat(?:e|es|ed)|evidence"
            r"|(?:show|demonstrat|found|find|report|observ)(?:s|ed|n|es|ing)? that"
            r"|predict(?:s|ed))\b",
            re.IGNORECASE,
        ),
    ),
    (
        CitationFunction.BACKGROUND,
        re.compile(
            r"\b(?:reviewed (?:in|by)|for (?:a )?reviews?|e\.g\.|for example|such as|known|proposed"
            r"|introduced|well[- ]established|defined|described (?:in|by)|foundational|pioneer\w+"
            r"|see also|has been|have been|have (?:long )?(?:argued|suggested))",
            re.IGNORECASE,
        ),
    ),
)


def citation_function(sentence: str) -> CitationFunction | None:
    """Return why a sentence cites, by the first cue of :data:`FUNCTION_CUES`; None without."""
    return next((function for function, cue in FUNCTION_CUES if cue.search(sentence)), None)


class CitationExtractor:
    """One :class:`CitationFound` a marker, or a year where one bracket holds several works.

    Where markup says what is a citation and of what, it is believed and nothing is guessed
    beside it, unless it leaves more than half of the reference list uncited.
    """

    name = "citations"
    version = "2"
    requires: ClassVar[tuple[type[Span], ...]] = (Sentence, ReferenceFound)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the citations, and what does not fit between text and list."""
        linked = _from_markup(document)
        reached = {index for citation in linked.citations for index in citation.references}
        if not linked.citations or 2 * len(reached) < len(document.layer(ReferenceFound)):
            linked.add(_from_notation(document))
        serving = _Serving.of(document)
        citations = tuple(serving.served(citation) for citation in linked.citations)
        faults = (*linked.faults, *_uncited(document, linked.citations))
        return Found(CitationFound, citations, tuple(faults))


def _from_markup(document: ParsedDocument) -> _Linked:
    linked = _Linked()
    entries = {one.key: i for i, one in enumerate(document.layer(ReferenceFound)) if one.key}
    for marked in document.marked(CitationMarked):
        known = tuple(entries[key] for key in marked.keys if key in entries)
        unknown = [key for key in marked.keys if key not in entries]
        if known:
            linked.citations.append(_citation(marked, tuple(dict.fromkeys(known))))
        if unknown:
            linked.faults.append(_dangling(document.text, marked, ", ".join(unknown)))
    return linked


def _from_notation(document: ParsedDocument) -> _Linked:
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
    )
    for markers in finders:
        for marker in markers:
            yield replace(marker, start=marker.start + block.start, end=marker.end + block.start)


@dataclass(frozen=True, slots=True)
class _Serving:
    """Finds the sentence that a marker serves."""

    sentences: Sequence[Sentence]
    starts: Sequence[int]
    text: str

    @classmethod
    def of(cls, document: ParsedDocument) -> _Serving:
        sentences = document.layer(Sentence)
        return cls(sentences, [sentence.start for sentence in sentences], document.text)

    def served(self, citation: CitationFound) -> CitationFound:
        """Return the citation with the sentence that it serves, and why that cites."""
        index = self.sentence_of(citation)
        if index is None:
            return citation
        function = citation_function(self.sentences[index].clean)
        return replace(citation, sentence=index, function=function)

    def sentence_of(self, marker: Span) -> int | None:
        """Return the index of the sentence served; None in a block without sentences.

        A marker behind a full stop or closing quote serves the sentence before, unless a
        lower-case word goes on from it ("[3] shows that").
        """
        index = bisect_right(self.starts, marker.start) - 1
        if index < 0:
            return None
        sentence = self.sentences[index]
        before = self.text[sentence.start : marker.start]
        opens = marker.start < sentence.end and not re.search(r"\w", before)
        if index and opens and self._stands_behind(index, marker):
            return index - 1
        gap = self.text[sentence.end : marker.start]
        return index if marker.start < sentence.end or "\n\n" not in gap else None

    def _stands_behind(self, index: int, marker: Span) -> bool:
        same_block = self.sentences[index - 1].block == self.sentences[index].block
        goes_on = re.match(r"\s{0,3}[,a-z(]", self.text[marker.end : marker.end + 4])
        bracketed = self.text[marker.start : marker.start + 1] in "[(⁰¹²³⁴⁵⁶⁷⁸⁹"
        return same_block and bracketed and not goes_on


@dataclass(slots=True)
class _Linked:
    citations: list[CitationFound] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, others: _Linked) -> None:
        """Take over what stands clear of the citations that are already there."""
        taken = sorted(self.citations, key=lambda one: one.start)
        self.citations += [one for one in others.citations if not _overlaps(one, taken)]
        self.citations.sort(key=lambda one: one.start)
        self.faults += [fault for fault in others.faults if not _overlaps(fault, taken)]


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
    entries: tuple[_Entry, ...]
    text: str

    @classmethod
    def of(cls, document: ParsedDocument) -> _Linker:
        references = document.layer(ReferenceFound)
        labels: dict[str, int] = {}
        for index, reference in enumerate(references):
            if reference.label:
                labels.setdefault(reference.label, index)
        entries = tuple(_entry(document, reference) for reference in references)
        return cls(labels, any(label.isdigit() for label in labels), entries, document.text)

    def link(self, markers: Sequence[Marker]) -> _Linked:
        """Return citations in text order and the markers that lead nowhere."""
        linked = _Linked()
        self._numeric([m for m in markers if isinstance(m, NumericMarker)], linked)
        self._keys([m for m in markers if isinstance(m, KeyMarker)], linked)
        self._author_year([m for m in markers if isinstance(m, AuthorYearMarker)], linked)
        linked.citations.sort(key=lambda citation: citation.start)
        return linked

    def _numeric(self, markers: list[NumericMarker], linked: _Linked) -> None:
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

    def _listless(self, markers: Sequence[NumericMarker], linked: _Linked) -> None:
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

        And it must reach half of the list, or most of it from the first entry on.
        """
        if style == "bracket":
            return True
        reached = {number for marker in held for number in marker.numbers}
        dense = len(reached) >= 5 and len(reached) >= 0.7 * max(reached)
        many = len(reached) * 2 >= len(self.labels)
        return (many or dense) and len(held) >= 0.9 * len(chosen)

    def _number(self, marker: NumericMarker, linked: _Linked) -> None:
        known = [self.labels[str(n)] for n in marker.numbers if str(n) in self.labels]
        unknown = [n for n in marker.numbers if str(n) not in self.labels]
        if known and (marker.certainty == "sure" or not unknown):
            linked.citations.append(_citation(marker, tuple(known)))
        if unknown and marker.certainty == "sure":
            linked.faults.append(_dangling(self.text, marker, ", ".join(map(str, unknown))))

    def _keys(self, markers: list[KeyMarker], linked: _Linked) -> None:
        for marker in markers:
            known = tuple(
                dict.fromkeys(self.labels[key] for key in marker.keys if key in self.labels)
            )
            if known:
                linked.citations.append(_citation(marker, known))

    def _author_year(self, markers: list[AuthorYearMarker], linked: _Linked) -> None:
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
            if e.year == int(year[0]) and e.families and _same_family(cited[0], e.families[0])
        ]
        if letter:
            found = [(i, e) for i, e in found if e.letter == letter] or [
                (i, e) for i, e in found if not e.letter
            ]
        if len(found) > 1:
            found = [(i, e) for i, e in found if _same_authors(cited, marker.others, e)] or found
        return tuple(i for i, _ in found)


def _overlaps(one: Span | Fault, taken: Sequence[Span]) -> bool:
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


def _same_family(cited: str, listed: str) -> bool:
    """Whether names agree, also where one leaves out particles or a first part."""
    return cited == listed or cited.endswith(" " + listed) or listed.endswith(" " + cited)


def _same_authors(cited: tuple[str, ...], others: bool, entry: _Entry) -> bool:
    if others:
        return len(entry.families) > len(cited) + 1
    return len(entry.families) == len(cited) and all(
        _same_family(a, b) for a, b in zip(cited, entry.families, strict=True)
    )


def _uncited(document: ParsedDocument, citations: Sequence[CitationFound]) -> Iterator[Fault]:
    """Report entries that no citation reaches, once the text's way of citing is understood."""
    reached = {index for citation in citations for index in citation.references}
    if not reached:
        return
    for index, reference in enumerate(document.layer(ReferenceFound)):
        if index not in reached:
            name = reference.label or f"number {index + 1}"
            yield Fault(
                code="uncited-reference",
                start=reference.start,
                end=reference.end,
                message=f"entry {name} of the reference list is not cited in the text",
            )
