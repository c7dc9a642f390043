"""The argument graph, claims and what bears on them, as GraphML and DOT.

A statement is a node, a link an edge. A link that others are about is a node too, with an edge
from its source and one to its target: neither format has edges that end at edges.
"""

from __future__ import annotations

from typing import BinaryIO, Final

import networkx as nx

from kg.database import Database
from kg.export.argumentation import Argumentation, Statement, Tie, argumentation
from kg.export.dependencies import Plain, dot_quoted, graphml
from kg.export.formats import Export, Options
from kg.vocab import RELATION_KINDS

_SHAPES: Final = {"claim": "box", "evidence": "note", "link": "ellipse"}


def plain(found: Argumentation) -> Plain:
    """Return a graph whose nodes and edges have only texts and numbers."""
    graph: Plain = nx.MultiDiGraph(title=found.title)
    for statement in found.statements.values():
        graph.add_node(statement.id, **_node(statement))
    about = {tie.target for tie in found.ties}
    for tie in found.ties:
        if tie.id in about:
            graph.add_node(tie.id, **_node_of(tie))
    for tie in found.ties:
        look = _edge(tie)
        if tie.id in about:
            graph.add_edge(tie.source, tie.id, key=f"{tie.id}-source", **look)
            graph.add_edge(tie.id, tie.target, key=tie.id, **look, id=tie.id)
        else:
            graph.add_edge(tie.source, tie.target, key=tie.id, **look, id=tie.id)
    return graph


def dot(graph: Plain) -> str:
    """Return a graph in DOT, the language of Graphviz."""
    number = {node: f"n{index}" for index, node in enumerate(graph)}
    title = dot_quoted(graph.graph["title"])
    lines = ["digraph arguments {", f"  label={title};", "  rankdir=RL;", "  edge [fontsize=11];"]
    for node, data in graph.nodes(data=True):
        label = dot_quoted(data["label"])
        lines.append(f"  {number[node]} [label={label}, shape={_SHAPES[data['kind']]}];")
    for start, end, data in graph.edges(data=True):
        head = "none" if graph.nodes[end]["kind"] == "link" else "normal"
        lines.append(
            f"  {number[start]} -> {number[end]} [label={dot_quoted(data['label'])}, "
            f'color="{data["colour"]}", style={data["dash"]}, arrowhead={head}];'
        )
    return "\n".join([*lines, "}\n"])


def _node(statement: Statement) -> dict[str, str | int]:
    return {
        "kind": "evidence" if statement.evidence else "claim",
        "label": statement.wording,
        "assertions": len(statement.locutions),
        "holders": "; ".join(sorted({one.holder for one in statement.locutions})),
        "source": statement.source or "",
    }


def _node_of(tie: Tie) -> dict[str, str]:
    return {"kind": "link", "label": RELATION_KINDS[tie.kind].label}


def _edge(tie: Tie) -> dict[str, str | int]:
    kind = RELATION_KINDS[tie.kind]
    return {
        "kind": tie.kind,
        "label": kind.label,
        "sign": kind.sign,
        "colour": kind.colour,
        "dash": kind.dash,
        "group": tie.group or "",
    }


def _write_graphml(database: Database, out: BinaryIO, options: Options) -> None:
    out.write(graphml(plain(argumentation(database, options.question))).encode())


def _write_dot(database: Database, out: BinaryIO, options: Options) -> None:
    out.write(dot(plain(argumentation(database, options.question))).encode())


GRAPHML: Final = Export(
    "The argument graph for Gephi, yEd, igraph and networkx",
    ".graphml",
    "application/graphml+xml",
    _write_graphml,
)
DOT: Final = Export(
    "The argument graph to be drawn by Graphviz", ".dot", "text/vnd.graphviz", _write_dot
)
