from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ingest.resolve.relations import InMemory, keys, packed, unpacked
from ingest.resolve.relations.retrieval import near_pairs


def directions(count: int, seed: int = 1) -> npt.NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, 384), np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_keys_are_pure_sorted_and_level_forms_of_a_word() -> None:
    vector = directions(1)[0]
    found = keys("Small models outperform large models.", vector)
    assert found == keys("Small models outperform large models.", vector.copy())
    assert list(found) == sorted(set(found))
    assert "word:model" in found
    assert "comparison:models:small:large" in found
    assert set(keys("A large model.", None)) == {"word:larg", "word:model"}


def test_near_vectors_share_a_key_and_far_ones_hardly_do() -> None:
    rows, noise = directions(200), directions(200, seed=2)
    near = 0.95 * rows + 0.31 * noise
    shared = [
        len(set(keys("", one)) & set(keys("", other)))
        for one, other in zip(rows, near, strict=True)
    ]
    assert min(shared) > 0
    far = [len(set(keys("", a)) & set(keys("", b))) for a, b in zip(rows, noise, strict=True)]
    assert sum(far) < sum(shared) / 10


def test_what_is_packed_comes_back_to_within_a_hundredth() -> None:
    for row in directions(20):
        assert float(row @ unpacked(packed(row))) > 0.99


def test_keys_of_too_many_find_nothing() -> None:
    known = InMemory([("a", ("x", "y")), ("b", ("x",))])
    assert known.by_keys(("x", "y", "z"), 1) == {"y": ("a",)}
    assert known.by_keys(("x",), 2) == {"x": ("a", "b")}


def test_a_collection_at_once_finds_planted_copies_and_little_else() -> None:
    rows = directions(500)
    copies = rows[:50] + 0.2 * directions(50, seed=3)
    copies /= np.linalg.norm(copies, axis=1, keepdims=True)
    first, second = near_pairs(np.concatenate([rows, copies]))
    found = set(zip(first.tolist(), second.tolist(), strict=True))
    assert sum((at, 500 + at) in found for at in range(50)) >= 48
    assert len(found) < 60
