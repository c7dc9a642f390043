"""Causal pairs: directions, order of the ends, what the model reads and what ships."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Token

from ingest import nlp
from ingest.causality import Causality, causal, judged
from ingest.causality.features import features, path
from ingest.causality.links import link
from ingest.causality.model import MODEL, Model
from ingest.causality.pairs import chosen
from kg.errors import UsageError


def parsed(text: str) -> Doc:
    return nlp.load()(text)


def word(parse: Doc, text: str) -> Token:
    return next(token for token in parse if token.text == text)


STATED = (
    ("The flood caused severe damage to the bridge.", "flood", "damage"),
    ("The damage was caused by the flood.", "flood", "damage"),
    ("The cracks resulted from strong vibration.", "vibration", "cracks"),
    ("The infection leads to fever within a day.", "infection", "fever"),
    ("Unemployment gives rise to poverty.", "Unemployment", "poverty"),
    ("The headaches stem from stress.", "stress", "headaches"),
    ("The delays were triggered by heavy snow.", "snow", "delays"),
)


@pytest.mark.parametrize(("text", "cause", "effect"), STATED)
def test_a_stated_cause_is_found_with_its_direction(text: str, cause: str, effect: str) -> None:
    parse = parsed(text)
    found = causal(parse, word(parse, cause), word(parse, effect))
    assert found.label is Causality.FORWARD
    assert found.probability > 1 / 3


@pytest.mark.parametrize(("text", "cause", "effect"), STATED)
def test_the_order_of_the_ends_turns_the_label_and_nothing_else(
    text: str, cause: str, effect: str
) -> None:
    parse = parsed(text)
    one = causal(parse, word(parse, cause), word(parse, effect))
    other = causal(parse, word(parse, effect), word(parse, cause))
    assert other == one.turned()
    assert other.label is Causality.BACKWARD


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("The keys are in the drawer of the desk.", "keys", "drawer"),
        ("The committee has nine members.", "committee", "members"),
        ("She wrote the letter with a pen.", "letter", "pen"),
    ],
)
def test_other_relations_are_neither(text: str, one: str, other: str) -> None:
    parse = parsed(text)
    found = causal(parse, word(parse, one), word(parse, other))
    assert found.label is Causality.NEITHER
    assert found.probability > 0.9


def test_many_pairs_are_judged_as_each_alone() -> None:
    parse = parsed("The flood caused damage, and the damage led to a long closure.")
    nouns = [token for token in parse if token.pos_ == "NOUN"]
    pairs = [(one, other) for one in nouns for other in nouns if one is not other]
    together = judged(pairs)
    alone = [causal(parse, *pair) for pair in pairs]
    assert [one.label for one in together] == [one.label for one in alone]
    assert [one.probability for one in together] == pytest.approx(
        [one.probability for one in alone], abs=1e-3
    )


def test_no_pairs_need_no_model() -> None:
    assert judged([]) == []


def test_a_token_is_no_pair_with_itself_or_with_another_sentence() -> None:
    parse, other = parsed("Rain causes floods."), parsed("Rain causes floods.")
    with pytest.raises(UsageError, match="two different tokens"):
        causal(parse, parse[0], parse[0])
    with pytest.raises(UsageError, match="two different tokens"):
        causal(parse, parse[0], other[2])


def test_the_path_runs_over_the_word_that_joins_both() -> None:
    parse = parsed("The flood caused damage to the bridge.")
    up, top, down = path(word(parse, "flood"), word(parse, "bridge"))
    assert ([one.text for one in up], top.text) == (["flood"], "caused")
    assert [one.text for one in down] == ["damage", "to", "bridge"]


def test_the_path_to_a_word_below_is_only_down() -> None:
    parse = parsed("The damage to the bridge was severe.")
    up, top, down = path(word(parse, "damage"), word(parse, "bridge"))
    assert (up, top.text, [one.text for one in down]) == ([], "damage", ["to", "bridge"])


@pytest.mark.parametrize(
    ("text", "first", "second", "expected"),
    [
        ("The flood caused damage.", "flood", "damage", "forward"),
        ("The damage caused by the flood was large.", "damage", "flood", "backward"),
        ("The damage that the flood caused was large.", "damage", "flood", "backward"),
        ("Sleep loss brought about errors.", "loss", "errors", "forward"),
        ("The fire was due to a spark.", "fire", "spark", "backward"),
        ("The headaches due to stress went away.", "headaches", "stress", "backward"),
        ("The spark is the cause of the fire.", "spark", "fire", "forward"),
        ("The cause of the fire was a spark.", "fire", "spark", "backward"),
        ("The committee chose a chair.", "committee", "chair", None),
        ("The keys of the house came in a box.", "keys", "box", None),
    ],
)
def test_a_link_says_which_side_is_the_cause(
    text: str, first: str, second: str, expected: str | None
) -> None:
    parse = parsed(text)
    assert link(*path(word(parse, first), word(parse, second))) == expected


def test_active_and_passive_are_told_apart() -> None:
    active, passive = parsed("Rain causes floods."), parsed("Rain was caused by floods.")
    first = features(word(active, "Rain"), word(active, "floods"))
    second = features(word(passive, "Rain"), word(passive, "floods"))
    assert "top=cause/nsubj/dobj" in first
    assert "top=cause.passive/nsubjpass/agent" in second


@given(st.lists(st.floats(0.001, 1), min_size=3, max_size=3))
def test_a_direction_is_chosen_from_two_thirds_of_neither(parts: list[float]) -> None:
    label = chosen(parts)
    assert (label == 2) == (max(parts[:2]) <= parts[2] * 2 / 3)
    if label != 2:
        assert parts[label] == max(parts[:2])


def test_probabilities_follow_the_weights() -> None:
    model = Model([0.0, 0.0], {"a": [2.0, -1.0], "b": [0.0, 3.0]})
    forward, backward, neither = model.probabilities(["a", "unknown"], ())
    assert forward / neither == pytest.approx(2.718281828**2)
    assert backward / neither == pytest.approx(2.718281828**-1)
    assert forward + backward + neither == pytest.approx(1)


def test_another_encoder_leaves_the_vectors_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.causality.model.encoder_name", lambda: "another@1")
    monkeypatch.setattr("ingest.causality.pairs.encode", lambda texts: pytest.fail("encoded"))
    parse = parsed("The flood caused severe damage to the bridge.")
    found = causal(parse, word(parse, "flood"), word(parse, "damage"))
    assert found.label is Causality.FORWARD


def test_what_ships_is_small_and_whole() -> None:
    text = files("ingest.causality").joinpath(MODEL).read_text(encoding="utf-8")
    stored = json.loads(text)
    assert len(text) < 1_000_000
    assert set(stored) == {"encoder", "embedded", "plain"}
    assert {len(one) for one in stored["embedded"]["columns"]} == {768}
    assert "columns" not in stored["plain"]
