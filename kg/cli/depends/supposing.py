"""``kg depends without``: what falls, and what does not, if something is taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from kg.analysis.dependency import Consequence, Link, Supposition
from kg.analysis.dependency.what_if import HEADINGS, WhatIf
from kg.analysis.dependency.wording import written
from kg.cli.depends import naming
from kg.cli.depends.asking import Asked, asking
from kg.cli.depends.wording import as_data, few, print_link
from kg.cli.output import emit, say
from kg.errors import UsageError


@click.command(short_help="What falls without NAME, and what does not.")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--source",
    "sources",
    metavar="DOCUMENT",
    multiple=True,
    help="Take away this document's word; repeatable.",
)
@click.option(
    "--link",
    "links",
    metavar="'A requires B'",
    multiple=True,
    help="Take this link as false; repeatable.",
)
@click.option(
    "--given",
    metavar="NAME",
    multiple=True,
    help="Take this to stand whatever it rests on; repeatable.",
)
@asking
def without(
    asked: Asked,
    names: tuple[str, ...],
    sources: tuple[str, ...],
    links: tuple[str, ...],
    given: tuple[str, ...],
) -> None:
    """Show what falls, is undecided, is weakened or finds another way without each NAME.

    NAME is a concept or claim that is taken as false or not to be had. Several can be tried
    together, with documents and links. Nothing is changed in the database.
    """
    if not names + sources + links:
        raise UsageError("say what to take away: a NAME, --source or --link")
    graph = asked.graph
    supposed = Supposition(
        denied=frozenset(map(asked.node, names)),
        sources=frozenset(naming.document(asked.database, one) for one in sources),
        links=frozenset().union(*(naming.links(asked.database, graph, one) for one in links)),
        given=frozenset(map(asked.node, given)),
    )
    tried = _Tried(asked, supposed)
    if asked.as_json:
        emit([tried.data()])
    else:
        tried.print(asked.limit)


class _Tried:
    """A supposition with all that follows from it."""

    def __init__(self, asked: Asked, supposed: Supposition) -> None:
        self.graph = asked.graph
        titles = {one.id: one.label for one in asked.database.sources()}
        self.case = WhatIf(asked.graph, supposed, titles)

    def print(self, limit: int) -> None:
        found = self.case.found
        say(self.case.words)
        say("This is a what-if: nothing in the database changes.")
        if self.case.turned:
            say()
            say(f"By what is taken as false or given alone: {len(self.case.turned)}")
            for one in few(self.case.turned, limit):
                say(f"{one.label}: {one.before.value} → {one.after.value}", indent=2)
        self._print_nodes(limit)
        self._print_links("Links that nobody else states", found.links_lost, limit)
        self._print_links("Links that keep another source", found.links_weakened, limit)
        if self.case.undecided:
            say()
            say(
                f"Without taking anything away, {len(self.case.undecided)} stand on nothing but a "
                "loop; kg depends loops shows which"
            )

    def _print_nodes(self, limit: int) -> None:
        if not self.case.found.nodes:
            say()
            say("Nothing else is touched.")
        for effect, heading in HEADINGS.items():
            touched = self.case.found.of(effect)
            if not touched:
                continue
            say()
            say(f"{heading}: {len(touched)}")
            for one in few(touched, limit):
                say(one.label, indent=2)
                for words, links in self.case.reasons(one):
                    say(words, indent=4)
                    for link in few(links, limit, indent=6):
                        print_link(self.graph, link, indent=6, quotes=1)

    def _print_links(self, heading: str, links: Sequence[Link], limit: int) -> None:
        if links:
            say()
            say(f"{heading}: {len(links)}")
            named = sorted(links, key=lambda link: written(self.graph, link))
            for link in few(named, limit):
                print_link(self.graph, link, quotes=1)

    def data(self) -> dict[str, Any]:
        graph = self.graph
        return {
            "supposed": self.case.supposed,
            "words": self.case.words,
            "framed": self.case.turned,
            "nodes": [self._consequence(one) for one in self.case.found.nodes],
            "links_lost": [as_data(graph, link) for link in self.case.found.links_lost],
            "links_weakened": [as_data(graph, link) for link in self.case.found.links_weakened],
            "undecided_before": self.case.undecided,
        }

    def _consequence(self, one: Consequence) -> dict[str, Any]:
        return {
            "id": one.id,
            "label": one.label,
            "effect": one.effect.value,
            "step": one.step,
            "reasons": [
                {"words": words, "links": [as_data(self.graph, link) for link in links]}
                for words, links in self.case.reasons(one)
            ],
        }
