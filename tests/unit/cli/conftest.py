from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.resources import shipped

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run ``kg`` with arguments; the exit status is checked against ``expect``."""

    def call(*arguments: str, expect: int = 0, text: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(main, arguments, input=text)
        assert result.exit_code == expect, result.output + repr(result.exception)
        return result

    return call


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the shipped essays."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    result = CliRunner().invoke(main, ["ingest", "--db", str(path), str(shipped("essays"))])
    assert result.exit_code == 0, result.output
    return str(path)


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    """A short text of our own that makes claims."""
    path = tmp_path / "essay.md"
    path.write_text(
        "# Small engines\n\n"
        "Small engines are better than large engines [1]. They require good steel. "
        "However, critics say that small engines wear out sooner.\n\n"
        "## References\n\n[1] Doe, J. (2020). Engines of every size. Journal of Engines.\n"
    )
    return path
