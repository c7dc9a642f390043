"""Names for the boxes of a drawn answer, looked up where the answer has none for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from pyoxigraph import NamedNode

from kg.ids import ID_BASE
from kg.rdf.sparql import Result
from kg.ui.graphs.neighbourhood import Neighbourhood
from kg.ui.queries.statements import label

# A passage has its words, and an assertion its claim's.
_NAME: Final = (
    "schema:text|rdfs:label|skos:prefLabel|dcterms:title|foaf:name|oa:exact|"
    "oa:hasSelector/oa:exact|cg:expresses/schema:text|cg:passage/oa:hasSelector/oa:exact"
)


def unnamed(nearby: Neighbourhood) -> list[str]:
    """Return which of our records a drawing shows by their ids."""
    return [
        node.id
        for node in nearby.nodes
        if node.id.startswith(ID_BASE) and node.label == label({}, node.id)
    ]


def asking(records: Iterable[str]) -> str:
    """Return the query for the names of records: a row for each that has one."""
    listed = " ".join(str(NamedNode(one)) for one in sorted(records))
    return (
        "SELECT ?record (MIN(STR(?name)) AS ?label) "
        f"{{ VALUES ?record {{ {listed} }} ?record {_NAME} ?name }} GROUP BY ?record"
    )


def names(answer: Result) -> dict[str, str]:
    """Return the names by record."""
    return {record: name for record, name in answer.rows if record and name}


def named(nearby: Neighbourhood, found: Mapping[str, str]) -> Neighbourhood:
    """Return a drawing whose boxes have these names, by record."""
    nodes = tuple(
        replace(node, label=label(found, node.id)) if node.id in found else node
        for node in nearby.nodes
    )
    return replace(nearby, nodes=nodes)
