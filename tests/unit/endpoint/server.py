"""A running endpoint for tests, over graphs in memory."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from kg.endpoint.app import application
from kg.endpoint.serving import Follower, server
from kg.endpoint.settings import Settings
from kg.rdf.dataset import OxigraphDataset
from kg.rdf.examples import Example
from tests.unit.rdf.factory import MemoryStore

DEFAULTS = Settings()


@dataclass
class Running:
    """An endpoint that listens on ``port``."""

    port: int
    store: MemoryStore
    dataset: OxigraphDataset
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    def ask(self, query: str, accept: str = "application/sparql-results+json") -> httpx.Response:
        headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
        return self.client.post("/sparql", content=query.encode(), headers=headers)

    def socket(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)


@contextmanager
def running(
    graphs: Mapping[str, str],
    settings: Settings = DEFAULTS,
    token: str | None = None,
    examples: tuple[Example, ...] = (),
) -> Iterator[Running]:
    """Serve graphs until the block ends."""
    store = MemoryStore()
    store.put(dict(graphs))
    dataset = OxigraphDataset(
        store.graphs_since,
        workers=settings.queries + settings.slow_queries,
        memory_bytes=settings.memory_mb * 1_000_000,
        services=settings.services,
    )
    dataset.catch_up()
    bound = socket.create_server(("127.0.0.1", 0), backlog=2048)
    with Follower(dataset, every_seconds=0.05) as follower, bound:
        app = application(
            dataset, settings, token=token, examples=examples, healthy=follower.healthy
        )
        serving = server(app, settings)
        thread = threading.Thread(target=serving.run, args=([bound],))
        thread.start()
        found = Running(bound.getsockname()[1], store, dataset)
        try:
            yield found
        finally:
            found.client.close()
            serving.should_exit = True
            thread.join()
            dataset.close()
