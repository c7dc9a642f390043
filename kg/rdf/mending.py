"""How to mend a query: what an engine's refusal means, and names that nobody uses."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from kg.errors import QueryError
from kg.rdf.vetting import Token, place, tokens
from kg.vocab import PREFIXES, REUSED, TERMS

KEYWORDS: Final = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "BASE", "PREFIX", "VERSION"),
    *("DISTINCT", "REDUCED", "AS", "FROM", "NAMED", "WHERE", "GRAPH", "OPTIONAL", "UNION"),
    *("FILTER", "EXISTS", "NOT", "IN", "MINUS", "BIND", "VALUES", "UNDEF", "LATERAL"),
    *("GROUP", "BY", "HAVING", "ORDER", "ASC", "DESC", "LIMIT", "OFFSET", "SEPARATOR"),
)
FUNCTIONS: Final = (
    *("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"),
    *("STR", "LANG", "LANGMATCHES", "LANGDIR", "HASLANG", "HASLANGDIR", "DATATYPE", "BOUND"),
    *("IRI", "URI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND"),
    *("CONCAT", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS"),
    *("STRBEFORE", "STRAFTER", "SUBSTR", "REPLACE", "REGEX", "YEAR", "MONTH", "DAY", "HOURS"),
    *("MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID", "MD5", "SHA1", "SHA256"),
    *("SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRLANGDIR", "STRDT", "SAMETERM"),
    *("ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "ISTRIPLE", "TRIPLE", "SUBJECT"),
    *("PREDICATE", "OBJECT", "ADJUST"),
)
_FORMS: Final = KEYWORDS[:4]
_PROLOGUE: Final = KEYWORDS[4:7]
_CLOSING: Final = {")": "(", "]": "[", "}": "{"}
_KNOWN: Final = sorted({*TERMS, *REUSED})
_OURS: Final = frozenset(name.partition(":")[0] for name in _KNOWN) - {"rdf", "rdfs"}


def mended(query: str, error: QueryError) -> QueryError:
    """Return an error that says how to mend the query, where that can be told."""
    if error.place is None or not str(error).startswith("the query is malformed"):
        return error  # it was refused, or ran past a limit, and says so
    read = list(tokens(query))
    found = next(_faults(read), None)
    if found is None:
        return _plainer(error)
    token, why = found
    line, column = place(query, token.position) if token else (1, 1)
    message = f"the query is malformed at line {line}, column {column}: {why}"
    return QueryError(message, (line, column))


def unknown_names(query: str) -> dict[str, list[str]]:
    """Return the prefixed names of our vocabulary's namespaces that it lacks, with likely ones.

    A query that holds one is not wrong, but finds nothing by it. One that cannot be read, or
    declares prefixes of its own, gives none.
    """
    try:
        read = list(tokens(query))
    except QueryError:
        return {}
    if any(token.text.upper() in _PROLOGUE for token in read if token.kind == "word"):
        return {}
    names = [token.text for token in read if token.kind == "name" and token.prefix in _OURS]
    return {
        name: difflib.get_close_matches(name, _KNOWN, 2)
        for name in dict.fromkeys(names)
        if name not in TERMS and name not in REUSED
    }


def _faults(read: Sequence[Token]) -> Iterator[tuple[Token | None, str]]:
    """Yield what is wrong, by what is surest first."""
    if not read:
        yield None, "it is empty"
    yield from _undeclared(read)
    yield from _unknown_start(read)
    yield from _unknown_function(read)
    yield from _unpaired(read)


def _undeclared(read: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    named = [token for token in read if token.kind == "name"]
    before = {after.position: one for one, after in pairwise(read)}
    declaring = [
        token
        for token in named
        if (one := before.get(token.position)) and one.text.upper() == "PREFIX"
    ]
    known = {*PREFIXES, *(token.prefix for token in declaring)}
    for token in named:
        if token.prefix not in known:
            yield (
                token,
                f"this prefix is not declared: {token.prefix}:{_perhaps(token.prefix, PREFIXES)}; "
                f"begin with PREFIX {token.prefix}: <…>, or use {', '.join(PREFIXES)}",
            )


def _unknown_start(read: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    words = [token for token in read if token.kind == "word"]
    first = next((one for one in words if one.text.upper() not in _PROLOGUE), read[0])
    if first.text.upper() not in _FORMS:
        forms = "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"
        yield first, f"{forms}{_perhaps(first.text.upper(), _FORMS)}"


def _unknown_function(read: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    for word, after in pairwise(read):
        name = word.text.upper()
        if word.kind == "word" and after.text == "(" and name not in {*KEYWORDS, *FUNCTIONS, "A"}:
            yield word, f"{word.text} is no function of SPARQL{_perhaps(name, FUNCTIONS)}"


def _unpaired(read: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    opened: list[Token] = []
    for token in read:
        if token.kind != "sign":
            continue
        if token.text in _CLOSING.values():
            opened.append(token)
        elif token.text in _CLOSING:
            wanted = _CLOSING[token.text]
            if opened and opened[-1].text == wanted:
                opened.pop()
            elif any(one.text == wanted for one in opened):
                break  # what was opened last is not closed before it
            else:
                yield token, f"this {token.text} closes nothing"
                return
    if opened:
        yield opened[-1], f"this {opened[-1].text} is never closed"


def _perhaps(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1)
    return f" (did you mean {close[0]}?)" if close else ""


def _plainer(error: QueryError) -> QueryError:
    """Leave out what the engine would expect: long lists of characters and rare words."""
    start, _, reason = str(error).partition(": expected")
    why = "what stands here, or just before it, does not fit"
    if "unbound" in reason:
        why = "a variable that is selected stands neither in GROUP BY nor in an aggregate"
    return QueryError(f"{start}: {why}", error.place)
