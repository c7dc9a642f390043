"""A bundle as people left it holds what the machine made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg.curation.corrections import Quoted, curate, restored
from kg.model import Assertion, Bundle, Claim, Decision, Relation
from kg.store.bundles import canonical, check
from kg.vocab import Action, ClaimKind, Status
from tests.factories import Draft, claim, document

TEXT = "Mills pay. Coal is dear. Rain falls. Owners sold mills."
WORDINGS = ("mills pay", "coal is dear", "rain falls")


def essay(links: list[tuple[int, int]], on_links: list[tuple[int, int]]) -> Draft:
    """Three claims, links among them, and links on links."""
    made = document(TEXT)
    for sentence, wording in zip(TEXT.split(". "), WORDINGS, strict=False):
        made.asserts(sentence, wording)
    stated = [claim(one) for one in WORDINGS]
    between = [
        made.relates(stated[source], "supports", stated[target])
        for source, target in links
        if source != target
    ]
    for source, place in on_links:
        if between:
            between.append(made.relates(stated[source], "undercuts", between[place % len(between)]))
    return made


def decision(target: str, action: Action, value: str | None, number: int) -> Decision:
    at = f"2026-01-02T03:04:05.{number:06d}+00:00"
    return Decision(target_id=target, action=action, value=value, made_by="Ann", made_at=at)


@st.composite
def corrected(draw: st.DrawFn) -> tuple[Bundle, list[Decision]]:
    pair = st.tuples(st.integers(0, 2), st.integers(0, 2))
    onto = st.tuples(st.integers(0, 2), st.integers(0, 9))
    draft = essay(draw(st.lists(pair, max_size=5)), draw(st.lists(onto, max_size=3)))
    bundle = canonical(draft.bundle())
    judgeable = [one for one in bundle.owned if isinstance(one, (Assertion, Relation))]
    stated = [one for one in judgeable if isinstance(one, Assertion)]
    made: list[Decision] = []
    for number in range(draw(st.integers(0, 5))):
        action = draw(st.sampled_from([Action.ACCEPT, Action.REJECT, Action.RETYPE]))
        if action is Action.RETYPE:
            wording = draw(st.sampled_from([*WORDINGS, "something else"]))
            kind = draw(st.sampled_from(ClaimKind))
            value = f'{{"claim":"{wording}","kind":"{kind}"}}'
            made.append(decision(draw(st.sampled_from(stated)).id, action, value, number))
        else:
            made.append(decision(draw(st.sampled_from(judgeable)).id, action, None, number))
    return bundle, made


def proposed(bundle: Bundle) -> Bundle:
    reset: dict[str, Any] = {"status": Status.PROPOSED}
    owned = (replace(one, **reset) if hasattr(one, "status") else one for one in bundle.owned)
    return canonical(replace(bundle, owned=tuple(owned)))


@given(corrected())
def test_what_the_machine_made_comes_back(given: tuple[Bundle, list[Decision]]) -> None:
    bundle, made = given
    left = curate(bundle, made)
    check(left.bundle)
    assert proposed(restored(left.bundle, left.originals)) == proposed(bundle)
    again = curate(proposed(restored(left.bundle, left.originals)), made)
    assert canonical(again.bundle) == canonical(left.bundle)
    assert (dict(again.originals), again.judged) == (dict(left.originals), left.judged)


@given(corrected())
def test_nothing_bears_on_itself_and_no_claim_hangs_in_the_air(
    given: tuple[Bundle, list[Decision]],
) -> None:
    left = curate(*given).bundle
    links = [one for one in left.owned if isinstance(one, Relation)]
    assert all(one.source_claim_id != one.target_claim_id for one in links)
    stated = {one.claim_id for one in left.owned if isinstance(one, Assertion)}
    assert stated == {one.id for one in left.shared if isinstance(one, Claim)}


def test_nothing_decided_changes_nothing() -> None:
    bundle = canonical(essay([(0, 1)], [(2, 0)]).bundle())
    left = curate(bundle, [])
    assert canonical(left.bundle) == bundle
    assert not left.originals
    assert not left.judged


def test_a_quote_is_placed_once_or_between_what_frames_it() -> None:
    text = "Mills pay. Coal pays. Mills pay."
    found = Quoted("document", "Mills pay.", "mills pay", "Roe", prefix="pays. ")
    assert found.place(text) == (22, 32)
    assert replace(found, prefix="").place(text) is None
    assert replace(found, quote="Coal pays.", prefix="no such words ").place(text) == (11, 21)
