from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve.relations.scoring import family, likely, probability, score

COUNTS = {"rebuts ranking": (6, 8), "qualifies qualifier": (2, 2), "related likeness": (0, 500)}


def test_a_family_leaves_out_particulars_and_order() -> None:
    assert family("rebuts", ("ranking:price", "opposite-wording")) == (
        "rebuts opposite-wording+ranking"
    )


def test_the_probability_is_the_share_that_was_right_drawn_to_that_of_all() -> None:
    overall = 9 / 12
    assert probability("supports unheard-of", COUNTS) == pytest.approx(overall)
    assert probability("rebuts ranking", COUNTS) == pytest.approx((6 + 4 * overall) / 12)
    assert probability("related likeness", COUNTS) < 0.01


def test_without_counts_it_is_even() -> None:
    assert probability("rebuts ranking", {}) == 0.5


def test_only_a_restatement_in_the_same_words_is_merged() -> None:
    assert score("restates", ("same-words",)) >= 0.9
    for signals in (("same-wording",), ("comparison:small-over-large:general",)):
        assert score("restates", signals) < 0.9


counts = st.integers(0, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.dictionaries(st.sampled_from(["rebuts a", "supports b", "related c"]), counts))
def test_a_probability_is_never_certain_and_grows_with_what_was_right(
    known: dict[str, tuple[int, int]],
) -> None:
    stated = probability("rebuts a", known)
    assert 0 < stated < 1
    right, made = known.get("rebuts a", (0, 0))
    assert probability("rebuts a", {**known, "rebuts a": (right + 1, made + 1)}) > stated
    assert probability("rebuts a", {**known, "rebuts a": (right, made + 1)}) < stated


@given(st.floats(0, 1.7), st.floats(0, 1.7))
def test_likeness_alone_makes_probable_by_degrees_and_never_certain(
    one: float, other: float
) -> None:
    less, more = sorted((one, other))
    assert 0 < likely(less) <= likely(more) < 1
    assert likely(0.5) < likely(1.0) < likely(1.5)
