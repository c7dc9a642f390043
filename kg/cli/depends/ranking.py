"""``kg depends rank``: what most rests on, what is disputed, well or badly evidenced."""

from __future__ import annotations

import click

from kg.analysis import dependency
from kg.analysis.dependency import Graph, Ranked
from kg.analysis.dependency.graph import resting
from kg.cli.depends.asking import Asked, asking
from kg.cli.depends.wording import as_data, few, more, print_link
from kg.cli.output import emit, say

_LISTS = {
    "most contested": dependency.most_contested,
    "best evidenced": dependency.best_evidenced,
    "of one origin only, most hanging on it": dependency.single_origin,
    "affirmed by nobody": dependency.unsupported,
}


@click.command(short_help="What is most depended on, contested, well or badly evidenced.")
@asking
def rank(asked: Asked) -> None:
    """Rank: most depended on; most contested, best evidenced, of one origin, unsupported."""
    graph = asked.graph
    total = sum(degree > 0 for _, degree in resting(graph).in_degree())
    borne = dependency.most_depended_on(graph, total if asked.as_json else asked.limit)
    if asked.as_json:
        emit([{"list": "most depended on", "nodes": borne}])
        emit(
            {"list": name, "links": [_data(graph, one) for one in links(graph)]}
            for name, links in _LISTS.items()
        )
        return
    say(f"Most depended on: {total or 'nothing'}")
    for node in borne:
        say(f"{node.label}: {node.direct} directly, {node.total} in all", indent=2)
    if total > len(borne):
        say(more(total - len(borne)), indent=2)
    for name, links in _LISTS.items():
        found = links(graph)
        say()
        say(f"{name.capitalize()}: {len(found) or 'none'}")
        for one in few(found, asked.limit):
            print_link(graph, one.link, quotes=1)


def _data(graph: Graph, one: Ranked) -> dict[str, object]:
    return as_data(graph, one.link) | {"hanging": one.hanging}
