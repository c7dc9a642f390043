"""Runs the endpoint on a database: the server, and the thread that follows the store."""

from __future__ import annotations

import logging
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from typing import Final

import uvicorn
from starlette.applications import Starlette

from kg.closing import Closing
from kg.database import Database
from kg.endpoint.app import application
from kg.endpoint.connections import ImpatientProtocol
from kg.endpoint.guarding import LOG
from kg.endpoint.settings import Settings
from kg.errors import KgError, UsageError
from kg.rdf.dataset import OxigraphDataset
from kg.rdf.examples import Example

_LARGEST_HEAD: Final = 65_536
_BACKLOG: Final = 2_048
_FILES_BESIDE: Final = 200  # that the process needs for other things than connections
_SHUTDOWN_SECONDS: Final = 2
_SWITCH_SECONDS: Final = 0.0005  # a request goes from one thread to another and back


class Follower(Closing):
    """A thread that lets a dataset catch up with its store, again and again."""

    def __init__(self, dataset: OxigraphDataset, every_seconds: float = 1.0) -> None:
        self._dataset = dataset
        self._every = every_seconds
        self._end = threading.Event()
        self._failure: str | None = None
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._thread.start()

    def healthy(self) -> bool:
        """Whether the last look at the store succeeded."""
        return self._failure is None and self._thread.is_alive()

    def close(self) -> None:
        """End the thread."""
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.wait(self._every):
            try:
                self._dataset.catch_up()
            except KgError as error:
                if self._failure != str(error):
                    LOG.error("the database cannot be read: %s", error)
                self._failure = str(error)
            else:
                self._failure = None


def serve(
    url: str | None,
    settings: Settings,
    *,
    token: str | None = None,
    examples: Sequence[Example] = (),
) -> None:
    """Print the address, then answer queries until a signal ends it.

    Raises:
        KgError: if the database cannot be opened or the port is taken.
        UsageError: if other machines could reach it without a token.
    """
    if token is None and not settings.local:
        raise UsageError(
            f"{settings.host} can be reached by other machines: set a token, by --token-file "
            "or KG_ENDPOINT_TOKEN"
        )
    _start_log()
    sys.setswitchinterval(_SWITCH_SECONDS)
    with Database.open(url, must_exist=True) as database, _bound(settings) as bound:
        dataset = OxigraphDataset(
            database.store.changes_since,
            workers=settings.queries + settings.slow_queries,
            memory_bytes=settings.memory_mb * 1_000_000,
            services=settings.services,
        )
        try:
            dataset.catch_up()
            host, port = bound.getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            print(f"SPARQL endpoint: http://{shown}:{port}/sparql (Ctrl+C stops it)", flush=True)
            with Follower(dataset) as follower:
                app = application(
                    dataset, settings, token=token, examples=examples, healthy=follower.healthy
                )
                _run(server(app, settings), bound)
        finally:
            dataset.close()


def _bound(settings: Settings) -> socket.socket:
    try:
        return socket.create_server(
            (settings.host, settings.port),
            family=socket.AF_INET6 if ":" in settings.host else socket.AF_INET,
            backlog=_BACKLOG,
        )
    except OSError as error:
        raise KgError(
            f"cannot listen on {settings.host} port {settings.port}: {error.strerror}; try --port"
        ) from error


def server(app: Starlette, settings: Settings) -> uvicorn.Server:
    """Return a server that ends connections which are too slow or too many."""

    class Protocol(ImpatientProtocol):
        request_seconds = settings.request_seconds
        send_seconds = settings.send_seconds
        most = _most_connections(settings.connections)

    config = uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    return uvicorn.Server(config)


def _most_connections(wanted: int) -> int:
    """Return how many connections there may be, having asked the system for as many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + _FILES_BESIDE
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else min(wanted, soft - _FILES_BESIDE)


def _run(server: uvicorn.Server, bound: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM, which the server raises again when it has ended."""
    before = {one: signal.signal(one, lambda *_: None) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run(sockets=[bound])
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _start_log() -> None:
    """Write one line a request and what goes wrong on standard error."""
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING)
    LOG.setLevel(logging.INFO)
