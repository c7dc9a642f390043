"""Bytes to text: what is text at all, in which encoding, with one kind of line end."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from ingest.document import MAX_CHARACTERS, Fault
from kg.errors import RefusedError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 65_536
_WIDEST: Final = 4  # bytes of a character
_OTHER_FORMATS: Final = re.compile(
    r"\s*(?:<!doctype html|<html|<\?xml|\{\\rtf|%PDF-|%!PS|\\documentclass)", re.IGNORECASE
)
_CONTROLS: Final = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
_MAX_CONTROLS: Final = 0.05
# In English prose in UTF-16, well over half of the bytes on one side are zero.
_UTF16_SHARE: Final = 0.6
# So little outside ASCII gives a detector nothing to go by; cp1252 is by far the commonest.
_WESTERN_SHARE: Final = 0.25
_ASCII: Final = bytes(range(128))


def is_text(data: bytes) -> bool:
    """Whether ``data`` begins like text that can be read as it stands.

    Neither a binary file nor a format such as HTML, whose words stand among marks that
    only a reader of its own knows.
    """
    if _OTHER_FORMATS.match(peek(data)):
        return False
    if _by_mark(data) or _utf16_without_mark(data):
        return True
    sample = data[:_SAMPLE]
    controls = sum(byte in _CONTROLS for byte in sample)
    return b"\0" not in data and controls <= _MAX_CONTROLS * len(sample)


def decode(data: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    r"""Return the text of ``data`` and the faults met on the way.

    The text is unchanged except that a byte order mark is dropped and ``\r\n`` and ``\r``
    become ``\n``. An encoding that nothing declares is guessed, and a fault names it.

    Raises:
        RefusedError: if the bytes are too many, or text in no known encoding.
    """
    if len(data) > _WIDEST * MAX_CHARACTERS:
        raise RefusedError(
            f"{name}: {len(data):,} bytes hold more than {MAX_CHARACTERS:,} characters; "
            "split it into parts"
        )
    text, faults = _decode(data, name)
    return text.replace("\r\n", "\n").replace("\r", "\n"), faults


def peek(data: bytes) -> str:
    """Return the beginning of ``data`` as text, for a look at what it is; never fails."""
    declared = _by_mark(data) or _utf16_without_mark(data) or "utf-8"
    text = data[:_SAMPLE].decode(declared, errors="replace")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    declared = _by_mark(data)
    try:
        # ASCII in UTF-16 is also valid UTF-8, with a NUL beside every letter.
        if declared or not _utf16_without_mark(data):
            return data.decode(declared or "utf-8").removeprefix("\ufeff"), ()
    except UnicodeDecodeError as error:
        if declared:
            raise RefusedError(
                f"{name}: is marked as {declared} but is not, from byte "
                f"{error.start} on; save it as UTF-8"
            ) from error
    return _slightly_damaged(data) or _guess(data, name)


def _by_mark(data: bytes) -> str | None:
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


def _utf16_without_mark(data: bytes) -> str | None:
    even, odd = data[:_SAMPLE:2], data[1:_SAMPLE:2]
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros and zeros.count(0) > _UTF16_SHARE * len(zeros) and 0 not in others:
            return name
    return None


def _slightly_damaged(data: bytes) -> tuple[str, tuple[Fault, ...]] | None:
    """UTF-8 with a few bad bytes, which would be misread as a whole in any other encoding."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if 4 * bad >= sum(character > "\x7f" for character in text) - bad:
        return None
    start = text.index("\ufffd")
    fault = Fault(
        code="undecodable-bytes",
        start=start,
        end=start + 1,
        message=f"{bad} bytes are not UTF-8 and stand as U+FFFD; the first is here",
    )
    return text, (fault,)


def _guess(data: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    for encoding in (_utf16_without_mark(data), *_western(data), _detected(data)):
        text = _decoded(data, encoding) if encoding else None
        if text is not None:
            fault = Fault(
                code="guessed-encoding",
                message=f"read as {encoding}, a guess; save it as UTF-8 to be sure",
            )
            return text, (fault,)
    raise RefusedError(f"{name}: its encoding cannot be told; save it as UTF-8")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _western(data: bytes) -> tuple[str, ...]:
    if len(data.translate(None, _ASCII)) > _WESTERN_SHARE * len(data):
        return ()
    return ("cp1252", "latin-1")


def _detected(data: bytes) -> str | None:
    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else None
