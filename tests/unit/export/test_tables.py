"""Tables: what Frictionless reads is what was stored, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.database import Database
from kg.export.spreadsheet import shielded
from kg.export.tables import package
from kg.model import RECORDS, Bundle, Document
from kg.store.plain import to_plain
from tests.contracts.strategies import hostile_bundles, hostile_texts
from tests.unit.export.conftest import exported, make

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", " =", "＝")


def rows(database: Database) -> dict[str, list[dict[str, str]]]:
    """The cells of all tables."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(exported(database, "tables"))) as archive:
        for name in archive.namelist():
            if name.endswith(".csv"):
                text = io.StringIO(archive.read(name).decode(), newline="")
                found[name.removesuffix(".csv")] = list(csv.DictReader(text))
    return found


def unshielded(text: str) -> str:
    """What the data package says how to undo."""
    return text.removeprefix("'")


def read(cell: str, field: dict[str, Any]) -> Any:
    """A cell as the description says."""
    if cell == "":
        return None
    kinds: dict[str, Callable[[str], Any]] = {
        "integer": int,
        "number": float,
        "array": json.loads,
        "boolean": "true".__eq__,
    }
    return kinds.get(field["type"], unshielded)(cell)


def same(database: Database) -> None:
    tables = rows(database)
    described = {one["name"]: one["schema"]["fields"] for one in package()["resources"]}
    for cls in RECORDS:
        fields = {one["name"]: one for one in described[cls.KIND]}
        stored = [to_plain(one) for one in database.store.each(cls)]
        assert [
            {name: read(cell, fields[name]) for name, cell in row.items()}
            for row in tables[cls.KIND]
        ] == [{name: one[name] if one[name] != "" else None for name in fields} for one in stored]


def test_records_come_back(database: Database) -> None:
    same(database)


@given(hostile_bundles())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_hostile_records_come_back(bundle: Bundle) -> None:
    with make([bundle]) as database:
        same(database)


@given(hostile_texts() | st.sampled_from(["'", "''=1", "=1", ""]))
def test_a_shielded_text_is_no_formula_and_can_be_undone(text: str) -> None:
    assert unshielded(shielded(text)) == text
    assert not shielded(text).startswith(FORMULAS[:-1])


def test_no_cell_of_a_text_is_a_formula(database: Database) -> None:
    for table, found in rows(database).items():
        for row in found:
            for name, cell in row.items():
                assert not cell.startswith(FORMULAS[:-1]) or cell.lstrip("-").isdigit(), (
                    table, name, cell,
                )  # fmt: skip


def test_texts_and_places_on_this_machine_stay_here(database: Database) -> None:
    assert not {"text", "structure", "source"} & set(rows(database)["document"][0])
    source = next(database.store.each(Document)).source
    with zipfile.ZipFile(io.BytesIO(exported(database, "tables"))) as archive:
        assert all(source.encode() not in archive.read(name) for name in archive.namelist())


@pytest.fixture
def folder(database: Database, tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(exported(database, "tables"))) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def test_frictionless_finds_no_fault(folder: Path) -> None:
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    assert len(report.tasks) == len(RECORDS) + 1
    assert sum(task.stats["rows"] for task in report.tasks if "rows" in task.stats) > 100


def test_frictionless_finds_a_fault_that_is_made(folder: Path) -> None:
    table = folder / "assertion.csv"
    table.write_text(table.read_text().replace("agent-s1", "agent-s2", 1))
    assert not frictionless.validate(str(folder / "datapackage.json")).valid
