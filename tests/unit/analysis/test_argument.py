from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.argument import reach
from kg.model import Relation

YES, NO = frozenset({1}), frozenset({-1})
SIGNS = {"supports": 1, "rebuts": -1, "undercuts": -1, "restates": 0, "qualifies": 0}


def link(source: str, kind: str, target: str) -> Relation:
    return Relation(kind=kind, source_claim_id=source, target_claim_id=target)


def test_a_rebuttal_of_a_rebuttal_is_back_on_the_first_side() -> None:
    sides = reach(
        {"thesis": YES},
        [
            link("a", "rebuts", "thesis"),
            link("b", "rebuts", "a"),
            link("c", "supports", "b"),
            link("d", "restates", "c"),
        ],
    )
    assert sides == {"thesis": YES, "a": NO, "b": YES, "c": YES}


def test_a_claim_that_does_both_is_on_both_sides() -> None:
    sides = reach(
        {"yes": YES, "no": NO}, [link("a", "supports", "yes"), link("a", "supports", "no")]
    )
    assert sides["a"] == {1, -1}


def test_positions_keep_their_side_even_in_a_loop() -> None:
    sides = reach(
        {"p": YES}, [link("p", "rebuts", "p"), link("q", "rebuts", "p"), link("p", "supports", "q")]
    )
    assert sides == {"p": YES, "q": NO}


links = st.builds(
    link, st.sampled_from("abcd"), st.sampled_from(list(SIGNS)), st.sampled_from("abcd")
)


@given(st.lists(links, max_size=8))
def test_it_agrees_with_applying_every_link_until_nothing_changes(
    relations: list[Relation],
) -> None:
    positions = {"a": YES, "b": NO | YES}
    assert reach(positions, relations) == _fixed_point(positions, relations)


def _fixed_point(
    positions: dict[str, frozenset[int]], relations: list[Relation]
) -> dict[str, set[int]]:
    sides = {claim: set(declared) for claim, declared in positions.items()}
    for _ in range(5):  # two free claims with two sides each: four rounds reach all there is
        for step in relations:
            if SIGNS[step.kind] and step.source_id not in positions:
                reached = {side * SIGNS[step.kind] for side in sides.get(step.target_id, set())}
                sides.setdefault(step.source_id, set()).update(reached)
    return {claim: found for claim, found in sides.items() if found}
