"""What an endpoint refuses: a status, one line of text, and the headers that belong to it."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import PlainTextResponse

from kg.errors import KgError, QueryError, QueryLimitError, StoreError, UsageError


class RequestError(KgError):
    """A request that gets a status other than 200."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})

    @classmethod
    def of(cls, error: KgError) -> RequestError:
        """Return what the protocol says to an error of ours.

        The protocol has 400 for a query that is none, and 500 for one that a service fails or
        refuses to carry out; 503 says that a second try may succeed.
        """
        if isinstance(error, RequestError):
            return error
        if isinstance(error, QueryLimitError):
            return cls(500, str(error))
        if isinstance(error, (QueryError, UsageError)):
            return cls(400, str(error))
        if isinstance(error, StoreError):
            return busy(str(error))
        return cls(500, str(error))

    def response(self) -> PlainTextResponse:
        """Return it as one line of plain text."""
        line = "".join(char if char.isprintable() else " " for char in " ".join(self.args))
        return PlainTextResponse(f"{line}\n", self.status, self.headers)


def busy(message: str, seconds: int = 1) -> RequestError:
    """Return a refusal that asks to be tried again after some seconds."""
    return RequestError(503, message, {"Retry-After": str(seconds)})
