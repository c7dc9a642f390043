"""A document that is being made up, with the records about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from ingest import encoder
from ingest.resolve.relations import keys, packed
from kg.model import Block, Claim, Document, Passage, Record, Run, Signature
from kg.vocab import BlockKind, SectionKind

WIDTH: Final = 384
AROUND: Final = 32


@dataclass
class Text:
    """A text as it grows, with the records about it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    spans: list[tuple[int, int, str, SectionKind]] = field(default_factory=list)
    section: tuple[str, SectionKind] = ("Introduction", SectionKind.INTRODUCTION)

    def block(self, kind: BlockKind, sentences: Sequence[str], level: int = 0) -> list[int]:
        """Add a paragraph; return the numbers of its sentences."""
        begun, numbers = self.length, []
        for sentence in sentences:
            numbers.append(len(self.spans))
            self.spans.append((self.length, self.length + len(sentence), *self.section))
            self._write(sentence + " ")
        self.blocks.append(Block(kind, begun, self.length - 1, level))
        self._write("\n")
        return numbers

    def _write(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)


@dataclass
class Draft:
    """A document, and what has been said of it so far."""

    document: Document
    text: Text
    run: Run
    owned: dict[str, Record] = field(default_factory=dict)
    shared: dict[str, Record] = field(default_factory=dict)

    def on(self, number: int, words: str | None = None) -> dict[str, Any]:
        """Return what a record on a sentence, or on words in it, has in common with others."""
        start, end, section, kind = self.text.spans[number]
        if words is not None:
            start = self.document.text.index(words, start, end)
            end = start + len(words)
        text = self.document.text
        passage = Passage(
            document_id=self.document.id,
            start=start,
            end=end,
            exact=text[start:end],
            prefix=text[max(0, start - AROUND) : start],
            suffix=text[end : end + AROUND],
            section=section,
            section_kind=kind,
        )
        self.owned[passage.id] = passage
        return {
            "document_id": self.document.id,
            "passage_id": passage.id,
            "run_id": self.run.id,
        }

    def own(self, *records: Record) -> None:
        """Keep records of the document."""
        self.owned.update((one.id, one) for one in records)

    def share(self, record: Any) -> Any:
        """Keep a record that others may have too; return it."""
        return self.shared.setdefault(record.id, record)


def signature(claim: Claim, vectors: np.random.Generator) -> Signature:
    """Return what a claim is found by, with a vector by chance in place of its words' own."""
    vector = vectors.standard_normal(WIDTH, np.float32)
    vector /= np.linalg.norm(vector)
    return Signature(claim.id, keys(claim.wording, vector), encoder.encoder_name(), packed(vector))
