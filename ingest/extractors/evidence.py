"""Evidence: measurements, quotations, examples, experiments and cited results, tied to claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.document import ParsedDocument, Section, Sentence, Span
from ingest.findings import AssertionFound, CitationFound, EvidenceFound, Finding, Found
from ingest.language import evidence_cues as cues
from ingest.language.evidence_ties import Piece, elaborates, tie
from ingest.language.measured import measured
from ingest.language.neighbours import Neighbours, without_inner
from ingest.language.quantities import quantities
from kg.model import Quantity
from kg.vocab import BlockKind, EvidenceKind, Mode

_LEAST_QUOTED_WORDS: Final = 4
_QUOTED: Final = re.compile(r'"(?P<words>[^"]+)"')
_AT_ISSUE: Final = re.compile(r"\bwhether (?:or not )?$", re.IGNORECASE)
_REACH: Final = 3
# A number or a case that bears on no claim shows nothing.
_OF_A_CLAIM: Final = frozenset({EvidenceKind.MEASUREMENT, EvidenceKind.EXAMPLE})


class EvidenceExtractor:
    """Finds what claims rest on, and ties it to them by structure.

    ``rule`` names the kind with the cue, and the tie (``measurement-share/same-sentence``).
    Scores stay None until a rule's precision has been measured.
    """

    name = "evidence"
    version = "2"
    makes: type[Finding] = EvidenceFound
    requires: tuple[type[Span], ...] = (Section, Sentence, AssertionFound, CitationFound)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of evidence."""
        outer, places = without_inner(document)
        text = _Text(outer)
        pieces = {
            index: found
            for index, sentence in enumerate(text.sentences)
            if document.blocks[sentence.block].kind not in {BlockKind.HEADING, BlockKind.TITLE}
            if (found := tuple(_pieces(text, index)))
        }
        _add_instances(text, pieces)
        tied = (
            one if one.assertion is None else replace(one, assertion=places[one.assertion])
            for one in _tied(text, pieces)
        )
        return Found(EvidenceFound, tuple(tied))


class _Text:
    """A document as the cues see it."""

    def __init__(self, document: ParsedDocument) -> None:
        self.document = document
        self.around = Neighbours(document)
        self.sentences = document.layer(Sentence)
        self.citations = document.layer(CitationFound)
        self._cited: dict[int, list[int]] = {}
        for index, citation in enumerate(self.citations):
            if citation.sentence is not None:
                self._cited.setdefault(citation.sentence, []).append(index)

    def cited(self, sentence: int) -> list[int]:
        """Return the citations of a sentence."""
        return self._cited.get(sentence, [])

    def markers(self, sentence: int) -> list[CitationFound]:
        """Return the citation markers of a sentence."""
        return [self.citations[one] for one in self.cited(sentence)]

    def quantities(self, sentence: int) -> tuple[Quantity, ...]:
        """Return the measurements in a sentence; numbers in citation markers measure nothing."""
        return quantities(_masked(self.sentences[sentence], self.markers(sentence)))

    def states(self, sentence: int) -> bool:
        """Whether a sentence puts something forward."""
        said = (self.around.assertions[one] for one in self.around.of(sentence))
        return any(one.mode is not Mode.QUESTIONS for one in said)


def _tied(text: _Text, pieces: dict[int, tuple[Piece, ...]]) -> Iterator[EvidenceFound]:
    """Yield the evidence in text order, each piece with the assertion that it bears on."""
    elsewhere: set[int] = set()
    for index in sorted(pieces):
        for piece in pieces[index]:
            assertion, rule = tie(text.around, index, piece, elsewhere)
            if assertion is None and piece.kind in _OF_A_CLAIM:
                continue
            if assertion is not None and text.around.assertions[assertion].sentence != index:
                elsewhere.add(index)
            yield _found(text, index, piece, assertion, rule)


def _found(
    text: _Text, index: int, piece: Piece, assertion: int | None, rule: str
) -> EvidenceFound:
    sentence = text.sentences[index]
    span = sentence.locate(piece.start, piece.end)
    if (piece.start, piece.end) == (0, len(sentence.clean)):
        span = Span(start=sentence.start, end=sentence.end)
    return EvidenceFound(
        start=span.start,
        end=span.end,
        sentence=index,
        kind=piece.kind,
        rule=f"{piece.kind}-{piece.cue}/{rule}",
        assertion=assertion,
        citation=_nearest(span, text.cited(index), text.citations),
        quantities=tuple(_moved(one, sentence) for one in _measured_by(text, index, piece)),
    )


def _measured_by(text: _Text, index: int, piece: Piece) -> Iterator[Quantity]:
    """Yield the quantities that a piece gives: those inside it, a measurement's all."""
    quoted = [(one.start, one.end) for one in _quotations(text.sentences[index].clean)]
    for one in text.quantities(index):
        inside = piece.start <= one.start < piece.end
        loose = not any(start <= one.start < end for start, end in quoted)
        if inside if piece.kind is not EvidenceKind.MEASUREMENT else loose:
            yield one


def _nearest(span: Span, cited: list[int], layer: Sequence[CitationFound]) -> int | None:
    """Return the citation that stands closest behind or within a span, else any of the sentence."""
    return min(
        cited,
        key=lambda one: (layer[one].end < span.start, abs(layer[one].start - span.end)),
        default=None,
    )


def _moved(quantity: Quantity, sentence: Sentence) -> Quantity:
    """Return a quantity at its place in the document, with what it is a measure of."""
    where = sentence.locate(quantity.start, quantity.end)
    name = measured(sentence.parse, quantity.start, quantity.end, quantity.unit)
    said = sentence.clean[slice(*name)] if name else None
    return replace(quantity, start=where.start, end=where.end, measured=said)


def _pieces(text: _Text, index: int) -> Iterator[Piece]:
    """Yield what bears on a claim: quotations and what is beside them, else one piece."""
    clean = text.sentences[index].clean
    said = text.around.of(index)
    attributed = text.cited(index) or any(text.around.assertions[one].holder for one in said)
    quoted = list(_quotations(clean)) if attributed else []
    yield from quoted
    beside = [
        one
        for one in text.quantities(index)
        if not any(q.start <= one.start < q.end for q in quoted)
    ]
    piece = _listed(text, index) or _opening_example(clean)
    if piece is None and beside:
        piece = _measured(text, index, beside[0])
    if piece is None and not quoted:
        piece = _weaker(text, index)
    if piece is not None:
        yield piece


def _quotations(clean: str) -> Iterator[Piece]:
    for found in _QUOTED.finditer(clean):
        long = len(found["words"].split()) >= _LEAST_QUOTED_WORDS
        if long and not _AT_ISSUE.search(clean, 0, found.start()):
            yield Piece(*found.span(), EvidenceKind.QUOTATION, "quoted")


def _listed(text: _Text, index: int) -> Piece | None:
    """Return an item of a list of examples; lists of evidence say by their words of what kind."""
    above = text.around.above_list(index)
    if above is None or cues.announces(text.sentences[above].clean) != "example":
        return None
    return Piece(0, len(text.sentences[index].clean), EvidenceKind.EXAMPLE, "listed")


def _opening_example(clean: str) -> Piece | None:
    if not cues.opening_example(clean):
        return None
    return Piece(0, len(clean), EvidenceKind.EXAMPLE, "announced")


def _measured(text: _Text, index: int, first: Quantity) -> Piece | None:
    sentence = text.sentences[index]
    clean = sentence.clean
    cue = cues.measurement_cue(clean)
    if cue is None and (text.around.under_evidence(index) or elaborates(clean)):
        cue = "amount"
    if cue is None:
        return None
    if _told(text, index):
        return Piece(0, len(clean), EvidenceKind.CITATION, "told")
    return Piece(
        *_stating(sentence, text.around, index, first.start), EvidenceKind.MEASUREMENT, cue
    )


def _told(text: _Text, index: int) -> bool:
    """Whether a sentence opens with the work that found what it tells."""
    sentence = text.sentences[index]
    ends = (sum(origin < one.end for origin in sentence.origins) for one in text.markers(index))
    return any(cues.tells(sentence.clean, end) for end in ends)


def _weaker(text: _Text, index: int) -> Piece | None:
    clean = text.sentences[index].clean
    whole = (0, len(clean))
    if text.states(index):
        if text.cited(index) and _told(text, index):
            return Piece(*whole, EvidenceKind.CITATION, "told")
        found = (cues.citation_cue(clean, one.function) for one in text.markers(index))
        if cue := next((one for one in found if one), None):
            return Piece(*whole, EvidenceKind.CITATION, cue)
    # What was done is no claim of its own, but what came of it bears on one.
    if cue := cues.experiment_cue(clean):
        return Piece(*whole, EvidenceKind.EXPERIMENT, cue)
    where = cues.announced_example(clean) if text.states(index) else None
    return None if where is None else Piece(*where, EvidenceKind.EXAMPLE, "aside")


def _add_instances(text: _Text, pieces: dict[int, tuple[Piece, ...]]) -> None:
    """Add sentences that name cases of what a sentence before them says of cases in general."""
    for index, sentence in enumerate(text.sentences):
        if index not in pieces and _is_instance(text, index):
            whole = Piece(0, len(sentence.clean), EvidenceKind.EXAMPLE, "instance")
            pieces[index] = (whole,)


def _is_instance(text: _Text, index: int) -> bool:
    sentence = text.sentences[index]
    names = sum(token.pos_ == "PROPN" for token in sentence.parse)
    if not cues.names_an_instance(sentence.clean, names):
        return False
    for before in range(index - 1, max(-1, index - 1 - _REACH), -1):
        if text.sentences[before].block != sentence.block:
            return False
        if cues.generalises(text.sentences[before].clean):
            return True
    return False


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
