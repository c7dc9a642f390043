"""Where an export goes: a file or a folder that appears whole or not at all, and safe zips."""

from __future__ import annotations

import io
import os
import shutil
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.errors import UsageError
from kg.export.formats import Export
from kg.wording import visible

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = (stat.S_IFREG | 0o644) << 16
_LONGEST_NAME: Final = 120
_RESERVED: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)


def delivered(output: str, format_: Export, write: Callable[[BinaryIO], None]) -> tuple[Path, int]:
    """Write an export to the file or ``FOLDER/`` that ``output`` names; return where, and bytes.

    The file appears when it is whole and takes the place of an older one; a folder must be new
    or empty.

    Raises:
        UsageError: if it cannot be written there.
    """
    path = Path(output).expanduser()
    folder = output.endswith(("/", os.sep)) or path.is_dir()
    try:
        if not folder:
            return path, _file(path, write)
        if format_.suffix != ".zip":
            file = path / f"claims{format_.suffix}"
            raise UsageError(f"this format is one file: name it, such as --output {file}")
        return path, _folder(path, write)
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror or error}") from error


def _file(path: Path, write: Callable[[BinaryIO], None]) -> int:
    real = path.resolve()
    if real.exists() and not real.is_file():  # a device or a pipe is written to, not replaced
        with real.open("wb") as out:
            write(out)
            return 0
    part = real.with_name(f".{real.name[:_LONGEST_NAME]}.{os.getpid()}.part")
    try:
        with part.open("xb") as out:
            write(out)
            size = out.tell()
        part.replace(real)
    finally:
        part.unlink(missing_ok=True)
    return size


def _folder(path: Path, write: Callable[[BinaryIO], None]) -> int:
    real = path.resolve()
    if real.exists() and (not real.is_dir() or any(real.iterdir())):
        raise UsageError(f"{path} is not empty: name a new folder")
    real.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as packed:
        write(packed)
        part = real.with_name(f".{real.name[:_LONGEST_NAME]}.{os.getpid()}.part")
        try:
            part.mkdir()
            with ZipFile(packed) as archive:
                archive.extractall(part)
                size = sum(one.file_size for one in archive.infolist())
            if real.exists():
                real.rmdir()
            part.rename(real)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return size


@contextmanager
def packing(out: BinaryIO) -> Iterator[ZipFile]:
    """Give a zip that ends up in ``out``: the same bytes whether it is a file or a pipe."""
    with tempfile.TemporaryFile() as packed:
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            yield archive
        packed.seek(0)
        shutil.copyfileobj(packed, out)


@contextmanager
def member(archive: ZipFile, name: str) -> Iterator[BinaryIO]:
    """Give a file of a zip to write to, with a fixed time and mode.

    ``name`` is a path with ``/`` whose parts :func:`safe_name` gave, or which are ours.
    """
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = _MODE
    with archive.open(info, "w", force_zip64=True) as file:
        yield file  # type: ignore[misc]  # typeshed calls it IO[bytes]


def add_text(archive: ZipFile, name: str, parts: Iterable[str]) -> None:
    """Add a text file to a zip, part by part."""
    with member(archive, name) as file, io.TextIOWrapper(file, "utf-8", newline="") as text:
        text.writelines(parts)


def safe_name(text: str, taken: set[str]) -> str:
    """Return a file name made of a text, for every system, that is not in ``taken``; add it.

    Letters, digits, spaces, dots inside, hyphens and underscores stay. Names are compared
    without case. It has no suffix, at most 120 bytes, and is never empty, hidden or reserved.
    """
    folded = unicodedata.normalize("NFC", visible(text))
    kept = "".join(char if char.isalnum() or char in " -_." else " " for char in folded)
    base = _cut(" ".join(kept.split())).strip(" .") or "untitled"
    if base.casefold().partition(".")[0] in _RESERVED:
        base = f"_{base}"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base} {number}"
    taken.add(name.casefold())
    return name


def _cut(text: str) -> str:
    return text.encode()[: _LONGEST_NAME - 8].decode(errors="ignore")
