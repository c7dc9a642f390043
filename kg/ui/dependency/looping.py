"""What rests on itself, where such a loop can be entered, and what breaks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.analysis.dependency import Entry, Graph, Least, Link, Loop
from kg.analysis.dependency.wording import joined, labels
from kg.ui import parts
from kg.ui.dependency import asking, computed, resting, telling
from kg.ui.dependency.asking import Asked
from kg.ui.markup import element, shorten
from kg.wording import counted

_LOOPS: Final = 5
"""So many loops are told whole: to find the least that breaks one takes time."""


def show(asked: Asked) -> None:
    """Tell each loop: its members, the shortest way around, the ways in, and what breaks it."""
    given = asking.taken_as_given(asked)
    found = computed.loops(asked.selection, given)
    if not found:
        parts.show(telling.sentence("Nothing rests on itself."))
        return
    parts.show(
        telling.sentence(f"{counted(len(found), 'loop')}."),
        telling.quiet("Each member of a loop rests on every other by way of the rest."),
    )
    for number, loop in enumerate(found[:_LOOPS], 1):
        _told(asked, number, loop)
    listed(found[_LOOPS:])


def listed(found: Sequence[Loop]) -> None:
    """List loops by their shortest ways around."""
    if found:
        telling.section(
            f"Loops ({len(found)})",
            telling.quiet("Each of these rests on itself by way of the others."),
            resting.loops(found[: telling.MOST]),
        )


def _told(asked: Asked, number: int, loop: Loop) -> None:
    graph = asked.graph
    least = computed.breaking(asked.selection, loop.members)
    unsure = "" if loop.proven else " (among those looked at)"
    telling.section(
        f"Loop {number}: {counted(len(loop.members), 'member')}",
        telling.named(graph, loop.members),
        parts.heading(f"The shortest way around{unsure}", level=3),
        resting.loops([loop]),
        parts.heading("Ways in", level=3),
        element("ul", [element("li", _entered(graph, one)) for one in loop.entries[:10]])
        if loop.entries
        else element("p", "None: no member can stand without the others."),
        element("p", _held(graph, loop)),
        parts.heading(_sure(least), level=3),
        telling.listed(graph, least.members),
    )


def _entered(graph: Graph, entry: Entry) -> str:
    called = labels(graph, [entry.id])[0]
    if not entry.supports:
        return f"{called}, which is taken to stand"
    weak = "" if entry.stands else ", which does not stand itself"
    return shorten(f"{called}, on {joined(labels(graph, entry.supports))}{weak}", resting.WORDS)


def _held(graph: Graph, loop: Loop) -> str:
    if not loop.undecided:
        return "It is held up from outside: all of it stands."
    if len(loop.undecided) == len(loop.members):
        return "Nothing but the loop itself holds any of it up: all of it is undecided."
    names = joined(labels(graph, loop.undecided[:10]))
    return shorten(f"{len(loop.undecided)} of {len(loop.members)} are undecided: {names}.", 400)


def _sure(least: Least[Link]) -> str:
    number = len(least.members)
    breaks = f"{counted(number, 'link')} break{'s' if number == 1 else ''} it"
    if least.exact:
        return f"{breaks}, and no fewer"
    return f"{breaks}; at least {least.bound} are needed, the time ran out in between"
