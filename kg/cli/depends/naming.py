"""What the names on a command line stand for: documents, holders, questions, nodes, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kg.analysis.dependency import Graph, Link
from kg.analysis.dependency.graph import label
from kg.database import Database
from kg.errors import NotFoundError, UsageError
from kg.model import Agent, Claim, Question
from kg.vocab import DEPENDENCY_KINDS, RELATION_KINDS

_SHOWN: Final = 8


def document(database: Database, name: str) -> str:
    """Return the id of the document that an id, its beginning, a file name or a title names.

    Raises:
        NotFoundError: if it names none.
        UsageError: if it may name several; the message lists them.
    """
    named = {one.id: (one.name, one.label) for one in database.sources()}
    return _chosen(name, named, "no document is called {}; kg sources lists them")


def holder(database: Database, name: str) -> str:
    """Return the id of the holder of views that an id or a name stands for.

    Raises:
        NotFoundError, UsageError: as for a document.
    """
    named = {one.id: (one.name, one.key) for one in database.store.find(Agent)}
    return _chosen(name, named, "nobody in the texts is called {}; kg claims lists holders")


def question(database: Database, name: str | None) -> Question:
    """Return the question that an id or its words stand for; without a name, the only one.

    Raises:
        NotFoundError, UsageError: as for a document, and without a name if there are several.
    """
    found = {one.id: one for one in database.store.find(Question)}
    named = {one.id: (one.wording,) for one in found.values()}
    if name is None and len(found) > 1:
        raise UsageError(f"there are {len(found)} questions; name one with --question")
    return found[_chosen(name or "", named, "no question is called {}; kg question lists them")]


def node(database: Database, graph: Graph, name: str) -> tuple[str, str]:
    """Return the id and the label of what a name stands for, whether in the graph or not.

    The name is that of a concept (see :meth:`Database.concept`), the id of a claim or its
    beginning, or a claim's whole wording.

    Raises:
        NotFoundError, UsageError: as for a document.
    """
    exact = [one for one in graph if label(graph, one).casefold() == name.casefold()]
    if len(exact) == 1:
        return exact[0], label(graph, exact[0])
    if not name.startswith(f"{Claim.KIND}-"):
        concept = database.concept(name)
        return concept.id, concept.label
    claim = database.get(name)
    assert isinstance(claim, Claim)
    return database.store.canonical().get(claim.id, claim.id), claim.wording


def known(database: Database, graph: Graph, name: str) -> str:
    """Return the id of a node of the graph by its name.

    Raises:
        NotFoundError, UsageError: as above, and if the node is not in the graph.
    """
    found, called = node(database, graph, name)
    if found not in graph:
        raise NotFoundError(f"no passage that counts says what {called} depends on, or what on it")
    return found


def links(database: Database, graph: Graph, words: str) -> frozenset[Link]:
    """Return the links that words such as ``A requires B`` or ``A rests on B`` spell out.

    Raises:
        NotFoundError: if no link of the graph reads so.
        UsageError: if the name of an end may stand for several.
    """
    found = frozenset(_read(database, graph, words))
    if not found:
        raise NotFoundError(
            f"no passage that counts states {words!r}; write it as 'A requires B', with names "
            "and a verb that kg depends show prints"
        )
    return found


def _read(database: Database, graph: Graph, words: str) -> Iterator[Link]:
    for phrase, kind, turned in _PHRASES:
        for verb in re.finditer(rf"(?<=\s){re.escape(phrase)}(?=\s)", words, re.IGNORECASE):
            try:
                ends = tuple(
                    known(database, graph, end.strip())
                    for end in (words[: verb.start()], words[verb.end() :])
                )
            except NotFoundError:
                continue
            start, end = ends[::-1] if turned else ends
            if graph.has_edge(start, end, kind):
                yield start, end, kind


def _phrases() -> Iterator[tuple[str, str, bool]]:
    """Yield how a kind of link can be put, and whether its support is named first."""
    for kind in DEPENDENCY_KINDS:
        row = RELATION_KINDS[kind]
        first = row.dependent == "target"
        yield row.label, kind, first
        yield row.inverse, kind, not first
        if row.dependent:
            yield "rests on", kind, False


_PHRASES: Final = tuple(_phrases())


def _chosen(name: str, named: Mapping[str, tuple[str, ...]], nothing: str) -> str:
    """Return the one id that a name stands for, exactly or by a part of it."""
    folded = name.casefold()
    exact = [one for one, names in named.items() if folded in map(str.casefold, (one, *names))]
    found = exact or [
        one
        for one, names in named.items()
        if one.startswith(name) or any(folded in each.casefold() for each in names)
    ]
    if not found:
        raise NotFoundError(nothing.format(repr(name)))
    if len(found) > 1:
        several = ", ".join(f"{named[one][0]!r} ({one[:24]})" for one in found[:_SHOWN])
        raise UsageError(f"{name!r} may be {several}; name one of them in full")
    return found[0]
