"""The way around a long text: its table of contents, and links from part to part."""

from __future__ import annotations

from typing import Final

from kg.ui import paging
from kg.ui.markup import Html, address, element, shorten
from kg.ui.texts.reading import Reading
from kg.wording import counted

SECTIONS: Final = 200
"""So many sections are listed at most, the highest ones first."""


def sections(source_id: str, found: Reading, number: int) -> Html | None:
    """Return the table of contents of a text, None for a text of few sections."""
    if len(found.sections) < 3:
        return None
    deepest = max(one.depth for one in found.sections)
    shown = list(found.sections)
    while len(shown) > SECTIONS and deepest:
        deepest -= 1
        shown = [one for one in shown if one.depth <= deepest]
    items = [
        element(
            "li",
            _link(shorten(one.title, 90), source=source_id, at=str(one.start)),
            class_=f"kg-depth-{min(one.depth, 3)}",
            dir="auto",
        )
        for one in shown[:SECTIONS]
    ]
    where = f", part {number + 1} of {len(found.parts)} shown" if len(found.parts) > 1 else ""
    summary = f"Contents: {counted(len(found.sections), 'section')}{where}"
    folded = element("details", element("summary", summary), element("ul", items))
    return element("nav", folded, class_="kg-contents", aria_label="Contents")


def neighbours(source_id: str, found: Reading, number: int) -> Html | None:
    """Return links to the parts before and after one, None where there are none."""
    if len(found.parts) == 1:
        return None
    steps = (("← Previous part", number - 1), ("Next part →", number + 1))
    links = [
        [_link(words, source=source_id, part=str(to + 1)), " "]
        for words, to in steps
        if 0 <= to < len(found.parts)
    ]
    return element(
        "nav", links, f" part {number + 1} of {len(found.parts)}", aria_label="Parts of the text"
    )


def _link(words: str, **place: str) -> Html:
    """Return a link to another place in a text; what is marked stays as it is."""
    there = address("source", **place, **paging.here("marks"))
    return element("a", words, class_="kg", href=there)
