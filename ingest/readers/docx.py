"""Word documents (.docx)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from ingest.bibliography.entries import year_in
from ingest.composing import Composer
from ingest.document import Metadata, ParsedDocument
from ingest.layout.opening import from_opening, is_names
from ingest.readers import Beside, nothing_beside
from ingest.word.package import Package, is_word, open_package
from ingest.xml.trees import text_of

_CERTAIN: Final = 0.95
# What programs write as the author's name or the title when nobody has set one.
_NOBODY: Final = re.compile(
    r"(?:microsoft office )?user|python-docx|unknown|author|admin(?:istrator)?|owner|default",
    re.IGNORECASE,
)
_NO_TITLE: Final = re.compile(
    r"microsoft word.*|word document|document\s?\d*|untitled.*|template"
    r"|.*\.(?:docx?|dotx?|tex|pdf)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DocxReader:
    """Reads Word's documents; what the pages show of the work counts before the properties."""

    name: str = "docx"
    media_type: str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    suffixes: tuple[str, ...] = (".docx", ".docm", ".dotx", ".doc", ".odt")

    def sniff(self, data: bytes) -> float:
        """Return whether the content is a package of Word's, or one to be refused in words."""
        return _CERTAIN if is_word(data) else 0.0

    def read(self, data: bytes, name: str, beside: Beside = nothing_beside) -> ParsedDocument:
        """Return the text of ``data`` with its blocks, references, citations and metadata.

        Raises:
            RefusedError: if it is another format, protected, corrupt or beyond the limits.
        """
        from ingest.word.writing import write_document

        package = open_package(data, name)
        stated = _properties(package)
        composer = Composer(name)
        write_document(composer, package, stated.title)
        document = composer.document(self.media_type, Metadata(), package.faults)
        shown = from_opening(document.text, document.blocks)
        return replace(document, metadata=_merged(shown, stated))


def _properties(package: Package) -> Metadata:
    """Return what the properties say of the document, without what no person wrote there."""
    root = package.part("docProps/core.xml")
    title, creator, created = (
        (text_of(root.find(name)) if root is not None else None) or ""
        for name in ("title", "creator", "created")
    )
    names = (name.strip() for name in re.split(r"[;,]| and ", creator))
    return Metadata(
        title=None if _NO_TITLE.fullmatch(title) else title or None,
        authors=tuple(name for name in names if is_names(name) and not _NOBODY.fullmatch(name)),
        year=year_in(created),
    )


def _merged(shown: Metadata, stated: Metadata) -> Metadata:
    missing = {
        name: getattr(stated, name)
        for name in ("title", "authors", "year")
        if not getattr(shown, name)
    }
    return replace(shown, **missing)


READER: Final = DocxReader()
