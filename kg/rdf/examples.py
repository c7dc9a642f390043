"""Example queries: one Turtle file each, in the convention of sib-swiss/sparql-examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import UsageError
from kg.vocab import expand

# The topics under which questions are offered, each with the keywords that put one there; the
# first that fits counts.
_TOPICS: Final[dict[str, frozenset[str]]] = {
    "What to check": frozenset(("audit", "review", "gap")),
    "What rests on what": frozenset(("dependency", "concept")),
    "How it came into the database": frozenset(("provenance", "decision")),
    "Evidence, works and citations": frozenset(("citation", "work", "reference", "evidence")),
    "Rebuttal and support": frozenset(("rebuttal", "relation", "undercut")),
    "Positions, claims and who holds them": frozenset(("question", "claim", "holder", "mode")),
}
_ADAPTED: Final = re.compile(r"\s*\((Change [^()]*)\)$")
# The form of query that each property of SHACL's advanced features holds.
_FORMS: Final = ("sh:select", "sh:ask", "sh:construct")


@dataclass(frozen=True, slots=True)
class Example:
    """A query with the question that it answers; ``name`` is the stem of its file."""

    name: str
    title: str
    question: str
    query: str
    keywords: tuple[str, ...]

    @property
    def topic(self) -> str:
        """What it is about: one of a handful, by its keywords."""
        words = set(self.keywords)
        return next((topic for topic, mine in _TOPICS.items() if words & mine), "Other questions")

    @property
    def words(self) -> str:
        """The question without the hint how to adapt it."""
        return _ADAPTED.sub("", self.question)

    @property
    def adapting(self) -> str | None:
        """What to change to ask the same of something else, where it says so."""
        found = _ADAPTED.search(self.question)
        return found and found[1]


def by_topic(examples: Sequence[Example]) -> dict[str, list[Example]]:
    """Return the examples by topic; topics come in the order in which a reader wants them."""
    found: dict[str, list[Example]] = {topic: [] for topic in reversed(_TOPICS)}
    for example in examples:
        found.setdefault(example.topic, []).append(example)
    return {topic: members for topic, members in found.items() if members}


def load_examples(folder: Path) -> list[Example]:
    """Return the queries of a folder's ``*.ttl`` files, by name.

    Files without a query, such as the declarations of prefixes, are passed over.

    Raises:
        UsageError: if a file is no Turtle, or its query lacks a label or a comment.
    """
    found = (_load(path) for path in sorted(folder.glob("*.ttl")))
    return [example for example in found if example is not None]


def _load(path: Path) -> Example | None:
    try:
        quads = list(parse(path=str(path), format=RdfFormat.TURTLE))
    except (SyntaxError, OSError) as error:
        raise UsageError(f"cannot read the example query in {path}: {error}") from error
    query = next((text for form in _FORMS for text in _values(quads, form)), None)
    if query is None:
        return None
    title = next(_values(quads, "rdfs:label"), None)
    question = next(_values(quads, "rdfs:comment"), None)
    if title is None or question is None:
        raise UsageError(f"the example query in {path} needs an rdfs:label and an rdfs:comment")
    keywords = tuple(sorted(_values(quads, "schema:keywords")))
    return Example(path.stem, title, question, query.strip() + "\n", keywords)


def _values(quads: list[Quad], predicate: str) -> Iterator[str]:
    wanted = NamedNode(expand(predicate))
    for quad in quads:
        if quad.predicate == wanted and isinstance(quad.object, Literal):
            yield quad.object.value
