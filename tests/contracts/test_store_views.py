"""What the store's read side answers, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from kg.errors import NotFoundError, UsageError
from kg.model import Claim, Concept, Decision, Document, Record, Relation
from kg.store import Store, search
from kg.store.tables import TABLES
from kg.views import ClaimFilter, LinkCard, Order
from kg.vocab import Action, ClaimKind, Genre, Mode, Stance
from tests.factories import NOW, Draft, agent, claim, concept, document, link, work

ICE = work("doi:10.1/ice", title="On Ice")
TEXT = (
    "Ice floats on water [1]. Café owners agree. Ice sinks, says Roe. "
    "It held in 9 of 10 trials. GPT-4 needs water-cooling.\n[1] Doe. On Ice."
)


def first() -> Draft:
    """An essay in which all kinds of things are said."""
    draft = document(TEXT, name="first.md", title="First", of=work("title:first"))
    entry = draft.refers("[1] Doe. On Ice.", ICE)
    draft.cites("[1]", "Ice floats on water [1].", entry)
    draft.asserts("Ice floats on water", "Ice floats", salience=0.25, kind=ClaimKind.CAUSAL)
    draft.asserts("Café owners agree.", "Owners agree", salience=0.75)
    draft.asserts("Ice sinks", "Ice sinks", holder=agent("Roe"), mode=Mode.REPORTS, salience=None)
    trials = draft.evidence("9 of 10 trials", by=ICE)
    because = draft.relates(trials, "supports", claim("Ice floats"), score=0.9)
    draft.relates(claim("Ice sinks"), "undercuts", because)
    draft.relates(claim("Ice sinks"), "rebuts", claim("Ice floats"))
    draft.relates(claim("Owners agree"), "qualifies", claim("Ice floats"))
    draft.mentions("GPT-4", concept("GPT-4"))
    draft.depends("GPT-4 needs water-cooling.", concept("GPT-4"), "requires", concept("Cooling"))
    draft.alias("chilling", concept("Cooling"))
    draft.answers("Does ice float?", Stance.FOR, "Ice floats")
    draft.problem("later", start=9, end=10)
    draft.problem("sooner", start=2, end=3)
    return draft


def again() -> Draft:
    """The same essay in another file, one line longer."""
    draft = document(TEXT + "\nEnd.", name="again.md", title="First", of=work("title:first"))
    draft.asserts("Ice floats on water", "Ice floats")
    trials = draft.evidence("9 of 10 trials")
    draft.relates(trials, "supports", claim("Ice floats"), score=0.8)
    draft.relates(claim("Ice sinks"), "rebuts", claim("Ice floats"))
    draft.asserts("Ice sinks", "Ice sinks", holder=agent("Roe"))
    return draft


def other() -> Draft:
    """A document of another work."""
    draft = document("Everything floats.", name="other.md", genre=Genre.REVIEW, of=ICE)
    draft.asserts("Everything floats.", "Ice floats")
    draft.asserts("Everything floats.", "All floats", mode=Mode.SUPPOSES)
    draft.links = (link(claim("All floats"), "supports", claim("Ice floats"), score=0.7),)
    return draft


@pytest.fixture
def filled(store: Store) -> Store:
    for draft in (first(), again(), other()):
        store.add(draft.bundle())
    return store


def wordings(store: Store, wanted: ClaimFilter) -> list[str]:
    return [row.claim.wording for row in store.claims(wanted)]


def reject(store: Store, record: Record) -> None:
    made = Decision(target_id=record.id, action=Action.REJECT, made_by="Ann", made_at=NOW)
    store.decide(made)


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that a block sends."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.engine, "before_cursor_execute", note)


# -- lists of claims


def test_a_line_says_who_where_and_what_for_and_against(filled: Store) -> None:
    (line,) = filled.claims(ClaimFilter(text="ice floats", contested=True))
    assert line.claim == claim("Ice floats")
    assert line.kinds == (ClaimKind.EMPIRICAL, ClaimKind.CAUSAL)
    assert line.modes == (Mode.ASSERTS,)
    assert line.holders == ("The author",)
    assert line.sources == ("First", "other.md")
    assert (line.works, line.supports, line.rebuts, line.undercuts) == (2, 2, 1, 0)
    assert line.salience == 0.5


CASES = {
    "text": (ClaimFilter(text="trials"), []),
    "document_id": (ClaimFilter(document_id=other().document.id), ["All floats", "Ice floats"]),
    "holder_id": (ClaimFilter(holder_id=agent("Roe").id), ["Ice sinks"]),
    "mode": (ClaimFilter(mode=Mode.SUPPOSES), ["All floats"]),
    "kind": (ClaimFilter(kind=ClaimKind.CAUSAL), ["Ice floats"]),
    "contested": (ClaimFilter(contested=False), ["All floats", "Ice sinks", "Owners agree"]),
    "cited": (ClaimFilter(cited=True), ["Ice floats"]),
    "order": (ClaimFilter(order=Order.CONTESTED, limit=1), ["Ice floats"]),
    "limit": (ClaimFilter(limit=1), ["Owners agree"]),
    "offset": (ClaimFilter(offset=3, limit=None), ["Ice sinks"]),
}


@pytest.mark.parametrize("name", CASES)
def test_each_field_of_a_filter_keeps_what_it_says(filled: Store, name: str) -> None:
    wanted, expected = CASES[name]
    if name == "offset":
        assert len(wordings(filled, wanted)) == 1
    else:
        assert sorted(wordings(filled, wanted)) == expected
    if name not in ("limit", "offset", "order"):
        assert filled.count_claims(wanted) == len(expected)


def test_no_field_of_a_filter_is_without_a_case() -> None:
    assert CASES.keys() == {item.name for item in fields(ClaimFilter)}


def test_the_conditions_on_assertions_hold_of_one_and_the_same(filled: Store) -> None:
    both = ClaimFilter(document_id=again().document.id, kind=ClaimKind.CAUSAL)
    assert wordings(filled, both) == []


def test_the_most_salient_come_first_and_the_unknown_last(store: Store) -> None:
    store.add(first().bundle())
    assert wordings(store, ClaimFilter()) == ["Owners agree", "Ice floats", "Ice sinks"]
    assert wordings(store, ClaimFilter(limit=1, offset=1)) == ["Ice floats"]
    assert store.count_claims(ClaimFilter(limit=1, offset=1)) == 3


def test_what_was_rejected_counts_for_nothing(filled: Store) -> None:
    sinks = [
        x
        for d in (first(), again())
        for x in d.records.values()
        if getattr(x, "claim_id", None) == claim("Ice sinks").id
    ]
    reject(filled, sinks[0])
    assert "Ice sinks" in wordings(filled, ClaimFilter())
    reject(filled, sinks[1])
    assert "Ice sinks" not in wordings(filled, ClaimFilter())
    assert filled.count_claims() == 3
    view = filled.claim_view(claim("Ice floats").id)
    assert view.con == ()
    assert view.pro[0].undercuts == ()
    assert wordings(filled, ClaimFilter(contested=True)) == []
    (line,) = (row for row in filled.claims() if row.claim == claim("Ice floats"))
    assert (line.supports, line.rebuts) == (2, 0)
    assert {source.name: source.claims for source in filled.sources()} == {
        "first.md": 2, "again.md": 1, "other.md": 2,
    }  # fmt: skip


# -- search


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("agree", {"Owners agree"}),
        ("agreeing owner", {"Owners agree"}),
        ("cafe", {"Owners agree"}),
        ('"ice floats"', {"Ice floats"}),
        ('"floats ice"', set()),
        ("floats ice", {"Ice floats"}),
        ("everything", {"Ice floats", "All floats"}),
        ("nothing", set()),
        ("***", set()),
        ("'; DROP TABLE claim; --", set()),
        ('ice -floats* "', {"Ice floats"}),
        ("NEAR(ice floats)", set()),
        ("  ", {"Ice floats", "Ice sinks", "Owners agree", "All floats"}),
    ],
)
def test_search_finds_words_in_wordings_and_passages(
    filled: Store, text: str, found: set[str]
) -> None:
    if text == "cafe" and filled.engine.dialect.name == "postgresql":
        text = "café"
    assert set(wordings(filled, ClaimFilter(text=text))) == found
    assert filled.count_claims(ClaimFilter(text=text)) == len(found)


@given(st.text(max_size=20) | st.text(alphabet="\"*-()^:+ORNEARANDT ice'%_\\", max_size=20))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_sought_is_data(filled: Store, text: str) -> None:
    rows = filled.claims(ClaimFilter(text=text))
    assert len(rows) == filled.count_claims(ClaimFilter(text=text)) <= 4


def test_search_follows_a_changed_wording_and_a_removed_document(store: Store) -> None:
    drafts = [document(f"{name} says it.", name=name) for name in ("one", "two", "three")]
    for draft, wording in zip(drafts, ("zinc", "zebra", "zebra"), strict=True):
        draft.asserts("says it.", Claim(key="z", wording=wording))
    store.add(drafts[0].bundle())
    assert wordings(store, ClaimFilter(text="zinc")) == ["zinc"]
    for draft in drafts[1:]:
        store.add(draft.bundle())
    assert wordings(store, ClaimFilter(text="zinc")) == []
    assert wordings(store, ClaimFilter(text="zebra")) == ["zebra"]
    for draft in drafts[1:]:
        store.remove(draft.document.id)
    assert wordings(store, ClaimFilter(text="zebra")) == []
    assert wordings(store, ClaimFilter(text="zinc")) == ["zinc"]


def test_other_databases_search_too(filled: Store) -> None:
    column, wanted = TABLES[Claim].c.wording, search.phrases('"ICE fl" 100%')[:1]
    ranked = search.restrict(select(column), "other", column, wanted)
    with filled.engine.connect() as connection:
        assert connection.scalars(ranked.query).all() == ["Ice floats"]


# -- pages


def test_a_claim_shows_both_sides_with_quotes(filled: Store) -> None:
    view = filled.claim_view(claim("Ice floats").id)
    assert {(held.quote.passage.exact, held.quote.source.name) for held in view.assertions} == {
        ("Ice floats on water", "first.md"), ("Ice floats on water", "again.md"),
        ("Everything floats.", "other.md"),
    }  # fmt: skip
    cites = {held.quote.source.name: held.cites for held in view.assertions}
    assert cites == {"first.md": (ICE,), "again.md": (), "other.md": ()}
    trials, everything = view.pro
    assert trials.quote is not None
    assert (trials.quote.passage.exact, trials.work) == ("9 of 10 trials", ICE)
    assert [words(card) for card in trials.undercuts] == ["Ice sinks"]
    assert words(everything) == "All floats"
    (sinks,) = view.con
    assert (sinks.relation.kind, words(sinks)) == ("rebuts", "Ice sinks")
    assert {held.holder.name for held in sinks.assertions} == {"Roe"}
    assert [(card.relation.kind, words(card)) for card in view.other] == [
        ("qualifies", "Owners agree")
    ]
    assert view.bears_on == ()
    bears_on = filled.claim_view(claim("Ice sinks").id).bears_on
    assert [(card.relation.kind, words(card)) for card in bears_on] == [("rebuts", "Ice floats")]


def words(card: LinkCard) -> str | None:
    return card.claim.wording if card.claim else None


def test_a_source_shows_its_text_marked(filled: Store) -> None:
    view = filled.source_view(first().document.id)
    assert view.source in filled.sources()
    assert view.source.label == "First"
    assert (view.source.claims, view.source.references, view.source.citations) == (3, 1, 1)
    marked = [
        (view.text[mark.start : mark.end], mark.kind, mark.target_id) for mark in view.highlights
    ]
    ((entry, cited),) = view.references
    assert cited == ICE
    assert marked == [
        ("Ice floats on water", "assertion", claim("Ice floats").id),
        ("[1]", "citation", entry.id),
        ("Café owners agree.", "assertion", claim("Owners agree").id),
        ("Ice sinks", "assertion", claim("Ice sinks").id),
        ("9 of 10 trials", "evidence", claim("Ice floats").id),
        ("GPT-4 needs water-cooling.", "dependency", concept("Cooling").id),
    ]
    assert [problem.code for problem in view.problems] == ["sooner", "later"]
    assert view.problems == tuple(filled.problems(first().document.id))


def test_dependencies_come_with_their_words(filled: Store) -> None:
    (found,) = filled.dependency_evidence()
    assert (found.source, found.target) == (concept("GPT-4"), concept("Cooling"))
    assert found.quote.passage.exact == "GPT-4 needs water-cooling."
    assert filled.dependency_evidence(concept("Cooling").id) == [found]
    assert filled.dependency_evidence("concept-s1other") == []
    reject(filled, found.dependency)
    assert filled.dependency_evidence() == []


def test_concepts_are_found_by_any_of_their_names(store: Store) -> None:
    draft = document("RLHF, RLHF2 and 100% are named. RLHF again.")
    short = concept("RLHF", alternatives=("reinforcement learning from human feedback",))
    draft.mentions("RLHF,", concept("RLHF2"))
    draft.mentions("RLHF2", concept("RLHF2"))
    draft.mentions("RLHF again", short)
    draft.mentions("100%", concept("100%"))
    draft.alias("human feedback", short)
    store.add(draft.bundle())
    assert store.concepts("rlhf") == [short, concept("RLHF2")]
    assert store.concepts("Human Feedback") == [short]
    assert store.concepts("learning from") == [short]
    assert store.concepts("%") == [concept("100%")]
    assert store.concepts("_") == []
    assert store.concepts() == [concept("RLHF2"), concept("100%"), short]
    assert store.by_alias(["human feedback", "none"]) == {"human feedback": (short.id,)}


def test_near_copies_of_a_document_are_known_by_their_claims(filled: Store) -> None:
    ids = [claim(wording).id for wording in ("Ice floats", "Ice sinks", "Unheard of")]
    assert filled.shared_claim_counts(ids) == {
        first().document.id: (2, 3), again().document.id: (2, 2), other().document.id: (1, 2),
    }  # fmt: skip
    assert filled.shared_claim_counts([]) == {}


def test_a_page_is_a_handful_of_queries(store: Store) -> None:
    """However many claims a page shows, and however much is said of one."""

    def sent(number: int) -> tuple[int, int, int, int]:
        draft = document(f"Number {number}. It is so. " + "x" * number, name=f"{number}.md")
        for count in range(number):
            draft.asserts("It is so.", f"Claim {count}", holder=agent(f"Holder {count}"))
            draft.relates(claim(f"Claim {count}"), "rebuts", claim("Claim 0")) if count else None
        store.add(draft.bundle())
        counts = []
        for ask in (
            lambda: store.claims(ClaimFilter(text="so")),
            lambda: store.claim_view(claim("Claim 0").id),
            lambda: store.source_view(draft.document.id),
            store.dependency_evidence,
        ):
            with counted(store) as statements:
                ask()
            counts.append(len(statements))
        return counts[0], counts[1], counts[2], counts[3]

    few, many = sent(2), sent(40)
    assert few == many
    assert max(many) <= 18


# -- ids


def test_a_record_is_found_by_a_beginning_of_its_id(filled: Store) -> None:
    wanted = claim("Ice floats")
    assert filled.get(wanted.id) == wanted
    assert filled.get(wanted.id[:-12]) == wanted
    assert filled.claim_view(wanted.id[:-12]).claim == wanted
    with pytest.raises(UsageError, match=r"'claim-' may be claim-s1.*, claim-s1.*write more"):
        filled.get("claim-")
    for nothing in ("", "claim-s1x%", "nonsense", "claim_"):
        with pytest.raises(NotFoundError):
            filled.get(nothing)
    with pytest.raises(NotFoundError, match="is a claim, not a document"):
        filled.source_view(wanted.id)


def test_records_are_found_by_their_fields(filled: Store) -> None:
    assert {found.name for found in filled.find(Document, work_id=work("title:first").id)} == {
        "first.md", "again.md",
    }  # fmt: skip
    assert list(filled.find(Concept, label="GPT-4")) == [concept("GPT-4")]
    assert [found.target_id for found in filled.find(Relation, document_id=None)] == [
        claim("Ice floats").id
    ]
    assert [position.stance for position in filled.positions()] == [Stance.FOR]
    with pytest.raises(UsageError, match="a concept has no field 'name'"):
        filled.find(Concept, name="GPT-4")
