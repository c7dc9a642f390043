"""What ``kg ingest`` is given: files, folders, standard input, turned into items to read."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from ingest.readers import MAX_BYTES, check_size, readers
from kg.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to ingest.

    ``source`` is what a later version of it is recognised by; ``name`` is for people.
    """

    name: str
    source: str
    path: Path | None = None

    @property
    def short_name(self) -> str:
        """The file's name without its folders, or the name given to standard input."""
        return PurePath(self.name).name if self.path else self.name

    def load(self) -> bytes:
        """Return its bytes.

        Raises:
            RefusedError: if it cannot be read or is larger than any reader takes.
        """
        try:
            if self.path is None:
                data = sys.stdin.buffer.read(MAX_BYTES + 1)
            else:
                data = _read(self.path, self.name)
        except OSError as error:
            raise RefusedError(f"{self.name}: cannot be read ({error.strerror})") from error
        check_size(len(data), self.name)
        return data


def _read(path: Path, name: str) -> bytes:
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):  # a pipe or device may block, or never end
        raise RefusedError(f"{name}: is no ordinary file; pass its content to -")
    check_size(about.st_size, name)
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def expand(paths: Iterable[str], *, stdin_name: str = "standard input") -> Iterator[Item]:
    """Yield the items that paths name, each once, folders in order of their names.

    ``-`` is standard input. Of a folder only files with a suffix that some reader knows
    are taken, hidden ones left out. A missing path yields an item that fails to load, so
    that the rest of a batch goes on.
    """
    seen: set[str] = set()
    for item in _expand(paths, stdin_name):
        if item.source not in seen:
            seen.add(item.source)
            yield item


def _expand(paths: Iterable[str], stdin_name: str) -> Iterator[Item]:
    for given in paths:
        path = Path(given).expanduser()
        if given == "-":
            called = _writable(stdin_name)
            yield Item(name=called, source=f"stdin:{called}")
        elif path.is_dir():
            yield from (_item(str(found), found) for found in _readable_files(path))
        else:
            yield _item(given, path)


def _readable_files(folder: Path) -> list[Path]:
    known = {suffix for reader in readers().values() for suffix in reader.suffixes}
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in known
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _item(name: str, path: Path) -> Item:
    # Path.resolve raises on a loop of links, which must stop no other item.
    source = Path(os.path.realpath(path)).as_uri()
    return Item(name=_writable(name), source=source, path=path)


def _writable(name: str) -> str:
    """Return a file name as UTF-8 can write it; on Linux it may hold any bytes."""
    return os.fsencode(name).decode("utf-8", errors="replace")
