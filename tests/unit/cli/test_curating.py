"""People's commands: what they say, what they refuse, and what comes of what they print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli.output import HARMFUL
from kg.database import Database
from kg.model import Assertion, Claim, Relation
from kg.vocab import Reason, Status
from tests.factories import Draft, claim, document, link, work
from tests.unit.cli.conftest import Run

HOSTILE = "mills \x1b[31mpay\u202e well\x9b"
MILLS = "Mills need water. Steam needs coal. Mills pay. Owners sold mills. Coal is dear."
WRITE = ("--by", "Ann")


def draft() -> Draft:
    made = document(MILLS, name="mills.md", of=work("title:mills", title="Mills"))
    made.asserts("Mills need water.", "mills need water", score=0.9)
    made.asserts("Steam needs coal.", "steam needs coal", score=0.6)
    made.asserts("Mills pay.", HOSTILE, score=0.4)
    dear = made.evidence("Coal is dear.")
    made.relates(dear, "rebuts", claim("steam needs coal"))
    made.relates(claim("mills need water"), "supports", claim(HOSTILE))
    made.links = (link(claim("steam needs coal"), "rebuts", claim(HOSTILE)),)
    return made


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = str(tmp_path / "mills.sqlite")
    with Database.open(path) as database:
        database.add(draft().bundle())
    return path


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def stored(db: str, identifier: str) -> Any:
    with Database.open(db) as database:
        return database.get(identifier)


def assertion(db: str, wording: str) -> Assertion:
    with Database.open(db) as database:
        (found,) = database.store.find(Assertion, claim_id=claim(wording).id)
    return found


def relation(db: str) -> Relation:
    with Database.open(db) as database:
        (found,) = database.store.find(Relation, kind="supports")
    return found


def undo_in(line: str) -> str:
    """The id of the decision that a line offers to take back."""
    return line.partition("(kg undo ")[2].partition(" ")[0]


WATER, COAL, PAY = (claim(one).id for one in ("mills need water", "steam needs coal", HOSTILE))


def commands(db: str) -> dict[str, tuple[str, ...]]:
    """One call of each command that decides."""
    pay, document_id = assertion(db, HOSTILE).id, draft().document.id
    return {
        "accept": ("decide", pay, "accept"),
        "reject (wrong span)": ("decide", pay, "reject", "--reason", "wrong-span"),
        "reject (not a claim)": ("decide", pay, "reject", "--reason", "not_a_claim"),
        "note": ("decide", pay, "note", "--note", HOSTILE),
        "would change": ("decide", PAY, "would-change", "--note", "a ledger"),
        "edit to": ("edit", PAY, HOSTILE + "!"),
        "retype: kind causal, polarity negative": (
            "retype", pay, "--kind", "causal", "--polarity", "negative"),
        "add": ("relate", COAL, "differs-in-scope", PAY),
        "accept: relation": ("relate", COAL, "rebuts", PAY),
        "add: relation": ("merge", WATER, COAL),
        "add: assertion": (
            "add", document_id, "--quote", "Owners sold mills.", "--claim", HOSTILE, "--holder",
            "Roe", "--mode", "reports", "--kind", "causal"),
        "add: question": ("question", "ask", HOSTILE),
        "retype: claim": ("retype", pay, "--claim", HOSTILE + "?"),
    }  # fmt: skip


@pytest.mark.parametrize("what", [
    "accept", "reject (wrong span)", "reject (not a claim)", "note", "would change", "edit to",
    "retype: kind causal, polarity negative", "retype: claim", "add", "accept: relation",
    "add: relation", "add: assertion", "add: question",
])  # fmt: skip
def test_each_says_what_it_did_in_one_harmless_line_that_undoes_it(
    run: Run, db: str, what: str
) -> None:
    call = commands(db)[what]
    shown = run(*call, *WRITE, "--db", db).stdout
    (line,) = shown.splitlines()
    assert line.startswith(what)
    assert not HARMFUL.search(line)
    undone = run("undo", undo_in(line), *WRITE, "--db", db).stdout
    assert undone.startswith("undo ")
    assert not HARMFUL.search(undone.strip())
    run("check", "--db", db)
    (made, taken) = lines(run("decisions", "--json", "--db", db).stdout)
    assert (made["made_by"], taken["action"]) == ("Ann", "undo")


def test_the_same_as_json(run: Run, db: str) -> None:
    for call in commands(db).values():
        (made,) = lines(run(*call, "--json", "--db", db).stdout)
        assert made["id"].startswith("decision-")


def test_every_reason_can_be_given(run: Run, db: str) -> None:
    for reason in Reason:
        run("decide", assertion(db, HOSTILE).id, "reject", "--reason", reason.value, "--db", db)
    made = lines(run("decisions", "--json", "--db", db).stdout)
    assert [one["reason"] for one in made] == [reason.value for reason in Reason]


def test_split_takes_a_claim_out_of_each_it_was_joined_with(run: Run, db: str) -> None:
    run("merge", WATER, COAL, "--db", db)
    run("merge", PAY, WATER, "--db", db)
    shown = run("split", WATER, "--note", "not so", "--db", db).stdout.splitlines()
    assert len(shown) == 2
    assert all(line.startswith("reject (not the same claim): relation-") for line in shown)
    assert "joined with no other" in run("split", WATER, "--db", db, expect=2).stderr


@pytest.mark.parametrize(
    "call",
    [
        ("decide", "claim", "reject"),
        ("decide", PAY, "accept"),
        ("decide", PAY, "note"),
        ("decide", PAY, "edit"),
        ("decide", PAY, "accept", "--reason", "wrong-span"),
        ("decide", PAY, "reject", "--reason", "dislike"),
        ("undo", PAY),
        ("edit", PAY, "  "),
        ("edit", PAY),
        ("retype", PAY, "--kind", "causal"),
        ("merge", PAY, PAY),
        ("merge", PAY, "claim-s1zzzz"),
        ("split", PAY),
        ("relate", PAY, "requires", WATER),
        ("relate", PAY, "rebuts", draft().document.id),
        ("add", PAY, "--quote", "x", "--claim", "y", "--holder", "z"),
        ("add", draft().document.id, "--quote", "Mills", "--claim", "y", "--holder", "z"),
        ("add", draft().document.id, "--quote", "Mills pay."),
        ("question", "ask", ""),
        ("question", "answer", PAY, WATER, "for"),
        ("question", "answer", PAY, WATER, "maybe"),
        ("question", "edit", PAY, "What?"),
        ("decisions", "claim-s1zzzz"),
        ("review", "--source", PAY, "--list"),
        ("review", "--kind", "claim", "--list"),
        ("edit", PAY, "caf\udce9"),
    ],
)
def test_wrong_usage_is_status_2_and_decides_nothing(
    run: Run, db: str, call: tuple[str, ...]
) -> None:
    result = run(*call, "--db", db, expect=2)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert run("decisions", "--json", "--db", db).stdout == ""


@pytest.mark.parametrize(
    "name", ["decide", "undo", "edit", "merge", "split", "decisions", "question", "review"]
)
def test_a_database_that_is_not_there_is_not_made(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / "none.sqlite"
    given = {"decide": ("x", "accept"), "edit": ("x", "y"), "merge": ("x", "y")}
    arguments = given.get(name, ("x",) if name in ("undo", "split") else ())
    assert "no database at" in run(name, *arguments, "--db", str(path), expect=2).stderr
    assert not path.exists()


def test_a_merge_makes_no_third_claim_contested(run: Run, db: str) -> None:
    (before,) = lines(run("claims", "--contested", "--json", "--db", db).stdout)
    assert before["claim"]["id"] == PAY
    run("merge", WATER, PAY, "--db", db)
    (after,) = lines(run("claims", "--contested", "--json", "--db", db).stdout)
    assert after["claim"]["id"] in (WATER, PAY)


# -- questions


def test_a_question_is_asked_answered_worded_anew_and_listed(run: Run, db: str) -> None:
    run("question", "ask", "Do mills pay?", "--db", db)
    (view,) = lines(run("question", "--json", "--db", db).stdout)
    asked = view["question"]["id"]
    run("question", "--db", db, "answer", asked[:20], PAY, "for")
    run("question", "answer", asked, COAL, "against", "--db", db)
    run("question", "edit", asked, HOSTILE, "--db", db)
    shown = run("question", "--db", db).stdout
    assert not HARMFUL.search(shown.replace("\n", ""))
    assert shown.startswith("mills \\x1b[31mpay")
    assert "for: mills" in shown
    assert "against: steam needs coal (by hand)" in shown
    run("check", "--db", db)


# -- the history


def test_the_history_says_what_still_counts(run: Run, db: str) -> None:
    pay = assertion(db, HOSTILE).id
    first = run("decide", pay, "accept", *WRITE, "--db", db).stdout
    run("undo", undo_in(first), "--db", db)
    run("decide", COAL, "note", "--note", HOSTILE, *WRITE, "--db", db)
    heading, accepted, undone, noted = run("decisions", "--db", db).stdout.splitlines()
    assert heading.split() == ["id", "when", "who", "what", "on", "counts", "note"]
    assert " no " in accepted
    assert "undo accept" in undone
    assert " yes " in noted
    assert not HARMFUL.search(noted)
    assert len(run("decisions", pay, "--db", db).stdout.splitlines()) == 3
    assert len(run("decisions", COAL[:20], "--db", db).stdout.splitlines()) == 2


def test_decisions_whose_target_is_gone_are_listed_and_come_back(run: Run, db: str) -> None:
    pay = assertion(db, HOSTILE).id
    run("decide", pay, "reject", "--reason", "duplicate", "--db", db)
    assert run("decisions", "--orphans", "--json", "--db", db).stdout == ""
    run("remove", draft().document.id, "--db", db)
    (lost,) = lines(run("decisions", "--orphans", "--json", "--db", db).stdout)
    assert lost["target_id"] == pay
    for arguments in ((), ("--orphans",), (pay,), (pay[:18],)):
        assert "its target is gone" in run("decisions", *arguments, "--db", db).stdout
    with Database.open(db) as database:
        database.add(draft().bundle())
    assert run("decisions", "--orphans", "--json", "--db", db).stdout == ""
    assert assertion(db, HOSTILE).status is Status.REJECTED


@pytest.mark.parametrize("first", ["documents", "decisions"])
def test_decisions_travel_through_a_file(run: Run, db: str, tmp_path: Path, first: str) -> None:
    for call in commands(db).values():
        run(*call, "--db", db)
    written = run("decisions", "--json", "--db", db).stdout
    assert not HARMFUL.search(written.replace("\n", ""))
    file, other = tmp_path / "decisions.jsonl", str(tmp_path / "other.sqlite")
    file.write_text(written, encoding="utf-8")
    if first == "documents":
        with Database.open(other) as database:
            database.add(draft().bundle())
    count = len(written.splitlines())
    assert run("decisions", "--import", str(file), "--db", other).stdout == (
        f"{count} new decisions\n"
    )
    if first == "decisions":
        with Database.open(other) as database:
            database.add(draft().bundle())
    again = run("decisions", "--import", "-", "--json", "--db", other, text=written).stdout
    assert lines(again) == [{"new": 0}]
    assert run("decisions", "--json", "--db", other).stdout == written
    run("check", "--db", other)


@pytest.mark.parametrize("bad", [b"{}", b"no JSON", b"\xff\xfe", b"[" * 100_000])
def test_a_bad_line_stores_nothing(run: Run, db: str, tmp_path: Path, bad: bytes) -> None:
    run("decide", COAL, "note", "--note", "x", "--db", db)
    good = run("decisions", "--json", "--db", db).stdout_bytes
    other = str(tmp_path / "other.sqlite")
    result = run("decisions", "--import", "-", "--db", other, text=good + bad, expect=1)
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""
    assert run("decisions", "--json", "--db", other).stdout == ""


def test_import_goes_with_nothing_else(run: Run, db: str, tmp_path: Path) -> None:
    run("decisions", "--import", "-", "--orphans", "--db", db, expect=2)
    run("decisions", "--import", str(tmp_path / "none"), "--db", db, expect=2)


def test_claims_are_found_under_their_new_words(run: Run, db: str) -> None:
    run("edit", COAL, "Steam engines need coal", "--db", db)
    assert "Steam engines need coal" in run("claim", COAL, "--db", db).stdout
    assert isinstance(stored(db, COAL), Claim)
