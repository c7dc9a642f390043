"""Claims that rest on each other, all the way: records, quads, commands, decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.database import Database, database_url
from kg.model import Assertion, Claim, Dependency, Passage, Run
from kg.rdf import sparql
from kg.vocab import Action, Mode, Status
from tests.unit.cli.conftest import Run as Command

TEXT = """---
title: Tidal Mills of Astrel
authors: [A. Smith]
date: 2021-03-01
---

# Tidal Mills of Astrel

The tidal mill runs only if the sluice is dredged every spring. The county will not pay for the
sluice unless the ferry company shares the cost. Critics argue that the mill survives only because
the council paid its debts. If the sluice silts up, the mill will stop.
"""
RUNS, DREDGED = "The tidal mill runs.", "The sluice is dredged every spring."
WORDS = "The tidal mill runs only if the sluice is dredged every spring."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mills.md"
    path.write_text(TEXT)
    return path


@pytest.fixture
def db(run: Command, file: Path, tmp_path: Path) -> str:
    path = str(tmp_path / "mills.sqlite")
    run("ingest", str(file), "--db", path)
    return path


@pytest.fixture
def database(db: str) -> Iterator[Database]:
    with Database.open(database_url(db)) as found:
        yield found


def wording(database: Database, identifier: str | None) -> str:
    claim = database.get(str(identifier))
    assert isinstance(claim, Claim)
    return claim.wording


def required(database: Database) -> Dependency:
    """Return the dependency of the first sentence."""
    (found,) = (one for one in database.store.find(Dependency) if one.rule == "only-if")
    return found


def test_records_have_claims_at_both_ends(database: Database) -> None:
    found = {one.rule: one for one in database.store.find(Dependency)}
    assert {
        (one.rule, wording(database, one.source_id), one.kind, wording(database, one.target_id))
        for one in found.values()
    } == {
        ("only-if", RUNS, "requires", DREDGED),
        (
            "not-unless",
            "The county will pay for the sluice.",
            "requires",
            "The ferry company shares the cost.",
        ),
        ("only-because", "The mill survives.", "requires", "The council paid its debts."),
        ("if-then", "The sluice silts up.", "causes", "The mill will stop."),
    }
    assert {rule: one.mode for rule, one in found.items()} == {
        "only-if": Mode.ASSERTS,
        "not-unless": Mode.ASSERTS,
        "only-because": Mode.REPORTS,
        "if-then": Mode.SUPPOSES,
    }
    for one in found.values():
        says, run = database.get(str(one.assertion_id)), database.get(one.run_id)
        assert isinstance(says, Assertion)
        assert isinstance(run, Run)
        assert (one.holder_id, run.extractor) == (says.holder_id, "claim-dependencies")
        assert one.score is not None
    passage = database.get(required(database).passage_id)
    assert isinstance(passage, Passage)
    assert passage.exact == WORDS


def test_the_database_agrees_with_itself(run: Command, db: str) -> None:
    assert "no faults" in run("check", "--db", db).stderr


def test_quads_give_the_direct_link_where_it_is_affirmed(database: Database) -> None:
    query = "SELECT ?a ?b WHERE { ?x cg:restsOn ?y . ?x schema:text ?a . ?y schema:text ?b }"
    rows = set(sparql.run(database.dataset, query, limit_seconds=30).rows)
    assert (RUNS, DREDGED) in rows
    assert ("The mill survives.", "The council paid its debts.") in rows
    assert not any("silts" in str(end) for row in rows for end in row)  # only supposed


def test_the_graph_can_be_asked_for_a_claim(run: Command, db: str, database: Database) -> None:
    shown = run("depends", "show", required(database).source_id, "--db", db).stdout
    assert DREDGED in shown
    assert WORDS in shown
    listed = [json.loads(line) for line in run("depends", "--json", "--db", db).stdout.splitlines()]
    assert {RUNS, DREDGED} <= {one["label"] for one in listed}


def test_a_claim_that_is_only_supposed_is_held_by_nobody(database: Database) -> None:
    view = database.claim(required(database).target_id)
    assert [one.assertion.mode for one in view.assertions] == [Mode.SUPPOSES]
    assert not database.debate().standing(view.claim.id).support


def test_a_decision_holds_through_the_next_ingest(
    run: Command, db: str, file: Path, database: Database
) -> None:
    listed = run("review", "--list", "--kind", "dependency", "--db", db).stdout
    assert "requires" in listed
    database.curator("A reader").decide(required(database).id, Action.REJECT)
    assert required(database).status is Status.REJECTED
    file.write_text(TEXT.replace("\nThe tidal mill", "\nMills are old. The tidal mill"))
    run("ingest", str(file), "--db", db)
    assert required(database).status is Status.REJECTED
    assert list(database.check()) == []
    assert RUNS not in run("depends", "--json", "--db", db).stdout
