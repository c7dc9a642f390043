from __future__ import annotations

import pytest

from ingest.language.comparison import Size, comparison, contradict

NEVER = "Small models descend from the larger models, and will likely never be better than them."
ALWAYS = "Larger models are always better than smaller models."
INSTANCE = "Atlas-3 8B outperforms Condor 180B on the same board."
GENERAL = "Compact models frequently outperform much larger ones."
OTHER = "Small firms outperform large firms."


@pytest.mark.parametrize(
    ("wording", "holds", "general", "head"),
    [
        (NEVER, False, True, "models"),
        (ALWAYS, False, True, "models"),
        (INSTANCE, True, False, "models"),
        (GENERAL, True, True, "models"),
        (OTHER, True, True, "firms"),
        ("Small firms do not outperform large firms.", False, True, "firms"),
        ("Large firms underperform small firms.", True, True, "firms"),
    ],
)
def test_reads_the_ranking(wording: str, holds: bool, general: bool, head: str) -> None:
    found = comparison(wording)
    assert found is not None
    assert (found.winner, found.loser) == (Size.SMALL, Size.LARGE)
    assert (found.holds, found.general, found.head) == (holds, general, head)


@pytest.mark.parametrize(
    "wording",
    [
        "Canals beat roads.",
        "Small models are cheap.",
        "Atlas 8B outperforms Condor 9B.",
        'They reject the slogan "small models outperform large models" as naive.',
    ],
)
def test_no_ranking_of_sizes(wording: str) -> None:
    assert comparison(wording) is None


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (INSTANCE, NEVER, True),
        (NEVER, INSTANCE, False),
        (GENERAL, NEVER, True),
        (NEVER, GENERAL, True),
        (INSTANCE, ALWAYS, True),
        (INSTANCE, GENERAL, False),
        (OTHER, NEVER, False),
    ],
)
def test_contradiction_depends_on_content_and_scope(
    source: str, target: str, expected: bool
) -> None:
    first, second = comparison(source), comparison(target)
    assert first is not None
    assert second is not None
    assert contradict(first, second) is expected
