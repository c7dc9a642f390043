"""Why a sentence cites: the model joined with wordings, and the wordings themselves."""

from __future__ import annotations

import json
from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import citing
from ingest.citing import cues, judgements, weighed
from ingest.citing.cues import Side
from kg.vocab import CitationFunction

# Sentences of our own, each with the function that a reader gives it.
READ = (
    ("Contrary to Roe (2019), costs fall when mills share a pond.", CitationFunction.DISPUTES),
    ("Unlike Lee [4], we found no gain from larger tanks.", CitationFunction.DISPUTES),
    ("Critics such as Roe (2019) dispute that the dam leaks.", CitationFunction.DISPUTES),
    ("This is consistent with Roe (2019).", CitationFunction.SUPPORTS),
    ("Our estimates agree with those of [3].", CitationFunction.SUPPORTS),
    ("Similar losses were found by Lee [5].", CitationFunction.SUPPORTS),
    ("We use the gauge of Roe (2019) to read the level.", CitationFunction.USES),
    ("Samples were taken as described in [7].", CitationFunction.USES),
    ("We extend the approach of Roe (2019) to tidal mills.", CitationFunction.EXTENDS),
    ("Lakes freeze from the shore inwards [2].", CitationFunction.BACKGROUND),
    ("For a review of weirs see Roe (2019).", CitationFunction.BACKGROUND),
)


@pytest.mark.parametrize(("sentence", "function"), READ)
def test_functions_that_a_reader_gives(sentence: str, function: CitationFunction) -> None:
    (judgement,) = judgements([sentence])
    assert judgement.function is function


def test_only_what_no_gold_measured_is_without_a_score() -> None:
    for judgement in judgements([sentence for sentence, _ in READ]):
        assert (judgement.score is None) == (judgement.function is CitationFunction.EXTENDS)


def test_nothing_to_judge() -> None:
    assert judgements([]) == []


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([sentence for sentence, _ in READ] + ["", "é ü"]), max_size=6))
def test_a_sentence_is_judged_by_itself(sentences: list[str]) -> None:
    for sentence, weights in zip(sentences, weighed(sentences), strict=True):
        assert weights == weighed([sentence])[0]
        assert isclose(sum(weights.values()), 1, abs_tol=1e-5)
        assert all(0 <= weight <= 1 for weight in weights.values())


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("This is in line with older counts.", Side.AGREES),
        ("However, older counts were higher.", Side.DIFFERS),
        ("Older counts agree with ours, but later ones do not.", Side.BOTH),
        ("Older counts were taken in spring.", Side.OPEN),
        ("Buttressed walls stand.", Side.OPEN),  # "but" within a word
    ],
)
def test_sides(text: str, side: Side) -> None:
    assert cues.side(text) is side


def test_every_wording_has_a_weight_and_every_weight_a_wording() -> None:
    weights = json.loads(citing.PURPOSES.read_text("utf-8"))
    described = citing.described_by(np.full(3, 1 / 3), "Lakes freeze.")
    assert weights.keys() == described.keys()
    assert {len(one) for one in weights.values()} == {3}


def test_the_likelier_a_result_by_its_wording_the_more_it_supports() -> None:
    bare, worded = weighed(["Losses were high [5].", "Likewise, losses were high [5]."])
    assert worded[CitationFunction.SUPPORTS] > bare[CitationFunction.SUPPORTS]
