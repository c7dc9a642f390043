"""List files: one source a line."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from pathlib import Path

from kg.errors import UsageError


def lines(path: Path) -> Iterator[str]:
    """Yield the sources in a list file, without blank lines and ``#`` comments.

    A line that names the list itself is left out. Other lists do not nest: a line names a
    document. Names are bytes to the system, so no encoding is asked for.

    Raises:
        UsageError: if the file cannot be read.
    """
    try:
        data = path.read_bytes()
        itself = path.stat()
    except OSError as error:
        raise UsageError(f"{path}: the list cannot be read ({error.strerror})") from error
    for raw in data.removeprefix(codecs.BOM_UTF8).splitlines():
        line = os.fsdecode(raw.strip())
        if line and not line.startswith("#") and not _names(line, path.parent, itself):
            yield line


def _names(line: str, folder: Path, itself: os.stat_result) -> bool:
    try:
        return os.path.samestat((folder / line).stat(), itself)
    except (OSError, ValueError):  # no file, or no name of one
        return False
