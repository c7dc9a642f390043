"""``kg depends``: what rests on a concept, what it rests on, and the loops it is in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from kg.analysis import dependency
from kg.cli.output import database_option, emit, json_option, say, table
from kg.database import Database
from kg.views import DependencyEvidence
from kg.vocab import RELATION_KINDS


@click.command()
@click.argument("concept", required=False)
@json_option
@database_option
def depends(concept: str | None, as_json: bool, db: str | None) -> None:
    """Show what rests on CONCEPT, what it rests on, and its loops, with the sentences.

    CONCEPT is a name, another name, or an id. Without it, list the concepts that have
    dependencies, those that most rests on first.
    """
    with Database.open(db, must_exist=True) as database:
        graph = database.dependency_graph()
        chosen = database.concept(concept) if concept else None
    if chosen is None:
        _list(graph, as_json=as_json)
    elif chosen.id not in graph:
        _print_nothing(chosen.label, as_json=as_json)
    else:
        _show(graph, chosen.id, as_json=as_json)


def _list(graph: dependency.Graph, *, as_json: bool) -> None:
    rows = sorted(
        (
            (
                len(dependency.what_rests_on(graph, node)),
                len(dependency.rests_on(graph, node)),
                graph.nodes[node]["label"],
                node,
            )
            for node in graph
        ),
        key=lambda row: (-row[0], -row[1], row[2]),
    )
    names = ("rest_on_it", "it_rests_on", "label", "id")
    if as_json:
        emit(dict(zip(names, row, strict=True)) for row in rows)
    else:
        table([name.replace("_", " ") for name in names], rows)


def _print_nothing(label: str, *, as_json: bool) -> None:
    if not as_json:
        say(f"no text says that {label} depends on anything, or anything on it")


def _show(graph: dependency.Graph, node: str, *, as_json: bool) -> None:
    above, below = dependency.what_rests_on(graph, node), dependency.rests_on(graph, node)
    loops = [loop for loop in dependency.cycles(graph) if _passes(loop, node)]
    other = [
        (*_as_written(graph, data["evidence"]), kind, data)
        for start, end, kind, data in graph.edges(keys=True, data=True)
        if node in (start, end) and not (data["rests"] and data["asserted"])
    ]
    label = graph.nodes[node]["label"]
    if as_json:
        emit(
            [
                {
                    "concept": {"id": node, "label": label},
                    "what_rests_on_it": above,
                    "what_it_rests_on": below,
                    "loops": loops,
                    "other_links": [
                        {
                            "source": start,
                            "kind": kind,
                            "target": end,
                            "asserted": data["asserted"],
                            "denied": data["denied"],
                            "evidence": data["evidence"],
                        }
                        for start, end, kind, data in other
                    ],
                }
            ]
        )
        return
    _print_reached(f"What rests on {label}", above)
    _print_reached(f"What {label} rests on", below)
    say(f"Loops: {len(loops) or 'none'}")
    for loop in loops:
        _print_path(loop)
    say(f"Other links: {len(other) or 'none'}")
    for start, end, kind, data in other:
        denied = ", denied" if data["denied"] and not data["asserted"] else ""
        say(f"{start} {RELATION_KINDS[kind].label} {end}{denied}", indent=2)
        _print_quotes(data["evidence"], indent=4)


def _as_written(graph: dependency.Graph, evidence: Sequence[DependencyEvidence]) -> tuple[str, str]:
    """Return the labels of a link's ends in the order of its verb; edges may run against it."""
    said = evidence[0]
    return graph.nodes[said.source.id]["label"], graph.nodes[said.target.id]["label"]


def _passes(loop: dependency.Path, node: str) -> bool:
    return any(step.dependent == node for step in loop.steps)


def _print_reached(heading: str, found: Sequence[dependency.Reached]) -> None:
    say(f"{heading}: {len(found) or 'nothing'}")
    for item in found:
        say(
            item.label if item.depth == 1 else f"{item.label}  (through {item.path.words})",
            indent=2,
        )
        if item.depth == 1:
            _print_quotes(item.path.steps[0].evidence, indent=4)
    say()


def _print_path(path: dependency.Path) -> None:
    say(path.words, indent=2)
    for step in path.steps:
        _print_quotes(step.evidence, indent=4)


def _print_quotes(evidence: Iterable[DependencyEvidence], indent: int) -> None:
    for item in evidence:
        kind = RELATION_KINDS[item.dependency.kind].label
        hedge = f", hedged by “{item.dependency.hedge}”" if item.dependency.hedge else ""
        say(
            f"{kind}{hedge}: “{item.quote.passage.exact}” "
            f"({item.holder.name}; {item.quote.source.label})",
            indent=indent,
        )
