"""Bytes become the text that was meant, or a fault says what was guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.decoding import decode, is_text

PROSE = "The café’s “naïve” model costs 20 £ – or so they say, and it has for years.\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_declared_encodings_need_no_guess(encoding: str) -> None:
    assert decode(PROSE.encode(encoding), "a") == (PROSE, ())


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("cp1252", "cp1252"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_a_guess_is_named(encoding: str, named: str) -> None:
    text, faults = decode(PROSE.encode(encoding), "a")
    assert text == PROSE
    assert [fault.code for fault in faults] == ["guessed-encoding"]
    assert named in faults[0].message


def test_latin_1() -> None:
    text, faults = decode("Le garçon a été à l'école.".encode("latin-1"), "a")
    assert (text, len(faults)) == ("Le garçon a été à l'école.", 1)


def test_another_alphabet_is_detected() -> None:
    russian = "Большие модели стоят дорого, а маленькие дешевле и быстрее. " * 5
    text, faults = decode(russian.encode("cp1251"), "a")
    assert text == russian
    assert faults[0].code == "guessed-encoding"


def test_a_damaged_byte_does_not_spoil_the_rest() -> None:
    text, faults = decode(PROSE.encode() + b"end\xff.", "a")
    assert text == PROSE + "end\ufffd."
    assert [fault.code for fault in faults] == ["undecodable-bytes"]
    assert faults[0].start == len(PROSE) + 3


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\ufeff"), max_size=200))
def test_line_ends_are_the_only_change(text: str) -> None:
    for end in ("\r\n", "\r"):
        decoded, faults = decode(b"\xef\xbb\xbf" + text.replace("\n", end).encode(), "a")
        assert (decoded, faults) == (text, ())


def test_binary_is_not_text() -> None:
    assert not is_text(b"GIF89a\0\1\2\3words and words")
    assert is_text(PROSE.encode("utf-16-le"))
