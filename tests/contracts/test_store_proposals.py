"""What waits for a judgement, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from kg.curator import Curator
from kg.model import Assertion, Evidence, Relation
from kg.store import Store
from kg.store.proposals import JUDGEABLE
from kg.vocab import Action
from tests.factories import Draft, agent, claim, concept, document, link

TEXT = "Said Roe. Mills, so Roe, need “rain”. And so on.\n\nSteam needs coal! Coal is dear."


def draft() -> Draft:
    made = document(TEXT, name="mills.md", title="Mills")
    made.asserts("Mills, so Roe, need “rain”", "mills need rain", holder=agent("Roe"), score=0.9)
    made.asserts("Steam needs coal!", "steam needs coal", score=0.6)
    dear = made.evidence("Coal is dear.")
    because = made.relates(dear, "supports", claim("steam needs coal"), score=None)
    made.relates(claim("mills need rain"), "undercuts", because)
    made.depends("Steam needs coal!", concept("Steam"), "requires", concept("Coal"))
    made.links = (link(claim("mills need rain"), "restates", claim("all mills need rain")),)
    return made


def other() -> Draft:
    made = document("All mills need rain.", name="other.md")
    made.asserts("All mills need rain.", "all mills need rain")
    made.links = draft().links
    return made


@pytest.fixture
def full(store: Store) -> Store:
    store.add(draft().bundle())
    store.add(other().bundle())
    return store


def kinds(store: Store, *wanted: str, of: Draft | None = None) -> list[str]:
    found = store.proposals(wanted or tuple(JUDGEABLE), of.document.id if of else None)
    return sorted(one.id.partition("-")[0] for one in found)


def test_all_that_is_proposed_is_there(full: Store) -> None:
    everything = ["assertion"] * 3 + ["dependency", "evidence"] + ["relation"] * 3
    assert kinds(full) == everything
    assert kinds(full, "evidence", "dependency") == ["dependency", "evidence"]
    assert kinds(full, of=other()) == ["assertion", "relation"]
    assert kinds(full, of=draft()) == everything[1:]


def test_what_is_judged_is_not(full: Store) -> None:
    ann = Curator(full, "Ann")
    for one in full.proposals(("assertion",)):
        ann.decide(one.id, Action.ACCEPT)
    assert kinds(full, "assertion") == []


def test_what_starts_from_rejected_words_does_not_count(full: Store) -> None:
    (dear,) = full.find(Evidence)
    Curator(full, "Ann").decide(dear.id, Action.REJECT)
    assert kinds(full, "relation") == ["relation", "relation"]
    assert {one.kind for one in full.arrows()} == {"undercuts", "restates", "requires"}


def test_a_proposal_is_bare_and_has_its_probability(full: Store) -> None:
    by_claim = {one.claim_id: one.score for one in full.proposals(("assertion",))}
    assert by_claim[claim("mills need rain").id] == pytest.approx(0.9)
    assert None in {one.score for one in full.proposals(("relation",))}


def view(store: Store, record: Any) -> Any:
    (found,) = store.proposal_views([record.id])
    assert found.record == record
    return found


def test_an_assertion_shows_its_sentence_and_claim(full: Store) -> None:
    (rain,) = full.find(Assertion, claim_id=claim("mills need rain").id)
    shown = view(full, rain)
    assert shown.quote.passage.exact == "Mills, so Roe, need “rain”"
    assert shown.sentence == "Mills, so Roe, need “rain”."
    assert (shown.holder.name, shown.run.extractor) == ("Roe", "test")
    assert shown.source is None
    assert shown.target.wording == "mills need rain"
    (coal,) = full.find(Assertion, claim_id=claim("steam needs coal").id)
    assert view(full, coal).sentence == "Steam needs coal!"


def test_a_relation_shows_both_sides(full: Store) -> None:
    (rests,) = full.find(Relation, kind="supports")
    shown = view(full, rests)
    assert [quote.passage.exact for quote in shown.source.quotes] == ["Coal is dear."]
    assert [quote.passage.exact for quote in shown.target.quotes] == ["Steam needs coal!"]
    (cut,) = full.find(Relation, kind="undercuts")
    assert view(full, cut).target.wording == "Coal is dear. supports steam needs coal"
    (same,) = full.find(Relation, kind="restates")
    shown = view(full, same)
    assert (shown.quote, shown.sentence, shown.run) == (None, None, None)
    assert {end.quotes[0].source.name for end in (shown.source, shown.target)} == {
        "mills.md", "other.md"}  # fmt: skip


def test_views_come_in_the_order_asked_for(full: Store) -> None:
    ids = [one.id for one in full.proposals()][::-1]
    shown = full.proposal_views([*ids, "assertion-s1gone"])
    assert [one.record.id for one in shown] == ids


@pytest.mark.parametrize("copies", [2, 12])
def test_the_number_of_queries_does_not_grow(store: Store, copies: int) -> None:
    for number in range(copies):
        made = document(f"{number}: {TEXT}", name=f"{number}.md")
        made.asserts("Steam needs coal!", f"steam needs coal {number}")
        made.relates(
            made.evidence("Coal is dear."), "supports", claim(f"steam needs coal {number}")
        )
        store.add(made.bundle())
    counted: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: counted.append(given[2]))
    ids = [one.id for one in store.proposals()]
    store.arrows()
    store.proposal_views(ids)
    assert len(ids) == 3 * copies
    assert len([one for one in counted if one.lstrip().startswith("SELECT")]) <= 30
