from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.analysis.standing import explanation
from kg.analysis.standing.explanation import (
    Change,
    Standing,
    best_attack,
    best_defence,
    explain,
    label,
    side_of_half,
    smallest_change,
    speaks_of,
    words,
)
from kg.analysis.standing.framework import Framework
from kg.analysis.standing.gradual import strengths
from kg.analysis.standing.labelling import Label
from kg.analysis.standing.removal import Removals
from kg.errors import NotFoundError
from tests.unit.analysis.standing.frameworks import framework, frameworks, link

DEBATE = framework(
    {"thesis": 0.4, "study": 0.5, "rebuttal": 0.3, "flaw": 0.8, "data": 0.6},
    link("study", "thesis", name="s"),
    link("rebuttal", "thesis", -1, name="r"),
    link("flaw", "s", -1, 0.5, name="u"),
    link("data", "study", name="d"),
)


@given(frameworks(), st.data())
def test_the_effect_is_what_removing_changes(made: Framework, data: st.DataObject) -> None:
    removals = Removals(made, "a")
    assume(removals.things)
    dropped = data.draw(st.sets(st.sampled_from(removals.things), min_size=1, max_size=3))
    after = strengths(made.without(*dropped))["a"].value
    assert removals.effect(*dropped) == pytest.approx(strengths(made)["a"].value - after, abs=1e-6)


def test_an_explanation_adds_up_from_its_parts() -> None:
    found = strengths(DEBATE)
    told = explain(Removals(DEBATE, "thesis"))
    assert (told.base, told.strength) == (0.4, found["thesis"].value)
    support = next(one for one in told.contributions if one.sign > 0)
    attack = next(one for one in told.contributions if one.sign < 0)
    assert support.passes == pytest.approx(0.6 * 0.8)
    assert attack.passes == pytest.approx(0.3)
    assert told.strength == pytest.approx(0.4 + 0.6 * (support.passes - attack.passes))
    assert support.effect is not None
    assert attack.effect is not None
    assert support.effect > 0 > attack.effect
    (premise,) = support.premises
    assert premise.strength == pytest.approx(0.6)
    assert premise.source_strength == pytest.approx(0.8)
    assert [one.premises[0].inference.id for one in premise.link] == ["u"]
    (about,) = premise.link
    assert about.effect is not None
    assert about.effect < 0
    assert premise.source is not None
    assert [one.premises[0].inference.id for one in premise.source.contributions] == ["d"]


def test_an_explanation_goes_as_deep_as_asked_and_not_in_circles() -> None:
    thesis = Removals(DEBATE, "thesis")
    assert explain(thesis, 0).contributions == ()
    shallow = explain(thesis, 1)
    assert all(one.premises[0].source is None for one in shallow.contributions)
    loop = framework({"a": 0.5, "b": 0.3}, link("a", "b"), link("b", "a"))
    told = explain(Removals(loop, "a"), 9)
    inner = told.contributions[0].premises[0].source
    assert inner is not None
    assert inner.contributions[0].premises[0].source is None


def test_an_explanation_in_words_names_claims_and_figures() -> None:
    explanation = explain(Removals(DEBATE, "thesis"))
    assert speaks_of(explanation) == set(DEBATE.base)
    told = words(explanation, {"thesis": "Bridges hold"})
    assert told.splitlines()[0] == (
        "Bridges hold: 0.51, of which 0.40 before anything speaks for or against it"
    )
    assert "for it: study (passes 0.48; without it what you asked about were 0.23 lower)" in told
    assert "about the link" in told
    assert "against it: rebuttal" in told


def test_what_nobody_knows_has_no_explanation() -> None:
    with pytest.raises(NotFoundError, match="ask for a claim"):
        Removals(DEBATE, "nothing")


def test_the_smallest_change_that_flips_a_strength() -> None:
    found = smallest_change(Removals(DEBATE, "thesis"))
    assert found is not None
    assert (found.before, found.after, found.smallest) == ("above", "below", True)
    assert found.dropped in {("s",), ("study",)}


def test_two_supports_that_each_suffice_must_both_go() -> None:
    made = framework({"a": 0.1, "b": 0.9, "c": 0.9}, link("b", "a"), link("c", "a"))
    found = smallest_change(Removals(made, "a"))
    assert found is not None
    assert len(found.dropped) == 2
    assert found.smallest


def test_three_supports_are_dropped_one_after_the_other() -> None:
    made = framework({"a": 0.1} | dict.fromkeys("bcd", 0.9), *(link(one, "a") for one in "bcd"))
    found = smallest_change(Removals(made, "a"))
    assert found is not None
    assert len(found.dropped) == 3
    assert not found.smallest


def test_nothing_to_drop_changes_nothing() -> None:
    assert smallest_change(Removals(framework({"a": 0.9}), "a")) is None


def test_the_smallest_change_of_a_label() -> None:
    made = framework(
        {"a": 1, "b": 1, "c": 1}, link("b", "a", -1, name="x"), link("c", "a", -1, name="y")
    )
    found = smallest_change(Removals(made, "a"), label)
    assert found == Change(found.dropped if found else (), Label.FALLS, Label.STANDS, True)
    assert found is not None
    assert len(found.dropped) == 2


@settings(deadline=None, max_examples=50)
@given(frameworks(most=4))
def test_a_change_does_what_it_says_and_none_of_one_is_missed(made: Framework) -> None:
    found = smallest_change(Removals(made, "a"))

    def side(framework: Framework) -> Standing:
        return side_of_half(Removals(framework, "a"))

    before = side(made)
    things = [*(set(made.base) - {"a"}), *(one.id for one in made.inferences)]
    single = [one for one in things if side(made.without(one)) != before]
    if single:
        assert found is not None
        assert (len(found.dropped), found.smallest) == (1, True)
    if found:
        assert side(made.without(*found.dropped)) == found.after != before


def test_the_best_attack_and_defence_and_what_they_rest_on() -> None:
    thesis = Removals(DEBATE, "thesis")
    attack, defence = best_attack(thesis), best_defence(thesis)
    assert attack is not None
    assert defence is not None
    assert (attack.inferences, attack.rests_on) == (("u",), ("flaw",))
    assert (defence.inferences, defence.rests_on) == (("s",), ("data", "study"))
    assert best_attack(Removals(framework({"a": 1}), "a")) is None


def test_dropping_a_premise_drops_what_it_is_linked_with_and_what_is_about_it() -> None:
    made = framework(
        {"a": 0, "b": 1, "c": 1},
        link("b", "a", 1, 1, "g", "p"),
        link("c", "a", 1, 1, "g", "q"),
        link("c", "q", -1, name="u"),
    )
    assert made.without("p") == Framework(made.base)
    assert made.without("c") == Framework({"a": 0, "b": 1})


def test_effects_on_the_node_itself_are_worked_out_first_and_the_rest_left_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    removals = Removals(DEBATE, "thesis")
    whole, links = explain(removals, 2), len(DEBATE.inferences)
    monkeypatch.setattr(explanation, "_WORK", 2 * (1 + links))
    found = explain(removals, 2, 10)
    assert [one.effect for one in found.contributions] == [
        one.effect for one in whole.contributions
    ]
    deeper = [
        one
        for above in found.contributions
        for premise in above.premises
        for one in (*premise.link, *(premise.source.contributions if premise.source else ()))
    ]
    assert [one.effect for one in deeper] == [None, None]
    assert words(found, {}).count("without it") == 2
    assert explain(removals, 2) == whole
