from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.ids import ID_BASE
from kg.rdf.vetting import vet
from tests.listening import listening

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


# More of the same, in every disguise that came to mind.
HOSTILE = [
    "SELECT * { Service <http://x/> { ?s ?p ?o } }",
    "SELECT * { sErViCe<http://x/>{} }",
    "SELECT * { SERVICE # <http://ours/>\n <http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICE\t\r\n<http://x/>{ ?s ?p ?o } }",
    "SELECT * { { { OPTIONAL { SERVICE <http://x/> { ?s ?p ?o } } } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <http://x/> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE SILENT <http://x/> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { { SELECT * { SERVICE <http://x/> { ?s ?p ?o } } } } } }",
    "SELECT * { GRAPH ?g { SERVICE <http://x/> { ?s ?p ?o } } }",
    "SELECT * { VALUES ?u { <http://x/> } SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { BIND(IRI(CONCAT('http','://x/')) AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "ASK { SERVICE <http://x/> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }",
    "DESCRIBE ?s WHERE { SERVICE <http://x/> { ?s ?p ?o } }",
    "PREFIX SERVICE: <http://x/> SELECT * { SERVICE SERVICE:y { ?s ?p ?o } }",
    "SELECT * { \\u0053\\u0045\\u0052\\u0056\\u0049\\u0043\\u0045 <http://x/> { } }",
    "SELECT * { \\U00000053ERVICE <http://x/> { } }",
    "SELECT * { ?s ?p \\u0022\\u0022 SERVICE <http://x/> { } }",
    "SELECT * { ?s ?p 'a\\\\' . SERVICE <http://x/> { } }",
    "SELECT * { ?s ?p '''a'b''c''' . SERVICE <http://x/> { } }",
    'SELECT * { ?s ?p """#""" . SERVICE <http://x/> { } }',
    "SELECT * { ?s ?p '#' . SERVICE <http://x/> { } }",
    "SELECT * { ?s ?p <http://x/'> . SERVICE <http://x/> { } }",
    "SELECT * { <http://x/#'> ?p ?o . SERVICE <http://x/> { } } # '",
    "SELECT * { ?s ?p ?o } #\\u000D SERVICE <http://x/> {}",
    "SELECT * { FILTER(1<2) SERVICE <http://x/> { ?s ?p ?o } FILTER(2>1) }",
    "SELECT * { ?s ?p 1.SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?s ?p 1e0SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?s ?p _:bSERVICE . SERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * FROM<file:///etc/passwd>{?s ?p ?o}",
    "SELECT * from named <http://x/> { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } # \\u000AFROM <http://x/>",
    "SELECT * \\u0046ROM <http://x/> { ?s ?p ?o }",
    "SELECT * FROM # <https://w3id.org/claimgraph/id/x>\n <http://x/> { ?s ?p ?o }",
    "SELECT * FROM <https://w3id.org/claimgraph/id/x> FROM NAMED <file:///x> { ?s ?p ?o }",
    "DESCRIBE <a:a> FROM <http://x/>",
    "ASK FROM <http://x/> {}",
    "CONSTRUCT WHERE { ?s ?p ?o } FROM <http://x/>",
    "LOAD <http://x/>",
    "load silent <http://x/> into graph <a:g>",
    "# SELECT * {}\nLOAD <http://x/>",
    "BASE <http://x/> LOAD <y>",
    "PREFIX a: <b:> LOAD a:c",
    "\\u004COAD <http://x/>",
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "insert{?s ?p ?o}where{?s ?p ?o}",
    "DELETE{?s ?p ?o}WHERE{?s ?p ?o}",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "CREATE GRAPH <a:g>",
    "COPY <a:a> TO <a:b>",
    "MOVE <a:a> TO <a:b>",
    "ADD <a:a> TO <a:b>",
    "WITH <a:g> INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "\ufeffLOAD <http://x/>",
    "VERSION '1.2' LOAD <http://x/>",
]

# These are no queries at all: what calls out or writes stands where none may stand.
MALFORMED = [
    "SELECT * { ?s ?p 'x'@enSERVICE<http://x/>{?s ?p ?o} }",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "SELECT * {} ; LOAD <http://x/>",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_harmless_queries_pass(query: str) -> None:
    assert vet(query) is True


@pytest.mark.parametrize("query", [*REFUSED, *HOSTILE])
def test_disguises_are_seen_through(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        vet(query)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("query", MALFORMED)
def test_what_passes_for_want_of_grammar_is_stopped_by_the_engine(query: str) -> None:
    vet(query)
    with pytest.raises(SyntaxError):
        pyoxigraph.Store().query(query)


def test_from_may_name_our_graphs() -> None:
    assert vet(f"SELECT * FROM {GRAPH} FROM NAMED {GRAPH} {{ ?s ?p ?o }}") is False


LISTED = "https://example.org/sparql"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE <{LISTED}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{service silent<{LISTED}>{{?s ?p ?o}}}}",
        f"SELECT * {{ SERVICE # a word\n SILENT <{LISTED}> {{ ?s ?p ?o }} }}",
    ],
)
def test_a_listed_service_passes_and_no_other(query: str) -> None:
    assert vet(query, services=[LISTED]) is True
    for services in ((), ("https://example.org/",), (f"{LISTED}/",)):
        with pytest.raises(QueryError, match="SERVICE is refused"):
            vet(query, services=services)


@pytest.mark.parametrize("query", [one for one in REFUSED if "SERVICE" in one.upper()])
def test_disguises_are_seen_through_where_another_service_is_listed(query: str) -> None:
    with pytest.raises(QueryError):
        vet(query, services=[LISTED])
    with pytest.raises(QueryError):
        vet(f"SELECT * {{ SERVICE <{LISTED}> {{}} }} {query}", services=[LISTED])


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE SILENT SILENT <{LISTED}> {{}} }}",
        f"SELECT * {{ SERVICE <{LISTED}#a> {{}} }}",
        "PREFIX x: <https://example.org/> SELECT * { SERVICE x:sparql {} }",
        "BASE <https://example.org/> SELECT * { SERVICE <sparql> {} }",
        "SELECT * { SERVICE <https://example.org/s\\u0070arql> {} }",
        f"SELECT * {{ SERVICESILENT<{LISTED}>{{}} }}",
    ],
)
def test_a_listed_service_must_be_named_in_full(query: str) -> None:
    with pytest.raises(QueryError):
        vet(query, services=[LISTED])


def test_a_from_that_does_not_count_may_name_anything() -> None:
    query = "SELECT * FROM <http://x/> FROM NAMED <file:///etc/passwd> { ?s ?p ?o }"
    assert vet(query, graphs_given=True) is False
    with pytest.raises(QueryError):
        vet(query)


@pytest.mark.parametrize(
    "piece",
    [
        "a-",
        "a.",
        "a.b-",
        "_:a.",
        "1.",
        "1e1",
        "<a",
        "'a' ",
        ":a..",
        "a·",
        "\\u0041",
        "?a",
        "@a-",
        "(",
    ],
)
def test_no_text_is_looked_at_twice(piece: str) -> None:
    """The work grows with the length; else the longer text would take minutes and time out."""
    with contextlib.suppress(QueryError):
        vet(piece * (1_000_000 // len(piece)))


def test_the_place_of_what_is_refused_is_given() -> None:
    with pytest.raises(QueryError, match="line 2, column 3: SERVICE"):
        vet("SELECT * {\n  SERVICE <http://x/> {} }")
    with pytest.raises(QueryError, match="line 1, column 10: '`' cannot stand here"):
        vet("SELECT * `")


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """A local server that notes who calls."""
    with listening() as found:
        yield found


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
