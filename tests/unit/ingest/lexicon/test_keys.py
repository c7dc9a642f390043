from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon.gazetteer import load
from ingest.lexicon.keys import _BRITISH, _TELLING, folded, name_key, singular_name
from ingest.lexicon.said import terminology
from tests.unit.ingest.extractors.linked import read

NAMES = sorted(
    {
        name.strip()
        for line in (Path(__file__).parents[4] / "ingest/gazetteer/concepts.txt")
        .read_text("utf-8")
        .splitlines()
        if line.strip() and not line.startswith("#")
        for name in [line.split("|")[1], *"".join(line.split("|")[2:]).split(";")]
        if name.strip()
    }
)
WORD = st.text(alphabet="abcdefghijklmnoprstuvwyz", min_size=3, max_size=10)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pre-training", "pretraining"),
        ("Pre training", "pretraining"),
        ("fine-tuning", "finetuning"),
        ("data set", "dataset"),
        ("multi-modal model", "multimodal model"),
        ("optimisation", "optimization"),
        ("generalised method", "generalized method"),
        ("labelled data", "labeled data"),
        ("behavioural colour", "behavioral color"),
        ("tumour centre", "tumor center"),
        ("paediatric anaemia", "pediatric anemia"),
        ("analysed catalogue", "analyzed catalog"),
        ("the Glass-Oven", "glass oven"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("exercise", "exercize"),
        ("disease", "dizease"),
        ("reform", "re-formed"),
        ("hour", "hor"),
        ("acre", "acer"),
        ("gas", "ga"),
    ],
)
def test_other_words_are_left_as_they_are(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.lists(WORD, min_size=1, max_size=4))
def test_keys_tell_neither_case_nor_hyphens(words: list[str]) -> None:
    spaced, hyphenated = " ".join(words), "-".join(words)
    assert name_key(spaced) == name_key(hyphenated) == name_key(spaced.upper())


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_every_shipped_name_is_found_however_it_is_written() -> None:
    lost = [
        name for name in NAMES for way in ways(name) if load().find(way) is not load().find(name)
    ]
    assert len(NAMES) > 500
    assert lost == []


def ways(name: str) -> Iterator[str]:
    yield name.replace(" ", "-")
    if name.islower():
        yield name.upper()
    if not name.endswith(("s", "x", "ch", "sh")):
        yield f"{name[:-1]}ies" if name[-1] == "y" and name[-2] not in "aeiou" else f"{name}s"


@pytest.mark.parametrize(
    ("plural", "single"),
    [
        ("neural networks", "neural network"),
        ("energy policies", "energy policy"),
        ("LLMs", "LLM"),
        ("search indexes", "search index"),
        ("random branches", "random branch"),
        ("statistics", "statistics"),
        ("meta-analysis", "meta-analysis"),
        ("gas", "gas"),
        ("loss", "loss"),
    ],
)
def test_plurals(plural: str, single: str) -> None:
    assert singular_name(plural) == single


def test_the_terms_of_a_document_are_gathered_once() -> None:
    document = read("Glass ovens require natural gas.")
    assert terminology(document, load()) is terminology(document, load())


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in _BRITISH])
@given(data=st.data())
def test_no_british_spelling_is_passed_over(pattern: re.Pattern[str], data: st.DataObject) -> None:
    assert _TELLING.search(data.draw(st.from_regex(pattern)))
