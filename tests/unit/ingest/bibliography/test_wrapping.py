"""An entry over several lines as one line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bibliography.wrapping import unwrapped


@pytest.mark.parametrize(
    ("raw", "whole"),
    [
        ("A history of\nlocks.", "A history of locks."),
        ("The sedi-\nment of rivers", "The sediment of rivers"),
        ("The sedi\u00ad\nment", "The sediment"),
        ("North-\nHolland, Amsterdam", "North-Holland, Amsterdam"),
        ("12: 517-\n528.", "12: 517-528."),
        ("A self-\nreport of keepers", "A self-report of keepers"),
        ("Gates - \nand locks", "Gates - and locks"),
        ("https://example.org/some-\npath/x", "https://example.org/some-path/x"),
        ("https://example\n.org/x. Seen", "https://example.org/x. Seen"),
        ("doi:10.1000/abc.\n2015.88", "doi:10.1000/abc.2015.88"),
        ("  one line  ", "one line"),
        ("a\r\n  b", "a b"),
        ("a\n\n\nb", "a b"),
        ("", ""),
    ],
)
def test_lines_are_joined(raw: str, whole: str) -> None:
    assert unwrapped(raw) == whole


@given(st.text(alphabet="aB1-.\n /:", max_size=80))
def test_result_is_one_line_with_the_same_letters(raw: str) -> None:
    whole = unwrapped(raw)
    assert "\n" not in whole
    assert [c for c in whole if c.isalnum()] == [c for c in raw if c.isalnum()]


@pytest.mark.parametrize("raw", ["-\n" * 300_000, "a" * 1_000_000, " " * 500_000 + "x"])
def test_hostile_text_is_joined_quickly(raw: str) -> None:
    began = time.process_time()
    unwrapped(raw)
    assert time.process_time() - began < 20
