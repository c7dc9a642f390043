"""A web of our own: one server on loopback that answers for every host, and nothing beyond."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest

from ingest.sources import Fetcher

PUBLIC = "93.184.215.14"


@dataclass
class Recorded:
    """A recorded answer; without ``Content-Length``, its body ends with the connection."""

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """``answers`` by host and path, one after the other where there are several."""

    port: int
    answers: dict[str, Recorded | list[Recorded] | Callable[[Any], Recorded]] = field(
        default_factory=dict
    )
    asked: list[str] = field(default_factory=list)
    headers: list[httpx.Headers] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    shook_hands: list[str | None] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def answer(self, host: str, path: str, headers: Any) -> Recorded:
        self.asked.append(host + path)
        self.headers.append(httpx.Headers(dict(headers)))
        found = self.answers.get(host + path, Recorded(b"nothing here", 404))
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found(headers) if callable(found) else found


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        recorded = self.site.answer(self.headers["Host"], self.path, self.headers)
        self.send_response_only(recorded.status)
        for name, value in recorded.headers.items():
            self.send_header(name, value)
        self.end_headers()
        body = [recorded.body] if isinstance(recorded.body, bytes) else recorded.body
        with suppress(ConnectionError):
            for piece in body:
                self.wfile.write(piece)
                self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Rerouted(httpcore.NetworkBackend):
    """Reaches the server on loopback for every address, in plain text for https too."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: object, **__: object
    ) -> httpcore.NetworkStream:
        self._site.connected.append((host, port))
        inner = httpcore.SyncBackend().connect_tcp("127.0.0.1", self._site.port, timeout)
        return _Plain(inner, self._site)


class _Plain(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, site: Site) -> None:
        self._inner, self._site = inner, site
        self.read, self.write, self.close = inner.read, inner.write, inner.close  # type: ignore[method-assign]

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        self._site.shook_hands.append(server_hostname)
        return self

    def get_extra_info(self, info: str) -> None:
        return None


@pytest.fixture
def site() -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    site = Site(server.server_port)
    server.RequestHandlerClass = type("Handler", (_Handler,), {"site": site})
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher(site: Site, tmp_path: Path) -> Fetcher:
    """Every host stands at one public address, which leads to the site."""
    return Fetcher(
        cache=tmp_path / "cache",
        seconds=20,
        limit=1_000_000,
        pause=0,
        resolve=lambda host, port: [PUBLIC],
        connect=Rerouted(site),
    )
