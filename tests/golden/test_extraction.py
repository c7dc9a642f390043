"""All that is found in an essay of our own, as one readable file."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from ingest.document import Span
from ingest.findings import (
    AssertionFound,
    CitationFound,
    ClaimDependencyFound,
    DependencyDrawn,
    DependencyFound,
    EvidenceFound,
    MentionFound,
    ReferenceFound,
    RelationFound,
)
from ingest.pipeline import extract
from ingest.sources import FileItem
from tests.conftest import GOLDEN, Golden

LAYERS: tuple[type[Span], ...] = (
    ReferenceFound,
    CitationFound,
    AssertionFound,
    ClaimDependencyFound,
    EvidenceFound,
    RelationFound,
    MentionFound,
    DependencyFound,
    DependencyDrawn,
)
UNSHOWN = frozenset({"start", "end", "extractor", "score"})
"""Scores differ in their last digit from processor to processor."""


def test_extraction(golden: Golden) -> None:
    path = GOLDEN / "engines.md"
    extracted = extract(FileItem("engines.md", path.as_uri(), Path(path)))
    document = extracted.document
    lines = []
    for layer in LAYERS:
        lines.append(f"## {layer.__name__}")
        for index, found in enumerate(document.layer(layer)):
            values = [
                f"{field.name}={value!r}"
                for field in fields(found)
                if field.name not in UNSHOWN
                and (value := getattr(found, field.name)) not in (None, (), field.default)
            ]
            lines.append(f"{index} “{document.words(found)}” {' '.join(values)}")
    golden("engines.txt", "\n".join(lines) + "\n")
