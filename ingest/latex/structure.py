"""Sections, lists, quotations, code, theorems, floats and their captions, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from ingest.latex.numbering import LEVELS, Target
from ingest.latex.scanning import by_name, named
from ingest.latex.typesetting import Handler, Typesetter
from kg.vocab import BlockKind

_FLOATS: Final = {
    "figure": "figure",
    "wrapfigure": "figure",
    "sidewaysfigure": "figure",
    "SCfigure": "figure",
    "teaserfigure": "figure",
    "marginfigure": "figure",
    "scheme": "scheme",
    "chart": "chart",
    "table": "table",
    "wraptable": "table",
    "sidewaystable": "table",
    "margintable": "table",
    "longtable": "table",
    "algorithm": "algorithm",
    "algorithm2e": "algorithm",
    "listing": "listing",
}
_CAPTIONED: Final = {"listing": "Listing", "algorithm": "Algorithm"}
_THEOREMS: Final = named(
    """theorem lemma corollary proposition definition remark example claim conjecture assumption
    observation fact property hypothesis note axiom exercise problem question notation"""
)
_WITH_ARGUMENTS: Final = {
    "minipage": 1,
    "multicols": 1,
    "adjustbox": 1,
    "subfigure": 1,
    "subtable": 1,
    "spacing": 1,
    "CJK": 2,
    "otherlanguage": 1,
    "adjustwidth": 2,
    "textblock": 1,
    "list": 2,
    "varwidth": 1,
    "savebox": 1,
    "changemargin": 2,
    "columns": 0,
    "column": 1,
    "frame": 0,
    "lrbox": 1,
    "threeparttable": 0,
    "center": 0,
}
_TABLES: Final = {
    "tabular": 1,
    "tabularx": 2,
    "tabulary": 2,
    "tabu": 1,
    "longtable": 1,
    "supertabular": 1,
    "array": 1,
    "NiceTabular": 1,
    "tblr": 1,
    "longtblr": 1,
    "deluxetable": 1,
}
_ROW_END: Final = re.compile(
    r"\\begin\s?\{|\\end\s?\{|\\\\\*?(?:[ \t]*\[[^\]\n]{0,20}\])?|\\tabularnewline(?![a-zA-Z])"
    r"|\\.|[{}&]",
    re.DOTALL,
)
# A start of an environment opens a brace, too, and so does an end.
_DEPTHS: Final = {"{": 1, "}": -1, "\\begin{": 2}
_ROW_SPLIT: Final = re.compile(r"\\\\")
_LABEL: Final = re.compile(r"\\label\s?\{([^{}]{1,200})\}")
_UNNUMBERED: Final = re.compile(r"\\(?:nonumber|notag|tag\*?)(?![a-zA-Z])")


def _heading(t: Typesetter, name: str) -> None:
    t.scanner.option()
    source = t.scanner.argument()
    write_heading(t, name.rstrip("*"), source, numbered=not name.endswith("*"))


def write_heading(t: Typesetter, command: str, source: str, *, numbered: bool = False) -> None:
    """Write the heading that a sectioning command gives."""
    level = t.numbering.heading(command, t.text(source), numbered=numbered)
    with t.block(BlockKind.HEADING, level):
        t.run(source)


def _appendix(t: Typesetter, _: str) -> None:
    t.numbering.appendix()


def _acknowledged(t: Typesetter, _: str) -> None:
    """Head what follows, or what is given as an argument."""
    write_heading(t, "section", "Acknowledgements")


def _list(t: Typesetter, name: str) -> None:
    t.scanner.option()
    content = t.enclosed(name)
    counted, t.items = t.items, 0 if name.startswith("enumerate") else None
    with t.place(BlockKind.LIST_ITEM, t.list_level + 1):
        t.run(content)
    t.items = counted


def _item(t: Typesetter, _: str) -> None:
    t.end_paragraph()
    label = t.scanner.option()
    if label is not None:
        t.words(f"{t.text(label)} ")
    if t.items is not None:
        t.items += 1
        t.numbering.current = Target("item", str(t.items))


def _quote(t: Typesetter, name: str) -> None:
    t.scanner.option()
    content = t.enclosed(name)
    with t.place(BlockKind.QUOTE):
        t.run(content)


def _code(t: Typesetter, name: str) -> None:
    t.scanner.option()
    if name.startswith("minted"):
        t.scanner.argument()
    source = t.scanner.until(f"\\end{{{name}}}")
    write_code(t, source)


def write_code(t: Typesetter, source: str) -> None:
    """Write lines of code as they stand."""
    if t.as_text or not t.in_body or t.silent:
        return
    with t.block(BlockKind.CODE):
        t.composer.lines(source)


def _ignored(t: Typesetter, name: str) -> None:
    t.scanner.until(f"\\end{{{name}}}")


def _drawing(t: Typesetter, name: str) -> None:
    t.enclosed(name)


def _algorithm_body(t: Typesetter, name: str) -> None:
    t.scanner.option()
    content = t.enclosed(name)
    with t.block(BlockKind.CODE):
        t.run(content)


def _new_line(t: Typesetter, name: str) -> None:
    if t.as_text or not t.in_body or t.silent:
        return
    if t.is_open:
        t.composer.line_break()
    words = {"Require": "Require: ", "Ensure": "Ensure: ", "KwIn": "Input: ", "KwOut": "Output: "}
    t.words(words.get(name, ""))


def _control(t: Typesetter, name: str) -> None:
    _new_line(t, name)
    before, after = _CONTROLS[name]
    t.words(f"{before} ")
    if after is not None:
        t.run(t.scanner.argument())
        t.words(f" {after} ")


_CONTROLS: Final = {
    **{name: (name[0].lower() + name[1:], "do") for name in ("For", "While", "ForAll", "ForEach")},
    **dict.fromkeys(("If", "uIf", "lIf"), ("if", "then")),
    **dict.fromkeys(("ElsIf", "ElseIf", "uElseIf"), ("else if", "then")),
    **dict.fromkeys(("Else", "uElse"), ("else", None)),
    "Function": ("function", ""),
    "Procedure": ("procedure", ""),
    "Until": ("until", ""),
    "Repeat": ("repeat", None),
}


def _theorem(t: Typesetter, name: str) -> None:
    head, kind, within = t.theorems.get(name) or (name.rstrip("*").capitalize(), name, "")
    within = t.theorems[kind][2] if kind in t.theorems else within
    note = t.scanner.option()
    content = t.enclosed(name)
    number = t.numbering.step(kind, within) if kind and not name.endswith("*") else ""
    t.end_paragraph()
    title = " ".join(filter(None, (t.text(head), number)))
    t.words(f"{title} ({t.text(note)}). " if note else f"{title}. ")
    t.run(content)
    t.end_paragraph()


def _proof(t: Typesetter, name: str) -> None:
    note = t.scanner.option()
    content = t.enclosed(name)
    t.end_paragraph()
    t.words(f"{t.text(note) if note else 'Proof'}. ")
    t.run(content)
    t.end_paragraph()


def _float(t: Typesetter, name: str) -> None:
    t.scanner.option()
    for _ in range(2 * name.startswith("wrap")):
        t.scanner.option()
        t.scanner.argument()
    content = t.enclosed(name)
    t.aside(partial(_float_content, t, _FLOATS[name.rstrip("*")], content))


def _float_content(t: Typesetter, kind: str, content: str) -> None:
    outer, t.float_kind = t.float_kind, kind
    t.run(content)
    t.float_kind = outer


def _caption(t: Typesetter, name: str) -> None:
    kind = t.scanner.argument() if name == "captionof" else t.float_kind
    t.scanner.option()
    source = t.scanner.argument()
    number = "" if name.endswith("*") else t.numbering.step(kind)
    with t.block(BlockKind.CAPTION):
        if number:
            t.words(f"{_CAPTIONED.get(kind, kind.capitalize())} {number}: ")
        t.run(source)


def _part_caption(t: Typesetter, _: str) -> None:
    source = t.scanner.option() or t.scanner.argument()
    with t.block(BlockKind.CAPTION):
        t.run(source)


def _table(t: Typesetter, name: str) -> None:
    bare = name.rstrip("*")
    for _ in range(_TABLES[bare] + (name == "tabular*")):
        t.scanner.option()
        t.scanner.argument()
    content = t.enclosed(name)
    if bare == "longtable":
        caption, content = _captioned(content)
        _float_content(t, "table", caption)
    with t.block(BlockKind.TABLE):
        for index, row in enumerate(_rows(content)):
            _row(t, row, first=not index)


def _captioned(content: str) -> tuple[str, str]:
    """Return the caption that stands among the rows of a table, and the rows without it."""
    start = content.find("\\caption")
    if start < 0:
        return "", content
    caption, _, rest = content[start:].partition("\\\\")
    return caption, content[:start] + rest


def _row(t: Typesetter, cells: list[str], *, first: bool) -> None:
    if t.as_text or t.silent or not t.in_body:
        t.run(" ".join(cells))
        return
    if not first:
        t.composer.line_break()
    start = t.composer.position
    for cell in cells:
        before = t.composer.position
        if before > start:
            t.words(" | ")
        t.run(cell)


def _rows(content: str) -> Iterator[list[str]]:
    """Cut a table into rows of cells, at the marks that stand in no group or table within."""
    cells: list[str] = []
    depth = start = 0
    for match in _ROW_END.finditer(content):
        mark = match[0]
        depth += _DEPTHS.get(mark.replace(" ", ""), 0)
        if depth > 0 or not (mark == "&" or mark.startswith(("\\\\", "\\tab"))):
            continue
        cells.append(content[start : match.start()])
        start = match.end()
        if mark != "&":
            yield cells
            cells = []
    yield [*cells, content[start:]]


def _formula(t: Typesetter, name: str) -> None:
    if name.rstrip("*") in ("alignat", "alignedat"):
        t.scanner.argument()
    content = t.enclosed(name)
    _number_rows(t, name, content)
    t.words(" ")
    t.formula(content)
    t.words(" ")


def _number_rows(t: Typesetter, name: str, content: str) -> None:
    together = name in ("equation", "multline", "math", "displaymath")
    for row in [content] if together else _ROW_SPLIT.split(content):
        if not name.endswith("*") and not _UNNUMBERED.search(row):
            t.numbering.step("equation")
        for label in _LABEL.findall(row):
            t.found.labels[label] = t.numbering.current


def _transparent(t: Typesetter, name: str) -> None:
    t.scanner.option()
    for _ in range(_WITH_ARGUMENTS[name.rstrip("*")]):
        t.scanner.option()
        t.scanner.argument()
    t.end_paragraph()


_BY_COMMAND: Final[dict[Handler, str]] = {
    _heading: " ".join(LEVELS),
    _appendix: "appendix appendices",
    _acknowledged: "acknowledgments acknowledgements acknowledgment acknowledgement ack "
    "Acknowledgements Acknowledgments",
    _item: "item",
    _caption: "caption captionof",
    _part_caption: "subcaption subfloat subcaptionbox",
    _new_line: "State STATE Statex Require REQUIRE Ensure ENSURE KwIn KwOut ;",
    _control: " ".join(_CONTROLS),
}
COMMANDS: Final[dict[str, Handler]] = by_name(_BY_COMMAND)
_BY_ENVIRONMENT: Final[dict[Handler, str]] = {
    _list: """itemize enumerate description compactitem compactenum compactdesc inparaenum
        asparaenum itemize* enumerate* trivlist tablenotes""",
    _quote: "quote quotation displayquote verse quoting",
    _code: "verbatim Verbatim lstlisting minted alltt BVerbatim spverbatim",
    _ignored: "comment filecontents CCSXML html htmlonly rawhtml",
    _drawing: "tikzpicture pgfpicture picture pspicture forest tikzcd circuitikz overpic axis",
    _algorithm_body: "algorithmic algpseudocode",
    _theorem: " ".join(_THEOREMS),
    _proof: "proof Proof",
    _table: " ".join(_TABLES),
    _float: " ".join(name for name in _FLOATS if name not in _TABLES),
    _formula: """equation align gather multline eqnarray alignat flalign displaymath math dmath
        subequations@ IEEEeqnarray""",
    _transparent: " ".join(_WITH_ARGUMENTS),
    _acknowledged: "acks ack acknowledgments acknowledgements acknowledgment acknowledgement",
    _appendix: "appendices appendix",
}
ENVIRONMENTS: Final[dict[str, Handler]] = by_name(_BY_ENVIRONMENT)
REDEFINABLE: Final = _THEOREMS | named("ack State If For ;")
