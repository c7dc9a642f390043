"""What people decide, on SQLite and on PostgreSQL: it holds, it can be undone, it moves along."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kg.curation.corrections import BY_HAND, Quoted
from kg.curator import Curator, read_decisions, written
from kg.errors import NotFoundError, RefusedError, UsageError
from kg.model import (
    Assertion,
    Bundle,
    Claim,
    Decision,
    Position,
    Question,
    Relation,
    Run,
    Signature,
)
from kg.rdf.project import Projection
from kg.store import Outcome, Store
from kg.store.rows import pairs
from kg.store.tables import ANCHOR, EQUIVALENCE, GRAPH, METADATA, REVISION
from kg.vocab import Action, ClaimKind, Mode, Polarity, Reason, Stance, Status
from tests.factories import Draft, agent, claim, document, link, work

MILLS = "Mills need water. Steam needs coal. Mills pay. Owners sold mills. Coal is dear."


def draft(text: str = MILLS, *, name: str = "mills.md", version: str = "1") -> Draft:
    """A document in which four sentences assert, one for another, and one is denied."""
    made = document(text, name=name, of=work("title:mills", title="Mills"), version=version)
    made.asserts("Mills need water.", "mills need water", score=0.9)
    made.asserts("Steam needs coal.", "steam needs coal", score=0.6)
    made.asserts("Mills pay.", "mills pay", score=0.4, holder=agent("Roe"), mode=Mode.REPORTS)
    dear = made.evidence("Coal is dear.")
    because = made.relates(dear, "rebuts", claim("steam needs coal"))
    made.relates(claim("mills need water"), "undercuts", because)
    made.relates(claim("mills need water"), "supports", claim("mills pay"))
    made.links = links()
    return made


def links(score: float | None = 0.5) -> tuple[Relation, ...]:
    """What a resolver finds between the two documents, whichever comes last."""
    pair = sorted([claim("water mills are profitable"), claim("mills pay")], key=lambda c: c.id)
    return (
        link(pair[0], "restates", pair[1], score=score),
        link(claim("mills pay"), "rebuts", claim("steam needs coal"), score=0.5),
    )


def other() -> Draft:
    """A document of another work, which says of a claim of the first what it says."""
    made = document("Water mills are profitable. Mills pay.", name="other.md")
    made.asserts("Water mills are profitable.", "water mills are profitable")
    made.asserts("Mills pay.", "mills pay")
    made.links = links()
    return made


def state(store: Store, *, without_decisions: bool = False) -> Any:
    """Everything that may not depend on history."""
    left_out = {"graph", "revision"} | ({"decision", "anchor"} if without_decisions else set())
    with store.engine.connect() as connection:
        rows = {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
            if table.name not in left_out
        }
    graphs = store.stored_graphs()
    if without_decisions:
        graphs = {iri: text for iri, text in graphs.items() if not iri.endswith("decisions#graph")}
    return rows, graphs


def differences(one: Store, other: Store) -> list[object]:
    """Rows and quads that only one of two stores has."""
    (rows, graphs), (others, other_graphs) = state(one), state(other)
    odd = [row for table, found in rows.items() for row in set(found) ^ set(others[table])]
    return [*odd, *(set(graphs.items()) ^ set(other_graphs.items()))]


def check(store: Store) -> None:
    assert store.faults() == []
    assert store.stored_graphs() == store.projected_graphs()


def find(store: Store, wording: str) -> Assertion:
    """The assertion of a claim of the first document."""
    (made,) = [
        one
        for one in store.find(Assertion)
        if store.get(one.claim_id) == claim(wording) and one.document_id != other().document.id
    ]
    return made


def _words(store: Store, one: Assertion) -> str:
    passage: Any = store.get(one.passage_id)
    return str(passage.exact)


@pytest.fixture
def ann(store: Store) -> Curator:
    store.add(draft().bundle())
    return Curator(store, "Ann")


# -- one decision and its undoing


@pytest.mark.parametrize(
    "act",
    [
        lambda ann: ann.decide(find(ann.store, "mills pay").id, Action.ACCEPT),
        lambda ann: ann.decide(
            find(ann.store, "mills pay").id, Action.REJECT, reason=Reason.NOT_A_CLAIM
        ),
        lambda ann: ann.decide(next(ann.store.find(Relation)).id, Action.REJECT),
        lambda ann: ann.edit(claim("mills pay").id, "Mills pay their owners"),
        lambda ann: ann.retype(find(ann.store, "mills pay").id, kind=ClaimKind.CAUSAL),
        lambda ann: ann.retype(find(ann.store, "mills pay").id, polarity=Polarity.NEGATIVE),
        lambda ann: ann.retype(find(ann.store, "mills need water").id, claim="all mills need it"),
        lambda ann: ann.merge(claim("mills pay").id, claim("mills need water").id),
        lambda ann: ann.relate(claim("mills pay").id, "rebuts", claim("steam needs coal").id),
        lambda ann: ann.add_claim(Quoted(_id(ann), "Owners sold mills.", "mills were sold", "Roe")),
        lambda ann: ann.ask("Do mills pay?"),
        lambda ann: ann.decide(claim("mills pay").id, Action.NOTE, note="See Roe."),
        lambda ann: ann.decide(claim("mills pay").id, Action.WOULD_CHANGE, note="A ledger."),
    ],
)
def test_a_decision_can_be_undone_and_the_undoing_too(
    ann: Curator, act: Callable[[Curator], Any]
) -> None:
    before = state(ann.store, without_decisions=True)
    made = act(ann)
    check(ann.store)
    after = state(ann.store, without_decisions=True)
    undone = ann.undo(made.id)
    check(ann.store)
    assert state(ann.store, without_decisions=True) == before
    ann.undo(undone.id)
    check(ann.store)
    assert state(ann.store, without_decisions=True) == after
    if made.action not in (Action.NOTE, Action.WOULD_CHANGE):
        assert after != before


def _id(ann: Curator) -> str:
    return draft().document.id


def test_the_last_word_counts_and_can_be_taken_back(ann: Curator) -> None:
    pay = find(ann.store, "mills pay").id
    ann.decide(pay, Action.ACCEPT)
    ann.decide(pay, Action.REJECT)
    assert find(ann.store, "mills pay").status is Status.REJECTED
    ann.undo(pay)
    assert find(ann.store, "mills pay").status is Status.ACCEPTED
    ann.undo(pay)
    assert find(ann.store, "mills pay").status is Status.PROPOSED
    with pytest.raises(NotFoundError, match="nobody has decided anything on assertion-"):
        ann.undo(pay)
    assert [one.action.value for one in ann.store.history(pay)] == [
        "accept",
        "reject",
        "undo",
        "undo",
    ]


def test_a_claim_that_loses_its_assertion_leads_its_links_along(ann: Curator) -> None:
    ann.retype(find(ann.store, "mills need water").id, claim="all mills need water")
    moved = claim("all mills need water").id
    wordings = {one.wording for one in ann.store.find(Claim)}
    assert "mills need water" not in wordings
    sources = sorted(one.kind for one in ann.store.find(Relation, source_claim_id=moved))
    assert sources == ["supports", "undercuts"]
    check(ann.store)


# -- by hand


def test_a_claim_by_hand_has_its_words(ann: Curator) -> None:
    made = ann.add_claim(
        Quoted(_id(ann), "Owners sold mills.", "mills were sold", "Roe", kind=ClaimKind.CAUSAL)
    )
    stored = ann.store.get(made.target_id)
    assert isinstance(stored, Assertion)
    assert (stored.status, stored.rule, stored.score) == (Status.ACCEPTED, BY_HAND, None)
    assert stored.holder_id == agent("Roe").id
    assert _words(ann.store, stored) == "Owners sold mills."
    assert ann.store.claim_view(stored.claim_id).claim.wording == "mills were sold"
    ann.decide(stored.id, Action.REJECT)
    ann.store.add(draft(version="2").bundle())
    again = ann.store.get(made.target_id)
    assert isinstance(again, Assertion)
    assert again.status is Status.REJECTED
    check(ann.store)


@pytest.mark.parametrize("quote", ["Mills", "Windmills pay."])
def test_a_quote_must_stand_there_once(ann: Curator, quote: str) -> None:
    before = state(ann.store)
    with pytest.raises(UsageError, match=r"does not stand in mills.md exactly once: copy"):
        ann.add_claim(Quoted(_id(ann), quote, "mills were sold", "Roe"))
    assert state(ann.store) == before


def test_a_claim_by_hand_that_the_machine_finds_later_is_one(ann: Curator) -> None:
    made = ann.add_claim(Quoted(_id(ann), "Owners sold mills.", "owners sold mills", "The author"))
    better = draft(version="2")
    better.asserts("Owners sold mills.", "owners sold mills")
    ann.store.add(better.bundle())
    (found,) = ann.store.find(Assertion, claim_id=claim("owners sold mills").id)
    assert (found.id, found.status, found.rule) == (made.target_id, Status.ACCEPTED, "test")
    check(ann.store)


def test_a_question_by_hand_lives_by_itself_and_a_position_by_its_claim(ann: Curator) -> None:
    question = ann.ask("Do mills pay?").target_id
    position = ann.answer(question, claim("mills pay").id, Stance.FOR).target_id
    check(ann.store)
    ann.store.remove(_id(ann))
    assert [one.wording for one in ann.store.find(Question)] == ["Do mills pay?"]
    assert list(ann.store.find(Position)) == []
    assert [one.target_id for one in ann.store.orphans()] == [position]
    check(ann.store)
    ann.store.add(draft().bundle())
    assert [one.id for one in ann.store.find(Position)] == [position]
    assert ann.store.orphans() == []
    check(ann.store)


def test_a_link_by_hand_comes_back_with_its_claims(ann: Curator) -> None:
    ann.store.add(other().bundle())
    ends = claim("water mills are profitable").id, claim("steam needs coal").id
    made = ann.relate(ends[0], "rebuts", ends[1]).target_id
    ann.store.remove(other().document.id)
    assert made not in {one.id for one in ann.store.find(Relation)}
    ann.store.add(other().bundle())
    stored = ann.store.get(made)
    assert isinstance(stored, Relation)
    assert stored.status is Status.ACCEPTED
    check(ann.store)


def relations(store: Store, kind: str) -> list[tuple[bool, Status]]:
    """Whether a document makes each relation of a kind, and its status."""
    return sorted(
        (one.document_id is not None, one.status) for one in store.find(Relation, kind=kind)
    )


def test_relating_what_a_document_relates_accepts_its_link(ann: Curator) -> None:
    ends = claim("mills need water").id, claim("mills pay").id
    assert ann.relate(ends[0], "supports", ends[1]).action is Action.ACCEPT
    assert relations(ann.store, "supports") == [(True, Status.ACCEPTED)]
    assert ann.relate(ends[1], "supports", ends[0]).action is Action.ADD
    assert relations(ann.store, "supports") == [(False, Status.ACCEPTED), (True, Status.ACCEPTED)]
    check(ann.store)


def test_a_link_that_reads_the_same_from_either_end_is_found_from_both(ann: Curator) -> None:
    first, last = sorted((claim("steam needs coal"), claim("mills pay")), key=lambda one: one.id)
    again = draft(version="2")
    again.relates(last, "restates", first)
    ann.store.add(again.bundle())
    ann.merge(first.id, last.id)
    assert relations(ann.store, "restates") == [(True, Status.ACCEPTED)]
    assert canonical(ann.store).keys() == {first.id, last.id}
    ann.split(first.id)
    assert ann.merge(last.id, first.id).action is Action.ADD
    assert relations(ann.store, "restates") == [(False, Status.ACCEPTED), (True, Status.REJECTED)]
    assert canonical(ann.store).keys() == {first.id, last.id}
    check(ann.store)


def test_of_several_links_the_one_between_documents_is_accepted_else_the_surest(
    ann: Curator,
) -> None:
    ends = claim("mills need water"), claim("mills pay")
    more = other()
    surest = more.relates(ends[0], "supports", ends[1], score=0.8)
    ann.store.add(more.bundle())
    assert ann.relate(ends[0].id, "supports", ends[1].id).target_id == surest.id
    between = link(ends[0], "supports", ends[1], score=0.1)
    more.links = (between,)
    ann.store.remove(more.document.id)
    ann.store.add(more.bundle())
    assert ann.relate(ends[0].id, "supports", ends[1].id).target_id == between.id
    check(ann.store)


# -- one claim


def canonical(store: Store) -> dict[str, str]:
    with store.engine.connect() as connection:
        return pairs(connection, select(EQUIVALENCE))


def test_merging_accepts_what_was_proposed_and_splitting_rejects_it(ann: Curator) -> None:
    ann.store.add(other().bundle())
    mine, theirs = claim("mills pay").id, claim("water mills are profitable").id
    assert canonical(ann.store) == {}
    ann.merge(theirs, mine)
    assert canonical(ann.store).keys() == {mine, theirs}
    assert len(set(canonical(ann.store).values())) == 1
    assert len(list(ann.store.find(Relation, kind="restates"))) == 1
    ann.merge(mine, claim("steam needs coal").id)
    assert len(canonical(ann.store)) == 3
    assert len(set(canonical(ann.store).values())) == 1
    ann.split(mine)
    assert canonical(ann.store) == {}
    check(ann.store)
    with pytest.raises(NotFoundError, match="joined with no other"):
        ann.split(mine)


@pytest.mark.parametrize(("score", "joined"), [(0.95, 2), (0.5, 0), (None, 0)])
def test_the_machine_joins_only_what_it_is_sure_of(
    store: Store, score: float | None, joined: int
) -> None:
    store.add(draft().bundle())
    made = other()
    made.links = links(score)
    store.add(made.bundle())
    assert len(canonical(store)) == joined
    check(store)


def tamper(store: Store, *statements: str) -> None:
    """Change rows that need not refer to anything, as a broken restore would."""
    off, on = {
        "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"),
        "postgresql": ("SET session_replication_role=replica", "RESET session_replication_role"),
    }[store.engine.dialect.name]
    raw = store.engine.raw_connection()
    for statement in (off, *statements, on):
        raw.cursor().execute(statement)
    raw.commit()
    raw.close()


LED = "UPDATE equivalence SET canonical_id = '{}' WHERE claim_id = '{}'"
GONE = claim("nobody says so").id


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (
            [f"INSERT INTO equivalence VALUES ('{GONE}', '{{first}}')"],
            [f"{{first}} stands for {GONE}, but {GONE} is not in the database"],
        ),
        (
            [LED.format(GONE, "{one}")],
            [f"{GONE} stands for {{one}}, but {GONE} is not in the database"],
        ),
        ([LED.format("{one}", "{other}")], ["{one} stands for {other}, but not for itself"]),
        (
            [LED.format("{one}", "{first}")],
            [
                "{one} stands for {first}, but not for itself",
                "{first} stands for {one}, but not for itself",
                "{first} stands for {other}, but not for itself",
            ],
        ),
        (
            ["UPDATE equivalence SET canonical_id = '{one}'"],
            [
                f"{{one}} stands for {{{name}}}, but by their relations {{first}} does"
                for name in ("first", "one", "other")
            ],
        ),
        (
            ["INSERT INTO equivalence VALUES ('{alone}', '{alone}')"],
            ["{alone} stands for {alone}, but by their relations none does"],
        ),
        (
            ["DELETE FROM equivalence"],
            [
                f"nothing stands for {{{name}}}, but by its relations {{first}} does"
                for name in ("first", "one", "other")
            ],
        ),
    ],
)
def test_claims_that_lead_elsewhere_than_their_relations_are_found(
    ann: Curator, statements: list[str], found: list[str]
) -> None:
    ann.store.add(other().bundle())
    pay, coal = claim("mills pay").id, claim("steam needs coal").id
    ann.merge(pay, claim("mills need water").id)
    ann.merge(pay, coal)
    (first,) = set(canonical(ann.store).values())
    one, another = sorted(canonical(ann.store).keys() - {first})
    alone = claim("water mills are profitable").id
    names = {"first": first, "one": one, "other": another, "alone": alone}
    check(ann.store)
    tamper(ann.store, *(statement.format(**names) for statement in statements))
    lines = [f"{line.format(**names)}; ingest any document again" for line in found]
    assert sorted(ann.store.faults()) == sorted(lines)
    ann.store.add(draft().bundle())
    check(ann.store)


# -- it holds on


def decided(ann: Curator) -> list[str]:
    """Make one decision of every kind that belongs to a document; return their ids."""
    pay, coal = find(ann.store, "mills pay"), find(ann.store, "steam needs coal")
    (supports,) = ann.store.find(Relation, kind="supports")
    return [
        ann.decide(pay.id, Action.REJECT, reason=Reason.OUT_OF_TOPIC).id,
        ann.retype(coal.id, kind=ClaimKind.CAUSAL).id,
        ann.decide(supports.id, Action.ACCEPT).id,
        ann.add_claim(Quoted(_id(ann), "Owners sold mills.", "mills were sold", "Roe")).id,
    ]


def verdicts(store: Store) -> list[tuple[str, str, str]]:
    """What stands of it, whatever the ids."""
    return sorted(
        (_words(store, one), one.status.value, one.kind.value) for one in store.find(Assertion)
    )


def test_decisions_hold_after_a_new_extractor(ann: Curator) -> None:
    decided(ann)
    before = verdicts(ann.store)
    assert ann.store.add(draft(version="2").bundle()) is Outcome.REPLACED
    assert verdicts(ann.store) == before
    assert ann.store.orphans() == []
    check(ann.store)


def test_decisions_find_their_words_in_another_text_of_the_work(ann: Curator) -> None:
    decided(ann)
    before = verdicts(ann.store)
    ann.store.add(draft(f"A preface.\n\n{MILLS}").bundle())
    assert len(ann.store.documents()) == 1
    assert verdicts(ann.store) == before
    (supports,) = ann.store.find(Relation, kind="supports")
    assert supports.status is Status.ACCEPTED
    assert ann.store.orphans() == []
    check(ann.store)
    ann.undo(find(ann.store, "mills pay").id)
    assert find(ann.store, "mills pay").status is Status.PROPOSED


def test_decisions_without_their_words_are_orphans_until_these_come_back(ann: Curator) -> None:
    made = decided(ann)
    short = document("Mills need water.", name="mills.md", of=work("title:mills", title="Mills"))
    short.asserts("Mills need water.", "mills need water")
    ann.store.add(short.bundle())
    assert {one.id for one in ann.store.orphans()} == set(made)
    assert [one.status for one in ann.store.find(Assertion)] == [Status.PROPOSED]
    check(ann.store)
    ann.store.add(draft().bundle())
    assert ann.store.orphans() == []
    assert find(ann.store, "mills pay").status is Status.REJECTED
    check(ann.store)


def test_decisions_follow_their_words_through_many_texts(ann: Curator) -> None:
    made = decided(ann)
    before = verdicts(ann.store)
    for preface in ("One.", "Two.", "Three."):
        ann.store.add(draft(f"{preface}\n\n{MILLS}").bundle())
        assert verdicts(ann.store) == before
    ann.store.remove(ann.store.documents()[0].id)
    assert [one.id for one in ann.store.orphans()] == made
    ann.store.add(draft().bundle())
    assert verdicts(ann.store) == before
    assert ann.store.orphans() == []
    ann.undo(made[-1])
    assert len(verdicts(ann.store)) == len(before) - 1
    check(ann.store)


def test_words_that_stand_there_twice_hold_no_decision(ann: Curator) -> None:
    (made, *_) = decided(ann)
    twice = document(
        "Mills pay. Yes: Mills pay.", name="mills.md", of=work("title:mills", title="Mills")
    )
    first = twice.asserts("Mills pay.", "mills pay", holder=agent("Roe"), mode=Mode.REPORTS)
    second = twice.passage("Yes: Mills pay.")
    moved = replace(second, start=second.start + 5, exact="Mills pay.", prefix="Mills pay. Yes: ")
    twice.records.pop(second.id)
    twice.keep(moved)
    twice.keep(replace(first, passage_id=moved.id))
    ann.store.add(twice.bundle())
    assert made in {one.id for one in ann.store.orphans()}
    assert {one.status for one in ann.store.find(Assertion)} == {Status.PROPOSED}


def test_a_copy_beside_the_original_is_not_judged_along(ann: Curator) -> None:
    decided(ann)
    copy = document(MILLS + " ", name="copy.md", of=work("title:mills", title="Mills"))
    copy.asserts("Mills pay.", "mills pay", holder=agent("Roe"), mode=Mode.REPORTS)
    ann.store.add(copy.bundle())
    (mine,) = ann.store.find(Assertion, document_id=copy.document.id)
    assert mine.status is Status.PROPOSED
    check(ann.store)


# -- found again


def signed(made: Draft) -> Bundle:
    """A bundle each of whose claims is found under its key."""
    claims = [one for one in made.records.values() if isinstance(one, Claim)]
    signatures = tuple(Signature(one.id, (one.key,), "test", b"\1") for one in claims)
    return replace(made.bundle(), signatures=signatures)


def test_a_claim_that_people_moved_away_does_not_keep_its_document_out(store: Store) -> None:
    store.add(signed(draft()))
    Curator(store, "Ann").retype(find(store, "mills pay").id, claim="mills pay well")
    assert store.add(signed(draft(version="2"))) is Outcome.REPLACED
    assert store.by_keys(["mills pay", "steam needs coal"], 9) == {
        "steam needs coal": (claim("steam needs coal").id,)
    }
    check(store)


def test_claims_that_people_made_or_brought_back_get_their_keys_later(store: Store) -> None:
    ann = Curator(store, "Ann")
    store.add(signed(draft()))
    assert store.unsigned() == []
    made = ann.retype(find(store, "mills pay").id, claim="mills pay well")
    assert store.unsigned() == [claim("mills pay well")]
    ann.undo(made.id)
    ann.add_claim(Quoted(_id(ann), "Owners sold mills.", "mills were sold", "Roe"))
    wanted = [claim("mills pay"), claim("mills were sold")]
    assert sorted(one.wording for one in store.unsigned()) == [one.wording for one in wanted]
    gone = claim("nobody says so")
    store.sign(Signature(one.id, (one.key,), "test", b"\1") for one in (*wanted, gone))
    assert store.unsigned() == []
    assert store.by_keys([one.key for one in (*wanted, gone)], 9) == {
        one.key: (one.id,) for one in wanted
    }
    check(store)


# -- elsewhere


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'other.sqlite'}", project=Projection()) as opened:
        yield opened


@pytest.mark.parametrize("first", ["documents", "decisions"])
def test_decisions_travel_as_lines(ann: Curator, elsewhere: Store, first: str) -> None:
    ann.store.add(other().bundle())
    decided(ann)
    ann.merge(claim("mills pay").id, claim("water mills are profitable").id)
    question = ann.ask("Do mills pay?").target_id
    ann.answer(question, claim("mills pay").id, Stance.FOR)
    ann.undo(ann.edit(claim("mills pay").id, "Mills pay well").id)
    lines = list(written(ann.store.decisions()))
    steps: list[Callable[[], object]] = [
        lambda: [elsewhere.add(one.bundle()) for one in (other(), draft())],
        lambda: elsewhere.import_decisions(list(read_decisions(lines))),
    ]
    for step in steps if first == "documents" else steps[::-1]:
        step()
    assert differences(elsewhere, ann.store) == []
    assert elsewhere.import_decisions(list(read_decisions(lines))) == 0
    check(elsewhere)


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "[]",
        "no JSON",
        '{"id":"decision-s1x","target_id":"claim-s1y","action":"accept"}',
    ],
)
def test_a_line_that_is_no_decision_is_refused(line: str) -> None:
    with pytest.raises(RefusedError, match=r"^line 2 is no decision"):
        list(read_decisions(["", line]))


# -- decisions on what other decisions moved


def test_an_undo_counts_whatever_the_clocks_say(ann: Curator, elsewhere: Store) -> None:
    pay = find(ann.store, "mills pay").id
    made = ann.decide(pay, Action.REJECT)
    at = "2026-01-02T03:04:05.000006+00:00"
    undo = Decision(target_id=made.id, action=Action.UNDO, made_by="Bo", made_at=at)
    undone = Decision(target_id=undo.id, action=Action.UNDO, made_by="Bo", made_at=at)
    ann.store.import_decisions([undo, undone])
    assert find(ann.store, "mills pay").status is Status.REJECTED
    assert {one.id for one in ann.store.history(pay)} == {made.id, undo.id, undone.id}
    elsewhere.add(draft().bundle())
    elsewhere.import_decisions(ann.store.decisions())
    assert differences(elsewhere, ann.store) == []


def test_the_last_word_on_a_claim_by_hand_counts_after_a_new_extractor(ann: Curator) -> None:
    added = Quoted(_id(ann), "Owners sold mills.", "mills were sold", "Roe")
    made = ann.add_claim(added)
    ann.decide(made.target_id, Action.REJECT)
    ann.add_claim(added)
    for version in ("1", "2"):
        ann.store.add(draft(version=version).bundle())
        stored = ann.store.get(made.target_id)
        assert isinstance(stored, Assertion)
        assert stored.status is Status.ACCEPTED


def test_a_decision_on_a_moved_link_holds(ann: Curator) -> None:
    water = find(ann.store, "mills need water")
    before = next(ann.store.find(Relation, kind="supports"))
    early = ann.decide(before.id, Action.ACCEPT)
    ann.retype(water.id, claim="all mills need water")
    (undercuts,) = ann.store.find(Relation, kind="undercuts")
    late = ann.decide(undercuts.id, Action.REJECT)
    for again in (False, True):
        if again:
            ann.store.add(draft(version="2").bundle())
        kinds = {one.kind: one.status for one in ann.store.find(Relation)}
        assert kinds["supports"] is Status.ACCEPTED
        assert kinds["undercuts"] is Status.REJECTED
        assert ann.store.orphans() == []
        check(ann.store)
    ann.undo(early.id)
    ann.undo(late.id)
    assert {one.status for one in ann.store.find(Relation)} == {Status.PROPOSED}


def test_a_decision_that_went_to_a_copy_is_taken_back_there(ann: Curator) -> None:
    made = ann.decide(find(ann.store, "mills pay").id, Action.REJECT)
    ann.store.add(draft(f"A preface.\n\n{MILLS}").bundle())
    old = draft(name="old.md")
    ann.store.add(old.bundle())
    statuses = [one.status for one in ann.store.find(Assertion, claim_id=claim("mills pay").id)]
    assert sorted(statuses) == [Status.PROPOSED, Status.REJECTED]
    ann.undo(made.id)
    statuses = [one.status for one in ann.store.find(Assertion, claim_id=claim("mills pay").id)]
    assert statuses == [Status.PROPOSED, Status.PROPOSED]
    check(ann.store)


def test_a_decision_comes_back_to_the_words_that_it_was_made_on(ann: Curator) -> None:
    text = f"{MILLS} Mills pay."
    twice = draft(text)
    start = text.rindex("Mills pay.")
    first = twice.passage("Mills pay.")
    last = twice.keep(
        replace(first, start=start, end=len(text), prefix=text[start - 32 : start], suffix="")
    )
    second = twice.asserts("Mills pay.", "mills pay", holder=agent("Roe"), mode=Mode.REPORTS)
    second = twice.keep(replace(second, passage_id=last.id))
    ann.store.add(twice.bundle())
    made = ann.decide(second.id, Action.REJECT)
    ann.store.add(draft().bundle())
    assert find(ann.store, "mills pay").status is Status.REJECTED
    ann.store.add(twice.bundle())
    rejected = ann.store.find(Assertion, status=Status.REJECTED)
    assert [one.id for one in rejected] == [made.target_id]
    assert ann.store.orphans() == []
    check(ann.store)


def test_links_that_become_one_come_apart_again(ann: Curator) -> None:
    """Also links on links, and one that would lead from a claim to itself."""
    deep = draft()
    water, coal, pay = (claim(f"{one}") for one in
                        ("mills need water", "steam needs coal", "mills pay"))  # fmt: skip
    same = deep.relates(coal, "supports", pay)
    first = deep.relates(coal, "undercuts", same)
    second = deep.relates(pay, "undercuts", first)
    deep.relates(coal, "undercuts", second)
    deep.relates(water, "supports", coal)
    ann.store.remove(deep.document.id)
    ann.store.add(deep.bundle())
    before = state(ann.store, without_decisions=True)
    made = ann.retype(find(ann.store, "steam needs coal").id, claim="mills need water")
    check(ann.store)
    stored = list(ann.store.find(Relation, document_id=deep.document.id))
    assert all(one.source_claim_id != one.target_claim_id for one in stored)
    assert len([one for one in stored if one.kind == "supports"]) == 1
    ann.undo(made.id)
    assert state(ann.store, without_decisions=True) == before
    check(ann.store)


def test_links_to_other_documents_come_back_with_their_claim(ann: Curator) -> None:
    ann.store.add(other().bundle())
    (against,) = ann.store.find(
        Relation, kind="rebuts", target_claim_id=claim("steam needs coal").id, document_id=None
    )
    ann.decide(against.id, Action.ACCEPT)
    before = state(ann.store, without_decisions=True)
    made = ann.retype(find(ann.store, "steam needs coal").id, claim="engines need coal")
    assert not ann.store.has(against.id)
    assert [one.target_id for one in ann.store.orphans()] == [against.id]
    check(ann.store)
    ann.store.add(draft(version="2").bundle())
    ann.store.add(draft().bundle())
    ann.undo(made.id)
    assert state(ann.store, without_decisions=True) == before
    assert ann.store.orphans() == []
    check(ann.store)


def test_what_people_add_is_accepted_where_the_machine_found_it_too(
    ann: Curator, elsewhere: Store
) -> None:
    ends = claim("mills pay").id, claim("steam needs coal").id
    ann.store.remove(_id(ann))
    ann.store.add(replace(draft(), links=()).bundle())
    made = ann.relate(ends[0], "rebuts", ends[1])
    assert made.action is Action.ADD
    for one in (draft(), other()):
        elsewhere.add(one.bundle())
    elsewhere.import_decisions(ann.store.decisions())
    stored = elsewhere.get(made.target_id)
    assert isinstance(stored, Relation)
    assert (stored.status, stored.signals) == (Status.ACCEPTED, ("test",))
    check(elsewhere)
    Curator(elsewhere, "Bo").undo(made.id)
    stored = elsewhere.get(made.target_id)
    assert isinstance(stored, Relation)
    assert stored.status is Status.PROPOSED
    check(elsewhere)


# -- any history


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_history_is_what_its_decisions_say(
    database_url: str, tmp_path: Path, blank: Path, data: st.DataObject
) -> None:
    """A database rebuilt from documents and decisions is the one that grew."""
    with Store.open(database_url, project=Projection()) as store:
        _emptied(store)
        ann = Curator(store, "Ann")
        store.add(draft().bundle())
        store.add(other().bundle())
        for _ in range(data.draw(st.integers(1, 6))):
            _act(data, ann)
        if not list(store.find(Run)):
            return
        check(store)
        path = shutil.copy(blank, tmp_path / f"{next(_NUMBERS)}.sqlite")
        with Store.open(f"sqlite:///{path}", project=Projection()) as rebuilt:
            for made in (draft(), other()):
                if made.document.id in {one.id for one in store.documents()}:
                    rebuilt.add(_as_stored(store, made))
            rebuilt.import_decisions(store.decisions())
            assert differences(rebuilt, store) == []


_NUMBERS = count()


def _as_stored(store: Store, made: Draft) -> Bundle:
    versions = {
        one.version for one in store.find(Run, document_id=made.document.id, extractor="test")
    }
    if versions == {"2"}:
        made = draft(version="2")
    return made.bundle()


def _emptied(store: Store) -> None:
    for found in store.documents():
        store.remove(found.id)
    with store.engine.begin() as connection:
        for table in METADATA.sorted_tables[::-1]:
            if table.name in {"decision", "anchor", "question", "position", "graph"}:
                connection.execute(table.delete())


def _act(data: st.DataObject, ann: Curator) -> None:
    """Do one thing that can be done, whatever it is."""
    store = ann.store
    records = [*store.find(Assertion), *store.find(Relation)]
    claims = list(store.find(Claim))
    assertions = list(store.find(Assertion))
    acts: list[Callable[[], object]] = [
        lambda: store.add(draft(version=data.draw(st.sampled_from("12"))).bundle()),
        lambda: store.add(other().bundle()),
        lambda: ann.add_claim(Quoted(_id(ann), "Owners sold mills.", "mills were sold", "Roe")),
        lambda: store.remove(data.draw(st.sampled_from(store.documents())).id),
        lambda: ann.undo(data.draw(st.sampled_from(store.decisions())).id),
        lambda: ann.decide(
            data.draw(st.sampled_from(records)).id,
            data.draw(st.sampled_from([Action.ACCEPT, Action.REJECT])),
        ),
        lambda: ann.edit(data.draw(st.sampled_from(claims)).id, "Better said"),
        lambda: ann.retype(
            data.draw(st.sampled_from(assertions)).id,
            kind=data.draw(st.sampled_from(ClaimKind)),
            claim=data.draw(st.sampled_from([None, "mills pay", "something else"])),
        ),
        lambda: ann.merge(*(one.id for one in data.draw(st.permutations(claims))[:2])),
        lambda: ann.relate(*_ends(data, claims)),
        lambda: ann.split(data.draw(st.sampled_from(claims)).id),
        lambda: ann.answer(
            ann.ask("Do mills pay?").target_id,
            data.draw(st.sampled_from(claims)).id,
            data.draw(st.sampled_from(Stance)),
        ),
    ]
    possible = [
        act
        for act, needs in zip(
            acts,
            [True, True, _stored(store), store.documents(), store.decisions(), records, claims,
             assertions, len(claims) > 1, len(claims) > 1, claims, claims],
            strict=True,
        )
        if needs
    ]  # fmt: skip
    try:
        data.draw(st.sampled_from(possible))()
    except (NotFoundError, UsageError):
        return


def _ends(data: st.DataObject, claims: list[Claim]) -> tuple[str, str, str]:
    source, target = (one.id for one in data.draw(st.permutations(claims))[:2])
    return source, data.draw(st.sampled_from(["supports", "rebuts", "related"])), target


def _stored(store: Store) -> bool:
    return draft().document.id in {one.id for one in store.documents()}


def test_the_tables_of_this_test_exist() -> None:
    assert {ANCHOR.name, EQUIVALENCE.name, GRAPH.name, REVISION.name} <= METADATA.tables.keys()
