"""What changed since a day: what was read, gained, lost, decided, and what stands otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.changes import Changes, a_month_before
from kg.analysis.standing.labelling import Label
from kg.database import Database
from kg.export.changing import changes
from kg.model import Decision, Record
from kg.vocab import Action
from tests.factories import Draft, claim, document, link

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
FLOATS, SINKS, HEAVY = claim("Ice floats"), claim("Ice sinks"), claim("Ice is heavy")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(str(tmp_path / "claims.sqlite")) as opened:
        yield opened


def read(database: Database, draft: Draft, day: date) -> None:
    """Add a document as if it had been read at noon of a day."""
    run = replace(draft.run, started_at=f"{day}T12:00:00+00:00")
    draft.records = {name: one for name, one in draft.records.items() if one != draft.run}
    draft.keep(run)
    database.add(draft.bundle())


def decide(database: Database, record: Record | str, action: Action, day: date) -> Decision:
    target = record if isinstance(record, str) else record.id
    made = Decision(
        target_id=target, action=action, made_by="Ann", made_at=f"{day}T12:00:00.000000+00:00"
    )
    database.store.decide(made)
    return made


def floats() -> Draft:
    draft = document("Ice floats. It held in 9 of 10 trials.", name="floats.md")
    draft.asserts("Ice floats.", FLOATS, score=0.99)
    draft.relates(draft.evidence("9 of 10 trials", score=0.9), "supports", FLOATS, score=0.9)
    return draft


def sinks() -> Draft:
    draft = document("Ice sinks, I saw it.", name="sinks.md")
    draft.asserts("Ice sinks, I saw it.", SINKS, score=0.99)
    draft.links = (link(SINKS, "rebuts", FLOATS, score=0.95),)
    return draft


def names(found: Changes) -> list[str]:
    return [one.name for one in found.documents]


def test_where_nothing_was_before_there_is_nothing_to_compare(database: Database) -> None:
    read(database, floats(), JUNE)
    found = changes(database, MAY)
    assert found.all_new
    assert names(found) == ["floats.md"]
    assert (found.supported, found.rebutted, found.moved) == ((), (), ())
    assert found.words == "Since 1 May 2026: 1 text read."


def test_the_day_itself_counts_and_the_day_after_does_not(database: Database) -> None:
    read(database, floats(), JUNE)
    assert names(changes(database, JUNE)) == ["floats.md"]
    after = changes(database, JUNE + timedelta(days=1))
    assert (names(after), after.all_new, after.words) == ([], False, "")


def test_a_new_text_that_rebuts_a_known_claim_is_named_with_what_it_moved(
    database: Database,
) -> None:
    read(database, floats(), MAY)
    read(database, sinks(), JULY)
    found = changes(database, JUNE)
    assert names(found) == ["sinks.md"]
    (gain,) = found.rebutted
    assert (gain.claim, gain.links, [one.name for one in gain.because]) == (
        FLOATS, 1, ["sinks.md"],
    )  # fmt: skip
    assert found.supported == ()
    (moved,) = found.moved
    assert moved.claim == FLOATS
    assert moved.before is Label.STANDS
    assert moved.after is not Label.STANDS
    assert moved.strength_after < moved.strength_before
    assert [one.name for one in moved.because] == ["sinks.md"]
    assert found.words == (
        "Since 1 June 2026: 1 text read, 1 claim gained a rebuttal, 1 claim stands otherwise."
    )


def test_what_stood_before_is_what_stood_before_the_text_came(database: Database) -> None:
    read(database, floats(), MAY)
    before = database.debate().standing(FLOATS.id)
    read(database, sinks(), JULY)
    (moved,) = changes(database, JUNE).moved
    now = database.debate().standing(FLOATS.id)
    assert (moved.before, moved.after) == (before.label, now.label)
    assert moved.strength_before == pytest.approx(before.strength)
    assert moved.strength_after == pytest.approx(now.strength)


def test_a_claim_that_is_new_itself_gained_nothing(database: Database) -> None:
    read(database, sinks(), MAY)
    read(database, floats(), JULY)  # links between texts come again with either
    found = changes(database, JUNE)
    assert FLOATS.id not in {one.claim.id for one in (*found.supported, *found.rebutted)}


def test_a_rebuttal_that_was_rejected_since_moves_the_claim_back(database: Database) -> None:
    read(database, floats(), MAY)
    read(database, sinks(), MAY)
    before = database.debate().standing(FLOATS.id).strength
    decide(database, link(SINKS, "rebuts", FLOATS), Action.REJECT, JULY)
    found = changes(database, JUNE)
    (moved,) = found.moved
    assert moved.strength_before == pytest.approx(before)
    assert moved.strength_after > before
    assert [one.action for one in found.decisions] == [Action.REJECT]
    assert found.rebutted == ()


def test_a_rejection_taken_back_since_counts_as_a_rebuttal_gained(database: Database) -> None:
    read(database, floats(), MAY)
    read(database, sinks(), MAY)
    made = decide(database, link(SINKS, "rebuts", FLOATS), Action.REJECT, MAY)
    decide(database, made.id, Action.UNDO, JULY)
    assert [one.claim for one in changes(database, JUNE).rebutted] == [FLOATS]


@pytest.mark.parametrize("what", ["evidence", "link"])
def test_a_claim_whose_only_evidence_is_rejected_is_bare(database: Database, what: str) -> None:
    draft = floats()
    read(database, draft, MAY)
    evidence = draft.evidence("9 of 10 trials")
    target = evidence if what == "evidence" else draft.relates(evidence, "supports", FLOATS)
    decide(database, target, Action.REJECT, JULY)
    assert changes(database, JUNE).bare == (FLOATS,)
    assert changes(database, JULY + timedelta(days=1)).bare == ()


def test_an_older_rejection_is_no_news(database: Database) -> None:
    draft = floats()
    read(database, draft, MAY)
    decide(database, draft.evidence("9 of 10 trials"), Action.REJECT, MAY)
    read(database, sinks(), JULY)
    assert changes(database, JUNE).bare == ()


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_month_before_is_in_the_month_before(day: date) -> None:
    found = a_month_before(day)
    assert found < day
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == 1
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
