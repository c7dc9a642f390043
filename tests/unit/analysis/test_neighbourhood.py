"""The walk goes ring by ring, keeps the most linked, and never loses what is nearer."""

from __future__ import annotations

from collections.abc import Callable, Collection

from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.neighbourhood import Neighbourhood, walk
from kg.views import Tie

Reading = Callable[[Collection[str]], list[Tie]]


def reading(ties: Collection[Tie]) -> Reading:
    """Answer as the store does: with what ties are about, and what is about them."""
    by_id = {tie.id: tie for tie in ties}

    def read(ids: Collection[str]) -> list[Tie]:
        found = {tie.id for tie in ties if {tie.source_id, tie.target_id} & set(ids)}
        while True:
            more = {tie.id for tie in ties if tie.target_id in found}
            more |= {by_id[one].target_id for one in found if by_id[one].target_id in by_id}
            if more <= found:
                return [by_id[one] for one in sorted(found)]
            found |= more

    return read


def tie(number: int, source: str, kind: str, target: str, *, accepted: bool = False) -> Tie:
    return Tie(f"relation-{number}", kind, source, target, accepted)


NAMES = st.sampled_from([f"claim-{number}" for number in range(12)])
KINDS = st.sampled_from(["supports", "rebuts", "undercuts", "differs_in_scope"])


@st.composite
def graphs(draw: st.DrawFn) -> list[Tie]:
    """Links between claims, and links about links, earlier ones."""
    ties: list[Tie] = []
    for number in range(draw(st.integers(0, 25))):
        earlier = st.sampled_from([one.id for one in ties]) if ties else NAMES
        target = draw(st.one_of(NAMES, earlier))
        ties.append(Tie(f"relation-{number:02}", draw(KINDS), draw(NAMES), target))
    return ties


def grown(ties: list[Tie], hops: int, most: int = 99) -> Neighbourhood:
    return walk("claim-0", hops, most, reading(ties))


@given(graphs(), st.integers(1, 3), st.integers(1, 12))
def test_a_wider_or_larger_walk_goes_on_from_a_smaller_one(
    ties: list[Tie], hops: int, most: int
) -> None:
    small = grown(ties, hops, most)
    assert len(small.members) <= most
    for larger in (grown(ties, hops + 1, most), grown(ties, hops, most + 5)):
        assert larger.members[: len(small.members)] == small.members
    assert len(set(small.members)) == len(small.members)


@given(graphs(), st.integers(1, 3), st.integers(1, 12))
def test_what_is_drawn_hangs_together_and_nothing_is_forgotten(
    ties: list[Tie], hops: int, most: int
) -> None:
    found = grown(ties, hops, most)
    known = {*found.members, *(one.id for one in found.ties)}
    for one in found.ties:
        assert {one.source_id, one.target_id} <= known
        assert one.source_id != one.target_id
    everything = grown(ties, hops)
    left = len(everything.members) - len(found.members)
    assert found.left_out == left if found.counted else found.left_out <= left
    if not found.left_out:
        assert found.members == everything.members


@given(graphs())
def test_one_line_stands_for_all_that_say_the_same(ties: list[Tie]) -> None:
    found = grown(ties, 3)
    lines = [(one.kind, one.source_id, one.target_id) for one in found.ties]
    assert len(set(lines)) == len(lines)
    covered = [identifier for one in found.ties for identifier in one.alike]
    assert len(set(covered)) == len(covered)
    symmetric = [frozenset(ends) for kind, *ends in lines if kind == "differs_in_scope"]
    assert len(set(symmetric)) == len(symmetric)


def test_the_most_linked_come_first_and_what_a_person_accepted_counts_twice() -> None:
    ties = [
        tie(1, "claim-b", "supports", "claim-0"),
        tie(2, "claim-c", "supports", "claim-0", accepted=True),
        tie(3, "claim-d", "supports", "claim-0"),
        tie(4, "claim-d", "rebuts", "claim-0"),
        tie(5, "claim-d", "undercuts", "relation-1"),
    ]
    assert grown(ties, 1).rings[1] == ("claim-d", "claim-c", "claim-b")
    cut = grown(ties, 2, most=2)
    assert (cut.rings[1], cut.left_out, cut.counted) == (("claim-d",), 2, False)
    assert grown(ties, 1, most=2).counted


def test_a_link_that_is_disputed_leads_to_both_its_ends() -> None:
    ties = [
        tie(1, "claim-a", "rebuts", "claim-b"),
        tie(2, "claim-0", "undercuts", "relation-1"),
    ]
    found = grown(ties, 1)
    assert set(found.rings[1]) == {"claim-a", "claim-b"}
    assert [one.id for one in found.ties] == ["relation-1", "relation-2"]


def test_the_focus_may_be_read_otherwise_than_the_rest() -> None:
    own, others = (
        [tie(1, "claim-a", "supports", "claim-0")],
        [tie(2, "claim-b", "supports", "claim-a")],
    )
    found = walk("claim-0", 2, 9, reading(others), reading(own))
    assert found.rings == (("claim-0",), ("claim-a",), ("claim-b",))


def test_a_claim_alone_has_itself() -> None:
    found = grown([], 3)
    assert (found.rings, found.ties, found.left_out) == ((("claim-0",),), (), 0)
