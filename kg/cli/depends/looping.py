"""``kg depends loops``: what rests on itself, where it can be entered, what breaks it."""

from __future__ import annotations

import click

from kg.analysis import dependency
from kg.analysis.dependency import Entry, Graph, Least, Link, Loop, Supposition
from kg.analysis.dependency.wording import joined, labels
from kg.cli.depends.asking import Asked, asking
from kg.cli.depends.showing import loop_data
from kg.cli.depends.wording import as_data, few, print_link, print_path
from kg.cli.output import emit, say


@click.command(short_help="Loops, the ways into them, what breaks them.")
@click.option(
    "--given",
    metavar="NAME",
    multiple=True,
    help="Take this to stand whatever it rests on; repeatable.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=10.0,
    show_default=True,
    help="How long to look for the least that breaks a loop.",
)
@asking
def loops(asked: Asked, given: tuple[str, ...], seconds: float) -> None:
    """Show each loop: the shortest way around, the ways in, and the least that breaks it."""
    graph = asked.graph
    supposed = Supposition(given=frozenset(map(asked.node, given)))
    found = dependency.loops(graph, supposed)
    if asked.as_json:
        emit(
            loop_data(graph, loop) | {"breaking": _data(graph, _least(graph, loop, seconds))}
            for loop in found
        )
        return
    say(f"Loops: {len(found) or 'none'}")
    for number, loop in enumerate(few(found, asked.limit), 1):
        say()
        names = joined(labels(graph, loop.members[: asked.limit]))
        more = len(loop.members) - asked.limit
        say(f"{number}. {names}" + (f" and {more} more" if more > 0 else ""))
        _print(graph, loop, _least(graph, loop, seconds), asked.limit)


def _least(graph: Graph, loop: Loop, seconds: float) -> Least[Link]:
    return dependency.breaking(graph, loop.members, seconds=seconds)


def _print(graph: Graph, loop: Loop, least: Least[Link], limit: int) -> None:
    unsure = "" if loop.proven else " (among those looked at)"
    say(f"The shortest way around{unsure}:", indent=3)
    for cycle in loop.shortest:
        say(cycle.words, indent=5)
        print_path(graph, cycle, indent=7)
    _print_entries(graph, loop, limit)
    say(f"{_sure(least)}:", indent=3)
    for link in few(least.members, limit, indent=5):
        print_link(graph, link, indent=5, quotes=1)


def _print_entries(graph: Graph, loop: Loop, limit: int) -> None:
    say(f"Ways in: {len(loop.entries) or 'none'}", indent=3)
    for entry in few(loop.entries, limit, indent=5):
        say(_entered(graph, entry), indent=5)
    if not loop.undecided:
        say("Held up from outside: all of it stands.", indent=3)
    elif len(loop.undecided) == len(loop.members):
        say("Undecided: nothing but the loop itself holds any of it up.", indent=3)
    else:
        names = joined(labels(graph, loop.undecided[:limit]))
        say(f"Undecided, {len(loop.undecided)} of {len(loop.members)}: {names}", indent=3)


def _entered(graph: Graph, entry: Entry) -> str:
    called = labels(graph, [entry.id])[0]
    if not entry.supports:
        return f"{called}, which is taken to stand"
    weak = "" if entry.stands else ", which does not stand itself"
    return f"{called}, on {joined(labels(graph, entry.supports))}{weak}"


def _sure(least: Least[Link]) -> str:
    number = len(least.members)
    links = "link breaks" if number == 1 else "links break"
    if least.exact:
        return f"{number} {links} it, and no fewer"
    return f"{number} {links} it; at least {least.bound} are needed, the time ran out in between"


def _data(graph: Graph, least: Least[Link]) -> dict[str, object]:
    links = [as_data(graph, link) for link in least.members]
    return {"links": links, "bound": least.bound, "exact": least.exact}
