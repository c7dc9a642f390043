from __future__ import annotations

import pytest

from ingest import nlp
from ingest.language.genericity import Genericity, genericity


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Hedges protect lambs against foxes.", Genericity.GENERAL),
        ("A law that forgives debts makes people bolder.", Genericity.GENERAL),
        ("Towns have warmed faster than villages.", Genericity.GENERAL),
        ("The bridge at Corvane carried 900 carts a day in 1911.", Genericity.PARTICULAR),
        ("Seven of nineteen patients recovered within weeks.", Genericity.PARTICULAR),
        ("The bridge carries carts of the Corvane market.", Genericity.NEITHER),
        ("The dyke was broken.", Genericity.NEITHER),
        ("Corvane would have flooded in 1911.", Genericity.NEITHER),
    ],
)
def test_kinds_and_cases_are_told_apart(wording: str, expected: Genericity) -> None:
    assert genericity(nlp.load()(wording)) is expected
