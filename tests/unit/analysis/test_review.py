"""The order of the review queue, and what hangs on a proposal."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import review
from kg.analysis.review import STEPS, hanging, queue, uncertainty
from kg.views import Arrow, Proposal
from kg.vocab import RELATION_KINDS, Status

CLAIMS = [f"claim-{letter}" for letter in "abcdef"]
scores = st.none() | st.floats(0, 1)
arrows = st.lists(
    st.builds(
        Arrow,
        id=st.uuids().map(lambda number: f"relation-{number}"),
        kind=st.sampled_from(sorted(RELATION_KINDS)),
        source_id=st.sampled_from(CLAIMS),
        target_id=st.sampled_from(CLAIMS),
    ),
    max_size=12,
)
proposals = st.lists(
    st.builds(
        Proposal,
        id=st.uuids().map(lambda number: f"assertion-{number}"),
        score=scores,
        status=st.sampled_from(Status),
        claim_id=st.sampled_from(CLAIMS),
    ),
    max_size=8,
)


def arrow(source: str, kind: str, target: str) -> Arrow:
    return Arrow(f"relation-{source}-{target}", kind, f"claim-{source}", f"claim-{target}")


def stated(claim: str, score: float | None = 0.5) -> Proposal:
    return Proposal(f"assertion-{claim}", score, Status.PROPOSED, f"claim-{claim}")


@given(proposals, arrows, st.randoms())
def test_the_order_of_what_is_given_does_not_matter(
    found: list[Proposal], links: list[Arrow], random: Random
) -> None:
    before = queue(found, links)
    shuffled, other = list(found), list(links)
    random.shuffle(shuffled)
    random.shuffle(other)
    assert queue(shuffled, other) == before


@given(proposals, arrows)
def test_it_has_all_that_is_proposed_and_nothing_that_is_judged(
    found: list[Proposal], links: list[Arrow]
) -> None:
    expected = {one.id for one in found if one.status is Status.PROPOSED}
    assert {one.id for one in queue(found, links)} == expected


@given(scores, arrows, st.sampled_from(CLAIMS), st.sampled_from(CLAIMS))
def test_what_more_hangs_on_is_no_later_at_equal_uncertainty(
    score: float | None, links: list[Arrow], one: str, other: str
) -> None:
    pair = [
        Proposal("assertion-1", score, Status.PROPOSED, one),
        Proposal("assertion-2", score, Status.PROPOSED, other),
    ]
    first, second = queue(pair, links)
    if uncertainty(score) > 0:
        assert hanging(first, links) >= hanging(second, links)


@given(proposals, arrows, arrows)
def test_one_link_more_takes_nothing_away(
    found: list[Proposal], links: list[Arrow], more: list[Arrow]
) -> None:
    for one in found:
        assert hanging(one, links) <= hanging(one, links + more)


@given(st.floats(0, 1), arrows, st.sampled_from(CLAIMS))
def test_the_less_sure_comes_first_where_the_same_hangs_on_both(
    score: float, links: list[Arrow], claim: str
) -> None:
    pair = [
        Proposal("assertion-1", score, Status.PROPOSED, claim),
        Proposal("assertion-2", 0.5, Status.PROPOSED, claim),
    ]
    first, second = queue(pair, links)
    assert uncertainty(first.score) >= uncertainty(second.score)


def test_even_odds_are_the_least_sure_and_unknown_odds_are_even() -> None:
    assert uncertainty(0.5) == uncertainty(None) == 0.25
    assert uncertainty(0.0) == uncertainty(1.0) == 0.0
    assert uncertainty(0.2) == pytest.approx(uncertainty(0.8))


def test_an_assertion_carries_what_bears_on_its_claim_and_what_that_leads_to() -> None:
    links = [
        arrow("a", "rebuts", "b"),
        arrow("b", "supports", "c"),
        arrow("c", "undercuts", "d"),
        arrow("z", "rebuts", "a"),
        arrow("y", "rebuts", "z"),
        arrow("x", "supports", "b"),
    ]
    assert hanging(stated("a"), links) == 4  # b, c, d, and z which bears on it
    assert hanging(stated("d"), links) == 1
    assert hanging(stated("lonely"), links) == 0


def test_links_further_than_the_limit_do_not_count() -> None:
    chain = [f"{number:02}" for number in range(STEPS + 3)]
    links = [arrow(one, "supports", other) for one, other in pairwise(chain)]
    assert hanging(stated("00"), links) == STEPS


def test_a_link_carries_its_target_and_a_neutral_one_nothing() -> None:
    onward = [arrow("b", "supports", "c")]
    for kind, expected in (("rebuts", 2), ("restates", 3), ("related", 0), ("qualifies", 0)):
        link = arrow("a", kind, "b")
        proposal = Proposal(link.id, 0.5, Status.PROPOSED)
        assert hanging(proposal, [link, *onward]) == expected, kind


def test_an_undercut_carries_the_link_and_its_target() -> None:
    link = arrow("b", "supports", "c")
    cut = Arrow("relation-cut", "undercuts", "claim-a", link.id)
    assert hanging(Proposal(cut.id, 0.5, Status.PROPOSED), [cut, link]) == 2


def test_a_dependency_carries_what_rests_on_it() -> None:
    links = [
        arrow("mill", "requires", "steam"),
        arrow("coal", "enables", "steam"),
        arrow("tar", "substitutes", "coal"),
    ]
    carried = [hanging(Proposal(one.id, 0.5, Status.PROPOSED), links) for one in links]
    assert carried == [1, 2, 0]


def test_ties_go_by_id() -> None:
    found = [stated("a")._replace(id=f"assertion-{number}") for number in (3, 1, 2)]
    assert [one.id[-1] for one in queue(found, [])] == ["1", "2", "3"]


# -- the same, followed one thing after another

mixed = st.lists(
    st.builds(
        Arrow,
        id=st.sampled_from([f"relation-{number}" for number in range(9)]),
        kind=st.sampled_from(sorted(RELATION_KINDS)),
        source_id=st.sampled_from([*CLAIMS, "relation-3", "evidence-1"]),
        target_id=st.sampled_from([*CLAIMS, "relation-1", "relation-2", "relation-3"]),
    ),
    unique_by=lambda one: one.id,
    max_size=9,
)
all_kinds = st.lists(
    st.builds(
        lambda made, score: made._replace(score=score),
        st.sampled_from(
            [
                *(stated(claim.removeprefix("claim-")) for claim in (*CLAIMS, "claim-unlinked")),
                *(Proposal(f"relation-{one}", 0.5, Status.PROPOSED) for one in range(10)),
                Proposal("evidence-1", 0.5, Status.PROPOSED),
            ]
        ),
        scores,
    ),
    unique_by=lambda one: one.id,
)


def plainly(proposal: Proposal, links: list[Arrow]) -> int:
    """Return what hangs on a proposal, by the definition."""
    own = {link.id for link in links}

    def onward(thing: str) -> set[str]:
        found = set()
        for link in links:
            said = RELATION_KINDS[link.kind]
            there, back = (link.source_id, link.target_id), (link.target_id, link.source_id)
            if link.kind == "restates":
                led = [there, back]
            elif said.family == "dependency":
                led = {"source": [back], "target": [there], None: []}[said.dependent]
            else:
                led = [there] if said.sign else []
            found |= {end for start, end in led if thing in own and thing == link.id}
            found |= {end for start, end in led if thing not in own and thing == start}
        return found

    begin = proposal.claim_id or proposal.id
    reached = edge = {begin}
    for _ in range(STEPS):
        edge = {end for one in edge for end in onward(one)}
        reached = reached | edge
    if proposal.claim_id:
        for link in links:
            ends = {link.source_id, link.target_id}
            reached = reached | (ends if begin in ends else set())
    return len(reached - {begin})


@given(all_kinds, mixed, st.integers(1, 40))
def test_many_followed_at_once_give_what_each_gives_alone(
    found: list[Proposal], links: list[Arrow], at_once: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(review, "_AT_ONCE", at_once)
        assert [hanging(one, links) for one in found] == [plainly(one, links) for one in found]
        order = sorted(
            found,
            key=lambda one: (-uncertainty(one.score) * (1 + plainly(one, links)), one.id),
        )
        assert queue(found, links) == order
