"""``kg depends keeps``: the least that keeps something standing, and whose loss brings it down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import click

from kg.analysis import dependency
from kg.analysis.dependency import Graph, Hindrance, Least, Supposition
from kg.analysis.dependency.cuts import Of
from kg.analysis.dependency.wording import called, joined, labels
from kg.cli.depends.asking import Asked, asking
from kg.cli.depends.wording import as_data, few, print_link
from kg.cli.output import emit, say
from kg.wording import counted


@click.command(short_help="The least that keeps NAME, and whose loss brings it down.")
@click.argument("name")
@click.option(
    "--by",
    type=click.Choice(["assumptions", "sources"]),
    default="assumptions",
    show_default=True,
    help="What is counted: what rests on nothing else, or documents.",
)
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
    help="How long to look for each least set.",
)
@asking
def keeps(asked: Asked, name: str, by: str, given: tuple[str, ...], seconds: float) -> None:
    """Show the least that keeps NAME standing, and the least whose loss brings it down.

    Where NAME stands on nothing but a loop, show the loop and what to assume instead.
    """
    graph, node = asked.graph, asked.node(name)
    supposed = Supposition(given=frozenset(map(asked.node, given)))
    hindered = dependency.hindrance(graph, node, supposed, seconds=seconds)
    if hindered is not None:
        _tell(graph, node, hindered, asked)
        return
    titles = {one.id: one.label for one in asked.database.sources()}
    found = _Kept(graph, node, cast("Of", by), supposed, seconds, titles)
    if asked.as_json:
        emit([found.data()])
    else:
        found.print(asked.limit)


class _Kept:
    """What keeps a node standing."""

    def __init__(
        self,
        graph: Graph,
        node: str,
        by: Of,
        supposed: Supposition,
        seconds: float,
        titles: Mapping[str, str],
    ) -> None:
        self.graph, self.node, self.by, self.titles = graph, node, by, titles
        found = dependency.kept(graph, node, by, supposed, documents=titles.keys(), seconds=seconds)
        self.least, self.loss, self.points = found.least, found.loss, found.points
        self.links = found.links

    def print(self, limit: int) -> None:
        name, some = called(self.graph, self.node), _SOME[self.by]
        say(f"{name} stands.")
        say()
        if self.least.members:
            say(f"The least that keeps it standing, of all {some}: {_sure(self.least)}")
            self._print_names(self.least.members, limit)
        else:
            say(f"It needs none of the {some}.")
        say()
        if self.loss is None:
            say(f"It stands even without all {some}.")
        else:
            say(f"The least whose loss brings it down: {_sure(self.loss)}")
            self._print_names(self.loss.members, limit)
        say()
        alone = (*self.points.nodes, *self.points.sources)
        say(f"Single points of failure, whose loss alone brings it down: {len(alone) or 'none'}")
        self._print_names(alone, limit)
        if self.links:
            say()
            say(f"So it stands on the least that keeps it: {counted(len(self.links), 'link')}")
            for link in few(self.links, limit):
                print_link(self.graph, link, quotes=1)

    def _print_names(self, ids: Sequence[str], limit: int) -> None:
        for one in few(ids, limit):
            say(self._name(one), indent=2)

    def _name(self, one: str) -> str:
        return called(self.graph, one) if one in self.graph else f"the text {self.titles[one]}"

    def data(self) -> dict[str, Any]:
        return {
            "node": self._named([self.node])[0],
            "outcome": "stands",
            "by": self.by,
            "least_support": self._set(self.least),
            "least_loss": None if self.loss is None else self._set(self.loss),
            "single_points": {
                "nodes": self._named(self.points.nodes),
                "sources": self._named(self.points.sources),
            },
            "links": [as_data(self.graph, link) for link in self.links],
        }

    def _set(self, least: Least[str]) -> dict[str, Any]:
        members = self._named(least.members)
        return {"members": members, "bound": least.bound, "exact": least.exact}

    def _named(self, ids: Sequence[str]) -> list[dict[str, str]]:
        return [{"id": one, "name": self._name(one)} for one in ids]


_SOME = {"assumptions": "assumptions", "sources": "texts"}


def _sure(least: Least[str]) -> str:
    number = len(least.members)
    if least.exact:
        return f"{number}, and no fewer"
    return f"{number}, the best in the time; there is none of fewer than {least.bound}"


def _tell(graph: Graph, node: str, why_not: Hindrance, asked: Asked) -> None:
    """Print why a node does not stand, and what would make it stand."""
    if asked.as_json:
        named = {"id": node, "name": called(graph, node)}
        emit([{"node": named, **{name: getattr(why_not, name) for name in _HINDERED}}])
        return
    if why_not.loops:
        say(f"{called(graph, node)} is undecided: it stands on nothing but a loop.")
    else:
        say(f"{why_not.words}.")
    for loop in few(why_not.loops, asked.limit):
        say()
        names = joined(labels(graph, loop[: asked.limit]))
        more = f" and {len(loop) - asked.limit} more" if len(loop) > asked.limit else ""
        say(f"The loop: {names}{more}")
    if why_not.assume is not None:
        say()
        say(f"The least to assume for it to stand: {_sure(why_not.assume)}")
        for one in few(why_not.assume.members, asked.limit):
            say(called(graph, one), indent=2)
        say("kg depends keeps --given NAME takes it so; kg depends loops shows the links.")


_HINDERED = ("outcome", "words", "lost", "loops", "assume")
