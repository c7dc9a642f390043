"""The shape of the whole: where to start, what is disputed or thin, and all in layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kg.analysis.dependency import Ranked
from kg.ui import paging, parts
from kg.ui.dependency import asking, computed, looping, resting, telling
from kg.ui.dependency.asking import Asked
from kg.ui.markup import element
from kg.wording import counted

_LISTS: Final[dict[str, tuple[str, str, Callable[..., list[Ranked]]]]] = {
    "contested": ("disputed", "Some say so, others deny it", computed.contested),
    "best": ("well founded", "Said from most independent origins", computed.best),
    "single": ("thin", "Said from one origin alone, and much hangs on it", computed.single),
    "unsupported": ("without support", "Denied, supposed or questioned only", computed.unsupported),
}


def start(asked: Asked) -> None:
    """Say where to start: at what most rests on, or at a loop."""
    found = computed.foundations(asked.selection)
    items = [
        element(
            "li",
            resting.node_link(asked.graph, one.id),
            telling.quiet(
                f"{counted(one.total, 'thing rests', 'things rest')} on it, {one.direct:,} directly"
            ),
        )
        for one in found
    ]
    number = counted(len(asked.graph), "concept or claim", "concepts and claims")
    links = counted(asked.graph.number_of_edges(), "link")
    parts.show(telling.quiet(f"The texts link {number} by {links}."))
    telling.section("Where to start: what most rests on", element("ul", items, class_="kg-list"))
    looping.listed(computed.loops(asked.selection))


def ranked(asked: Asked) -> None:
    """List the links that are disputed, well evidenced, thin or affirmed by nobody."""
    words = {name: word for name, (word, _, _) in _LISTS.items()}
    _, title, read = _LISTS[asking.choice("Which links", "links", words)]
    found = read(asked.selection)
    if not found:
        parts.show(telling.sentence("There is no such link."))
        return
    most = f"the first {len(found)}" if len(found) == computed.RANKED else str(len(found))
    telling.section(f"{title} ({most})", telling.listed(asked.graph, [one.link for one in found]))


def layers(asked: Asked) -> None:
    """Show all in layers, from what rests on nothing to what most must hold for."""
    found = computed.layers(asked.selection)
    parts.show(
        telling.sentence(f"{counted(len(found), 'layer')}, from foundations to results."),
        telling.quiet(
            "Each thing stands one layer above the highest of those that it rests on; what rests "
            "on each other shares one."
        ),
    )
    turn = paging.turned(len(found), 10)
    for number, layer in enumerate(found[turn.offset : turn.offset + 10], turn.offset + 1):
        says = "rests on nothing" if number == 1 else f"rests on layer {number - 1} or lower"
        telling.section(
            f"Layer {number}: {says} ({len(layer):,})", telling.named(asked.graph, layer)
        )
    parts.show(paging.links("dependencies", turn, "Pages of layers"))
