"""What the chunks of a printed document are, and which of them are one paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from ingest.layout import reference_list
from ingest.layout.pages.chunks import (
    BRACKETED,
    Chunk,
    Habits,
    could_head,
    has_marker,
    heading_level,
    is_caption,
    is_complete,
    is_lettering,
    is_table,
    opens_note,
    part_notes,
)
from ingest.layout.pages.floats import mark_tables
from ingest.layout.pages.geometry import Line
from ingest.layout.pages.listing import entries
from ingest.layout.reference_labels import chain
from kg.vocab import BlockKind

_OUT_OF_FLOW: Final = frozenset({BlockKind.CAPTION, BlockKind.FOOTNOTE, BlockKind.TABLE})
_FIRST_LABEL: Final = re.compile(r"[\[(]?1[\]).]?\s")
_MIN_UNHEADED: Final = 4  # entries
_MAX_UNHEADED: Final = 1_000  # chunks
_HEADING_LEVEL: Final = 2  # the title is level 1
_NAMED_HEADING: Final = re.compile(
    r"(?:abstract|summary|introduction|background|methods?|results?|discussion|conclusions?"
    r"|acknowledge?ments?|references?|bibliography|appendix|materials and methods)\W*",
    re.IGNORECASE,
)
_AFTER_LIST: Final = re.compile(
    r"(?:(?:\d{1,2}|[A-Z]|[IVX]{1,5})[.)]?\s+)?(?:(?:append(?:ix|ices)|annex(?:es)?)\b.*"
    r"|(?:end|foot)?notes|(?:supporting|supplement(?:ary|al)) (?:information|materials?)"
    r"|data availability.*|author contributions|about the authors?|funding)\W*",
    re.IGNORECASE,
)
_NOTES: Final = re.compile(r"(?:end|foot)?notes\W*", re.IGNORECASE)
_FIRST_NOTE: Final = re.compile(r"1[.)]\s")
_NOTES_GAP: Final = 1.8  # of the leading


def structured(chunks: Sequence[Chunk], habits: Habits) -> list[Chunk]:
    """Return the chunks of a document with their kinds, paragraphs joined over columns.

    ``chunks`` are in reading order; those with a kind keep it. Footnotes, captions and
    tables that stand within a paragraph come after it.
    """
    parted = list(_with_notes(chunks, habits))
    listed = list(_with_references(parted, habits))
    for index, chunk in enumerate(listed):
        if chunk.kind is None:
            chunk.kind, chunk.level = _kind(listed, index, habits)
    mark_tables(listed)
    return _flowing(_with_levels(listed), habits)


def _with_notes(chunks: Sequence[Chunk], habits: Habits) -> Iterator[Chunk]:
    """Mark the footnotes: small type at the foot of a column, from a mark on.

    A footnote that the end of its column parts goes on at the foot of the next.
    """
    first_page = chunks[0].first.page if chunks else 0
    lowest = _lowest_of_body(chunks, first_page, habits)
    note: Chunk | None = None
    listing = False
    for place, group in groupby(chunks, key=lambda one: (one.first.page, one.first.region)):
        column = list(group)
        listing = listing or any(_heads_list(one) for one in column)
        if place[0] == first_page and _is_imprint(column, lowest, habits):
            start = 0
        elif listing:
            start = next((n for n, one in enumerate(column) if _has_raised_mark(one)), len(column))
        else:
            goes_on = note is not None and place[0] <= note.last.page + 1
            opening = place[0] == first_page
            start = _notes_start(column, habits, needs_mark=not (opening or goes_on))
        yield from column[:start]
        for part in (part for chunk in column[start:] for part in part_notes(chunk)):
            part.kind = BlockKind.FOOTNOTE
            if note is not None and _is_rest(note, part):
                note.lines.extend(part.lines)
            else:
                yield part
                note = part
            note = None if is_complete(note.text) else note


def _is_rest(note: Chunk, part: Chunk) -> bool:
    """Whether what opens the notes of a column is the rest of a note of the column before."""
    later = part.first.page > note.last.page or part.first.y > note.last.y
    return later and not opens_note(part.first) and _moved_on(note.last, part.first)


def _is_imprint(column: Sequence[Chunk], lowest: float, habits: Habits) -> bool:
    """Whether all of a column is small print below the body of the first page."""
    return column[0].first.y < lowest and all(_is_small(one, habits) for one in column)


def _lowest_of_body(chunks: Sequence[Chunk], page: int, habits: Habits) -> float:
    lines = (line for one in chunks for line in one.lines if line.page == page)
    return min((line.y for line in lines if line.size > habits.body - 0.4), default=0.0)


def _has_raised_mark(chunk: Chunk) -> bool:
    return opens_note(chunk.first) and chunk.first.is_raised(chunk.first.runs[0])


def _heads_list(chunk: Chunk) -> bool:
    return len(chunk.text) < 60 and reference_list.is_heading(chunk.text, "")


def _notes_start(column: Sequence[Chunk], habits: Habits, *, needs_mark: bool) -> int:
    """Return the index of the first footnote of a column; its length without one.

    On the first page, small type at the foot needs no mark: it names funders, copyright and
    addresses.
    """
    start = len(column)
    while start and _is_small(column[start - 1], habits):
        start -= 1
    if start and not needs_mark:
        return start
    return next((n for n in range(start, len(column)) if opens_note(column[n].first)), len(column))


def _is_small(chunk: Chunk, habits: Habits) -> bool:
    return (
        chunk.kind is None
        and chunk.first.size <= habits.body - 0.4
        and not BRACKETED.match(chunk.text)
        and not is_caption(chunk, habits)
        and not is_table(chunk)
    )


def _with_references(chunks: Sequence[Chunk], habits: Habits) -> Iterator[Chunk]:
    """Put the lines of each reference list into one chunk an entry."""
    index, found = 0, False
    unheaded = _unheaded(chunks)
    while index < len(chunks):
        chunk = chunks[index]
        following = chunks[index + 1].text if index + 1 < len(chunks) else ""
        if found and chunk.kind is None and _NOTES.fullmatch(chunk.text):
            chunk.kind, chunk.level = BlockKind.HEADING, 1
        if chunk.kind is None and reference_list.is_heading(chunk.text, following):
            found = True
            chunk.kind, chunk.level = BlockKind.HEADING, heading_level(chunk.text) or 1
            yield chunk
            end = _end_of_list(chunks, index, habits)
            yield from _entries(chunks[index + 1 : end], habits)
            index = end
        elif not found and index == unheaded:
            yield from _entries(chunks[index:], habits)
            return
        else:
            yield chunk
            index += 1


def _unheaded(chunks: Sequence[Chunk]) -> int | None:
    """Return where a list without heading starts at the end of a text, as physicists print it."""
    tail = max(0, len(chunks) - _MAX_UNHEADED)
    numbered = chain([one.text[:20] for one in chunks[tail:]])
    if len(numbered) < _MIN_UNHEADED or not _FIRST_LABEL.match(chunks[tail + numbered[0]].text):
        return None
    dated = sum(reference_list.looks_like_entry(chunks[tail + n].text) for n in numbered)
    return tail + numbered[0] if 2 * dated > len(numbered) else None


def _end_of_list(chunks: Sequence[Chunk], start: int, habits: Habits) -> int:
    listed = chunks[start : start + 2]
    for index in range(start + 1, len(chunks)):
        chunk = chunks[index]
        if chunk.kind is not None:
            continue
        if _is_named_section(chunk):
            return index
        if index > start + 1 and (
            _ends_list(chunk, *listed) or _opens_notes(chunk, chunks[index - 1], listed[1], habits)
        ):
            return index
    return len(chunks)


def _is_named_section(chunk: Chunk) -> bool:
    named = _NAMED_HEADING.fullmatch(chunk.text) or _AFTER_LIST.fullmatch(chunk.text)
    return bool(named) and could_head(chunk) and not reference_list.looks_like_entry(chunk.text)


def _ends_list(chunk: Chunk, heading: Chunk, entry: Chunk) -> bool:
    """Whether a chunk is a heading like the one that the list stands under."""
    if not could_head(chunk) or reference_list.looks_like_entry(chunk.text):
        return False
    size = heading.first.size
    alike = abs(chunk.first.size - size) < 0.3 and chunk.is_bold == heading.is_bold
    told_apart = heading.is_bold or size > entry.first.size + 0.6
    return (alike and told_apart) or chunk.first.size > size + 0.3


def _opens_notes(chunk: Chunk, before: Chunk, entry: Chunk, habits: Habits) -> bool:
    """Whether numbered notes start, set off from a list that is numbered otherwise or not."""
    if not _FIRST_NOTE.match(chunk.text) or _FIRST_NOTE.match(entry.text):
        return False
    gap = _NOTES_GAP * habits.leading_of(chunk.first.size)
    moved = _moved_on(before.last, chunk.first)
    if moved or abs(chunk.first.size - entry.first.size) > 0.6:
        return False
    return is_complete(before.text) and before.last.y - chunk.first.y > gap


def _entries(chunks: Sequence[Chunk], habits: Habits) -> Iterator[Chunk]:
    flowing = [one for one in chunks if one.kind is None and not is_caption(one, habits)]
    sizes: Counter[float] = Counter()
    for one in flowing:
        sizes[one.first.size] += len(one.text)
    size = max(sizes, key=lambda key: sizes[key], default=0.0)
    inside = [one for one in flowing if abs(one.first.size - size) < 1]
    kept = {id(one) for one in inside}
    for lines in entries([line for one in inside for line in one.lines], habits):
        yield Chunk(lines, BlockKind.REFERENCE)
    yield from (one for one in chunks if id(one) not in kept)


def _kind(chunks: Sequence[Chunk], index: int, habits: Habits) -> tuple[BlockKind, int]:
    chunk = chunks[index]
    if is_caption(chunk, habits):
        return BlockKind.CAPTION, 0
    before = next((c for c in reversed(chunks[:index]) if c.kind not in _OUT_OF_FLOW), None)
    if before and _completes(before, chunk):
        return BlockKind.PARAGRAPH, 0
    if is_table(chunk):
        return BlockKind.TABLE, 0
    if _is_heading(chunks, index, habits):
        return BlockKind.HEADING, heading_level(chunk.text) or 0
    if is_lettering(chunk, habits):
        return BlockKind.TABLE, 0
    if has_marker(chunk.text):
        return BlockKind.LIST_ITEM, 1
    return BlockKind.PARAGRAPH, 0


def _completes(before: Chunk, chunk: Chunk) -> bool:
    """Whether a line that opens a column is the end of the paragraph before, such as ``[6].``."""
    return (
        before.kind is BlockKind.PARAGRAPH
        and len(chunk.lines) == 1
        and not is_complete(before.text)
        and is_complete(chunk.text)
        and _moved_on(before.last, chunk.first)
        and abs(before.last.size - chunk.first.size) < 0.6
    )


def _is_heading(chunks: Sequence[Chunk], index: int, habits: Habits) -> bool:
    chunk = chunks[index]
    if not could_head(chunk) or index + 1 == len(chunks):
        return False
    text, size = chunk.text, chunk.first.size
    if _NAMED_HEADING.fullmatch(text):
        return True
    if size > habits.body * 1.06 + 0.3 or chunk.is_bold:
        return not text.endswith(".") or heading_level(text) is not None
    if text.endswith(".") or size < habits.body - 2.5:
        return False
    numbered = heading_level(text) is not None and len(chunk.lines) <= 2
    styled = text.isupper() or all(line.italic for line in chunk.lines)
    surely = numbered and text.isupper()
    likely = (numbered or styled) and _is_short(chunk)
    return (surely or likely) and _precedes_body(chunks, index, habits)


def _is_short(chunk: Chunk) -> bool:
    return len(chunk.lines) <= 2 and chunk.last.slack > 0.1 * (chunk.last.right - chunk.last.left)


def _precedes_body(chunks: Sequence[Chunk], index: int, habits: Habits) -> bool:
    following = chunks[index + 1]
    return abs(following.first.size - habits.body) < 1.5 and not following.text[0].islower()


def _with_levels(chunks: list[Chunk]) -> list[Chunk]:
    """Give headings without number a level by their type: larger and bolder is higher."""
    styles = [_style(one) for one in chunks if one.kind is BlockKind.HEADING]
    numbered: dict[tuple[float, bool], int] = {}
    for one in chunks:
        if one.kind is BlockKind.HEADING and one.level:
            numbered.setdefault(_style(one), one.level)
    ranked = sorted(set(styles), reverse=True)
    for one in chunks:
        if one.kind is BlockKind.HEADING:
            level = one.level or numbered.get(_style(one)) or ranked.index(_style(one)) + 1
            one.level = min(6, _HEADING_LEVEL + level - 1)
    return chunks


def _style(chunk: Chunk) -> tuple[float, bool]:
    return round(chunk.first.size), chunk.is_bold


def _flowing(chunks: Sequence[Chunk], habits: Habits) -> list[Chunk]:
    """Join paragraphs that a column's end parts; what stands between comes after them."""
    found: list[Chunk] = []
    aside: list[Chunk] = []
    for chunk in chunks:
        if chunk.kind in _OUT_OF_FLOW:
            aside.append(chunk)
        elif found and _goes_on(found[-1], chunk, habits):
            found[-1].lines.extend(chunk.lines)
        else:
            found += aside
            aside = []
            found.append(chunk)
    return found + aside


def _goes_on(chunk: Chunk, following: Chunk, habits: Habits) -> bool:
    """Whether a paragraph or list item goes on in the chunk after it."""
    last, first = chunk.last, following.first
    if chunk.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    if following.kind is not BlockKind.PARAGRAPH or abs(last.size - first.size) > 0.6:
        return False
    if not is_complete(last.text):
        return first.text[0].islower() or _moved_on(last, first) or last.text.endswith("-")
    return (
        habits.indents
        and _moved_on(last, first)
        and last.slack < 1.2 * last.size
        and first.indent < 0.5 * first.size
        and len(following.lines) > 1
    )


def _moved_on(last: Line, first: Line) -> bool:
    return (last.page, last.region) != (first.page, first.region)
