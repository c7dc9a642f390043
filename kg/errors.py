"""The errors a user can meet: each is one line that says what is wrong and how to mend it."""

from __future__ import annotations


class KgError(Exception):
    """Root of all expected errors.

    ``str(error)`` is one line fit for a terminal or a page: what is wrong, where, and
    how to mend it. Anything that is not a ``KgError`` is a bug and is left to surface.
    """


class UsageError(KgError):
    """The request itself is wrong (an unknown id, format or option)."""


class NotFoundError(UsageError):
    """Nothing in the database answers to the given id or name."""


class RefusedError(KgError):
    """A document was refused; nothing of it was stored."""


class StoreError(KgError):
    """The database cannot be opened, is of another version, or is in use."""


class IntegrityError(StoreError):
    """Stored data contradict themselves."""


class QueryError(KgError):
    """A SPARQL query was refused, is malformed, or ran past its limits.

    ``place`` is the line and the column in the query, from 1, where there is one.
    """

    def __init__(self, message: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.place = place


class QueryLimitError(QueryError):
    """A SPARQL query ran past its time, its memory or the size of its answer, or was stopped."""
