"""CSV for spreadsheets: what comes from a document is shown in a cell, and never run.

A spreadsheet runs cells that begin with ``=``, ``+``, ``-`` or ``@`` as formulas.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from kg.wording import visible

_ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", " ", "'")


def shielded(text: str) -> str:
    """Return a text for a cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


def spreadsheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV, with controls and turns of direction shown; None is an empty cell.

    It begins with a byte order mark, by which spreadsheets know UTF-8.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(_cell, head))
    writer.writerows(map(_cell, row) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    return shielded(visible(value)) if isinstance(value, str) else value
