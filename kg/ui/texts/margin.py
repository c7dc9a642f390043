"""The margin of a text: beside each passage the claim that it puts forward, numbered."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.model import Block
from kg.store.library import MarginNote
from kg.ui import parts
from kg.ui.markup import Html, element, link, shorten
from kg.vocab import MODE_WORDS, Mode, Status
from kg.wording import counted

WORDING: Final = 140
_SIGNS: Final = (
    ("▲", "supports", "support", "supports"),
    ("▼", "rebuts", "rebuttal", "rebuttals"),
    ("✂", "undercuts", "undercut", "undercuts"),
)


def numbers(notes: Sequence[MarginNote]) -> dict[str, int]:
    """Return the number of each note, by its assertion."""
    return {note.assertion.id: number for number, note in enumerate(notes, 1)}


def beside(
    blocks: Iterable[Block], notes: Sequence[MarginNote], pages: Mapping[int, int] | None = None
) -> dict[int, Html]:
    """Return what stands beside each block, by its start.

    These are the notes on what begins in it, and the number of a page that begins there:
    ``pages`` has those, by the place in the text.
    """
    starts = sorted((block.start, block.end) for block in blocks)
    inside: dict[int, list[tuple[int, MarginNote]]] = defaultdict(list)
    turns: dict[int, int] = {}
    for number, note in enumerate(notes, 1):
        if (start := _holding(starts, note.passage.start)) is not None:
            inside[start].append((number, note))
    for place, page in (pages or {}).items():
        if (start := _holding(starts, place)) is not None:
            turns.setdefault(start, page)
    return {start: _beside(inside.get(start, ()), turns.get(start)) for start in {*inside, *turns}}


def pages(notes: Sequence[MarginNote]) -> dict[int, int]:
    """Return where the text comes to a new page, as far as its passages tell."""
    found: dict[int, int] = {}
    for note in notes:
        page = note.passage.page
        if page is not None and page not in found.values():
            found[note.passage.start] = page
    return found


def _holding(starts: Sequence[tuple[int, int]], place: int) -> int | None:
    at = bisect_right(starts, (place, float("inf"))) - 1
    return starts[at][0] if at >= 0 and place < starts[at][1] else None


def _beside(notes: Sequence[tuple[int, MarginNote]], page: int | None) -> Html:
    turn = element("p", f"page {page}", class_="kg-turn") if page is not None else None
    if not notes:
        return element("aside", turn, class_="kg-margin")
    folded = element(
        "details",
        element("summary", f"{counted(len(notes), 'claim')} in the next lines"),
        element("ol", [_note(number, note) for number, note in notes]),
    )
    return element("aside", turn, folded, class_="kg-margin", aria_label="Claims beside the text")


def _note(number: int, note: MarginNote) -> Html:
    return element(
        "li",
        element("span", f"{number} ", class_="kg-number"),
        link(shorten(note.claim.wording, WORDING), "claim", claim=note.claim.id),
        element("span", _said(note), class_="kg-quiet") if _said(note) else None,
        [
            parts.chip(f"{sign} {counted(amount, one, many)}")
            for sign, amount, one, many in (
                (sign, getattr(note, field), one, many) for sign, field, one, many in _SIGNS
            )
            if amount
        ],
        parts.status(note.assertion.status)
        if note.assertion.status is not Status.PROPOSED
        else None,
        value=str(number),
    )


def _said(note: MarginNote) -> str:
    """Say whose claim it is, where it is not simply the text's own."""
    mode = note.assertion.mode
    if note.holder is not None:
        return f" {MODE_WORDS[mode].lower()} {shorten(note.holder.name, 50)} "
    return "" if mode is Mode.ASSERTS else f" {MODE_WORDS[mode].split()[0].lower()} "
