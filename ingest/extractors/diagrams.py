"""Dependencies that drawings show."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ingest.document import ParsedDocument, Sentence, Span
from ingest.findings import DependencyFound, Found, MentionFound
from ingest.lexicon.drawing import Arrow, figures
from ingest.lexicon.places import MentionIndex


class DiagramExtractor:
    """Adds to the dependencies those of drawings (see :mod:`ingest.lexicon.drawing`).

    An arrow from A to B is read as "A enables B". The span runs from the one label to the
    other. What stands in the layer already is kept.
    """

    name = "diagrams"
    version = "1"
    requires: tuple[type[Span], ...] = (Sentence, MentionFound, DependencyFound)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of dependencies with the drawn ones added."""
        mentions = MentionIndex(document.layer(MentionFound))
        drawn = {(one.source, one.target, one.kind): one
                 for figure in figures(document) for arrow in figure.arrows
                 for one in _dependencies(mentions, arrow)}
        return Found(DependencyFound, (*document.layer(DependencyFound), *drawn.values()))


def _dependencies(mentions: MentionIndex, arrow: Arrow) -> Iterator[DependencyFound]:
    start = min(arrow.source.start, arrow.target.start)
    end = max(arrow.source.end, arrow.target.end)
    for source, target in product(mentions.within(arrow.source), mentions.within(arrow.target)):
        if not mentions.same(source, target):
            yield DependencyFound(start=start, end=end, kind=arrow.kind, source=source,
                                  target=target, rule=arrow.rule)
