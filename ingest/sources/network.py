"""Connections to public addresses only, each of which ends at a deadline."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

import httpcore
import httpx

Resolve = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host and port."""

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its end
_KEPT_ALIVE: Final = 0  # requests to one host are seconds apart


class FetchError(Exception):
    """Why an answer cannot be had, in words that follow the name of what was asked for."""


class Deadline:
    """A point in time that everything about one answer must come before."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, limit: float | None = None) -> float:
        """Return the seconds that are left, at most ``limit``.

        Raises:
            FetchError: if there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError(
                f"was not there whole after {self._seconds:g} seconds; download it, give the file"
            )
        return left if limit is None else min(left, limit)


def system_resolve(host: str, port: int) -> list[str]:
    """Return the addresses that the system's resolver knows, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, for one host.

    Loopback, private, shared, link-local (where clouds keep their metadata), multicast and
    reserved ones are not; an IPv6 address that stands for an IPv4 one is what that one is.
    """
    meant = _meant(ipaddress.ip_address(address.partition("%")[0]))
    site_local = isinstance(meant, ipaddress.IPv6Address) and meant.is_site_local
    return meant.is_global and not (meant.is_multicast or meant.is_reserved or site_local)


def _meant(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


class GuardedTransport(httpx.BaseTransport):
    """Sends a request to the very address that was checked, so that no second look-up counts.

    It stands under redirects: each hop is checked. Proxies of the environment are not used,
    because a proxy would look the name up itself.
    """

    def __init__(
        self,
        *,
        deadline: Deadline,
        allow_private: bool,
        resolve: Resolve,
        connect: httpcore.NetworkBackend,
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_ssl_context(),
            max_keepalive_connections=_KEPT_ALIVE,
            network_backend=_GuardedBackend(deadline, allow_private, resolve, connect),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """See :class:`httpx.BaseTransport`; errors are those of httpcore, and FetchError."""
        assert isinstance(request.stream, httpx.SyncByteStream)
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _GuardedBackend(httpcore.NetworkBackend):
    def __init__(
        self,
        deadline: Deadline,
        allow_private: bool,
        resolve: Resolve,
        connect: httpcore.NetworkBackend,
    ) -> None:
        self._deadline, self._allow_private = deadline, allow_private
        self._resolve, self._inner = resolve, connect

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        *others, last = self._allowed(host, port)
        for address in others:
            try:
                return self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # a host with IPv6 where there is none has other addresses
        return self._connect(last, port, timeout, local_address, socket_options)

    def _connect(
        self,
        address: str,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        stream = self._inner.connect_tcp(
            address, port, self._deadline.left(timeout), local_address, socket_options
        )
        return _TimedStream(stream, self._deadline)

    def _allowed(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"{host} is not found; check the address and the network") from error
        private = [address for address in addresses if not is_public(address)]
        if private and not self._allow_private:
            raise FetchError(
                f"{host} stands at {private[0]}, which is no public address; "
                "--allow-private fetches from there"
            )
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A connection of which no single byte comes after the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        inner = self._inner.start_tls(ssl_context, server_hostname, left)
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


@cache
def _ssl_context() -> ssl.SSLContext:
    return httpx.create_ssl_context()
