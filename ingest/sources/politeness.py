"""Manners towards a server: one request at a time, with a pause, and not before it asks."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Final

import httpcore
import httpx
from filelock import FileLock, Timeout
from httpx_retries import Retry

from ingest.sources.network import Deadline, FetchError

MAX_WAIT: Final = 30.0
"""The longest that a ``Retry-After`` is waited for, in seconds."""
_LOST: Final = (httpcore.ReadError, httpcore.RemoteProtocolError)
# What its terms of use ask for: https://info.arxiv.org/help/api/tou.html
_ARXIV_PAUSE: Final = 3.0


def retries(pause: float) -> Retry:
    """Return when to ask again: up to three times, after 429, 502, 503, 504 or a lost answer."""
    return Retry(
        total=3,
        allowed_methods=["GET"],
        retry_on_exceptions=_LOST,
        backoff_factor=pause,
        max_backoff_wait=MAX_WAIT,
    )


class PoliteTransport(httpx.BaseTransport):
    """Waits for its turn at a host before each request, in step with all processes of a user.

    ``pause`` is the time between two requests to one host, in seconds.
    """

    def __init__(
        self, inner: httpx.BaseTransport, *, turns: Path, pause: float, deadline: Deadline
    ) -> None:
        self._inner, self._turns, self._pause, self._deadline = inner, turns, pause, deadline

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request when its turn has come.

        Raises:
            FetchError: if the turn does not come in time, or the server asks to come back
                later than can be waited for.
        """
        self._wait_for_turn(request.url.host)
        response = self._inner.handle_request(request)
        try:
            _check_wait(response.headers.get("Retry-After"), self._deadline.left(MAX_WAIT))
        except FetchError:
            response.close()
            raise
        return response

    def close(self) -> None:
        """Close the transport beneath."""
        self._inner.close()

    def _wait_for_turn(self, host: str) -> None:
        mark = self._turns / hashlib.sha256(host.encode()).hexdigest()[:16]
        pause = max(self._pause, _ARXIV_PAUSE) if self._pause and _is_arxiv(host) else self._pause
        try:
            with FileLock(mark.with_suffix(".lock"), timeout=self._deadline.left()):
                since = time.time() - mark.stat().st_mtime if mark.exists() else pause
                time.sleep(self._deadline.left(min(max(pause - since, 0.0), pause)))
                mark.touch()
        except Timeout:
            raise FetchError(f"{host} is being asked by others all the time; try later") from None


def _is_arxiv(host: str) -> bool:
    return host == "arxiv.org" or host.endswith(".arxiv.org")


def _check_wait(retry_after: str | None, limit: float) -> None:
    try:
        asked = Retry().parse_retry_after(retry_after) if retry_after else 0.0
    except ValueError:
        return  # no time that can be read
    if asked > limit:
        raise FetchError(f"its server asks to come back in {asked:,.0f} seconds; try again then")
