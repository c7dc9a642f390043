"""Clients that nobody here wrote."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

from tests.unit.endpoint.server import Running

DOCS = Path(__file__).resolve().parents[3] / "docs" / "sparql.md"
ADDRESS = "http://127.0.0.1:7878"
TEXTS = "SELECT ?text { ?claim a schema:Claim ; schema:text ?text } ORDER BY ?text"
WANTED = ["Tide mills need reservoirs.", "Tide mills stop after 30 to 40 years."]


def wrapper(endpoint: Running, query: str) -> SPARQLWrapper:
    client = SPARQLWrapper(endpoint.url)
    client.setQuery(query)
    return client


def converted(client: SPARQLWrapper) -> Any:
    return client.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_rows(endpoint: Running, method: str) -> None:
    client = wrapper(endpoint, TEXTS)
    client.setMethod(method)
    client.setReturnFormat(JSON)
    rows = converted(client)["results"]["bindings"]
    assert [row["text"]["value"] for row in rows] == WANTED
    client.setReturnFormat(XML)
    document = converted(client)
    found = [one.firstChild.data for one in document.getElementsByTagName("literal")]
    assert found == WANTED
    client.setReturnFormat(CSV)
    assert converted(client).decode().splitlines() == ["text", *WANTED]


def test_sparqlwrapper_reads_triples_and_errors(endpoint: Running) -> None:
    client = wrapper(endpoint, "CONSTRUCT WHERE { ?a cg:rebuts ?b }")
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=converted(client), format="turtle")) == 1
    with pytest.raises(QueryBadFormed, match="malformed"):
        wrapper(endpoint, "SELECT {").query()
    large = wrapper(endpoint, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with pytest.raises(EndPointInternalError, match="larger than"):
        large.query()


def test_rdflib_takes_it_for_a_store(endpoint: Running) -> None:
    graph = Graph(SPARQLStore(endpoint.url, method="POST", returnFormat="json"))
    assert [str(row[0]) for row in graph.query(TEXTS)] == WANTED  # type: ignore[index]
    rebuts = URIRef("https://w3id.org/claimgraph/ns#rebuts")
    assert len(list(graph.subject_objects(rebuts))) == 1
    assert len(graph) > 100
    with pytest.raises(Exception, match="read only"):
        graph.add((URIRef("a:a"), URIRef("a:b"), URIRef("a:c")))


def curl_lines() -> list[str]:
    text = DOCS.read_text(encoding="utf-8")
    return re.findall(r"^curl .*$", text, re.MULTILINE)


def test_the_docs_have_curl_lines() -> None:
    assert len(curl_lines()) == 6


@pytest.mark.parametrize("line", curl_lines())
def test_the_curl_lines_of_the_docs_work(endpoint: Running, line: str) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("needs curl")
    words = shlex.split(line.replace(ADDRESS, f"http://127.0.0.1:{endpoint.port}"))
    done = subprocess.run(
        [curl, "--fail", "--silent", *words[1:]], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_python_of_the_docs_works(
    endpoint: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    [code] = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    exec(code.replace(ADDRESS, f"http://127.0.0.1:{endpoint.port}"), {})
    assert sorted(capsys.readouterr().out.splitlines()) == WANTED
