"""Evidence: measurements, quotations, examples, experiments and cited results, tied to claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.document import ParsedDocument, Section, Sentence, Span
from ingest.findings import AssertionFound, CitationFound, EvidenceFound, Found
from ingest.language import cues
from ingest.language.neighbours import Neighbours
from ingest.language.quantities import quantities
from kg.model import Quantity
from kg.vocab import BlockKind, CitationFunction, EvidenceKind, Mode

_LEAST_QUOTED_WORDS: Final = 4
_QUOTED: Final = re.compile(r'"(?P<words>[^"]+)"')
_VALIDATES: Final = re.compile(
    r"\b(?:validat|confirm|support|illustrat|demonstrat|show|prov)\w*\s(?:this|these)\b",
    re.IGNORECASE,
)
_COUNTER: Final = re.compile(
    r"^(?:but|yet|however|in contrast|nevertheless|nonetheless|on the contrary)\b"
    r"|\b(?:tells? a different story|suggests? otherwise|is not so)\b",
    re.IGNORECASE,
)
_CONSEQUENCE: Final = re.compile(
    r"^(?:the implication|this (?:shows|means|implies|suggests|creates|proves|indicates)|"
    r"therefore|thus|hence|so|consequently)\b",
    re.IGNORECASE,
)
# A sentence that goes on about what the one before is about.
_ELABORATES: Final = re.compile(
    r"^(?:it|they|he|she|these|their|its|(?:the|this) (?:model|paper|study|system|method|report|"
    r"work|essay|experiment|result|team|author)s?)\b",
    re.IGNORECASE,
)
_EVIDENCE_HEADING: Final = re.compile(
    r"\b(?:evidence|results?|experiments?|findings|data|examples?)\b",
    re.IGNORECASE,
)
_OPENING_CUE: Final = 12
_LEANS_ON: Final = frozenset(
    {None, CitationFunction.SUPPORTS, CitationFunction.DISPUTES, CitationFunction.BACKGROUND}
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a sentence's clean wording that bears on something, and why."""

    start: int
    end: int
    kind: EvidenceKind
    quantities: tuple[Quantity, ...] = ()


class EvidenceExtractor:
    """Finds what claims rest on, and ties it to them by structure.

    ``rule`` names the cue and the tie (``measurement/same-sentence``). Scores stay None
    until a rule's precision has been measured.
    """

    name = "evidence"
    version = "1"
    requires: tuple[type[Span], ...] = (Section, Sentence, AssertionFound, CitationFound)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of evidence."""
        around = Neighbours(document)
        cited = _citations(document)
        found = [
            evidence
            for index, sentence in enumerate(document.layer(Sentence))
            if document.blocks[sentence.block].kind not in {BlockKind.HEADING, BlockKind.TITLE}
            for evidence in _of_sentence(document, around, index, cited.get(index, []))
        ]
        return Found(EvidenceFound, tuple(found))


def _citations(document: ParsedDocument) -> dict[int, list[int]]:
    table: dict[int, list[int]] = {}
    for index, citation in enumerate(document.layer(CitationFound)):
        if citation.sentence is not None:
            table.setdefault(citation.sentence, []).append(index)
    return table


def _of_sentence(
    document: ParsedDocument, around: Neighbours, index: int, cited: list[int]
) -> Iterator[EvidenceFound]:
    sentence = document.layer(Sentence)[index]
    markers = [document.layer(CitationFound)[one] for one in cited]
    for piece in _pieces(sentence, around, index, markers):
        span = sentence.locate(piece.start, piece.end)
        if (piece.start, piece.end) == (0, len(sentence.clean)):
            span = Span(start=sentence.start, end=sentence.end)
        assertion, tie = _tie(document, around, index, piece)
        yield EvidenceFound(
            start=span.start,
            end=span.end,
            sentence=index,
            kind=piece.kind,
            rule=f"{piece.kind}/{tie}",
            assertion=assertion,
            citation=_nearest(span, cited, document),
            quantities=tuple(_moved(one, sentence) for one in piece.quantities),
        )


def _nearest(span: Span, cited: list[int], document: ParsedDocument) -> int | None:
    """Return the citation that stands closest behind or within a span, else any of the sentence."""
    layer = document.layer(CitationFound)
    return min(
        cited,
        key=lambda one: (layer[one].end < span.start, abs(layer[one].start - span.end)),
        default=None,
    )


def _moved(quantity: Quantity, sentence: Sentence) -> Quantity:
    where = sentence.locate(quantity.start, quantity.end)
    return Quantity(
        quantity.value, quantity.upper, quantity.unit, quantity.comparison, where.start, where.end
    )


def _pieces(
    sentence: Sentence, around: Neighbours, index: int, markers: Sequence[CitationFound]
) -> Iterator[_Piece]:
    """Yield what bears on a claim: quotations and numbers, else one weaker kind."""
    text = _masked(sentence, markers)
    attributed = bool(markers) or any(around.assertions[one].holder for one in around.of(index))
    quoted = list(_quotations(text)) if attributed else []
    numbers = quantities(text)
    yield from quoted
    loose = [one for one in numbers if not any(q.start <= one.start < q.end for q in quoted)]
    if loose:
        yield _Piece(
            *_stating(sentence, around, index, loose[0].start),
            EvidenceKind.MEASUREMENT,
            tuple(loose),
        )
    elif not quoted:
        yield from _weaker(sentence, around, index, markers)


def _quotations(text: str) -> Iterator[_Piece]:
    for found in _QUOTED.finditer(text):
        if len(found["words"].split()) >= _LEAST_QUOTED_WORDS:
            inside = tuple(
                one for one in quantities(text) if found.start() <= one.start < found.end()
            )
            yield _Piece(*found.span(), EvidenceKind.QUOTATION, inside)


def _weaker(
    sentence: Sentence, around: Neighbours, index: int, markers: Sequence[CitationFound]
) -> Iterator[_Piece]:
    text = sentence.clean
    whole = (0, len(text))
    states = any(around.assertions[one].mode is not Mode.QUESTIONS for one in around.of(index))
    if cues.EXPERIMENT.search(text):
        yield _Piece(*whole, EvidenceKind.EXPERIMENT)
    elif states and any(one.function in _LEANS_ON for one in markers):
        yield _Piece(*whole, EvidenceKind.CITATION)
    elif states and (cue := cues.EXAMPLE.search(text)):
        yield _Piece(*_example(sentence, cue.start()), EvidenceKind.EXAMPLE)


def _example(sentence: Sentence, cue: int) -> tuple[int, int]:
    """Return the example itself: the sentence that a cue opens, else what the cue introduces."""
    text = sentence.clean
    if cue < _OPENING_CUE:
        return 0, len(text)
    stop = re.compile(r"[);—]|, (?:which|and|but|could|can|are|is|have|has|will)\b|[.]$")
    found = stop.search(text, cue + len("e.g."))
    return cue, found.start() if found else len(text)


def _masked(sentence: Sentence, markers: Sequence[CitationFound]) -> str:
    """Blank out citation markers, so that their numbers measure nothing."""
    return "".join(
        " " if any(one.start <= origin < one.end for one in markers) else letter
        for letter, origin in zip(sentence.clean, sentence.origins, strict=True)
    )


def _stating(sentence: Sentence, around: Neighbours, index: int, position: int) -> tuple[int, int]:
    """Return the clause that states a number, the whole sentence where none was made out."""
    where = sentence.origins[position]
    for one in around.of(index):
        claim = around.assertions[one]
        if claim.start <= where < claim.end:
            inside = [i for i, at in enumerate(sentence.origins) if claim.start <= at < claim.end]
            return inside[0], inside[-1] + 1
    return 0, len(sentence.clean)


def _tie(
    document: ParsedDocument, around: Neighbours, index: int, piece: _Piece
) -> tuple[int | None, str]:
    """Return the assertion that a piece of evidence bears on, and the rule that says so."""
    for rule, assertion in _ties(document, around, index, piece):
        if assertion is not None:
            return assertion, rule
    return None, "untied"


def _ties(
    document: ParsedDocument, around: Neighbours, index: int, piece: _Piece
) -> Iterator[tuple[str, int | None]]:
    text = document.layer(Sentence)[index].clean
    section = around.section(index)
    if section is not None and _EVIDENCE_HEADING.search(section.heading):
        yield "list-under-claim", around.lead_in(index)
    if piece.kind is EvidenceKind.QUOTATION:
        yield from _ties_of_quotation(document, around, index, text)
    if piece.kind is EvidenceKind.EXAMPLE and piece.start == 0:
        yield "example-after-claim", around.before(index)
        yield "example-after-claim", around.just_before_block(index)
    if piece.kind is EvidenceKind.MEASUREMENT and _ELABORATES.match(text):
        yield "elaborates-claim", around.before(index, bare=True)
    yield "same-sentence", _holding(around, index, document.layer(Sentence)[index], piece)
    yield "after-claim", around.before(index)
    yield "list-item", around.lead_in(index)
    yield "under-heading", around.heading(index)


def _ties_of_quotation(
    document: ParsedDocument, around: Neighbours, index: int, text: str
) -> Iterator[tuple[str, int | None]]:
    if _VALIDATES.search(text):
        yield "validates-this", around.before(index)
        yield "validates-this", around.just_before_block(index)
    yield "quoted-in-claim", around.own(index)
    following = _text_after(document, index)
    if _COUNTER.search(following):
        yield "opposed", next(iter(around.of(index)), None)
    if _CONSEQUENCE.search(following):
        yield "before-claim", around.after(index)
    yield "quoted-after-claim", around.before(index, bare=True)
    yield "quoted-after-claim", around.before(index)
    yield "quoted-after-claim", around.just_before_block(index)
    yield "quoted-under-heading", around.heading(index)


def _text_after(document: ParsedDocument, index: int) -> str:
    sentences = document.layer(Sentence)
    return sentences[index + 1].clean if index + 1 < len(sentences) else ""


def _holding(around: Neighbours, index: int, sentence: Sentence, piece: _Piece) -> int | None:
    """Return the assertion that the piece lies in, the author's own before others'."""
    where = sentence.origins[piece.start]
    holding = [
        one
        for one in around.of(index)
        if around.assertions[one].start <= where < around.assertions[one].end
        and around.assertions[one].mode is not Mode.QUESTIONS
    ]
    return next((one for one in holding if around.is_own(one)), holding[0] if holding else None)
