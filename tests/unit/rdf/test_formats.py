from __future__ import annotations

import json

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kg.rdf.formats import RESULTS, TRIPLES, holds_more_rows, write_results, write_triples

TEXTS = st.text(st.sampled_from('{}[],:"\\\n a<>&\x07'), max_size=12)
ROWS = st.lists(st.tuples(st.none() | TEXTS, st.none() | TEXTS), max_size=6)


def rows_as_json(rows: list[tuple[str | None, str | None]]) -> bytes:
    """Let the engine write rows in SPARQL JSON."""
    values = " ".join(
        "(" + " ".join("UNDEF" if one is None else json.dumps(one) for one in row) + ")"
        for row in rows
    )
    results = Store().query(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {values} }} }}")
    return as_json(results)


def as_json(results: object) -> bytes:
    assert isinstance(results, QuerySolutions)
    written = results.serialize(format=QueryResultsFormat.JSON)
    assert isinstance(written, bytes)
    return written


@given(rows=ROWS, limit=st.integers(1, 7))
def test_rows_are_counted_whatever_their_texts_hold(
    rows: list[tuple[str | None, str | None]], limit: int
) -> None:
    assert holds_more_rows(rows_as_json(rows), "results", limit) is (len(rows) > limit)


def test_rows_of_triple_terms_are_counted() -> None:
    term = '<<( <a:a> <a:b> <<( <a:a> <a:b> "},{" )>> )>>'
    results = Store().query(f"SELECT ?x {{ VALUES ?x {{ {' '.join([term] * 3)} }} }}")
    payload = as_json(results)
    assert [holds_more_rows(payload, "results", limit) for limit in (2, 3)] == [True, False]


def test_truths_and_triples_are_counted() -> None:
    assert not holds_more_rows(b'{"head":{},"boolean":true}', "results", 1)
    triples = b'<a:a> <a:b> "x\\ny" .\n' * 3
    assert [holds_more_rows(triples, "triples", limit) for limit in (2, 3)] == [True, False]


@given(rows=ROWS)
def test_results_say_the_same_in_each_format_that_can_say_it(
    rows: list[tuple[str | None, str | None]],
) -> None:
    payload = rows_as_json(rows)
    for name in ("json", "tsv", "xml"):
        found = pyoxigraph.parse_query_results(write_results(payload, name), RESULTS[name])
        assert isinstance(found, pyoxigraph.QuerySolutions)
        values = [tuple(cell and cell.value for cell in row) for row in found]
        spelled = [
            tuple(one.replace("\x07", "\ufffd") if one and name == "xml" else one for one in row)
            for row in rows
        ]
        assert values == spelled


@pytest.mark.parametrize("name", TRIPLES)
def test_triples_say_the_same_in_each_format(name: str) -> None:
    payload = b'<a:a> <http://b.example/c> "x <&> \\"y\\""@en .\n<a:a> <a:b> <a:c> .\n'
    written = write_triples(payload, name, {"b": "http://b.example/"})
    found = {quad.triple for quad in pyoxigraph.parse(written, TRIPLES[name])}
    assert found == {quad.triple for quad in pyoxigraph.parse(payload, RdfFormat.N_TRIPLES)}
