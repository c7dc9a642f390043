"""An address of every page of the app: what is asked of all of them is asked of these."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from kg.database import Database
from kg.ui.dependency.resting import nodes
from kg.views import ClaimFilter

PAGES: Final = (
    "question",
    "claims",
    "search",
    "claim",
    "map",
    "evidence",
    "sources",
    "source",
    "passage",
    "references",
    "about",
    "dependencies",
    "falls",
    "loops",
    "since",
    "what_if",
    "timeline",
    "review",
    "sparql",
    "sparql_chart",
    "sparql_graph",
    "audit",
    "audit_problems",
    "audit_runs",
    "add",
    "added",
)
"""What :func:`addresses` has an address of."""

_COUNTED = (
    "SELECT ?text (COUNT(?p) AS ?n) { ?s schema:text|rdfs:label ?text ; ?p ?o } GROUP BY ?text"
)
_TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s schema:text|rdfs:label ?text ; ?p ?o } LIMIT 60"


def addresses(url: str) -> dict[str, str]:
    """Return, by page, the address of one that has much to show, relative to the app's."""
    with Database.open(url) as database:
        claim = _contested(database)
        quote = database.claim(claim).assertions[0].quote
        graph = database.dependency_graph()
        concept = max(sorted(graph), key=lambda node: graph.degree(node))
        (off,) = (name for name, node in nodes(graph).items() if node == concept)
    labels = "SELECT * WHERE {?s rdfs:label|schema:text|dcterms:title ?o} LIMIT 50"
    found = {
        "question": "",
        "claims": "claims",
        "search": _address("claims", q=quote.passage.exact.split()[0]),
        "claim": _address("claim", claim=claim),
        "map": _address("map", focus=claim),
        "evidence": "evidence",
        "sources": "sources",
        "source": _address("source", source=quote.source.id),
        "passage": _address("source", source=quote.source.id, passage=quote.passage.id),
        "references": _address("source", source=quote.source.id, view="references"),
        "about": _address("source", source=quote.source.id, view="about"),
        "dependencies": _address("dependencies", concept=concept),
        "falls": _address("dependencies", concept=concept, ask="falls"),
        "loops": _address("dependencies", ask="loops"),
        "since": _address("dependencies", ask="since", year="2000"),
        "what_if": _address("what_if", off=off),
        "timeline": "timeline",
        "review": _address("review", by="ada"),
        "sparql": _address("sparql", query=labels),
        "sparql_chart": _address("sparql", query=_COUNTED, view="chart"),
        "sparql_graph": _address("sparql", query=_TRIPLES),
        "audit": "audit",
        "audit_problems": _address("audit", check="problems"),
        "audit_runs": _address("audit", check="runs"),
        "add": "add",
        "added": _address("add", job="before-a-restart"),
    }
    assert tuple(found) == PAGES
    return found


def _contested(database: Database) -> str:
    """Return the claim that is contested most, or any where none is."""
    rows = database.claims(ClaimFilter(contested=True, limit=1)) or database.claims()
    return rows[0].claim.id


def _address(page: str, **parameters: str) -> str:
    return f"{page}?{urlencode(parameters)}"
