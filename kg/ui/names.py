"""What addresses and menus call texts, concepts and links; put together once for each state."""

from __future__ import annotations

from collections.abc import Mapping

from kg.analysis.dependency import Link, Selection
from kg.analysis.dependency.wording import written
from kg.database import Database
from kg.ui import data, parts
from kg.ui.dependency import resting
from kg.ui.markup import shorten

LINK = 240


def _sources(found: Database) -> dict[str, str]:
    return parts.source_names(found.sources())


def _nodes(_: Database, selection: Selection | None = None) -> dict[str, str]:
    return resting.nodes(data.dependency_graph(selection))


def _links(_: Database, selection: Selection | None = None) -> dict[str, Link]:
    graph = data.dependency_graph(selection)
    named = {written(graph, link): link for link in graph.edges(keys=True)}
    return {shorten(words, LINK): named[words] for words in sorted(named)}


sources = data.remembered(_sources)
nodes = data.remembered(_nodes)
links = data.remembered(_links)


def of_sources() -> dict[str, str]:
    """Return what filters and addresses call each text, by id."""
    return _turned(sources())


def of_source(identifier: str) -> str:
    """Return what filters and addresses call a text."""
    return of_sources()[identifier]


def of_node(identifier: str, selection: Selection | None = None) -> str:
    """Return what menus and addresses call a node of the dependency graph."""
    return _turned(nodes(selection))[identifier]


def _turned(names: Mapping[str, str]) -> dict[str, str]:
    return {identifier: name for name, identifier in names.items()}
