from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.argument_relations import relation_of, stances
from kg.vocab import ARGUMENT_KINDS

THESIS = "Canals should be dredged."


@pytest.mark.parametrize(
    ("context", "kind", "signals"),
    [
        ([THESIS, "Barges run aground in them."], "supports", ()),
        (
            [THESIS, "Some may object that dredging is dear."],
            "rebuts",
            ("objection",),
        ),
        ([THESIS, "Although dredging is dear,"], "rebuts", ("concession",)),
        (
            ["Although dredging is dear,", "a blocked canal costs more."],
            "undercuts",
            ("answers-concession",),
        ),
        (
            ["Some may say that mud is good for fish.", "That is simply not true."],
            "rebuts",
            ("answers-objection", "denial"),
        ),
        (
            ["Dredged towns are rich.", "But wealth does not prove that dredging made it."],
            "undercuts",
            ("turn", "inference"),
        ),
    ],
)
def test_the_second_segment_bears_on_the_first(
    context: list[str], kind: str, signals: tuple[str, ...]
) -> None:
    assert relation_of(1, 0, context) == (kind, signals)


def test_what_is_granted_in_one_sentence_is_known_by_the_turn_behind_it() -> None:
    context = [THESIS, "Dredging is dear,", "but a blocked canal costs more."]
    assert relation_of(1, 0, context) == ("rebuts", ("turned-against",))
    assert relation_of(2, 1, context)[0] == "undercuts"
    assert relation_of(2, 0, context)[0] == "supports"


def test_a_concession_that_comes_first_rebuts_what_follows() -> None:
    assert relation_of(0, 1, ["Even though mud feeds fish,", THESIS])[0] == "rebuts"


def test_an_objection_goes_on_until_the_author_turns() -> None:
    context = [
        THESIS,
        "Critics say that mud feeds fish",
        "and that fish feed the town,",
        "but the town eats beef.",
    ]
    assert [one.opposing for one in stances(context)] == [False, True, True, False]


def test_a_concession_with_the_authors_view_in_it_is_the_authors() -> None:
    context = [THESIS, "Although mud feeds fish, I believe that boats come first."]
    assert relation_of(1, 0, context) == ("supports", ())


@pytest.mark.parametrize("text", ["Not only do gates leak,", "Gates leak."])
def test_what_is_not_granted(text: str) -> None:
    assert not stances([THESIS, text, "but they also rust."])[1].opposing


@given(st.lists(st.text(max_size=40), min_size=2, max_size=6), st.data())
def test_any_pair_has_a_kind(context: list[str], data: st.DataObject) -> None:
    places = st.integers(0, len(context) - 1)
    kind, _ = relation_of(data.draw(places), data.draw(places), context)
    assert kind in ARGUMENT_KINDS
