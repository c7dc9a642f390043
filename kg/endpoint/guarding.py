"""What stands before every request: the log, the rate, the token, and headers of safety."""

from __future__ import annotations

import hmac
import logging
import time
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.endpoint.errors import RequestError
from kg.endpoint.lanes import Rate

LOG: Final = logging.getLogger("kg.endpoint")
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_LONGEST_PATH: Final = 80


class Guard:
    """Refuses what comes too often, or without the token, and writes one line a request.

    ``open_paths`` want no token: they tell nothing of the database. A line has neither the
    query nor the headers, which may hold secrets.
    """

    def __init__(
        self, app: ASGIApp, rate: Rate, token: str | None, open_paths: frozenset[str]
    ) -> None:
        self._app = app
        self._rate = rate
        self._token = None if token is None else token.encode()
        self._open = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        status, size = 0, 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.add_vary_header("Accept")
            size += len(message.get("body", b""))
            await send(message)

        try:
            self._admit(scope)
        except RequestError as refusal:
            await refusal.response()(scope, receive, sending)
        else:
            await self._app(scope, receive, sending)
        finally:
            spent = (time.monotonic() - started) * 1000
            LOG.info(
                "%s %s %d, %.0f ms, %d bytes",
                scope["method"],
                ascii(scope["path"][:_LONGEST_PATH])[1:-1],
                status,
                spent,
                size,
            )

    def _admit(self, scope: Scope) -> None:
        client = scope.get("client")
        self._rate.take(client[0] if client else "")
        if self._token is None or scope["path"] in self._open:
            return
        scheme, _, given = Headers(scope=scope).get("authorization", "").partition(" ")
        right = hmac.compare_digest(given.strip().encode("latin-1"), self._token)
        if scheme.lower() != "bearer" or not right:
            raise RequestError(
                401,
                "this endpoint wants its token: Authorization: Bearer TOKEN",
                {"WWW-Authenticate": 'Bearer realm="claimgraph"'},
            )
