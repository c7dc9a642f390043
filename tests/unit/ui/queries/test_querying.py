"""Queries of several sessions: each can be stopped, and none waits for the slow one of another."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kg.errors import KgError, QueryError, QueryLimitError
from kg.ui.queries import querying
from kg.ui.queries.querying import SETTINGS, Asked, Asking
from tests.unit.rdf.factory import Essay, MemoryStore

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
QUICK = "SELECT ?text { ?c a schema:Claim ; schema:text ?text } ORDER BY ?text"
PATIENCE = 30.0


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.put(dict(Essay().graphs))
    return store


@pytest.fixture
def asking(store: MemoryStore) -> Iterator[Asking]:
    with Asking(store.graphs_since, replace(SETTINGS, seconds=600.0)) as asking:
        yield asking


def begun(asked: Asked) -> Asked:
    while asked.began is None:
        assert not asked.wait(0.05)
    return asked


def test_an_answer_is_remembered_for_its_revision(asking: Asking) -> None:
    assert asking.remembered((1, QUICK)) is None
    asked = asking.ask((1, QUICK))
    assert asked.wait(PATIENCE)
    assert asked.result().rows[0] == ("Tide mills need reservoirs.",)
    found = asking.remembered((1, QUICK))
    assert found is not None
    assert found.rows == asked.result().rows
    assert asking.remembered((2, QUICK)) is None


def test_a_stopped_query_ends_and_the_next_is_answered(asking: Asking) -> None:
    asked = begun(asking.ask((1, SLOW)))
    asked.stop()
    assert asked.wait(PATIENCE)
    assert not asked.given_up
    with pytest.raises(QueryLimitError, match=r"the query was stopped after \d+ s"):
        asked.result()
    assert asking.remembered((1, SLOW)) is None
    after = asking.ask((1, QUICK))
    assert after.wait(PATIENCE)


def test_slow_queries_hold_up_no_quick_one(asking: Asking) -> None:
    slow = [begun(asking.ask((number, SLOW))) for number in range(SETTINGS.slow_queries)]
    quick = asking.ask((1, QUICK))
    while not quick.wait(0.05):
        assert not any(one.wait(0) for one in slow)
    assert quick.result().rows
    one_more = asking.ask((99, SLOW))
    while not one_more.wait(0.05):
        assert not any(one.wait(0) for one in slow)
    with pytest.raises(KgError, match="too many slow queries"):
        one_more.result()


def test_a_query_that_nobody_waits_for_is_ended(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(querying, "_LEFT_SECONDS", 0.5)
    asked = asking.ask((1, SLOW))
    while not asked.given_up:
        time.sleep(0.05)
    with pytest.raises(QueryLimitError, match="was stopped"):
        asked.result()


@pytest.mark.parametrize(
    ("query", "words"),
    [("SELECT * {", "malformed"), ("SELECT * { SERVICE <http://x> {} }", "SERVICE is refused")],
)
def test_a_wrong_query_fails_with_its_place(asking: Asking, query: str, words: str) -> None:
    asked = asking.ask((1, query))
    assert asked.wait(PATIENCE)
    with pytest.raises(QueryError, match=words) as caught:
        asked.result()
    assert caught.value.place is not None


def test_what_is_remembered_is_bounded(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(querying, "_REMEMBERED_BYTES", 1_000)
    for number in range(20):
        asking.ask((number, QUICK)).wait(PATIENCE)
    kept = [number for number in range(20) if asking.remembered((number, QUICK))]
    assert 0 < len(kept) < 20
    assert kept[-1] == 19


def test_a_change_is_seen_by_the_next_query(asking: Asking, store: MemoryStore) -> None:
    asking.ask((1, QUICK)).wait(PATIENCE)
    store.put(dict(Essay(name="b.md", wording="Ponds freeze.").graphs))
    asked = asking.ask((2, QUICK))
    assert asked.wait(PATIENCE)
    assert ("Ponds freeze.",) in asked.result().rows


def test_closing_ends_what_runs(store: MemoryStore) -> None:
    asking = Asking(store.graphs_since, replace(SETTINGS, seconds=600.0))
    asked = begun(asking.ask((1, SLOW)))
    asking.close()
    assert asked.wait(PATIENCE)
