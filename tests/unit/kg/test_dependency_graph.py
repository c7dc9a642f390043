"""The dependency graph of a real database: one node for one claim, one origin for copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.analysis.dependency import (
    Graph,
    Selection,
    Supposition,
    What,
    changes,
    compare,
    consequences,
    on_side,
    read_since,
)
from kg.curator import Curator
from kg.database import Database
from kg.model import Question
from kg.vocab import Action, Stance
from tests.factories import NOW, Draft, claim, concept, document, link, work

PAY, PROFIT = claim("dams pay"), claim("dams are profitable")
GRID = concept("grid")
WORDS = (
    "A grid needs that dams pay. Whoever has built one knows how long the water takes to rise "
    "behind it, and how many fields are gone by the time that the first lamp is lit in the town."
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(str(tmp_path / "claims.sqlite")) as opened:
        yield opened


def essay(name: str, text: str = WORDS, *, year: int | None = None) -> Draft:
    made = document(text, name=name, of=work(f"title:{name}", title=name), year=year)
    made.depends("grid needs that dams pay", GRID, "requires", PAY)
    return made


def only_edge(graph: Graph) -> dict[str, Any]:
    ((*_, data),) = graph.edges(data=True)
    return data


def test_a_copy_of_a_text_is_no_other_origin(database: Database) -> None:
    one, copy = essay("one.md"), essay("two.md", f"{WORDS} The end.")
    other = essay("three.md", "No more is said than that a grid needs that dams pay.")
    for draft in (one, copy, other):
        database.add(draft.bundle())
    found = only_edge(database.dependency_graph())
    assert len(found["sources"]) == 3
    assert found["origins"] == tuple(
        sorted({database.origins().key(draft.document.id) for draft in (one, other)})
    )
    assert len(found["origins"]) == 2


def test_claims_that_say_the_same_are_one_node_with_all_their_sources(database: Database) -> None:
    one, two = essay("one.md"), document("Dams are profitable.", name="two.md")
    one.asserts("dams pay", PAY)
    two.asserts("Dams are profitable.", PROFIT)
    two.keep(PAY)
    two.depends("profitable", PROFIT, "requires", concept("water"))
    two.links = (link(PROFIT, "restates", PAY, score=0.95),)
    for draft in (one, two):
        database.add(draft.bundle())
    graph = database.dependency_graph()
    assert len(graph) == 3
    documents = {one.document.id, two.document.id}
    (node,) = (name for name in graph if graph.nodes[name]["kind"] == "claim")
    assert set(graph.nodes[node]["sources"]) == documents
    falls = consequences(graph, Supposition(sources=frozenset(documents)))
    assert [one.id for one in falls.nodes if one.id != node] == [GRID.id]
    one_left = consequences(graph, Supposition(sources=frozenset({two.document.id})))
    assert GRID.id not in {one.id for one in one_left.nodes}


def test_a_selection_of_documents_or_years_asserts_for_itself(database: Database) -> None:
    old, new = essay("old.md", year=1999), essay("new.md", f"{WORDS} Again.", year=2020)
    for draft in (old, new):
        draft.asserts("dams pay", PAY)
        database.add(draft.bundle())
    undated = essay("undated.md", f"{WORDS} Or not.")
    undated.asserts("dams pay", PAY)
    database.add(undated.bundle())

    def sources(selection: Selection) -> set[str]:
        graph = database.dependency_graph(selection)
        assert set(only_edge(graph)["sources"]) == set(graph.nodes[PAY.id]["sources"])
        return set(graph.nodes[PAY.id]["sources"])

    assert sources(Selection(since=2000)) == {new.document.id}
    assert sources(Selection(until=2000)) == {old.document.id}
    chosen = frozenset({old.document.id, undated.document.id})
    assert sources(Selection(documents=chosen)) == chosen
    assert len(sources(Selection())) == 3
    assert not database.dependency_graph(Selection(since=2021))


def test_the_sides_of_a_question_are_compared(database: Database) -> None:
    for name, stance, more in (("for.md", Stance.FOR, "so"), ("no.md", Stance.AGAINST, "not so")):
        draft = essay(name, f"{WORDS} It is {more}.")
        draft.answers("Do dams pay?", stance, PAY.wording if stance is Stance.FOR else "they lose")
        if stance is Stance.AGAINST:
            draft.depends("dams pay", concept("town"), "requires", PAY)
        database.add(draft.bundle())
    (question,) = database.store.find(Question)
    positions = database.store.positions()
    sides = (
        database.dependency_graph(Selection(documents=on_side(positions, question.id, stance)))
        for stance in Stance
    )
    found = [(one.words, one.agreement.name) for one in compare(*sides)]
    assert found == [
        ("grid requires dams pay", "BOTH_AFFIRM"),
        ("town requires dams pay", "ONLY_SECOND"),
    ]


def test_what_a_person_decides_is_a_change_since_it_was_read(database: Database) -> None:
    database.add(essay("one.md").bundle())
    (item,) = database.dependencies()
    Curator(database.store, "Ada").decide(item.dependency.id, Action.ACCEPT)
    found = changes(database.dependencies(), read_since("2026-01-03"))
    assert [(one.what, one.words) for one in found.found] == [
        (What.ACCEPTED, "grid requires dams pay")
    ]
    Curator(database.store, "Ada").decide(item.dependency.id, Action.REJECT)
    assert database.dependencies() == []
    everything = database.dependencies(rejected=True)
    (rejected,) = changes(everything, read_since("2026-01-03")).found
    assert (rejected.what, rejected.before, rejected.after) == (What.REJECTED, 1, 0)
    assert changes(everything, read_since(NOW[:10])).found == ()


def test_a_selection_of_curated_concepts(database: Database) -> None:
    draft = essay("one.md")
    draft.depends("grid needs", GRID, "requires", concept("water"))
    database.add(draft.bundle())
    among_concepts = database.dependency_graph(Selection(ends="concept"))
    assert set(among_concepts) == {GRID.id, concept("water").id}
    assert not database.dependency_graph(Selection(accepted=True))
    (chosen,) = (item.dependency for item in database.dependencies() if item.target == PAY)
    Curator(database.store, "Ada").decide(chosen.id, Action.ACCEPT)
    assert set(database.dependency_graph(Selection(accepted=True))) == {GRID.id, PAY.id}
