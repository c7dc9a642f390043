"""In-text citations: markers, the sentences that they serve, the entries that they denote."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from ingest.bibliography.linking import from_markup, from_notation
from ingest.document import Fault, ParsedDocument, Sentence, Span
from ingest.findings import CitationFound, Found, ReferenceFound
from kg.vocab import CitationFunction

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
        linked = from_markup(document)
        reached = {index for citation in linked.citations for index in citation.references}
        if not linked.citations or 2 * len(reached) < len(document.layer(ReferenceFound)):
            linked.add(from_notation(document))
        serving = _Serving.of(document)
        citations = tuple(serving.served(citation) for citation in linked.citations)
        faults = (*linked.faults, *_uncited(document, linked.citations))
        return Found(CitationFound, citations, tuple(faults))


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
