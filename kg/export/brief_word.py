"""A brief as a Word document, by python-docx: headings, quotes, lists and tables are styles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, Final, assert_never, cast
from zipfile import ZipFile

from kg.database import Database
from kg.export.brief import brief
from kg.export.formats import Export, Options
from kg.export.runs import Block, Heading, Mark, Paragraph, Piece, Points, Quotation, Run, Runs
from kg.export.runs import Table as TableBlock
from kg.export.writing import member, packing
from kg.wording import visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as Lines

_EPOCH: Final = datetime(1980, 1, 1)
_COLOURS: Final[dict[Mark, str]] = {"proposed": "6B4A00", "decided": "0B5C2E"}
_DARK: Final = "1F3864"
_MADE_BY: Final = "Claimgraph"


def word(piece: Piece) -> bytes:
    """Return a piece as a .docx file, the same bytes for the same piece."""
    import docx
    from docx.shared import RGBColor

    document = docx.Document()
    told = document.core_properties
    told.title, told.author, told.language = visible(piece.title)[:255], _MADE_BY, "en"
    told.created = told.modified = _EPOCH
    told.comments = ""
    for style in ("Title", "Heading 1", "Heading 2", "Caption"):
        cast("ParagraphStyle", document.styles[style]).font.color.rgb = RGBColor.from_string(_DARK)
    for block in piece.blocks:
        _add(document, block)
    made = BytesIO()
    document.save(made)
    return _repacked(made)


def _add(document: Document, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(_text(block.text), 0 if block.level == 1 else block.level - 1)
        case Paragraph():
            lines = document.add_paragraph()
            _fill(lines, block.runs, small=block.small)
            if block.mark:
                _frame(lines, block.mark)
        case Quotation():
            lines = document.add_paragraph(style="Quote")
            _run(lines, Run(f"“{block.words}”"), language=block.language)
            _fill(document.add_paragraph(style="Caption"), (Run("— "), *block.source))
        case Points():
            for item in block.items:
                style = "List" if block.plain else "List Bullet"
                _fill(document.add_paragraph(style=style), item)
        case TableBlock():
            _add_table(document, block)
        case _:
            assert_never(block)


def _add_table(document: Document, block: TableBlock) -> None:
    from docx.oxml import OxmlElement

    _fill(document.add_paragraph(style="Caption"), (Run(block.caption, strong=True),))
    table = document.add_table(rows=1, cols=len(block.header), style="Table Grid")
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # read out with each row
    for cell, words in zip(head.cells, block.header, strict=True):
        _fill(cell.paragraphs[0], (Run(words, strong=True),))
    for row in block.rows:
        for cell, runs in zip(table.add_row().cells, row, strict=True):
            _fill(cell.paragraphs[0], runs)
    document.add_paragraph()


def _fill(lines: Lines, runs: Runs, *, small: bool = False) -> None:
    for run in runs:
        _run(lines, run, small=small)


def _run(lines: Lines, run: Run, *, small: bool = False, language: str | None = None) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    made = lines.add_run(visible(run.text))
    made.bold = run.strong or run.mark == "decided" or None
    made.italic = run.italic or run.mark == "proposed" or None
    if run.mark:
        made.font.color.rgb = RGBColor.from_string(_COLOURS[run.mark])
    if small:
        made.font.size = Pt(9.5)
    if language:
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), language)
        made._r.get_or_add_rPr().append(spoken)


def _frame(lines: Lines, mark: Mark) -> None:
    """Draw a line beside a paragraph: dashed for a proposal, solid for what a person decided."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    looks = {"val": "single" if mark == "decided" else "dashed", "sz": "18", "space": "8"}
    for name, value in (looks | {"color": _COLOURS[mark]}).items():
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    properties: Any = lines._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def _text(text: str) -> str:
    return visible(" ".join(text.split()))


def _repacked(made: BytesIO) -> bytes:
    """Return a zip with the same files and no time of its own."""
    out = BytesIO()
    with ZipFile(made) as source, packing(out) as archive:
        for name, data in _members(source):
            with member(archive, name) as file:
                file.write(data)
    return out.getvalue()


def _members(source: ZipFile) -> Iterator[tuple[str, bytes]]:
    for one in source.infolist():
        yield one.filename, source.read(one)


def _write(database: Database, out: BinaryIO, options: Options) -> None:
    out.write(word(brief(database, options)))


EXPORT: Final = Export(
    "A brief on a question for people, as a Word document",
    ".docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    _write,
)
