"""Commands that start the document, load packages and read other files in."""

from __future__ import annotations

import posixpath
import re
from typing import Final

from ingest.latex.opening import print_opening
from ingest.latex.projects import body
from ingest.latex.scanning import by_name, named
from ingest.latex.structure import write_code
from ingest.latex.typesetting import Handler, Typesetter

MAX_INPUTS: Final = 2_000
# Styles of publishers define nothing that papers use, and much that only TeX can read.
_LARGEST_STYLE: Final = 20_000
_WITH_CHAPTERS: Final = named(
    "book report memoir scrbook scrreprt thesis svmono amsbook extbook extreport"
)
_PLAIN_NAME: Final = re.compile(r"\s*([^\s{}\\%]+)\s?")


def _input(t: Typesetter, name: str) -> None:
    if t.scanner.has_group():
        called = t.scanner.argument()
    else:
        match = t.scanner.match(_PLAIN_NAME)
        called = match[1] if match else ""
    if name in ("include", "subfile", "subfileinclude"):
        t.end_paragraph()
    _read_in(t, called.strip().strip('"'))


def _import(t: Typesetter, _: str) -> None:
    folder, called = t.scanner.argument(), t.scanner.argument()
    _read_in(t, called.strip(), folder.strip())


def _read_in(t: Typesetter, called: str, folder: str = "") -> None:
    here = posixpath.dirname(t.files[-1]) if t.files else ""
    found = t.project.source(called, posixpath.join(here, folder)) if called else None
    if found is None:
        if called and not called.endswith((".sty", ".cls", ".tikz", ".pgf", ".pdf_tex")):
            t.fault("missing-file", f"{called[:200]!r} is read in but not there")
        return
    path, text = found
    t.inputs += 1
    if path in t.files or t.inputs > MAX_INPUTS:
        t.fault("endless-input", f"{path[:200]!r} reads itself in, or too many files are read in")
        return
    t.files.append(path)
    t.run(body(text))
    t.files.pop()


def _code_file(t: Typesetter, name: str) -> None:
    t.scanner.option()
    if name == "inputminted":
        t.scanner.argument()
    source = t.project.text(t.scanner.argument())
    if source is not None:
        write_code(t, source)


def _end_of_file(t: Typesetter, _: str) -> None:
    t.scanner.rest()


def _class(t: Typesetter, name: str) -> None:
    options = _options(t)
    called = t.scanner.argument().strip()
    if name == "LoadClass" or t.found.setup.document_class:
        return
    t.found.setup.document_class = called
    t.found.setup.class_options = options
    t.numbering.chapters = called in _WITH_CHAPTERS


def _packages(t: Typesetter, _: str) -> None:
    options = _options(t)
    for called in t.scanner.argument().split(","):
        package = called.strip()
        known = t.found.setup.packages.get(package, frozenset())
        t.found.setup.packages[package] = known | options
        _own_package(t, package)


def _options(t: Typesetter) -> frozenset[str]:
    given = (t.scanner.option() or "").split(",")
    return frozenset("".join(one.split()) for one in given if one.strip())


def _own_package(t: Typesetter, package: str) -> None:
    """Take over the shorthands that a package of the document's own defines."""
    text = t.project.source(f"{package}.sty") if package else None
    if text is None or len(text[1]) > _LARGEST_STYLE or t.in_body or package in t.files:
        return
    t.files.append(package)
    t.macros.shorthands_only = True
    t.run(text[1])
    t.macros.shorthands_only = False
    t.files.pop()


def _document(t: Typesetter, _: str) -> None:
    t.end_paragraph()
    if t.in_body:
        return
    t.in_body = True
    t.scanner.code = False
    print_opening(t)


_BY_HANDLER: Final[dict[Handler, str]] = {
    _input: "input include subfile subfileinclude InputIfFileExists",
    _import: "import subimport includefrom subincludefrom inputfrom subinputfrom",
    _code_file: "lstinputlisting verbatiminput inputminted",
    _end_of_file: "endinput",
    _class: "documentclass documentstyle LoadClass",
    _packages: "usepackage RequirePackage",
}
COMMANDS: Final[dict[str, Handler]] = by_name(_BY_HANDLER)
ENVIRONMENTS: Final[dict[str, Handler]] = {"document": _document}
