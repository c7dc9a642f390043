"""The terms on which addresses are fetched, and what comes back."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.readers import MAX_BYTES
from kg.errors import RefusedError

if TYPE_CHECKING:
    import httpcore

    from ingest.sources.network import Resolve


class AbsentError(RefusedError):
    """The server has no such thing, or not for everybody (a 4xx answer)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: ``url`` after redirects, ``media_type`` in lower case."""

    url: str
    media_type: str | None
    data: bytes


def cache_folder() -> Path:
    """Return where answers are kept: ``$KG_CACHE_DIR``, else the user's cache folder."""
    if chosen := os.environ.get("KG_CACHE_DIR"):
        return Path(chosen).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "claimgraph"


@dataclass(frozen=True, slots=True)
class Terms:
    """How addresses are fetched.

    With ``offline`` nothing is sent, and only what the cache holds is had, old or not (RFC
    9111, 4.2.4), unless its server forbids that. ``allow_private`` fetches from addresses
    that are not public, and keeps their answers in a cache of its own. One answer may take
    ``seconds``, retries and redirects included, and be of ``limit`` bytes; requests to one
    host are ``pause`` seconds apart (three for arXiv), unless that is 0. ``cache`` is
    :func:`cache_folder` if None. ``resolve`` and ``connect`` stand for the network if not None.
    """

    offline: bool = False
    allow_private: bool = False
    cache: Path | None = None
    seconds: float = 120.0
    limit: int = MAX_BYTES
    pause: float = 1.0
    resolve: Resolve | None = None
    connect: httpcore.NetworkBackend | None = None

    def folder(self) -> Path:
        """Return the cache; a private answer is no answer to a request for public ones.

        Raises:
            OSError: if there is none to write to.
            RuntimeError: if nobody knows the home folder.
        """
        folder = (self.cache or cache_folder()) / ("private" if self.allow_private else "public")
        folder.mkdir(parents=True, exist_ok=True)
        return folder
