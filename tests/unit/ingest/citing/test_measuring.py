"""How citation functions are measured: texts mended, folds kept apart, new texts told from old."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import citation_function as measuring

SETS = {
    "scicite": [
        ("Lakes freeze from the shore inwards [2].", "background"),
        ("Samples were taken as described in [7].", "method"),
        ("Our estimates agree with those of [3].", "result"),
    ],
    "disagreement": [
        ("Whether mills silt up is much debated among engineers [4].", "disagreement"),
        ("The two gauges differ in their height above the weir [5].", "none"),
    ],
    "clinical_sentiment": [
        ("Our estimates agree with those of [3].", "POSITIVE"),
        ("In contrast to Lee [4], we found no gain from larger tanks.", "NEGATIVE"),
        ("Lakes freeze from the shore inwards [2].", "NEUTRAL"),
    ],
}


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sets of a few sentences of our own, measured without the baseline."""
    monkeypatch.setattr(measuring, "tfidf", lambda texts, labels: None)
    folder = tmp_path / "citations"
    folder.mkdir()
    for name, items in SETS.items():
        lines = [json.dumps({"text": text, "label": label}) for text, label in items]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


def test_new_texts_are_put_to_the_model_that_ships(gold: Path) -> None:
    rows = list(measuring.rows(gold))
    assert [(row.data, row.split, row.size) for row in rows] == [
        ("scicite", "new to the model", 3),
        ("disagreement", "new to the model", 2),
        ("clinical_sentiment", "zero-shot", 2),
        ("clinical_sentiment", "zero-shot", 3),
    ]
    assert [row.ours for row in rows] == [1.0] * 4


def test_a_text_trained_on_gets_the_answer_of_another_fold(
    gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SETS["scicite"][0][0]
    path = tmp_path / "unseen.npz"
    numbers = np.array([measuring.key(text)], np.uint64)
    np.savez(path, scicite=np.array([[0, 0, 1]], np.float16), scicite_texts=numbers)
    monkeypatch.setattr(measuring, "OUT_OF_FOLD", path)
    measuring._out_of_fold.cache_clear()
    try:
        said, seen = measuring.probabilities("scicite", [text, SETS["scicite"][1][0]])
    finally:
        measuring._out_of_fold.cache_clear()
    assert seen == 1
    assert said.argmax(axis=1).tolist() == [2, 1]


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("‚Ä¶the owner‚Äôs  mill\nstands.", "the owner’s mill stands."),
        ("Sören’s mill, Œuvre 3.", "Sören’s mill, Œuvre 3."),
    ],
)
def test_texts_are_mended(given: str, cleaned: str) -> None:
    assert measuring.cleaned(given) == cleaned


@given(st.text(max_size=40), st.sampled_from([" ", ".", "\n", "…"]))
def test_repetitions_lie_in_one_fold(text: str, mark: str) -> None:
    assert measuring.fold_of(text, 5) == measuring.fold_of(f"{mark}{text.lower()}{mark}", 5)
