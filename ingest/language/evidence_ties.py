"""Which claim a piece of evidence bears on, by discourse structure rather than by nearness alone.

What an author reports of others serves what the author said before it; an example serves the
sentence that it is an example of; a quotation serves the claim before it, or the one drawn from it
behind it; items of a list serve what the list was announced for. Sentences that bring evidence
themselves are passed over on the way back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from ingest.document import Sentence
from ingest.language import evidence_cues as cues
from ingest.language.neighbours import Neighbours
from kg.vocab import EvidenceKind, Mode

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
    r"these (?:\w+ )?(?:results|findings|observations|data|numbers)|"
    r"therefore|thus|hence|so|consequently)\b",
    re.IGNORECASE,
)
# A sentence that goes on about what the one before is about.
_ELABORATES: Final = re.compile(
    r"^(?:it|they|he|she|these|their|its|(?:the|this) (?:model|paper|study|system|method|report|"
    r"work|essay|experiment|result|team|author)s?)\b",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(r"^(?:he|she|they)\b", re.IGNORECASE)
_AGREES: Final = re.compile(
    r"^(?:(?:similar|the same|comparable) (?:effects?|findings?|patterns?|results?|trends?)|"
    r"similarly|likewise|in (?:support|agreement))\b",
    re.IGNORECASE,
)
_NEAR_OPENING: Final = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence's clean wording that bears on something; ``cue`` says why."""

    start: int
    end: int
    kind: EvidenceKind
    cue: str


def elaborates(text: str) -> bool:
    """Whether a sentence goes on about the subject of the one before."""
    return bool(_ELABORATES.match(text))


def tie(
    around: Neighbours, index: int, piece: Piece, bringing: Collection[int]
) -> tuple[int | None, str]:
    """Return the assertion that a piece of sentence ``index`` bears on, and the rule that says so.

    ``bringing`` are the sentences before that bring evidence for others. The assertion is None
    where nothing says.
    """
    for rule, assertion in _Ties(around, index, piece, bringing).by_precedence():
        if assertion is not None:
            return assertion, rule
    return None, "untied"


@dataclass(frozen=True, slots=True)
class _Ties:
    around: Neighbours
    index: int
    piece: Piece
    bringing: Collection[int]

    @property
    def _sentences(self) -> tuple[Sentence, ...]:
        return self.around.document.layer(Sentence)

    @property
    def _text(self) -> str:
        return self._sentences[self.index].clean

    def by_precedence(self) -> Iterator[tuple[str, int | None]]:
        """Yield what each rule that applies proposes, the most telling rule first."""
        around, index = self.around, self.index
        if self.piece.cue == "listed" or around.under_evidence(index):
            yield "list-under-claim", self._announced()
        if self.piece.kind is EvidenceKind.QUOTATION:
            yield from self._of_quotation()
        elif self._serves_what_was_said():
            if self.piece.kind is not EvidenceKind.EXAMPLE and _CONSEQUENCE.match(
                self._following()
            ):
                yield "before-claim", around.after(index)
            yield self._after(), self._before()
        if self.piece.kind is EvidenceKind.MEASUREMENT and elaborates(self._text):
            yield "elaborates-claim", self._before()
        yield "same-sentence", self._holding()
        yield "after-claim", self._before()
        yield "list-item", around.lead_in(index)
        yield "under-heading", around.heading(index)

    def _of_quotation(self) -> Iterator[tuple[str, int | None]]:
        around, index = self.around, self.index
        following = self._following()
        if _VALIDATES.search(self._text):
            yield "validates-this", around.before(index)
        if _CONSEQUENCE.search(following):
            yield "before-claim", around.after(index)
        if _COUNTER.search(following):
            if _PERSON.match(self._text):
                yield "opposed", around.view_before(index)
            yield "opposed", next(iter(around.of(index)), None)
        yield "quoted-after-claim", self._before()
        yield "quoted-in-claim", around.own(index)
        yield "quoted-after-claim", around.before(index)
        yield "quoted-under-heading", around.heading(index)

    def _serves_what_was_said(self) -> bool:
        """Whether a sentence brings evidence for another: an example, or what others found."""
        if self.piece.kind is EvidenceKind.EXAMPLE:
            return self.piece.cue != "aside" or cues.example_within(self._text, _NEAR_OPENING)
        if self.piece.kind is EvidenceKind.EXPERIMENT:
            return True
        return self._is_report() or bool(
            _AGREES.match(self._text) or cues.example_within(self._text, _NEAR_OPENING)
        )

    def _is_report(self) -> bool:
        said = self.around.of(self.index)
        foreign = bool(said) and all(
            self.around.assertions[one].mode is Mode.REPORTS
            and not self.around.assertions[one].holder_is_work
            for one in said
        )
        return foreign or self.piece.cue == "told"

    def _after(self) -> str:
        return (
            "example-after-claim"
            if self.piece.kind is EvidenceKind.EXAMPLE
            else "report-after-claim"
        )

    def _before(self) -> int | None:
        """Return the last own claim before, past sentences that bring evidence; else with them."""
        return self.around.before(self.index, passing=self.bringing)

    def _announced(self) -> int | None:
        """Return the claim that a list was announced for: that of its lead-in, or one before it."""
        above = self.around.above_list(self.index)
        if above is None:
            return None
        said = self.around.of(above)
        return said[-1] if said else self.around.before(above)

    def _following(self) -> str:
        after = self.index + 1
        return self._sentences[after].clean if after < len(self._sentences) else ""

    def _holding(self) -> int | None:
        """Return the assertion that the piece lies in, the author's own before others'."""
        assertions = self.around.assertions
        where = self._sentences[self.index].origins[self.piece.start]
        holding = [
            one
            for one in self.around.of(self.index)
            if assertions[one].start <= where < assertions[one].end
            and assertions[one].mode is not Mode.QUESTIONS
        ]
        own = (one for one in holding if self.around.is_own(one))
        return next(own, holding[0] if holding else None)
