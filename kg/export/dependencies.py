"""Dependency graphs as GraphML, node-link JSON, DOT and Mermaid.

All take a plain graph (:func:`kg.analysis.dependency.plain`). Labels come from documents: in
every format they are escaped, so that none can be markup, and controls are shown as U+FFFD.
A kind of link has its verb, its colour and its dash; how the link stands shows in its words,
its width (thick: accepted by a person), its head (a bar or cross: denied, a ring: only
supposed or questioned) and the colour of its words (disputed or denied).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, Literal, TypeAlias

import networkx as nx

from kg.errors import UsageError
from kg.wording import visible

Plain: TypeAlias = "nx.MultiDiGraph[str]"
Head: TypeAlias = Literal["arrow", "bar", "ring"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a link looks like, for how it stands; ``{}`` in ``words`` is its verb."""

    words: str
    width: int = 2
    head: Head = "arrow"
    ink: str = "#1a1a1a"


_DISPUTE: Final = "#a3195b"
LOOKS: Final = {
    "accepted": Look("{} (accepted)", width=4),
    "proposed": Look("{}"),
    "contested": Look("{} (disputed)", ink=_DISPUTE),
    "denied": Look("NOT: {}", head="bar", ink=_DISPUTE),
    "raised": Look("{}?", head="ring"),
}
"""The look of a link by its ``state``."""


def graphml(graph: Plain) -> str:
    """Return a graph as GraphML, which networkx, Gephi, yEd and igraph read.

    Raises:
        UsageError: if the id of a node holds characters that XML cannot.
    """
    written = BytesIO()
    nx.write_graphml(_printable(graph), written, edge_id_from_attribute="id")
    return written.getvalue().decode()


def node_link(graph: Plain) -> str:
    """Return a graph as node-link JSON, which networkx and D3 read."""
    return json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False)


def dot(graph: Plain) -> str:
    """Return a graph in DOT, the language of Graphviz."""
    number = {node: f"n{index}" for index, node in enumerate(graph)}
    lines = ["digraph dependencies {", "  rankdir=LR;", "  edge [fontsize=11];"]
    for node, data in graph.nodes(data=True):
        shape = "ellipse" if data["kind"] == "claim" else "box"
        lines.append(f"  {number[node]} [label={dot_quoted(data['label'])}, shape={shape}];")
    for start, end, data in graph.edges(data=True):
        look = LOOKS[data["state"]]
        lines.append(
            f"  {number[start]} -> {number[end]} [label={dot_quoted(_words(data))}, "
            f'color="{data["colour"]}", style={data["dash"]}, penwidth={look.width}, '
            f'arrowhead={_DOT_HEADS[look.head]}, fontcolor="{look.ink}"];'
        )
    return "\n".join([*lines, "}\n"])


def mermaid(graph: Plain) -> str:
    """Return a graph as a Mermaid flowchart.

    Mermaid draws up to 500 edges and 50,000 characters unless its page allows more.
    """
    number = {node: f"n{index}" for index, node in enumerate(graph)}
    lines = ["flowchart LR"]
    for node, data in graph.nodes(data=True):
        left, right = ('(["', '"])') if data["kind"] == "claim" else ('["', '"]')
        lines.append(f"  {number[node]}{left}{_mermaid_text(data['label'])}{right}")
    for index, (start, end, data) in enumerate(graph.edges(data=True)):
        look = LOOKS[data["state"]]
        arrow = f'{_MERMAID_HEADS[look.head]}|"{_mermaid_text(_words(data))}"|'
        lines.append(f"  {number[start]} {arrow} {number[end]}")
        dash = _MERMAID_DASHES[data["dash"]]
        lines.append(
            f"  linkStyle {index} stroke:{data['colour']},stroke-width:{look.width}px,"
            f"stroke-dasharray:{dash},color:{look.ink}"
        )
    return "\n".join([*lines, ""])


FORMATS: Final[dict[str, Callable[[Plain], str]]] = {
    "graphml": graphml,
    "json": node_link,
    "dot": dot,
    "mermaid": mermaid,
}
"""What writes each format, by its name."""


def words(verb: str, state: str) -> str:
    """Return what stands on a link: its verb, and whether it is accepted, disputed or denied."""
    return LOOKS[state].words.format(verb)


def _words(data: dict[str, Any]) -> str:
    return words(data["label"], data["state"])


_DOT_HEADS: Final[dict[Head, str]] = {"arrow": "normal", "bar": "tee", "ring": "odot"}
_MERMAID_HEADS: Final[dict[Head, str]] = {"arrow": "-->", "bar": "--x", "ring": "--o"}
_MERMAID_DASHES: Final = {"solid": "0", "dashed": "8 5", "dotted": "2 4"}
_MERMAID_SIGNS: Final = re.compile(r"[!-/:-@\[-`{-~]")


def _one_line(text: str) -> str:
    return visible(" ".join(text.split()))


def dot_quoted(text: str) -> str:
    """Return a text as a label of Graphviz, which knows escapes and HTML's entities in them."""
    escaped = _one_line(text).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'"{escaped}"'


def _mermaid_text(text: str) -> str:
    """Return a text for a string of Mermaid: every sign that might be syntax is its number.

    No string may be empty.
    """
    return _MERMAID_SIGNS.sub(
        lambda sign: f"#{ord(sign[0])};", _one_line(text) or "\N{NO-BREAK SPACE}"
    )


def _printable(graph: Plain) -> Plain:
    """Return a copy of a graph that XML can hold."""
    odd = next((node for node in graph if visible(node) != node), None)
    if odd is not None:
        raise UsageError(f"the node {odd!r} has characters in its id that XML cannot hold")
    result: Plain = nx.MultiDiGraph()
    result.add_nodes_from((node, _shown(data)) for node, data in graph.nodes(data=True))
    for start, end, key, data in graph.edges(keys=True, data=True):
        result.add_edge(start, end, key=key, **_shown(data))
    return result


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    return {
        name: visible(value) if isinstance(value, str) else value for name, value in data.items()
    }
