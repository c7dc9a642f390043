"""``kg review``: from a script, and with keys in a real terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from kg.cli.output import HARMFUL
from kg.cli.reviewing import KEYS, REASON_KEYS
from kg.database import Database
from kg.model import Relation
from kg.vocab import Reason, Status
from tests.factories import document
from tests.unit.cli.conftest import Run
from tests.unit.cli.test_curating import COAL, HOSTILE, db, draft, lines

__all__ = ["db"]


def left(run: Run, db: str) -> list[str]:
    """The ids of what waits, in order."""
    return [
        one["record"]["id"] for one in lines(run("review", "--list", "--json", "--db", db).stdout)
    ]


def made(run: Run, db: str) -> list[tuple[str, str, str | None]]:
    return [
        (one["target_id"], one["action"], one["reason"])
        for one in lines(run("decisions", "--json", "--db", db).stdout)
    ]


def test_each_command_is_a_decision_and_the_rest_waits(run: Run, db: str) -> None:
    first, second, third, *rest = left(run, db)
    result = run("review", "--db", db, text="a\n\ns\nr wrong-holder\n")
    assert "1 of 7" in result.stdout
    assert "4 of 7" in result.stdout
    assert not HARMFUL.search(result.stdout.replace("\n", ""))
    assert made(run, db) == [(first, "accept", None), (third, "reject", "wrong_holder")]
    assert "1 accepted, 1 rejected, 5 left" in result.stderr
    assert left(run, db) == [second, *rest] or set(left(run, db)) <= {second, *rest}
    run("check", "--db", db)


def test_the_last_is_undone_and_shown_again(run: Run, db: str) -> None:
    before = left(run, db)
    result = run("review", "--db", db, text="u\na\nn see Roe\nu\nu\nr w\nq\na\n")
    assert result.stdout.count("1 of 7") == 2
    assert [action for _, action, _ in made(run, db)] == [
        "accept", "note", "undo", "undo", "reject"]  # fmt: skip
    assert made(run, db)[-1] == (before[0], "reject", "wrong_span")
    assert "nothing to undo" in result.stderr


def test_what_goes_with_a_rejected_claim_is_passed_over(run: Run, db: str) -> None:
    (because,) = [one for one in left(run, db) if one.startswith("evidence-")]
    run("review", "--kind", "evidence", "--db", db, text="r not-a-claim\n")
    with Database.open(db) as database:
        (rebuts,) = database.store.find(Relation, source_evidence_id=because)
    assert rebuts.status is Status.PROPOSED
    assert rebuts.id not in left(run, db)


@pytest.mark.parametrize("line", ["x", "r dislike", "a b", "n", b"n caf\xe9", "n a\0b"])
def test_a_line_that_is_no_command_ends_it_and_keeps_what_was_decided(
    run: Run, db: str, line: str | bytes
) -> None:
    script = b"a\n" + (line if isinstance(line, bytes) else line.encode()) + b"\na\n"
    result = run("review", "--db", db, text=script, expect=2)
    assert "line 2 is no command" in result.stderr
    assert len(made(run, db)) == 1


def test_every_reason_has_a_key_of_its_own() -> None:
    assert set(REASON_KEYS.values()) == set(Reason)
    assert all(len(key) == 1 for key in (*KEYS, *REASON_KEYS))


def test_json_prints_the_decisions_alone(run: Run, db: str) -> None:
    shown = lines(run("review", "--json", "--by", "Ann", "--db", db, text="a\nr\n").stdout)
    assert [(one["action"], one["made_by"]) for one in shown] == [
        ("accept", "Ann"), ("reject", "Ann")]  # fmt: skip


def test_the_list_says_what_is_proposed_and_why(run: Run, db: str) -> None:
    result = run("review", "--list", "--limit", "2", "--db", db)
    assert len(result.stdout.splitlines()) == 3
    assert "2 of 7" in result.stderr
    shown = run("review", "--list", "--kind", "assertion", "--db", db).stdout
    assert "Asserted by The author: mills \\x1b[31mpay" in shown
    assert not HARMFUL.search(shown.replace("\n", ""))
    views = lines(run("review", "--list", "--json", "--kind", "relation", "--db", db).stdout)
    (rebuttal,) = [one for one in views if one["record"]["source_evidence_id"]]
    assert rebuttal["source"]["quotes"][0]["passage"]["exact"] == "Coal is dear."
    assert rebuttal["target"]["quotes"][0]["passage"]["exact"] == "Steam needs coal."
    assert rebuttal["target"]["id"] == COAL


def test_only_one_source_or_kind(run: Run, db: str) -> None:
    other = document("Iron rusts.", name="iron.md")
    other.asserts("Iron rusts.", "iron rusts")
    with Database.open(db) as database:
        database.add(other.bundle())
    (only,) = lines(
        run("review", "--list", "--json", "--source", other.document.id, "--db", db).stdout
    )
    assert only["target"]["wording"] == "iron rusts"
    of_mills = run("review", "--list", "--json", "--source", draft().document.id, "--db", db)
    assert len(lines(of_mills.stdout)) == 7
    kinds = run("review", "--list", "--json", "--kind", "evidence", "--db", db).stdout
    assert [one["record"]["id"].partition("-")[0] for one in lines(kinds)] == ["evidence"]


def test_keys_in_a_terminal(run: Run, db: str) -> None:
    before = left(run, db)
    shown = _typed(db, ["z", "a", "r", "\x1b", "r", "h", "s", "n", f"{HOSTILE[:5]} x\r", "q"])
    assert "1 of 7" in shown
    assert "w wrong span" in shown
    assert "4 of 7" in shown
    assert made(run, db) == [
        (before[0], "accept", None),
        (before[1], "reject", "wrong_holder"),
        (before[3], "note", None),
    ]


def test_an_interrupt_keeps_what_was_decided(run: Run, db: str) -> None:
    shown = _typed(db, ["a", "\x03"])
    assert "1 accepted, 0 rejected, 6 left" in shown
    assert len(made(run, db)) == 1


def _typed(db: str, keys: list[str]) -> str:
    """Run ``kg review`` in a terminal, press a key at each prompt, return what it showed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from kg.cli import main; main()", "review", "--db", db]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=Path.cwd(), start_new_session=True
    )
    os.close(theirs)
    shown = b""
    for key in keys:
        shown += _until_asked(ours)
        os.write(ours, key.encode())
    try:
        while data := os.read(ours, 65536):
            shown += data
    except OSError:  # the terminal is closed when the program ends
        pass
    assert process.wait(60) == 0, shown
    os.close(ours)
    return shown.decode()


def _until_asked(terminal: int) -> bytes:
    """Read up to the next prompt; a key pressed before the program listens would be lost."""
    shown = b""
    while not shown.rstrip().endswith((b"q quit", b"x other", b"note:")):
        shown += os.read(terminal, 65536)
    while not shown.rstrip().endswith(b"note:") and termios.tcgetattr(terminal)[3] & termios.ICANON:
        time.sleep(0.01)
    return shown
