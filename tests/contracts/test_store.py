"""What a store promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from kg.errors import NotFoundError, RefusedError, UsageError
from kg.model import Assertion, Bundle, Concept, Decision, Entry, Passage, Record, Work
from kg.rdf.project import Projection
from kg.store import Outcome, Store
from kg.store.bundles import canonical
from kg.store.tables import GRAPH, METADATA, REVISION, TABLES
from kg.views import ClaimFilter
from kg.vocab import Action, Mode, Stance, Status
from tests.contracts.strategies import corpora
from tests.factories import Draft, agent, claim, concept, document, link, work

PROPERTY = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows but those of the graphs, whose revisions depend on history."""
    with store.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
            if table not in (GRAPH, REVISION)
        }


def state(store: Store) -> tuple[dict[str, list[tuple[Any, ...]]], Mapping[str, str]]:
    """Everything that may not depend on history."""
    return rows(store), store.stored_graphs()


def sound(store: Store) -> bool:
    """Whether the store agrees with itself."""
    return not store.faults() and store.stored_graphs() == store.projected_graphs()


def emptied(store: Store) -> Store:
    """The same store without documents or decisions."""
    for found in store.documents():
        store.remove(found.id)
    with store.engine.begin() as connection:
        connection.execute(TABLES[Decision].delete())
        connection.execute(GRAPH.delete())
    return store


def decision(target: Record | str, action: Action, day: int = 1) -> Decision:
    identifier = target if isinstance(target, str) else target.id
    made_at = f"2026-02-{day:02}T00:00:00Z"
    return Decision(target_id=identifier, action=action, made_by="Ann", made_at=made_at)


def sinking() -> Draft:
    """A document with one of everything."""
    draft = document(
        "Ice floats [1]. Iron sinks in 9 of 10 trials. Ice is cold.\n[1] Doe. On Ice. 1999.",
        name="sinking.md",
        title="On Sinking",
    )
    cited = work("title:on ice", title="On Ice", year=1999)
    entry = draft.refers("[1] Doe. On Ice. 1999.", cited, title="On Ice", year=1999)
    draft.cites("[1]", "Ice floats [1].", entry)
    draft.asserts("Ice floats", "Ice floats", salience=0.25, holder=agent("Doe"))
    draft.asserts("Iron sinks", "Iron sinks", salience=0.75, mode=Mode.REPORTS)
    trials = draft.evidence("9 of 10 trials", by=cited)
    because = draft.relates(trials, "supports", claim("Iron sinks"))
    draft.relates(claim("Ice floats"), "undercuts", because)
    draft.relates(claim("Ice floats"), "rebuts", claim("Iron sinks"))
    draft.depends("Ice is cold.", concept("Ice"), "requires", concept("Cold"))
    draft.problem("dangling-citation", start=3, end=5)
    return draft


# -- the unit of work


@given(corpora())
@PROPERTY
def test_bundles_come_back_as_they_went_in(store: Store, corpus: list[Bundle]) -> None:
    emptied(store)
    store.add(corpus[0])
    alone = store.bundle(corpus[0].document.id)
    kept = {found.id for found in alone.shared}
    links = tuple(x for x in corpus[0].links if {x.source_claim_id, x.target_claim_id} <= kept)
    assert alone == canonical(replace(corpus[0], links=links))
    assert sound(store)


@given(corpora(), st.randoms(use_true_random=False))
@PROPERTY
def test_the_order_of_ingest_does_not_matter(
    store: Store, corpus: list[Bundle], random: Any
) -> None:
    distinct = list({bundle.document.source: bundle for bundle in corpus}.values())
    emptied(store)
    for bundle in distinct:
        assert store.add(bundle) is Outcome.ADDED
    first = state(store)
    emptied(store)
    random.shuffle(distinct)
    for bundle in distinct:
        store.add(bundle)
    assert state(store) == first
    assert sound(store)


@given(corpora(), st.data())
@PROPERTY
def test_history_leaves_no_trace(store: Store, corpus: list[Bundle], data: st.DataObject) -> None:
    """Whatever was added, replaced and removed: what remains is as if just added."""
    emptied(store)
    alive: dict[str, Bundle] = {}
    for _ in range(data.draw(st.integers(1, 8))):
        bundle = data.draw(st.sampled_from(corpus))
        source, identifier = bundle.document.source, bundle.document.id
        if identifier in {b.document.id for b in alive.values()} and data.draw(st.booleans()):
            store.remove(identifier)
            del alive[source]
        else:
            before = alive.get(source)
            wanted = (
                Outcome.ADDED
                if before is None
                else Outcome.UNCHANGED
                if before == bundle
                else Outcome.REPLACED
            )
            assert store.add(bundle) is wanted
            alive[source] = bundle
        assert sound(store)
    after = state(store)
    emptied(store)
    for bundle in alive.values():
        store.add(bundle)
    assert state(store) == after


def test_removing_the_last_document_leaves_nothing(store: Store) -> None:
    before = rows(store)
    draft = sinking()
    store.add(draft.bundle())
    counts = {name: len(found) for name, found in rows(store).items() if found != before[name]}
    assert counts == {
        "agent": 2, "assertion": 2, "citation": 1, "citation_reference": 1, "citation_work": 1,
        "claim": 2, "concept": 2, "contribution": 8, "dependency": 1, "document": 1,
        "evidence": 1, "passage": 7, "problem": 1, "reference": 1, "relation": 3, "run": 1,
        "sketch": 1, "work": 2,
    }  # fmt: skip
    store.remove(draft.document.id)
    assert rows(store) == before
    assert store.stored_graphs() == {}


def test_the_same_document_again_changes_nothing(store: Store) -> None:
    bundle = sinking().bundle()
    assert store.add(bundle) == "added"
    before, revision = state(store), store.revision()
    elsewhere = replace(bundle, document=replace(bundle.document, source="/copy.md"))
    assert [store.add(bundle), store.add(elsewhere)] == ["unchanged", "unchanged"]
    assert (state(store), store.revision()) == (before, revision)


def test_what_a_document_answers_is_replaced_by_another_answer_only(store: Store) -> None:
    def answering(stance: Stance | None) -> Bundle:
        draft = document("Ice floats.")
        draft.asserts("Ice floats.", "Ice floats")
        if stance is not None:
            draft.answers("Does ice float?", stance, "Ice floats")
        return draft.bundle()

    given = (None, Stance.FOR, Stance.FOR, None, Stance.AGAINST)
    ends = ["added", "replaced", "unchanged", "unchanged", "replaced"]
    assert [store.add(answering(one)) for one in given] == ends
    assert [one.stance for one in store.positions()] == [Stance.AGAINST]
    assert sound(store)


def test_a_newer_extractor_replaces_what_the_older_made(store: Store) -> None:
    store.add(document("Ice floats.", version="1").bundle())
    draft = document("Ice floats.", version="2")
    draft.asserts("Ice floats.", "Ice floats")
    assert store.add(draft.bundle()) == "replaced"
    assert [run.version for run in store.find(type(draft.run))] == ["2"]
    assert store.count_claims() == 1


def test_a_changed_file_replaces_exactly_what_the_old_one_contributed(store: Store) -> None:
    old, other, new = (
        document("A. B.", name="a"),
        document("B. C.", name="b"),
        document("D.", name="a"),
    )
    for draft, words in ((old, "AB"), (other, "BC"), (new, "D")):
        for letter in words:
            draft.asserts(f"{letter}.", letter)
    assert [store.add(draft.bundle()) for draft in (old, other)] == ["added", "added"]
    assert store.add(new.bundle()) == "replaced"
    assert sorted(row.claim.wording for row in store.claims()) == ["B", "C", "D"]
    assert {found.id for found in store.documents()} == {other.document.id, new.document.id}


def test_nothing_of_a_document_is_stored_when_its_last_step_fails(store: Store) -> None:
    store.add(sinking().bundle())
    before = state(store)

    class Failing:
        def __getattr__(self, name: str) -> Any:
            return getattr(Projection(), name)

        def shared_graph(self, entry: Entry) -> tuple[str, str]:
            raise ZeroDivisionError

    store.project = Failing()
    other = document("Wood floats.", name="sinking.md")
    other.asserts("Wood floats.", "Wood floats")
    with pytest.raises(ZeroDivisionError):
        store.add(other.bundle())
    assert state(store) == before


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda b: replace(b, shared=()), "which is not in it"),
        (lambda b: replace(b, owned=(*b.owned, b.owned[0])), "twice"),
        (lambda b: replace(b, owned=(*b.owned, document("Other.").run)), "no record of it"),
    ],
)
def test_an_unsound_bundle_is_a_bug(store: Store, change: Any, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        store.add(change(sinking().bundle()))
    assert store.documents() == []


def test_a_link_of_one_document_is_no_link_between_documents(store: Store) -> None:
    draft = document("A.")
    within = draft.relates(claim("A"), "rebuts", claim("B"))
    del draft.records[within.id]
    with pytest.raises(ValueError, match="between documents"):
        store.add(replace(draft.bundle(), links=(within,)))


def test_text_with_a_nul_character_is_refused_in_one_line(store: Store) -> None:
    with pytest.raises(RefusedError, match="NUL character at position 3") as refusal:
        store.add(document("abc\0def").bundle())
    assert "\n" not in str(refusal.value)
    assert store.documents() == []


# -- shared records and links


def test_shared_records_say_what_most_documents_say(store: Store) -> None:
    titles = {"a": "On Ice", "b": "On ice", "c": "On ice"}
    for name, title in titles.items():
        draft = document(f"{name} cites it.", name=name)
        draft.refers(
            "cites it.", work("doi:10.1/x", title=title, year=1999 if name == "a" else None)
        )
        store.add(draft.bundle())
    (found,) = store.find(Work, key="doi:10.1/x")
    assert (found.title, found.year) == ("On ice", 1999)
    store.add(document("The work itself.", of=work("doi:10.1/x", title="On Ice, Truly")).bundle())
    (found,) = store.find(Work, key="doi:10.1/x")
    assert (found.title, found.year) == ("On Ice, Truly", 1999)


def test_a_link_lives_as_long_as_both_its_claims(store: Store) -> None:
    drafts = [document(f"{wording}.", name=wording) for wording in "AB"]
    for draft, wording in zip(drafts, "AB", strict=True):
        draft.asserts(f"{wording}.", wording)
        draft.links = (link(claim("A"), "rebuts", claim("B")),)
    first, second = (draft.bundle() for draft in drafts)
    store.add(first)
    assert store.claim_relations() == []
    store.add(second)
    assert store.claim_relations() == list(first.links)
    graph = store.stored_graphs()
    assert [row.rebuts for row in store.claims(ClaimFilter(contested=True))] == [1]
    assert store.bundle(first.document.id) == canonical(first)
    store.remove(second.document.id)
    assert store.claim_relations() == []
    assert store.stored_graphs().items() != graph.items()
    assert sound(store)


@pytest.mark.parametrize("scores", [(0.25, 0.75), (0.75, 0.25), (None, 0.75), (0.75, None)])
def test_of_two_proposals_for_a_link_the_surer_stays(
    store: Store, scores: tuple[float | None, float | None]
) -> None:
    for name, wording, score in (("1", "A", 0.5), ("2", "B", scores[0]), ("3", "A", scores[1])):
        draft = document(f"{wording}. It is {name}.", name=name)
        draft.asserts(f"{wording}.", wording)
        draft.links = (link(claim("A"), "rebuts", claim("B"), score=score),)
        store.add(draft.bundle())
    assert [found.score for found in store.claim_relations()] == [0.75]
    assert sound(store)


# -- decisions


def test_decisions_outlive_what_they_judge(store: Store) -> None:
    draft = sinking()
    store.add(draft.bundle())
    assertions = (x for x in draft.records.values() if isinstance(x, Assertion))
    (iron,) = (found for found in assertions if found.salience == 0.75)
    graphs = store.stored_graphs()
    store.decide(decision(iron, Action.ACCEPT, day=1))
    store.decide(decision(iron, Action.REJECT, day=2))
    store.decide(decision(iron, Action.NOTE, day=3))
    assert store.get(iron.id) == replace(iron, status=Status.REJECTED)
    assert len(store.stored_graphs()) == len(graphs) + 1
    store.remove(draft.document.id)
    assert len(list(store.find(Decision))) == 3
    store.add(draft.bundle())
    assert store.get(iron.id) == replace(iron, status=Status.REJECTED)
    assert [row.claim.wording for row in store.claims()] == ["Ice floats"]
    assert sound(store)


def test_a_decision_needs_something_to_decide_on(store: Store) -> None:
    draft = sinking()
    store.add(draft.bundle())
    before = rows(store)
    with pytest.raises(NotFoundError, match="no record claim-s1nothing"):
        store.decide(decision("claim-s1nothing", Action.ACCEPT))
    with pytest.raises(UsageError, match="neither accepted nor rejected"):
        store.decide(decision(claim("Ice floats"), Action.REJECT))
    assert rows(store) == before
    store.decide(decision(claim("Ice floats"), Action.NOTE))
    assert sound(store)
    with pytest.raises(NotFoundError, match="no document document-s1none"):
        store.remove("document-s1none")
    with pytest.raises(NotFoundError, match="no document document-s1none"):
        store.bundle("document-s1none")


def test_a_link_between_documents_can_be_rejected(store: Store) -> None:
    between = link(claim("A"), "rebuts", claim("B"))
    drafts = [document(f"{wording}.", name=wording) for wording in "AB"]
    for draft, wording in zip(drafts, "AB", strict=True):
        draft.asserts(f"{wording}.", wording)
        draft.links = (between,)
        store.add(draft.bundle())
    store.decide(decision(between, Action.REJECT))
    assert store.claim_relations() == []
    assert store.claims(ClaimFilter(contested=True)) == []
    store.remove(drafts[0].document.id)
    store.add(drafts[0].bundle())
    assert store.get(between.id) == replace(between, status=Status.REJECTED)
    assert sound(store)


# -- graphs


def test_readers_catch_up_by_revision(store: Store) -> None:
    draft = sinking()
    assert store.graphs_since(0) == (0, [])
    store.add(draft.bundle())
    first, added = store.graphs_since(0)
    assert first == 1
    assert dict(added) == store.stored_graphs()
    store.remove(draft.document.id)
    second, removed = store.graphs_since(first)
    assert second == 2
    assert dict(removed) == dict.fromkeys(dict(added))
    assert store.graphs_since(second) == (2, [])
    store.add(draft.bundle())
    assert store.graphs_since(second) == (3, added)


def test_many_graphs_are_read_a_few_at_a_time_in_one_state(store: Store) -> None:
    assert store.changes_since(0) == (0, ())
    draft = sinking()
    store.add(draft.bundle())
    revision, added = store.changes_since(0)
    assert len(added) == len(store.stored_graphs()) > 0
    first = next(iter(added))
    del added
    store.remove(draft.document.id)
    again, removed = store.changes_since(revision)
    assert again == 2
    assert first[0] in {iri for iri, text in removed if text is None}
    store.add(draft.bundle())
    assert dict(store.changes_since(0)[1]) == store.stored_graphs()


def test_a_change_while_graphs_are_read_is_left_for_the_next_reading(store: Store) -> None:
    draft = sinking()
    store.add(draft.bundle())
    before = store.stored_graphs()
    revision, reading = store.changes_since(0)
    store.remove(draft.document.id)
    assert dict(reading) == before
    assert dict(store.changes_since(revision)[1]) == dict.fromkeys(before)


def test_tampering_is_noticed(store: Store) -> None:
    draft = sinking()
    store.add(draft.bundle())
    passage, concepts = TABLES[Passage], TABLES[Concept]
    with store.engine.begin() as connection:
        at = passage.c.exact == "Iron sinks"
        connection.execute(update(passage).where(at).values(exact="Iron floats"))
        connection.execute(update(concepts).where(concepts.c.key == "ice").values(label="Fire"))
    passages, shared = store.faults()
    assert "does not stand at 16 to 26" in passages
    assert "is not what its documents say of it" in shared
    with store.engine.begin() as connection:
        connection.execute(update(passage).where(passage.c.exact == "Iron floats").values(start=0))
    (broken,) = store.faults()
    assert "behind the program's back" in broken
