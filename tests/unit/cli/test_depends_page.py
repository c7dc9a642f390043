"""The worked page on dependencies shows what the commands print on the shipped essays."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

PAGE = (Path(__file__).parents[3] / "docs" / "dependencies.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
SESSION = re.compile(r"^\$ kg (depends .*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
SESSIONS = [session for block in BLOCKS for session in SESSION.findall(block)]


def bare(line: str) -> str:
    """Return a line without probabilities, which later models may change."""
    return re.sub(r"probability \d\.\d\d", "probability", line)


def test_the_page_has_sessions() -> None:
    assert len(SESSIONS) >= 8


@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=[one for one, _ in SESSIONS])
def test_what_the_page_shows_is_printed(run: Run, demo: str, command: str, shown: str) -> None:
    printed = map(bare, run(*shlex.split(command), "--db", demo).stdout.splitlines())
    for line in filter(None, map(bare, shown.splitlines())):
        if line != "…":
            wanted = line.removesuffix("…")
            assert any(
                one.startswith(wanted) if line.endswith("…") else one == line for one in printed
            ), f"{line!r} is not printed, or not in this place"


def test_the_ten_lines_of_python_run(demo: str, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert len(code.splitlines()) == 10
    exec(compile(code.replace("data/claims.sqlite", demo), "page", "exec"), {})
    printed = capsys.readouterr().out
    assert "falls small model" in printed
    assert "small model rests on large-scale model" in printed


def test_the_query_runs(run: Run, demo: str) -> None:
    (query,) = re.findall(r"^```sparql\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    found = run("query", "-e", query, "--format", "csv", "--db", demo).stdout
    assert len(found.splitlines()) > 9
