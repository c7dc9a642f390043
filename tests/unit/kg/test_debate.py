"""Standing over a real store: what counts, for how many, and what people change of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import debate
from kg.analysis.standing.labelling import Label
from kg.curator import Curator
from kg.database import Database
from kg.errors import NotFoundError
from kg.model import Agent, Relation
from kg.ui.debate.standing import changes
from kg.vocab import Action, AgentKind, EvidenceKind, Genre, Mode
from tests.factories import Draft, agent, claim, document, link, work

DAMS = claim("dams pay")
LOSS = claim("dams lose money")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(str(tmp_path / "claims.sqlite")) as opened:
        yield opened


def essay(name: str, text: str, *wordings: str, author: str, score: float = 1.0) -> Draft:
    """A document whose sentences assert the wordings in turn."""
    made = document(text, name=name, of=work(f"title:{name}", title=name, authors=(author,)))
    for sentence, wording in zip(text.split(". "), wordings, strict=False):
        made.asserts(sentence.rstrip("."), wording, holder=agent(author), score=score)
    return made


def strength(database: Database, of: str) -> float:
    return database.debate().standing(of).strength


def test_more_independent_origins_make_a_claim_stronger(database: Database) -> None:
    database.add(essay("one.md", "Dams pay. Rain falls.", DAMS.wording, author="Roe, J.").bundle())
    alone = strength(database, DAMS.id)
    database.add(essay("two.md", "Dams pay well.", DAMS.wording, author="Sato, K.").bundle())
    assert strength(database, DAMS.id) > alone
    assert len(database.debate().standing(DAMS.id).support) == 2


def test_works_of_one_group_and_a_report_count_once(database: Database) -> None:
    database.add(essay("one.md", "Dams pay. Rain falls.", DAMS.wording, author="Roe, J.").bundle())
    alone = strength(database, DAMS.id)
    database.add(essay("two.md", "Dams pay well.", DAMS.wording, author="Roe, Jane").bundle())
    reviewed = work("title:one.md", title="one.md", authors=("Roe, J.",))
    report = document(
        "Roe says that dams pay.",
        name="report.md",
        of=work("title:report", title="A report", authors=("Weir, A.",)),
        genre=Genre.REVIEW,
        reviews_id=reviewed.id,
    )
    report.keep(reviewed)
    roe = Agent(key="person:roe:j", name="Roe", kind=AgentKind.PERSON)
    report.asserts("dams pay", DAMS.wording, holder=roe, mode=Mode.REPORTS, score=1.0)
    database.add(report.bundle())
    found = database.debate().standing(DAMS.id)
    assert found.strength == pytest.approx(alone)
    (origin,) = found.support
    assert len(origin.members) == 3
    assert origin.reasons


def attacked(score: float | None = 0.8) -> tuple[Draft, Draft, Relation]:
    against = link(LOSS, "rebuts", DAMS, score=score)
    one = essay("one.md", "Dams pay.", DAMS.wording, author="Roe, J.")
    two = essay("two.md", "Dams lose money.", LOSS.wording, author="Sato, K.")
    two.links = (against,)
    return one, two, against


def test_a_rebuttal_weighs_its_probability_until_somebody_decides(database: Database) -> None:
    one, two, against = attacked()
    database.add(one.bundle())
    before = strength(database, DAMS.id)
    database.add(two.bundle())
    proposed = strength(database, DAMS.id)
    assert proposed < before
    assert database.debate("accepted").standing(DAMS.id).strength == pytest.approx(before)
    curator = database.curator("Ann")
    curator.decide(against.id, Action.ACCEPT)
    assert strength(database, DAMS.id) < proposed
    assert database.debate().standing(DAMS.id).label is Label.FALLS
    curator.undo(against.id)
    assert strength(database, DAMS.id) == pytest.approx(proposed)
    curator.decide(against.id, Action.REJECT)
    assert strength(database, DAMS.id) == pytest.approx(before)
    assert database.debate().standing(DAMS.id).label is Label.STANDS


def test_a_doubtful_rebuttal_moves_the_strength_but_not_the_label(database: Database) -> None:
    one, two, _ = attacked(0.3)
    database.add(one.bundle())
    before = strength(database, DAMS.id)
    database.add(two.bundle())
    found = database.debate().standing(DAMS.id)
    assert found.strength < before
    assert found.label is Label.STANDS


def test_the_standing_says_what_makes_it_and_what_would_change_it(database: Database) -> None:
    one, two, against = attacked()
    ledger = two.evidence("lose money", kind=EvidenceKind.MEASUREMENT, score=1.0)
    two.relates(ledger, "supports", LOSS, score=1.0)
    elsewhere = essay("three.md", "Rain falls.", "rain falls", author="Lund, P.")
    for draft in (one, two, elsewhere):
        database.add(draft.bundle())
    found = database.debate().standing(DAMS.id, depth=3)
    assert found.attack is not None
    assert found.attack.inferences == (against.id,)
    assert ledger.id in found.attack.rests_on
    assert found.relabels is not None
    assert found.relabels.dropped == (against.id,)
    assert "“dams lose money”" in found.arithmetic
    assert "measurement “lose money”" in found.arithmetic
    assert found.names == {
        against.id: "“dams lose money” rebuts “dams pay”",
        ledger.id: "measurement “lose money”",
        LOSS.id: "“dams lose money”",
    }


def test_a_quick_answer_says_when_it_did_not_look_for_changes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, against = attacked()
    for draft in (one, two):
        database.add(draft.bundle())
    whole = database.debate().standing(DAMS.id)
    quick = database.debate().standing(DAMS.id, most=30)
    assert quick == whole
    assert whole.searched
    monkeypatch.setattr(debate, "WIDE", 0)
    assert database.debate().standing(DAMS.id, thorough=True) == whole
    found = database.debate().standing(DAMS.id)
    assert database.debate().standing(DAMS.id, most=30) == found
    assert not found.searched
    assert (found.attack, found.defence, found.flips, found.relabels) == (None,) * 4
    assert (found.strength, found.label) == (whole.strength, whole.label)
    said = str(changes(found))
    assert "was not looked for" in said
    assert against.id not in said


def test_what_is_merged_stands_as_one(database: Database) -> None:
    one, two, against = attacked()
    three = essay("three.md", "A dam is a good buy.", "a dam is a good buy", author="Lund, P.")
    for draft in (one, two, three):
        database.add(draft.bundle())
    good = claim("a dam is a good buy")
    before = strength(database, DAMS.id)
    ann = database.curator("Ann")
    ann.merge(good.id, DAMS.id)
    (row,) = [one for one in database.claims() if one.claim.id in (good.id, DAMS.id)]
    assert (row.works, row.rebuts) == (2, 1)
    view = database.claim(good.id)
    assert view == database.claim(DAMS.id)
    assert {view.claim.id, *(one.id for one in view.joined)} == {good.id, DAMS.id}
    assert {one.holder.name for one in view.assertions} == {"Roe, J.", "Lund, P."}
    assert [card.relation.id for card in view.con] == [against.id]
    assert strength(database, good.id) == strength(database, DAMS.id) > before
    ann.split(good.id)
    assert strength(database, DAMS.id) == pytest.approx(before)
    assert len(database.claims()) == 3


def test_the_most_argued_come_first(database: Database) -> None:
    for draft in attacked()[:2]:
        database.add(draft.bundle())
    rows = database.debate().most_argued(5)
    assert [row.claim for row in rows] == [DAMS, LOSS]
    assert (rows[0].attacks, rows[0].origins) == (1, 1)


def test_a_debate_is_read_anew_only_after_a_change(database: Database) -> None:
    one, two, _ = attacked()
    database.add(one.bundle())
    first = database.debate()
    assert database.debate() is first
    database.add(two.bundle())
    assert database.debate() is not first


def test_a_claim_that_is_not_there_has_no_standing(database: Database) -> None:
    with pytest.raises(NotFoundError, match="no claim claim-s1none"):
        database.debate().standing("claim-s1none")
    assert database.debate().most_argued(3) == []


def test_the_curator_is_who_decides(database: Database) -> None:
    one, two, against = attacked()
    for draft in (one, two):
        database.add(draft.bundle())
    Curator(database.store, "Bo").decide(against.id, Action.NOTE, note="thin")
    assert [(made.made_by, made.note) for made in database.store.decisions()] == [("Bo", "thin")]


def test_of_many_arguments_the_strongest_are_told(database: Database) -> None:
    one = essay("one.md", "Dams pay.", DAMS.wording, author="Roe, J.")
    wordings = [f"dam {number} lost money" for number in range(5)]
    two = essay("two.md", ". ".join(wordings), *wordings, author="Sato, K.")
    two.links = tuple(
        link(claim(wording), "rebuts", DAMS, score=0.9 - number / 10)
        for number, wording in enumerate(wordings)
    )
    for made in (one, two):
        database.add(made.bundle())
    whole, part = (database.debate().standing(DAMS.id, most=most) for most in (None, 2))
    assert (len(whole.explanation.contributions), len(part.explanation.contributions)) == (5, 2)
    told = {premise.inference.id for c in part.explanation.contributions for premise in c.premises}
    assert told == {one.id for one in two.links[:2]}
    assert part.strength == whole.strength
