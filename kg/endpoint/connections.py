"""HTTP connections that end when the other side is slow; uvicorn has no limit for that."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"retry-after: 5\r\nconnection: close\r\ncontent-length: 34\r\n\r\n"
    b"too many connections are open now\n"
)


class ImpatientProtocol(H11Protocol):
    """A request must be whole, and an answer taken, within a time; else the line is cut."""

    request_seconds: ClassVar[float] = 10.0
    send_seconds: ClassVar[float] = 120.0
    most: ClassVar[int] = 2_000

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._request_timer: asyncio.TimerHandle | None = None
        self._send_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Refuse what is too much, and wait for a request."""
        super().connection_made(transport)
        # asyncio does so only for sockets that were made with the number of the protocol.
        line = transport.get_extra_info("socket")
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if len(self.connections) > self.most:
            transport.write(_FULL)
            transport.close()
        else:
            self._await_request()

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._await_request()
        elif self._request_timer is not None:
            self._request_timer.cancel()
            self._request_timer = None

    def pause_writing(self) -> None:
        """Begin to wait for the client to take its answer."""
        super().pause_writing()
        if self._send_timer is None:
            self._send_timer = self.loop.call_later(self.send_seconds, self.transport.abort)

    def on_response_complete(self) -> None:
        """Wait no longer where all is taken."""
        super().on_response_complete()
        if not self.transport.get_write_buffer_size():
            self._sent()

    def resume_writing(self) -> None:
        """Wait no longer where the rest is about to be taken."""
        super().resume_writing()
        if self.cycle.response_complete:
            self._sent()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the timers."""
        for timer in (self._request_timer, self._send_timer):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def _await_request(self) -> None:
        if self._request_timer is None:
            self._request_timer = self.loop.call_later(self.request_seconds, self.transport.abort)

    def _sent(self) -> None:
        if self._send_timer is not None:
            self._send_timer.cancel()
            self._send_timer = None
