from __future__ import annotations

import pytest

from ingest.findings import RelationFound
from tests.unit.ingest.extractors.reading import extracted, relations


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        (
            "Locks are slow. Therefore, freight takes the train.",
            "supports",
            "Locks are slow.",
            "Freight takes the train.",
        ),
        (
            "Freight prefers trains. After all, locks are slow.",
            "supports",
            "After all, locks are slow.",
            "Freight prefers trains.",
        ),
        (
            "Locks are slow. However, grain is patient.",
            "qualifies",
            "Grain is patient.",
            "Locks are slow.",
        ),
        (
            "Ada Byron argues that locks are slow. But grain moves through them in minutes.",
            "rebuts",
            "Grain moves through them in minutes.",
            "Locks are slow.",
        ),
        (
            "Small barges will never be better than large barges. "
            "In tests, small barges outperform large barges.",
            "rebuts",
            "In tests, small barges outperform large barges.",
            "Small barges will never be better than large barges.",
        ),
    ],
)
def test_written_signals(text: str, kind: str, source: str, target: str) -> None:
    assert (kind, source, target) in relations(text)


def test_no_signal_no_relation() -> None:
    assert relations("Locks are slow. Grain is patient. Trains are loud.") == []


def test_a_heading_claim_is_supported_by_what_stands_under_it() -> None:
    text = (
        "# Canals\n\n## Barges Need Deep Canals\n\n"
        "Modern barges sit low in canals of two metres.\n\nTrains are loud.\n"
    )
    assert relations(text) == [
        (
            "supports",
            "Modern barges sit low in canals of two metres.",
            "Barges need deep canals.",
        )
    ]


def test_a_thesis_said_again_is_restated() -> None:
    text = (
        "Gains we see today, including barges and locks, are no rivals to canals.\n\n"
        "Trains are loud.\n\n"
        "The gains we see today, including barges and locks, are no rivals to canals.\n"
    )
    ((kind, source, target),) = relations(text)
    assert (kind, source[:9], target[:5]) == ("restates", "The gains", "Gains")


def test_equal_wordings_are_one_claim_and_no_relation() -> None:
    assert relations("Canals are slow roads.\n\nTrains are loud.\n\nCanals are slow roads.") == []


def test_a_critic_who_names_the_point_undercuts_it() -> None:
    text = (
        "# Notes on an essay\n\nThe essay argues that tidal plants double coastal yields.\n\n"
        "The author notes that nine plants exist.\n\n## Limitations\n\n"
        "The coastal yields of tidal plants are probably much lower.\n"
    )
    assert (
        "undercuts",
        "The coastal yields of tidal plants are probably much lower.",
        "Tidal plants double coastal yields.",
    ) in relations(text)


def test_every_relation_says_why() -> None:
    document = extracted("Locks are slow. However, grain is patient.")
    (found,) = document.layer(RelationFound)
    assert found.signals == ("marker:however",)
    assert document.words(found) == "However, grain is patient."


def test_a_verdict_rebuts_the_view_before_it() -> None:
    text = "Some traders argue that locks ruin every harbour. That is an exaggeration."
    assert relations(text) == [("rebuts", "That is an exaggeration.", "Locks ruin every harbour.")]


@pytest.mark.parametrize(
    "text",
    [
        "Some traders argue that locks are slow. In contrast, cranes lift two boxes a minute.",
        "Locks are slow. Because gates leak, keepers close them early.",
        "Locks open at dawn. After all gates are up, boats leave.",
        "Keepers rest on Sundays. That is a custom of the canal towns.",
        "# Will canals need deeper locks?\n\nCanals could need deeper locks after floods.",
    ],
)
def test_what_stands_side_by_side_is_not_linked(text: str) -> None:
    assert relations(text) == []


def test_a_turn_against_the_inference_undercuts() -> None:
    text = (
        "Towns with canals have richer harbours. "
        "However, this correlation does not prove that canals enrich a harbour."
    )
    document = extracted(text)
    (found,) = document.layer(RelationFound)
    assert (found.kind, found.signals) == ("undercuts", ("marker:however", "inference"))


def test_however_within_its_sentence_turns_too() -> None:
    text = "Locks are slower than lifts. Locks are, however, much cheaper than lifts."
    assert [kind for kind, _, _ in relations(text)] == ["qualifies"]


def test_a_heading_without_a_verb_claims_nothing_to_support() -> None:
    text = (
        "# Canals\n\n## Deep locks built for modern barges\n\n"
        "Modern barges sit low in deep locks of two metres.\n\nTrains are loud.\n"
    )
    assert relations(text) == []
