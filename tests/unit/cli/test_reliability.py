"""``kg reliability``: what a rule said, how much was accepted, and what it says from now on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kg.database import Database
from kg.model import Assertion
from kg.vocab import Action
from tests.factories import claim, document, link

Run = Callable[..., Result]


@pytest.fixture
def db(tmp_path: Path) -> str:
    """Two texts whose eight claims one rule found at .8, one link, and a rule with no score."""
    path = str(tmp_path / "db.sqlite")
    words = [f"Mill {number} pays." for number in range(8)]
    mills = document(" ".join(words), name="mills.md")
    for one in words:
        mills.asserts(one, one.lower(), rule="declarative", score=0.8)
    steam = document("Steam pays.", name="steam.md")
    steam.asserts("Steam pays.", "steam pays", rule="[bold]odd\u202e[/]", score=None)
    ends = claim("steam pays"), claim("mill 0 pays.")
    signals = ("comparison:steam-over-mill:general", "likeness")
    steam.links = (link(ends[0], "rebuts", ends[1], score=0.6, signals=signals),)
    with Database.open(path) as database:
        database.store.add(mills.bundle())
        database.store.add(steam.bundle())
    return path


def reject_all(db: str) -> None:
    with Database.open(db) as database:
        by = database.curator("Ann")
        for one in database.store.find(Assertion):
            by.decide(one.id, Action.REJECT)


def told(run: Run, db: str) -> dict[tuple[str, str], Any]:
    shown = run("reliability", "--json", "--db", db).stdout
    rows = [json.loads(line) for line in shown.splitlines()]
    return {(row["extractor"], row["rule"]): row for row in rows}


def test_before_any_decision_there_is_nothing_to_show(run: Run, db: str) -> None:
    result = run("reliability", "--db", db)
    assert result.stdout == ""
    assert "kg review" in result.stderr
    assert run("reliability", "--json", "--db", db).stdout == ""


def test_each_rule_is_shown_before_and_after(run: Run, db: str) -> None:
    reject_all(db)
    row = told(run, db)["test", "declarative"]
    assert (row["judged"], row["accepted"]) == (8, 0)
    assert row["before"] == pytest.approx(0.8)
    assert row["after"] == pytest.approx(10 * 0.8 / 18)  # a prior worth ten, and eight rejected
    result = run("reliability", "--db", db)
    _, first, _ = map(str.split, result.stdout.splitlines())
    assert first == ["test", "declarative", "8", "0", "0.80", "0.44"]
    assert "ingested from now on" in result.stderr


def test_a_rule_without_probability_is_counted_and_drives_no_terminal(run: Run, db: str) -> None:
    reject_all(db)
    assert told(run, db)["test", "[bold]odd\u202e[/]"]["after"] is None
    shown = run("reliability", "--db", db).stdout
    assert r"[bold]odd\x202e[/]" in shown


def test_a_link_between_documents_is_judged_by_its_signals(run: Run, db: str) -> None:
    with Database.open(db) as database:
        steam, mill = claim("steam pays").id, claim("mill 0 pays.").id
        by = database.curator("Ann")
        by.relate(steam, "rebuts", mill)  # accepts what was proposed
        by.merge(claim("mill 1 pays.").id, claim("mill 2 pays.").id)  # nobody proposed this
    found = told(run, db)
    assert list(found) == [("links", "comparison+likeness")]
    row = found["links", "comparison+likeness"]
    assert (row["judged"], row["accepted"], row["before"]) == (1, 1, 0.6)
    assert row["after"] == pytest.approx((1 + 10 * 0.6) / 11)


def test_what_a_person_added_says_nothing_of_the_program(run: Run, db: str) -> None:
    with Database.open(db) as database:
        by = database.curator("Ann")
        mine = by.merge(claim("mill 1 pays.").id, claim("mill 2 pays.").id)
        by.decide(mine.target_id, Action.REJECT)
    assert told(run, db) == {}


def test_a_decision_taken_back_is_not_counted(run: Run, db: str) -> None:
    with Database.open(db) as database:
        by = database.curator("Ann")
        made = by.decide(next(database.store.find(Assertion)).id, Action.REJECT)
        by.undo(made.id)
    assert told(run, db) == {}
