"""What the protocol says of requests and answers; tests/w3c runs the W3C's own tests too."""

from __future__ import annotations

from xml.etree import ElementTree

import httpx
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kg.endpoint.negotiation import RESULTS, TRIPLES
from kg.endpoint.settings import Settings
from kg.ids import iri
from kg.rdf import formats
from tests.unit.endpoint.server import Running, running
from tests.unit.rdf.factory import Essay

SELECT = "SELECT ?text { ?claim a schema:Claim ; schema:text ?text } ORDER BY ?text"
CONSTRUCT = "CONSTRUCT { ?c schema:text ?text } WHERE { ?c a schema:Claim ; schema:text ?text }"
JSON = "application/sparql-results+json"
GRAPH = iri(Essay().claims[1].id) + "#graph"
OTHER = iri(Essay().claims[0].id) + "#graph"


def values(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [next(iter(row.values()))["value"] for row in response.json()["results"]["bindings"]]


def test_the_three_ways_to_ask_give_one_answer(endpoint: Running) -> None:
    client = endpoint.client
    answers = [
        client.get("/sparql", params={"query": SELECT}),
        client.post("/sparql", data={"query": SELECT}),
        endpoint.ask(SELECT),
    ]
    assert len({response.content for response in answers}) == 1
    assert len(values(answers[0])) == 2


def test_head_and_options(endpoint: Running) -> None:
    got = endpoint.client.get("/sparql", params={"query": SELECT})
    head = endpoint.client.head("/sparql", params={"query": SELECT})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.content))
    options = endpoint.client.options("/sparql")
    assert options.status_code == 204
    assert options.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_graphs_chosen_beside_the_query_come_before_its_own(endpoint: Running) -> None:
    texts = "SELECT ?text {} WHERE {{ ?claim schema:text ?text }}"
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def ask(query: str, **fields: str | list[str]) -> list[str]:
        return values(endpoint.client.get("/sparql", params={"query": query, **fields}))

    all_texts = ask(texts.format(""))
    assert len(all_texts) > 1
    one = {"default-graph-uri": GRAPH}
    assert len(ask(texts.format(""), **one)) == 1
    assert ask(texts.format(f"FROM <{OTHER}>"), **one) == ask(texts.format(""), **one)
    assert ask(texts.format("FROM <http://elsewhere.example/>"), **one) != []
    assert ask(named, **one) == []
    assert sorted(ask(named, **{"named-graph-uri": [GRAPH, OTHER]})) == sorted((GRAPH, OTHER))
    assert ask(everything, **{"named-graph-uri": GRAPH}) == ["0"]
    assert len(ask(named)) > 2
    body = {"query": texts.format("")}
    posted = endpoint.client.post("/sparql", params=one, data=body)
    assert values(posted) == ask(texts.format(""), **one)


@pytest.mark.parametrize("kind", RESULTS)
def test_results_come_in_each_format(endpoint: Running, kind: str) -> None:
    response = endpoint.ask(SELECT, kind)
    name = RESULTS[kind]
    told = response.headers["Content-Type"].partition(";")[0]
    assert RESULTS[told] == name
    if name == "csv":
        rows = response.text.split("\r\n")[1:-1]
    else:
        results = parse_query_results(response.content, formats.RESULTS[name])
        rows = [row["text"].value for row in results]  # type: ignore[union-attr]
    assert len(rows) == 2
    assert "Tide mills need reservoirs." in rows


@pytest.mark.parametrize("kind", TRIPLES)
def test_triples_come_in_each_format(endpoint: Running, kind: str) -> None:
    response = endpoint.ask(CONSTRUCT, kind)
    assert response.headers["Content-Type"].partition(";")[0] == kind
    found = {quad.triple for quad in parse(response.content, formats.TRIPLES[TRIPLES[kind]])}
    wanted = endpoint.ask(CONSTRUCT, "application/n-triples").content
    assert found == {quad.triple for quad in parse(wanted, RdfFormat.N_TRIPLES)}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", JSON),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "application/sparql-results+xml"),
        ("text/csv, */*;q=0.1", "text/csv"),
        ("application/*", JSON),
        (f"{JSON};q=0, text/*", "text/xml"),
        ("text/html, application/xhtml+xml, */*;q=0.8", JSON),
        ("application/sparql-results+json;charset=utf-8", JSON),
        ("application/json", JSON),
        ("text/turtle, text/tab-separated-values;q=0.3", "text/tab-separated-values"),
    ],
)
def test_the_best_of_what_is_accepted_is_sent(endpoint: Running, accept: str, kind: str) -> None:
    told = endpoint.ask(SELECT, accept).headers["Content-Type"].partition(";")[0]
    assert RESULTS[told] == RESULTS[kind]


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (SELECT, "image/png"),
        (SELECT, "text/turtle"),
        (CONSTRUCT, "text/csv"),
        (SELECT, "*/*;q=0"),
        ("ASK {", "image/png"),
    ],
)
def test_what_nobody_takes_is_406(endpoint: Running, query: str, accept: str) -> None:
    response = endpoint.ask(query, accept)
    assert response.status_code == 406
    assert one_line(response)


def one_line(response: httpx.Response) -> bool:
    plain = response.headers["Content-Type"].startswith("text/plain")
    return plain and response.text.count("\n") == 1 and response.text.endswith("\n")


FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


@pytest.mark.parametrize(
    ("status", "url", "kind", "body"),
    [
        (400, "/sparql?query=ASK+%7B", None, None),
        (400, "/sparql?query=ASK+%7B%7D&query=ASK+%7B%7D", None, None),
        (400, "/sparql?query=%FF%FE", None, None),
        (400, "/sparql?query=ASK+%7B%7D&default-graph-uri=not+an+iri", None, None),
        (400, "/sparql?query=" + "&a=" * 1100, None, None),
        (400, "/sparql?query=ASK+%7B%7D", DIRECT, b"ASK {}"),
        (400, "/sparql", DIRECT, b""),
        (400, "/sparql", DIRECT, b"\xff\xfe ASK {}"),
        (400, "/sparql", FORM, b""),
        (400, "/sparql", FORM, "query=ä".encode()),
        (400, "/sparql", FORM, b"query=SELECT * { SERVICE <http://x/> {} }"),
        (403, "/sparql", FORM, b"update=DROP+ALL"),
        (403, "/sparql?update=DROP+ALL", None, None),
        (403, "/sparql", "application/sparql-update", b"DROP ALL"),
        (413, "/sparql", DIRECT, b"ASK {}" + b" " * 300_000),
        (415, "/sparql", "text/plain", b"ASK {}"),
        (415, "/sparql", None, b"ASK {}"),
        (415, "/sparql", "multipart/form-data; boundary=x", b"--x--"),
        (415, "/sparql", f"{DIRECT}; charset=utf-16", "ASK {}".encode("utf-16")),
        (404, "/query?query=ASK+%7B%7D", None, None),
        (404, "/page.py", None, None),
        (404, "/static/../app.py", None, None),
    ],
)
def test_what_is_wrong_gets_a_status_and_a_line(
    endpoint: Running, status: int, url: str, kind: str | None, body: bytes | None
) -> None:
    method = "GET" if body is None else "POST"
    headers = {} if kind is None else {"Content-Type": kind}
    response = endpoint.client.request(method, url, headers=headers, content=body)
    assert response.status_code == status, response.text
    assert one_line(response)


def test_a_compressed_body_is_refused(endpoint: Running) -> None:
    headers = {"Content-Type": DIRECT, "Content-Encoding": "gzip"}
    response = endpoint.client.post("/sparql", content=b"\x1f\x8b", headers=headers)
    assert response.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_405(endpoint: Running, method: str) -> None:
    response = endpoint.client.request(method, "/sparql", params={"query": "ASK {}"})
    assert response.status_code == 405
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))
    assert one_line(response)


def test_an_unreadable_accept_header_is_400(endpoint: Running) -> None:
    assert endpoint.ask("ASK {}", "nothing").status_code == 400


def test_relative_iris_are_of_the_endpoint(endpoint: Running) -> None:
    response = endpoint.ask("CONSTRUCT { <s> <p> <> } WHERE {}", "application/n-triples")
    host = f"http://127.0.0.1:{endpoint.port}"
    assert response.text == f"<{host}/s> <{host}/p> <{host}/sparql> .\n"


def test_what_xml_cannot_hold_is_still_xml(endpoint: Running) -> None:
    bell = 'SELECT ("\\u0007 \\uFFFF <&>" AS ?x) {}'
    root = ElementTree.fromstring(endpoint.ask(bell, "application/sparql-results+xml").text)
    assert [one.text for one in root.iter() if one.text] == ["\ufffd \ufffd <&>"]
    bell = 'CONSTRUCT { <a> rdfs:label "\\u0007" } WHERE {}'
    ElementTree.fromstring(endpoint.ask(bell, "application/rdf+xml").text)


def test_a_predicate_without_a_name_is_not_written_in_rdf_xml(endpoint: Running) -> None:
    query = "CONSTRUCT { <a> <http://example.org/1> 'x' } WHERE {}"
    response = endpoint.ask(query, "application/rdf+xml")
    assert response.status_code == 400
    assert "RDF/XML" in response.text
    assert endpoint.ask(query, "text/turtle").status_code == 200


def test_the_endpoint_describes_itself(endpoint: Running) -> None:
    response = endpoint.client.get("/sparql", headers={"Accept": "text/turtle"})
    told = {
        (quad.predicate.value.rpartition("#")[2], str(quad.object))
        for quad in parse(response.content, RdfFormat.TURTLE)
    }
    assert ("endpoint", f"<{endpoint.url}>") in told
    formats_told = [value for name, value in told if name == "resultFormat"]
    assert len(formats_told) == len(formats.RESULTS) + len(formats.TRIPLES)
    assert endpoint.client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_void_counts_what_is_there(endpoint: Running) -> None:
    response = endpoint.client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    [told] = [
        int(quad.object.value)
        for quad in parse(response.content, RdfFormat.N_TRIPLES)
        if quad.predicate.value.endswith("void#triples")
    ]
    counted = endpoint.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert [str(told)] == values(counted)
    assert told > 50


def test_an_answer_past_a_limit_is_an_error_and_not_a_part() -> None:
    settings = Settings(rows=5, seconds=1.0)
    with running(Essay().graphs, settings) as endpoint:
        for query, accept, reason in (
            ("SELECT * { ?s ?p ?o }", "text/csv", "larger than 5 rows"),
            ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle", "larger than 5 triples"),
            (
                "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
                "text/csv",
                "stopped after 1 seconds",
            ),
        ):
            response = endpoint.ask(query, accept)
            assert response.status_code == 500
            assert reason in response.text
            assert one_line(response)
        assert len(values(endpoint.ask("SELECT * { ?s ?p ?o } LIMIT 5"))) == 5
        braces = 'SELECT ("},{},{},{},{},{" AS ?x) {}'
        assert endpoint.ask(braces).status_code == 200


def test_cors_is_for_those_that_were_named() -> None:
    settings = Settings(cors=("https://friend.example",))
    with running({}, settings, token="a token of this test") as endpoint:
        asks = {"Access-Control-Request-Method": "POST", "Origin": "https://friend.example"}
        allowed = endpoint.client.options("/sparql", headers=asks)
        assert allowed.headers["Access-Control-Allow-Origin"] == "https://friend.example"
        assert allowed.status_code == 200
        refused = endpoint.client.get("/sparql", headers={"Origin": "https://friend.example"})
        assert refused.status_code == 401
        assert refused.headers["Access-Control-Allow-Origin"] == "https://friend.example"
        foe = endpoint.client.get("/health", headers={"Origin": "https://foe.example"})
        assert "Access-Control-Allow-Origin" not in foe.headers


def test_no_web_page_reads_it_by_another_name(endpoint: Running) -> None:
    response = endpoint.client.get("/sparql", headers={"Host": "rebound.example"})
    assert response.status_code == 400
    assert endpoint.client.get("/", headers={"Host": "localhost:1"}).status_code == 200


def test_results_are_parsed_as_they_were_sent(endpoint: Running) -> None:
    awkward = 'SELECT ("a\\tb\\n\\"c\\" \\\\" AS ?x) ("ä"@de AS ?y) (1.50 AS ?z) ?none {}'
    wanted = None
    for kind in (JSON, "application/sparql-results+xml", "text/tab-separated-values"):
        syntax = {
            "json": QueryResultsFormat.JSON,
            "xml": QueryResultsFormat.XML,
            "tsv": QueryResultsFormat.TSV,
        }[RESULTS[kind]]
        rows = parse_query_results(endpoint.ask(awkward, kind).content, syntax)
        assert isinstance(rows, QuerySolutions)
        found = [[str(cell) for cell in row] for row in rows]
        wanted = wanted or found
        assert found == wanted


@pytest.mark.parametrize("host", ["a b", "[", '"><script>', "a:b:c", "%", "x" * 300])
@pytest.mark.parametrize("path", ["/sparql", "/sparql?query=ASK%7B%7D", "/.well-known/void", "/"])
def test_a_host_of_nonsense_is_no_fault_of_ours(host: str, path: str) -> None:
    with running({}, Settings(host="0.0.0.0"), token=None) as endpoint:
        response = endpoint.client.get(path, headers={"Host": host})
        assert response.status_code in (200, 400)
        if response.status_code == 400:
            assert one_line(response) or response.text == "Invalid HTTP request received."
