"""An answer that is too large is cut to its first rows where that is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store, parse_query_results

from kg.errors import QueryLimitError
from kg.rdf import sparql
from kg.rdf.dataset import Limits, OxigraphDataset, Query
from kg.rdf.formats import first_rows
from tests.unit.rdf.factory import Essay, MemoryStore

HOSTILE = st.text(st.sampled_from('",{}[]\\ aé\n'), max_size=12)
ALL = "SELECT ?a ?b ?c { ?a ?b ?c } ORDER BY ?a ?b ?c"


@pytest.fixture(scope="module")
def dataset() -> Iterator[OxigraphDataset]:
    store = MemoryStore()
    store.put(dict(Essay().graphs))
    dataset = OxigraphDataset(store.graphs_since)
    yield dataset
    dataset.close()


def rows(payload: bytes) -> list[tuple[str, ...]]:
    results = parse_query_results(payload, QueryResultsFormat.JSON)
    assert isinstance(results, QuerySolutions)
    return [tuple(term.value for term in row) for row in results]


@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=6), st.data())
def test_results_broken_off_anywhere_keep_their_first_rows(
    cells: list[tuple[str, str]], data: st.DataObject
) -> None:
    values = " ".join(f"({json.dumps(a)} {json.dumps(b)})" for a, b in cells)
    found = Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    assert isinstance(found, QuerySolutions)
    whole = found.serialize(format=QueryResultsFormat.JSON)
    assert whole is not None
    end = data.draw(st.integers(0, len(whole)))
    most = data.draw(st.integers(1, 7) | st.none())
    first = first_rows(whole[:end], "results", most)
    if first is None:
        assert whole[:end].count(b"},{") == 0 or len(cells) == 1 or end < len(whole)
    else:
        kept = rows(first)
        assert kept == rows(whole)[: len(kept)]
        assert 0 < len(kept) < max(len(cells), 2)
        assert most is None or len(kept) <= most
    if end == len(whole) and len(cells) > 1:
        assert first is not None
        assert len(rows(first)) == min(len(cells) - 1, most or len(cells))


@pytest.mark.parametrize("limits", [Limits(rows=7, cut=True), Limits(bytes=3_000, cut=True)])
def test_rows_and_bytes_cut_a_select(dataset: OxigraphDataset, limits: Limits) -> None:
    whole = sparql.run(dataset, ALL)
    cut = sparql.Result(dataset.answer(Query(ALL), limits))
    assert cut.answer.cut
    assert 0 < cut.size < whole.size
    assert cut.rows == whole.rows[: cut.size]
    assert limits.rows is None or cut.size == limits.rows
    assert len(cut.write("csv").splitlines()) == cut.size + 1


@pytest.mark.parametrize("limits", [Limits(rows=7, cut=True), Limits(bytes=3_000, cut=True)])
def test_rows_and_bytes_cut_triples(dataset: OxigraphDataset, limits: Limits) -> None:
    query = "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }"
    cut = sparql.Result(dataset.answer(Query(query), limits))
    assert cut.answer.cut
    assert 0 < cut.size < sparql.run(dataset, query).size
    assert cut.size <= 7 or limits.rows is None
    assert "a schema:Claim" in cut.write("ttl") or cut.size > 0


def test_what_fits_is_whole(dataset: OxigraphDataset) -> None:
    assert not dataset.answer(Query(ALL), Limits(rows=100_000, cut=True)).cut


def test_one_row_that_is_too_large_is_an_error(dataset: OxigraphDataset) -> None:
    with pytest.raises(QueryLimitError, match="larger than 100 bytes"):
        dataset.answer(Query(ALL), Limits(bytes=100, cut=True))


def test_a_window_is_a_part_of_all_rows(dataset: OxigraphDataset) -> None:
    result = sparql.run(dataset, ALL)
    assert tuple(result.some_terms(3, 4)) == result.terms[3:7]
    assert result.size == len(result.rows)
