"""Archives for tests: files packed into one, and out of it again.

The same files give the same bytes, whenever they are packed: test ids are made of them.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, data in files.items():
            plain = path == "mimetype"  # as OpenDocument and EPUB want it
            method = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(path), data, method)
    return packed.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def tarred(files: Mapping[str, bytes]) -> bytes:
    """Return files as a tar archive packed by gzip, as arXiv gives them."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path, data in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return gzip.compress(packed.getvalue(), mtime=0)


def untarred(data: bytes) -> dict[str, bytes]:
    """Return the files of a tar archive packed by gzip."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        opened = {one.name: archive.extractfile(one) for one in archive}
        return {path: file.read() for path, file in opened.items() if file is not None}


def repacked(data: bytes, path: str, content: bytes) -> bytes:
    """Return an archive of any of these kinds with another content for one of its files."""
    if data.startswith(b"PK"):
        return zipped({**unzipped(data), path: content})
    if path:
        return tarred({**untarred(data), path: content})
    return gzip.compress(content, mtime=0)


def files_in(data: bytes) -> dict[str, bytes]:
    """Return the files in an archive of any of these kinds, none if ``data`` is no archive.

    The single file that gzip packed has an empty name.
    """
    if data.startswith(b"PK"):
        return unzipped(data)
    if not data.startswith(b"\x1f\x8b"):
        return {}
    content = gzip.decompress(data)
    return untarred(data) if content[257:262] == b"ustar" else {"": content}
