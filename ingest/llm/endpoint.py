"""One request to ``/chat/completions``: within its time, tried again where that may help."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import httpx
from httpx_retries import Retry, RetryTransport

from ingest.llm.settings import Settings
from kg import __version__
from kg.errors import RefusedError

TRIES: Final = 4
"""How often one request is sent at most: after time-outs and the answers of ``_AGAIN``."""

PAUSE: Final = 1.0
"""Seconds before the second try, about; doubled with each, unless the server names a time."""

_AGAIN: Final = (408, 429, 500, 502, 503, 504, 529)
_LOST: Final = (httpx.TimeoutException, httpx.RemoteProtocolError, httpx.ReadError)
_LONGEST_PAUSE: Final = 60.0
_CONNECTING: Final = 10.0
_MAX_BYTES: Final = 4_000_000
_LONGEST_REASON: Final = 200
_ADVICE: Final = {
    401: "set KG_LLM_KEY to a key that it takes",
    403: "set KG_LLM_KEY to a key that it takes",
    404: "check KG_LLM_URL, which ends in /v1 for most servers, and KG_LLM_MODEL",
    400: "check KG_LLM_MODEL; KG_LLM_OPTIONS changes what is sent",
    422: "check KG_LLM_MODEL; KG_LLM_OPTIONS changes what is sent",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote, and how many tokens went in and out, None where not reported."""

    text: str
    tokens_in: int | None
    tokens_out: int | None


class Endpoint:
    """A connection to the model; use it as a context.

    Proxies of the environment are not used, and redirects are not followed: the key goes where
    the user sends it and nowhere else.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sender = _Sender(settings.seconds)
        headers = {"Accept-Encoding": "identity", "User-Agent": f"claimgraph/{__version__}"}
        if settings.key is not None:
            headers["Authorization"] = f"Bearer {settings.key}"
        self._client = httpx.Client(
            transport=RetryTransport(self._sender),
            headers=headers,
            timeout=httpx.Timeout(settings.seconds, connect=_CONNECTING),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    @property
    def sent(self) -> int:
        """How many requests were sent so far."""
        return self._sender.sent

    def ask(self, body: dict[str, Any], tries: int = TRIES) -> Answer:
        """Return the answer to a request, sent ``tries`` times at most.

        Raises:
            RefusedError: if none comes, in words that name the endpoint and never the key.
        """
        url = f"{self._settings.url}/chat/completions"
        retry = Retry(
            total=min(tries, TRIES) - 1,
            allowed_methods=["POST"],
            status_forcelist=_AGAIN,
            retry_on_exceptions=_LOST,
            backoff_factor=PAUSE / 2,
            backoff_jitter=0.5,
            max_backoff_wait=_LONGEST_PAUSE,
        )
        try:
            response = self._client.post(url, json=body, extensions={"retry": retry})
        except httpx.TimeoutException as error:
            raise self._refused(
                f"does not answer within {self._settings.seconds:g} seconds; "
                "set KG_LLM_TIMEOUT higher, or try later"
            ) from error
        except httpx.ConnectError as error:
            raise self._refused(
                f"cannot be reached ({error}); start the server, or set KG_LLM_URL"
            ) from error
        except httpx.HTTPError as error:
            raise self._refused(f"gives no whole answer ({error}); try again later") from error
        if not response.is_success:
            raise self._refused(_said(response))
        answer = _answer(response)
        if answer is None:
            raise self._refused("does not answer as a chat model does; check KG_LLM_URL")
        return answer

    def _refused(self, reason: str) -> RefusedError:
        line = " ".join(f"llm: {self._settings.url} {reason}".split())
        return RefusedError(line.replace(self._settings.key, "…") if self._settings.key else line)


class _Sender(httpx.BaseTransport):
    """Reads each answer whole, within a time and a size, so that a slow one is tried again."""

    def __init__(self, seconds: float) -> None:
        self.sent = 0
        self._seconds = seconds
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """See :class:`httpx.BaseTransport`."""
        self.sent += 1
        end = time.monotonic() + self._seconds
        response = self._inner.handle_request(request)
        try:
            data = bytearray()
            for piece in response.iter_raw():
                data += piece
                if time.monotonic() > end:
                    raise httpx.ReadTimeout("it does not come to an end", request=request)
                if len(data) > _MAX_BYTES:
                    raise httpx.DecodingError("its answer is too long", request=request)
        finally:
            response.close()
        headers = [(name, value) for name, value in response.headers.items() if name in _KEPT]
        return httpx.Response(response.status_code, headers=headers, content=bytes(data))

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


# Not the encoding of the body: none was asked for, and none is undone.
_KEPT: Final = frozenset({"content-type", "location", "retry-after"})


def _answer(response: httpx.Response) -> Answer | None:
    """Return what the first choice says; text that is no string is none at all."""
    match _json(response):
        case {"choices": [{"message": {**message}}, *_], **rest}:
            text = message.get("content")
            usage = rest.get("usage")
            tokens = usage if isinstance(usage, dict) else {}
            return Answer(
                text if isinstance(text, str) else "",
                _count(tokens.get("prompt_tokens")),
                _count(tokens.get("completion_tokens")),
            )
    return None


def _count(value: object) -> int | None:
    return value if type(value) is int and value >= 0 else None


def _said(response: httpx.Response) -> str:
    """Return what a server says is wrong, and what may mend it."""
    match _json(response):
        case {"error": {"message": str(reason)}} | {"error": str(reason)}:
            pass
        case {"message": str(reason)} | {"detail": str(reason)}:
            pass
        case _:
            reason = response.reason_phrase
    advice = _ADVICE.get(response.status_code, "try again later")
    if response.is_redirect:
        advice = "set KG_LLM_URL to the address that it leads to"
    return f"answers {response.status_code} ({reason[:_LONGEST_REASON]}); {advice}"


def _json(response: httpx.Response) -> object:
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return None
