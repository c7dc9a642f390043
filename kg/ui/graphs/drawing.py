"""A dependency graph as a drawing: one HTML file that needs no network and trusts no label.

pyvis 0.3.2 links style sheets and scripts on the web and runs markup in titles and ids.
So ids are numbers, there are no titles, labels are drawn on a canvas, everything linked is
taken out, and a content security policy refuses whatever would still be asked for.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyvis.network import Network

from kg.ui.graphs.layout import Edge, Node, positions
from kg.ui.markup import shorten, visible, wrapped
from kg.vocab import RELATION_KINDS

_LABEL: Final = 60
_LINE: Final = 22
_VERBS: Final = 2
_POLICY: Final = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">"
)
_REMOTE: Final = re.compile(
    r'<link\b[^>]*>|<script\s[^>]*\bsrc="[^"]*"[^>]*>\s*</script>|<center>.*?</center>', re.DOTALL
)
_SCRIPT: Final = Path(__file__).with_name("graph.js")


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of the drawing, none of which carries a meaning of its own."""

    background: str
    text: str
    box: str
    focus: str


LIGHT: Final = Palette("#ffffff", "#1a1a1a", "#f1f4f8", "#ffe08a")
DARK: Final = Palette("#171614", "#f2f2f2", "#2b3138", "#6a5200")


def drawing(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    *,
    title: str,
    palette: Palette = LIGHT,
    height: int = 560,
    places: Mapping[str, tuple[int, int]] | None = None,
) -> str:
    """Return a stand-alone HTML page that draws the graph; ``height`` is in pixels.

    ``places`` is where the boxes stand; without it in columns, see :func:`positions`.
    """
    network = Network(
        height=f"{height}px",
        width="100%",
        directed=True,
        cdn_resources="in_line",
        bgcolor=palette.background,
    )
    number = {node.id: index for index, node in enumerate(nodes)}
    places = places or positions(nodes, edges)
    for node in nodes:
        _add_node(network, node, number[node.id], places[node.id], palette)
    for arrow in _arrows(edges):
        _add_arrow(network, arrow, number, places, palette)
    network.set_options(json.dumps(_OPTIONS))
    page: str = network.generate_html(notebook=False)
    return _finished(page, title, [node.address for node in nodes])


def _add_node(
    network: Network, node: Node, number: int, place: tuple[int, int], palette: Palette
) -> None:
    fill = palette.box if node.level else palette.focus
    network.add_node(
        number,
        label="\n".join(wrapped(shorten(visible(node.label), _LABEL), _LINE)),
        shape="box",
        x=place[0],
        y=place[1],
        physics=False,
        color={
            "background": fill,
            "border": palette.text,
            "highlight": {"background": palette.focus, "border": palette.text},
        },
        font={"color": palette.text, "size": 18},
        margin=10,
        borderWidth=1 if node.level else 3,
    )


def _arrows(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Return the edges that share an arrow: same ends, same direction."""
    together: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        together[edge.source, edge.target].append(edge)
    return list(together.values())


def _add_arrow(
    network: Network,
    arrow: Sequence[Edge],
    number: Mapping[str, int],
    places: Mapping[str, tuple[int, int]],
    palette: Palette,
) -> None:
    source, target = arrow[0].source, arrow[0].target
    colours = {_colour(edge) for edge in arrow}
    network.add_edge(
        number[source],
        number[target],
        label=_words(arrow),
        dashes=_dashes(arrow[0]),
        width=min(1 + sum(edge.passages for edge in arrow), 5),
        color=colours.pop() if len(colours) == 1 else palette.text,
        smooth=_curve(places[source][0], places[target][0]),
        font={
            "color": palette.text,
            "size": 14,
            "strokeWidth": 5,
            "align": "horizontal",
            "strokeColor": palette.background,
        },
    )


def _colour(edge: Edge) -> str:
    return edge.look.colour if edge.look else RELATION_KINDS[edge.kind].colour


def _dashes(edge: Edge) -> bool | list[int]:
    if edge.look:
        return list(edge.look.dash) or False
    return _DASHES[RELATION_KINDS[edge.kind].dash]


def _words(arrow: Sequence[Edge]) -> str:
    shown = [edge.words for edge in arrow[:_VERBS]]
    left = len(arrow) - len(shown)
    return "\n".join([*shown, *([f"and {left} more"] if left else [])])


def _curve(start: int, end: int) -> dict[str, object]:
    """Return the line's shape: arrows against the reading direction take another way."""
    if start < end:
        return {"enabled": True, "type": "curvedCW", "roundness": 0.12}
    if start == end:
        return {"enabled": True, "type": "curvedCW", "roundness": 0.4}
    return {
        "enabled": True,
        "type": "cubicBezier",
        "forceDirection": "horizontal",
        "roundness": 0.5,
    }


_DASHES: Final[Mapping[str, bool | list[int]]] = {
    "solid": False,
    "dotted": [2, 5],
    "dashed": [10, 6],
}
_OPTIONS: Final = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}},
    "edges": {"arrows": {"to": {"enabled": True, "scaleFactor": 0.7}}},
}


def _finished(page: str, title: str, addresses: Sequence[str | None]) -> str:
    """Return pyvis's page without what it fetches, with our policy and our script."""
    page = _REMOTE.sub("", page)
    head = f'<!DOCTYPE html><html lang="en"><head>{_POLICY}<title>{_plain(title)}</title>'
    style = "<style>body{margin:0}#mynetwork{border:0!important}</style>"
    data = json.dumps(list(addresses)).replace("<", "\\u003c")
    script = f"<script>const addresses = {data};\n{_SCRIPT.read_text(encoding='utf-8')}</script>"
    page = re.sub(r"<html>\s*<head>", lambda _: head, page, count=1)
    page = page.replace("</head>", f"{style}</head>", 1)
    return f"{script}</body>".join(page.rsplit("</body>", 1))


def _plain(text: str) -> str:
    return re.sub(r"[<>&]", " ", visible(text))
