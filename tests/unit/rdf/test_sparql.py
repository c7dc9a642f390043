from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from xml.etree import ElementTree

import pyoxigraph
import pytest

from kg.errors import QueryError, UsageError
from kg.rdf import sparql
from kg.rdf.dataset import OxigraphDataset
from kg.rdf.process import Holder
from tests.unit.rdf.factory import Essay, MemoryStore


@pytest.fixture(scope="module")
def dataset() -> Iterator[OxigraphDataset]:
    store = MemoryStore()
    store.put(dict(Essay(wording='Mills \x07 like, "ponds" and \x1b[31m cress.').graphs))
    dataset = OxigraphDataset(store.graphs_since)
    yield dataset
    dataset.close()


SELECT = "SELECT ?text ?none { ?c a schema:Claim ; schema:text ?text } ORDER BY ?text"
CONSTRUCT = "CONSTRUCT { ?c schema:text ?text } WHERE { ?c a schema:Claim ; schema:text ?text }"


def test_rows_are_plain_text_and_unbound_is_none(dataset: OxigraphDataset) -> None:
    result = sparql.run(dataset, SELECT)
    assert result.variables == ("text", "none")
    assert [row[1] for row in result.rows] == [None, None]


def test_select_is_written_in_each_result_format(dataset: OxigraphDataset) -> None:
    result = sparql.run(dataset, SELECT)
    assert json.loads(result.write("json"))["head"]["vars"] == ["text", "none"]
    assert '"Mills \x07 like, ""ponds""' in result.write("csv")
    assert result.write("tsv").startswith("?text\t?none\n")
    texts = [node.text for node in ElementTree.fromstring(result.write("xml")).iter()]
    assert any(text and text.startswith("Mills \ufffd like") for text in texts)


def test_a_table_cannot_steer_the_terminal(dataset: OxigraphDataset) -> None:
    table = sparql.run(dataset, SELECT).write("table")
    assert table.splitlines()[0].split() == ["text", "none"]
    assert table.isascii()
    assert all(line.isprintable() for line in table.splitlines())
    assert table.count("\n") == 4


def test_triples_are_written_in_each_graph_format(dataset: OxigraphDataset) -> None:
    result = sparql.run(dataset, CONSTRUCT)
    wanted = set(result.terms)
    formats = {
        "ttl": pyoxigraph.RdfFormat.TURTLE,
        "nt": pyoxigraph.RdfFormat.N_TRIPLES,
        "nq": pyoxigraph.RdfFormat.N_QUADS,
        "trig": pyoxigraph.RdfFormat.TRIG,
    }
    for name, syntax in formats.items():
        quads = pyoxigraph.parse(result.write(name), syntax)
        assert {(q.subject, q.predicate, q.object) for q in quads} == wanted
    assert "schema:text" in result.write("ttl")
    assert "schema:text" in result.write("table")


def test_ask_is_one_cell(dataset: OxigraphDataset) -> None:
    result = sparql.run(dataset, "ASK { ?a cg:rebuts ?b }")
    assert (result.variables, result.rows) == (("answer",), (("true",),))
    assert json.loads(result.write("json"))["boolean"] is True


@pytest.mark.parametrize(
    ("query", "name"), [(SELECT, "ttl"), (CONSTRUCT, "csv"), (SELECT, "doc"), (CONSTRUCT, "doc")]
)
def test_a_format_that_does_not_fit_is_refused(
    dataset: OxigraphDataset, query: str, name: str
) -> None:
    with pytest.raises(UsageError, match=f"not as {name}"):
        sparql.run(dataset, query).write(name)


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_limit_must_be_positive(dataset: OxigraphDataset, seconds: float) -> None:
    with pytest.raises(UsageError, match="greater than zero"):
        sparql.run(dataset, SELECT, limit_seconds=seconds)


def test_every_format_is_one_that_some_answer_can_have(dataset: OxigraphDataset) -> None:
    results = [sparql.run(dataset, SELECT), sparql.run(dataset, CONSTRUCT)]
    for name in sparql.FORMATS:
        written = []
        for result in results:
            try:
                written.append(result.write(name))
            except UsageError:
                continue
        assert any(written)


def test_a_function_that_is_not_there_is_named(dataset: OxigraphDataset) -> None:
    with pytest.raises(QueryError, match="custom function"):
        sparql.run(dataset, "SELECT (cg:f(1) AS ?y) {}")


def test_workers_that_died_are_replaced(dataset: OxigraphDataset) -> None:
    sparql.run(dataset, SELECT)
    pool = dataset._pool
    assert pool is not None
    for worker in pool._idle:
        os.kill(worker.number, signal.SIGKILL)
        while worker.alive:
            time.sleep(0.01)
    assert len(sparql.run(dataset, SELECT).rows) == 2
    os.kill(pool._holder._process.pid, signal.SIGKILL)
    pool._holder._process.wait()
    assert len(sparql.run(dataset, SELECT).rows) == 2


def test_closed_processes_are_gone() -> None:
    holder = Holder()
    holder.replace([("https://example.org/g", "")])
    worker = holder.fork(10**9, network=False)
    holder.close()
    holder.close()
    assert holder._process.poll() is not None
    assert not holder.alive
    assert not worker.alive


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
def test_a_query_that_wants_all_memory_is_ended_and_the_next_answers(
    dataset: OxigraphDataset, capfd: pytest.CaptureFixture[str]
) -> None:
    tenfold = "".join(
        f"BIND(CONCAT({', '.join([f'?x{power}'] * 10)}) AS ?x{power + 1}) " for power in range(10)
    )
    with pytest.raises(QueryError, match="lack of memory"):
        sparql.run(dataset, f'SELECT ?x10 {{ BIND("a" AS ?x0) {tenfold}}}', limit_seconds=60)
    assert sparql.run(dataset, "ASK {}").boolean
    assert capfd.readouterr().err == ""
