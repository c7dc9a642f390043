"""Readers: one module a format, found through the entry points ``claimgraph.readers``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from importlib.metadata import entry_points
from pathlib import PurePath
from typing import Any, Final, Protocol, runtime_checkable

from ingest.document import (
    MAX_CHARACTERS,
    CitationMarked,
    Fault,
    ParsedDocument,
    ReferenceMarked,
    Span,
)
from kg.errors import RefusedError, UsageError

GROUP: Final = "claimgraph.readers"
# Scanned-in figures make papers large; what is read out of them has a limit of its own.
MAX_BYTES: Final = 100_000_000
MAX_FAULTS: Final = 1_000
# No database keeps these; escapes in JSON, YAML and PDF can make them.
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
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
    to use instead. Characters that cannot be stored stand as U+FFFD, and of more than
    ``MAX_FAULTS`` faults the last says how many are left out.

    Raises:
        RefusedError: if the input is empty, too large, or in no known format.
        UsageError: if there is no reader of that name.
    """
    check_size(len(data), name)
    document = _choose(data, name, reader).read(data, name, beside)
    check_length(document.text, name)
    if not any(character.isalpha() for character in document.text):
        raise RefusedError(f"{name}: holds no words; give a text with sentences")
    return _storable(document)


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


def _storable(document: ParsedDocument) -> ParsedDocument:
    worded: dict[type[Span], tuple[Span, ...]] = {
        kind: tuple(map(_mended, document.layers[kind]))
        for kind in (ReferenceMarked, CitationMarked)
        if kind in document.layers
    }
    faults = document.faults
    if len(faults) > MAX_FAULTS:
        left = f"{len(faults) - MAX_FAULTS + 1:,} more problems are not listed"
        faults = (*faults[: MAX_FAULTS - 1], Fault(code="more-problems", message=left))
    return replace(
        document,
        text=_mended(document.text),
        metadata=_mended(document.metadata),
        layers={**document.layers, **worded},
        faults=_mended(faults),
    )


def _mended(value: Any) -> Any:
    """Return ``value`` with all strings in it such as can be stored, each as long as before."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(map(_mended, value))
    if not is_dataclass(value):
        return value
    given = {one.name: getattr(value, one.name) for one in fields(value)}
    mended = {name: _mended(one) for name, one in given.items()}
    return value if mended == given else replace(value, **mended)  # type: ignore[type-var]


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
