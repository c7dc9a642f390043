"""What holds of anything that a reader hands out, however broken its file was."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import chain

from ingest import readers
from ingest.confined import confined
from ingest.document import MAX_CHARACTERS, ParsedDocument
from kg.errors import RefusedError
from tests.samples import beside

SECONDS = 50.0  # of a busy machine; on an idle one none takes ten, and most less than two
MEGABYTES = 1_500


def outcome(data: bytes, name: str) -> ParsedDocument | str:
    """Return what is read of a file, or the line that says why it is refused.

    The limits are never met: readers end by themselves, long before.
    """
    began = time.monotonic()
    try:
        document: ParsedDocument = confined(
            readers.read, data, name, None, beside, name=name, seconds=60, megabytes=MEGABYTES
        )
    except RefusedError as refused:
        check_refusal(str(refused), name)
        return str(refused)
    finally:
        assert time.monotonic() - began < SECONDS
    check_sound(document)
    return document


def text_of(found: ParsedDocument | str) -> str:
    """Return the text of what was read, which must not have been refused."""
    assert isinstance(found, ParsedDocument), found
    return found.text


def check_refusal(message: str, name: str) -> None:
    """Check that a refusal is one line, and not of what confines the reader."""
    assert re.fullmatch(rf"{re.escape(name)}: .+", message), message
    assert not re.search("given up|crashes|MB of memory", message), message


def check_sound(document: ParsedDocument) -> None:
    """Check that spans lie in the text, blocks in order, and that all words can be stored."""
    size, position = len(document.text), 0
    assert size <= MAX_CHARACTERS
    for block in document.blocks:
        assert position <= block.start < block.end <= size
        position = block.end
    for spans in document.layers.values():
        assert all(0 <= span.start <= span.end <= size for span in spans)
    for words in strings(document):
        assert "\0" not in words
        words.encode()
    assert all("\n" not in fault.message for fault in document.faults)


def strings(value: object) -> Iterator[str]:
    """Yield all strings in a value, whatever records they stand in."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(tuple(value.values()))
    elif isinstance(value, tuple):
        yield from chain.from_iterable(map(strings, value))
    elif is_dataclass(value):
        yield from strings(tuple(getattr(value, one.name) for one in fields(value)))
