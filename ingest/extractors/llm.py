"""What a language model finds: assertions, evidence and relations, tied to exact words.

Off unless asked for (``kg ingest --extractor llm``). All three are read out of the same answers
(see :mod:`ingest.llm`). What the model words itself is never kept: passage, claim, holder and
hedge are words of the document, the rest is chosen out of closed lists.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from ingest.document import Fault, ParsedDocument, Section, Sentence, Span
from ingest.findings import (
    AssertionFound,
    CitationFound,
    EvidenceFound,
    Extractor,
    Finding,
    Found,
    RelationFound,
)
from ingest.language.cues import WORK_NOUNS
from ingest.language.quantities import quantities
from ingest.language.salience import salience
from ingest.language.situation import Situation, situations
from ingest.language.wording import claim_wording
from ingest.llm.answers import Borne, Linked, Stated
from ingest.llm.parts import Part, Place
from ingest.llm.reading import Read, Reader
from ingest.llm.settings import settings
from kg.model import Quantity

NAME: Final = "llm"
_LEAST_WORDS: Final = 2
_LONGEST_NAME: Final = 80
_EDGES: Final = " \"'.,;:!?()[]"
_AUTHOR: Final = re.compile(r"I|me|we|us", re.IGNORECASE)
_PRONOUN: Final = re.compile(
    r"he|him|she|her|they|them|it|you|one|this|that|these|those|who|which", re.IGNORECASE
)
_BARE_WORK: Final = re.compile(
    rf"(?P<which>the|this|our|my) (?:{'|'.join(sorted(WORK_NOUNS))})s?", re.IGNORECASE
)

# Why something is left out; each ends "3 of the 20 assertions that the model gave ...".
_MALFORMED: Final = "are not of the form asked for"
_NOWHERE: Final = "quote words that do not stand in one place of the text"
_NO_CLAIM: Final = "give a claim that is not part of their quote"
_NO_HOLDER: Final = "give a holder whom the text does not name"
_NO_HEDGE: Final = "give a hedge that is not in their sentence"
_NO_ENDS: Final = "link what was not found"

F = TypeVar("F", bound=Finding)


def extractors(*, offline: bool, folder: Callable[[], Path]) -> tuple[Extractor, ...]:
    """Return the three, as the environment sets them; ``folder`` gives where answers are kept.

    Raises:
        UsageError: if a setting is missing or wrong.
    """
    reader = Reader(settings(os.environ), folder, offline)
    return LlmAssertions(reader), LlmEvidence(reader), LlmRelations(reader)


@dataclass(frozen=True)
class _FromAnswers:
    """What the three share: one name and one version, so that they are one run."""

    reader: Reader
    name = NAME

    @property
    def version(self) -> str:
        """Changes with the prompt and with the model."""
        return self.reader.version


class LlmAssertions(_FromAnswers):
    """Adds assertions; also reports what the model cost and which answers are of no use."""

    makes: type[Finding] = AssertionFound
    requires: tuple[type[Span], ...] = (Section, Sentence)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the assertions of the model that the document bears out.

        Raises:
            RefusedError: if the model cannot be asked, or not within the limits.
            UsageError: if answers cannot be kept.
        """
        read = self.reader.read(document)
        made = (one for _, one in _stated(document, read))
        found, faults = _sifted("assertions", read, made)
        return Found(AssertionFound, found, (*read.faults, *faults), read.spent)


class LlmEvidence(_FromAnswers):
    """Adds evidence, tied to the assertions that the model names."""

    makes: type[Finding] = EvidenceFound
    requires: tuple[type[Span], ...] = (Section, Sentence, AssertionFound, CitationFound)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the evidence; see :meth:`LlmAssertions.extract`."""
        read = self.reader.read(document)
        assertions = _positions(document, read)
        made = (
            _evidence(document, part, one, assertions.get((number, one.claim)))
            for number, (part, reply) in enumerate(read.replies)
            for one in reply.borne
        )
        found, faults = _sifted("evidence", read, made)
        return Found(EvidenceFound, found, faults)


class LlmRelations(_FromAnswers):
    """Adds relations between assertions."""

    makes: type[Finding] = RelationFound
    requires: tuple[type[Span], ...] = (Section, Sentence, AssertionFound)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the relations; see :meth:`LlmAssertions.extract`."""
        read = self.reader.read(document)
        assertions = _positions(document, read)
        made = (
            _relation(
                document,
                one,
                assertions.get((number, one.source)),
                assertions.get((number, one.target)),
            )
            for number, (_, reply) in enumerate(read.replies)
            for one in reply.linked
        )
        found, faults = _sifted("relations", read, made)
        return Found(RelationFound, found, faults)


def _sifted(
    kind: str, read: Read, made: Iterable[F | str]
) -> tuple[tuple[F, ...], tuple[Fault, ...]]:
    """Return the findings, and one fault that counts what is left out, by reason."""
    reasons = Counter({_MALFORMED: sum(reply.malformed.get(kind, 0) for _, reply in read.replies)})
    found = []
    for one in made:
        if isinstance(one, str):
            reasons[one] += 1
        else:
            found.append(one)
    if not reasons.total():
        return tuple(found), ()
    why = ", ".join(f"{number} {reason}" for reason, number in reasons.most_common() if number)
    total = reasons.total() + len(found)
    message = f"{reasons.total()} of the {total} {kind} that the model gave are left out: {why}"
    return tuple(found), (Fault(code=f"llm-{kind}", message=message),)


def _stated(
    document: ParsedDocument, read: Read
) -> Iterator[tuple[tuple[int, int], AssertionFound | str]]:
    """Yield, with its part and id, each assertion of the model, or why it is left out."""
    scenes = tuple(situations(document))
    for number, (part, reply) in enumerate(read.replies):
        for one in reply.stated:
            yield (number, one.id), _assertion(scenes, part, one)


def _positions(document: ParsedDocument, read: Read) -> dict[tuple[int, int | None], int | None]:
    """Return, by part and id, the position of an assertion in its layer, None if it is left out.

    What a rule found before is the same assertion, and stands there in its place. Of several
    with one id the first is meant.
    """
    layer = {_told(one): index for index, one in enumerate(document.layer(AssertionFound))}
    positions: dict[tuple[int, int | None], int | None] = {}
    for key, one in _stated(document, read):
        positions.setdefault(key, None if isinstance(one, str) else layer.get(_told(one)))
    return positions


def _told(one: AssertionFound) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in AssertionFound.TOLD_BY)


def _assertion(scenes: tuple[Situation, ...], part: Part, given: Stated) -> AssertionFound | str:
    place = part.find(given.quote, given.sentence)
    if place is None:
        return _NOWHERE
    scene = scenes[place.index]
    quoted = Part(0, (scene.sentence.clean[place.start : place.end],))
    wording = claim_wording(given.claim)
    if not quoted.says(given.claim) or len(wording.split()) < _LEAST_WORDS:
        return _NO_CLAIM
    if given.hedge is not None and not Part(0, (scene.sentence.clean,)).says(given.hedge):
        return _NO_HEDGE
    if given.holder is not None and not _names(part, given.holder):
        return _NO_HOLDER
    holder, is_work = _holder(given.holder, review=scene.review)
    where = _located(scene.sentence, place)
    return AssertionFound(
        start=where.start,
        end=where.end,
        sentence=place.index,
        wording=wording,
        mode=given.mode,
        polarity=given.polarity,
        kind=given.kind,
        rule=NAME,
        holder=holder,
        holder_is_work=is_work,
        hedge=given.hedge,
        standalone=given.standalone,
        salience=salience(given.quote, scene.place, given.mode, standalone=given.standalone),
    )


def _names(part: Part, holder: str) -> bool:
    """Whether words of the part can name somebody."""
    return (
        len(holder) <= _LONGEST_NAME
        and part.says(holder)
        and not _PRONOUN.fullmatch(holder.strip())
    )


def _holder(name: str | None, *, review: bool) -> tuple[str | None, bool]:
    """Return whom a name means, and whether that is the work under review; None is the author."""
    if name is None:
        return None, False
    work = _BARE_WORK.fullmatch(name)
    if work and review and work["which"].lower() in ("the", "this"):
        return name, True
    own = work is not None and work["which"].lower() != "the"
    return (None, False) if own or _AUTHOR.fullmatch(name) else (name, False)


def _evidence(
    document: ParsedDocument, part: Part, given: Borne, assertion: int | None
) -> EvidenceFound | str:
    place = part.find(given.quote, given.sentence)
    if place is None:
        return _NOWHERE
    sentence = document.layer(Sentence)[place.index]
    where = _located(sentence, place)
    citations = [
        (index, one)
        for index, one in enumerate(document.layer(CitationFound))
        if one.sentence == place.index
    ]
    return EvidenceFound(
        start=where.start,
        end=where.end,
        sentence=place.index,
        kind=given.kind,
        rule=NAME,
        assertion=assertion,
        citation=min(citations, key=lambda one: _distance(where, one[1]), default=(None,))[0],
        quantities=tuple(_quantities(sentence, where, [one for _, one in citations])),
    )


def _distance(where: Span, citation: Span) -> int:
    """Return how far from the end of a passage a citation stands, in characters."""
    return abs(citation.start - where.end)


def _quantities(
    sentence: Sentence, where: Span, citations: Iterable[CitationFound]
) -> Iterator[Quantity]:
    """Yield the quantities of a passage; the numbers of citations measure nothing."""
    for one in quantities(sentence.clean):
        at = sentence.locate(one.start, one.end)
        cited = any(marker.start < at.end and at.start < marker.end for marker in citations)
        if where.contains(at) and not cited:
            yield Quantity(one.value, one.upper, one.unit, one.comparison, at.start, at.end)


def _relation(
    document: ParsedDocument, given: Linked, source: int | None, target: int | None
) -> RelationFound | str:
    if source is None or target is None or source == target:
        return _NO_ENDS
    says = document.layer(AssertionFound)[source]
    return RelationFound(
        start=says.start,
        end=says.end,
        kind=given.kind,
        source=source,
        target=target,
        signals=(NAME,),
    )


def _located(sentence: Sentence, place: Place) -> Span:
    """Return where a place stands in the document: all of the sentence if but marks are left."""
    quote = sentence.clean[place.start : place.end]
    if quote.strip(_EDGES) == sentence.clean.strip(_EDGES):
        return Span(start=sentence.start, end=sentence.end)
    return sentence.locate(place.start, place.end)
