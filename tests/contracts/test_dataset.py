"""What every dataset promises, on the embedded one and on a real SPARQL server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from kg.errors import QueryError
from kg.ids import iri
from kg.rdf import sparql
from kg.rdf.check import dataset_differences
from kg.rdf.dataset import Changes, Dataset, OxigraphDataset
from kg.rdf.remote import RemoteDataset
from tests.unit.rdf.factory import Essay, MemoryStore, rejected

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
Open = Callable[[Changes], Dataset]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A fresh ``oxigraph serve`` on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    binary = Path(sys.executable).with_name("oxigraph")
    folder = tmp_path_factory.mktemp("oxigraph")
    process = subprocess.Popen(
        [binary, "serve", "--location", folder, "--bind", address],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://{address}/")
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"no server at {url}")


@pytest.fixture(params=["embedded", "remote"])
def open_dataset(request: pytest.FixtureRequest) -> Iterator[Open]:
    opened: list[Dataset] = []

    def embedded(changes: Changes) -> Dataset:
        opened.append(OxigraphDataset(changes))
        return opened[-1]

    def remote(changes: Changes) -> Dataset:
        url = request.getfixturevalue("server")
        opened.append(RemoteDataset(f"{url}/query", f"{url}/store", changes))
        return opened[-1]

    if request.param == "remote":
        httpx.delete(f"{request.getfixturevalue('server')}/store").raise_for_status()
    yield embedded if request.param == "embedded" else remote
    for dataset in opened:
        dataset.close()


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.put(dict(Essay().graphs))
    return store


def wordings(dataset: Dataset) -> set[str | None]:
    result = sparql.run(dataset, "SELECT ?text { ?claim a schema:Claim ; schema:text ?text }")
    return {row[0] for row in result.rows}


def test_holds_exactly_what_is_stored(open_dataset: Open, store: MemoryStore) -> None:
    dataset = open_dataset(store.graphs_since)
    assert dataset.refresh() == 1
    assert dataset.graphs().keys() == {name for name, text in store.stored().items() if text}
    assert dataset_differences(dataset, store.stored()) == []


def test_an_empty_store_gives_an_empty_dataset(open_dataset: Open) -> None:
    dataset = open_dataset(MemoryStore().graphs_since)
    assert (dataset.refresh(), dataset.graphs(), wordings(dataset)) == (0, {}, set())


def test_a_query_sees_a_change_at_once(open_dataset: Open, store: MemoryStore) -> None:
    dataset = open_dataset(store.graphs_since)
    assert "Tide mills need reservoirs." in wordings(dataset)
    store.put(
        {
            name: text.replace("Tide mills need reservoirs.", "Tide mills like \\u0007 ponds.")
            for name, text in Essay().graphs.items()
        }
    )
    assert wordings(dataset) == {
        "Tide mills like \x07 ponds.",
        "Tide mills stop after 30 to 40 years.",
    }
    assert dataset_differences(dataset, store.stored()) == []


def test_a_dropped_graph_is_gone(open_dataset: Open, store: MemoryStore) -> None:
    dataset = open_dataset(store.graphs_since)
    claim = iri(Essay().claims[0].id) + "#graph"
    dataset.refresh()
    store.put({claim: None})
    assert wordings(dataset) == {"Tide mills stop after 30 to 40 years."}
    assert claim not in dataset.graphs()


def test_a_graph_that_comes_and_goes_unseen_is_no_fault(
    open_dataset: Open, store: MemoryStore
) -> None:
    store.put({"https://w3id.org/claimgraph/id/claim/s1x#graph": None})
    dataset = open_dataset(store.graphs_since)
    assert dataset.refresh() == 2
    assert dataset_differences(dataset, store.stored()) == []


def test_catching_up_asks_only_for_what_is_new(open_dataset: Open, store: MemoryStore) -> None:
    asked: list[int] = []

    def changes(since: int) -> tuple[int, list[tuple[str, str | None]]]:
        asked.append(since)
        return store.graphs_since(since)

    dataset = open_dataset(changes)
    for _ in range(3):
        dataset.refresh()
    assert asked == [0, 1, 1]


def test_an_exchanged_older_database_is_taken_over_whole(
    open_dataset: Open, store: MemoryStore
) -> None:
    current = [store]
    dataset = open_dataset(lambda since: current[0].graphs_since(since))
    store.put(dict(Essay(wording="Mills of another text.").graphs))
    assert "Mills of another text." in wordings(dataset)
    dataset.refresh()
    older = MemoryStore()
    older.put(dict(rejected(Essay(label="sea mills")).graphs))
    current[0] = older
    assert "Mills of another text." not in wordings(dataset)
    assert dataset_differences(dataset, older.stored()) == []


def test_the_default_graph_is_the_union_unless_the_query_names_some(
    open_dataset: Open, store: MemoryStore
) -> None:
    dataset = open_dataset(store.graphs_since)
    graph = iri(Essay().claims[1].id) + "#graph"
    everything = "SELECT ?text { ?claim schema:text ?text }"
    one = f"SELECT ?text FROM <{graph}> {{ ?claim schema:text ?text }}"
    named = f"SELECT ?text {{ GRAPH <{graph}> {{ ?claim schema:text ?text }} }}"
    counts = [len(sparql.run(dataset, query).rows) for query in (everything, one, named)]
    assert counts == [3, 1, 1]


def test_forms_and_formats(open_dataset: Open, store: MemoryStore) -> None:
    dataset = open_dataset(store.graphs_since)
    assert sparql.run(dataset, "ASK { ?a cg:rebuts ?b }").boolean is True
    assert sparql.run(dataset, "ASK { ?a cg:restates ?b }").boolean is False
    built = sparql.run(dataset, "CONSTRUCT { ?a cg:rebuts ?b } WHERE { ?a cg:rebuts ?b }")
    first, second = (iri(claim.id) for claim in Essay().claims)
    assert built.rows == ((second, "https://w3id.org/claimgraph/ns#rebuts", first),)
    described = sparql.run(dataset, f"DESCRIBE <{second}>")
    assert "schema:text" in described.write("ttl")


def test_a_slow_query_is_stopped_and_the_next_one_answered(
    open_dataset: Open, store: MemoryStore
) -> None:
    dataset = open_dataset(store.graphs_since)
    wordings(dataset)
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 0\.5 seconds"):
        sparql.run(dataset, SLOW, limit_seconds=0.5)
    assert time.monotonic() - started < 5
    assert len(wordings(dataset)) == 2


def test_an_answer_past_its_limit_is_refused(open_dataset: Open, store: MemoryStore) -> None:
    dataset = open_dataset(store.graphs_since)
    with pytest.raises(QueryError, match="larger than 20,000 bytes"):
        sparql.run(dataset, "SELECT * { ?a ?b ?c }", limit_bytes=20_000)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x\n{ ?x", "line 2, column 5"),
        ("SELECT ?x\n{ ?x nope:y ?z }", "line 2, .* prefix is not declared"),
        ("DROP ALL", "update"),
        ("", "line 1"),
    ],
)
def test_a_bad_query_is_one_line(
    open_dataset: Open, store: MemoryStore, query: str, message: str
) -> None:
    dataset = open_dataset(store.graphs_since)
    with pytest.raises(QueryError, match=message) as caught:
        sparql.run(dataset, query)
    assert "\n" not in str(caught.value)
    assert len(wordings(dataset)) == 2


def test_rdflib_finds_the_same_quads(store: MemoryStore) -> None:
    dataset = OxigraphDataset(store.graphs_since)
    graphs = dataset.as_rdflib()
    lines = sum(text.count("\n") for text in store.stored().values())
    assert len(list(graphs.quads())) == lines
    store.put({next(iter(store.stored())): None})
    dataset.refresh()
    assert 0 < len(list(graphs.quads())) < lines
    rows = graphs.query("SELECT ?x { ?x cg:restsOn+ ?y }")
    assert len(list(rows)) in (0, 3)
    dataset.close()


def test_a_triple_in_two_graphs_counts_once_until_both_are_gone() -> None:
    base = "https://w3id.org/claimgraph/id/"
    triple = f"<{base}concept/a> <https://w3id.org/claimgraph/ns#restsOn> <{base}concept/b>"
    first, second = f"{base}document/a#graph", f"{base}document/b#graph"
    store = MemoryStore()
    dataset = OxigraphDataset(store.graphs_since)
    both: dict[str, str | None] = {name: f"{triple} <{name}> .\n" for name in (first, second)}
    counts = []
    for change in (both, both, {first: None}, {first: both[first]}, dict.fromkeys(both)):
        store.put(dict(change))
        rows = sparql.run(dataset, "SELECT ?x { ?x cg:restsOn ?y }").rows
        counts.append(len(rows))
    assert counts == [1, 1, 1, 1, 0]
    dataset.close()
