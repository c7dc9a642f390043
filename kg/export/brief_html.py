"""A brief as one HTML page, light and dark, that fetches nothing and trusts no text."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import BinaryIO, Final, assert_never

from kg.database import Database
from kg.export.brief import brief
from kg.export.formats import Export, Options
from kg.export.runs import Block, Heading, Paragraph, Piece, Points, Quotation, Run, Runs, Table
from kg.wording import visible

_STYLE: Final = """
:root { color-scheme: light dark; --text: #1a1a1a; --quiet: #55585e; --page: #ffffff;
  --line: #c9ced6; --proposed: #6b4a00; --decided: #0b5c2e; --shade: #f4f6f9; }
@media (prefers-color-scheme: dark) { :root { --text: #f0f0f0; --quiet: #b4b8bf;
  --page: #171614; --line: #4a4f57; --proposed: #f0c674; --decided: #7ddba3; --shade: #23262b; } }
body { font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; color: var(--text);
  background: var(--page); max-width: 44rem; margin: 2.5rem auto; padding: 0 1.25rem;
  overflow-wrap: break-word; }
h1, h2, h3, table, .by { font-family: system-ui, sans-serif; line-height: 1.3; }
h1 { font-size: 2rem; }
h2 { font-size: 1.4rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin-top: 2rem; }
p, figure, ul, table { margin: 0.7rem 0; }
figure { padding: 0.1rem 1rem; background: var(--shade); border-left: 4px solid var(--line); }
blockquote { margin: 0.6rem 0; }
figcaption, .small { color: var(--quiet); font-size: 0.92rem; }
.framed { border-left: 4px dashed var(--proposed); padding-left: 0.8rem; }
.framed.decided { border-left: 4px solid var(--decided); }
.by { font-size: 0.85rem; font-style: italic; color: var(--proposed); }
.by.decided { font-style: normal; font-weight: 600; color: var(--decided); }
a { color: inherit; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; width: 100%; }
caption { text-align: left; font-weight: 600; padding: 0.4rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.6rem;
  border: 1px solid var(--line); }
ul.plain { list-style: none; padding: 0; }
ul.plain li { padding-left: 2rem; text-indent: -2rem; margin: 0.4rem 0; }
@media print { body { margin: 0; max-width: none; } h3 { break-after: avoid; } }
"""
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def html(piece: Piece) -> Iterator[str]:
    """Yield a piece as a page, block by block."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(piece.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    for block in piece.blocks:
        yield "".join(_parts(block)) + "\n"
    yield "</main>\n</body>\n</html>\n"


def _text(text: str) -> str:
    return escape(visible(" ".join(text.split())))


def _parts(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f'<h{block.level} dir="auto">{_text(block.text)}</h{block.level}>'
        case Paragraph():
            classes = [
                *(["small"] if block.small else []),
                *(["framed", block.mark] if block.mark else []),
            ]
            named = f' class="{" ".join(classes)}"' if classes else ""
            yield f'<p{named} dir="auto">{_inline(block.runs)}</p>'
        case Quotation():
            language = f' lang="{escape(block.language)}"' if block.language else ""
            yield f'<figure><blockquote dir="auto"{language}>“{_text(block.words)}”</blockquote>'
            yield f'<figcaption dir="auto">{_inline(block.source)}</figcaption></figure>'
        case Points():
            yield '<ul class="plain">' if block.plain else "<ul>"
            yield from (f'<li dir="auto">{_inline(item)}</li>' for item in block.items)
            yield "</ul>"
        case Table():
            yield from _table(block)
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[str]:
    label = _text(table.caption)
    yield f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">'
    yield f"<table><caption>{label}</caption><thead><tr>"
    yield from (f'<th scope="col">{_text(cell)}</th>' for cell in table.header)
    yield "</tr></thead><tbody>"
    for row in table.rows:
        cells = "".join(f'<td dir="auto">{_inline(cell)}</td>' for cell in row)
        yield f"<tr>{cells}</tr>"
    yield "</tbody></table></div>"


def _inline(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    shown = escape(visible(run.text))
    if run.address:
        shown = f'<a href="{shown}" rel="noreferrer">{shown}</a>'
    if run.strong:
        shown = f"<strong>{shown}</strong>"
    if run.italic:
        shown = f"<i>{shown}</i>"
    if run.mark:
        shown = f'<span class="by {run.mark}">{shown}</span>'
    return shown


def _write(database: Database, out: BinaryIO, options: Options) -> None:
    for part in html(brief(database, options)):
        out.write(part.encode())


EXPORT: Final = Export(
    "A brief on a question for people, as one HTML page", ".html", "text/html", _write
)
