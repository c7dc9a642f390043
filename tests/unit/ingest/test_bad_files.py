"""``kg ingest`` given broken and hostile files: one line for each, and nothing half stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests import printing
from tests.packing import zipped
from tests.samples import SAMPLES


def kg(tmp_path: Path, *arguments: str) -> Result:
    command, *others = arguments
    database = f"sqlite:///{tmp_path / 'db.sqlite'}"
    return CliRunner().invoke(main, [command, "--db", database, *others])


def stored(tmp_path: Path) -> list[str]:
    """Return the names of the documents in the database, which is sound."""
    checked = kg(tmp_path, "check")
    assert checked.exit_code == 0, checked.output
    listed = kg(tmp_path, "sources", "--json").stdout.splitlines()
    return sorted(json.loads(line)["name"] for line in listed)


# The same words once more.
SAME = ("paper.tex", "paper.tex.gz")
BAD: dict[str, Callable[[], bytes]] = {
    "empty.md": bytes,
    "cut.xml": lambda: SAMPLES["article.xml"]()[:-40],
    "cut.docx": lambda: SAMPLES["paper.docx"]()[:2_000],
    "bomb.zip": lambda: zipped({"a.tex": bytes(50_000_000)}),
    "laughs.xml": lambda: (
        f'<!DOCTYPE article [<!ENTITY a "{"ha" * 999}"><!ENTITY b "{"&a;" * 9_999}">]>'
        "<article><body><p>&b;&b;&b;</p></body></article>"
    ).encode(),
    "pages.pdf": lambda: printing.written(
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 100000/Kids[2 0 R]>>"]
    ),
    "picture.txt": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
    "long.txt": lambda: b"Moss dries soon. " * 600_000,
    "nested.json": lambda: b'[{"title":' + b"[" * 100_000,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name]())
    result = kg(tmp_path, "ingest", str(path))
    assert result.exit_code == 1, result.output + repr(result.exception)
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{path}: refused (")
    assert len(line) < len(str(path)) + 300
    assert stored(tmp_path) == []


def test_one_bad_file_among_ten(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    good = [name for name in SAMPLES if name not in SAME][:9]
    for name in good:
        (folder / name).write_bytes(SAMPLES[name]())
    (folder / "bad.xml").write_bytes(BAD["cut.xml"]())
    result = kg(tmp_path, "ingest", str(folder))
    assert result.exit_code == 3, result.output + repr(result.exception)
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{folder / 'bad.xml'}: refused (is not well-formed XML")
    assert result.stdout.count(": added") == len(good) == 9
    assert [Path(one).name for one in stored(tmp_path)] == sorted(good)


def test_a_file_that_became_bad_leaves_what_was_read_before(tmp_path: Path) -> None:
    path = tmp_path / "paper.xml"
    path.write_bytes(SAMPLES["article.xml"]())
    assert kg(tmp_path, "ingest", str(path)).exit_code == 0
    before = kg(tmp_path, "claims", "--json").stdout
    assert before
    path.write_bytes(BAD["cut.xml"]())
    assert kg(tmp_path, "ingest", str(path)).exit_code == 1
    assert kg(tmp_path, "claims", "--json").stdout == before
    assert len(stored(tmp_path)) == 1


def test_what_cannot_be_stored_is_replaced(tmp_path: Path) -> None:
    item = '[{"id": "a\\ud800", "type": "book", "title": "Moss\\u0000 and \\udfff fern"}]'
    notes = '---\ntitle: "Moss \\ud800"\nauthor: "Ada\\0 Marsh"\n---\n\nMoss dries soon.\n'
    (tmp_path / "a.json").write_text(item)
    (tmp_path / "a.md").write_text(notes)
    result = kg(tmp_path, "ingest", str(tmp_path / "a.json"), str(tmp_path / "a.md"))
    assert result.exit_code == 0, result.output + repr(result.exception)
    assert stored(tmp_path) == ["a.json", "a.md"]
