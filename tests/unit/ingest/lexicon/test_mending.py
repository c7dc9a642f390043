from __future__ import annotations

import pytest
from spacy.tokens import Doc

from ingest import nlp
from ingest.lexicon.mending import mended


def misread(words: str, tags: str, heads: list[int], roles: str) -> Doc:
    """A parse as given, whatever the model of the day makes of the words."""
    parts = {"NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "JJ": "ADJ", "VBZ": "VERB", "VBP": "VERB"}
    return Doc(
        nlp.load().vocab,
        words=words.split(),
        tags=tags.split(),
        pos=[parts.get(tag, "X") for tag in tags.split()],
        lemmas=words.lower().split(),
        heads=heads,
        deps=roles.split(),
    )


def test_two_finite_verbs_side_by_side_are_a_noun_and_a_verb() -> None:
    doc = misread(
        "Toll limits underpin trade", "NNP VBZ VBP NN", [1, 1, 1, 2], "nsubj ROOT xcomp dobj"
    )
    toll, limits, underpin, trade = mended(doc)
    assert (toll.dep_, toll.head.text) == ("compound", "limits")
    assert (limits.tag_, limits.dep_, limits.lemma_) == ("NNS", "nsubj", "limit")
    assert limits.head == underpin
    assert underpin.dep_ == "ROOT"
    assert trade.head == underpin


def test_a_clause_behind_a_verb_that_takes_none_is_its_object() -> None:
    doc = misread(
        "Rails bring great speed gains",
        "NNS VBP JJ NN VBZ",
        [1, 1, 3, 4, 1],
        "nsubj ROOT amod nsubj ccomp",
    )
    found = mended(doc)
    assert [(one.dep_, one.head.text) for one in found[2:]] == [
        ("amod", "gains"),
        ("compound", "gains"),
        ("dobj", "bring"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The dike limits the harm.",
        "Anna Berg says the toll limits trade.",
        "A dike gives shelter when the river rises.",
        "The mayor hopes that trade brings speed.",
    ],
)
def test_what_is_read_well_stays_the_same_object(text: str) -> None:
    doc = nlp.load()(text)
    assert mended(doc) is doc


def test_the_wording_and_its_positions_stay() -> None:
    doc = misread(
        "Toll limits underpin trade", "NNP VBZ VBP NN", [1, 1, 1, 2], "nsubj ROOT xcomp dobj"
    )
    assert [(one.text, one.idx) for one in mended(doc)] == [(one.text, one.idx) for one in doc]


def test_a_verb_in_the_role_of_a_noun_is_one() -> None:
    doc = misread(
        "night trains need rail", "NN VBZ VBP NN", [1, 2, 2, 2], "compound nsubj ROOT dobj"
    )
    trains = mended(doc)[1]
    assert (trains.tag_, trains.pos_, trains.lemma_) == ("NNS", "NOUN", "train")
    assert trains.dep_ == "nsubj"
