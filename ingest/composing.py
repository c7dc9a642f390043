"""Putting together the normalised text of a document that comes as markup.

A reader walks its format and says what stands where; the composer writes the text, one
blank line between blocks and one space for any white space, and keeps the spans.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from ingest.bibliography.entries import Entry, printed
from ingest.document import (
    MAX_CHARACTERS,
    CitationMarked,
    Fault,
    Metadata,
    ParsedDocument,
    ReferenceMarked,
    Span,
)
from kg.errors import RefusedError
from kg.model import Block, Description
from kg.vocab import BlockKind

_SPACE: Final = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
# XML and JSON allow some of these, no text needs them, and terminals obey them.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_BETWEEN: Final = "\n\n"


class Composer:
    """Writes a text block by block.

    Words go to the block that is open; between blocks none is. Opening a block inside
    another ends the words of the outer one, which goes on in a new block afterwards, so
    that blocks follow each other and never overlap; a block without words leaves nothing.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: list[str] = []
        self._length = 0
        self._open: list[tuple[BlockKind, int]] = []
        self._start: int | None = None  # where the words of the open block start
        self._space = False  # white space waits for the next word
        self._blocks: list[Block] = []
        self._spans: dict[type[Span], list[Span]] = {}
        self._waiting: list[Callable[[], None]] = []

    @property
    def position(self) -> int:
        """Where the next word would be written, white space before it left out."""
        if self._start is not None:
            return self._length + self._space
        return self._length + (len(_BETWEEN) if self._length else 0)

    @property
    def end(self) -> int:
        """Where the last word that was written ends."""
        return self._length

    @contextmanager
    def block(self, kind: BlockKind, level: int = 0) -> Iterator[None]:
        """Write what is written inside as a block of its own."""
        self._break()
        self._open.append((kind, level))
        yield
        self._break()
        self._open.pop()
        if not self._open:
            waiting, self._waiting = self._waiting, []
            for write in waiting:
                write()

    def after(self, write: Callable[[], None]) -> None:
        """Have ``write`` called once the outermost open block has ended.

        So a footnote stands behind the paragraph whose sentence it hangs on.
        """
        self._waiting.append(write)

    def words(self, text: str) -> None:
        """Write words into the open block; white space is collapsed, controls are dropped.

        Raises:
            RefusedError: if the text grows beyond ``MAX_CHARACTERS``.
        """
        self._write(_SPACE.sub(" ", _CONTROLS.sub("", text)))

    def lines(self, text: str) -> None:
        """Write lines as they stand, for code and drawings; only controls are dropped.

        Raises:
            RefusedError: if the text grows beyond ``MAX_CHARACTERS``.
        """
        bare = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
        if bare.strip():
            self._put(bare.rstrip())

    def line_break(self) -> None:
        """Go on in a new line of the open block."""
        if self._start is not None:
            self._space = False
            self._put("\n")

    @contextmanager
    def citation(self, keys: Iterable[str]) -> Iterator[None]:
        """Mark what is written inside as an in-text citation of the entries with these keys."""
        before = len(self._parts)
        yield
        written = "".join(self._parts[before:])
        given = tuple(dict.fromkeys(keys))
        if given and written.strip():
            start = self._length - len(written.lstrip())
            self.mark(CitationMarked(start=start, end=self._length, keys=given))

    @contextmanager
    def reference(
        self,
        key: str | None = None,
        label: str | None = None,
        described: Description | None = None,
    ) -> Iterator[None]:
        """Mark what is written inside as an entry of the reference list, a block of its own."""
        with self.block(BlockKind.REFERENCE):
            start = self.position
            yield
            if self._length > start:
                end = self._length
                self.mark(
                    ReferenceMarked(start=start, end=end, key=key, label=label, described=described)
                )

    def mark(self, span: Span) -> None:
        """Add a span to the layer of its class; positions come from :attr:`position`."""
        self._spans.setdefault(type(span), []).append(span)

    def document(
        self, media_type: str, metadata: Metadata, faults: Iterable[Fault] = ()
    ) -> ParsedDocument:
        """Return the text written so far, with its blocks and layers.

        The layers of marked references and citations are made where the markup has any.
        """
        self._break()
        document = ParsedDocument(
            text="".join(self._parts),
            media_type=media_type,
            metadata=metadata,
            blocks=tuple(self._blocks),
            faults=tuple(faults),
        )
        for kind, spans in self._spans.items():
            document = document.with_layer(kind, spans)
        return document

    def _write(self, text: str) -> None:
        words = text.strip(" ")
        if not words:
            self._space = self._space or bool(text)
            return
        if text[0] == " ":
            self._space = True
        self._put(words)
        self._space = text[-1] == " "

    def _put(self, words: str) -> None:
        if self._start is None:
            if not self._open:
                raise ValueError("words stand outside of any block")
            self._append(_BETWEEN if self._length else "")
            self._start = self._length
        elif self._space and self._parts[-1] != "\n":
            self._append(" ")
        self._space = False
        self._append(words)

    def _append(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_CHARACTERS:
            raise RefusedError(
                f"{self._name}: holds more than {MAX_CHARACTERS:,} characters; split it into parts"
            )
        self._parts.append(text)

    def _break(self) -> None:
        """End the words of the open block; white space at its end is not written."""
        if self._start is not None:
            while self._parts[-1] == "\n":
                self._length -= len(self._parts.pop())
            kind, level = self._open[-1]
            self._blocks.append(Block(kind, self._start, self._length, level))
        self._start, self._space = None, False


def print_references(composer: Composer, entries: Iterable[Entry]) -> None:
    """Write entries of a bibliography file as the list of references that they make in print."""
    for entry in entries:
        with composer.reference(key=entry.key, described=entry.described):
            composer.words(printed(entry.described))
