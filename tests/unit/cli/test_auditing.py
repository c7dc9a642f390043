"""``kg audit``: all checks counted, or one in full."""

from __future__ import annotations

import json
from pathlib import Path

from kg.audited import Check
from tests.unit.cli.conftest import Run


def test_all_checks_are_counted(run: Run, essay: Path, tmp_path: Path) -> None:
    db = str(tmp_path / "claims.sqlite")
    essay.write_text(essay.read_text().replace("wear out sooner", "wear out sooner [7]"))
    run("ingest", str(essay), "--db", db)
    told = run("audit", "--db", db).stdout
    assert all(check.value in told for check in Check)
    rows = [json.loads(line) for line in run("audit", "--json", "--db", db).stdout.splitlines()]
    assert {row["check"]: row["found"] for row in rows}["markers"] == 1


def test_one_check_says_where_and_how_to_mend(run: Run, essay: Path, tmp_path: Path) -> None:
    db = str(tmp_path / "claims.sqlite")
    essay.write_text(essay.read_text().replace("wear out sooner", "wear out sooner [7]"))
    run("ingest", str(essay), "--db", db)
    told = run("audit", "markers", "--db", db).stdout
    assert "Small engines at character" in told
    assert "“[7]”" in told
    assert "to mend:" in told
    (line,) = run("audit", "markers", "--json", "--db", db).stdout.splitlines()
    assert json.loads(line)["kind"] == "dangling-citation"
    assert "nothing to mend" in run("audit", "works", "--db", db).stderr
    assert "nothing in the database" in run("audit", "--source", "x", "--db", db, expect=2).stderr


def test_steps_are_told_as_json_and_files_by_their_place(
    run: Run, essay: Path, tmp_path: Path
) -> None:
    db = str(tmp_path / "claims.sqlite")
    common = ("--progress", "json", "--json", "--db", db)
    result = run("ingest", str(essay), "--relative-to", str(essay.parent), *common)
    steps = [json.loads(line) for line in result.stderr.splitlines()]
    assert steps[0] == {"items": ["essay.md"]}
    assert [step["stage"] for step in steps[1:]] == ["read", "parse", "extract", "resolve", "store"]
    assert {step["name"] for step in steps[1:]} == {"essay.md"}
    report = json.loads(result.stdout)
    assert (report["name"], report["outcome"]) == ("essay.md", "added")

    moved = tmp_path / "elsewhere"
    moved.mkdir()
    essay.rename(moved / "essay.md")
    (moved / "essay.md").write_text((moved / "essay.md").read_text() + "\nPonds are deep.\n")
    again = run("ingest", str(moved), "--relative-to", str(moved), "--json", "--db", db)
    assert json.loads(again.stdout)["outcome"] == "replaced"
    assert again.stderr == ""
