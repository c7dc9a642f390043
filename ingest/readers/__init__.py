"""Readers: one module a format, found through the entry points ``claimgraph.readers``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from pathlib import PurePath
from typing import Final, Protocol, runtime_checkable

from ingest.document import MAX_CHARACTERS, ParsedDocument
from kg.errors import RefusedError, UsageError

GROUP: Final = "claimgraph.readers"
# Scanned-in figures make papers large; what is read out of them has a limit of its own.
MAX_BYTES: Final = 100_000_000
# Less than any two readers differ by when the content speaks for one of them.
_SUFFIX_WEIGHT: Final = 0.1


Beside = Callable[[str], bytes | None]
"""Gives the bytes of a file that lies beside a document, by its relative name, or None."""


def nothing_beside(_: str) -> None:
    """Say that no file lies beside the document."""


@runtime_checkable
class Reader(Protocol):
    """One input format.

    ``suffixes`` are in lower case with their dot. ``sniff`` says how well the content fits:
    0 not at all, 0.5 nothing speaks for it or against it, 1 beyond doubt; it looks at the
    beginning only. ``read`` raises RefusedError for what it cannot read; ``beside`` gives it
    the files that the document names, such as its bibliography.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]

    def sniff(self, data: bytes) -> float:
        """Return how well the content fits this format, in [0, 1]."""
        ...

    def read(self, data: bytes, name: str, beside: Beside) -> ParsedDocument:
        """Return the text of ``data`` with its blocks and metadata."""
        ...


def read(
    data: bytes, name: str, reader: str | None = None, beside: Beside = nothing_beside
) -> ParsedDocument:
    """Read ``data`` by the reader that its content fits best, its suffix second.

    ``name`` is a file name for messages and for its suffix; ``reader`` names the reader
    to use instead.

    Raises:
        RefusedError: if the input is empty, too large, or in no known format.
        UsageError: if there is no reader of that name.
    """
    check_size(len(data), name)
    document = _choose(data, name, reader).read(data, name, beside)
    check_length(document.text, name)
    if not any(character.isalpha() for character in document.text):
        raise RefusedError(f"{name}: holds no words; give a text with sentences")
    return document


def check_size(size: int, name: str) -> None:
    """Refuse ``size`` bytes if they are none or over ``MAX_BYTES``, before they are read.

    Raises:
        RefusedError: with the size and the limit.
    """
    if size == 0:
        raise RefusedError(f"{name}: is empty; give a text with sentences")
    if size > MAX_BYTES:
        raise RefusedError(
            f"{name}: {size:,} bytes are over the limit of {MAX_BYTES:,}; split it into parts"
        )


def check_length(text: str, name: str) -> None:
    """Refuse a text of more than ``MAX_CHARACTERS``.

    Raises:
        RefusedError: with the length and the limit.
    """
    if len(text) > MAX_CHARACTERS:
        raise RefusedError(
            f"{name}: {len(text):,} characters are over the limit of "
            f"{MAX_CHARACTERS:,}; split it into parts"
        )


@cache
def readers() -> dict[str, Reader]:
    """Return all installed readers by name."""
    found = [point.load() for point in entry_points(group=GROUP)]
    return {one.name: one for one in sorted(found, key=lambda one: str(one.name))}


def _choose(data: bytes, name: str, wanted: str | None) -> Reader:
    if wanted is not None:
        if wanted not in readers():
            raise UsageError(f"there is no reader {wanted!r}; there are: {', '.join(readers())}")
        return readers()[wanted]
    fits = {one.name: one.sniff(data) for one in readers().values()}
    if not any(fits.values()):
        raise RefusedError(
            f"{name}: is in no format that can be read ({', '.join(readers())}); "
            "save it as plain text in UTF-8"
        )
    suffix = PurePath(name).suffix.lower()
    return max(
        (one for one in readers().values() if fits[one.name]),
        key=lambda one: fits[one.name] + _SUFFIX_WEIGHT * (suffix in one.suffixes),
    )
