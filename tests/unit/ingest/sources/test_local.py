from __future__ import annotations

import io
import os
import pickle
import sys
from pathlib import Path

import pytest

from ingest.readers import MAX_BYTES
from ingest.sources import FileItem, expand
from kg.errors import RefusedError, UsageError


def names(paths: list[str]) -> list[str]:
    return [item.short_name for item in expand(paths)]


def test_a_folder_gives_its_readable_files_in_order(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "c.sqlite", ".hidden.md", "deep/d.MD", ".git/e.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert names([str(tmp_path)]) == ["a.txt", "b.md", "d.MD"]


def test_the_parts_of_a_latex_project_are_no_documents(tmp_path: Path) -> None:
    whole = r"\documentclass{article}\begin{document}\input{sections/one}\end{document}"
    files = {"paper/main.tex": whole, "paper/sections/one.tex": "Mills stop.",
             "other/loose.tex": "No paper around it."}  # fmt: skip
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert names([str(tmp_path)]) == ["loose.tex", "main.tex"]
    assert names([str(tmp_path / "paper/sections/one.tex")]) == ["one.tex"]


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
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(RefusedError, match="over the limit"):
        FileItem("large.txt", path.as_uri(), path).load()


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


def test_a_pattern_gives_what_it_matches_in_order(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "c.txt", "deep/d.md", "deep/e.txt", ".hidden.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert names([str(tmp_path / "*.md")]) == ["a.md", "b.md"]
    assert names([str(tmp_path / "**" / "*.md")]) == ["a.md", "b.md", "d.md"]
    assert names([str(tmp_path / "de*")]) == ["d.md", "e.txt"]
    assert names([str(tmp_path / "[ab].md"), str(tmp_path / "a.md")]) == ["a.md", "b.md"]


def test_a_pattern_that_matches_nothing_fails_only_when_loaded(tmp_path: Path) -> None:
    (item,) = expand([str(tmp_path / "*.md")])
    with pytest.raises(RefusedError, match=r"\*\.md: matches no file"):
        item.load()


def test_what_exists_by_its_name_is_no_pattern(tmp_path: Path) -> None:
    (tmp_path / "[a].md").write_text("x")
    (tmp_path / "a.md").write_text("x")
    assert names([str(tmp_path / "[a].md")]) == ["[a].md"]


@pytest.mark.parametrize("given", ["x" * 5000, "~nobody-of-that-name/x", "a\0b", "/", "\n"])
def test_an_odd_name_stops_nothing(given: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    items = list(expand([given, str(path)])) if given != "/" else list(expand([str(path)]))
    assert items[-1].load() == b"x"
    for item in items[:-1]:
        with pytest.raises(RefusedError):
            item.load()


@pytest.mark.parametrize(
    "given", ["ftp://h/x.md", "file:///etc/passwd", "data:text/plain,x", "gopher://u:secret@h/"]
)
def test_only_http_and_https_are_fetched(given: str) -> None:
    (item,) = expand([given])
    with pytest.raises(RefusedError, match="only http and https") as caught:
        item.load()
    assert "secret" not in str(caught.value) + item.name


def test_a_file_gives_what_lies_beside_it_or_below(tmp_path: Path) -> None:
    for name in ("notes/a.md", "notes/refs.bib", "notes/parts/one.tex", "secret.bib"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (item,) = expand([str(tmp_path / "notes" / "a.md")])
    assert item.beside("refs.bib") == b"notes/refs.bib"
    assert item.beside("./parts/one.tex") == b"notes/parts/one.tex"
    assert pickle.loads(pickle.dumps(item)).beside("refs.bib") == b"notes/refs.bib"


def test_nothing_else_lies_beside_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("x")
    (tmp_path / "secret.bib").write_text("secret")
    (folder / "out.bib").symlink_to(tmp_path / "secret.bib")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop.bib").symlink_to("loop.bib")
    (folder / "empty.bib").touch()
    os.mkfifo(folder / "pipe.bib")
    with (folder / "large.bib").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    (item,) = expand([str(folder / "a.md")])
    for name in (
        "none.bib", "", ".", "../secret.bib", "x/../../secret.bib", str(tmp_path / "secret.bib"),
        "out.bib", "up/secret.bib", "loop.bib", "pipe.bib", "large.bib", "empty.bib", "up",
        "a\0b", "..\\secret.bib", "~/x", "file:///etc/passwd", "http://h/x", "n" * 5000,
    ):  # fmt: skip
        assert item.beside(name) is None, name


def test_a_link_that_stays_in_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.md").write_text("x")
    (tmp_path / "real" / "refs.bib").write_text("refs")
    (tmp_path / "real" / "same.bib").symlink_to("refs.bib")
    (tmp_path / "folder").symlink_to("real")
    (item,) = expand([str(tmp_path / "folder" / "a.md")])
    assert item.beside("same.bib") == b"refs"


def test_nothing_lies_beside_standard_input() -> None:
    (item,) = expand(["-"])
    assert item.beside("pyproject.toml") is None


def listed(path: Path) -> list[str]:
    return [item.short_name for item in expand([], listed=[path])]


def test_a_list_names_sources_from_where_it_stands(tmp_path: Path) -> None:
    for name in ("a.md", "deep/b.md", "deep/c.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    listing = tmp_path / "deep" / "list.txt"
    listing.write_bytes(
        b"\xef\xbb\xbf# our papers\r\n\r\n  ../a.md  \r\nb.md\r\n[c].md\r\n"
        b"arXiv:2001.08361\r\nhttps://h.example/x#part\r\ndoi:10.1234/X\r\nb.md"
    )
    assert listed(listing) == [
        "a.md", "b.md", "c.md", "arXiv:2001.08361", "https://h.example/x", "doi:10.1234/x",
    ]  # fmt: skip
    first, *_ = expand([], listed=[listing])
    assert first.load() == b"a.md"


def test_a_list_that_names_itself_does_not_loop(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "list.txt").write_text("list.txt\n./list.txt\na.md\n")
    assert listed(tmp_path / "list.txt") == ["a.md"]


def test_a_list_may_hold_any_bytes(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.md", "wb") as file:  # noqa: PTH123
        file.write(b"x")
    (tmp_path / "list.txt").write_bytes(b"caf\xe9.md\na\0b\n")
    found, odd = expand([], listed=[tmp_path / "list.txt"])
    assert found.load() == b"x"
    with pytest.raises(RefusedError, match="NUL"):
        odd.load()


def test_a_list_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="list cannot be read"):
        listed(tmp_path / "none.txt")
