from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from ingest.readers import MAX_BYTES
from ingest.sources import Item, expand
from kg.errors import RefusedError


def names(paths: list[str]) -> list[str]:
    return [item.short_name for item in expand(paths)]


def test_a_folder_gives_its_readable_files_in_order(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "c.sqlite", ".hidden.md", "deep/d.MD", ".git/e.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert names([str(tmp_path)]) == ["a.txt", "b.md", "d.MD"]


def test_a_file_is_taken_once_however_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    assert names([str(path), str(tmp_path), str(tmp_path / ".." / tmp_path.name / "a.md")]) == [
        "a.md"
    ]


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "notes.unknown"
    path.write_text("x")
    assert names([str(path)]) == ["notes.unknown"]


def test_a_missing_file_fails_only_when_loaded(tmp_path: Path) -> None:
    (item,) = expand([str(tmp_path / "none.md")])
    with pytest.raises(RefusedError, match=r"none\.md: cannot be read \(No such file"):
        item.load()


def test_a_loop_of_links_fails_only_when_loaded(tmp_path: Path) -> None:
    (tmp_path / "loop.md").symlink_to("loop.md")
    (item,) = expand([str(tmp_path / "loop.md")])
    with pytest.raises(RefusedError, match=r"loop\.md: cannot be read \(Too many levels"):
        item.load()


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (item,) = expand([str(tmp_path / "pipe.md")])
    with pytest.raises(RefusedError, match=r"pipe\.md: is no ordinary file"):
        item.load()


def test_a_name_that_is_no_utf8_gives_one_that_can_be_stored(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.md"
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(b"x")
    (item,) = expand([str(tmp_path)])
    assert item.short_name == "caf\ufffd.md"
    assert item.load() == b"x"
    assert item.source.endswith("caf%E9.md")
    (given,) = expand(["-"], stdin_name=os.fsdecode(b"caf\xe9"))
    assert (given.name, given.source) == ("caf\ufffd", "stdin:caf\ufffd")


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(RefusedError, match="over the limit"):
        Item("large.txt", path.as_uri(), path).load()


def test_standard_input_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert 0 <= size <= MAX_BYTES + 1
            return b"x" * size

    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": Endless()}))
    (item,) = expand(["-"], stdin_name="pasted")
    assert (item.short_name, item.source) == ("pasted", "stdin:pasted")
    with pytest.raises(RefusedError, match=r"pasted: .* over the limit"):
        item.load()
