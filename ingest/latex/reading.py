"""A LaTeX document, with its files, to a parsed one: two runs, and the bibliography between."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from ingest.bibliography.bibtex import parse_bibtex
from ingest.bibliography.entries import Entry
from ingest.composing import Composer
from ingest.document import Fault, ParsedDocument
from ingest.latex import defining, files, inline, marking, opening, structure
from ingest.latex.citing import style_of
from ingest.latex.found import Found
from ingest.latex.projects import Project, looks_like_latex
from ingest.latex.references import (
    Listed,
    described,
    from_bibtex,
    numbered,
    parse_biblatex,
    parse_items,
)
from ingest.latex.scanning import Work
from ingest.latex.typesetting import Tables, Typesetter
from kg.errors import RefusedError

_IN_ORDER: Final = re.compile(
    r"unsrt.*|ieee.*|IEEE.*|.*-num.*|aps.*|vancouver|nature.*|science|JHEP|utphys"
)
_BEGIN: Final = re.compile(r"\\begin\s*\{document\}")
_TABLES: Final = Tables(
    commands=inline.COMMANDS
    | defining.COMMANDS
    | structure.COMMANDS
    | marking.COMMANDS
    | opening.COMMANDS
    | files.COMMANDS,
    environments=structure.ENVIRONMENTS
    | marking.ENVIRONMENTS
    | opening.ENVIRONMENTS
    | files.ENVIRONMENTS,
    redefinable=inline.REDEFINABLE | structure.REDEFINABLE | opening.REDEFINABLE,
)


def read_project(project: Project, media_type: str) -> ParsedDocument:
    """Return the document that a project's main file is.

    Raises:
        RefusedError: if its main file cannot be read, or its commands never end.
    """
    source = project.source(project.main)
    if source is None:
        raise RefusedError(f"{project.name}: cannot be read as text; save it as UTF-8")
    work, composer = Work(project.name), Composer(project.name)
    found = _run(Typesetter(project, composer, work, _TABLES), source).found
    _gather(project, found, work)
    last = _run(Typesetter(project, composer, work, _TABLES, found), source)
    metadata = opening.metadata(last, project.name)
    return composer.document(media_type, metadata, dict.fromkeys((*project.faults, *last.faults)))


def _run(t: Typesetter, source: tuple[str, str]) -> Typesetter:
    path, text = source
    t.in_body = not _BEGIN.search(text) and not looks_like_latex(text)
    t.files.append(path)
    t.run(text)
    t.end_paragraph()
    t.ended = False  # the title page is looked at once more
    if t.macros.exhausted:
        t.fault("endless-macros", "macros are replaced without end; from some place on none are")
    return t


def _gather(project: Project, found: Found, work: Work) -> None:
    """Complete the reference list by what stands in files, and choose the style of citations."""
    entries = list(_entries(project, found.bibliographies))
    if found.bibliographies:
        listed = _printed(project, work) if not found.listed else []
        if not listed and not found.listed:
            in_order = bool(_IN_ORDER.fullmatch(found.setup.style)) or _unsorted(found)
            listed = from_bibtex(entries, list(found.cited), in_order=in_order)
        found.listed += listed
        if not found.listed:
            _report_missing(project, found)
    found.listed = described(found.listed, entries)
    found.style = style_of(found.setup, found.listed)
    if found.style.numeric:
        found.listed = numbered(found.listed)


def _report_missing(project: Project, found: Found) -> None:
    names = ", ".join(found.bibliographies)[:200]
    message = (
        f"no entry for what is cited in {names}; put its .bbl or .bib file beside the document"
    )
    project.faults.append(Fault(code="missing-bibliography", message=message))


def _unsorted(found: Found) -> bool:
    options = found.setup.packages.get("biblatex", frozenset())
    return bool(options & {"sorting=none", "style=ieee", "style=nature", "style=phys"})


def _printed(project: Project, work: Work) -> list[Listed]:
    """Return the reference list that BibTeX or biber left beside the main file."""
    stem = posixpath.splitext(project.main)[0]
    for name in (f"{stem}.bbl", *project.others(".bbl")):
        source = project.source(name)
        if source is not None:
            return parse_items(source[1], work) or parse_biblatex(source[1], work)
    return []


def _entries(project: Project, names: list[str]) -> Iterator[Entry]:
    for name in dict.fromkeys(names):
        path = name if name.endswith(".bib") else f"{name}.bib"
        text = project.text(path)
        if text is not None:
            entries, faults = parse_bibtex(text, path)
            project.faults.extend(faults)
            yield from entries
