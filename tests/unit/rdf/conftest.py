from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest_all
from ingest.sources import expand
from kg.database import Database
from kg.resources import shipped
from tests.unit.rdf.small_debate import small_debate


@pytest.fixture(scope="session")
def essays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of the shipped essays, to be read only."""
    path = tmp_path_factory.mktemp("essays") / "claims.sqlite"
    with Database.open(str(path)) as database:
        reports = list(ingest_all(database, list(expand([str(shipped("essays"))]))))
        assert [report.outcome for report in reports] == ["added", "added"]
        yield database


@pytest.fixture(scope="session")
def small() -> Iterator[Database]:
    """A database of two small texts, to be read only."""
    with small_debate() as database:
        yield database
