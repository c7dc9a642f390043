"""Writing the words of elements: in-text citations with their ranges, raised numbers, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from ingest.composing import Composer
from ingest.document import Markup
from ingest.xml.works import DASH, Entries
from kg.vocab import BlockKind

_RANGE_MARK: Final = re.compile(rf"\s*[\])]?\s*(?:{DASH}|to|through)\s*[\[(]?\s*")
_LEADING: Final = re.compile(rf"^\s*{DASH}\s*")
_NUMBER: Final = re.compile(r"[\[(]?\d{1,4}[a-z]?[\]),;]*")
_NUMBERS: Final = re.compile(rf"\d[\d\s,;a-z]*(?:{DASH}[\d\s,;a-z]*)*")
_LIST_MARK: Final = re.compile(rf"[\s,;&]*|\s*(?:{DASH}|and)\s*")
_MARK_LENGTH: Final = 16
_TAIL_LENGTH: Final = 48
_LETTERS: Final = re.compile(r"[a-pr-z](?:\s?,\s?[a-pr-z])*")
_RAISED: Final = str.maketrans(
    "0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)
_NOTE_NUMBERS: Final = re.compile(rf"\d{{1,3}}(?:\s?(?:[,;]|{DASH})\s?\d{{1,3}})*")
_WHOLE_WORD: Final = re.compile(r"(?:[^\W\d_]{3}|(?:[^\W\d_]{2}|\d{4})[.,;:!?”\"’)]+)$")


class MarkupWriter:
    """Writes into a composer and keeps in mind what stands just before.

    Numbers and letters that point at entries or notes, and that are raised in print or would
    run into the word before, are written in superscript: ``word¹²``, never ``word12``. So are
    raised numbers behind a whole word, which no markup marks as pointers. All other words,
    such as ``cm2``, are written as they stand in the file.
    """

    def __init__(self, composer: Composer, entries: Entries) -> None:
        self.composer = composer
        self.entries = entries
        self._raised = False  # inside of superscript markup
        self._raising = False  # inside of a number that is written in superscript digits
        self._tail = ""  # the words written last in this block
        self._cited: tuple[str, ...] = ()  # by the pointer before in this block
        self._number = False  # whether that pointer is a number
        self._raised_before = False  # whether that pointer was raised
        self._since = ""  # the words written since that pointer
        self._pending: list[str] = []  # targets of pointers without words

    @property
    def tail(self) -> str:
        """The words written last in the open block, a few dozen characters of them."""
        return self._tail

    @contextmanager
    def block(self, kind: BlockKind, level: int = 0) -> Iterator[None]:
        """Write what is written inside as a block of its own."""
        self._forget()
        with self.composer.block(kind, level):
            yield
        self._forget()

    @contextmanager
    def superscript(self) -> Iterator[None]:
        """Write what is written inside as raised in print."""
        before, self._raised = self._raised, True
        yield
        self._raised = before

    def words(self, text: str | None) -> None:
        """Write words into the open block."""
        if text:
            raised = self._raising or (self._raised and self._is_note_number(text))
            self._tail = (self._tail + text)[-_TAIL_LENGTH:]
            self._since = (self._since + text)[:_MARK_LENGTH]
            self.composer.words(text.translate(_RAISED) if raised else text)

    def sentence(self, kind: BlockKind, text: str | None, level: int = 0) -> None:
        """Write a block that holds ``text`` alone; nothing if there is no text."""
        with self.block(kind, level):
            self.words(text)

    def label(self, text: str | None) -> None:
        """Write the number or mark of an item or note, which is no word of its sentence."""
        if text:
            start = self.composer.position
            self.words(text)
            self._hide(start)
            self.words(" ")
            self._forget()

    def line_break(self) -> None:
        """Go on in a new line of the open block."""
        self.composer.line_break()
        self._forget()

    def space(self) -> None:
        """See that the next words do not run into those before."""
        if self._tail and not self._tail[-1].isspace():
            self.words(" ")

    @contextmanager
    def pointer(self, targets: Sequence[str], words: str) -> Iterator[None]:
        """Mark what is written inside as citing the entries that ``targets`` name.

        ``words`` are those that will be written. Without targets they point at a note.
        Entries inside a range count as cited by its end: in ``[3]–[5]`` the second pointer
        denotes 4 and 5.
        """
        number = bool(_NUMBER.fullmatch(_LEADING.sub("", words)))
        keys = self._keys(targets, words, number) if targets else []
        before, self._raising = self._raising, self._is_raised(words)
        raising, start = self._raising, self.composer.position
        with self.composer.citation(keys):
            yield
        self._raising = before
        if raising and not keys:
            self._hide(start)
        if keys:
            self._cited, self._number, self._since = tuple(keys), number, ""
            self._raised_before = raising

    def silent_pointer(self, targets: Sequence[str], *, followed: bool) -> None:
        """Cite where the file prints nothing: the next pointer of a list takes the targets over.

        Where none follows, the labels of the entries are written in brackets.
        """
        if followed:
            self._pending += targets
            return
        keys = self.entries.resolved([*self._pending, *targets])
        words = f"[{', '.join(self.entries.labels.get(key) or key for key in keys)}]"
        self.space()
        with self.pointer(targets, words):
            self.words(words)

    def hide_hyphen(self) -> None:
        """Mark the hyphen written last as no part of its word, which only a line end made."""
        self._hide(self.composer.end - 1)

    def _hide(self, start: int) -> None:
        """Mark what was written from ``start`` on as no words of the sentence."""
        if self.composer.end > start:
            self.composer.mark(Markup(start=start, end=self.composer.end))

    def _keys(self, targets: Sequence[str], words: str, number: bool) -> list[str]:
        keys = self.entries.resolved([*self._pending, *targets])
        self._pending.clear()
        keys = self.entries.spelled_out(keys, words)
        since = self._since + words[: len(words) - len(_LEADING.sub("", words))]
        if number and self._number and _RANGE_MARK.fullmatch(since):
            return [*self.entries.between(self._cited[-1], keys[0]), *keys]
        return keys

    def _is_raised(self, words: str) -> bool:
        last = self._tail[-1:]
        mark = _NUMBERS.fullmatch(words) or _LETTERS.fullmatch(words)
        if not mark or last in ("[", "("):
            return False
        if self._cited and _LIST_MARK.fullmatch(self._since):
            return self._raised_before
        joined = bool(last) and not last.isspace() and last not in "/-‐–—"
        return self._raised or joined

    def _is_note_number(self, text: str) -> bool:
        """Whether a raised text is numbers of notes or entries by what it stands behind."""
        return bool(_NOTE_NUMBERS.fullmatch(text) and _WHOLE_WORD.search(self._tail))

    def _forget(self) -> None:
        self._tail, self._cited, self._number, self._since = "", (), False, ""
        self._raised_before = False
