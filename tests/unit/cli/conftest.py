from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.unit.cli import mills as debate

Run = Callable[..., Result]
Ask = Callable[..., str]
Told = Callable[..., list[Any]]


@pytest.fixture
def run() -> Run:
    """Run ``kg`` with arguments; the exit status is checked against ``expect``."""

    def call(*arguments: str, expect: int = 0, text: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(main, arguments, input=text)
        assert result.exit_code == expect, result.output + repr(result.exception)
        return result

    return call


@pytest.fixture(scope="session")
def demo(essays_url: str) -> str:
    """The path of a database with the shipped essays."""
    return essays_url.removeprefix("sqlite:///")


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


@pytest.fixture(scope="session")
def mills(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with a small debate about mills; see :mod:`tests.unit.cli.mills`."""
    return debate.database(tmp_path_factory.mktemp("mills"))


@pytest.fixture
def ask(run: Run, mills: str) -> Ask:
    """Ask what depends on what in the debate about mills; an error must be one line."""

    def call(*arguments: str, expect: int = 0) -> str:
        result = run("depends", *arguments, "--db", mills, expect=expect)
        if expect:
            assert result.stdout == ""
            assert len(result.stderr.strip().splitlines()) == 1
            return result.stderr
        return result.stdout

    return call


@pytest.fixture
def told(ask: Ask) -> Told:
    """Ask the same in JSON."""
    return lambda *arguments: [json.loads(line) for line in ask(*arguments, "--json").splitlines()]
