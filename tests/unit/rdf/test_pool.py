"""What a worker may do, and what becomes of it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest

from kg.errors import QueryError, QueryLimitError, StoreError
from kg.rdf.dataset import Answer, Limits, OxigraphDataset, Query
from kg.rdf.process import Control, Graphs
from tests.looping import finished
from tests.unit.rdf.factory import Essay, MemoryStore

SLOW = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
COUNT = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", results="tsv")


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.put(dict(Essay().graphs))
    return store


def counted(answer: Answer) -> int:
    return int(answer.payload.split()[1])


@pytest.mark.skipif(sys.platform != "linux", reason="what the engine reports is Linux's word")
def test_a_worker_can_open_no_connection_even_where_nothing_was_vetted(
    store: MemoryStore,
) -> None:
    dataset = OxigraphDataset(store.graphs_since)
    query = Query("SELECT * { SERVICE <http://127.0.0.1:4711/> { ?s ?p ?o } }")
    with pytest.raises(QueryError) as caught:
        dataset.answer(query, Limits())
    assert "refused" not in str(caught.value)
    assert (
        "No file descriptors available" in str(caught.value)
        or "too many" in str(caught.value).lower()
    )
    dataset.close()


def test_a_slow_query_keeps_nobody_waiting(store: MemoryStore) -> None:
    dataset = OxigraphDataset(store.graphs_since, workers=2)
    dataset.catch_up()
    control = Control()
    ended: list[str] = []

    def run() -> None:
        try:
            dataset.answer(SLOW, Limits(seconds=600), control)
        except QueryLimitError as error:
            ended.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.2)
    assert counted(dataset.answer(COUNT, Limits())) > 50
    store.put({next(iter(Essay().graphs)): None})
    before = counted(finished(dataset.answer_soon(COUNT, Limits(), Control())))
    assert counted(dataset.answer(COUNT, Limits())) < before
    control.slow_down()
    assert counted(dataset.answer(COUNT, Limits())) < before
    control.stop()
    thread.join()
    assert ended == ["the query was stopped"]
    assert counted(dataset.answer(COUNT, Limits())) < before
    dataset.close()


def test_a_query_that_was_stopped_before_it_ran_does_not_run(store: MemoryStore) -> None:
    dataset = OxigraphDataset(store.graphs_since)
    control = Control()
    control.stop()
    with pytest.raises(QueryLimitError, match="was stopped"):
        dataset.answer(SLOW, Limits(seconds=600), control)
    assert counted(dataset.answer(COUNT, Limits())) > 50
    dataset.close()


def test_an_answer_of_no_use_is_not_made(store: MemoryStore) -> None:
    dataset = OxigraphDataset(store.graphs_since)
    query = Query(SLOW.text.replace("(COUNT(*) AS ?n)", "*"), results=None)
    assert dataset.answer(query, Limits(seconds=600)) == Answer("results", None, b"")
    dataset.close()


def test_rows_are_bounded(store: MemoryStore) -> None:
    dataset = OxigraphDataset(store.graphs_since)
    query = Query("SELECT * { ?s ?p ?o } LIMIT 4")
    dataset.answer(query, Limits(rows=4))
    with pytest.raises(QueryLimitError, match="larger than 3 rows"):
        dataset.answer(query, Limits(rows=3))
    dataset.close()


class Reading:
    """Graphs that are read while one goes through them; the reading fails in the end."""

    def __init__(self, graphs: list[tuple[str, str | None]], watched: OxigraphDataset) -> None:
        self._graphs, self._watched = graphs, watched
        self.seen: list[tuple[int, int] | None] = []

    def __len__(self) -> int:
        return len(self._graphs) + 1

    def __iter__(self) -> Iterator[tuple[str, str | None]]:
        for graph in self._graphs:
            yield graph
            self.seen.append(self._watched.reading)
        raise StoreError("the disk is gone")


def test_a_reading_that_fails_half_way_is_given_up_whole(store: MemoryStore) -> None:
    failing = True
    readings: list[Reading] = []

    def changes(since: int) -> tuple[int, Graphs]:
        revision, graphs = store.graphs_since(since)
        if failing:
            readings.append(Reading(graphs, dataset))
        return revision, readings[-1] if failing else graphs

    dataset = OxigraphDataset(changes)
    with pytest.raises(StoreError, match="the disk is gone"):
        dataset.catch_up()
    count = len(readings[0])
    assert readings[0].seen == [(number, count) for number in range(count - 1)]
    assert dataset.reading is None
    with pytest.raises(StoreError, match="not read yet"):
        finished(dataset.answer_soon(COUNT, Limits(), Control()))
    failing = False
    assert counted(dataset.answer(COUNT, Limits())) > 50
    dataset.close()


def test_closed_in_the_middle_of_a_query_it_ends(store: MemoryStore) -> None:
    dataset = OxigraphDataset(store.graphs_since)
    dataset.catch_up()
    ended: list[Exception] = []

    def run() -> None:
        try:
            dataset.answer(SLOW, Limits(seconds=600))
        except (QueryLimitError, StoreError) as error:
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.2)
    dataset.close()
    thread.join(timeout=60)
    assert len(ended) == 1
