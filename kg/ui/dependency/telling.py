"""Links, chains and nodes in words, each with the passages that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.analysis.dependency import Graph, Link, Path
from kg.analysis.dependency.graph import verb
from kg.analysis.dependency.wording import links_of, vouched
from kg.ui import parts
from kg.ui.dependency import resting
from kg.ui.markup import Child, Html, element

MOST: Final = 25
"""So much of a long list is shown at once."""


def linked(graph: Graph, link: Link, *, unfolded: bool = False) -> Html:
    """Return a link as an item of a list: its ends, how it stands, and who says so."""
    start, end, kind = link
    data = graph.edges[link]
    return element(
        "li",
        resting.node_link(graph, start),
        f" {verb(kind)} ",
        resting.node_link(graph, end),
        " ",
        _standing(graph, link),
        resting.passages(data.get("evidence", ()), unfolded=unfolded),
    )


def _standing(graph: Graph, link: Link) -> Html:
    data = graph.edges[link]
    return parts.chip(vouched(data), "accepted" if data.get("accepted", 0) else "proposed")


def listed(graph: Graph, links: Sequence[Link], most: int = MOST) -> Html:
    """Return links as a list, of many the first."""
    return element(
        "ul", [linked(graph, one) for one in links[:most]], more(links, most), class_="kg-list"
    )


def chain(graph: Graph, way: Path) -> Html:
    """Return the links of a chain as a list, in their order."""
    items = [linked(graph, one) for one in links_of(way)]
    return element("ol", items, class_="kg-list")


def named(graph: Graph, nodes: Sequence[str], most: int = MOST) -> Html:
    """Return nodes as a list of links, of many the first."""
    items = [element("li", resting.node_link(graph, one)) for one in nodes[:most]]
    return element("ul", items, more(nodes, most), class_="kg-columns")


def more(items: Sequence[object], most: int) -> Html | None:
    """Say how many of a long list are not shown."""
    left = len(items) - most
    return element("li", f"… and {left:,} more", class_="kg-quiet") if left > 0 else None


def section(title: str, *children: Child, level: int = 2) -> None:
    """Put a heading and what stands under it on the page."""
    parts.show(parts.heading(title, level=level), *children)


def quiet(words: str) -> Html:
    """Return words that stand back."""
    return element("p", words, class_="kg-quiet")


def sentence(*words: Child, items: Iterable[Child] = ()) -> Html:
    """Return the answer in a sentence, said aloud when it changes."""
    return element("p", element("strong", *words), *items, role="status")
