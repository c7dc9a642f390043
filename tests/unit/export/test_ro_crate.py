"""An RO-Crate: what another's library reads, with hashes that hold and records that come back."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from rocrate.rocrate import ROCrate

from kg.database import Database
from kg.export.formats import importer
from kg.ids import iri
from kg.model import Document
from kg.rdf.project import Projection
from kg.store import Store
from tests.unit.export.conftest import exported


@pytest.fixture
def crate(database: Database, tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(exported(database, "ro-crate"))) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def entities(crate: Path) -> dict[str, Any]:
    found = json.loads((crate / "ro-crate-metadata.json").read_text())
    assert found["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    return {one["@id"]: one for one in found["@graph"]}


def test_the_root_has_what_the_specification_wants(crate: Path) -> None:
    found = entities(crate)
    descriptor = found["ro-crate-metadata.json"]
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = found["./"]
    assert {"name", "description", "datePublished", "license", "hasPart"} <= root.keys()
    for name in ("license", "creator"):
        assert root[name]["@id"] in found
    for part in (*root["hasPart"], *root["mentions"]):
        assert part["@id"] in found


def test_files_are_those_that_it_names(crate: Path) -> None:
    files = {key: one for key, one in entities(crate).items() if one["@type"] == "File"}
    assert {*files, "ro-crate-metadata.json"} == {one.name for one in crate.iterdir()}
    for name, one in files.items():
        data = (crate / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == one["sha256"]
        assert str(len(data)) == one["contentSize"]


def test_each_source_has_its_hash(crate: Path, database: Database) -> None:
    found = entities(crate)
    for document in database.store.each(Document):
        assert found[iri(document.id)]["sha256"] == document.sha256


def test_another_library_reads_it(crate: Path, database: Database) -> None:
    read = ROCrate(crate)
    assert {one.id for one in read.data_entities} == {"records.jsonl", "quads.nq"}
    assert {one["@id"] for one in read.root_dataset["mentions"]} == {
        iri(one.id) for one in database.store.each(Document)
    }


def test_the_database_comes_out_of_it_again(crate: Path, database: Database) -> None:
    with (
        Database(Store.open("sqlite:///:memory:", project=Projection())) as again,
        (crate / "records.jsonl").open("rb") as lines,
    ):
        importer("jsonl").read(again, lines, "records.jsonl")
        assert exported(again, "ro-crate") == exported(database, "ro-crate")
