"""Who is said to rest on whom by teaching, by ceilings and by taking a place, and who denies it."""

from __future__ import annotations

import pytest

from ingest.findings import MentionFound
from ingest.lexicon.keys import name_key
from kg.vocab import Polarity
from tests.unit.ingest.extractors.linked import dependencies, read, triples

Triple = tuple[str, str, str]


def signed(text: str) -> set[tuple[str, str, str, bool]]:
    """Return every dependency with whether it is affirmed."""
    document = read(text)
    mentions = document.layer(MentionFound)
    return {
        (
            mentions[one.source].key,
            one.kind,
            mentions[one.target].key,
            one.polarity is Polarity.POSITIVE,
        )
        for one in dependencies(document)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oat straw can stand in for slate.", ("oat straw", "substitutes", "slate")),
        (
            "Heat pumps take the place of coal boilers.",
            ("heat pump", "substitutes", "coal boiler"),
        ),
        (
            "Clay pipes were trained with GPT-4 as the teacher.",
            ("clay pipe", "derives_from", "gpt 4"),
        ),
        (
            "The night parser was tuned using GPT-4 as its teacher.",
            ("night parser", "derives_from", "gpt 4"),
        ),
        (
            "The Moss parser takes its lessons from GPT-4.",
            ("moss parser", "requires", "gpt 4"),
        ),
        (
            "Acme offers GPT-4 as a source of road labels.",
            ("road label", "derives_from", "gpt 4"),
        ),
        ("The road data came from toll cameras.", ("road data", "derives_from", "toll camera")),
        ("The tide sets a ceiling on mill hours.", ("mill hour", "limited_by", "tide")),
        ("Mill hours can never exceed the tide.", ("mill hour", "limited_by", "tide")),
        (
            "Small boats will never be faster than river ships.",
            ("small boat", "limited_by", "river ship"),
        ),
    ],
)
def test_frames(text: str, expected: Triple) -> None:
    assert triples(read(text)) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "The court set limits for curfew laws.",
        "Headers must not exceed 512 octets.",
        "Hand looms did not outrun steam looms.",
        "Hand looms did not surpass steam looms in one trial.",
        "The samples come from a normal distribution.",
        "Hand looms outperformed larger looms in one trial.",
        "Brass bells outperform iron gongs.",
        "A guard stands in the doorway for hours.",
    ],
)
def test_what_is_no_such_dependency(text: str) -> None:
    assert triples(read(text)) == set()


def test_who_uses_a_teacher_for_data_needs_it_too() -> None:
    text = (
        "GPT-4, Moss's PIN method, and Boreal-8 all use large tutors as the source for road data."
    )
    found = triples(read(text))
    assert ("road data", "derives_from", "large tutor") in found
    needing = {source for source, kind, _ in found if kind == "requires"}
    assert needing == {"gpt 4", "pin method", "boreal 8"}


def test_what_can_be_used_or_is_used_by_anybody_is_not_needed() -> None:
    for text in (
        "The Zephyr engine can use peat as a source for steam.",
        "Several smithies use peat as a source for steam.",
    ):
        assert not [one for one in triples(read(text)) if one[1] == "requires"], text


@pytest.mark.parametrize("verb", ["outperform", "overtake", "surpass"])
def test_to_overtake_larger_ones_denies_a_ceiling(verb: str) -> None:
    affirmed = signed("Small boats will never surpass larger boats.")
    denied = signed(f"Small boats now routinely {verb} larger ones.")
    assert affirmed == {("small boat", "limited_by", "large boat", True)}
    assert denied == {("small boat", "limited_by", "large boat", False)}


def test_trends_that_show_them_overtake_are_not_what_overtakes() -> None:
    text = "Trends show small boats frequently outperform much larger ones."
    assert signed(text) == {("small boat", "limited_by", "large boat", False)}


def test_no_ceiling_is_a_denied_one() -> None:
    assert signed("The tide sets no ceiling for mill hours.") == {
        ("mill hour", "limited_by", "tide", False)
    }


def test_what_is_passed_over_is_denied() -> None:
    for joint in ("rather than", "instead of"):
        found = signed(f"The road data comes from the toll cameras {joint} the traffic survey.")
        assert found == {
            ("road data", "derives_from", "toll camera", True),
            ("road data", "derives_from", "traffic survey", False),
        }, joint


def test_what_is_passed_over_in_part_says_nothing() -> None:
    found = signed("Night trains depend on tunnels rather than only toll roads.")
    assert found == {("night train", "requires", "tunnel", True)}


def test_them_in_a_comparison_is_not_the_subject() -> None:
    text = "Small boats are a derivative of river ships, and will never be faster than them."
    assert ("small boat", "limited_by", "river ship") in triples(read(text))


def test_they_is_the_one_plural_of_the_clause_before_not_a_heading() -> None:
    text = (
        "# Why Hand Looms Need Steam Looms\n\n"
        "Consider the need for coal mines, and how they are necessary infrastructure for trade.\n"
    )
    assert ("trade", "requires", "coal mine") in triples(read(text))


def test_the_paper_is_the_one_that_the_paragraph_began_with() -> None:
    text = (
        "Acme's own GPT-4 paper tells a different story. The engine grows. "
        "The paper identifies momentum as a core ingredient."
    )
    assert triples(read(text)) == {(name_key("GPT-4"), "requires", "momentum")}
    nameless = text.replace("GPT-4 ", "")
    assert triples(read(nameless)) == set()


def test_a_name_before_its_apposition_shows_what_it_shows() -> None:
    text = "Genie 2, their new engine, demonstrates emergent capabilities at scale."
    assert ("scaling", "improves", "genie 2") in triples(read(text))
