"""The works of a database, read or cited, as BibTeX, CSL-JSON and RIS.

In the order of their keys. A key of an entry is the first author's family name, the year and a
part of the work's id, so that it stays when other works come and go.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO, Final

from kg.database import Database
from kg.export.formats import Export, Options
from kg.model import Work
from kg.wording import fold, visible

_KINDS: Final = {  # by CSL's type: BibTeX's, RIS's
    "article-journal": ("article", "JOUR"),
    "article": ("misc", "UNPB"),
    "book": ("book", "BOOK"),
    "webpage": ("misc", "ELEC"),
    "document": ("misc", "GEN"),
}
_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "$&%#_"},
    }
)
_ADDRESS: Final = re.compile(r"[^!#-;=?-\[\]_a-z~]")
_PAGES: Final = re.compile(r"(?P<first>[^–-]+?)\s?[–-]{1,2}\s?(?P<last>[^–-]+)")


def works(database: Database) -> Iterator[Work]:
    """Yield the works by key; one without a title has the name of its text, if it has one."""
    labels = {one.id: one.label for one in database.sources()}
    for row in sorted(database.works(), key=lambda row: (row.work.key, row.work.id)):
        texts = [labels[one] for one in row.texts if one in labels]
        title = row.work.title or next(iter(sorted(texts)), None)
        yield replace(row.work, title=title)


def citation_key(work: Work) -> str:
    """Return the key of a work's entry: ``kaplan2020-qfok2x``."""
    family = work.authors[0].partition(",")[0] if work.authors else work.title or "work"
    words = re.sub(r"[^a-z0-9]", "", fold(family).partition(" ")[0])[:30] or "work"
    return f"{words}{work.year or ''}-{work.id[-6:]}"


def csl_item(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON; what is unknown is left out."""
    told: dict[str, Any] = {
        "id": citation_key(work),
        "type": _kind(work),
        "title": work.title,
        "author": [_csl_name(one) for one in work.authors],
        "issued": {"date-parts": [[work.year]]} if work.year is not None else None,
        "container-title": work.container,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "publisher": work.publisher,
        "DOI": work.doi,
        "archive": "arXiv" if work.arxiv else None,
        "number": f"arXiv:{work.arxiv}" if work.arxiv else None,
        "URL": work.url,
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def bibtex_fields(work: Work) -> dict[str, str]:
    """Return the fields of a work's entry of BibTeX, their values escaped for TeX."""
    told = {
        "title": _tex(work.title, whole=True),
        "author": " and ".join(_tex_name(one) for one in work.authors),
        "year": str(work.year) if work.year is not None else "",
        "journal": _tex(work.container),
        "volume": _tex(work.volume),
        "number": _tex(work.issue),
        "pages": _tex(work.pages).replace("–", "--"),
        "publisher": _tex(work.publisher),
        "doi": _address(work.doi),
        "eprint": _address(work.arxiv),
        "archiveprefix": "arXiv" if work.arxiv else "",
        "url": _address(work.url),
    }
    return {name: value for name, value in told.items() if value}


def bibtex(work: Work) -> str:
    """Return a work's entry of BibTeX, ending in a line feed."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    fields = [Field(name, value) for name, value in bibtex_fields(work).items()]
    entry = Entry(_KINDS[_kind(work)][0], citation_key(work), fields)
    return write_string(Library([entry])).replace("\t", "  ")


def ris_lines(work: Work) -> Iterator[str]:
    """Yield the lines of a work's entry of RIS, without their ends."""
    pages = _PAGES.fullmatch(work.pages or "")
    told: list[tuple[str, object]] = [
        ("TY", _KINDS[_kind(work)][1]),
        ("ID", citation_key(work)),
        ("TI", work.title),
        *(("AU", _ris_name(one)) for one in work.authors),
        ("PY", work.year),
        ("T2", work.container),
        ("VL", work.volume),
        ("IS", work.issue),
        ("SP", pages["first"] if pages else work.pages),
        ("EP", pages["last"] if pages else None),
        ("PB", work.publisher),
        ("DO", work.doi),
        ("AN", f"arXiv:{work.arxiv}" if work.arxiv else None),
        ("UR", work.url),
    ]
    yield from (f"{tag}  - {_line(str(value))}" for tag, value in told if value is not None)
    yield "ER  - "


def _kind(work: Work) -> str:
    if work.arxiv and not (work.volume or work.doi):
        return "article"
    if work.container:
        return "article-journal"
    if work.publisher:
        return "book"
    return "webpage" if work.url else "document"


def _csl_name(name: str) -> Mapping[str, str]:
    family, comma, given = name.partition(",")
    if comma and given.strip():
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": name}


def _ris_name(name: str) -> str:
    """Return a name; a comma at its end keeps that of a body from being turned."""
    return f"{name}," if " " in name and "," not in name else name


def _line(text: str) -> str:
    return visible(" ".join(text.split()))


def _tex(text: str | None, *, whole: bool = False) -> str:
    """Return a text for TeX; braces around the ``whole`` keep its capitals."""
    shown = _line(text or "").translate(_TEX)
    return f"{{{shown}}}" if whole and shown else shown


def _tex_name(name: str) -> str:
    """Return a name for a list of BibTeX; braces keep that of a body together."""
    family, comma, given = name.partition(",")
    if comma and given.strip():
        return f"{_guarded(family)}, {_guarded(given)}"
    return f"{{{_tex(name)}}}"


def _guarded(part: str) -> str:
    """Return a part of a name, within braces where BibTeX would read something into it."""
    shown = _tex(part)
    return f"{{{shown}}}" if re.search(r"\band\b|,|\\", shown, re.IGNORECASE) else shown


def _address(text: str | None) -> str:
    """Return an address or identifier, with what no entry can hold as it is percent-encoded."""
    return _ADDRESS.sub(
        lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), text or ""
    )


def _write_bibtex(database: Database, out: BinaryIO, _options: Options) -> None:
    for work in works(database):
        out.write(bibtex(work).encode() + b"\n")


def _write_csl(database: Database, out: BinaryIO, _options: Options) -> None:
    out.write(b"[")
    for number, work in enumerate(works(database)):
        out.write((b",\n" if number else b"\n") + json.dumps(csl_item(work)).encode())
    out.write(b"\n]\n")


def _write_ris(database: Database, out: BinaryIO, _options: Options) -> None:
    for work in works(database):
        out.write("".join(f"{line}\r\n" for line in ris_lines(work)).encode() + b"\r\n")


BIBTEX: Final = Export(
    "The works as BibTeX, for LaTeX and reference managers",
    ".bib",
    "application/x-bibtex",
    _write_bibtex,
)
CSL_JSON: Final = Export(
    "The works as CSL-JSON, for Zotero, pandoc and citation processors",
    ".json",
    "application/vnd.citationstyles.csl+json",
    _write_csl,
)
RIS: Final = Export(
    "The works as RIS, for reference managers",
    ".ris",
    "application/x-research-info-systems",
    _write_ris,
)
