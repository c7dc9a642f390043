"""One answer to one address: politely, from a cache where it can be, within limits."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpcore
import httpx
from hishel import CacheOptions, SqliteStorage
from hishel.httpx import CacheTransport
from httpx_retries import RetryTransport

from ingest.sources.network import Deadline, FetchError, GuardedTransport, system_resolve
from ingest.sources.politeness import PoliteTransport, retries
from ingest.sources.terms import AbsentError, Answer, Terms
from kg import __version__
from kg.errors import RefusedError, UsageError

_MAX_REDIRECTS: Final = 10
_TIMEOUT: Final = httpx.Timeout(20.0, connect=10.0)
_CACHE_BYTES: Final = 1024**3
_STEP: Final = 65_536
_TOO_OFTEN: Final = 429
_MAX_PORT: Final = 65_535
_NETWORK_ERRORS: Final = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    httpx.HTTPError,
    httpx.InvalidURL,
)


def fetched(terms: Terms, url: str, name: str, accept: str) -> Answer:
    """Return the answer to a GET of ``url``; see :meth:`ingest.sources.Fetcher.get`."""
    headers = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": _user_agent()}
    try:
        with (
            _client(terms) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            _check_status(response, name)
            data = _body(response, terms.limit)
            return Answer(str(response.url), _media_type(response), data)
    except FetchError as error:
        raise RefusedError(f"{name}: {error}") from error
    except _NETWORK_ERRORS as error:
        raise RefusedError(f"{name}: cannot be fetched ({_words(error)})") from error


def _client(terms: Terms) -> httpx.Client:
    folder = _folder(terms)
    return httpx.Client(
        transport=CacheTransport(
            _Offline() if terms.offline else _online(terms, folder),
            storage=SqliteStorage(
                database_path=folder / "answers.sqlite",
                max_stream_size=terms.limit,
                max_size=_CACHE_BYTES,
            ),
            rfc=CacheOptions(shared=False, supported_methods=["GET"], allow_stale=terms.offline),
        ),
        follow_redirects=True,
        max_redirects=_MAX_REDIRECTS,
        timeout=_TIMEOUT,
        event_hooks={"request": [_check_request]},
    )


def _online(terms: Terms, folder: Path) -> httpx.BaseTransport:
    deadline = Deadline(terms.seconds)
    guarded = GuardedTransport(
        deadline=deadline,
        allow_private=terms.allow_private,
        resolve=terms.resolve or system_resolve,
        connect=terms.connect or httpcore.SyncBackend(),
    )
    polite = PoliteTransport(guarded, turns=folder, pause=terms.pause, deadline=deadline)
    return RetryTransport(polite, retries(terms.pause))


def _folder(terms: Terms) -> Path:
    try:
        return terms.folder()
    except (OSError, RuntimeError) as error:
        raise FetchError(
            f"there is no cache to write to ({error}); name a folder in KG_CACHE_DIR"
        ) from error


def _body(response: httpx.Response, limit: int) -> bytes:
    data = bytearray()
    for chunk in _decoded(response):
        data += chunk
        if len(data) > limit:
            raise FetchError(f"is over the limit of {limit:,} bytes")
    return bytes(data)


class _Offline(httpx.BaseTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:  # noqa: ARG002
        raise FetchError("needs the network, which --offline rules out; no answer is cached")


def _check_request(request: httpx.Request) -> None:
    """Refuse what no request may be sent to, given or redirected to."""
    if request.url.scheme not in ("http", "https"):
        raise FetchError(
            f"leads to a {request.url.scheme}: address; only http and https are fetched"
        )
    if (request.url.port or 0) > _MAX_PORT:
        raise FetchError(f"leads to port {request.url.port}, which there is not")
    if request.url.userinfo:
        raise FetchError("leads to an address with a user name; download it and give the file")


def _check_status(response: httpx.Response, name: str) -> None:
    if response.is_success:
        return
    said = f"{name}: {response.url.host} answers {response.status_code} {response.reason_phrase}"
    if response.is_client_error and response.status_code != _TOO_OFTEN:
        raise AbsentError(f"{said}; check the address, or download it and give the file")
    raise RefusedError(f"{said}; try again later")


def _decoded(response: httpx.Response) -> Iterator[bytes]:
    """Yield a body in pieces of bounded size, however far it expands.

    httpx inflates each piece of a body whole, and knows no ``x-gzip``.
    """
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        yield from response.iter_raw(_STEP)
    elif coding in ("gzip", "x-gzip", "deflate"):
        yield from _inflated(response.iter_raw(_STEP))
    else:
        raise FetchError(f"is sent in the encoding {coding!r}, which was not asked for")


def _inflated(chunks: Iterator[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS + 32)  # gzip or zlib by its header
    try:
        for chunk in chunks:
            yield inflate.decompress(chunk, _STEP)
            while inflate.unconsumed_tail:
                yield inflate.decompress(inflate.unconsumed_tail, _STEP)
        yield inflate.flush()
    except zlib.error as error:
        raise FetchError(f"is not compressed as it says ({error})") from error
    if not inflate.eof:
        raise FetchError("ends early; try again")


def _media_type(response: httpx.Response) -> str | None:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower() or None


def _words(error: Exception) -> str:
    if isinstance(error, httpcore.TimeoutException):
        return "it does not answer in time"
    if isinstance(error, httpx.TooManyRedirects):
        return "it redirects without end"
    return " ".join(str(error).split()) or type(error).__name__


def _user_agent() -> str:
    contact = os.environ.get("KG_CONTACT", "")
    if not (contact.isascii() and (contact.isprintable() or not contact)):
        raise UsageError("KG_CONTACT is sent to servers: make it an address in printable ASCII")
    return f"claimgraph/{__version__}" + (f" ({contact})" if contact else "")
