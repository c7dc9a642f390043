"""Markdown: CommonMark with tables, footnotes and front matter."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Final

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from ingest.bibliography.entries import Entry
from ingest.composing import Composer, print_references
from ingest.decoding import decode, is_text, peek
from ingest.document import (
    PROSE,
    CitationMarked,
    Fault,
    Markup,
    Metadata,
    ParsedDocument,
    ReferenceMarked,
)
from ingest.layout import reference_list
from ingest.layout.blocks import reference_blocks, split_prose
from ingest.layout.drawings import is_drawing
from ingest.layout.lines import split_lines
from ingest.layout.markup import inline_marks, quote_marks
from ingest.layout.opening import (
    from_front_matter,
    from_opening,
    is_byline,
    is_names,
    is_section_name,
)
from ingest.layout.pandoc import (
    Bibliography,
    as_note,
    citations,
    read_bibliography,
    with_abstract,
    with_captions,
)
from ingest.readers import Beside, check_length, nothing_beside
from kg.model import Block
from kg.vocab import BlockKind

# Deeper containers than this are an attack or a slip; what they hold is not read.
MAX_NESTING: Final = 40
MAX_FRONT_MATTER: Final = 65_536
_NO_EVIDENCE, _SOME_EVIDENCE, _CLEAR_EVIDENCE = 0.45, 0.55, 0.9
_EVIDENCE: Final = re.compile(
    r"^\#{1,6}[ \t]+\S|^(?:`{3}|~{3})|\*\*[^\s*][^*\n]{0,200}\*\*"
    r"|\[[^\[\]\n]{1,200}\]\(\S{1,500}\)",
    re.MULTILINE,
)
_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(?:.{0,500}\n){0,200}?---[ \t]*\n")
# Pandoc's and Quarto's after a heading: ``{#sec:intro .unnumbered}``, ``{-}``.
_ATTRIBUTES: Final = re.compile(r"(?<=\S)[ \t]{0,9}\{(?:-|[#.][^{}\n]{0,200})\}[ \t]*$")
_DIV: Final = re.compile(r":{3,}")
_BOLD_LINE: Final = re.compile(r"(\*\*|__)[^*_\n]{2,100}\1:?")
_UNCITING: Final = frozenset(
    {BlockKind.FRONT_MATTER, BlockKind.CODE, BlockKind.DIAGRAM, BlockKind.REFERENCE}
)
_PSEUDO_LEVEL: Final = 6
_BYLINE_REACH: Final = 3
_CONTAINERS: Final = {
    "list_item": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTE,
    "footnote_reference": BlockKind.REFERENCE,
}
_LEAVES: Final = {
    "front_matter": BlockKind.FRONT_MATTER,
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "html_block": BlockKind.CODE,
    "table_open": BlockKind.TABLE,
}


@dataclass(frozen=True, slots=True)
class MarkdownReader:
    """Reads Markdown; blocks and marks are spans over the source, which stays as it is."""

    name: str = "markdown"
    media_type: str = "text/markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")

    def sniff(self, data: bytes) -> float:
        """Return how much of Markdown's own marks the content shows."""
        if not is_text(data):
            return 0.0
        text = peek(data)
        evidence = sum(1 for _ in _EVIDENCE.finditer(text)) + 2 * bool(_FRONT_MATTER.match(text))
        return (_NO_EVIDENCE, _SOME_EVIDENCE, _CLEAR_EVIDENCE)[min(evidence, 2)]

    def read(self, data: bytes, name: str, beside: Beside = nothing_beside) -> ParsedDocument:
        """Return the text of ``data`` with its blocks, marks and metadata."""
        text, faults = decode(data, name)
        check_length(text, name)
        source = _Source(text)
        tokens = _parser().parse(text)
        values, bad = _front_matter(tokens)
        stated, useless = from_front_matter(values)
        bibliography = read_bibliography(values, beside)
        blocks = _with_references(source, list(_blocks(source, tokens)))
        blocks = with_captions(text, blocks)
        if bibliography.declared:
            blocks = [as_note(text, block) for block in blocks]
        blocks = with_abstract(text, _with_opening(source, blocks, stated.title))
        marks = _marks(source, blocks)
        document = ParsedDocument(
            text=text,
            media_type=self.media_type,
            blocks=tuple(blocks),
            metadata=_merged(stated, from_opening(text, blocks, marks)),
            faults=(*faults, *bad, *useless, *bibliography.faults, *_too_deep(source, tokens)),
        )
        return _with_bibliography(document.with_layer(Markup, marks), bibliography, name)


class _Source:
    """The text and where its lines start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def span(self, token: Token) -> tuple[int, int]:
        """Return where the lines of a block token stand, without white space around them."""
        first, last = token.map or (0, 0)
        start = self.starts[first]
        words = self.text[start : self.starts[last] - 1]
        start += len(words) - len(words.lstrip())
        return start, start + len(words.strip())


def _parser() -> MarkdownIt:
    """Return a parser of block structure; inline marks are found in the source instead."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    parser.use(front_matter_plugin).use(footnote_plugin)
    parser.use(container_plugin, "div", validate=lambda *_: True)  # pandoc's ``::: {#refs}``
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _blocks(source: _Source, tokens: Sequence[Token]) -> Iterator[Block]:
    containers: list[str] = []
    for index, token in enumerate(tokens):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _CONTAINERS and token.nesting > 0:
            containers.append(name)
        elif name in _CONTAINERS:
            containers.pop()
        elif token.type in _LEAVES:
            yield _leaf(source, token)
        elif token.type == "inline" and token.content:
            yield from _written(source, tokens[index - 1], token, containers)


def _leaf(source: _Source, token: Token) -> Block:
    kind = _LEAVES[token.type]
    if kind is BlockKind.CODE and (
        token.info.strip() == "mermaid" or is_drawing(split_lines(token.content))
    ):
        kind = BlockKind.DIAGRAM
    return Block(kind, *source.span(token))


def _written(
    source: _Source,
    opening: Token,
    inline: Token,
    containers: Sequence[str],
) -> Iterator[Block]:
    start, end = _content(source, opening, inline)
    if opening.type == "heading_open":
        end -= len(source.text[start:end]) - len(_ATTRIBUTES.sub("", source.text[start:end]))
        yield Block(BlockKind.HEADING, start, end, int(opening.tag[1:]))
    elif opening.type == "paragraph_open":
        words = source.text[start:end]
        kind = _CONTAINERS[containers[-1]] if containers else BlockKind.PARAGRAPH
        if kind is BlockKind.REFERENCE:
            start, kind = _footnote(source.text, start, words)
        if is_drawing(split_lines(words)):
            yield Block(BlockKind.DIAGRAM, start, end)
        elif kind is BlockKind.PARAGRAPH and _BOLD_LINE.fullmatch(words):
            yield Block(BlockKind.HEADING, start, end, _PSEUDO_LEVEL)
        elif kind is BlockKind.PARAGRAPH:
            yield from split_prose(source.text, Block(kind, start, end))
        else:
            level = containers.count("list_item") if kind is BlockKind.LIST_ITEM else 0
            yield Block(kind, start, end, level)


def _footnote(text: str, start: int, words: str) -> tuple[int, BlockKind]:
    """Return start and kind of a footnote: with its label, if it is a reference."""
    if not reference_list.looks_like_entry(words):
        return start, BlockKind.FOOTNOTE
    label = text.rfind("[^", text.rfind("\n", 0, start) + 1, start)
    return (label if label >= 0 else start), BlockKind.REFERENCE


def _content(source: _Source, opening: Token, inline: Token) -> tuple[int, int]:
    """Return where the words of an inline token stand, after the marks of its containers."""
    first, *others = inline.content.split("\n")
    line = (inline.map or (0, 0))[0]
    begin, stop = source.starts[line], source.starts[line + 1] - 1
    if opening.markup.startswith("#"):
        begin = source.text.index(opening.markup, begin, stop) + len(opening.markup)
        start = source.text.index(first, begin, stop)
    else:
        start = (
            stop - len(source.text[begin:stop].lstrip(" \t>"))
            if first not in source.text[begin:stop]
            else source.text.rindex(first, begin, stop)
        )
    if not others:
        return start, start + len(first.rstrip())
    stop = source.starts[line + len(others) + 1] - 1
    return start, start + len(source.text[start:stop].rstrip())


def _with_references(source: _Source, blocks: Sequence[Block]) -> list[Block]:
    found: list[Block] = []
    listing = 0  # the level of the heading that we are under, 0 outside of reference lists
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            following = source.text[block.end : block.end + 500].lstrip(" \n=-#*")
            words = source.text[block.start : block.end].strip("*_: ")
            if reference_list.is_heading(words, following):
                listing = block.level
            elif block.level <= listing:
                listing = 0
            found.append(block)
            if listing:
                found.extend(_entries(source, blocks, index))
        elif not listing:
            found.append(block)
    return found


def _entries(source: _Source, blocks: Sequence[Block], index: int) -> Iterator[Block]:
    """Read the lines up to the next heading, for definitions of links make no block."""
    following = next((one for one in blocks[index + 1 :] if one.kind is BlockKind.HEADING), None)
    end = len(source.text)
    if following:
        end = source.starts[bisect_right(source.starts, following.start) - 1]
    lines = split_lines(source.text, blocks[index].end, end)
    yield from reference_blocks([one for one in lines if _is_entry_line(one.text)])


def _is_entry_line(line: str) -> bool:
    return any(map(str.isalnum, line)) and not _DIV.match(line)


def _with_opening(source: _Source, blocks: list[Block], stated: str | None) -> list[Block]:
    first = next(
        (
            index
            for index, block in enumerate(blocks)
            if block.kind not in (BlockKind.FRONT_MATTER, BlockKind.CODE)
        ),
        len(blocks),
    )
    if first == len(blocks) or blocks[first].kind is not BlockKind.HEADING:
        return blocks
    words = source.text[blocks[first].start : blocks[first].end]
    if is_section_name(words) if stated is None else words != stated:
        return blocks
    blocks[first] = replace(blocks[first], kind=BlockKind.TITLE, level=1)
    for index in range(first + 1, min(first + 1 + _BYLINE_REACH, len(blocks))):
        words = source.text[blocks[index].start : blocks[index].end].strip("*_ ")
        if blocks[index].kind is not BlockKind.PARAGRAPH:
            break
        if is_byline(words) or (index == first + 1 and is_names(words)):
            blocks[index] = replace(blocks[index], kind=BlockKind.BYLINE)
    return blocks


def _marks(source: _Source, blocks: Sequence[Block]) -> list[Markup]:
    marks: list[Markup] = []
    for block in blocks:
        if block.kind is BlockKind.QUOTE:
            marks.extend(quote_marks(source.text, block.start, block.end))
        if block.kind in PROSE or block.kind is BlockKind.BYLINE:
            marks.extend(inline_marks(source.text, block.start, block.end))
    return marks


def _with_bibliography(
    document: ParsedDocument, bibliography: Bibliography, name: str
) -> ParsedDocument:
    """Mark the citations and print the list of references below the text, as pandoc does."""
    cited = [
        citation
        for block in document.blocks
        if block.kind not in _UNCITING
        for citation in citations(document.text, block.start, block.end, bibliography)
    ]
    if cited:
        document = document.with_layer(CitationMarked, cited)
    entries = list(bibliography.listed({key for one in cited for key in one.keys}))
    return _with_list(document, entries, name) if entries else document


def _with_list(document: ParsedDocument, entries: list[Entry], name: str) -> ParsedDocument:
    composer = Composer(name)
    if not _ends_with_heading(document):
        with composer.block(BlockKind.HEADING, 1):
            composer.words("References")
    print_references(composer, entries)
    printed = composer.document(document.media_type, Metadata())
    before = document.text + "\n" * (
        2 - min(2, len(document.text) - len(document.text.rstrip("\n")))
    )
    at = len(before)
    blocks = (replace(one, start=one.start + at, end=one.end + at) for one in printed.blocks)
    marked = printed.layer(ReferenceMarked)
    return replace(
        document, text=before + printed.text, blocks=(*document.blocks, *blocks)
    ).with_layer(
        ReferenceMarked,
        (replace(one, start=one.start + at, end=one.end + at) for one in marked),
    )


def _ends_with_heading(document: ParsedDocument) -> bool:
    """Whether the text ends with the heading under which its list of references belongs."""
    last = document.blocks[-1] if document.blocks else None
    if last is None or last.kind is not BlockKind.HEADING:
        return False
    return reference_list.is_heading(document.words(last).strip("*_: "), "")


def _front_matter(tokens: Sequence[Token]) -> tuple[Mapping[str, Any], list[Fault]]:
    if not tokens or tokens[0].type != "front_matter":
        return {}, []
    content = tokens[0].content
    if len(content) > MAX_FRONT_MATTER:
        return {}, [_bad(f"is over {MAX_FRONT_MATTER} characters")]
    try:
        # Every scalar stays a string, so that no value can be costly to make or to print.
        values = yaml.load(content, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        return {}, [_bad(f"is not YAML ({str(error).splitlines()[0]})")]
    if values is not None and not isinstance(values, dict):
        return {}, [_bad("is not a list of keys and values")]
    return values or {}, []


def _bad(what: str) -> Fault:
    return Fault(
        code="bad-front-matter", message=f"the front matter {what}; it is ignored", start=0, end=3
    )


def _merged(stated: Metadata, found: Metadata) -> Metadata:
    missing = {
        name: getattr(found, name)
        for name in ("title", "authors", "year", "doi", "arxiv")
        if not getattr(stated, name)
    }
    return replace(stated, **missing)


def _too_deep(source: _Source, tokens: Sequence[Token]) -> Iterator[Fault]:
    deepest = next((one for one in tokens if one.level >= MAX_NESTING - 1 and one.map), None)
    if deepest:
        start, end = source.span(deepest)
        yield Fault(
            code="nested-too-deep",
            start=start,
            end=end,
            message=f"more than {MAX_NESTING} levels of lists or quotes; "
            "what is deeper is not read",
        )


READER: Final = MarkdownReader()
