"""What bears on a claim is all that its standing needs, and not what somebody else brings."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.independence import origins
from kg.analysis.standing.assembling import framework_of
from kg.analysis.standing.removal import Removals
from kg.analysis.standing.weighed import Weighed
from kg.grounds import Grounds, Holder, Link, Said, Shown
from kg.model import Work
from kg.sketches import Text
from kg.vocab import AgentKind, EvidenceKind, Mode, Status

CLAIMS = ("c0", "c1", "c2", "c3", "c4")
EVIDENCE = ("e0", "e1", "e2")
DOCUMENTS = ("d0", "d1", "d2")
WORKS = tuple(
    Work(key=f"title:{name}", authors=(f"{name}, A.",)) for name in ("Roe", "Sato", "Lund")
)
ORIGINS = origins(
    [
        Text("d0", WORKS[0].id, "text/plain", frozenset()),
        Text("d1", WORKS[1].id, "text/plain", frozenset(), reviews_id=WORKS[0].id),
        Text("d2", WORKS[2].id, "text/plain", frozenset()),
    ],
    WORKS,
)
R = TypeVar("R", Said, Link, Shown)
statuses = st.sampled_from(Status)
scores = st.sampled_from([None, 0.2, 0.7, 1.0])
documents = st.sampled_from(DOCUMENTS)


@st.composite
def grounds(draw: st.DrawFn) -> Grounds:
    """Anything that may be said of five claims, some of which say the same."""
    links: list[Link] = []
    for at in range(draw(st.integers(0, 9))):
        target = draw(st.sampled_from([*CLAIMS, *(one.id for one in links)]))
        links.append(
            Link(
                f"l{draw(st.integers(0, 99)):02}-{at}",
                draw(documents),
                draw(st.sampled_from(["supports", "rebuts", "undercuts", "related"])),
                draw(st.sampled_from([*CLAIMS, *EVIDENCE])),
                target,
                target not in CLAIMS,
                draw(st.sampled_from([None, None, "g"])),
                draw(statuses),
                draw(scores),
            )
        )
    said = [
        Said(f"a{at}", *draw(st.tuples(st.sampled_from(CLAIMS), documents)), "h", mode, status, 0.5)
        for at, (mode, status) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from(Mode), statuses), max_size=6))
        )
    ]
    shown = [
        Shown(one, draw(documents), "p", None, draw(st.sampled_from(EvidenceKind)), status, 0.9)
        for one, status in zip(EVIDENCE, draw(st.tuples(*[statuses] * 3)), strict=True)
    ]
    same = draw(st.sets(st.sampled_from(CLAIMS)))
    return Grounds(
        revision=1,
        claims=frozenset(CLAIMS),
        holders={"h": Holder("person:roe:j", AgentKind.PERSON)},
        canonical=dict.fromkeys(same, min(same, default="")),
        said=tuple(said),
        links=tuple(links),
        shown=tuple(shown),
    )


@given(grounds(), st.sampled_from(CLAIMS), st.sampled_from(["d0", "d1", "one origin"]))
def test_what_bears_on_a_claim_gives_it_the_standing_that_all_gives_it(
    made: Grounds, asked: str, origin: str
) -> None:
    claim = made.stands_for(asked)
    origin_of = {"d1": origin}
    whole = framework_of(made, origin_of)
    part = framework_of(made.bearing_on([asked]), origin_of)
    assert Removals(part.framework, claim).cone == Removals(whole.framework, claim).cone
    assert part.weights[claim] == whole.weights[claim]
    assert {one.relation_id for one in part.omitted} <= {one.relation_id for one in whole.omitted}


@given(grounds())
def test_what_owners_bring_goes_with_them(made: Grounds) -> None:
    left = made.without({"d1", "c1"})
    assert left.claims == made.claims - {"c1"}
    assert {one.document_id for one in left.said} <= {"d0", "d2"}
    assert {one.document_id for one in left.shown} <= {"d0", "d2"}
    assert set(left.links) == {one for one in made.links if one.owner_id != "d1"}
    assert made.without([]) == made


@given(grounds(), st.data())
def test_after_a_change_only_what_it_touched_is_assembled_again(
    before: Grounds, data: st.DataObject
) -> None:
    def kept(rows: tuple[R, ...]) -> list[R]:
        left = [one for one in rows if gone.isdisjoint(one)]
        return [one for one in left if data.draw(st.integers(0, 4))]

    def judged(rows: list[R]) -> tuple[R, ...]:
        at = data.draw(st.integers(-1, len(rows) - 1))
        if at >= 0:
            rows[at] = rows[at]._replace(status=data.draw(statuses))
        return tuple(rows)

    gone = data.draw(st.sets(st.sampled_from(CLAIMS))) - before.canonical.keys()
    links: list[Link] = []
    for one in kept(before.links):
        if not one.on_link or one.target_id in {each.id for each in links}:
            links.append(one)
    fresh = Said("new", "c3", "d1", "h", Mode.ASSERTS, Status.PROPOSED, 0.5)
    after = replace(
        before,
        claims=before.claims - gone,
        said=judged([*kept(before.said), *(one for one in (fresh,) if one.claim_id not in gone)]),
        links=judged(links),
        shown=judged(kept(before.shown)),
    )
    first, anew = Weighed(before, ORIGINS), Weighed(after, ORIGINS)
    assert first.strengths
    found = Weighed(after, ORIGINS, earlier=first.settled())
    assert found.support == anew.support
    assert found.assembled == anew.assembled
    assert found.strengths.keys() == anew.strengths.keys()
    for name, strength in anew.strengths.items():
        assert found.strengths[name] == pytest.approx(strength, abs=1e-6)


def test_evidence_for_a_reason_gives_it_another_voice_at_once() -> None:
    said = [
        Said(f"a{at}", claim, "d0", "h", Mode.ASSERTS, Status.ACCEPTED, 1.0)
        for at, claim in enumerate(("c1", "c2"))
    ]
    shown = Shown("e0", "d2", "p", None, EvidenceKind.MEASUREMENT, Status.ACCEPTED, 1.0)
    against = [
        Link(f"l{one}", "d0", "rebuts", one, "c0", False, None, Status.ACCEPTED, 1.0)
        for one in ("c1", "c2")
    ]
    because = Link("le", "d2", "supports", "e0", "c1", False, None, Status.PROPOSED, 0.8)
    before = Grounds(
        revision=1,
        claims=frozenset(CLAIMS),
        holders={"h": Holder("person:roe:j", AgentKind.PERSON)},
        canonical={},
        said=tuple(said),
        links=(*against, because),
        shown=(shown,),
    )
    first = Weighed(before, ORIGINS)
    assert {one.voice for one in first.assembled.framework.inferences if one.sign < 0} == {
        None,
        WORKS[0].id,
    }
    one, other = against
    for after, voices in (
        (replace(before, links=(*against, because._replace(status=Status.REJECTED))), WORKS[:1]),
        (replace(before, shown=()), WORKS[:1]),
        (replace(before, links=(one, other._replace(status=Status.REJECTED), because)), ()),
    ):
        assert first.strengths
        found = Weighed(after, ORIGINS, earlier=first.settled())
        assert found.assembled == Weighed(after, ORIGINS).assembled
        speaking = [one for one in found.assembled.framework.inferences if one.sign < 0]
        assert {one.voice or "" for one in speaking} == ({one.id for one in voices} or {""})


@given(grounds(), st.sampled_from(CLAIMS))
def test_a_part_comes_to_what_all_comes_to(made: Grounds, asked: str) -> None:
    claim, whole = made.stands_for(asked), Weighed(made, ORIGINS)
    part = Weighed(made.bearing_on([asked]), ORIGINS, criticising=made.criticising)
    assert part.support.get(claim) == whole.support.get(claim)
    assert part.assembled.weights[claim] == whole.assembled.weights[claim]
    assert part.strengths[claim] == pytest.approx(whole.strengths[claim], abs=1e-6)
    assert part.labels[claim] is whole.labels[claim]
