from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from ingest.pipeline import ingest_all
from ingest.sources import expand
from kg.database import Database, database_url
from kg.resources import shipped

# The suite runs on loaded machines; what is slow shows in benchmarks/.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

GOLDEN = Path(__file__).parent / "golden"
Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh-golden", action="store_true", help="Accept what the golden tests find."
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with the golden file of a name, or accept it with --refresh-golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--refresh-golden"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), "to accept it: --refresh-golden"

    return compare


@pytest.fixture(scope="session")
def essays_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database of the shipped essays, to be read only.

    They are ingested once for all processes that run tests; each has its own copy.
    """
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made = common / "essays.sqlite"
    with FileLock(common / "essays.lock"):
        if not made.exists():
            _ingest(made)
    return database_url(str(shutil.copy(made, own / "claims.sqlite")))


def _ingest(made: Path) -> None:
    part = made.with_suffix(".part")
    with Database.open(str(part)) as database:
        reports = list(ingest_all(database, list(expand([str(shipped("essays"))]))))
    assert [report.outcome for report in reports] == ["added", "added"]
    part.rename(made)
