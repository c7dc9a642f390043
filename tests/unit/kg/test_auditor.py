"""The audit names what is at fault, where, and how to mend it; and falls silent once it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import ingest_all
from ingest.sources import expand
from kg.audited import CHECKS, Check, Finding
from kg.database import Database
from kg.model import Problem, Run
from kg.vocab import Action
from tests.factories import document, work

FIRST = """---
title: Mills by the sea
authors: [Ada Doe]
date: 2019-01-01
---
# Mills by the sea

Tide mills lost 34.5% of their ponds to silt. A pond that fills with silt cannot turn a wheel.
"""
SECOND = """---
title: A second look at mills
authors: [Bo Roe]
date: 2021-01-01
---
# A second look at mills

Doe reports that mills lost 34.5% of their ponds [1]. As Doe puts it, "a pond that fills with
silt cannot turn a wheel" [1]. Doe also writes that "no mill was ever better than a windmill" [1].
Doe reports that mills lost 19.5% of their wheels [1]. Mills are the best machines.
Wheels beat sails [7].

## References

[1] Doe, A. (2019). Mills by the sea.
[2] Poe, E. (2001). Ravens of the coast. Journal of Birds.
"""
THIRD = """---
title: Mills at last
authors: [Cy Poe]
date: 2023-01-01
---
# Mills at last

Roe reports that mills lost 34.5% of their ponds [1]. According to Roe, "a pond which fills with
silt can not turn a wheel" [1].

## References

[1] Roe, B. (2021). A second look at mills.
"""


@pytest.fixture(scope="module")
def mills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Three texts, of which the later cite the earlier: rightly, wrongly, and at second hand."""
    folder = tmp_path_factory.mktemp("mills")
    for name, text in (("1.md", FIRST), ("2.md", SECOND), ("3.md", THIRD)):
        (folder / name).write_text(text)
    with Database.open(str(folder / "claims.sqlite")) as database:
        assert all(
            one.outcome == "added" for one in ingest_all(database, list(expand([str(folder)])))
        )
        yield database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(str(tmp_path / "claims.sqlite")) as database:
        yield database


def found(database: Database, check: Check) -> list[Finding]:
    return list(database.auditor.audit(check).findings)


def test_quotations_are_looked_for_in_the_cited_text(mills: Database) -> None:
    kinds = {(one.words or "")[:30]: one.kind for one in found(mills, Check.QUOTATIONS)}
    assert kinds == {
        "a pond that fills with\nsilt ca": "found",
        "no mill was ever better than a": "not-found",
        "a pond which fills with\nsilt c": "nearly",
    }
    worst = found(mills, Check.QUOTATIONS)[0]
    assert worst.kind == "not-found"
    assert worst.mend is not None
    names = {one.id: one.label for one in mills.sources()}
    assert names[worst.there_id or ""] == "Mills by the sea"


def test_a_number_is_traced_to_where_it_comes_from(mills: Database) -> None:
    kinds = {one.what: one.kind for one in found(mills, Check.NUMBERS)}
    handed = next(what for what, kind in kinds.items() if kind == "handed-down")
    assert handed == (
        "34.5% is in “A second look at mills”, which takes it from “Mills by the sea”"
    )
    assert sorted(kinds.values()) == ["found", "handed-down", "not-found"]
    (wrong,) = mills.auditor.audit(Check.NUMBERS, kind="not-found").findings
    assert wrong.what == "19.5% is not in “Mills by the sea”, which is cited here"


def test_markers_and_entries_that_lead_nowhere_are_told_with_their_words(mills: Database) -> None:
    (marker,) = mills.auditor.audit(Check.MARKERS, limit=5).findings
    assert marker.words == "[7]"
    (entry,) = mills.auditor.audit(Check.UNCITED, limit=5).findings
    assert (entry.words or "").startswith("[2] Poe")
    assert mills.auditor.overview()[Check.MARKERS] == 1


def test_claims_that_nothing_speaks_for(mills: Database) -> None:
    words = [one.words for one in found(mills, Check.UNSUPPORTED)]
    assert "Mills are the best machines." in words
    assert not any("34.5%" in (one or "") for one in words)


def test_findings_are_those_of_a_document_and_of_a_page(mills: Database) -> None:
    third = next(one.id for one in mills.sources() if one.label == "Mills at last")
    mine = mills.auditor.audit(Check.QUOTATIONS, third)
    assert (mine.total, mine.findings[0].kind) == (1, "nearly")
    second = mills.auditor.audit(Check.QUOTATIONS, limit=1, offset=1)
    assert (second.total, len(second.findings)) == (3, 1)
    assert mills.auditor.kinds(Check.QUOTATIONS) == ("found", "nearly", "not-found")


def test_every_check_is_worded_and_finds_nothing_in_an_empty_database(database: Database) -> None:
    assert set(CHECKS) == set(Check)
    assert {check: found(database, check) for check in Check} == {check: [] for check in Check}
    assert set(database.auditor.overview().values()) <= {0, None}


def test_an_older_reading_is_told_until_it_is_read_again(database: Database) -> None:
    def read(name: str, version: str, day: int) -> None:
        draft = document(f"The text of {name}.", name=name)
        draft.keep(
            Run(
                document_id=draft.document.id,
                extractor="readings",
                version=version,
                started_at=f"2026-01-0{day}T00:00:00Z",
            )
        )
        database.add(draft.bundle())

    read("a.md", "9", 1)
    read("b.md", "10", 2)
    (one,) = found(database, Check.VERSIONS)
    assert "readings 9" in one.what
    read("a.md", "10", 3)
    assert found(database, Check.VERSIONS) == []


def test_documents_of_one_work_are_told_once(database: Database) -> None:
    own = work("title:one", title="One work")
    for name in ("a.md", "b.md"):
        database.add(document(f"The text of {name}.", name=name, of=own).bundle())
    (one,) = found(database, Check.COPIES)
    assert {one.document_id, one.there_id} == {source.id for source in database.sources()}


def test_a_problem_without_a_place_is_told_with_a_remedy(database: Database) -> None:
    draft = document("Some text.")
    draft.keep(Problem(document_id=draft.document.id, code="scanned-pages", message="page 3"))
    draft.keep(Problem(document_id=draft.document.id, code="of-a-plugin", message="odd"))
    database.add(draft.bundle())
    findings = {one.kind: one for one in database.auditor.audit(Check.PROBLEMS, limit=9).findings}
    assert "OCR" in (findings["scanned-pages"].mend or "")
    assert findings["of-a-plugin"].mend
    assert findings["of-a-plugin"].words is None


def test_a_decision_without_its_target_is_told(database: Database) -> None:
    draft = document("Mills turn wheels.")
    made = draft.asserts("Mills turn wheels.", "mills turn wheels")
    database.add(draft.bundle())
    decision = database.curator("Ada").decide(made.id, Action.REJECT)
    assert found(database, Check.DECISIONS) == []
    database.remove(draft.document.id)
    (one,) = found(database, Check.DECISIONS)
    assert one.record_id == decision.id
    assert "Ada" in one.what
