"""Where exports go: whole or not at all, and nowhere else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, UsageError
from kg.export.formats import Export
from kg.export.writing import add_text, delivered, packing, safe_name
from tests.contracts.strategies import HOSTILE


def two_files(out: BinaryIO) -> None:
    with packing(out) as archive:
        add_text(archive, "a.txt", ["a", "b"])
        add_text(archive, "sub/b.txt", ["ü"])


def newer(out: BinaryIO) -> None:
    out.write(b"newer")


def failing(out: BinaryIO) -> None:
    out.write(b"half")
    raise KgError("the source dried up")


ONE = Export("One file of text", ".txt", "text/plain", lambda *_: None)
MANY = Export("Many files of text", ".zip", "application/zip", lambda *_: None)


def test_a_file_appears_whole_and_replaces_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("older")
    assert delivered(str(path), ONE, newer) == (path, 5)
    assert path.read_text() == "newer"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("name", ["a.txt", "folder/"])
def test_a_failure_leaves_what_was_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("older")
    with pytest.raises(KgError, match="dried up"):
        delivered(f"{tmp_path}/{name}", MANY, failing)
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "older"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("older")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    delivered(str(tmp_path / "link.txt"), ONE, newer)
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "newer"


def test_a_device_is_written_to_and_not_replaced() -> None:
    delivered("/dev/null", ONE, newer)
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_gets_the_files(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "new" / "folder"
    if there:
        folder.mkdir(parents=True)
    path, size = delivered(f"{folder}/", MANY, two_files)
    assert (path, size) == (folder, 4)
    assert (folder / "sub" / "b.txt").read_text(encoding="utf-8") == "ü"
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["folder"]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not empty: name a new folder"):
        delivered(str(tmp_path), MANY, two_files)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_a_single_file_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"name it, such as --output .*claims.txt"):
        delivered(f"{tmp_path}/", ONE, two_files)


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name in ("file/below.txt", "missing/folder/a.txt"):
        with pytest.raises(UsageError, match="cannot write") as caught:
            delivered(str(tmp_path / name), ONE, two_files)
        assert "\n" not in str(caught.value)


class Pipe(io.RawIOBase):
    """A stream that cannot go back."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += bytes(data)
        return len(data)


def test_a_zip_into_a_pipe_is_that_into_a_file() -> None:
    file, pipe = io.BytesIO(), Pipe()
    two_files(file)
    two_files(pipe)  # type: ignore[arg-type]
    assert file.getvalue() == pipe.data
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["a.txt", "sub/b.txt"]


@given(st.lists(st.text() | st.sampled_from(HOSTILE) | st.sampled_from(["a", "A", "nul.txt", "."])))
def test_names_are_safe_and_differ(texts: list[str]) -> None:
    taken: set[str] = set()
    names = [safe_name(text, taken) for text in texts]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode()) <= 120
        assert name == name.strip(" .")
        assert not set(name) & set('/\\:*?"<>|\0\n\r\t\u202e')
        assert name.casefold().partition(".")[0] not in ("con", "nul", "aux", "prn", "com1")
