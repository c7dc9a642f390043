"""A session of the app without a browser: it asks for pages as one does and keeps what comes."""

from __future__ import annotations

from types import TracebackType
from typing import Final, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

_SECONDS: Final = 90.0


class Session:
    """A connection to a served app; use it as a context manager."""

    def __init__(self, address: str) -> None:
        url = f"ws{address.removeprefix('http')}/_stcore/stream"
        spoken = [Subprotocol("streamlit")]
        self._opened = connect(url, subprotocols=spoken, max_size=None)
        self._sent: dict[str, ForwardMsg] = {}

    def visit(self, page: str, query: str = "") -> str:
        """Run a page and return all its markup; what the app could not do fails the test."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        self._socket.send(asked.SerializeToString())
        found: list[str] = []
        while True:
            one = self._next()
            kind = one.WhichOneof("type")
            if kind == "delta":
                element = one.delta.new_element
                assert element.WhichOneof("type") != "exception", element.exception
                found.append(element.html.body)
            elif kind == "script_finished" and found:
                markup = "".join(found)
                assert "kg-failure" not in markup.replace(".kg-failure", ""), markup
                return markup

    def _next(self) -> ForwardMsg:
        data = self._socket.recv(_SECONDS)
        assert isinstance(data, bytes)
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "ref_hash":
            return self._sent[message.ref_hash]
        if message.hash:
            self._sent[message.hash] = message
        return message

    def __enter__(self) -> Self:
        self._socket = self._opened.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.__exit__(kind, error, trace)
