"""Drawings in text: labels, and arrows between them.

Understood are labels one below the other with arrows between (``A``, ``↓``, ``B``), fans
(``├──> B``, nested by indentation), arrows within a line (``A -> B``) and notes in brackets
that say what a label needs (``(requires a teacher)``). A tree without arrow heads, such as a
listing of folders, says nothing about dependencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from ingest import nlp
from ingest.document import ParsedDocument, Span
from ingest.lexicon.casing import sentence_case
from ingest.lexicon.phrases import NOMINAL, Term
from ingest.lexicon.said import Placed
from ingest.lexicon.terms import Lexicon
from kg.model import Block
from kg.vocab import BlockKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DOWN: Final = re.compile(r"[\s│|┃]*(?:[↓⇓▼⬇⭣]|(?:\|\s*)?[vV])[\s│|┃↓⇓▼v]*")
_UP: Final = re.compile(r"[\s│|┃]*[↑⇑▲⬆][\s│|┃↑]*")
_RULE: Final = re.compile(r"[\s│|┃─━┌┐└┘├┤┬┴┼+=_\-]*")
_BRANCH: Final = re.compile(r"[\s│|┃]*(?:[├└┣┗╰+|`]?[─━\-=]*(?:[>→▶➔➜⇒]))\s*")
_INLINE: Final = re.compile(r"\s+(?:[─━\-=]+>|[→▶➔➜⇒]|<[─━\-=]+|[←⇐])\s+")
_BACKWARD: Final = re.compile(r"\s*[<←⇐]")
_NOTE: Final = re.compile(r"\(([^()]*)\)")
_NEEDS: Final = re.compile(
    r"\s*(?:requires?|needs?|depends on|relies on)\s+(?:an?\s+|the\s+)?", re.IGNORECASE
)
_PART: Final = re.compile(r"\s*(?:[/,&+]|\band\b|\bor\b)\s*")
_SIGNS: Final = re.compile(r"[↓⇓▼→▶➔➜⇒↑⇑▲]|[├└┣┗╰][─━]+>")
_EDGES: Final = " \t│|┃*•·[]{}\"'“”"
# Without an article the parser takes "coke ovens" for a clause.
_LEAD: Final = "the "
_LONGEST_LABEL: Final = 200
_MOST_LINES: Final = 400


@dataclass(frozen=True, slots=True)
class Arrow:
    """What a drawing says: ``source`` leads to ``target``, or needs it."""

    kind: str
    source: Span
    target: Span
    rule: str


@dataclass(slots=True)
class Figure:
    """The labels of a drawing, notes on needs included, and its arrows, in document positions."""

    text: str
    labels: list[Span] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)

    def terms(self, lexicon: Lexicon) -> Iterator[Placed]:
        """Yield the terms that the labels name; ``A/B`` names two."""
        places = [
            (label.start + start, label.start + end)
            for label in self.labels
            for start, end in _parts(self.text[label.start : label.end], lexicon)
        ]
        words = [sentence_case(self.text[start:end], lexicon.gazetteer) for start, end in places]
        docs = nlp.load().pipe(_LEAD + one for one in words)
        for (start, _), doc in zip(places, docs, strict=True):
            term = _term(doc, lexicon)
            if term is not None:
                yield Placed(Span(start=start + term.start, end=start + term.end), term)


def figures(document: ParsedDocument) -> list[Figure]:
    """Return the drawings of a document: its diagrams, and code blocks that draw arrows."""
    return [
        _figure(document.text, block)
        for block in document.blocks
        if _is_drawing(document.text[block.start : block.end], block)
    ]


def _is_drawing(words: str, block: Block) -> bool:
    if block.kind is BlockKind.DIAGRAM:
        return True
    return block.kind is BlockKind.CODE and bool(_SIGNS.search(words))


def _figure(text: str, block: Block) -> Figure:
    figure = Figure(text)
    pen = _Pen(figure)
    position = block.start
    for line in text[block.start : block.end].splitlines(keepends=True)[:_MOST_LINES]:
        pen.line(line.rstrip("\r\n"), position)
        position += len(line)
    return figure


class _Pen:
    """Reads a drawing line by line; remembers what stands above.

    ``above`` are the labels that an arrow downwards starts from; ``branches`` are those of
    the fan under way, with the column of each, from the outermost.
    """

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self._root: Span | None = None
        self._leaves: list[Span] = []
        self._branches: list[tuple[int, Span]] = []
        self._direction = 0

    def line(self, line: str, position: int) -> None:
        """Read one line, which starts at ``position`` of the document."""
        if _UP.fullmatch(line) or _DOWN.fullmatch(line):
            self._direction = -1 if _UP.fullmatch(line) else 1
        elif not _RULE.fullmatch(line) and not line.lstrip().startswith(("```", "~~~")):
            branch = _BRANCH.match(line)
            if branch:
                self._branch(line, branch.end(), position)
            else:
                self._level(line, position)

    def _branch(self, line: str, start: int, position: int) -> None:
        label = self._label(line, start, len(line), position)
        if label is None:
            return
        while self._branches and self._branches[-1][0] >= start:
            self._branches.pop()
        parent = self._branches[-1][1] if self._branches else self._root
        if parent is not None:
            self._arrow("enables", parent, label, "drawn-branch")
        self._leaves = [leaf for leaf in self._leaves if leaf != parent] + [label]
        self._branches.append((start, label))
        self._direction = 0

    def _level(self, line: str, position: int) -> None:
        chain = list(self._chain(line, position))
        if not chain:
            return
        root = [self._root] if self._root is not None else []
        for one in (self._leaves or root) if self._direction else ():
            ends = (one, chain[0]) if self._direction > 0 else (chain[0], one)
            self._arrow("enables", *ends, "drawn-arrow")
        self._root, self._leaves, self._branches, self._direction = chain[-1], [], [], 0

    def _chain(self, line: str, position: int) -> Iterator[Span]:
        """Yield the labels of a line, and draw the arrows between them."""
        start, before, sign = 0, None, ""
        for match in [*_INLINE.finditer(line), None]:
            label = self._label(line, start, match.start() if match else len(line), position)
            if label is not None:
                if before is not None:
                    ends = (label, before) if _BACKWARD.match(sign) else (before, label)
                    self._arrow("enables", *ends, "drawn-inline")
                yield label
            before = label
            if match:
                start, sign = match.end(), match[0]

    def _label(self, line: str, start: int, end: int, position: int) -> Span | None:
        words = line[start:end]
        bare = words.partition("(")[0]
        label = _trimmed(bare, position + start)
        if label is None or len(bare) > _LONGEST_LABEL:
            return None
        self._figure.labels.append(label)
        for note in _NOTE.finditer(words):
            self._need(label, note, position + start)
        return label

    def _need(self, label: Span, note: re.Match[str], position: int) -> None:
        verb = _NEEDS.match(note[1])
        need = (
            _trimmed(note[1][verb.end() :], position + note.start(1) + verb.end()) if verb else None
        )
        if need is not None:
            self._figure.labels.append(need)
            self._arrow("requires", label, need, "drawn-need")

    def _arrow(self, kind: str, source: Span, target: Span, rule: str) -> None:
        self._figure.arrows.append(Arrow(kind, source, target, rule))


def _trimmed(words: str, position: int) -> Span | None:
    """Return where ``words`` stand without frames and spaces; None where no letter is left."""
    bare = words.strip(_EDGES)
    if not any(character.isalpha() for character in bare):
        return None
    start = position + words.index(bare)
    return Span(start=start, end=start + len(bare))


def _parts(label: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the stretches of a label that name something: one, or each of ``A/B``."""
    whole = [(0, len(label))]
    if lexicon.gazetteer.find(label) is not None:
        return whole
    cuts = list(_PART.finditer(label))
    edges = [0, *(edge for cut in cuts for edge in cut.span()), len(label)]
    parts = list(zip(edges[::2], edges[1::2], strict=True))
    return parts if all(start < end for start, end in parts) else whole


def _term(doc: Doc, lexicon: Lexicon) -> Term | None:
    """Return what a label, parsed behind its lead, names: the name at its end, or a noun phrase."""
    names = lexicon.names(doc)
    nouns = [token for token in doc if token.pos_ in NOMINAL]
    term = lexicon.phrase(nouns[-1], names) if nouns else None
    term = term or (names[-1] if names else None)
    if term is None or term.start < len(_LEAD):
        return None
    return replace(term, start=term.start - len(_LEAD), end=term.end - len(_LEAD))
