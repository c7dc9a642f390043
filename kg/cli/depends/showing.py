"""``kg depends``, ``kg depends show`` and ``kg depends layers``: what rests on what."""

from __future__ import annotations

import click

from kg.analysis import dependency
from kg.analysis.dependency import Graph, Link, Loop, Reach, Reached
from kg.analysis.dependency.graph import label
from kg.analysis.dependency.justification import justifications
from kg.analysis.dependency.wording import called, links_between, needed, written
from kg.cli.depends import naming
from kg.cli.depends.asking import Asked, asking
from kg.cli.depends.wording import as_data, few, path_data, print_link, print_path
from kg.cli.output import emit, say, table
from kg.wording import counted


def listing(asked: Asked) -> None:
    """Print what has dependencies, that first on which most rests."""
    graph = asked.graph
    rows = sorted(
        (
            (
                len(dependency.what_rests_on(graph, node)),
                len(dependency.rests_on(graph, node)),
                label(graph, node),
                node,
            )
            for node in graph
        ),
        key=lambda row: (-row[0], -row[1], row[2], row[3]),
    )
    names = ("rest_on_it", "it_rests_on", "label", "id")
    if asked.as_json:
        emit(dict(zip(names, row, strict=True)) for row in rows)
        return
    table([name.replace("_", " ") for name in names], rows[: asked.limit])
    if len(rows) > asked.limit:
        click.echo(f"{asked.limit} of {len(rows)}; --limit prints more, --json all", err=True)


@click.command(short_help="What rests on NAME, and what NAME rests on.")
@click.argument("name")
@asking
def show(asked: Asked, name: str) -> None:
    """Show what rests on NAME, what it rests on, its loops and other links.

    NAME is a concept by any of its names, the id of a claim, or a claim's whole wording.
    """
    graph = asked.graph
    node, found_as = naming.node(asked.database, graph, name)
    if node not in graph:
        if not asked.as_json:
            say(f"no passage that counts says what {found_as} depends on, or what on it")
        return
    found = _Surroundings(graph, node)
    if asked.as_json:
        emit([found.data()])
    else:
        found.print(asked.limit)


class _Surroundings:
    """All that a graph says of one node."""

    def __init__(self, graph: Graph, node: str) -> None:
        self.graph, self.node = graph, node
        self.above = dependency.what_rests_on(graph, node)
        self.below = dependency.rests_on(graph, node)
        self.needs = justifications(graph).needs[node]
        self.loops = [loop for loop in dependency.loops(graph) if node in loop.members]
        self.other: list[Link] = [
            (start, end, kind)
            for start, end, kind, data in graph.edges(keys=True, data=True)
            if node in (start, end) and not (data["rests"] and data["asserted"])
        ]

    def data(self) -> dict[str, object]:
        return {
            "node": {"id": self.node, "label": label(self.graph, self.node)},
            "outcome": dependency.standing(self.graph).outcome(self.node).value,
            "what_rests_on_it": self._reached(self.above),
            "what_it_rests_on": self._reached(self.below),
            "needs": [
                {"words": needed(self.graph, self.node, one), "requirement": one}
                for one in self.needs
            ],
            "loops": [loop_data(self.graph, loop) for loop in self.loops],
            "other_links": [
                {**as_data(self.graph, link), "words": written(self.graph, link)}
                for link in self.other
            ],
        }

    def _reached(self, found: Reach) -> list[dict[str, object]]:
        return [
            {
                "id": one.id,
                "label": one.label,
                "depth": one.depth,
                "through": one.through,
                "links": [as_data(self.graph, link) for link in _last(self.graph, found, one)],
            }
            for one in found
        ]

    def print(self, limit: int) -> None:
        name = called(self.graph, self.node)
        self._print_reached(f"What rests on {name}", self.above, limit)
        self._print_reached(f"What {name} rests on", self.below, limit)
        if self.needs:
            say(f"In short, {name}:")
            for one in self.needs:
                say(needed(self.graph, self.node, one), indent=2)
            say()
        say(f"Loops: {len(self.loops) or 'none'}")
        for loop in self.loops:
            say(f"{counted(len(loop.members), 'member')}; the shortest way around:", indent=2)
            for cycle in loop.shortest:
                say(cycle.words, indent=4)
                print_path(self.graph, cycle, indent=6)
        say(f"Other links: {len(self.other) or 'none'}")
        for link in few(self.other, limit):
            print_link(self.graph, link)

    def _print_reached(self, heading: str, found: Reach, limit: int) -> None:
        say(f"{heading}: {len(found) or 'nothing'}")
        for one in few(found.nodes, limit):
            through = f" (through {called(self.graph, one.through)})" if one.through else ""
            say(f"{one.label}{through}", indent=2)
            for link in _last(self.graph, found, one):
                print_link(self.graph, link, indent=4, quotes=1 if one.through else 3)
        say()


def loop_data(graph: Graph, loop: Loop) -> dict[str, object]:
    """Return a loop for JSON, its cycles with their links."""
    return {
        "members": [{"id": one, "label": label(graph, one)} for one in loop.members],
        "shortest": [path_data(graph, cycle) for cycle in loop.shortest],
        "proven": loop.proven,
        "entries": loop.entries,
        "undecided": loop.undecided,
    }


def _last(graph: Graph, found: Reach, one: Reached) -> list[Link]:
    """Return the links by which a node was reached."""
    nearer = one.through or found.node
    ends = (one.id, nearer) if found.upwards else (nearer, one.id)
    return links_between(graph, *ends)


@click.command(short_help="All, from foundations to results.")
@asking
def layers(asked: Asked) -> None:
    """Show all in layers, from what rests on nothing to what most must hold for.

    Each stands one layer above the highest of those that it rests on; what rests on each
    other shares a layer.
    """
    graph = asked.graph
    found = dependency.layers(graph)
    if asked.as_json:
        emit(
            {"layer": number, "nodes": [_direct(graph, node) for node in layer]}
            for number, layer in enumerate(found, 1)
        )
        return
    looped = {node: loop for loop in dependency.loops(graph) for node in loop.members}
    for number, layer in enumerate(found, 1):
        if number > 1:
            say()
        says = f"layer {number - 1} or lower ones" if number > 1 else "nothing outside it"
        say(f"Layer {number}, which rests on {says}: {len(layer)}")
        for node in few(layer, asked.limit):
            around = " (in a loop)" if node in looped else ""
            say(f"{label(graph, node)}{around}", indent=2)
            for link in few(_supports(graph, node), asked.limit, indent=4):
                print_link(graph, link, indent=4, quotes=1)


def _direct(graph: Graph, node: str) -> dict[str, object]:
    links = [as_data(graph, link) for link in _supports(graph, node)]
    return {"id": node, "label": label(graph, node), "rests_on": links}


def _supports(graph: Graph, node: str) -> list[Link]:
    return [link for end in graph.successors(node) for link in links_between(graph, node, end)]
