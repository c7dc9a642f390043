"""The endpoint as an ASGI application over a dataset."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kg.endpoint import asking, describing, page
from kg.endpoint.errors import RequestError, busy
from kg.endpoint.guarding import Guard
from kg.endpoint.lanes import Lanes, Rate
from kg.endpoint.negotiation import (
    HTML,
    RESULTS,
    TRIPLES,
    chosen,
    content_type,
    unacceptable,
)
from kg.endpoint.settings import ANSWERS_HELD, Settings
from kg.errors import KgError
from kg.rdf import sparql
from kg.rdf.dataset import Answer, OxigraphDataset, Query
from kg.rdf.examples import Example
from kg.rdf.formats import write_triples
from kg.rdf.process import Control
from kg.vocab import PREFIXES

_SPARQL: Final = "/sparql"
_VOID: Final = "/.well-known/void"
_PIECE: Final = 1 << 18
_LONG: Final = 10_000  # characters of a query that is not read between other things
_OPEN: Final = frozenset(("/", "/health", *(f"/{name}" for name in page.FILES)))


def application(
    dataset: OxigraphDataset,
    settings: Settings,
    *,
    token: str | None = None,
    examples: Sequence[Example] = (),
    healthy: Callable[[], bool] = lambda: True,
) -> Starlette:
    """Return the application.

    ``token``, where there is one, is what clients must bring; ``healthy`` says whether the
    dataset follows its store.
    """
    return _Endpoint(dataset, settings, examples, healthy).application(token)


class _Endpoint:
    """The pages of an endpoint, and what they share."""

    def __init__(
        self,
        dataset: OxigraphDataset,
        settings: Settings,
        examples: Sequence[Example],
        healthy: Callable[[], bool],
    ) -> None:
        self._dataset = dataset
        self._settings = settings
        self._healthy = healthy
        self._lanes = Lanes(settings)
        self._index = page.index(examples)
        self._held = 0

    def application(self, token: str | None) -> Starlette:
        """Return its routes behind what guards them."""
        files = [Route(f"/{name}", lambda _, name=name: page.file(name)) for name in page.FILES]
        guards = [Middleware(Guard, Rate(self._settings.rate), token, _OPEN)]
        if self._settings.local:
            # No web page may read this machine by a name of its own for it.
            names = ["127.0.0.1", "localhost", "[::1]", "::1", self._settings.host]
            guards.insert(
                0, Middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)
            )
        if self._settings.cors:
            # Outermost: what asks whether it may ask brings no token.
            guards.insert(
                0,
                Middleware(
                    CORSMiddleware,
                    allow_origins=list(self._settings.cors),
                    allow_methods=asking.METHODS,
                    allow_headers=["Authorization", "Content-Type"],
                ),
            )
        return Starlette(
            routes=[
                Route("/", self.home),
                Route("/health", self.health),
                Route(_SPARQL, self.sparql, methods=list(asking.METHODS)),
                Route(_VOID, self.void),
                *files,
            ],
            middleware=guards,
            exception_handlers={KgError: _refused, HTTPException: _unknown},
        )

    async def home(self, _request: Request) -> Response:
        """Return the page with the editor."""
        return self._index

    async def health(self, _request: Request) -> Response:
        """Say whether the endpoint follows its database."""
        if self._healthy():
            return PlainTextResponse("ok\n")
        raise busy("the database cannot be read; the log says why")

    async def sparql(self, request: Request) -> Response:
        """Answer a request of the protocol."""
        if request.method == "OPTIONS":
            accepted = f"{asking.DIRECT}, {asking.FORM}"
            allowed = ", ".join(asking.METHODS)
            return Response(status_code=204, headers={"Allow": allowed, "Accept-Post": accepted})
        asked = await asking.read(request, self._settings.request_kb * 1000)
        accept = _accept(request)
        if asked is None:
            return self._described(request, accept)
        query = Query(
            asked.text,
            asked.graphs,
            asked.base,
            chosen(accept, RESULTS),
            chosen(accept, TRIPLES),
        )
        if query.results is None and query.triples is None:
            raise unacceptable("results")
        answer = await _unless_gone(request, self._answer(query))
        if answer.format is None:
            raise unacceptable(answer.form)
        return self._sent(answer.payload, answer.format)

    async def void(self, request: Request) -> Response:
        """Say what the database holds, in VoID."""
        name = self._triples_for(request)
        answer = await _unless_gone(request, self._answer(Query(describing.COUNTS)))
        row = json.loads(answer.payload)["results"]["bindings"][0]
        counts = {column: int(cell["value"]) for column, cell in row.items()}
        this = asking.address(request)
        endpoint = this.removesuffix(_VOID) + _SPARQL
        return self._sent(_graph(describing.void(this, endpoint, counts), name), name)

    def _described(self, request: Request, accept: str | None) -> Response:
        offered: Mapping[str, str] = {HTML: "html", **TRIPLES}
        name = chosen(accept, offered)
        if name == "html":
            return self._index
        if name is None:
            raise unacceptable("triples")
        told = describing.service(asking.address(request), self._settings)
        return self._sent(_graph(told, name), name)

    def _triples_for(self, request: Request) -> str:
        name = chosen(_accept(request), TRIPLES)
        if name is None:
            raise unacceptable("triples")
        return name

    async def _answer(self, query: Query) -> Answer:
        if self._held > self._settings.limits.bytes * ANSWERS_HELD:
            raise busy("too many large answers are on their way; try again", 5)

        limits, services = self._settings.limits, self._settings.services
        admit = partial(sparql.admit, query, limits, services=services)
        if len(query.text) > _LONG:
            await asyncio.to_thread(admit)
        else:
            admit()

        def run(control: Control) -> Awaitable[Answer]:
            return self._dataset.answer_soon(query, limits, control)

        return await self._lanes.run(run)

    def _sent(self, payload: bytes, name: str) -> Response:
        return _Held(self, payload, content_type(name))

    def hold(self, size: int) -> None:
        """Count bytes that wait to be sent; negative ones are gone."""
        self._held += size


class _Held(Response):
    """A whole answer, sent in pieces no faster than the client takes them.

    Its length is said first, so that an answer that is cut off is seen to be.
    """

    def __init__(self, endpoint: _Endpoint, payload: bytes, kind: str) -> None:
        super().__init__(payload, headers={"Content-Type": kind})
        self._endpoint = endpoint

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        whole = memoryview(self.body)
        self._endpoint.hold(len(whole))
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            for at in range(0, max(len(whole), 1), _PIECE):
                body = bytes(whole[at : at + _PIECE])
                more = at + _PIECE < len(whole)
                await send({"type": "http.response.body", "body": body, "more_body": more})
        finally:
            self._endpoint.hold(-len(whole))


async def _unless_gone(request: Request, work: Awaitable[Answer]) -> Answer:
    """Return what ``work`` returns, or cancel it when the client leaves."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait([task, gone], return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise RequestError(499, "the client is gone")
        return task.result()
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait([task])


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _accept(request: Request) -> str | None:
    return ", ".join(request.headers.getlist("accept")) or None


def _graph(ntriples: bytes, name: str) -> bytes:
    return write_triples(ntriples, name, PREFIXES)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, KgError)
    return RequestError.of(error).response()


async def _unknown(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)
