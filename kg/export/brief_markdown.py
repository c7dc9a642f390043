"""A brief as Markdown: CommonMark with GitHub's tables. No text in it is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, assert_never

from kg.database import Database
from kg.export.brief import brief
from kg.export.formats import Export, Options
from kg.export.runs import Block, Heading, Paragraph, Piece, Points, Quotation, Runs, Table

_SIGNS: Final = re.compile(r"[\\`*_{}\[\]<>&|~$#^=%]|(?<!\w)@(?=\w)|:(?=//)|(?<=www)\.|(?<=\w)@")
_START: Final = re.compile(r"^(?:[-+]|(\d{1,9})(?=[.)]))")


def markdown(piece: Piece) -> Iterator[str]:
    """Yield a piece block by block, each ending in an empty line."""
    for block in piece.blocks:
        yield "\n".join(_lines(block)) + "\n\n"


def escaped(text: str) -> str:
    """Return a text, on one line, that Markdown shows as it is; no address in it is a link."""
    shown = _SIGNS.sub(lambda sign: f"\\{sign[0]}", " ".join(text.split()))
    return _START.sub(lambda sign: f"{sign[1]}\\" if sign[1] else f"\\{sign[0]}", shown)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {escaped(block.text)}"
        case Paragraph():
            yield _inline(block.runs)
        case Quotation():
            yield f"> “{escaped(block.words)}”"
            yield ">"
            yield f"> — {_inline(block.source)}"
        case Points():
            yield from (f"- {_inline(item)}" for item in block.items)
        case Table():
            yield f"**{escaped(block.caption)}**"
            yield ""
            yield _row([escaped(cell) for cell in block.header])
            yield _row(["---"] * len(block.header))
            yield from (_row([_inline(cell) for cell in row]) for row in block.rows)
        case _:
            assert_never(block)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _inline(runs: Runs) -> str:
    """Return runs in one line; white space around emphasis stands outside of it."""
    pieces = []
    for number, run in enumerate(runs):
        if run.address:
            pieces.append(f"<{run.text}>")
            continue
        sign = "**" if run.strong else "*" if run.italic or run.mark == "proposed" else ""
        bare = run.text.strip()
        text = escaped(run.text) if not number else _SIGNS.sub(lambda s: f"\\{s[0]}", bare)
        if not text:
            pieces.append(run.text)
            continue
        before = run.text[: len(run.text) - len(run.text.lstrip())]
        after = run.text[len(run.text.rstrip()) :]
        pieces.append(f"{before}{sign}{text}{sign}{after}")
    return "".join(pieces).strip()


def _write(database: Database, out: BinaryIO, options: Options) -> None:
    for block in markdown(brief(database, options)):
        out.write(block.encode())


EXPORT: Final = Export(
    "A brief on a question for people, as Markdown", ".md", "text/markdown", _write
)
