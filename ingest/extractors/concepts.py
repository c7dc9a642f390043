"""Mentions of concepts: names, and noun phrases that dependencies join or that recur."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.document import ParsedDocument, Sentence, Span
from ingest.findings import Finding, Found, MentionFound
from ingest.lexicon import drawing
from ingest.lexicon.gazetteer import Gazetteer, load
from ingest.lexicon.said import Placed, terminology


class ConceptExtractor:
    """Finds mentions of models, methods, data sets, organisations, policies and the like.

    Names come from the gazetteer, from acronyms that the document defines (Schwartz and
    Hearst 2003) and from patterns of model names. A noun phrase becomes a concept when a
    dependency ends in it or when it recurs. ``score`` stays None: precision is unmeasured.
    """

    name = "concepts"
    version = "4"
    makes: type[Finding] = MentionFound
    requires: tuple[type[Span], ...] = (Sentence,)

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        """Use ``gazetteer`` in place of the shipped one and the user's."""
        self._gazetteer = gazetteer

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of mentions; they do not overlap.

        Raises:
            UsageError: if the user's gazetteer cannot be read.
        """
        terms = terminology(document, self._gazetteer or load())
        ends = [end for said in terms.said for end in (said.source, said.target)]
        drawn = [
            placed for figure in drawing.figures(document) for placed in figure.terms(terms.lexicon)
        ]
        found = _apart([*ends, *terms.names, *drawn, *terms.recurring])
        return Found(MentionFound, tuple(_mention(placed) for placed in found))


def _apart(candidates: Iterable[Placed]) -> list[Placed]:
    """Drop what overlaps something earlier in the list, or longer where both are of one rank."""
    kept: dict[int, Placed] = {}
    taken: set[int] = set()
    for placed in candidates:
        cells = range(placed.span.start, placed.span.end)
        if taken.isdisjoint(cells):
            taken.update(cells)
            kept[placed.span.start] = placed
    return [kept[start] for start in sorted(kept)]


def _mention(placed: Placed) -> MentionFound:
    term = placed.term
    return MentionFound(
        start=placed.span.start,
        end=placed.span.end,
        key=term.key,
        label=term.label,
        alternatives=term.alternatives,
        kind=term.kind,
    )
