from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.ids import ID_BASE
from kg.rdf.vetting import vet

GRAPH = f"<{ID_BASE}document/s1x#graph>"

HARMLESS = [
    "SELECT * { ?s ?p ?o }",
    "# SERVICE <http://x/> { }\nSELECT * { ?s ?p 'SERVICE <http://x/> {}' }",
    'SELECT * { ?s ?p "FROM \\" SERVICE", \'\'\'it\'s "SERVICE" FROM\'\'\', """a""b\nFROM""" }',
    "SELECT ?SERVICE ?from { ?SERVICE ?p ?from . $service ?q _:SERVICE }",
    "SELECT * { <http://x/SERVICE#FROM> ex:SERVICE ?o }",
    "SELECT * { ?s ?p 'x'@en-service }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER(?a<?b && ?c>1.5e3 || !(?a>=?b)) } GROUP BY ?a",
    "PREFIX : <http://x/> ASK { :a :b/:c*|^:d+ :e%20f , :g\\~h . }",
    "DESCRIBE <http://x/a>",
    "PREFIX with: <http://x/> SELECT * { with:insert with:drop ?o }",
]

REFUSED = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "SELECT * {SERVICE<http://x/>{?s ?p ?o}}",
    "SELECT * { SERVICESILENT<http://x/>{?s ?p ?o} }",
    "PREFIX : <http://x/> SELECT * { SERVICE:a{?s ?p ?o} }",
    "PREFIX ex: <http://x/> SELECT * { SERVICEex:a{?s ?p ?o} }",
    "SELECT * { ?s ?p trueSERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?s ?p 1SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?s ?p 'a\\\\'SERVICE<http://x/>{?s ?p ?o} # '\n }",
    "SELECT * { ?s ?p '''a'''''SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { FILTER(?a<?b)SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?s ?p <http://x/#> SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p <http://x/\\u0041#> . SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o } # \n SERVICE <http://x/> {}",
    "SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '\\u0027 SERVICE <http://x/> { } #' }",
    "SELECT * { ?s ?p ?o } # \\u000A SERVICE <http://x/> {}",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT*FROMNAMED<file:///etc/passwd>{?s ?p ?o}",
    "SELECT * FROM NAMED <passwd> { ?s ?p ?o }",
    "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    "PREFIX cgid: <file:///etc/> SELECT * FROM cgid:passwd { ?s ?p ?o }",
    f"PREFIX FROM: <file:///etc/> SELECT * FROM:passwd {GRAPH}",
    f"SELECT * FROM {GRAPH} FROM <http://x/> {{ ?s ?p ?o }}",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "# SELECT\nPREFIX a: <a:> DELETE WHERE { ?s ?p ?o }",
    "BASE <a:> DROP ALL",
    "clear all",
    "LOAD <file:///etc/passwd>",
    "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_harmless_queries_pass(query: str) -> None:
    assert vet(query) is True


@pytest.mark.parametrize("query", REFUSED)
def test_disguises_are_seen_through(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        vet(query)
    assert "\n" not in str(caught.value)


def test_from_may_name_our_graphs() -> None:
    assert vet(f"SELECT * FROM {GRAPH} FROM NAMED {GRAPH} {{ ?s ?p ?o }}") is False


def test_the_place_of_what_is_refused_is_given() -> None:
    with pytest.raises(QueryError, match="line 2, column 3: SERVICE"):
        vet("SELECT * {\n  SERVICE <http://x/> {} }")
    with pytest.raises(QueryError, match="line 1, column 10: '`' cannot stand here"):
        vet("SELECT * `")


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """A local server that notes who calls."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            calls.append(self.path)
            self.send_error(500)

        do_GET = do_POST  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", calls
    server.shutdown()
    thread.join()
    server.server_close()


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "SELECT",
            "*",
            " ",
            "{",
            "}",
            "?s",
            "?p",
            "?o",
            ".",
            "<",
            ">",
            "FILTER(",
            ")",
            "'",
            '"',
            "'''",
            "\\",
            "\\u0053",
            "\\u0027",
            "#",
            "\n",
            "SERVICE",
            "ervice",
            "SILENT",
            "<URL>",
            "true",
            "1",
            "a",
            ":",
            "ex:",
            "_:",
            "@en",
            "^^",
            "PREFIX ex: <URL> ",
            "?",
            "FROM ",
        ]
    ),
    max_size=14,
)


@given(head=FRAGMENTS, tail=FRAGMENTS)
def test_nothing_that_passes_calls_out(
    listener: tuple[str, list[str]], head: list[str], tail: list[str]
) -> None:
    url, calls = listener
    query = "SELECT * { " + "".join([*head, "SERVICE<URL>{?s ?p ?o}", *tail]) + " }"
    query = query.replace("URL", url)
    try:
        vet(query)
        list(pyoxigraph.Store().query(query))  # type: ignore[arg-type]
    except (QueryError, SyntaxError, OSError, ValueError, TypeError):
        pass
    assert calls == []
