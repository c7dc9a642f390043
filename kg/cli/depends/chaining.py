"""``kg depends why``: the chains by which one thing rests on another."""

from __future__ import annotations

import click

from kg.analysis import dependency
from kg.analysis.dependency import Chains, Graph, Path
from kg.analysis.dependency.wording import called, probable
from kg.cli.depends.asking import Asked, asking
from kg.cli.depends.wording import path_data, print_path
from kg.cli.output import emit, say
from kg.wording import counted


@click.command(short_help="The best supported chains between two.")
@click.argument("dependent")
@click.argument("support")
@click.option(
    "-k",
    "--most",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="How many chains.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=10.0,
    show_default=True,
    help="How long to look for them.",
)
@asking
def why(asked: Asked, dependent: str, support: str, most: int, seconds: float) -> None:
    """Show why DEPENDENT rests on SUPPORT: the best supported chains, the strongest first.

    A chain is as strong as its weakest link.
    """
    graph = asked.graph
    start, end = asked.node(dependent), asked.node(support)
    found = dependency.why(graph, start, end, most, seconds=seconds)
    if asked.as_json:
        emit(path_data(graph, path) for path in found.paths)
    else:
        _print(graph, start, end, found)


def _print(graph: Graph, start: str, end: str, found: Chains) -> None:
    number = counted(len(found.paths), "chain") if found.paths else "no chain"
    say(f"{called(graph, start)} on {called(graph, end)}: {number}")
    for place, path in enumerate(found.paths, 1):
        say()
        say(f"{place}. {path.words}")
        say(_strength(path), indent=3)
        print_path(graph, path, indent=3)
    if not found.complete:
        say()
        say("The time ran out before all were found that were asked for; --seconds gives more.")


def _strength(path: Path) -> str:
    weakest = path.strength
    disputed = "; disputed" if path.contested else ""
    if weakest is None:
        return f"strength unknown: a link's probability is not measured{disputed}"
    return f"as strong as its weakest link: {probable(weakest)}{disputed}"
