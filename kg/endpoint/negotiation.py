"""Which format a client gets, by its ``Accept`` header."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import mimeparse

from kg.endpoint.errors import RequestError

# Media types, the ones that we like least first; the names are those of kg.rdf.formats.
RESULTS: Final[Mapping[str, str]] = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/xml": "xml",
    "application/xml": "xml",
    "application/sparql-results+xml": "xml",
    "application/json": "json",
    "application/sparql-results+json": "json",
}
TRIPLES: Final[Mapping[str, str]] = {
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/trig": "trig",
    "application/n-quads": "nq",
    "application/n-triples": "nt",
    "text/turtle": "ttl",
}
MEDIA_TYPES: Final = {name: kind for types in (RESULTS, TRIPLES) for kind, name in types.items()}
HTML: Final = "text/html"


def chosen(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """Return the format of ``offered`` that a client likes best, None where it takes none.

    Raises:
        RequestError: if the header cannot be read.
    """
    try:
        best = mimeparse.best_match(list(offered), accept or "*/*")
    except mimeparse.MimeTypeParseException as error:
        raise RequestError(400, "the Accept header is malformed") from error
    return offered.get(best)


def content_type(name: str) -> str:
    """Return the ``Content-Type`` of a format."""
    kind = MEDIA_TYPES[name]
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def unacceptable(form: str) -> RequestError:
    """Return the refusal of an answer that the client does not take."""
    offered = RESULTS if form == "results" else TRIPLES
    return RequestError(406, f"the answer can be had as {', '.join(reversed(list(offered)))}")
