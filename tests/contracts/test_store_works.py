"""Works: read or only cited, by how many, and which may be the same."""

from __future__ import annotations

from kg.model import Decision, Match
from kg.store import Store
from kg.vocab import Action, Status
from tests.factories import NOW, Draft, document, work

MILLS = work("title:mills", title="Tide mills", authors=("Okafor, A.",), year=2011)
MILS = work("title:mils", title="Tide mils", authors=("Okafor, A.",), year=2011, volume="3")


def citing(text: str, to: str) -> Draft:
    draft = document(f"{text}\n\n{to}", name=text)
    draft.refers(to, MILLS if to == "Okafor (2011)." else MILS)
    return draft


def proposed() -> tuple[Draft, Match]:
    draft = citing("A third text.", "Okafor (2011b).")
    draft.keep(MILLS)
    match = draft.keep(
        Match(
            document_id=draft.document.id,
            run_id=draft.run.id,
            work_id=MILS.id,
            candidate_id=MILLS.id,
            similarity=0.94,
        )
    )
    return draft, match


def test_works_say_who_cites_them_and_whether_they_were_read(store: Store) -> None:
    for draft in (citing("One text.", "Okafor (2011)."), citing("Two.", "Okafor (2011).")):
        store.add(draft.bundle())
    rows = {row.work.key: row for row in store.works()}
    assert rows["title:mills"].cited_by == 2
    assert rows["title:mills"].texts == ()
    own = [row for row in store.works() if row.texts]
    assert [row.cited_by for row in own] == [0] * len(own)
    assert store.works()[0].texts


def test_a_proposed_pair_is_listed_until_it_is_judged_and_after(store: Store) -> None:
    draft, match = proposed()
    store.add(citing("One text.", "Okafor (2011).").bundle())
    store.add(draft.bundle())
    (view,) = store.matches()
    assert (view.work.title, view.work.volume, view.candidate.title) == (
        "Tide mils",
        "3",
        "Tide mills",
    )
    assert store.source_view(draft.document.id).matches == (view,)
    store.decide(Decision(target_id=match.id, action=Action.REJECT, made_by="Ada", made_at=NOW))
    assert [one.match.status for one in store.matches()] == [Status.REJECTED]
    store.remove(draft.document.id)
    assert store.matches() == []
    assert [row.work.key for row in store.works() if row.work.key == "title:mils"] == []
