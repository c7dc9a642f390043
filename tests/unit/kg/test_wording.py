from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.wording import claim_key, degree, lacking, occurrences, ratio, stem


def test_the_same_sentence_of_two_documents_is_one_claim() -> None:
    first = claim_key("The “slow” canal isn’t   dying [4].")
    assert first == claim_key('the "slow" canal isn\'t dying')


def test_a_qualifier_a_number_a_negation_keep_claims_apart() -> None:
    wordings = ("Canals pay.", "Canals never pay.", "Canals pay 5%.", "Some canals pay.")
    assert len({claim_key(wording) for wording in wordings}) == len(wordings)


@given(st.text(max_size=60))
def test_a_key_is_never_empty_and_stable(wording: str) -> None:
    key = claim_key(wording)
    assert key
    assert claim_key(key) == key


def test_a_ratio_looks_certain_only_where_it_is() -> None:
    found = [ratio(one) for one in (0, 0.001, 0.005, 0.5, 0.994, 0.998, 1)]
    assert found == ["0.00", "under 0.01", "0.01", "0.50", "0.99", "over 0.99", "1.00"]


def test_words_are_found_whatever_their_case_accents_and_endings() -> None:
    text = "Scaling laws of Köln’s models; a lawyer."
    found = [text[start:end] for start, end in occurrences(text, ["scale law", "koln MODEL"])]
    assert found == ["Scaling", "laws", "Köln", "models"]
    assert lacking(text, ["scale mills", "law"]) == 1


@given(st.text(), st.text(min_size=1))
def test_each_word_is_found_in_itself(text: str, sought: str) -> None:
    found = occurrences(text, [text])
    assert lacking(text, [text]) == 0
    assert all(text[start:end].isalnum() for start, end in found)
    assert all(len(stem(word)) <= len(word.casefold()) * 4 for word in sought.split())


def test_a_strength_in_words_fits_its_figure() -> None:
    found = [degree(one) for one in (0, 0.196, 0.2, 0.5, 0.799, 1)]
    assert found == ["very weak", "weak", "weak", "middling", "very strong", "very strong"]
