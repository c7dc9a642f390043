"""What people give: names of files and lines of links, whatever they hold."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import expand
from kg.errors import UsageError
from kg.ui.adding.given import FILES, Answer, answer, check_size, file_names, links, source_of
from kg.vocab import Stance
from kg.wording import visible

HOSTILE = st.one_of(
    st.text(max_size=400),
    st.sampled_from(
        ["../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", ".bashrc", "-rf", "..", ".", "",
         "a\0b.md", "CON", "ｄ.md", "\u202efdp.exe", "w" * 300 + ".pdf", "é" * 200 + ".tar.gz"]
    ),
)  # fmt: skip


@given(st.lists(HOSTILE, max_size=8))
def test_names_are_safe_distinct_and_short(names: list[str]) -> None:
    made = file_names(names)
    assert len(made) == len(names)
    assert len({one.casefold() for one in made}) == len(made)
    for name in made:
        assert PurePosixPath(name).name == name
        assert "\\" not in name
        assert not name.startswith((".", "-"))
        assert 0 < len(os.fsencode(name)) <= 200
        assert visible(name) == name
        assert not any(unicodedata.category(c) == "Cc" for c in name)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("essay.md", "essay.md"),
        ("C:\\texts\\essay.md", "essay.md"),
        ("../essay.md", "essay.md"),
        ("My essay, 2nd version.pdf", "My essay, 2nd version.pdf"),
        ("a\nb.md", "a b.md"),
        (".md", "md"),
        ("", "text"),
    ],
)
def test_an_ordinary_name_stays(name: str, stored: str) -> None:
    assert file_names([name]) == [stored]


def test_equal_and_taken_names_get_a_number() -> None:
    assert file_names(["a.md", "A.md", "a.md"]) == ["a.md", "A (2).md", "a (3).md"]
    assert file_names(["a.tar.gz"], {"a.tar.gz"}) == ["a (2).tar.gz"]


@given(HOSTILE)
def test_a_file_is_recognised_by_what_ingest_stores(name: str) -> None:
    (stored,) = file_names([name])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / stored
        path.touch()
        (item,) = expand([str(path)], relative_to=Path(folder))
    assert (item.name, item.source) == (stored, source_of(stored))


def test_links_are_spelled_out() -> None:
    text = (
        " https://example.org/a \n\n10.1234/abc\nDOI: 10.1234/abc\n2001.08361v2\nhep-th/9901001\n"
    )
    assert links(text) == [
        "https://example.org/a", "doi:10.1234/abc", "arXiv:2001.08361v2", "arXiv:hep-th/9901001",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["/etc/passwd", "file:///etc/passwd", "essay.md", "papers/*.tex", "-", "--allow-private",
     "example.org/a", "ftp://example.org/a", "doi:../../etc/passwd", "https://",
     "data:text/html,x"],
)  # fmt: skip
def test_nothing_else_gets_through(line: str) -> None:
    with pytest.raises(UsageError, match="is no web address, DOI or arXiv id"):
        links(line)


@given(st.text(max_size=60))
def test_no_line_names_a_file(line: str) -> None:
    try:
        found = links(line)
    except UsageError:
        return
    assert all(one.lower().startswith(("http://", "https://", "doi:", "arxiv:")) for one in found)


def test_sizes_are_limited_in_words() -> None:
    check_size([1] * FILES)
    with pytest.raises(UsageError, match="add them in parts"):
        check_size([1] * (FILES + 1))
    with pytest.raises(UsageError, match="over 500 MB"):
        check_size([400_000_000, 200_000_000])


@pytest.mark.parametrize(
    ("question", "position", "thesis", "texts", "said"),
    [
        ("Why?", None, None, 1, "say whether"),
        (None, Stance.FOR, None, 1, "choose the question"),
        ("  ", Stance.AGAINST, "So.", 1, "choose the question"),
        (None, None, "So.", 1, "choose the question that the sentence answers"),
        ("Why?", Stance.FOR, "So.", 2, "a sentence is of one text"),
    ],
)
def test_half_an_answer_is_refused(
    question: str | None, position: Stance | None, thesis: str | None, texts: int, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        answer(question, position, thesis, texts)


def test_what_texts_answer_is_said_as_options_and_nothing_else() -> None:
    assert answer(None, None, " ", 3) is None
    assert answer("Why?", Stance.FOR, "", 3) == Answer("Why?", Stance.FOR)
    said = answer(" --allow-private\n? ", Stance.AGAINST, "--jobs", 1)
    assert said is not None
    assert said.options == ["--question=--allow-private ?", "--position=against", "--thesis=--jobs"]
