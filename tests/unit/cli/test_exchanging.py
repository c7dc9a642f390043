"""``kg export`` and ``kg import`` as a person meets them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.export.formats import EXPORTS, IMPORTS, exporter, importer, names
from tests.unit.cli.conftest import Run


def test_help_and_list_have_every_format_with_its_title(run: Run) -> None:
    for command, group, load in (
        ("export", EXPORTS, exporter),
        ("import", IMPORTS, importer),
    ):
        listed = [json.loads(line) for line in run(command, "--list", "--json").stdout.splitlines()]
        assert [one["name"] for one in listed] == names(group)
        assert [one["title"] for one in listed] == [load(name).title for name in names(group)]
        shown = " ".join(run(command, "--help").stdout.split())
        for name in names(group):
            assert f"{name} {load(name).title}" in shown
            assert name in run(command, "--list").stdout


def test_a_file_and_standard_output_get_the_same(run: Run, demo: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.trig"
    said = json.loads(run("export", "trig", "-o", str(path), "--json", "--db", demo).stdout)
    assert said == {"format": "trig", "path": str(path), "bytes": path.stat().st_size}
    assert run("export", "trig", "--db", demo).stdout_bytes == path.read_bytes()
    assert "claims.trig: " in run("export", "trig", "-o", str(path), "--db", demo).stdout


def test_a_zip_goes_through_a_pipe(demo: str, tmp_path: Path, run: Run) -> None:
    """In a process of its own, where hashes of strings differ too."""
    call = [sys.executable, "-m", "kg", "export", "tables", "--db", demo]
    code = "import sys; from kg.cli import main; sys.argv[0] = 'kg'; main()"
    call = [sys.executable, "-c", code, *call[3:]]
    piped = subprocess.run(call, capture_output=True, check=True).stdout
    run("export", "tables", "-o", str(tmp_path / "t.zip"), "--db", demo)
    assert hashlib.sha256(piped).digest() == hashlib.sha256(
        (tmp_path / "t.zip").read_bytes()).digest()  # fmt: skip


def test_a_folder_gets_the_files_of_a_zip(run: Run, demo: str, tmp_path: Path) -> None:
    run("export", "tables", "-o", f"{tmp_path}/tables/", "--db", demo)
    assert (tmp_path / "tables" / "claim.csv").read_text().startswith("id,")
    again = run("export", "tables", "-o", f"{tmp_path}/tables/", "--db", demo, expect=2)
    assert "is not empty" in again.stderr


def test_a_database_moves_house(run: Run, demo: str, tmp_path: Path) -> None:
    new = str(tmp_path / "new.sqlite")
    lines = run("export", "jsonl", "--db", demo).stdout_bytes
    said = run("import", "jsonl", "-", "--db", new, text=lines).stdout
    assert said == f"standard input: {len(lines.splitlines()) - 2:,} lines added\n"
    run("check", "--db", new)
    assert run("export", "jsonl", "--db", new).stdout_bytes == lines
    (tmp_path / "claims.jsonl").write_bytes(lines)
    again = run("import", "jsonl", str(tmp_path / "claims.jsonl"), "--db", new, expect=1)
    assert again.stderr == (
        "kg: claims.jsonl: the database holds a work already: name an empty one; "
        "nothing was added\n"
    )


def test_a_bad_line_is_named(run: Run, demo: str, tmp_path: Path) -> None:
    lines = run("export", "jsonl", "--db", demo).stdout_bytes.splitlines()
    lines[6] = lines[6].replace(b'"id":"work-s1', b'"id":"work-s1aa')
    new = str(tmp_path / "new.sqlite")
    result = run("import", "jsonl", "-", "--db", new, text=b"\n".join(lines), expect=1)
    assert result.stdout == ""
    assert result.stderr == (
        "kg: standard input: line 7: its id is not the one that its content gives; "
        "nothing was added\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export"], "name a format; --list shows them"),
        (["import"], "name a format; --list shows them"),
        (["import", "jsonl"], "name the file to read"),
        (["import", "jsonl", "missing.jsonl"], "cannot read missing.jsonl: No such file"),
        (["export", "parquet"], "no format is called 'parquet'; there are "),
        (["import", "parquet", "-"], "no format is called 'parquet'; there are "),
        (["export", "trig", "--json"], "--json describes what was written"),
        (["export", "trig", "--db", "missing.sqlite"], "no database at"),
        (["export", "graphml", "--question", "question-none"], "question-none"),
        (["export", "trig", "-o", "missing/a.trig"], "cannot write missing/a.trig"),
    ],
)
def test_wrong_usage_is_one_line(run: Run, demo: str, arguments: list[str], message: str) -> None:
    given = arguments if "--db" in arguments else [*arguments, "--db", demo]
    result = run(*given, expect=2)
    assert result.stdout == ""
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
