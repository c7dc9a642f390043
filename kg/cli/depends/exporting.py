"""``kg depends export``: the graph for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from kg.analysis import dependency
from kg.analysis.dependency import Graph
from kg.cli.depends.asking import Asked, asking
from kg.cli.output import HARMFUL
from kg.errors import UsageError
from kg.export.dependencies import FORMATS
from kg.ui.graphs.neighbourhood import MOST
from kg.ui.graphs.whole import page

_TITLE: Final = "What depends on what"


@click.command(short_help="The graph for other tools.")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(sorted([*FORMATS, "html"])))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Where to write; standard output otherwise.",
)
@click.option("--around", metavar="NAME", help="Only what rests on NAME, and what NAME rests on.")
@asking
def export(asked: Asked, format_name: str, output: Path | None, around: str | None) -> None:
    """Write the graph as dot, graphml, html, json (node-link) or mermaid.

    graphml and json hold every passage; the others draw the links, html on one page that
    needs no network.
    """
    graph = part_around(asked.graph, asked.node(around)) if around else asked.graph
    text = _written(graph, "json" if asked.as_json else format_name)
    if output is None or str(output) == "-":
        click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror or error}") from error


def _written(graph: Graph, format_name: str) -> str:
    if format_name == "html":
        if len(graph) > MOST:
            click.echo(f"{MOST} of {len(graph)} drawn, those with most links", err=True)
        return page(graph, _TITLE)
    text = FORMATS[format_name](dependency.plain(graph))
    return _escaped(text) if format_name == "json" else text


def _escaped(text: str) -> str:
    """Return JSON with what could drive a terminal written as its number; it reads the same."""
    return HARMFUL.sub(lambda hit: f"\\u{ord(hit[0]):04x}", text)


def part_around(graph: Graph, node: str) -> Graph:
    """Return the part of a graph that rests on a node, or that the node rests on."""
    above, below = dependency.what_rests_on(graph, node), dependency.rests_on(graph, node)
    return graph.subgraph([node, *(one.id for found in (above, below) for one in found)]).copy()
