"""Bibliography files: BibTeX, RIS and CSL-JSON, read as a printed list of references."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ingest.bibliography.entries import Entry
from ingest.composing import Composer, print_references
from ingest.decoding import decode, is_text, peek
from ingest.document import Fault, Metadata, ParsedDocument
from ingest.readers import Beside, nothing_beside
from kg.errors import RefusedError
from kg.vocab import BlockKind

_CLEAR_EVIDENCE, _LIKE_IT, _SOME_EVIDENCE = 0.95, 0.7, 0.45
_MANY: Final = 3  # entries that make a file a bibliography whatever stands before them

_BIBTEX_START: Final = re.compile(r"[ \t]{0,80}@[a-z]{2,20}[ \t]{0,9}[{(]", re.I)
_BIBTEX_ENTRY: Final = re.compile(
    r"^[ \t]{0,80}@[a-z]{2,20}[ \t]{0,9}[{(][ \t]{0,9}[^\s,{}=]{1,200}[ \t]{0,9},", re.I | re.M
)
_RIS_START: Final = re.compile(r"\s{0,80}TY {1,3}- {0,3}[A-Z]{3,6}[ \t]{0,9}\n")
_RIS_ENTRY: Final = re.compile(r"^TY {1,3}- {0,3}[A-Z]{3,6}[ \t]{0,9}$", re.M)
_JSON_START: Final = re.compile(r'\s{0,80}(?:\{|\[\s{0,80}\{)\s{0,80}"')
_CSL_FIELD: Final = re.compile(
    r'"(?:type|issued|author|container-title|DOI|citation-key)"\s{0,9}:', re.I
)

_Parsed = tuple[tuple[Entry, ...], tuple[Fault, ...]]
Parse = Callable[[str, str], _Parsed]


@dataclass(frozen=True, slots=True)
class BibliographyReader:
    """Reads works without their texts, so that texts which cite them later find them.

    The document's text is the list that its entries make in print; it has no title, for a
    bibliography file states none.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    parse: Parse
    evidence: Callable[[str], float]

    def sniff(self, data: bytes) -> float:
        """Return how much the content looks like entries of this format."""
        return self.evidence(peek(data)) if is_text(data) else 0.0

    def read(self, data: bytes, name: str, beside: Beside = nothing_beside) -> ParsedDocument:
        """Return the list of references that ``data`` makes in print.

        Raises:
            RefusedError: if no entry can be read.
        """
        text, met = decode(data, name)
        entries, faults = self.parse(text, name)
        if not entries:
            reason = faults[0].message if faults else f"{name}: holds no entry"
            raise RefusedError(f"{reason}; give a bibliography with entries")
        composer = Composer(name)
        with composer.block(BlockKind.HEADING, 1):
            composer.words("References")
        print_references(composer, entries)
        return composer.document(self.media_type, Metadata(), (*met, *faults))


# The parsers are slow to load, and any document is sniffed here.
def _bibtex(text: str, name: str) -> _Parsed:
    from ingest.bibliography.bibtex import parse_bibtex

    return parse_bibtex(text, name)


def _csl(text: str, name: str) -> _Parsed:
    from ingest.bibliography.csl import parse_csl

    return parse_csl(text, name)


def _ris(text: str, name: str) -> _Parsed:
    from ingest.bibliography.ris import parse_ris

    return parse_ris(text, name)


def _bibtex_evidence(text: str) -> float:
    found = sum(1 for _ in _BIBTEX_ENTRY.finditer(text))
    lines = (
        line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("%")
    )
    opens = _BIBTEX_START.match(next(lines, ""))
    if found >= _MANY or (found and opens):
        return _CLEAR_EVIDENCE
    return _SOME_EVIDENCE if found or opens else 0.0


def _ris_evidence(text: str) -> float:
    if _RIS_START.match(text):
        return _CLEAR_EVIDENCE
    return _SOME_EVIDENCE if _RIS_ENTRY.search(text) else 0.0


def _csl_evidence(text: str) -> float:
    """JSON of any kind is no prose, so that other JSON comes here to be refused in words."""
    if not _JSON_START.match(text):
        return 0.0
    return _CLEAR_EVIDENCE if _CSL_FIELD.search(text) else _LIKE_IT


BIBTEX: Final = BibliographyReader(
    "bibtex", "application/x-bibtex", (".bib", ".bibtex"), _bibtex, _bibtex_evidence
)
RIS: Final = BibliographyReader(
    "ris", "application/x-research-info-systems", (".ris",), _ris, _ris_evidence
)
CSL_JSON: Final = BibliographyReader(
    "csl-json", "application/vnd.citationstyles.csl+json", (".json",), _csl, _csl_evidence
)
