"""Tables that hold data, and those that only lay out a page."""

from __future__ import annotations

from typing import Final

from ingest.webpage.tree import Element, local

_OF_PAGES: Final = frozenset(
    {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "article",
        "section",
        "main",
        "hr",
        "form",
        "center",
        "table",
    }
)
_MAX_CELL: Final = 1_500  # characters


def is_data(table: Element) -> bool:
    """Whether a table has rows of cells to be read across, rather than the parts of a page."""
    if table.get("role") in ("presentation", "none"):
        return False
    inside = list(table.iterdescendants())
    if any(local(one) in _OF_PAGES for one in inside):
        return False
    cells = [one for one in inside if local(one) in ("td", "th")]
    rows = [one for one in inside if local(one) == "tr"]
    if any(sum(map(len, cell.itertext())) > _MAX_CELL for cell in cells):
        return False
    return len(cells) > len(rows) > 0 and (
        len(rows) > 1 or any(local(one) == "th" for one in cells)
    )
