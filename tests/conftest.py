from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from ingest.pipeline import ingest_all
from ingest.sources import expand
from kg.database import Database, database_url
from kg.resources import shipped
from tests.shared import shared

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
    """The URL of a database of the shipped essays, to be read only."""
    return _ingested("essays", [shipped("essays")], 2, tmp_path_factory)


@pytest.fixture(scope="session")
def seeds_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database of the documents that the work began from, to be read only."""
    files = sorted(shared("seeds").glob("*.txt"))
    return _ingested("seeds", files, 4, tmp_path_factory)


def _ingested(
    name: str, paths: Sequence[Path], count: int, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Ingest documents once for all processes that run tests; each has its own copy."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made = common / f"{name}.sqlite"
    with FileLock(common / f"{name}.lock"):
        if not made.exists():
            _ingest(made, paths, count)
    folder = tmp_path_factory.mktemp(name)
    return database_url(str(shutil.copy(made, folder / "claims.sqlite")))


def _ingest(made: Path, paths: Sequence[Path], count: int) -> None:
    part = made.with_suffix(".part")
    with Database.open(str(part)) as database:
        reports = list(ingest_all(database, list(expand(map(str, paths)))))
    assert [report.outcome for report in reports] == ["added"] * count
    part.rename(made)
