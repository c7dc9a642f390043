"""A model of our own: a server on loopback that speaks the protocol and says what a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def part(self) -> dict[str, Any]:
        """The part of the document that it is about."""
        part: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return part

    @property
    def sentences(self) -> list[str]:
        return [one["text"] for one in self.part["sentences"]]


@dataclass
class Said:
    """An answer: JSON, or the bytes of something else, sent ``after`` some seconds."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0
    trickling: bool = False


Script = Callable[[Asked], Said]


def content(answer: Any, tokens: tuple[int, int] | None = (100, 20)) -> Said:
    """Return a chat completion with ``answer`` as its content, JSON unless it is a string."""
    text = answer if isinstance(answer, str) else json.dumps(answer)
    body: dict[str, Any] = {
        "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]
    }
    if tokens is not None:
        body["usage"] = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return Said(body)


def stated(number: int, sentence: int, quote: str, **other: Any) -> dict[str, Any]:
    """Return an assertion of an answer, the author's own unless ``other`` says otherwise."""
    return {
        "id": number,
        "sentence": sentence,
        "quote": quote,
        "claim": quote,
        "holder": None,
        "mode": "asserts",
        "polarity": "positive",
        "kind": "empirical",
        "hedge": None,
        "standalone": True,
        **other,
    }


def answer(
    *assertions: dict[str, Any],
    evidence: list[dict[str, Any]] | None = None,
    relations: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return an answer of the form asked for."""
    return {
        "assertions": list(assertions),
        "evidence": evidence or [],
        "relations": relations or [],
    }


def diligent(asked: Asked) -> Said:
    """Give each sentence back as an assertion."""
    texts = asked.sentences
    return content(answer(*(stated(n, n, text) for n, text in enumerate(texts, 1))))


class Model:
    """The server: ``script`` answers, ``asked`` is what it was asked, in order."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/v1"
        self.script: Script = diligent
        self.asked: list[Asked] = []

    def says(self, *answers: Said) -> None:
        """Give answers one after the other, the last for ever."""
        left = list(answers)
        self.script = lambda asked: left.pop(0) if len(left) > 1 else left[0]


@contextmanager
def serving() -> Iterator[Model]:
    """A running model on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    model = Model(server.server_port)
    server.RequestHandlerClass = type("Handler", (_Handler,), {"model": model})
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    model: Model

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        asked = Asked(self.path, dict(self.headers), json.loads(data))
        self.model.asked.append(asked)
        said = self.model.script(asked)
        time.sleep(said.after)
        body = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
        with suppress(ConnectionError):
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for piece in _pieces(body) if said.trickling else [body]:
                self.wfile.write(piece)
                self.wfile.flush()

    def do_GET(self) -> None:
        self.model.asked.append(Asked(self.path, dict(self.headers), {}))
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _pieces(body: bytes) -> Iterator[bytes]:
    for at in range(len(body)):
        yield body[at : at + 1]
        time.sleep(0.05)
