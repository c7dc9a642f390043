"""Our endpoint on the W3C's SPARQL 1.1 tests of the protocol, request by request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from kg.endpoint.negotiation import RESULTS, TRIPLES
from tests.unit.endpoint.server import Running, running
from tests.w3c.manifests import MF, MISSING, folder

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UPDATES = "the endpoint only reads: updates are refused"
# What we do not claim; each must be refused as an update.
UNCLAIMED = dict.fromkeys(
    (
        "update_dataset_default_graph",
        "update_dataset_default_graphs",
        "update_dataset_named_graphs",
        "update_dataset_full",
        "update_post_form",
        "update_post_direct",
        "update_base_uri",
    ),
    UPDATES,
)
DATA = "http://kasei.us/2009/09/sparql/data/"


@dataclass(frozen=True)
class Exchange:
    """A request, and what the suite expects of its response."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    form: str | None


def manifest() -> dict[str, list[Exchange]]:
    root = folder()
    if root is None:
        return {}
    graph = Graph().parse(root / "protocol" / "manifest.ttl")
    entries = Collection(graph, _one(graph, None, MF.entries))
    return {
        str(entry).rpartition("#")[2]: [
            _exchange(graph, request)
            for requests in graph.objects(_one(graph, entry, MF.action), HT.requests)
            for request in Collection(graph, requests)
        ]
        for entry in entries
    }


def _one(graph: Graph, subject: Node | None, predicate: Node) -> Any:
    if subject is None:
        return next(graph.objects(None, predicate))
    return graph.value(subject, predicate)


def _exchange(graph: Graph, request: Node) -> Exchange:
    response, body = _one(graph, request, HT.resp), _one(graph, request, HT.body)
    headers = _one(graph, request, HT.headers)
    return Exchange(
        str(_one(graph, request, HT.methodName)),
        str(_one(graph, request, HT.absolutePath)).replace("/sparql/", "/sparql", 1),
        {
            str(_one(graph, one, HT.fieldName)): str(_one(graph, one, HT.fieldValue))
            for one in (Collection(graph, headers) if headers else ())
        },
        None
        if body is None
        else str(_one(graph, body, CNT.chars)).encode(
            str(_one(graph, body, CNT.characterEncoding))
        ),
        frozenset(str(one)[-3] for one in graph.objects(response, MF.expectedStatus)),
        None
        if (truth := _one(graph, response, MF.expectedBoolean)) is None
        else bool(truth.toPython()),
        None if (form := _one(graph, response, MF.expectedFormat)) is None else str(form),
    )


CASES = manifest()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Running]:
    root = folder()
    assert root is not None
    graphs = {
        f"{DATA}{name}.rdf": (root / "protocol" / f"{name}.nt")
        .read_text()
        .replace(" .\n", f" <{DATA}{name}.rdf> .\n")
        for name in ("data1", "data2", "data3")
    }
    with running(graphs) as found:
        yield found


def send(endpoint: Running, exchange: Exchange) -> httpx.Response:
    return endpoint.client.request(
        exchange.method,
        exchange.path,
        headers={"Accept": "*/*", **exchange.headers},
        content=exchange.body,
        follow_redirects=True,
    )


@pytest.mark.skipif(not CASES, reason=MISSING)
def test_every_test_of_the_suite_is_found() -> None:
    assert len(CASES) == 34
    assert set(UNCLAIMED) < set(CASES)
    assert all(CASES.values())


@pytest.mark.skipif(not CASES, reason=MISSING)
@pytest.mark.parametrize("name", [name for name in CASES if name not in UNCLAIMED])
def test_protocol(endpoint: Running, name: str) -> None:
    for exchange in CASES[name]:
        response = send(endpoint, exchange)
        assert str(response.status_code)[0] in exchange.statuses, response.text
        kind = response.headers["Content-Type"].partition(";")[0]
        if exchange.boolean is not None:
            assert response.json()["boolean"] is exchange.boolean
        if exchange.form is not None:
            assert kind in (TRIPLES if exchange.form == "RDF" else RESULTS)


@pytest.mark.skipif(not CASES, reason=MISSING)
@pytest.mark.parametrize("name", sorted(UNCLAIMED))
def test_updates_are_refused(endpoint: Running, name: str) -> None:
    assert send(endpoint, CASES[name][0]).status_code == 403
    asked = endpoint.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "text/csv")
    assert asked.text.split() == ["n", "3"]
