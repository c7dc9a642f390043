"""What rests on what, asked in SPARQL by property path and in Python of the graph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import dependency
from kg.database import Database
from kg.ids import from_iri
from kg.model import Claim, Concept
from kg.rdf import sparql
from kg.vocab import DEPENDENCY_KINDS, Mode, Polarity, Status
from tests.factories import Draft, claim, concept, document, link

NAMES = ("a", "b", "c", "d", "E", "F")
RESTS = "cg:restsOn"
SAME = "cg:canonicalClaim|^cg:canonicalClaim"
"""From a claim to the one that stands for all that say the same, and back."""


def end(name: str) -> Concept | Claim:
    """Return a concept; a claim where the name has a capital."""
    return concept(name) if name.islower() else claim(name)


def by_path(database: Database, path: str) -> set[tuple[str, str]]:
    """Return which node leads to which other one by a property path."""
    query = f"SELECT DISTINCT ?one ?other WHERE {{ ?one ({path})+ ?other }}"
    rows = sparql.run(database.dataset, query, limit_seconds=60).rows
    pairs = {(from_iri(str(one)) or "", from_iri(str(other)) or "") for one, other in rows}
    return {(one, other) for one, other in pairs if one != other}


def by_python(database: Database) -> set[tuple[str, str]]:
    """Return which node rests on which other one."""
    graph = database.dependency_graph()
    return {(node, one.id) for node in graph for one in dependency.rests_on(graph, node)}


def said() -> st.SearchStrategy[dict[str, Any]]:
    """Return anything that a passage may say of two nodes."""
    return st.fixed_dictionaries(
        {
            "source": st.sampled_from(NAMES),
            "kind": st.sampled_from(DEPENDENCY_KINDS),
            "target": st.sampled_from(NAMES),
            "mode": st.sampled_from(Mode),
            "polarity": st.sampled_from(Polarity),
            "status": st.sampled_from((*Status, Status.PROPOSED)),
        }
    )


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all: to make it takes longer than to fill it."""
    with Database.open(str(tmp_path_factory.mktemp("closure") / "x.sqlite")) as made:
        yield made


@settings(max_examples=25)
@given(st.lists(said(), max_size=12), st.booleans())
def test_both_follow_the_same_links(
    database: Database, sayings: list[dict[str, Any]], joined: bool
) -> None:
    with filled(database, sayings[::2], sayings[1::2], joined=joined):
        resting, standing = by_python(database), set(database.dependency_graph())
        followed = by_path(database, f"{RESTS}|{SAME}")
        assert {pair for pair in followed if standing.issuperset(pair)} == resting
        if not joined:
            assert by_path(database, RESTS) == resting


def test_joined_claims_are_followed_to_the_one_that_stands_for_all(database: Database) -> None:
    one = [{"source": "a", "kind": "requires", "target": "E"}]
    other = [{"source": "F", "kind": "requires", "target": "b"}]
    with filled(database, one, other, joined=True):
        pair = concept("a").id, concept("b").id
        assert pair in by_python(database)
        assert pair not in by_path(database, RESTS)
        assert pair in by_path(database, f"{RESTS}|{SAME}")


@contextmanager
def filled(database: Database, *sayings: list[dict[str, Any]], joined: bool) -> Iterator[None]:
    """Let a document say each of some lists while something is asked."""
    drafts = [_draft(number, said, joined=joined) for number, said in enumerate(sayings)]
    for draft in drafts:
        database.add(draft.bundle())
    try:
        yield
    finally:
        for draft in drafts:
            database.remove(draft.document.id)
    assert not by_python(database)
    assert not by_path(database, RESTS)


def _draft(number: int, sayings: list[dict[str, Any]], *, joined: bool) -> Draft:
    draft = document("So it is. " * 20 + str(number), name=f"{number}.md")
    for place, one in enumerate(sayings):
        words = draft.document.text[: len("So it is.") + place]
        ends = end(one["source"]), end(one["target"])
        rest = {key: value for key, value in one.items() if key not in ("source", "target", "kind")}
        draft.depends(words, ends[0], one["kind"], ends[1], **rest)
    if joined:
        same = draft.keep(claim("E")), draft.keep(claim("F"))
        draft.asserts("So it is.", same[0])
        draft.asserts("o it is.", same[1])
        draft.links = (link(same[0], "restates", same[1], score=1.0),)
    return draft
