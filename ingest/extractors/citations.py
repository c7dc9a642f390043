"""In-text citations: markers, the sentences that they serve, the entries that they denote."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from ingest.bibliography.linking import from_markup, from_notation
from ingest.citing import judgements
from ingest.document import Fault, ParsedDocument, Sentence, Span
from ingest.findings import CitationFound, Finding, Found, ReferenceFound

# A sentence of fewer words does not tell why it cites.
_TELLING: Final = 4


class CitationExtractor:
    """One :class:`CitationFound` a marker, or a year where one bracket holds several works.

    Where markup says what is a citation and of what, it is believed and nothing is guessed
    beside it, unless it leaves more than half of the reference list uncited.
    """

    name = "citations"
    version = "3"
    makes: ClassVar[type[Finding]] = CitationFound
    requires: ClassVar[tuple[type[Span], ...]] = (Sentence, ReferenceFound)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the citations, and what does not fit between text and list."""
        linked = from_markup(document)
        reached = {index for citation in linked.citations for index in citation.references}
        if not linked.citations or 2 * len(reached) < len(document.layer(ReferenceFound)):
            linked.add(from_notation(document))
        serving = _Serving.of(document)
        citations = _judged(
            [serving.served(citation) for citation in linked.citations], serving.sentences
        )
        faults = (*linked.faults, *_uncited(document, linked.citations))
        return Found(CitationFound, citations, tuple(faults))


def _judged(
    citations: Sequence[CitationFound], sentences: Sequence[Sentence]
) -> tuple[CitationFound, ...]:
    """Return the citations, each with why its sentence cites and how probable that is."""
    citing = sorted({one.sentence for one in citations if one.sentence is not None})
    telling = [at for at in citing if len(sentences[at].clean.split()) >= _TELLING]
    said = dict(zip(telling, judgements([sentences[at].clean for at in telling]), strict=True))
    return tuple(
        replace(one, function=said[one.sentence].function, score=said[one.sentence].score)
        if one.sentence in said
        else one
        for one in citations
    )


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
        """Return the citation with the sentence that it serves."""
        return replace(citation, sentence=self.sentence_of(citation))

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
