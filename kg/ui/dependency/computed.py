"""Answers of the dependency module, each computed once for a state of the database.

``selection`` is as in :meth:`Database.dependency_graph`; None counts every passage. Searches that
can take long stop after :data:`PATIENCE` seconds with the best that they have.
"""

from __future__ import annotations

from typing import Final, Literal

from kg.analysis import dependency
from kg.analysis.dependency import (
    Chains,
    Changes,
    Compared,
    Foundation,
    Graph,
    Hindrance,
    Kept,
    Least,
    Link,
    Loop,
    Outcome,
    Ranked,
    Requirement,
    Selection,
    Supposition,
)
from kg.analysis.dependency.cuts import Of
from kg.analysis.dependency.withdrawal import Situation, situation
from kg.database import Database
from kg.errors import UsageError
from kg.ui import data
from kg.views import DependencyEvidence

PATIENCE: Final = 2.0
CHAINS: Final = 5
RANKED: Final = 25
Chosen = Selection | None
_NONE: Final[frozenset[str]] = frozenset()
By = Literal["published", "read", "text"]


def graph(selection: Chosen) -> Graph:
    """Return the graph of the passages that count."""
    return data.dependency_graph(selection)


def _situation(_: Database, selection: Chosen) -> Situation:
    return situation(graph(selection))


def _foundations(_: Database, selection: Chosen) -> list[Foundation]:
    return dependency.most_depended_on(graph(selection))


def _loops(_: Database, selection: Chosen, given: frozenset[str] = _NONE) -> list[Loop]:
    return dependency.loops(graph(selection), Supposition(given=given))


def _breaking(_: Database, selection: Chosen, members: tuple[str, ...]) -> Least[Link]:
    return dependency.breaking(graph(selection), members, seconds=PATIENCE)


def _layers(_: Database, selection: Chosen) -> tuple[tuple[str, ...], ...]:
    return dependency.layers(graph(selection))


def _contested(_: Database, selection: Chosen) -> list[Ranked]:
    return dependency.most_contested(graph(selection), RANKED)


def _best(_: Database, selection: Chosen) -> list[Ranked]:
    return dependency.best_evidenced(graph(selection), RANKED)


def _single(_: Database, selection: Chosen) -> list[Ranked]:
    return dependency.single_origin(graph(selection), RANKED)


def _unsupported(_: Database, selection: Chosen) -> list[Ranked]:
    return dependency.unsupported(graph(selection), RANKED)


def _why(_: Database, selection: Chosen, start: str, end: str) -> Chains:
    return dependency.why(graph(selection), start, end, CHAINS, seconds=PATIENCE)


def _hindrance(
    _: Database, selection: Chosen, node: str, given: frozenset[str]
) -> Hindrance | None:
    supposed = Supposition(given=given)
    return dependency.hindrance(graph(selection), node, supposed, seconds=PATIENCE)


def _kept(found: Database, selection: Chosen, node: str, of: Of, given: frozenset[str]) -> Kept:
    return dependency.kept(
        graph(selection),
        node,
        of,
        Supposition(given=given),
        documents={one.id for one in found.sources()},
        seconds=PATIENCE,
    )


def _passages(found: Database, selection: Chosen) -> list[DependencyEvidence]:
    everything = found.dependencies(rejected=True)
    return dependency.with_rejected(everything, selection or Selection())


def _since(found: Database, selection: Chosen, by: By, point: str) -> Changes:
    if by == "published":
        if not point.isdecimal():
            raise UsageError(f"{point!r} is no year; write it as 2024")
        since = dependency.published_since(int(point))
    elif by == "read":
        since = dependency.read_since(point)
    else:
        since = dependency.brought_by(point)
    return dependency.changes(passages(selection), since, origin=found.origins().key)


def _compared(_: Database, first: Selection, second: Selection) -> list[Compared]:
    return dependency.compare(graph(first), graph(second))


case = data.remembered(_situation)
foundations = data.remembered(_foundations)
loops = data.remembered(_loops)
breaking = data.remembered(_breaking)
layers = data.remembered(_layers)
contested = data.remembered(_contested)
best = data.remembered(_best)
single = data.remembered(_single)
unsupported = data.remembered(_unsupported)
why = data.remembered(_why)
hindrance = data.remembered(_hindrance)
kept = data.remembered(_kept)
passages = data.remembered(_passages)
since = data.remembered(_since)
compared = data.remembered(_compared)


def outcome(selection: Chosen, node: str) -> Outcome:
    """Return whether a node stands by what is said, falls, or hangs in a loop."""
    return case(selection).evaluation.outcome(node)


def needs(selection: Chosen, node: str) -> tuple[Requirement, ...]:
    """Return what a node needs by what is said."""
    return case(selection).network.needs[node]
