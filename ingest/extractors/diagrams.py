"""Dependencies that drawings show."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ingest.document import ParsedDocument, Sentence, Span
from ingest.findings import DependencyDrawn, Finding, Found, MentionFound
from ingest.lexicon.drawing import Arrow, figures
from ingest.lexicon.places import MentionIndex


class DiagramExtractor:
    """Finds dependencies in drawings (see :mod:`ingest.lexicon.drawing`).

    An arrow from A to B is read as "A enables B". The span runs from the one label to the
    other.
    """

    name = "diagrams"
    version = "1"
    makes: type[Finding] = DependencyDrawn
    requires: tuple[type[Span], ...] = (Sentence, MentionFound)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of drawn dependencies."""
        mentions = MentionIndex(document.layer(MentionFound))
        drawn = {
            (one.source, one.target, one.kind): one
            for figure in figures(document)
            for arrow in figure.arrows
            for one in _dependencies(mentions, arrow)
        }
        return Found(DependencyDrawn, tuple(drawn.values()))


def _dependencies(mentions: MentionIndex, arrow: Arrow) -> Iterator[DependencyDrawn]:
    start = min(arrow.source.start, arrow.target.start)
    end = max(arrow.source.end, arrow.target.end)
    for source, target in product(mentions.within(arrow.source), mentions.within(arrow.target)):
        if not mentions.same(source, target):
            yield DependencyDrawn(
                start=start, end=end, kind=arrow.kind, source=source, target=target, rule=arrow.rule
            )
