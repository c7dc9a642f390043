from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import nlp, readers
from ingest.extractors.concepts import ConceptExtractor
from ingest.findings import MentionFound
from ingest.lexicon.acronyms import acronyms
from ingest.lexicon.gazetteer import SETTING, Entry, Gazetteer, load
from ingest.lexicon.keys import name_key
from kg.errors import UsageError
from kg.vocab import ConceptKind
from tests.shared import shared
from tests.unit.ingest.extractors.linked import keys, read


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("We fit a kernel ridge regression (KRR) to it.", ("KRR", "kernel ridge regression")),
        ("A KRR (kernel ridge regression) was fit.", ("KRR", "kernel ridge regression")),
        ("Two variational auto-encoders (VAEs) agree.", ("VAEs", "variational auto-encoders")),
        ("the Hidden Treasure Model (HTM; new)", ("HTM", "Hidden Treasure Model")),
    ],
)
def test_acronyms_are_paired_with_their_long_forms(text: str, pair: tuple[str, str]) -> None:
    assert list(acronyms(text)) == [pair]


@pytest.mark.parametrize(
    "text",
    [
        "It rose (in 2020).",
        "See the table (Fig 3).",
        "A cat (XYZ) sat.",
        "It grew (very fast) then.",
    ],
)
def test_other_brackets_are_no_acronyms(text: str) -> None:
    assert list(acronyms(text)) == []


def test_acronym_and_long_form_share_a_key() -> None:
    document = read("Kernel ridge regression (KRR) is old. Later, KRR was used by everybody.")
    assert keys(document) == ["kernel ridge regression"] * 3
    assert document.layer(MentionFound)[0].alternatives == ("KRR",)


def test_an_acronym_with_two_meanings_is_left_alone() -> None:
    document = read("A mean absolute error (MAE) is no masked auto encoder (MAE). We use MAE.")
    assert "mae" not in keys(document)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Llama-3 70B", "llama 3 70b"),
        ("Mistral 7B", "mistral 7b"),
        ("Qwen2.5-72B", "qwen2.5 72b"),
        ("DeepSeek-V2", "deepseek v2"),
        ("Mixtral-8x22B", "mixtral 8x22b"),
        ("Zorbo 12B", "zorbo 12b"),
        ("GPT-4", "gpt 4"),
        ("Genie 3", "genie 3"),
    ],
)
def test_model_names(name: str, key: str) -> None:
    found = read(f"The authors compare {name} with older systems.").layer(MentionFound)
    assert [(one.key, one.kind) for one in found] == [(key, ConceptKind.MODEL)]


@pytest.mark.parametrize(
    "text",
    [
        "They raised USD 300M last year.",
        "Around 20B people ate.",
        "Covid-19 spread in 2020.",
        "See Figure-3 for it.",
    ],
)
def test_no_model_names(text: str) -> None:
    assert ConceptKind.MODEL not in {one.kind for one in read(text).layer(MentionFound)}


@pytest.mark.parametrize(
    "phrase",
    [
        "large models",
        "Larger models",
        "large base models",
        "super-scaled models",
        "large teacher models",
        "a large-scale model",
        "the largest models",
    ],
)
def test_names_of_one_concept_join_through_the_gazetteer(phrase: str) -> None:
    assert keys(read(f"Nobody trains {phrase} at home.")) == ["large scale model"]


@pytest.mark.parametrize(
    "phrase",
    [
        "large language models",
        "larger rooms",
        "base models",
        "small models",
        "model trains",
    ],
)
def test_other_names_stay_apart(phrase: str) -> None:
    assert "large scale model" not in keys(read(f"Nobody has seen {phrase} at home."))


def test_capitals_matter_where_the_name_has_them() -> None:
    assert keys(read("He took a rag and a dash of soap.")) == []
    assert keys(read("They added RAG to it.")) == ["retrieval augmented generation"]


@pytest.mark.parametrize(
    "text",
    [
        "It requires them.",
        "We need people.",
        "This approach needs one thing.",
        "Everybody depends on something.",
    ],
)
def test_pronouns_and_empty_nouns_are_no_concepts(text: str) -> None:
    assert keys(read(text)) == []


def test_noun_phrases_become_concepts_when_they_recur() -> None:
    once = "The tidal barrage opened. "
    assert keys(read(once)) == []
    assert Counter(keys(read(once * 3))) == {"tidal barrage": 3}


def test_headings_in_title_case_are_read_as_sentences() -> None:
    document = read("# Glass Ovens Require Natural Gas\n\nNothing else is said here.")
    assert keys(document) == ["glass oven", "natural gas"]


def test_the_users_gazetteer_adds_and_takes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.txt"
    own.write_text("policy | Clean Steel Accord | CSA\n# comment\n\nother | sinter plant\n")
    monkeypatch.setenv(SETTING, str(own))
    document = read("The CSA closed one sinter plant, says OpenAI.")
    assert keys(document) == ["clean steel accord", "sinter plant", "openai"]


@pytest.mark.parametrize("line", ["nonsense", "planet | Mars", "model | ", "model | a | b | c"])
def test_a_malformed_gazetteer_is_refused_with_its_line(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.txt"
    own.write_text(f"other | fine\n{line}\n")
    monkeypatch.setenv(SETTING, str(own))
    with pytest.raises(UsageError, match="line 2"):
        load()


def test_a_missing_gazetteer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "/nowhere/at/all.txt")
    with pytest.raises(UsageError, match="KG_GAZETTEER"):
        load()


def test_a_listed_name_is_found_in_running_text() -> None:
    for entry in (
        Entry("tidal barrage", ConceptKind.OTHER),
        Entry("EU AI Act", ConceptKind.POLICY),
    ):
        gazetteer = Gazetteer([entry])
        document = nlp.annotate(
            readers.read(f"They like the {entry.name} now.".encode(), "a.txt", None)
        )
        found = ConceptExtractor(gazetteer).extract(document).spans
        assert [document.words(one) for one in found] == [entry.name]


def test_no_shipped_name_is_claimed_by_two_concepts() -> None:
    text = (Path(nlp.__file__).parent / "gazetteer" / "concepts.txt").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")]
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    ]
    names = Counter(
        key
        for row in rows
        for key in {name_key(name) for name in [row[1], *"".join(row[2:]).split(";")]}
        if key
    )
    assert [name for name, count in names.items() if count > 1] == []


@given(st.text(alphabet="abc AB-,.()[]{}'\"\n3é→│", max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_gives_mentions_that_are_apart_and_in_bounds(text: str) -> None:
    document = nlp.annotate(readers.read(f"Some words. {text}".encode(), "a.txt", None))
    found = ConceptExtractor().extract(document).spans
    for before, after in pairwise(found):
        assert before.end <= after.start
    assert all(0 <= one.start < one.end <= len(document.text) for one in found)


@given(st.text(max_size=60))
def test_keys_are_stable(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text) or name_key(text).startswith(
        ("the ", "a ", "an ", "this ", "that ", "these ", "those ")
    )


def test_mentions_stand_on_their_words() -> None:
    path = shared("seeds")
    for text in sorted(path.glob("*.txt")):
        document = nlp.annotate(readers.read(text.read_bytes(), text.name, None))
        for one in ConceptExtractor().extract(document).spans:
            words = document.words(one)
            assert words == words.strip()
            assert "\n" not in words.strip("*") or len(words) < 80
