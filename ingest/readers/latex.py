"""LaTeX: a source, an archive of sources, or one source packed by gzip, as arXiv gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest.archives import Packing, beginning, names, packing
from ingest.decoding import peek
from ingest.document import ParsedDocument
from ingest.readers import Beside, nothing_beside

_CLEAR: Final = re.compile(
    r"^[^%\n]*\\(?:document(?:class|style)\b|begin\s*\{document\})", re.MULTILINE
)
_LIKELY: Final = re.compile(
    r"\\(?:(?:sub)*section\*?|chapter\*?|begin|cite[a-z]*|input|label|magnification|centerline)\s?[{=]"
    r"|\\(?:bye|def\\|newcommand|beginsection)\b"
)
_ENOUGH: Final = 3
_SURE, _PROBABLE, _REFUSING = 0.97, 0.7, 0.05
_OTHER_PACKAGES: Final = ("mimetype", "[Content_Types].xml", "META-INF/container.xml")


@dataclass(frozen=True, slots=True)
class LatexReader:
    """Reads LaTeX, and plain TeX as far as it goes."""

    name: str = "latex"
    media_type: str = "application/x-tex"
    suffixes: tuple[str, ...] = (".tex", ".ltx", ".latex", ".gz", ".tgz", ".tar", ".zip")

    def sniff(self, data: bytes) -> float:
        """Return how much the content, or that of an archive, looks like LaTeX.

        What gzip packs and is none is still ours, so that the refusal says what it is.
        """
        kind = packing(data)
        if kind is None:
            return _looks(data)
        if kind is Packing.GZIP:
            return max(_REFUSING, _looks(beginning(data, 65_536)))
        members = names(data, limit=300)
        if any(one in _OTHER_PACKAGES for one in members):
            return 0.0
        if any(one.lower().endswith((".tex", ".ltx", ".latex")) for one in members):
            return _SURE
        return _REFUSING

    def read(self, data: bytes, name: str, beside: Beside = nothing_beside) -> ParsedDocument:
        """Return the text of a project with its blocks, references, citations and metadata."""
        from ingest.latex.projects import open_project
        from ingest.latex.reading import read_project

        return read_project(open_project(data, name, beside), self.media_type)


def _looks(data: bytes) -> float:
    text = peek(data)
    if _CLEAR.search(text):
        return _SURE
    found = sum(1 for _, _ in zip(range(_ENOUGH), _LIKELY.finditer(text), strict=False))
    return _PROBABLE if found == _ENOUGH else 0.0


READER: Final = LatexReader()
