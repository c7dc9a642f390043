"""An error says where a query is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.rdf import sparql
from kg.rdf.dataset import Limits, OxigraphDataset, Query
from kg.rdf.examples import load_examples
from kg.rdf.mending import mended, unknown_names
from kg.resources import shipped


@pytest.fixture(scope="module")
def dataset() -> Iterator[OxigraphDataset]:
    dataset = OxigraphDataset(lambda _: (1, []))
    yield dataset
    dataset.close()


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        (
            "SELECT * {\n ?s a schem:Claim }",
            (2, 7),
            "schem: (did you mean schema?); begin with PREFIX",
        ),
        ("PREFIX ex: <urn:x>\nASK { ?s ex:p 1 ; zzz:q 2 }", (2, 19), "not declared: zzz:; begin"),
        ("SELEC * {}", (1, 1), "DESCRIBE (did you mean SELECT?)"),
        ("", (1, 1), "it is empty"),
        ("SELECT ?x {\n ?s ?p ?o", (1, 11), "this { is never closed"),
        ("SELECT ?x { ?s ?p ?o }}", (1, 23), "this } closes nothing"),
        ("SELECT ?x { ?s ?p (1 2 }", (1, 19), "this ( is never closed"),
        ("ASK { ?s ?p ?o FILTER(CONTAIN(?o, 'é')) }", (1, 23), "did you mean CONTAINS"),
        ("SELECT (COUNT(?x) AS ?n) ?y { ?x a ?y }", (1, 40), "neither in GROUP BY nor"),
        ("SELECT * { ?s ?p 'a }", (1, 18), "this string is never closed"),
        ("SELECT * { ?s ?p ?o } LIMIT ten", None, "does not fit"),
        ("SELECT * { SERVICE <http://x> {} }", (1, 12), "SERVICE is refused"),
        ("SELECT * FROM <file:///x> {}", (1, 10), "FROM may only name"),
    ],
)
def test_an_error_has_a_place_and_a_way_out(
    dataset: OxigraphDataset, query: str, place: tuple[int, int] | None, words: str
) -> None:
    with pytest.raises(QueryError) as caught:
        sparql.run(dataset, query)
    error = mended(query, caught.value)
    assert words in str(error)
    assert place is None or error.place == place
    assert "\n" not in str(error)
    assert error.place is not None
    assert f"line {error.place[0]}, column {error.place[1]}" in str(error)


def test_an_update_is_left_as_it_is(dataset: OxigraphDataset) -> None:
    with pytest.raises(QueryError, match="is an update") as caught:
        sparql.run(dataset, "DROP ALL")
    assert mended("DROP ALL", caught.value) is caught.value


@given(st.text(st.sampled_from("SELCT*{}()[]?a:.;'\"<>\\ \n#é"), max_size=30))
def test_whatever_is_wrong_is_one_line(text: str) -> None:
    error = QueryError("the query is malformed at line 1, column 1: expected x", (1, 1))
    try:
        sparql.admit(Query(text), Limits())
    except QueryError:
        return
    assert "\n" not in str(mended(text, error))


def test_names_that_the_vocabulary_lacks_are_found() -> None:
    query = "SELECT * { ?a cg:rebut ?b ; schema:text ?t ; xsd:nope 1 ; rdfs:seeAlso ?c }"
    assert list(unknown_names(query)) == ["cg:rebut"]
    assert unknown_names(query)["cg:rebut"][0] == "cg:rebuts"
    assert unknown_names("PREFIX cg: <urn:x> " + query) == {}


def test_shipped_queries_use_only_what_is_in_the_vocabulary() -> None:
    for example in load_examples(shipped("queries")):
        assert unknown_names(example.query) == {}, example.name
