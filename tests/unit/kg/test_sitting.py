"""A sitting on the review queue: what is decided, skipped, taken back and passed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.database import Database
from kg.model import Assertion, Relation
from kg.sitting import REASONS, Sitting
from kg.store.proposals import JUDGEABLE
from kg.vocab import Action, Status
from tests.unit.cli.test_curating import draft


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(str(tmp_path / "claims.sqlite")) as database:
        database.add(draft().bundle())
        yield database


def test_each_kind_has_reasons_that_fit_on_the_digits() -> None:
    assert REASONS.keys() == JUDGEABLE.keys()
    assert all(0 < len(set(those)) == len(those) < 10 for those in REASONS.values())


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.sampled_from(["accept", "reject", "skip", "undo"]), max_size=12))
def test_whatever_is_done_the_counts_are_those_of_the_store(
    database: Database, acts: list[str]
) -> None:
    sitting = Sitting.start(database, "Ann")
    total = len(sitting.ids)
    for act in acts:
        at, last = sitting.current(), sitting.last
        if act == "skip":
            sitting.skip()
            assert at is None or sitting.current() != at
        elif act == "undo":
            assert (sitting.undo() is None) == (last is None)
            assert last is None or sitting.current() == last.target_id
        else:
            made = sitting.decide(Action(act))
            assert (made is None) == (at is None)
            if made is not None:
                assert database.get(made.target_id).status is Status(f"{act}ed")  # type: ignore[attr-defined]
    waiting = {one.id for one in database.review_queue()}
    assert sitting.left == len(waiting & set(sitting.ids)) <= total
    while sitting.undo() is not None:
        pass
    assert {one.id for one in database.review_queue()} == set(sitting.ids)


def test_a_link_is_passed_over_once_the_claim_that_it_starts_from_is_rejected(
    database: Database,
) -> None:
    sitting = Sitting.start(database, "Ann")
    said = {one.claim_id: one.id for one in database.store.find(Assertion)}
    links = {one.id: said.get(one.source_claim_id or "") for one in database.store.find(Relation)}
    rejected: set[str] = set()
    while (current := sitting.current()) is not None:
        assert links.get(current) is None or links[current] not in rejected
        rejected.add(current)
        sitting.decide(Action.REJECT)
    assert rejected < set(sitting.ids)
    assert sitting.left == 0
    assert sitting.decide(Action.ACCEPT) is None


def test_what_somebody_else_judged_or_took_away_is_passed_over(database: Database) -> None:
    sitting, other = Sitting.start(database, "Ann"), Sitting.start(database, "Bo")
    first = other.current()
    assert sitting.current() == first
    other.decide(Action.REJECT)
    assert sitting.current() != first
    database.remove(draft().document.id)
    assert sitting.current() is None
    assert sitting.left == 0


def test_after_a_decision_the_counts_are_those_of_the_store_though_another_judges_too(
    database: Database,
) -> None:
    sitting, other = Sitting.start(database, "Ann"), Sitting.start(database, "Bo")
    other.decide(Action.ACCEPT)
    other.skip()
    other.decide(Action.REJECT)
    sitting.decide(Action.ACCEPT)
    assert sitting.left == len({one.id for one in database.review_queue()})
    other.undo()
    sitting.decide(Action.ACCEPT)
    assert sitting.left == len({one.id for one in database.review_queue()})
