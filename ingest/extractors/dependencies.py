"""Dependencies that sentences state: who says that what rests on what, and how."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.document import ParsedDocument, Sentence, Span
from ingest.findings import DependencyFound, Found, MentionFound
from ingest.lexicon.gazetteer import Gazetteer, load
from ingest.lexicon.places import MentionIndex
from ingest.lexicon.said import Said, Terminology


class DependencyExtractor:
    """Finds dependencies by frames over a parse (see :mod:`ingest.lexicon.frames`).

    The span is the sentence. ``mode`` and ``polarity`` say whether the author asserts it,
    somebody else does, or it is only supposed; ``hedge`` is the written cue.
    """

    name = "dependencies"
    version = "1"
    requires: tuple[type[Span], ...] = (Sentence, MentionFound)

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        """Use ``gazetteer`` in place of the shipped one and the user's."""
        self._gazetteer = gazetteer

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of stated dependencies, one for each frame, source and target.

        Raises:
            UsageError: if the user's gazetteer cannot be read.
        """
        terms = Terminology(document, self._gazetteer or load())
        mentions = MentionIndex(document.layer(MentionFound))
        found = {
            _identity(one): one for said in terms.said for one in _dependency(terms, mentions, said)
        }
        return Found(DependencyFound, tuple(found.values()))


def _dependency(
    terms: Terminology, mentions: MentionIndex, said: Said
) -> Iterator[DependencyFound]:
    source, target = mentions.at(said.source.span), mentions.at(said.target.span)
    if source is None or target is None or mentions.same(source, target):
        return
    statement = said.statement
    sentence = terms.sentences[statement.sentence]
    yield DependencyFound(
        start=sentence.start,
        end=sentence.end,
        kind=statement.frame.kind,
        source=source,
        target=target,
        mode=statement.mode,
        polarity=statement.polarity,
        hedge=statement.hedge,
        rule=statement.frame.id + ("+anaphor" if statement.inferred else ""),
    )


def _identity(one: DependencyFound) -> tuple[object, ...]:
    return one.start, one.kind, one.source, one.target, one.polarity
