from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.ranking import Order, Ranking, conflict, ranking, same_sides

PUMPS = "Heat pumps are cheaper than boilers."


def ranked(wording: str) -> Ranking:
    found = ranking(wording)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("wording", "upper", "lower", "measure"),
    [
        ("Barges outperform carts.", {"barg"}, {"cart"}, "worth"),
        ("Carts lag behind barges.", {"barg"}, {"cart"}, "worth"),
        ("Barges are slower than carts.", {"cart"}, {"barg"}, "speed"),
        ("Carts are faster than barges.", {"cart"}, {"barg"}, "speed"),
        (
            "Barges move grain at lower cost than carts.",
            {"barg", "move", "grain"},
            {"cart"},
            "price",
        ),
        ("In wet years, barges beat carts on the coast.", {"barg"}, {"cart"}, "worth"),
    ],
)
def test_who_is_above_whom_in_what(
    wording: str, upper: set[str], lower: set[str], measure: str
) -> None:
    found = ranked(wording)
    assert (set(found.upper), set(found.lower), found.measure) == (upper, lower, measure)
    assert (found.order, found.holds) == (Order.ABOVE, True)


@pytest.mark.parametrize(
    "wording", ["Barges never outperform carts.", "No barge outperforms carts."]
)
def test_a_ranking_that_is_denied(wording: str) -> None:
    assert not ranked(wording).holds


@pytest.mark.parametrize(
    "wording",
    [
        "Barges carry grain.",
        "Barges carry more than 40 tonnes.",
        'The slogan "barges beat carts" is old.',
        "Grain prices rose.",
    ],
)
def test_no_ranking_of_things(wording: str) -> None:
    assert ranking(wording) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (PUMPS, "Boilers are cheaper than heat pumps.", True),
        (PUMPS, "Boilers are dearer than heat pumps.", False),
        (PUMPS, "Heat pumps are not cheaper than boilers.", True),
        (PUMPS, "Boilers are not cheaper than heat pumps.", None),
        (PUMPS, "Heat pumps are quicker than boilers.", None),
        (PUMPS, "Stoves are cheaper than hearths.", None),
        ("Barges outperform carts.", "Barges are no better than carts.", True),
        ("Barges match carts.", "Carts match barges.", False),
    ],
)
def test_rankings_that_exclude_each_other(one: str, other: str, expected: bool | None) -> None:
    assert conflict(ranked(one), ranked(other)) is expected
    assert conflict(ranked(other), ranked(one)) is expected


def test_sides_that_changed_places() -> None:
    one, other = ranked("Barges beat carts."), ranked("Carts beat barges.")
    assert same_sides(one, one) is True
    assert same_sides(one, other) is False
    assert same_sides(one, ranked("Trams beat ferries.")) is None


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    found = ranking(text)
    assert found is None or conflict(found, found) is not True
