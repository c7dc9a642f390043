"""The formats of answers: what each is called, and how an answer is turned into it.

An engine answers in SPARQL JSON or in N-Triples; every other format is made from these two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results, serialize

RESULTS: Final[Mapping[str, QueryResultsFormat]] = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
TRIPLES: Final[Mapping[str, RdfFormat]] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
# A string, which may be broken off, or what stands between two rows.
_STRING_OR_ROW: Final = re.compile(rb'"(?:[^"\\]|\\.)*"?|,\{', re.DOTALL)
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What Oxigraph writes for a predicate without a local name, which is no XML.
_NAMELESS: Final = b"<oxprefix: "


def write_results(payload: bytes, name: str) -> bytes:
    """Turn results in SPARQL JSON into one of ``RESULTS``."""
    if name == "json":
        return payload
    results = parse_query_results(payload, QueryResultsFormat.JSON)
    written = results.serialize(format=RESULTS[name])
    assert written is not None
    return _xml(written) if name == "xml" else written


def write_triples(payload: bytes, name: str, prefixes: Mapping[str, str]) -> bytes:
    """Turn N-Triples into one of ``TRIPLES``; ``prefixes`` are used where the syntax has any.

    Raises:
        ValueError: if the triples cannot be written so.
    """
    if name == "nt":
        return payload
    syntax = TRIPLES[name]
    shortened = dict(prefixes) if name in ("ttl", "trig") else None
    written = serialize(parse(payload, RdfFormat.N_TRIPLES), format=syntax, prefixes=shortened)
    assert written is not None
    if name == "rdf":
        if _NAMELESS in written:
            raise ValueError("RDF/XML has no name for one of the predicates; ask for Turtle")
        return _xml(written)
    return written


def holds_more_rows(payload: bytes, form: str, rows: int) -> bool:
    """Whether an answer in SPARQL JSON or N-Triples has more than so many rows or triples."""
    if form == "triples":
        return payload.count(b"\n") > rows
    # A row opens a brace after a comma, and so may a text: this is never too few.
    if payload.count(b",{") + 1 <= rows:
        return False
    # Outside strings only members of the one array, the rows, open a brace after a comma.
    bare = _STRING.sub(b"", payload)
    return bare.count(b",{") + 1 > rows


def first_rows(payload: bytes, form: str, rows: int | None) -> bytes | None:
    """Return the first rows of an answer that is too large, as a whole answer.

    ``payload`` is SPARQL JSON without spaces, or N-Triples, and may break off anywhere; at
    least its last row is left out. None if no row is left.
    """
    if form == "triples":
        lines = payload.splitlines(keepends=True)[:-1]
        return b"".join(lines[:rows]) or None
    between = (one.start() for one in _STRING_OR_ROW.finditer(payload) if one[0] == b",{")
    end = max(islice(between, rows), default=None)
    return None if end is None else payload[:end] + b"]}}"


def _xml(written: bytes) -> bytes:
    """Put U+FFFD for the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", written.decode()).encode()
