"""The package that a .docx file is: its parts as trees of elements, within bounds."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final

from lxml import etree

from ingest.archives import Packing, names, packing, unpack
from ingest.document import Fault
from ingest.xml.trees import attribute, parse
from kg.errors import RefusedError

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MAIN: Final = "word/document.xml"
_OPEN_DOCUMENT: Final = b"mimetypeapplication/vnd.oasis.opendocument.text"
_HEAD: Final = 4_096

_Element = etree._Element


def is_word(data: bytes) -> bool:
    """Whether ``data`` is a document of Word's, old or new, whole or broken, or its like."""
    if data.startswith(OLE):
        return True
    if packing(data) is not Packing.ZIP:
        return False
    head = data[:_HEAD]
    return _OPEN_DOCUMENT in head or b"word/" in head or _MAIN in names(data)


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a document by their names, and the faults met in unpacking them."""

    name: str
    parts: dict[str, bytes]
    faults: list[Fault]

    def body(self) -> _Element:
        """Return the body of the document itself.

        Raises:
            RefusedError: if the part is missing or broken.
        """
        root = self.part(self._target("_rels/.rels", "/officeDocument") or _MAIN)
        body = root.find("body") if root is not None else None
        if body is None:
            raise RefusedError(f"{self.name}: holds no document of Word's; save it as .docx again")
        return body

    def part(self, path: str) -> _Element | None:
        """Return the root of a part, None if there is none.

        Raises:
            RefusedError: if it is broken.
        """
        data = self.parts.get(path)
        if data is None:
            return None
        root, faults = parse(data, f"{self.name}: {path}")
        self.faults.extend(faults)
        return root

    def sources(self) -> list[_Element]:
        """Return the parts that a document carries along, such as Word's list of sources."""
        paths = sorted(path for path in self.parts if path.startswith("customXml/item"))
        return [root for path in paths if (root := self.part(path)) is not None]

    def _target(self, path: str, kind: str) -> str | None:
        relations = self.part(path)
        for relation in relations if relations is not None else ():
            if (attribute(relation, "Type") or "").endswith(kind):
                return posixpath.normpath((attribute(relation, "Target") or "").lstrip("/"))
        return None


def open_package(data: bytes, name: str) -> Package:
    """Return the parts of a .docx file that hold words.

    Raises:
        RefusedError: if it is another format, protected, corrupt or beyond the limits.
    """
    if data.startswith(OLE):
        what = (
            "is protected by a password; save it without one"
            if _ENCRYPTED in data
            else "is in the format of Word before 2007; save it as .docx"
        )
        raise RefusedError(f"{name}: {what}")
    if _OPEN_DOCUMENT in data[:_HEAD]:
        raise RefusedError(f"{name}: is an OpenDocument text; save it as .docx")
    parts, faults = unpack(data, name, _wanted)
    return Package(name, parts, list(faults))


def _wanted(path: str) -> bool:
    folder, _, file = path.rpartition("/")
    known = folder in ("word", "docProps", "_rels") or (
        folder == "customXml" and file.startswith("item")
    )
    return known and path.endswith((".xml", ".rels"))
