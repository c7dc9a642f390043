"""Files, folders, patterns of files, and standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from glob import glob, has_magic
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ingest.latex.projects import looks_like_latex
from ingest.readers import MAX_BYTES, check_size, readers
from ingest.sources.items import Item, plain_name, unreadable
from kg.errors import RefusedError

_OPENING: Final = 100_000  # bytes


@dataclass(slots=True)
class FileItem(Item):
    """A file; ``source`` is the ``file:`` URI of its real path."""

    path: Path

    @property
    def short_name(self) -> str:
        """The file's name without its folders."""
        return Path(self.name).name

    def beside(self, name: str) -> bytes | None:
        """Return an ordinary file at or below the folder of this one, or None.

        A link that leads out of the folder, and a file larger than any reader takes, is none.
        """
        relative, folder = plain_name(name), Path(os.path.realpath(self.path.parent))
        if relative is None:
            return None
        path = Path(os.path.realpath(folder / relative))
        try:
            return _read(path, name) if path.is_relative_to(folder) else None
        except (OSError, RefusedError):
            return None

    def _bytes(self) -> bytes:
        try:
            return _read(self.path, self.name)
        except OSError as error:
            raise RefusedError(f"{self.name}: cannot be read ({error.strerror})") from error


@dataclass(slots=True)
class StandardInput(Item):
    """What is piped in."""

    def _bytes(self) -> bytes:
        try:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        except OSError as error:
            raise RefusedError(f"{self.name}: cannot be read ({error.strerror})") from error


def standard_input(called: str) -> StandardInput:
    """Return the item of standard input, recognised later by what it is called."""
    name = writable(called)
    return StandardInput(name=name, source=f"stdin:{name}")


def local_items(given: str, folder: Path) -> Iterator[Item]:
    """Yield the files that a path or pattern names; a relative one starts from ``folder``.

    Of a folder, only files with a suffix that some reader knows are taken, hidden ones left
    out, in order of their names; LaTeX files that another one takes in are its parts. What
    exists by that very name is no pattern. A missing path yields an item that fails to load.
    """
    path = folder / _home(given)
    if _is_folder(path):
        yield from (_item(str(found), found) for found in _readable_files(path))
    elif has_magic(given) and not os.path.lexists(path):
        yield from _matching(given, folder)
    else:
        yield _item(str(path), path)


def seen_from(folder: Path, item: Item) -> Item:
    """Return a file below a folder as it is called from there; every other item as it is."""
    if not isinstance(item, FileItem):
        return item
    path, top = Path(os.path.realpath(item.path)), Path(os.path.realpath(folder))
    if not path.is_relative_to(top):
        return item
    name = writable(path.relative_to(top).as_posix())
    return replace(item, name=name, source=f"file:{quote(name)}")


def writable(name: str) -> str:
    """Return a file name as UTF-8 can write it; on Linux it may hold any bytes."""
    return os.fsencode(name).decode("utf-8", errors="replace")


def _matching(pattern: str, folder: Path) -> Iterator[Item]:
    # Path.glob takes no pattern with a root.
    found = sorted(glob(str(_home(pattern)), root_dir=folder, recursive=True))  # noqa: PTH207
    if not found:
        yield unreadable(writable(pattern), "matches no file")
    for name in found:
        path = folder / name
        if _is_folder(path):
            yield from (_item(str(each), each) for each in _readable_files(path))
        else:
            yield _item(str(path), path)


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises on a name that is too long


def _home(given: str) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError:  # ~name of nobody here may be a file's name
        return Path(given)


def _readable_files(folder: Path) -> list[Path]:
    known = {suffix for reader in readers().values() for suffix in reader.suffixes}
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in known
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    return _without_parts(found)


def _without_parts(paths: list[Path]) -> list[Path]:
    """Leave out the LaTeX files that one which is whole takes in from its folder or below."""
    sources = [path for path in paths if path.suffix.lower() == ".tex"]
    whole = {path for path in sources if _opens_document(path)}
    folders = {path.parent for path in whole}
    parts = {path for path in sources if path not in whole and folders & set(path.parents)}
    return [path for path in paths if path not in parts]


def _opens_document(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return looks_like_latex(file.read(_OPENING).decode("latin-1"))
    except OSError:
        return True  # loading it says what is wrong


def _item(name: str, path: Path) -> FileItem:
    # Path.resolve raises on a loop of links, which must stop no other item.
    source = Path(os.path.realpath(path)).as_uri()
    return FileItem(name=writable(name), source=source, path=path)


def _read(path: Path, name: str) -> bytes:
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):  # a pipe or device may block, or never end
        raise RefusedError(f"{name}: is no ordinary file; pass its content to -")
    check_size(about.st_size, name)
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)
