from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.stems import FUNCTION_WORDS, content, stem


@pytest.mark.parametrize(
    "forms",
    [
        ("raise", "raises", "raised", "raising"),
        ("run", "runs", "running"),
        ("city", "cities"),
        ("stop", "stopped", "stopping"),
        ("canal", "canals", "canal's", "Canal’s"),
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("class", "clash"), ("bus", "buy"), ("basis", "base"), ("sing", "s")]
)
def test_other_words_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_content_leaves_out_function_words_and_keeps_numbers_and_order() -> None:
    found = content("The canals don't carry 40% of Atlas-3's grain, nor do the carts.")
    assert found == ("canal", "carry", "40%", "atlas-3", "grain", "cart")


@given(st.text())
def test_content_has_no_capitals_and_no_function_words(text: str) -> None:
    assert content(text) == content(text)
    assert not FUNCTION_WORDS & {word for word in content(text.lower()) if word in text.split()}


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_a_stem_is_never_empty_nor_longer(word: str) -> None:
    assert 0 < len(stem(word)) <= len(word) + 1
    assert stem(word.upper()) == stem(word)
