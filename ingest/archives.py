"""Files out of archives that nobody vouches for: bounded, in memory, never onto a disk.

Tar, tar packed by gzip, zip, and a single file packed by gzip. Links, devices and names that
lead out of the archive are left out, each with a fault; what is too large is refused.
"""

from __future__ import annotations

import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final, Protocol

from ingest.document import Fault
from kg.errors import RefusedError

MAX_MEMBERS: Final = 10_000
MAX_MEMBER: Final = 50_000_000
MAX_TOTAL: Final = 400_000_000
"""Bytes that may be unpacked from one archive, those of members that nobody wants included."""
MAX_RATIO: Final = 300
"""Text packs to a tenth, drawings to a fiftieth; zeros, and bombs, to a thousandth."""
_ALWAYS_ALLOWED: Final = 10_000_000
_ENCRYPTED: Final = 1  # a flag of a zip member
_CHUNK: Final = 65_536
_TAR_MAGIC: Final = slice(257, 262)
_CORRUPT: Final = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,  # a method of packing that zipfile does not know
)


class Packing(StrEnum):
    """How files are packed together, as their first bytes say."""

    ZIP = "zip"
    TAR = "tar"
    TAR_GZIP = "tar.gz"
    GZIP = "gzip"


def packing(data: bytes) -> Packing | None:
    """Return how ``data`` is packed, None where it is no archive; never fails."""
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return Packing.ZIP
    if data[_TAR_MAGIC] == b"ustar":
        return Packing.TAR
    if not data.startswith(b"\x1f\x8b"):
        return None
    return Packing.TAR_GZIP if beginning(data)[_TAR_MAGIC] == b"ustar" else Packing.GZIP


def beginning(data: bytes, size: int = 1024) -> bytes:
    """Return up to ``size`` bytes of what gzip packed; empty if it is corrupt."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data[:_CHUNK], size)
    except zlib.error:
        return b""


def names(data: bytes, limit: int = MAX_MEMBERS) -> tuple[str, ...]:
    """Return the names of up to ``limit`` members, as far as they can be read; never fails."""
    found: list[str] = []
    try:
        for one, _ in _members(data, "", []):
            found.append(one)
            if len(found) >= limit:
                break
    except (RefusedError, *_CORRUPT):
        return tuple(found)
    return tuple(found)


def unpack(
    data: bytes, name: str, wanted: Callable[[str], bool]
) -> tuple[dict[str, bytes], tuple[Fault, ...]]:
    """Return the contents of the members whose names are wanted, and what was left out.

    Names have ``/`` between their parts and no ``.`` or ``..`` among them. Of two members of
    one name the later one counts. A truncated archive gives what stands before the end, with a
    fault, unless nothing wanted does.

    Raises:
        RefusedError: if ``data`` is corrupt, encrypted, or unpacks beyond the limits.
    """
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    try:
        for member, read in _members(data, name, faults):
            if wanted(member):
                files[member] = read()
    except _CORRUPT as error:
        if not files:
            reason = str(error) or type(error).__name__
            raise RefusedError(f"{name}: cannot be unpacked ({reason}); it is corrupt") from error
        faults.append(Fault(code="corrupt-archive", message=f"the archive breaks off: {error}"))
    return files, tuple(faults)


def gunzip(data: bytes, name: str) -> bytes:
    """Return the single file that gzip packed.

    Raises:
        RefusedError: if it is corrupt or larger than ``MAX_MEMBER``.
    """
    try:
        bounds = _Bounds(name, len(data))
        return _read_all(_Bounded(gzip.GzipFile(fileobj=BytesIO(data)), bounds), bounds)
    except _CORRUPT as error:
        raise RefusedError(f"{name}: cannot be unpacked ({error}); it is corrupt") from error


class _Bounds:
    """How many bytes more an archive may unpack to: no more than its packed size explains."""

    def __init__(self, name: str, packed: int) -> None:
        self.name = name
        self._left = min(MAX_TOTAL, max(_ALWAYS_ALLOWED, MAX_RATIO * packed))

    def take(self, size: int) -> None:
        """Count ``size`` bytes more, and refuse the archive once they are too many."""
        self._left -= size
        if self._left < 0:
            raise RefusedError(
                f"{self.name}: unpacks to far more than its size explains; "
                "if it is no attack, pass the files themselves"
            )


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Bounded:
    """A file read within bounds."""

    def __init__(self, file: _Readable, bounds: _Bounds) -> None:
        self._file, self._bounds = file, bounds

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes more."""
        found = self._file.read(size)
        self._bounds.take(len(found))
        return found


def _read_all(file: _Readable, bounds: _Bounds) -> bytes:
    found = bytearray()
    while chunk := file.read(_CHUNK):
        found += chunk
        if len(found) > MAX_MEMBER:
            raise RefusedError(
                f"{bounds.name}: a file in it is over {MAX_MEMBER:,} bytes; leave it out"
            )
    return bytes(found)


Members = Iterator[tuple[str, Callable[[], bytes]]]


def _members(data: bytes, name: str, faults: list[Fault]) -> Members:
    """Yield each ordinary member's name and what reads it, at once or never."""
    kind = packing(data)
    found = _zipped(data, name, faults) if kind is Packing.ZIP else _tarred(data, name, faults)
    for count, member in enumerate(found, start=1):
        if count > MAX_MEMBERS:
            raise RefusedError(f"{name}: holds more than {MAX_MEMBERS:,} files; pass fewer")
        yield member


def _tarred(data: bytes, name: str, faults: list[Fault]) -> Members:
    packed = BytesIO(data)
    raw = gzip.GzipFile(fileobj=packed) if packing(data) is Packing.TAR_GZIP else packed
    # Only a stream keeps to the limit, and it cannot go back, which corrupt headers may ask for.
    bounds = _Bounds(name, len(data))
    stream = _Bounded(raw, bounds)
    with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload]
        for member in archive:
            safe = _safe(member.name)
            if member.isdir():
                continue
            if not member.isreg() or safe is None:
                faults.append(_left_out(member.name))
                continue
            content = archive.extractfile(member)
            if content is not None:
                yield safe, partial(_read_all, content, bounds)


def _zipped(data: bytes, name: str, faults: list[Fault]) -> Members:
    bounds = _Bounds(name, len(data))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for member in archive.infolist():
            if member.filename.endswith("/"):
                continue
            safe = _safe(member.filename)
            if safe is None or stat.S_ISLNK(member.external_attr >> 16):
                faults.append(_left_out(member.filename))
                continue
            yield safe, partial(_unzipped, archive, member, bounds)


def _unzipped(archive: zipfile.ZipFile, member: zipfile.ZipInfo, bounds: _Bounds) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        raise RefusedError(f"{bounds.name}: is encrypted; unpack it with its password first")
    with archive.open(member) as file:
        return _read_all(_Bounded(file, bounds), bounds)


def _safe(name: str) -> str | None:
    """Return a member's name without ``.``, None if it leads out of the archive."""
    path = PurePosixPath(name)
    parts = [part for part in path.parts if part != "."]
    outside = path.is_absolute() or ".." in parts or not parts
    if outside or "\\" in name or "\0" in name or name[1:2] == ":":
        return None
    return "/".join(parts)


def _left_out(name: str) -> Fault:
    shown = name[:100].encode("utf-8", errors="replace").decode()
    return Fault(
        code="unsafe-member",
        message=f"{shown!r} in the archive is a link, a device or outside of it; it is left out",
    )
