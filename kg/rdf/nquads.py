"""N-Quads as text: terms written strictly by the grammar, and graphs as sorted lines.

Numbers are written as Oxigraph and rdflib write them again, so that what a store gives back
equals what it was given. Every function that writes a literal answers None for None, and
:meth:`Graph.add` drops None: what is unknown leaves no triple.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Final
from urllib.parse import quote

from kg.ids import iri
from kg.vocab import expand

_ESCAPES: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_TO_ESCAPE: Final = re.compile('["\\\\\x00-\x1f\x7f\ud800-\udfff]')
_NOT_IN_IRI: Final = re.compile(r"[^!#-;=?-\[\]_a-z~\xa0-\ud7ff\ue000-\U0010ffff]")
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(?=\d)(\d*?)0*)?(?:Z|\+00:00)")


class Graph:
    """The quads of one named graph, gathered as lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._end = f" <{name}> .\n"
        self._lines: set[str] = set()

    def add(self, subject: str, predicate: str, *objects: str | None) -> None:
        """Add a quad for each object that is not None.

        ``subject`` and ``objects`` are terms as N-Quads writes them, ``predicate`` is a
        prefixed name.
        """
        start = f"{subject} {term(predicate)} "
        self._lines.update(start + item for item in objects if item is not None)

    def text(self) -> str:
        """Return the graph as sorted N-Quads: equal graphs have equal text."""
        # No triple begins another, short of its datatype: the end, a space, changes no order.
        return self._end.join([*sorted(self._lines), ""])


@cache
def term(curie: str) -> str:
    """Write the IRI of a prefixed name such as ``cito:Citation``."""
    return f"<{expand(curie)}>"


def node(identifier: str, part: str = "") -> str:
    """Write the IRI of a record, or of a ``part`` of it such as ``#quote``."""
    return f"<{safe_iri(iri(identifier) + part)}>"


def optional_node(identifier: str | None) -> str | None:
    """Write the IRI of a record that may be unknown."""
    return None if identifier is None else node(identifier)


def nodes(identifiers: Iterable[str]) -> list[str]:
    """Write the IRIs of records."""
    return [node(identifier) for identifier in identifiers]


def safe_iri(value: str) -> str:
    """Percent-encode every character that no IRI may hold."""
    return _NOT_IN_IRI.sub(lambda match: quote(match[0], errors="replace"), value)


def literal(value: str | None) -> str | None:
    """Write a string; lone surrogates, which no UTF-8 can hold, become U+FFFD."""
    return None if value is None else f'"{_TO_ESCAPE.sub(_escape, value)}"'


def literals(values: Iterable[str]) -> list[str | None]:
    """Write strings."""
    return [literal(value) for value in values]


def integer(value: int | None) -> str | None:
    """Write an ``xsd:integer``."""
    return None if value is None else _typed(str(value), "xsd:integer")


def boolean(value: bool | None) -> str | None:
    """Write an ``xsd:boolean``."""
    return None if value is None else _typed(str(value).lower(), "xsd:boolean")


def decimal(value: float | None) -> str | None:
    """Write an ``xsd:decimal`` in full; a number that is not finite is unknown."""
    if value is None or not math.isfinite(value):
        return None
    digits = format(Decimal(repr(value)), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return _typed("0" if digits == "-0" else digits, "xsd:decimal")


def year(value: int | None) -> str | None:
    """Write an ``xsd:gYear``, which has at least four digits."""
    if value is None:
        return None
    return _typed(f"{'-' if value < 0 else ''}{abs(value):04d}", "xsd:gYear")


def moment(value: str | None) -> str | None:
    """Write an ISO 8601 time in UTC as an ``xsd:dateTime``, anything else as a string."""
    if value is None:
        return None
    utc = _MOMENT.fullmatch(value)
    if utc is None:
        return literal(value)
    fraction = f".{utc[2]}" if utc[2] else ""
    return _typed(f"{utc[1]}{fraction}Z", "xsd:dateTime")


def url(value: str | None) -> str | None:
    """Write a URL out of a document as an ``xsd:anyURI``: a literal, so it need not be valid."""
    text = literal(value)
    return None if text is None else f"{text}^^{term('xsd:anyURI')}"


def graph_of(line: str) -> str:
    """Return the IRI of the graph that a line of N-Quads belongs to."""
    return line[line.rindex(" <") + 2 : line.rindex("> .")]


def without_graph(text: str, name: str) -> str:
    """Turn the N-Quads of the graph ``name`` into N-Triples."""
    return text.replace(f" <{name}> .\n", " .\n")


def _typed(lexical: str, datatype: str) -> str:
    return f'"{lexical}"^^{term(datatype)}'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"
