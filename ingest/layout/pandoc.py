"""Pandoc's citations: how Markdown writes them, and the bibliography that they point into."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Final

import yaml

from ingest.bibliography.entries import Entry
from ingest.decoding import decode
from ingest.document import CitationMarked, Fault
from ingest.layout.markup import lone_image
from kg.errors import RefusedError
from kg.model import Block
from kg.vocab import BlockKind

MAX_BIBLIOGRAPHIES: Final = 20
MAX_YAML: Final = 1_000_000  # characters; what reads YAML takes seconds for so many
ALL: Final = "*"
"""As the key of a citation without text (``nocite``): every entry of the bibliography."""

_YAML: Final = frozenset({".yaml", ".yml"})
# Pandoc's manual: letters, digits, _ and single punctuation marks within; anything in braces.
_KEY: Final = (
    r"(?<![\w@/.])-?@(?:\{(?P<braced>[^{}\s]{1,300})\}"
    r"|(?P<key>\w(?:\w|[:.#$%&+?<>~/-](?=\w)){0,200}))"
)
_TABLE_CAPTION: Final = re.compile(r"(?:[Tt]able)?:[ \t]+(?P<caption>\S.{0,3000})", re.DOTALL)
_ABSTRACT: Final = re.compile(r"^abstract[ \t]{0,9}:", re.IGNORECASE | re.MULTILINE)
# Paragraphs within a value of YAML, without the quotation marks around it.
_PARAGRAPH: Final = re.compile(r"[^\s\"'](?:[^\n]|\n(?![ \t]*\n))*[^\s\"']")
_KEYS: Final = re.compile(_KEY + r"|(?P<all>(?<![\w@])@\*)")
_CITED: Final = re.compile(
    r"\\."
    r"|(?P<ticks>`+)(?!`).{1,500}?(?<!`)(?P=ticks)(?!`)"
    r"|\]\([^()\s]{0,2000}\)"
    r"|<[^<>\s@]{1,20}[:@][^<>\s]{1,2000}>"
    r"|(?<!!)\[(?P<group>[^\[\]]{1,2000})\](?![(\[{:])"
    rf"|(?P<narrative>{_KEY})(?P<locator>[ ]?\[(?!\^)[^\[\]@]{{1,200}}\](?![(\[{{:]))?",
    re.DOTALL,
)
# Numbered figures and the like, which pandoc-crossref and Quarto write as citations.
_CROSS_REFERENCE: Final = re.compile(r"(?:fig|tbl|tab|eq|sec|lst|thm|lem|cor|prp|def|exm)[:-].+")


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What a document's front matter says of its references.

    ``declared`` says that it names some, be it only files that are missing; ``silent`` are
    the keys of entries that are listed without being cited.
    """

    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    declared: bool = False
    silent: frozenset[str] = frozenset()

    def listed(self, cited: Collection[str]) -> Iterator[Entry]:
        """Yield the entries that belong into the document's list of references.

        A file half of which is cited is the document's own, and is listed as it is; out of
        a larger library come those that are cited.
        """
        wanted = self.silent.union(cited)
        reached = sum(entry.key in wanted for entry in self.entries)
        whole = ALL in wanted or 2 * reached >= len(self.entries)
        return (entry for entry in self.entries if whole or entry.key in wanted)


def citations(
    text: str, start: int, end: int, bibliography: Bibliography
) -> Iterator[CitationMarked]:
    """Yield the citations in ``text[start:end]``, the source of one block, in text order.

    ``[see @a, p. 3; -@b]`` is one citation of two entries, ``@a [p. 3]`` one in the sentence.
    Without a bibliography only brackets show that ``@name`` is a key and no person's handle.
    """
    known = {entry.key for entry in bibliography.entries}
    for found in _CITED.finditer(text, start, end):
        narrative = found["narrative"]
        keys = tuple(
            key
            for key in _keys(found["group"] or narrative or "")
            if key in known or not _CROSS_REFERENCE.fullmatch(key)
        )
        if keys and (found["group"] or bibliography.declared):
            yield CitationMarked(start=found.start(), end=found.end(), keys=keys)


def read_bibliography(
    values: Mapping[str, Any], beside: Callable[[str], bytes | None]
) -> Bibliography:
    """Return the bibliography that front matter names (``bibliography``) or holds (``references``).

    ``values`` are strings, or lists and mappings of them. What is missing or cannot be read
    is a fault.
    """
    named = _listed(values.get("bibliography"))[:MAX_BIBLIOGRAPHIES]
    held = values.get("references")
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    for found, problems in (*(_file(one, beside) for one in named), _held(held)):
        faults.extend(problems)
        for entry in found:
            entries.setdefault(entry.key, entry)
    return Bibliography(
        entries=tuple(entries.values()),
        faults=tuple(faults),
        declared=bool(named or held),
        silent=frozenset(_keys(" ".join(_listed(values.get("nocite"))))),
    )


_Found = tuple[tuple[Entry, ...], tuple[Fault, ...]]


def _file(name: str, beside: Callable[[str], bytes | None]) -> _Found:
    data = beside(name)
    if data is None:
        return (), (_fault("missing-bibliography", f"no file {name!r} lies beside the text"),)
    try:
        text, met = decode(data, name)
        entries, faults = _parsed(text, name)
    except RefusedError as error:
        return (), (_fault("bad-bibliography", str(error)),)
    return entries, (*met, *faults)


def _parsed(text: str, name: str) -> _Found:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _YAML:
        return _held(_loaded_yaml(text, name), name)
    parsers = _parsers()
    if suffix not in parsers:
        known = ", ".join((*parsers, *sorted(_YAML)))
        raise RefusedError(f"{name}: is no bibliography by its suffix; give one of {known}")
    return parsers[suffix](text, name)


def _parsers() -> Mapping[str, Callable[[str, str], _Found]]:
    # Slow to load, and most texts name no bibliography.
    from ingest.bibliography.bibtex import parse_bibtex
    from ingest.bibliography.csl import parse_csl
    from ingest.bibliography.ris import parse_ris

    return {".bib": parse_bibtex, ".bibtex": parse_bibtex, ".json": parse_csl, ".ris": parse_ris}


def _loaded_yaml(text: str, name: str) -> Any:
    if len(text) > MAX_YAML:
        raise RefusedError(
            f"{name}: is over {MAX_YAML:,} characters; save it as BibTeX or CSL-JSON"
        )
    try:
        loaded = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise RefusedError(f"{name}: is not YAML ({str(error).splitlines()[0]})") from error
    return loaded.get("references") if isinstance(loaded, dict) else loaded


def _held(items: Any, name: str = "front matter") -> _Found:
    if not isinstance(items, list):
        return (), ()
    from ingest.bibliography.csl import read_items

    return read_items(items, name)


def _listed(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, str) and one]


def _keys(source: str) -> Iterator[str]:
    for found in _KEYS.finditer(source):
        yield found["braced"] or found["key"] or ALL


def _fault(code: str, message: str) -> Fault:
    return Fault(code=code, message=f"bibliography: {message}", start=0, end=3)


def as_note(text: str, block: Block) -> Block:
    """Make a note again of a footnote that looks like a reference."""
    note = block.kind is BlockKind.REFERENCE and text.startswith("[^", block.start)
    return replace(block, kind=BlockKind.FOOTNOTE) if note else block


def with_captions(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Make captions of images that stand alone, and of pandoc's lines beside a table."""
    tables = {number for number, one in enumerate(blocks) if one.kind is BlockKind.TABLE}
    found = []
    for number, block in enumerate(blocks):
        caption = None
        if block.kind is BlockKind.PARAGRAPH:
            caption = lone_image(text, block.start, block.end)
            if caption is None and tables & {number - 1, number + 1}:
                caption = _TABLE_CAPTION.fullmatch(text, block.start, block.end)
        if caption and " " in caption["caption"].strip():  # one word is a file's name
            start, end = caption.span("caption")
            block = Block(BlockKind.CAPTION, start, end)
        found.append(block)
    return found


def with_abstract(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Make paragraphs of an abstract that stands in the front matter."""
    if not blocks or blocks[0].kind is not BlockKind.FRONT_MATTER:
        return list(blocks)
    front = blocks[0]
    paragraphs = list(_abstract(text, front))
    if not paragraphs:
        return list(blocks)
    start, end = paragraphs[0].start, paragraphs[-1].end
    before = replace(front, end=front.start + len(text[front.start : start].rstrip()))
    after = replace(
        front, start=end + len(text[end : front.end]) - len(text[end : front.end].lstrip())
    )
    return [before, *paragraphs, after, *blocks[1:]]


def _abstract(text: str, front: Block) -> Iterator[Block]:
    opening = text.index("\n", front.start) + 1
    values = text[opening : front.end].rpartition("\n")[0]
    if not _ABSTRACT.search(values):
        return
    try:
        node = yaml.compose(values, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return  # which the front matter's reader reports
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if str(key.value).lower() == "abstract" and isinstance(value, yaml.ScalarNode):
            start, end = (opening + mark.index for mark in (value.start_mark, value.end_mark))
            if value.style in ("|", ">"):
                start = text.index("\n", start)
            for found in _PARAGRAPH.finditer(text, start, end):
                yield Block(BlockKind.PARAGRAPH, *found.span())
            return
