"""Near-copies of real texts are told from texts on the same matter."""

from __future__ import annotations

import random
import re
import textwrap
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import readers
from kg.analysis.copies import COPIED, Overlap, overlap, overlaps
from kg.sketches import Sketch, packed, sketch, unpacked
from tests.shared import shared

ESSAYS = sorted(Path(__file__).parents[3].joinpath("data", "essays").glob("*.md"))
ESSAY = ESSAYS[0].read_text(encoding="utf-8")
BODY = re.sub(r"\A---\n.*?\n---\n", "", ESSAY, flags=re.DOTALL).partition("\n## References")[0]
PARAGRAPHS = [
    part for part in BODY.split("\n\n") if len(part.split()) > 30 and part[0] not in "#`-"
]


def read(text: str, name: str = "a.md") -> Sketch:
    document = readers.read(text.encode(), name)
    return sketch(document.text, document.blocks)


def shared_with_essay(text: str, name: str = "a.md") -> Overlap:
    return overlap("copy", "essay", {"copy": read(text, name), "essay": read(ESSAY)})


def exchanged(text: str, share: float) -> str:
    rng = random.Random(1)
    words = re.findall(r"[a-z]+", text)
    return re.sub(
        r"[A-Za-z]+", lambda word: rng.choice(words) if rng.random() < share else word[0], text
    )


def without_sentences(text: str, share: float) -> str:
    rng = random.Random(1)
    kept = [one for one in re.split(r"(?<=[.!?])\s", text) if rng.random() >= share]
    return "# Another title\n\n" + " ".join(kept)


def test_layout_makes_no_difference() -> None:
    plain = "\n\n".join(textwrap.fill(part.replace("*", ""), 60) for part in PARAGRAPHS)
    found = shared_with_essay(plain.upper(), "a.txt")
    assert found.of_first > 0.95


@pytest.mark.parametrize(
    "copy",
    [
        re.sub(r"(?m)^#+ .*\n", "", BODY),
        "# Quite another title\n\nBy Zoe Quist\n\n" + BODY.partition("\n## ")[2],
        "\n\n".join(PARAGRAPHS[2:5]),
        max(PARAGRAPHS, key=len),
        "\n\n".join(map(without_sentences, PARAGRAPHS, [0.3] * len(PARAGRAPHS))),
    ],
    ids=["no headings", "other title", "excerpt", "one paragraph", "sentences dropped"],
)
def test_words_taken_over_are_found(copy: str) -> None:
    assert shared_with_essay(copy).of_shorter > 0.8
    assert [*overlaps({"copy": read(copy), "essay": read(ESSAY)})]


def test_a_text_with_every_fifth_word_exchanged_is_still_a_copy() -> None:
    edited = "\n\n".join(exchanged(part, 0.2) for part in PARAGRAPHS)
    assert COPIED + 0.1 < shared_with_essay(edited).of_shorter < 0.7


def test_a_rebuttal_that_quotes_at_length_is_no_copy() -> None:
    quoted = "\n\n".join("> " + part.replace("\n", "\n> ") for part in PARAGRAPHS[:4])
    inline = f'It says: "{PARAGRAPHS[5][:500]}" That is not so, and nobody has shown it.'
    assert shared_with_essay(f"{quoted}\n\n{inline}").of_shorter < COPIED


def test_texts_with_one_reference_list_are_no_copies() -> None:
    references = ESSAY.partition("\n## References")[2]
    other = f"# Tides\n\nMills turned twice a day.\n\n## References{references}"
    assert shared_with_essay(other).of_shorter < COPIED


def test_both_digests_are_texts_of_their_own() -> None:
    assert not [*overlaps({path.name: read(path.read_text(encoding="utf-8")) for path in ESSAYS})]


def test_of_the_seeds_only_the_essay_that_is_there_twice_is_a_copy() -> None:
    paths = sorted(shared("seeds").glob("*.txt"))
    found = list(overlaps({one.name[:3]: read(one.read_text("utf-8"), one.name) for one in paths}))
    assert [(one.first, one.second) for one in found] == [("000", "001")]
    assert found[0].of_shorter > 0.9


def test_no_text_is_too_short_to_look_at() -> None:
    assert sketch("") == sketch("Three words only") == frozenset()
    assert overlap("a", "b", {"a": frozenset(), "b": frozenset()}).of_shorter == 0
    assert overlap("a", "b", {"a": frozenset(), "b": frozenset()}).sizes == 0
    assert not [*overlaps({"a": frozenset(), "b": frozenset()})]


small = st.dictionaries(
    st.sampled_from("abcdef"), st.frozensets(st.integers(0, 30), max_size=20), max_size=6
)


@given(small, st.randoms())
def test_the_index_finds_what_comparing_all_pairs_finds(
    sketches: dict[str, Sketch], rng: random.Random
) -> None:
    shuffled = dict(rng.sample(list(sketches.items()), len(sketches)))
    pairs = [overlap(*pair, sketches) for pair in combinations(sorted(sketches), 2)]
    expected = {
        (one.first, one.second)
        for one in pairs
        if one.of_shorter >= COPIED and len(sketches[one.first] & sketches[one.second]) >= 5
    }
    assert {(one.first, one.second) for one in overlaps(shuffled)} == expected
    assert list(overlaps(shuffled)) == list(overlaps(sketches))


@given(st.frozensets(st.integers(0, 2**48 - 1)))
def test_a_sketch_is_kept_as_bytes(sketch: Sketch) -> None:
    assert unpacked(packed(sketch)) == sketch
    assert packed(frozenset(sorted(sketch, reverse=True))) == packed(sketch)


many = st.lists(st.frozensets(st.integers(0, 12), max_size=13), min_size=45, max_size=75)


@given(many)
def test_of_what_stands_in_many_texts_the_first_are_looked_at(held: list[Sketch]) -> None:
    sketches = {f"{at:03}": one for at, one in enumerate(held)}
    holders: dict[int, list[str]] = {}
    expected = []
    for name, values in sketches.items():
        found = Counter(one for value in values for one in holders.get(value, [])[:50])
        for first, both in sorted(found.items()):
            of_first, of_second = both / len(sketches[first]), both / len(values)
            if both >= 5 and max(of_first, of_second) >= COPIED:
                expected.append(Overlap(first, name, of_first, of_second))
        for value in values:
            holders.setdefault(value, []).append(name)
    assert list(overlaps(sketches)) == expected
