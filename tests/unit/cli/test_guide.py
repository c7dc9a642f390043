"""The walk in the guide can be walked: each command, and what is shown of its answer."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
WALK = GUIDE.partition("### A walk through both essays")[2].partition("\n## ")[0]
BLOCKS = "".join(re.findall(r"^```console\n(.*?)^```$", WALK, re.DOTALL | re.MULTILINE))
STEPS = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", BLOCKS.replace("\\\n", ""), re.MULTILINE)
# What differs from day to day: times, and the ids of decisions, which hold them.
VARYING = (
    (r"decision\\-s1\w+", r"decision-s1\\w+"),
    (r"\d{4}\\-\d\d\\-\d\d\\ \d\d:\d\d:\d\d", r"[-0-9]+ [:0-9]+"),
    (r"(?:\\ )+", r"\\s+"),
    ("…", ".*?"),
)


def shown(line: str) -> str:
    """The pattern of a line of the guide; … stands for what was left out."""
    pattern = re.escape(line)
    for varying, any_such in VARYING:
        pattern = re.sub(varying, any_such, pattern)
    return pattern


def test_the_walk_is_there() -> None:
    commands = " ".join(command for command, _ in STEPS)
    for part in (
        "ingest",
        "claims --contested",
        "reject",
        "accept",
        "merge",
        "standing",
        "--import",
    ):
        assert part in commands


def test_the_walk_can_be_walked(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_DATABASE_URL", f"sqlite:///{tmp_path / 'x.sqlite'}")
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    for command, answer in STEPS:
        if not command.startswith("kg "):
            continue
        given, _, target = command.partition(" > ")
        printed = run(*shlex.split(given)[1:]).stdout
        if target:
            Path(target).write_text(printed, encoding="utf-8")
        for line in answer.splitlines():
            assert re.search(shown(line), printed), f"{command}: {line!r} is not in\n{printed}"
