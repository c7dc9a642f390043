"""Which decisions count: an undo takes back, its undo gives back, clocks do not matter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.curation.history import live, statuses, taken_back
from kg.model import Decision
from kg.vocab import Action, Status
from tests.factories import claim

TARGETS = [claim(f"mill {number}").id for number in range(3)]
TIMES = [f"2026-01-02T03:04:05.00000{digit}+00:00" for digit in range(4)]


def decision(target: str, action: Action, at: str = TIMES[0], note: str = "") -> Decision:
    return Decision(target_id=target, action=action, note=note, made_by="Ann", made_at=at)


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """Decisions and undos of any that came before, made at times in any order."""
    made: list[Decision] = []
    for number in range(draw(st.integers(1, 8))):
        undone = draw(st.sampled_from([None, *(one.id for one in made)]))
        words = st.sampled_from([Action.ACCEPT, Action.REJECT, Action.NOTE])
        target = undone or draw(st.sampled_from(TARGETS))
        action = Action.UNDO if undone else draw(words)
        made.append(decision(target, action, draw(st.sampled_from(TIMES)), str(number)))
    return made


@given(histories(), st.data())
def test_the_order_in_which_decisions_arrive_does_not_matter(
    made: list[Decision], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(made))
    assert live(mixed) == live(made)
    assert taken_back(mixed) == taken_back(made)


@given(histories(), st.sampled_from(TIMES), st.sampled_from(TIMES))
def test_an_undo_of_an_undo_restores(made: list[Decision], first: str, second: str) -> None:
    for one in made:
        undo = decision(one.id, Action.UNDO, first, "undo")
        undone = decision(undo.id, Action.UNDO, second, "undo of it")
        assert live([*made, undo, undone]) == live(made)


@given(histories())
def test_what_is_undone_counts_no_more_and_the_rest_as_before(made: list[Decision]) -> None:
    for one in live(made):
        rest = live([*made, decision(one.id, Action.UNDO, note="undo")])
        assert rest == [other for other in live(made) if other != one]


@given(histories())
def test_an_undo_counts_unless_one_that_counts_takes_it_back(made: list[Decision]) -> None:
    gone = taken_back(made)
    undos = [one for one in made if one.action is Action.UNDO]
    assert gone == {one.target_id for one in undos if one.id not in gone}


def test_the_last_word_gives_the_status() -> None:
    words = [
        decision(TARGETS[0], action, at)
        for action, at in zip((Action.REJECT, Action.ACCEPT, Action.NOTE), TIMES, strict=False)
    ]
    assert statuses(live(words[::-1])) == {TARGETS[0]: Status.ACCEPTED}


def test_a_long_chain_of_undos_is_followed() -> None:
    chain = [decision(TARGETS[0], Action.ACCEPT)]
    for _ in range(5_000):
        chain.append(decision(chain[-1].id, Action.UNDO))
    assert live(chain) == chain[:1]
    assert live(chain[:-1]) == []
