"""What keeps something standing, and what alone would bring it down."""

from __future__ import annotations

from typing import Final, cast

from kg.analysis.dependency import Graph, Hindrance, Least
from kg.analysis.dependency.cuts import Of
from kg.ui import data, parts
from kg.ui.dependency import asking, computed, telling
from kg.ui.dependency.asking import Asked
from kg.ui.markup import Child, element, link
from kg.wording import counted

_BY: Final = {"assumptions": "what rests on nothing else", "sources": "texts"}


def show(asked: Asked) -> None:
    """Show the least that keeps a node, the least whose loss brings it down, and the links."""
    graph, node = asked.graph, asked.node
    assert node is not None
    by = cast("Of", asking.choice("Counted in", "of", _BY))
    given = asking.taken_as_given(asked)
    hindered = computed.hindrance(asked.selection, node, given)
    if hindered is not None:
        _hindered(asked, hindered)
        return
    found = computed.kept(asked.selection, node, by, given)
    parts.show(telling.sentence(f"{asked.name} stands."))
    _least(asked, "The least that keeps it standing", found.least)
    if found.loss is None:
        telling.section("What would bring it down", telling.quiet("It stands without all of them."))
    else:
        _least(asked, "The least whose loss brings it down", found.loss)
    alone = [*found.points.nodes, *found.points.sources]
    telling.section(
        f"Each of these alone brings it down ({len(alone)})",
        _named(graph, alone) if alone else telling.quiet("Nothing does."),
    )
    if found.links:
        telling.section(
            f"By these links it stands on the least that keeps it ({len(found.links)})",
            telling.listed(graph, found.links),
        )


def _least(asked: Asked, title: str, least: Least[str]) -> None:
    telling.section(
        title,
        telling.quiet(sure(least)),
        _named(asked.graph, list(least.members)) if least.members else None,
    )


def sure(least: Least[str]) -> str:
    """Say how many members a least set has, and whether there may be fewer."""
    number = len(least.members)
    if least.exact:
        return f"{number}, and no fewer." if number else "It needs none of them."
    return f"{number}, the best in the time; there is none of fewer than {least.bound}."


def _named(graph: Graph, ids: list[str]) -> Child:
    titles = {one.id: one.label for one in data.sources()}
    nodes = [one for one in ids if one in graph]
    texts = [one for one in ids if one not in graph]
    items = [element("li", "the text ", link(titles[one], "source", source=one)) for one in texts]
    return [
        telling.named(graph, nodes) if nodes else None,
        element("ul", items[: telling.MOST], telling.more(items, telling.MOST)) if items else None,
    ]


def _hindered(asked: Asked, why_not: Hindrance) -> None:
    graph = asked.graph
    if not why_not.loops:
        parts.show(telling.sentence(f"{why_not.words}."))
        return
    parts.show(telling.sentence(f"{asked.name} is undecided: only a loop holds it up."))
    for loop in why_not.loops[:5]:
        telling.section(
            f"The loop ({counted(len(loop), 'member')})", telling.named(graph, list(loop))
        )
    if why_not.assume is not None:
        telling.section(
            "The least to assume for it to stand",
            telling.quiet(sure(why_not.assume)),
            telling.named(graph, list(why_not.assume.members)),
            telling.quiet("Take it to stand in the menu above, and see what keeps the rest."),
        )
