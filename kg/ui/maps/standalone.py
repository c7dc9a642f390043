"""A map as one HTML page to keep or to mail: it needs no network and trusts no label."""

from __future__ import annotations

from typing import Final

from kg.ui.graphs.arguing import framed
from kg.ui.graphs.drawing import drawing
from kg.ui.graphs.layout import Edge, Node
from kg.ui.graphs.strokes import stroke
from kg.ui.maps.mapped import KINDS, Mapped
from kg.ui.markup import element
from kg.views import Tie

_HEIGHT: Final = 900


def page(drawn: Mapped, title: str) -> str:
    """Return the page: the drawing, where everything stands as in the app, and a list of it."""
    nodes = [Node(one.id, one.name, one.hop) for one in drawn.boxes]
    edges = [
        Edge(start, end, tie.kind, _words(tie) if not half else "", tie.accepted, stroke(tie.kind))
        for tie in drawn.ties
        for half, start, end in drawn.halves(tie)
    ]
    places = {one.id: (round(one.place[0]), round(one.place[1])) for one in drawn.boxes}
    listed = element("ul", [element("li", _sentence(drawn, tie), dir="auto") for tie in drawn.ties])
    above = element(
        "header",
        element("h1", title, dir="auto"),
        element("p", "Thick lines are accepted by a person; the program proposed the others. "
                "Drag to move, scroll to come nearer."),
    )  # fmt: skip
    below = element("section", element("details", element("summary", "The same as a list"), listed))
    drawing_page = drawing(nodes, edges, title=title, height=_HEIGHT, places=places)
    return framed(drawing_page, above, below)


def _words(tie: Tie) -> str:
    look = stroke(tie.kind)
    return f"{look.sign} {'not: ' if tie.denied else ''}{look.words}"


def _sentence(drawn: Mapped, tie: Tie) -> str:
    said = [_called(drawn, tie.source_id), _words(tie), _called(drawn, tie.target_id)]
    return " ".join([*said, "(accepted)"] if tie.accepted else said)


def _called(drawn: Mapped, identifier: str) -> str:
    tie = drawn.tie(identifier)
    if tie is not None:
        return f"[{_sentence(drawn, tie)}]"
    box = drawn.box(identifier)
    return f"{KINDS[box.kind]} “{box.name}”" if box else identifier
