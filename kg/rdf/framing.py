"""Messages between the processes of one machine: an object, and bytes or a socket with it."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import time
from typing import Any, Final

_HEAD: Final = struct.Struct("!IQ")
_PIECE: Final = 1 << 20

Message = dict[str, Any]


def send(
    connection: socket.socket,
    message: Message,
    payload: bytes = b"",
    passed: socket.socket | None = None,
) -> None:
    """Send a message; ``passed`` is a socket that the receiver gets an end of.

    Raises:
        OSError: if the other end is gone.
    """
    connection.settimeout(None)
    whole = _encoded(message, payload)
    sent = 0
    if passed is not None:
        sent = socket.send_fds(connection, [whole[: _HEAD.size]], [passed.fileno()])
    connection.sendall(whole[sent:])


async def exchange(connection: socket.socket, message: Message) -> tuple[Message, bytearray]:
    """Send a message and wait for the answer, while others do their work.

    Raises:
        EOFError: if the other end is gone.
        OSError: likewise.
    """
    connection.setblocking(False)
    await asyncio.get_running_loop().sock_sendall(connection, _encoded(message))
    text_size, payload_size = _HEAD.unpack(await _exactly_soon(connection, _HEAD.size))
    text = await _exactly_soon(connection, text_size)
    return _decoded(text), await _exactly_soon(connection, payload_size)


def receive(
    connection: socket.socket, seconds: float | None = None
) -> tuple[Message, bytearray, socket.socket | None]:
    """Wait for a message, its bytes and the socket that came with it.

    Raises:
        EOFError: if the other end is gone.
        TimeoutError: if the message is not whole after ``seconds``.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    head, passed = _head(connection, ends)
    text_size, payload_size = _HEAD.unpack(head)
    message = _decoded(_exactly(connection, text_size, ends))
    return message, _exactly(connection, payload_size, ends), passed


def _encoded(message: Message, payload: bytes = b"") -> bytes:
    text = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _HEAD.pack(len(text), len(payload)) + text + payload


def _decoded(text: bytearray) -> Message:
    message: Message = json.loads(text.decode("utf-8", "surrogatepass"))
    return message


def _head(connection: socket.socket, ends: float | None) -> tuple[bytes, socket.socket | None]:
    _wait_until(connection, ends)
    try:
        head, handles, _, _ = socket.recv_fds(connection, _HEAD.size, 1)
    except ConnectionError as error:
        raise EOFError from error
    passed = socket.socket(fileno=handles[0]) if handles else None
    if not head:
        raise EOFError
    return head + bytes(_exactly(connection, _HEAD.size - len(head), ends)), passed


def _exactly(connection: socket.socket, size: int, ends: float | None) -> bytearray:
    found = bytearray()
    while len(found) < size:
        _wait_until(connection, ends)
        try:
            piece = connection.recv(min(size - len(found), _PIECE))
        except ConnectionError as error:
            raise EOFError from error
        if not piece:
            raise EOFError
        found += piece
    return found


async def _exactly_soon(connection: socket.socket, size: int) -> bytearray:
    found = bytearray()
    loop = asyncio.get_running_loop()
    while len(found) < size:
        piece = await loop.sock_recv(connection, min(size - len(found), _PIECE))
        if not piece:
            raise EOFError
        found += piece
    return found


def _wait_until(connection: socket.socket, ends: float | None) -> None:
    if ends is None:
        connection.settimeout(None)
        return
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)
