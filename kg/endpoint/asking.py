"""A request of the SPARQL 1.1 Protocol, read into the query that it asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request

from kg.endpoint.errors import RequestError
from kg.rdf.dataset import Query

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_UPDATES: Final = ("update", "using-graph-uri", "using-named-graph-uri")
_MOST_FIELDS: Final = 1_000

Fields = Sequence[tuple[str, str]]


async def read(request: Request, largest: int) -> Query | None:
    """Return the query of a request, None where a GET has none.

    ``largest`` bounds the body, in bytes.

    Raises:
        RequestError: if the request is not one of the protocol, or an update.
    """
    fields = _fields(request.scope["query_string"], "the address")
    text: str | None = None
    if request.method == "POST":
        kind = _media_type(request)
        body = await _body(request, largest)
        if kind == DIRECT:
            text = _decoded(body)
        else:
            fields = [*fields, *_fields(body, "the form")]
    if any(name in _UPDATES for name, _ in fields):
        raise RequestError(403, "updates are refused: this endpoint only reads")
    texts = [value for name, value in fields if name == "query"] + ([] if text is None else [text])
    if not texts and request.method != "POST":
        return None
    if len(texts) != 1:
        raise RequestError(400, f"a request holds exactly one query, this one has {len(texts)}")
    default, named = (
        tuple(value for name, value in fields if name == f"{kind}-graph-uri")
        for kind in ("default", "named")
    )
    chosen = (default, named) if default or named else None
    return Query(texts[0], chosen, base=address(request))


def address(request: Request) -> str:
    """Return the IRI that a request was sent to, without its query.

    Raises:
        RequestError: if its ``Host`` makes none.
    """
    try:
        return NamedNode(str(request.url.replace(query="", fragment=""))).value
    except ValueError as error:
        raise RequestError(400, "the Host header names no host") from error


def _media_type(request: Request) -> str:
    """Return the media type of the body: a form or a query."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind == UPDATE:
        raise RequestError(403, "updates are refused: this endpoint only reads")
    if kind not in (FORM, DIRECT):
        raise RequestError(415, f"the body must be {DIRECT} or {FORM}")
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() == "charset" and value.strip(' "').lower() not in ("utf-8", "utf8"):
        raise RequestError(415, "the body must be in UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RequestError(415, "the body must not be compressed")
    return kind


async def _body(request: Request, largest: int) -> bytes:
    """Read the body piece by piece, no further than it may go."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > largest:
                raise RequestError(413, f"the request is larger than {largest:,} bytes")
    except ClientDisconnect as error:
        raise RequestError(400, "the request was broken off") from error
    return bytes(body)


def _fields(encoded: bytes, where: str) -> Fields:
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except UnicodeDecodeError as error:
        raise RequestError(400, f"{where} is not percent-encoded UTF-8") from error
    except ValueError as error:
        raise RequestError(400, f"{where} holds more than {_MOST_FIELDS:,} fields") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the query is not UTF-8 at byte {error.start}") from error
