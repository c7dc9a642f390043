from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import debate
from kg.database import Database
from kg.model import Evidence
from tests.factories import claim, document, link, work
from tests.unit.cli.conftest import Run

WET = claim("bogs \x1b[31mare\u202e wet")
DRY = claim("bogs are dry")
OLD = claim("bogs are old")


@pytest.fixture
def bogs(tmp_path: Path) -> str:
    """Two claims that rebut each other, one of them with evidence, and one left alone."""
    path = str(tmp_path / "bogs.sqlite")
    one = document("Bogs are wet. Bogs are old.", name="wet.md", of=work("title:w", title="Wet"))
    one.asserts("Bogs are wet.", WET, score=1.0)
    one.asserts("Bogs are old.", OLD, score=1.0)
    core = one.evidence("Bogs are old.", score=1.0)
    assert isinstance(core, Evidence)
    one.relates(core, "supports", WET, score=1.0)
    other = document("Bogs are dry.", name="dry.md", of=work("title:d", title="Dry"))
    other.asserts("Bogs are dry.", DRY, score=1.0)
    other.links = (link(DRY, "rebuts", WET, score=0.9), link(WET, "rebuts", DRY, score=0.9))
    with Database.open(path) as database:
        for draft in (one, other):
            database.add(draft.bundle())
    return path


def test_the_most_argued_claims_are_listed_first(run: Run, bogs: str) -> None:
    lines = run("standing", "--db", bogs).stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [one.id[:18] for one in (WET, DRY, OLD)]
    rows = [
        json.loads(line) for line in run("standing", "--json", "--db", bogs).stdout.splitlines()
    ]
    assert [(row["label"], row["supports"], row["attacks"]) for row in rows] == [
        ("undecided", 1, 1),
        ("undecided", 0, 1),
        ("stands", 0, 0),
    ]
    assert len(run("standing", "--limit", "1", "--db", bogs).stdout.splitlines()) == 2


def test_one_claim_with_its_arithmetic(run: Run, bogs: str) -> None:
    found = run("standing", WET.id, "--db", bogs).stdout
    assert "is undecided, strength 0." in found
    assert "Put forward by 1 independent of each other:" in found
    assert "- Wet: one passage" in found
    assert "against it: “bogs are dry”" in found
    assert "Best attack (-0." in found
    assert "Would be labelled otherwise without:" in found
    assert "\x1b" not in found
    assert "\u202e" not in found


def test_what_would_change_a_heavily_argued_claim_is_looked_for_only_if_asked(
    run: Run, bogs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debate, "WIDE", 0)
    found = run("standing", WET.id, "--db", bogs).stdout
    assert "is undecided, strength 0." in found
    assert "What would change it was not looked for" in found
    assert "Would be labelled otherwise" not in found
    thorough = run("standing", WET.id, "--thorough", "--db", bogs).stdout
    assert "Would be labelled otherwise without:" in thorough
    assert "not looked for" not in thorough


@pytest.mark.parametrize("semantics", ["preferred", "stable"])
def test_other_semantics_label_an_open_conflict_both_ways(
    run: Run, bogs: str, semantics: str
) -> None:
    found = run("standing", WET.id, "--semantics", semantics, "--db", bogs).stdout
    last = found.splitlines()[-1]
    assert last.startswith(f"Of 2 {semantics} labellings it ")
    assert "stands in 1" in last
    assert "falls in 1" in last


def test_only_what_people_accepted_may_count(run: Run, bogs: str) -> None:
    found = run("standing", WET.id, "--accepted-only", "--db", bogs).stdout
    assert "stands, strength" in found
    assert "only links that a person accepted count" in found


def test_what_is_no_claim_is_refused_in_a_line(run: Run, bogs: str) -> None:
    with Database.open(bogs) as database:
        (source, *_) = database.sources()
    refused = run("standing", source.id, "--db", bogs, expect=2)
    assert refused.stderr.startswith("kg: no claim document-")
    assert "nothing in the database" in run("standing", "claim-none", "--db", bogs, expect=2).stderr
