"""Texts as extractors meet them."""

from __future__ import annotations

from ingest.document import ParsedDocument
from ingest.extractors.assertions import AssertionExtractor
from ingest.extractors.citations import CitationExtractor
from ingest.extractors.evidence import EvidenceExtractor
from ingest.extractors.references import ReferenceExtractor
from ingest.extractors.relations import RelationExtractor
from ingest.findings import AssertionFound, EvidenceFound, RelationFound
from ingest.nlp import annotate
from ingest.readers.markdown import READER

EXTRACTORS = (
    ReferenceExtractor(),
    CitationExtractor(),
    AssertionExtractor(),
    EvidenceExtractor(),
    RelationExtractor(),
)


def extracted(text: str) -> ParsedDocument:
    """Return a Markdown text with the layers up to relations."""
    document = annotate(READER.read(text.encode(), "text.md"))
    for extractor in EXTRACTORS:
        found = extractor.extract(document)
        document = document.with_layer(found.layer, found.spans)
    return document


def assertions(text: str) -> tuple[AssertionFound, ...]:
    """Return the assertions of a text."""
    return extracted(text).layer(AssertionFound)


def evidence(text: str) -> list[tuple[EvidenceFound, str | None]]:
    """Return the evidence of a text with the wording of the assertion that it bears on."""
    document = extracted(text)
    claims = document.layer(AssertionFound)
    return [
        (one, claims[one.assertion].wording if one.assertion is not None else None)
        for one in document.layer(EvidenceFound)
    ]


def relations(text: str) -> list[tuple[str, str, str]]:
    """Return kind, source wording and target wording of the relations of a text."""
    document = extracted(text)
    claims = document.layer(AssertionFound)
    return [
        (one.kind, claims[one.source].wording, claims[one.target].wording)
        for one in document.layer(RelationFound)
    ]
