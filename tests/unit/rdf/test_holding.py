"""The default graph is the merge of all graphs, whatever changed and however it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, QuerySolutions

from kg.rdf.dataset import Limits, OxigraphDataset, Query
from kg.rdf.holding import Change, Quads
from kg.rdf.process import Control
from tests.looping import finished
from tests.unit.rdf.factory import MemoryStore

Triple = tuple[str, str, str]
State = dict[str, frozenset[Triple]]

NAMES = [f"https://example.org/g{n}" for n in range(4)]
TERMS = st.sampled_from(["<urn:a>", "<urn:b>", "<urn:c>"])
VALUES = TERMS | st.sampled_from(['"1"', '"a b <urn:a> .\\n"@en'])
GRAPHS = st.none() | st.frozensets(st.tuples(TERMS, TERMS, VALUES), max_size=6)
STEPS = st.lists(st.dictionaries(st.sampled_from(NAMES), GRAPHS, min_size=1), max_size=5)


def nquads(name: str, triples: frozenset[Triple]) -> str:
    return "".join(sorted(f"{s} {p} {o} <{name}> .\n" for s, p, o in triples))


def changes(step: dict[str, frozenset[Triple] | None]) -> list[Change]:
    return [
        (name, None if triples is None else nquads(name, triples).encode())
        for name, triples in step.items()
    ]


def apply(state: State, step: dict[str, frozenset[Triple] | None]) -> None:
    state.update({name: triples or frozenset() for name, triples in step.items()})


def rows(quads: Quads, query: str, *, union: bool) -> list[str]:
    found = quads.store.query(query, use_default_graph_as_union=union)
    assert isinstance(found, QuerySolutions)
    return sorted(" ".join(map(str, row)) for row in found)


def merge_of(state: State) -> list[str]:
    return sorted(" ".join(one) for one in frozenset[Triple]().union(*state.values()))


ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"


@given(STEPS)
def test_singled_out_the_union_of_all_graphs_is_their_merge(
    steps: list[dict[str, frozenset[Triple] | None]],
) -> None:
    quads, state = Quads(), State()
    for step in steps:
        quads.replace(changes(step))
        apply(state, step)
    quads.single_out()
    assert rows(quads, ALL, union=True) == merge_of(state)


@given(STEPS, STEPS)
def test_once_merged_graphs_and_their_merge_can_be_asked_together(
    before: list[dict[str, frozenset[Triple] | None]],
    after: list[dict[str, frozenset[Triple] | None]],
) -> None:
    quads, state = Quads(), State()
    for step in before:
        quads.replace(changes(step))
        apply(state, step)
    quads.merge()
    for step in after:
        quads.replace(changes(step))
        apply(state, step)
    assert rows(quads, ALL, union=False) == merge_of(state)
    for name in NAMES:
        inside = f"SELECT ?s ?p ?o {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        assert rows(quads, inside, union=False) == merge_of({name: state.get(name, frozenset())})


def test_a_triple_of_very_many_graphs_counts_once_until_the_last_goes() -> None:
    quads = Quads()
    shared, names = frozenset({("<urn:a>", "<urn:b>", "<urn:c>")}), [f"urn:g{n}" for n in range(50)]
    for name in names:
        quads.replace(changes({name: shared}))
    quads.replace(changes(dict.fromkeys(names[:-1])))
    assert not quads.store.contains_named_graph(NamedNode(names[0]))
    quads.replace(changes({names[0]: shared}))
    quads.single_out()
    assert rows(quads, ALL, union=True) == ["<urn:a> <urn:b> <urn:c>"]


@pytest.fixture
def dataset() -> OxigraphDataset:
    store = MemoryStore()
    shared = ("<urn:a>", "<urn:b>", "<urn:c>")
    store.put({name: nquads(name, frozenset({shared})) for name in NAMES})
    return OxigraphDataset(store.graphs_since)


def count(dataset: OxigraphDataset, query: str) -> int:
    return int(dataset.answer(Query(query, results="tsv"), Limits()).payload.split()[1])


TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
BOTH = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }"


def test_queries_with_and_without_graphs_count_alike_in_any_order(
    dataset: OxigraphDataset,
) -> None:
    assert count(dataset, TRIPLES) == 1
    assert count(dataset, BOTH) == len(NAMES)
    assert count(dataset, TRIPLES) == 1
    dataset.close()


@pytest.mark.parametrize("clause", ["GRAPH ?g", "graph?g", "GRAPHx:g0"])
def test_a_graph_is_found_however_it_is_written(dataset: OxigraphDataset, clause: str) -> None:
    query = f"PREFIX x: <https://example.org/> {BOTH.replace('GRAPH ?g', clause)}"
    assert count(dataset, query) == (1 if "x:" in clause else len(NAMES))
    dataset.close()


def test_graphs_that_are_chosen_beside_a_query_are_its_merge(dataset: OxigraphDataset) -> None:
    dataset.catch_up()
    for graphs in [((NAMES[0],), ()), ((NAMES[0],), (NAMES[1],))]:
        query = Query(TRIPLES, graphs, results="tsv")
        answer = finished(dataset.answer_soon(query, Limits(), Control()))
        assert answer.payload.split()[1] == b"1"
    dataset.close()
