"""Reading short texts with the extractors under test, for concepts, dependencies, diagrams."""

from __future__ import annotations

from ingest import nlp, readers
from ingest.document import ParsedDocument
from ingest.extractors.concepts import ConceptExtractor
from ingest.extractors.dependencies import DependencyExtractor
from ingest.extractors.diagrams import DiagramExtractor
from ingest.findings import DependencyDrawn, DependencyFound, MentionFound

EXTRACTORS = (ConceptExtractor(), DependencyExtractor(), DiagramExtractor())


def read(text: str, name: str = "note.md") -> ParsedDocument:
    """Return ``text`` with the layers of mentions and dependencies."""
    document = nlp.annotate(readers.read(text.encode(), name, None))
    for extractor in EXTRACTORS:
        found = extractor.extract(document)
        document = document.with_layer(found.layer, found.spans)
    return document


def keys(document: ParsedDocument) -> list[str]:
    return [mention.key for mention in document.layer(MentionFound)]


def dependencies(document: ParsedDocument) -> list[DependencyFound]:
    return [*document.layer(DependencyFound), *document.layer(DependencyDrawn)]


def triples(document: ParsedDocument) -> set[tuple[str, str, str]]:
    """Return every dependency as source key, kind, target key."""
    mentions = document.layer(MentionFound)
    return {
        (mentions[one.source].key, one.kind, mentions[one.target].key)
        for one in dependencies(document)
    }
