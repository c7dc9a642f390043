r"""What a query may not do, decided on its tokens before it runs.

Refused are updates, ``SERVICE`` (the engine would fetch from any address) and ``FROM`` with
anything but one of our graphs (some engines read files). Two things make that harder than
a search for words:

* Engines differ on escapes such as ``\u0053``: some replace them before they read tokens,
  some only within strings and IRIs. A query is read both ways and refused if either is.
* Oxigraph wants no space around keywords: it takes ``SERVICESILENT<…>``, ``trueSERVICE<…>``
  and ``SERVICEex:a`` for a ``SERVICE``. So the word is refused wherever it is part of a bare
  word or of a prefix.

A ``<`` that means "less than" may look like the start of an IRI, but can hide neither: an IRI
holds no space, no ``<`` and no ``{``, and one of them stands in every ``SERVICE`` clause
before the next ``>``, and in every ``FROM``.

A bare word takes in what may stand in a prefix, so that no text is looked at twice: queries
are hostile, and this runs before any limit of time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from kg.errors import QueryError
from kg.ids import ID_BASE

_UPDATES: Final = frozenset(
    ["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"]
)
_PROLOGUE: Final = frozenset(("BASE", "PREFIX", "VERSION"))
_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN: Final = re.compile(
    r"""
      (?P<space>\s+ | \#[^\n\r]*)
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8})*>)
    | (?P<string>
          \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\n\r]|\\.)*"                | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:\w(?:[\w.·-]*[\w·-])?)
    | (?P<name>(?P<prefix>[^\W\d_](?:[\w.·-]*[\w·-])?)?:
          (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])
             (?:(?:[\w.:·-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])*
                (?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%]))?)?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9-]+)*)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d][\w.·-]*)
    | (?P<sign>[][{}()<>.,;|/^*+?!=&~-])
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a query: what it is, and where it begins."""

    kind: str
    text: str
    prefix: str
    position: int


def vet(query: str, *, services: Collection[str] = (), graphs_given: bool = False) -> bool:
    """Return whether the query leaves its default graph to us (it has no ``FROM``).

    ``services`` are the endpoints that ``SERVICE`` may name, in full. ``graphs_given`` says
    that the query's ``FROM`` does not count, because its graphs are chosen beside it.

    Raises:
        QueryError: if the query is an update, has another ``SERVICE``, or a ``FROM`` with
            anything but the full IRI of one of our graphs; or if it holds what is no token.
    """
    # Both are read to the end, whatever the first one gives.
    union = [_vet_reading(one, services, graphs_given) for one in _readings(query)]
    return all(union)


def names_graphs(query: str) -> bool:
    """Whether a query may look into named graphs, or choose some for its default graph.

    Raises:
        QueryError: at what is no token.
    """
    words = (_letters(token) for one in _readings(query) for token in tokens(one))
    return any("GRAPH" in word or "FROM" in word for word in words)


def _readings(query: str) -> set[str]:
    return {query, _CODEPOINT.sub(_decode, query)}


def _letters(token: Token) -> str:
    """Return where a keyword may hide: a bare word, or a prefix."""
    return (token.text if token.kind == "word" else token.prefix).upper()


def _vet_reading(query: str, services: Collection[str], graphs_given: bool) -> bool:
    found = list(tokens(query))
    _refuse_update(found)
    union = True
    for index, token in enumerate(found):
        letters = _letters(token)
        if "SERVICE" in letters and not _is_listed(token, found[index + 1 : index + 3], services):
            raise _refusal(
                query,
                token.position,
                "SERVICE is refused, queries stay on this machine "
                "(prefixes may not contain the word either)",
            )
        if "FROM" in letters:
            union = False
            ours = token.text.upper() == "FROM" and _is_our_graph(found[index + 1 : index + 3])
            if not ours and not graphs_given:
                raise _refusal(
                    query,
                    token.position,
                    f"FROM may only name a graph of this database by its full IRI, <{ID_BASE}…>",
                )
    return union


def _is_listed(word: Token, after: list[Token], services: Collection[str]) -> bool:
    """Whether ``SERVICE``, as a word of its own, names one of the endpoints."""
    if not services or word.kind != "word" or word.text.upper() != "SERVICE":
        return False
    if after and after[0].kind == "word" and after[0].text.upper() == "SILENT":
        after = after[1:]
    return bool(after) and after[0].kind == "iri" and after[0].text[1:-1] in services


def tokens(query: str) -> Iterator[Token]:
    """Cut a query into its tokens, without spaces and comments.

    Raises:
        QueryError: at what is no token.
    """
    position = 0
    while position < len(query):
        match = _TOKEN.match(query, position)
        if match is None:
            sign = query[position]
            is_open = sign in ("'", '"')
            fault = "this string is never closed" if is_open else f"{sign!r} cannot stand here"
            raise _refusal(query, position, fault)
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match[0], match["prefix"] or "", position)
        position = match.end()


def _refuse_update(tokens: list[Token]) -> None:
    """Look at the first word that is not part of the prologue."""
    words = (token.text.upper() for token in tokens if token.kind == "word")
    first = next((word for word in words if word not in _PROLOGUE), "")
    if first in _UPDATES:
        raise QueryError(
            f"{first} is an update; queries can only read (SELECT, ASK, CONSTRUCT, DESCRIBE)"
        )


def _is_our_graph(tokens: list[Token]) -> bool:
    if tokens and tokens[0].kind == "word" and tokens[0].text.upper() == "NAMED":
        tokens = tokens[1:]
    return bool(tokens) and tokens[0].kind == "iri" and tokens[0].text.startswith(f"<{ID_BASE}")


def _refusal(query: str, position: int, why: str) -> QueryError:
    line, column = place(query, position)
    return QueryError(f"line {line}, column {column}: {why}", (line, column))


def place(query: str, position: int) -> tuple[int, int]:
    """Return the line and the column of a character, from 1."""
    before = query[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def _decode(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else match[0]
