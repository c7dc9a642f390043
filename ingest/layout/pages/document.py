"""A printed document as blocks in reading order, with what it says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.document import Metadata
from ingest.layout.pages.chunks import Chunk, chunked, habits_of, indents_paragraphs
from ingest.layout.pages.columns import reading_order, usual_gutter
from ingest.layout.pages.front import Stated, mark_front, metadata
from ingest.layout.pages.furniture import without_furniture
from ingest.layout.pages.geometry import Line
from ingest.layout.pages.glyphs import PrintedPage
from ingest.layout.pages.linking import Cited, Entries, Entry
from ingest.layout.pages.structure import structured
from ingest.layout.pages.wording import Hyphens, Stretch, stretches, unspaced
from kg.vocab import BlockKind


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A block: its words by page and link; ``entry`` is set for an entry of the references."""

    kind: BlockKind
    level: int
    parts: Sequence[Cited]
    entry: Entry | None = None


def read_blocks(
    pages: Sequence[PrintedPage],
    info: Mapping[str, str],
    xmp: Mapping[str, str],
    names: Mapping[tuple[int, int, int], str],
) -> tuple[list[PrintedBlock], Metadata]:
    """Return the blocks of a document in reading order, and its metadata."""
    furniture = without_furniture(pages)
    stated = Stated(info=info, xmp=xmp, turned=pages[0].turned, furniture=furniture)
    body = _body_size(pages)
    usual = usual_gutter([page.runs for page in pages], body)
    lines: list[Line] = []
    for page in pages:
        ordered = reading_order(page.runs, body, usual)
        for line in ordered:
            line.page = page.index
        lines += ordered
    if not lines:
        return [], Metadata()
    habits = habits_of(lines)
    chunks = chunked(lines, habits)
    habits = replace(habits, indents=indents_paragraphs(chunks, habits))
    chunks = structured(mark_front(chunks, habits, stated), habits)
    hyphens = Hyphens(lines)
    worded = [_worded(one, hyphens) for one in chunks]
    texts = ["".join(part.text for part in parts) for parts in worded]
    entries = Entries(chunks, texts, names)
    listed = iter(entries.entries)
    blocks = [
        PrintedBlock(
            kind=chunk.kind or BlockKind.PARAGRAPH,
            level=chunk.level,
            parts=entries.cited(parts),
            entry=next(listed) if chunk.kind is BlockKind.REFERENCE else None,
        )
        for chunk, parts in zip(chunks, worded, strict=True)
    ]
    return blocks, metadata(chunks, texts, stated)


def _worded(chunk: Chunk, hyphens: Hyphens) -> list[Stretch]:
    parts = stretches(chunk.lines, hyphens)
    if chunk.kind is BlockKind.HEADING:
        return [replace(part, text=unspaced(part.text)) for part in parts]
    return parts


def _body_size(pages: Sequence[PrintedPage]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for run in page.runs:
            sizes[round(run.size, 1)] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0
