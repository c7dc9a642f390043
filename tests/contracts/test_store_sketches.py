"""What copies of a text are found by is kept beside it, and is always that of its words."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from kg.model import Block
from kg.sketches import METHOD, sketch
from kg.store import Store
from kg.store.tables import SKETCH
from kg.vocab import BlockKind
from tests.contracts.test_store import emptied
from tests.factories import document

WORDS = " ".join(f"word{number}" for number in range(300))


def made(store: Store) -> dict[str, frozenset[int]]:
    """The sketch of each text, from its words."""
    return {one.id: sketch(one.text, one.structure) for one in store.documents()}


@pytest.fixture
def filled(store: Store) -> Store:
    for number in range(3):
        text = f"{WORDS} Text {number} has words of its own."
        store.add(document(text, name=f"{number}.md").bundle())
    return store


def test_it_comes_and_goes_with_its_document(filled: Store) -> None:
    found = filled.texts()
    assert {name: one.sketch for name, one in found.items()} == made(filled)
    gone, *others = found
    filled.remove(gone)
    assert sorted(filled.texts()) == sorted(others)
    with filled.engine.connect() as connection:
        assert sorted(connection.scalars(sa.select(SKETCH.c.document_id))) == sorted(others)


def test_it_leaves_out_what_the_structure_says_is_not_the_text(store: Store) -> None:
    text = f"{WORDS}\n\nRoe, J. Ice. 2001."
    own, listed = (BlockKind.PARAGRAPH, 0, len(WORDS)), (BlockKind.REFERENCE, 2402, len(text))
    store.add(document(text, structure=(Block(*own), Block(*listed))).bundle())
    (found,) = store.texts().values()
    assert found.sketch == sketch(WORDS)


@pytest.mark.parametrize("change", [sa.delete(SKETCH), sa.update(SKETCH).values(method="older")])
def test_what_is_not_there_or_was_made_otherwise_is_made_anew(
    filled: Store, change: sa.Delete | sa.Update
) -> None:
    before = filled.texts()
    with filled.engine.begin() as connection:
        connection.execute(change)
    assert filled.texts() == before
    assert filled.texts(list(before)[:1]) == dict(list(before.items())[:1])
    assert filled.faults() == []


def test_one_that_is_not_that_of_its_text_is_a_fault(filled: Store) -> None:
    name = min(filled.texts())
    with filled.engine.begin() as connection:
        mine = SKETCH.c.document_id == name, SKETCH.c.method == METHOD
        connection.execute(sa.update(SKETCH).where(*mine).values(hashes=b"\0" * 8))
    assert filled.faults() == [f"the sketch of {name} is not that of its text: ingest it again"]


def test_a_restored_database_has_it_though_no_dump_does(filled: Store) -> None:
    before, lines = filled.texts(), list(filled.dump())
    assert not any("sketch" in str(line) for line in lines)
    emptied(filled).restore(enumerate(lines, 1))
    assert filled.texts() == before
    with filled.engine.connect() as connection:
        assert sorted(connection.scalars(sa.select(SKETCH.c.document_id))) == sorted(before)
