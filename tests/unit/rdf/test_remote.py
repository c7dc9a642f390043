"""What a server may answer that a healthy one does not; the rest is in tests/contracts."""

from __future__ import annotations

import httpx
import pytest

from kg.errors import QueryError, StoreError
from kg.rdf.dataset import Limits, Query
from kg.rdf.remote import RemoteDataset
from tests.unit.rdf.factory import MemoryStore

JSON = {"Content-Type": "application/sparql-results+json"}
EMPTY = '{"head":{"vars":["value"]},"results":{"bindings":[]}}'


def remote(*responses: httpx.Response) -> RemoteDataset:
    """A dataset whose server gives these answers in turn."""
    dataset = RemoteDataset(
        "http://server/query", "http://server/store", MemoryStore().graphs_since
    )
    queue = list(responses)
    dataset._client = httpx.Client(transport=httpx.MockTransport(lambda _: queue.pop(0)))
    return dataset


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        (JSON["Content-Type"], '{"head":{"vars":["x"]},"results":{"bindings":[{"x":time-out'),
        ("application/n-triples", "<a:a> <a:b> <a:c> .\nthe query took too long\n"),
    ],
)
def test_an_answer_that_was_broken_off_is_an_error(media_type: str, text: str) -> None:
    answers = [
        httpx.Response(200, text=EMPTY, headers=JSON),
        httpx.Response(200, text=text, headers={"Content-Type": media_type}),
    ]
    with remote(*answers) as dataset, pytest.raises(QueryError, match="broke its answer off"):
        dataset.answer(Query("ASK {}"), Limits(5, 1000))


def test_a_server_that_refuses_is_one_line() -> None:
    refusal = httpx.Response(403, text="no\nentry")
    with remote(refusal) as dataset, pytest.raises(StoreError) as caught:
        dataset.refresh()
    assert str(caught.value) == "POST http://server/query failed with 403: no entry"


def test_a_server_that_is_not_there_is_one_line() -> None:
    dataset = RemoteDataset(
        "http://127.0.0.1:9/query", "http://127.0.0.1:9/store", MemoryStore().graphs_since
    )
    with dataset, pytest.raises(StoreError, match="does not answer"):
        dataset.refresh()
