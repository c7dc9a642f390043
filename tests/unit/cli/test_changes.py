"""``kg changes``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kg.cli.output import HARMFUL
from kg.database import Database
from tests.factories import document
from tests.unit.cli.conftest import Run
from tests.unit.export.test_changing import floats, read, sinks


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = str(tmp_path / "claims.sqlite")
    with Database.open(path) as database:
        read(database, floats(), date(2026, 5, 1))
        read(database, sinks(), date(2026, 7, 1))
    return path


def test_it_says_what_moved_and_because_of_which_text(run: Run, db: str) -> None:
    shown = run("changes", "--since", "2026-06-01", "--db", db).stdout.splitlines()
    assert shown[0].startswith("Since 1 June 2026: 1 text read, 1 claim gained a rebuttal")
    assert shown[1].startswith("  stands, now ")
    assert shown[1].endswith("because of sinks.md")
    assert shown[2].startswith("  gained a rebuttal: Ice floats")
    assert shown[3].startswith("  read: sinks.md")


def test_json_has_an_item_a_line(run: Run, db: str) -> None:
    items = map(json.loads, run("changes", "--since", "2026-06-01", "--json", "--db", db)
                .stdout.splitlines())  # fmt: skip
    assert [one["change"] for one in items] == ["moved", "rebutted", "read"]


def test_nothing_new_is_said(run: Run, db: str) -> None:
    shown = run("changes", "--since", "2030-01-01", "--db", db).stdout
    assert shown == "Nothing was read or decided since 2030-01-01.\n"


def test_titles_cannot_drive_a_terminal(run: Run, db: str) -> None:
    draft = document("Nothing to see.", name="third.md", title="\x1b[31msinks\u202e")
    draft.asserts("Nothing to see.", "Nothing is seen")
    with Database.open(db) as database:
        read(database, draft, date(2026, 8, 1))
    shown = run("changes", "--since", "2026-06-01", "--db", db).stdout
    assert "\\x1b[31msinks" in shown
    assert not HARMFUL.search(shown.replace("\n", ""))
