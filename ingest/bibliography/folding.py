"""The fields of a bibliographic record, and the spelling under which two of them are equal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a reference says of a work; None or empty where it does not say.

    ``authors`` are display names (see :mod:`ingest.bibliography.names`); ``doi`` is in lower
    case without resolver, ``arxiv`` without version.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    container: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, as words with single spaces between."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare))


def normal_title(title: str) -> str:
    """Return the title as it is compared: folded, without a leading article."""
    return re.sub(r"^(?:the|an?) ", "", fold(title))
