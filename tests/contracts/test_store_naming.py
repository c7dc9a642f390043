"""What the search box asks a store, and in which order claims are listed, on each backend."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.curator import Curator
from kg.model import Claim
from kg.store import Store
from kg.views import ClaimFilter, EvidenceFilter, Order
from kg.vocab import Action, Stance
from tests.factories import Draft, claim, concept, document, work

MILLS, DAMS, WEIRS = claim("mills turn slowly"), claim("dams pay slowly"), claim("weirs leak")


def essay() -> Draft:
    draft = document(
        "Mills turn. Dams pay, the millers say. Weirs leak.",
        name="mills.md",
        title="On milling",
        of=work("title:mills", title="On milling"),
    )
    draft.asserts("Mills turn", MILLS, salience=0.2)
    draft.asserts("Dams pay, the millers say", DAMS, salience=0.9)
    draft.asserts("Weirs leak", WEIRS, salience=0.5)
    draft.relates(DAMS, "rebuts", WEIRS)
    draft.relates(MILLS, "rebuts", WEIRS)
    draft.relates(WEIRS, "rebuts", MILLS)
    draft.relates(DAMS, "supports", MILLS)
    draft.mentions("Mills", concept("grist mill", alternatives=("corn mill",)))
    draft.mentions("Weirs", concept("weir"))
    draft.depends("Weirs leak", DAMS, "requires", WEIRS)
    draft.answers("Do mills pay?", Stance.FOR, MILLS.wording)
    return draft


@pytest.fixture
def filled(store: Store) -> Store:
    store.add(essay().bundle())
    return store


@pytest.mark.parametrize(
    ("text", "questions", "sources", "concepts"),
    [
        ("mill", ["Do mills pay?"], ["On milling"], ["grist mill"]),
        ("MILLS pay", ["Do mills pay?"], [], []),
        ("corn mills", [], [], ["grist mill"]),
        ("ill", [], [], []),
        ("", [], [], []),
        ("%", [], [], []),
    ],
)
def test_names_are_found_by_all_words(
    filled: Store, text: str, questions: list[str], sources: list[str], concepts: list[str]
) -> None:
    found = filled.named(text)
    assert [one.wording for one in found.questions] == questions
    assert [one.label for one in found.sources] == sources
    assert [one.label for one in found.concepts] == concepts


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(max_size=40) | st.text('"*^(){}:-+ANDORT %_\\', max_size=40))
def test_any_text_may_be_sought(filled: Store, text: str) -> None:
    wanted = ClaimFilter(text=text)
    assert len(filled.claims(wanted)) == filled.count_claims(wanted)
    filled.named(text)


@pytest.mark.parametrize("text", ["mill " * 5_000, "x" * 100_000, " ".join(map(str, range(9_000)))])
def test_endless_texts_may_be_sought(filled: Store, text: str) -> None:
    filled.count_claims(ClaimFilter(text=text))
    filled.named(text)


def test_a_passage_tells_what_the_wording_does_not(filled: Store) -> None:
    found = filled.telling([DAMS.id, MILLS.id], "millers")
    assert {one: quote.passage.exact for one, quote in found.items()} == {
        DAMS.id: "Dams pay, the millers say"
    }
    assert filled.telling([DAMS.id], "dams") == {}


def listed(store: Store, order: Order | None, text: str | None = None) -> list[str]:
    return [row.claim.wording for row in store.claims(ClaimFilter(text=text, order=order))]


def test_claims_are_listed_in_the_order_asked_for(filled: Store) -> None:
    by_contest = [one.wording for one in (WEIRS, MILLS, DAMS)]
    by_salience = [one.wording for one in (DAMS, WEIRS, MILLS)]
    assert listed(filled, Order.CONTESTED) == by_contest
    assert listed(filled, Order.SALIENCE) == listed(filled, None) == by_salience
    assert listed(filled, Order.CONTESTED, "slowly") == [MILLS.wording, DAMS.wording]


def test_what_comes_from_a_rejected_claim_makes_none_contested(store: Store) -> None:
    draft = document("Mills turn. Dams pay. Weirs leak. Ponds silt.", name="all.md")
    ponds = claim("ponds silt")
    said = {
        one: draft.asserts(words, one)
        for words, one in (("Mills turn", MILLS), ("Dams pay", DAMS), ("Weirs leak", WEIRS))
    }
    draft.asserts("Ponds silt", ponds)
    draft.relates(MILLS, "rebuts", WEIRS)
    draft.relates(DAMS, "undercuts", WEIRS)
    draft.relates(WEIRS, "rebuts", ponds)
    store.add(draft.bundle())
    by_evidence = EvidenceFilter(ClaimFilter())
    assert listed(store, Order.CONTESTED)[0] == WEIRS.wording
    assert store.bearing_claims(by_evidence)[0] == WEIRS.id
    for one in (MILLS, DAMS):
        Curator(store, "Ann").decide(said[one].id, Action.REJECT)
    assert listed(store, Order.CONTESTED) == [ponds.wording, WEIRS.wording]
    assert store.bearing_claims(by_evidence) == [ponds.id, WEIRS.id]


def test_texts_read_last_come_first(filled: Store) -> None:
    late = document("Ponds silt up.", name="ponds.md", of=work("title:ponds"))
    late.run = type(late.run)(
        document_id=late.document.id,
        extractor="other",
        version="1",
        started_at="2030-01-01T00:00:00Z",
    )
    late.keep(late.run)
    late.asserts("Ponds silt up", "ponds silt up", salience=0.1)
    filled.add(late.bundle())
    assert listed(filled, Order.NEWEST)[0] == "ponds silt up"


def test_what_depends_on_something_is_known(filled: Store) -> None:
    assert filled.has_dependencies([DAMS.id])
    assert filled.has_dependencies([MILLS.id, WEIRS.id])
    assert not filled.has_dependencies([MILLS.id])


def test_only_the_surest_links_are_read_in_full(filled: Store) -> None:
    whole, part = filled.claim_view(WEIRS.id), filled.claim_view(WEIRS.id, 1)
    assert (len(whole.con), whole.counts) == (2, (0, 2, 0, 1))
    assert part.con == whole.con[:1]
    assert part.counts == whole.counts


def test_ids_are_of_all_that_a_filter_keeps(filled: Store) -> None:
    wanted = ClaimFilter(contested=True, limit=1)
    ids = filled.claim_ids(wanted)
    assert set(ids) == {WEIRS.id, MILLS.id}
    assert [row.claim for row in filled.claim_lines([MILLS.id])] == [MILLS]
    assert isinstance(MILLS, Claim)
