"""Structure of plain text: headings, paragraphs, lists, drawings, the reference list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from ingest.cleaning import LOST_BREAK
from ingest.layout import reference_list
from ingest.layout.drawings import drawn_ranges
from ingest.layout.lines import Line, paragraphs, split_lines
from ingest.layout.opening import is_byline, is_names, is_section_name
from ingest.layout.sections import section_kind
from kg.model import Block
from kg.vocab import BlockKind, SectionKind

# Plain headings have no depth of their own; the title is level 1.
HEADING_LEVEL: Final = 2
_MAX_HEADING_WORDS: Final = 14
_MAX_WORDS_APART: Final = 22  # after a blank line
_MAX_TITLE_WORDS: Final = 30
_MAX_WORDS_BEFORE_FORMULA: Final = 4
_MAX_WORDS_BEFORE_LOWER: Final = 8
_BYLINE_REACH: Final = 5
_RUN_OF_HEADINGS: Final = 3
# Once or twice it is a slip of the keyboard, or a name in code.
_LOST_BREAKS: Final = 3
_QUOTE_INDENT: Final = 4
# The parts of an article that headings divide further.
_DIVIDED: Final = frozenset({SectionKind.METHOD, SectionKind.RESULT, SectionKind.DISCUSSION})

_RULE: Final = re.compile(r"(?:[-*_=~#] ?){3,}")
_NUMBERED: Final = re.compile(
    r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-Z\"“])|[IVX]{1,5}\.\s+(?=[A-Z])"
)
_NO_HEADING: Final = re.compile(r"[.,;:…]$|https?://|@|\[\d+\]$")
_SEVERAL_NAMES: Final = re.compile(r"[;,&]| and ")
_INLINE_LIST: Final = re.compile(r"[A-Z][^.:!?\n]{1,70}[.:]\s(?=[-–•*]\s)")
_INLINE_ITEM: Final = re.compile(r"(?:(?<=[.:!?;)\"”])\s[-–*]|\s[•‣▪●])\s+(?=[A-Z0-9\"“(\[~])")
_INLINE_REFERENCES: Final = re.compile(
    r"(?<=[\s.!?\"”)])(References|REFERENCES|Bibliography|Works [Cc]ited)\s*:?\s*(?=\[1\])"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of lines on its way to becoming blocks; ``kind`` is None until known."""

    lines: Sequence[Line]
    kind: BlockKind | None = None
    level: int = 0

    @property
    def text(self) -> str:
        first, *more = self.lines
        return " ".join([first.text, *(line.text for line in more)]) if more else first.text

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end


def parse_plain(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text, in order and not overlapping."""
    parts = _classified(_opening_apart(list(_parts(split_lines(text)))))
    return tuple(block for part in parts for block in _blocks(text, part))


def split_prose(text: str, block: Block) -> Iterator[Block]:
    """Part a block whose line holds more than one: inline lists, a reference list.

    ``Limits: - First. - Second.`` becomes a paragraph and two list items; a text that was
    pasted without its line breaks may hold ``… end.References[1] …``.
    """
    words = text[block.start : block.end]
    heading = _INLINE_REFERENCES.search(words)
    if heading:
        at = block.start + heading.start()
        if at > block.start:
            yield from split_prose(text, replace(block, end=_trimmed(text, block.start, at)))
        yield Block(BlockKind.HEADING, at, at + len(heading[1]), HEADING_LEVEL)
        lines = split_lines(text, block.start + heading.end(), block.end)
        yield from reference_blocks(lines)
    else:
        for paragraph in _unpacked(text, block):
            yield from _inline_items(text, paragraph)


def reference_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Return one block for each entry of a reference list."""
    for start, end in reference_list.entries(lines):
        yield Block(BlockKind.REFERENCE, start, end)


def _parts(lines: Sequence[Line]) -> Iterator[_Part]:
    index = 0
    drawn = drawn_ranges(lines)
    for start, end, kind in [*drawn, (len(lines), len(lines), BlockKind.PARAGRAPH)]:
        yield from _prose(lines[index:start], at_end=start == len(lines))
        if end > start:
            yield _Part(lines[start:end], kind)
        index = end


def _prose(lines: Sequence[Line], *, at_end: bool) -> Iterator[_Part]:
    done = 0
    for section in reference_list.find(lines, at_end=at_end):
        first = section.first
        yield from (_Part(group) for group in paragraphs(lines[done:first]))
        if section.headed:
            yield _Part(lines[first : first + 1], BlockKind.HEADING, HEADING_LEVEL)
            first += 1
        yield _Part(lines[first : section.end], BlockKind.REFERENCE)
        done = section.end
    yield from (_Part(group) for group in paragraphs(lines[done:]))


def _classified(parts: list[_Part]) -> list[_Part]:
    parts = _underlined(parts)
    has_title = bool(parts) and _is_title(parts)
    found = []
    for index, part in enumerate(parts):
        if index == 0 and has_title:
            part = replace(part, kind=BlockKind.TITLE, level=1)
        elif (
            part.kind is None and has_title and index <= _BYLINE_REACH and _is_byline(parts, index)
        ):
            part = replace(part, kind=BlockKind.BYLINE)
        elif part.kind is None:
            part = _body(parts, index)
        found.append(part)
    return _nested(found)


def _nested(parts: list[_Part]) -> list[_Part]:
    """Put the headings below Methods and the like one level down, in what is an article.

    Plain headings have no depth; those of an article's own parts are known by their words.
    """
    kinds = [section_kind(part.text) if part.kind is BlockKind.HEADING else None for part in parts]
    if not {SectionKind.METHOD, SectionKind.RESULT} <= set(kinds):
        return parts
    nested, around = [], None
    for part, kind in zip(parts, kinds, strict=True):
        divides = around in _DIVIDED and kind in {None, around}
        if divides and part.kind is BlockKind.HEADING and part.level == HEADING_LEVEL:
            part = replace(part, level=HEADING_LEVEL + 1)
        nested.append(part)
        around = kind or around
    return nested


def _opening_apart(parts: list[_Part]) -> list[_Part]:
    """Part a title from the bylines below it, with no blank line between them."""
    below = takewhile(lambda part: part.kind is None and not part.lines[0].gap, parts[1:])
    opening = [part for part in parts[:1] if part.kind is None]
    opening += below if opening else []
    lines = [line for part in opening for line in part.lines]
    for at in range(1, min(len(lines), _BYLINE_REACH)):
        words = [line.text for line in lines[at : at + _BYLINE_REACH + 1]]
        stated = any(is_byline(one) or _SEVERAL_NAMES.search(one) for one in words)
        if stated and all(is_byline(one) or is_names(one) for one in words):
            bylines = [_Part([line]) for line in lines[at:]]
            return [_Part(lines[:at]), *bylines, *parts[len(opening) :]]
    return parts


def _underlined(parts: list[_Part]) -> list[_Part]:
    """Make headings of underlined lines, and drop rules and underlines."""
    found: list[_Part] = []
    for part in parts:
        first = part.lines[0]
        if part.kind is not None or not _RULE.fullmatch(first.text):
            found.append(part)
        elif not first.gap and found and found[-1].kind is None and len(found[-1].lines) == 1:
            level = 1 if first.text[0] == "=" else 2
            found[-1] = replace(found[-1], kind=BlockKind.HEADING, level=level)
    return found


def _is_title(parts: list[_Part]) -> bool:
    first = parts[0]
    if first.kind is not None:
        return first.kind is BlockKind.HEADING
    words = first.text.split()
    return (
        len(parts) > 1
        and len(first.lines) <= 3
        and len(words) <= _MAX_TITLE_WORDS
        and not _NO_HEADING.search(first.text)
        and not first.lines[0].marker
        and not first.text[0].islower()
        and not is_byline(first.text)
        and not is_section_name(first.text)
    )


def _is_byline(parts: list[_Part], index: int) -> bool:
    text = parts[index].text
    below_title = all(part.kind is None for part in parts[1 : index + 1]) and all(
        is_byline(part.text) or is_names(part.text) for part in parts[1:index]
    )
    return is_byline(text) or (below_title and is_names(text))


def _body(parts: list[_Part], index: int) -> _Part:
    part = parts[index]
    line = part.lines[0]
    if _is_heading(parts, index):
        number = _NUMBERED.match(line.text)
        depth = number[1].count(".") if number and number[1] else 0
        return _Part(part.lines, BlockKind.HEADING, HEADING_LEVEL + depth)
    if line.marker:
        return _Part(part.lines, BlockKind.LIST_ITEM, 1 + min(line.indent // 4, 5))
    quoted = line.text.startswith(">") or (
        len(part.lines) > 1 and all(one.indent >= _QUOTE_INDENT for one in part.lines)
    )
    return _Part(part.lines, BlockKind.QUOTE if quoted else BlockKind.PARAGRAPH)


def _is_heading(parts: list[_Part], index: int) -> bool:
    """A short line that opens something; in a long run of them, only a last one set apart."""
    if not _could_head(parts[index]):
        return False
    following = parts[index + 1 : index + 1 + _RUN_OF_HEADINGS]
    if not following or following[0].kind is BlockKind.REFERENCE:
        return False
    if _goes_on(parts[index].text, following[0].text):
        return False
    before = parts[max(0, index - _RUN_OF_HEADINGS) : index]
    after = sum(1 for _ in takewhile(_could_head, following))
    run = sum(1 for _ in takewhile(_could_head, reversed(before))) + 1 + after
    return run <= _RUN_OF_HEADINGS or (after == 0 and parts[index].lines[0].gap)


def _goes_on(text: str, following: str) -> bool:
    """Whether a sentence leads up to what follows: a formula, or words in lower case."""
    if following.startswith("$$"):
        return len(text.split()) > _MAX_WORDS_BEFORE_FORMULA
    return following[0].islower() and len(text.split()) > _MAX_WORDS_BEFORE_LOWER


def _could_head(part: _Part) -> bool:
    text = part.text
    if part.kind is not None or len(part.lines) > 1 or not any(map(str.isalpha, text)):
        return False
    apart = part.lines[0].gap
    if len(text.split()) > (_MAX_WORDS_APART if apart else _MAX_HEADING_WORDS):
        return False
    numbered = _NUMBERED.match(text)
    if part.lines[0].marker and not numbered:
        return False
    if text.isupper() and len(text) > 2:
        return True
    return (
        text[0].isupper() or text[0] in '"“' or numbered is not None
    ) and not _NO_HEADING.search(text)


def _blocks(text: str, part: _Part) -> Iterator[Block]:
    if part.kind is None:
        raise ValueError("a part has not been classified")
    if part.kind is BlockKind.REFERENCE:
        yield from reference_blocks(part.lines)
        return
    start = part.start
    if part.kind is BlockKind.LIST_ITEM:
        start += part.lines[0].marker
    block = Block(part.kind, start, part.end, part.level)
    if part.kind is BlockKind.PARAGRAPH:
        yield from split_prose(text, block)
    else:
        yield block


def _inline_items(text: str, block: Block) -> Iterator[Block]:
    words = text[block.start : block.end]
    label = _INLINE_LIST.match(words)
    if label is None:
        yield block
        return
    at = [label.end() - 1, *(found.start() for found in _INLINE_ITEM.finditer(words, label.end()))]
    yield replace(block, end=_trimmed(text, block.start, block.start + label.end()))
    for start, end in zip(at, [*at[1:], len(words)], strict=True):
        item = words[start:end]
        begin = start + len(item) - len(item.lstrip(" \n-–•*‣▪●"))
        stop = _trimmed(text, block.start, block.start + end)
        yield Block(BlockKind.LIST_ITEM, block.start + begin, stop, 1)


def _unpacked(text: str, block: Block) -> Iterator[Block]:
    """Part what was pasted without its line breaks: ``… of them.As they …``, many times."""
    breaks = [
        found.end()
        for found in LOST_BREAK.finditer(text, block.start, block.end)
        if found[0][0] != ":"
    ]
    if len(breaks) < _LOST_BREAKS:
        yield block
        return
    for start, end in zip([block.start, *breaks], [*breaks, block.end], strict=True):
        yield replace(block, start=start, end=end)


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())
