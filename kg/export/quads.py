"""The quads of a database as N-Quads, TriG and Turtle.

Graphs come by IRI and their triples in the order of their N-Quads, one graph in memory at a
time. Marks that turn the direction of writing and C1 controls, which could make a file read as
another one, are written as their numbers; a parser reads them as they were.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.database import Database
from kg.export.formats import Export, Options
from kg.vocab import PREFIXES

_TURNING: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def escaped(text: str) -> str:
    r"""Return RDF or JSON with what could mislead a reader's eye written as ``\uXXXX``."""
    return _TURNING.sub(lambda hit: f"\\u{ord(hit[0]):04X}", text)


def quads(database: Database) -> Iterator[Quad]:
    """Yield all quads, by graph."""
    for _, nquads in database.store.each_graph():
        yield from parse(nquads, RdfFormat.N_QUADS)


def terms(quad: Quad) -> tuple[NamedNode, NamedNode, NamedNode, NamedNode | Literal]:
    """Return graph, subject, predicate and object of one of our quads, which have no blank node."""
    graph, subject, last = quad.graph_name, quad.subject, quad.object
    assert isinstance(graph, NamedNode)
    assert isinstance(subject, NamedNode)
    assert isinstance(last, (NamedNode, Literal))
    return graph, subject, quad.predicate, last


def written(
    found: Iterable[Quad] | Iterable[Triple],
    out: BinaryIO,
    format_: RdfFormat,
    prefixes: Mapping[str, str],
) -> None:
    """Write quads or triples, with the prefixes in order and what could mislead escaped."""
    with io.BufferedWriter(_Escaping(out, len(prefixes))) as safe:
        serialize(found, safe, format_, prefixes=dict(prefixes))


def _nquads(database: Database, out: BinaryIO, _options: Options) -> None:
    for _, nquads in database.store.each_graph():
        out.write(escaped(nquads).encode())


def _trig(database: Database, out: BinaryIO, _options: Options) -> None:
    written(quads(database), out, RdfFormat.TRIG, PREFIXES)


def _turtle(database: Database, out: BinaryIO, _options: Options) -> None:
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads(database))
    written(triples, out, RdfFormat.TURTLE, PREFIXES)


class _Escaping(io.RawIOBase):
    """A stream that escapes text, after it put the prefixes, which come in any order, in order.

    These are the first ``prefixes`` lines.
    """

    def __init__(self, out: BinaryIO, prefixes: int) -> None:
        self._out = out
        self._prefixes = prefixes
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._head: str | None = ""

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Write bytes, which may end within a character."""
        text = self._decoder.decode(bytes(data))
        if self._head is not None:
            self._head += text
            if self._head.count("\n") < self._prefixes:
                return len(data)
            lines = self._head.split("\n", self._prefixes)
            text = "\n".join([*sorted(lines[:-1]), lines[-1]])
            self._head = None
        self._out.write(escaped(text).encode())
        return len(data)


NQUADS: Final = Export(
    "All quads, a line each, with the graph they stand in", ".nq", "application/n-quads", _nquads
)
TRIG: Final = Export(
    "All quads by graph, to read and to load into a triple store",
    ".trig",
    "application/trig",
    _trig,
)
TURTLE: Final = Export(
    "All triples without their graphs, for tools that know no graphs",
    ".ttl",
    "text/turtle",
    _turtle,
)
