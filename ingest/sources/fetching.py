"""Fetching addresses; what does it is loaded when something is (:mod:`.transfer`)."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.sources.terms import Answer, Terms


@dataclass(frozen=True, slots=True)
class Fetcher(Terms):
    """Fetches addresses on its terms; it can be sent to another process."""

    def get(self, url: str, name: str, *, accept: str = "*/*") -> Answer:
        """Return the answer to a GET of ``url``; ``name`` stands in messages.

        Raises:
            AbsentError: if the server answers that it has none, or none for us.
            RefusedError: if there is no answer within the limits, or the address is none
                that may be fetched.
            UsageError: if ``$KG_CONTACT`` cannot stand in a request.
        """
        from ingest.sources.transfer import fetched  # httpx, httpcore and hishel are slow to load

        return fetched(self, url, name, accept)
