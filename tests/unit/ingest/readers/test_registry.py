"""Every input is read, or refused with one line."""

from __future__ import annotations

import pytest

from ingest import readers
from kg.errors import RefusedError, UsageError

PROSE = "Large programs are slow. Small ones are fast, and nobody knows why they are."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \n\t\n ", "no words"),
        (b"12 34 ... 5", "no words"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no format"),
        (bytes(range(1, 9)) * 50 + b"words", "no format"),
        (b"{\\rtf1 Words are here.}", "no format"),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>", "PDF"),
        (b"<?xml version='1.0'?><rss><channel><title>News</title></channel></rss>", "no format"),
        (b"\xff\xfea", "is marked as utf-16-le but is not"),
    ],
)
def test_refuses_in_one_line(data: bytes, why: str) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        readers.read(data, "given.txt")
    assert str(refused.value).startswith("given.txt: ")
    assert "\n" not in str(refused.value)


def test_refuses_what_is_too_large_before_reading_it() -> None:
    with pytest.raises(RefusedError, match=r"500,000,000 bytes are over the limit of 100,000,000"):
        readers.check_size(500_000_000, "big.txt")
    readers.check_size(readers.MAX_BYTES, "fits.txt")


def test_unknown_reader_lists_the_known() -> None:
    with pytest.raises(UsageError, match="jats, latex, markdown, pdf"):
        readers.read(PROSE.encode(), "a.txt", reader="word")


@pytest.mark.parametrize(
    ("text", "name", "media_type"),
    [
        (PROSE, "a.txt", "text/plain"),
        (PROSE, "a", "text/plain"),
        (PROSE, "a.md", "text/markdown"),
        (f"# Size\n\n{PROSE}\n\n## Speed\n\n{PROSE}", "a.txt", "text/markdown"),
        (f"---\ntitle: Size\n---\n{PROSE}", "-", "text/markdown"),
        (f"SIZE\n\n{PROSE}", "a.txt", "text/plain"),
    ],
)
def test_content_decides_before_the_suffix(text: str, name: str, media_type: str) -> None:
    assert readers.read(text.encode(), name).media_type == media_type


def test_a_named_reader_is_taken_whatever_the_content() -> None:
    document = readers.read(b"# One\n\n**Two** words", "a.md", reader="text")
    assert document.media_type == "text/plain"
