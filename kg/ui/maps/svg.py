"""A map as an SVG file: the same places as on the page, with a legend, and nothing but text."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import count
from typing import Final

from kg.model import Claim, Concept, Document, Evidence, Question, Relation
from kg.ui.graphs.drawing import LIGHT
from kg.ui.graphs.strokes import Stroke, stroke
from kg.ui.maps.keys import Key, keys
from kg.ui.maps.mapped import KINDS, Box, Mapped
from kg.ui.maps.placing import BOX, Place
from kg.ui.markup import Html, element, visible, wrapped
from kg.views import Tie

_MARGIN: Final = 60
_TOP: Final = 60
_KEY: Final = 26
_LINE: Final = 17
_HEADING: Final = 24
_LETTER: Final = 11  # of the heading, the widest usual ones
_BOLD: Final = "font-size: 18px; font-weight: 600"
_FONT: Final = "14px system-ui, sans-serif"
_RADIUS: Final = {Claim.KIND: 8, Concept.KIND: BOX[1] // 2}
_DASHED: Final = {Evidence.KIND: "6 4"}


def svg(drawn: Mapped, title: str) -> str:
    """Return a map as an SVG document, on white."""
    left, top = (min(one.place[axis] for one in drawn.boxes) - BOX[axis] / 2 for axis in (0, 1))
    right, bottom = (max(one.place[axis] for one in drawn.boxes) + BOX[axis] / 2 for axis in (0, 1))
    explained = _keys(drawn)
    width = max(right - left, 460) + 2 * _MARGIN
    heading = wrapped(visible(title), int((width - 2 * _MARGIN) / _LETTER))
    above = _TOP + _HEADING * (len(heading) - 1)
    moved = f"translate({_MARGIN - left:.0f} {_MARGIN + above - top:.0f})"
    legend_top = bottom - top + 2 * _MARGIN + above
    height = legend_top + _KEY * len(explained)
    return element(
        "svg",
        element("title", title),
        element("rect", width="100%", height="100%", fill=LIGHT.background),
        element("text", *map(_headline, heading, count()), style=_BOLD),
        element("g", *_lines(drawn), *map(_box, drawn.boxes), transform=moved),
        element("g", *explained, transform=f"translate({_MARGIN} {legend_top:.0f})"),
        xmlns="http://www.w3.org/2000/svg",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        role="img",
        style=f"font: {_FONT}",
        fill=LIGHT.text,
    )


def _headline(words: str, row: int) -> Html:
    return element("tspan", words, x=f"{_MARGIN}", y=f"{40 + row * _HEADING}")


def _lines(drawn: Mapped) -> Iterable[Html]:
    for tie in drawn.ties:
        for half, start, end in drawn.halves(tie):
            ends = drawn.box(start), drawn.box(end)
            assert ends[0] is not None
            assert ends[1] is not None
            yield from _line(tie, ends[0], ends[1], half, drawn.bends.get(tie.id, 0.0))


def _line(tie: Tie, start: Box, end: Box, half: str, bend: float) -> Iterable[Html]:
    """Yield a line from box to box with its arrow and its sign; the first half has neither."""
    look = stroke(tie.kind)
    across, down = (end.place[axis] - start.place[axis] for axis in (0, 1))
    middle = (
        (start.place[0] + end.place[0]) / 2 - down * bend,
        (start.place[1] + end.place[1]) / 2 + across * bend,
    )
    tail, tip = _edge_of(start, middle), _edge_of(end, middle)
    yield _stroke(tail, tip, look, 3 if tie.accepted else 1.5, middle)
    if half:
        return
    if look.directed:
        yield _arrow(middle, tip, look.colour)
    shown = f"{look.sign} not" if tie.denied else look.sign
    x, y = ((tail[axis] + 2 * middle[axis] + tip[axis]) / 4 for axis in (0, 1))
    yield element(
        "text",
        shown,
        x=f"{x:.0f}",
        y=f"{y + 5:.0f}",
        fill=look.colour,
        text_anchor="middle",
        stroke=LIGHT.background,
        stroke_width="5",
        paint_order="stroke",
    )


def _stroke(start: Place, end: Place, look: Stroke, width: float, by: Place) -> Html:
    return element(
        "path",
        d=f"M{start[0]:.0f} {start[1]:.0f}Q{by[0]:.0f} {by[1]:.0f} {end[0]:.0f} {end[1]:.0f}",
        fill="none",
        stroke=look.colour,
        stroke_width=f"{width}",
        stroke_dasharray=" ".join(map(str, look.dash)) or None,
    )


def _edge_of(box: Box, coming_from: Place) -> Place:
    """Return where a line to the middle of a box enters it."""
    across, down = (coming_from[axis] - box.place[axis] for axis in (0, 1))
    half = (7.0, 7.0) if box.is_dot else (BOX[0] / 2, _height(box) / 2)
    share = min(
        half[0] / abs(across) if across else math.inf, half[1] / abs(down) if down else math.inf, 1
    )
    return box.place[0] + across * share, box.place[1] + down * share


def _arrow(start: Place, tip: Place, colour: str) -> Html:
    angle = math.atan2(tip[1] - start[1], tip[0] - start[0])
    back = [(tip[0] - 11 * math.cos(angle + turn), tip[1] - 11 * math.sin(angle + turn))
            for turn in (-0.4, 0.4)]  # fmt: skip
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, *back))
    return element("polygon", points=points, fill=colour)


def _height(box: Box) -> int:
    return 20 + _LINE * (1 + box.label.count("\n"))


def _box(box: Box) -> Html:
    x, y = box.place
    if box.is_dot:
        return _dot(box.place, box.name)
    height = _height(box)
    words = box.label.split("\n")
    first = y + 5 - (len(words) - 1) / 2 * _LINE
    rows = [
        element("tspan", line, x=f"{x:.0f}", y=f"{first + row * _LINE:.0f}")
        for row, line in enumerate(words)
    ]
    return element(
        "g",
        element("title", f"{KINDS[box.kind]}: {box.name}"),
        _frame(box.kind, box.place, (BOX[0], height), is_focus=box.hop == 0),
        element("text", *rows, text_anchor="middle"),
    )


def _dot(at: Place, name: str | None = None) -> Html:
    title = element("title", name) if name else None
    return element(
        "circle", title, cx=f"{at[0]:.0f}", cy=f"{at[1]:.0f}", r="6", fill=LIGHT.box,
        stroke=LIGHT.text,
    )  # fmt: skip


def _frame(kind: str, at: Place, size: tuple[int, int], *, is_focus: bool = False) -> Html:
    return element(
        "rect",
        x=f"{at[0] - size[0] / 2:.0f}",
        y=f"{at[1] - size[1] / 2:.0f}",
        width=f"{size[0]}",
        height=f"{size[1]}",
        rx=f"{min(_RADIUS.get(kind, 0), size[1] // (2 if kind == Concept.KIND else 4))}",
        fill=LIGHT.focus if is_focus else LIGHT.box,
        stroke=LIGHT.text,
        stroke_width="3" if is_focus or kind in (Document.KIND, Question.KIND) else "1",
        stroke_dasharray=_DASHED.get(kind),
    )


def _keys(drawn: Mapped) -> list[Html]:
    return [
        element(
            "g",
            _shape(one),
            element("text", one.words, x="60", y="5"),
            transform=f"translate(0 {row * _KEY})",
        )
        for row, one in enumerate(keys(drawn))
    ]


def _shape(key: Key) -> Html | None:
    if key.look is not None:
        return _stroke((0, 0), (48, 0), key.look, 2, (24, 0))
    if key.kind == Relation.KIND:
        return _dot((24, 0))
    return _frame(key.kind, (24, 0), (40, 16)) if key.kind else None
