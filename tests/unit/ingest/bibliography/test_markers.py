"""Citation markers as they are written, and which numbers a text means as such."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.bibliography.markers import author_year_markers, key_markers
from ingest.bibliography.numbered import (
    Certainty,
    NumericMarker,
    in_style,
    numeric_markers,
    settled,
)
from ingest.bibliography.plain_numbers import MAX_CANDIDATES, candidates

RAISED = (
    "Weirs have been built for a thousand years.{0} Most of them leak in a dry summer,{1} which"
    " has been shown in three valleys.{2} Keepers have long suspected as much.{3}"
)


def meant(text: str) -> list[str]:
    return [text[marker.start : marker.end] for marker in settled(numeric_markers(text))]


def named(text: str) -> list[str]:
    return [text[marker.start : marker.end] for marker in author_year_markers(text)]


def raised(number: int, at: int, certainty: Certainty = "likely") -> NumericMarker:
    return NumericMarker(
        start=at, end=at + 1, numbers=(number,), style="superscript", certainty=certainty
    )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Locks leak [3].", (3,)),
        ("Locks leak [3, 5-7].", (3, 5, 6, 7)),
        ("Locks leak [3‑5].", (3, 4, 5)),
        ("Locks leak [3−5].", (3, 4, 5)),
        ("Locks leak [3]–[5].", (3, 4, 5)),
        ("Locks leak [3,\n5].", (3, 5)),
        ("Locks leak [ 3; 5 ].", (3, 5)),
        ("Locks leak (see ref. 5).", (5,)),
        ("Locks leak (refs 3–5).", (3, 4, 5)),
        ("Locks leak, as in Refs. 7 and on.", (7,)),
        ("Locks leak.¹²", (12,)),
        ("Locks leak.¹,³–⁵", (1, 3, 4, 5)),
        ("Locks leak [20]-in summer.", (20,)),
    ],
)
def test_notation_of_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert [marker.numbers for marker in settled(numeric_markers(text))] == [numbers]


@pytest.mark.parametrize("way", ["{}", " {}"])
def test_raised_numbers_that_stand_plain_are_found(way: str) -> None:
    text = RAISED.format(*(way.format(n) for n in ("1", "2", "3,4", "5-7")))
    assert [one.strip() for one in meant(text)] == ["1", "2", "3,4", "5-7"]


def test_raised_numbers_before_a_stop_that_stands_off_are_found() -> None:
    text = (
        "Weirs have been built for a thousand years 1 . Most of them leak in a dry summer 2,3 ,"
        " which has been shown in three valleys 4-6 . Keepers have suspected as much 7 ."
    )
    assert meant(text) == ["1", "2,3", "4-6", "7"]


def test_numbers_in_round_brackets_are_found() -> None:
    text = (
        "Weirs have been built for a thousand years (1). Most of them leak in a dry summer (2, 3),"
        " which has been shown in three valleys (4-6)."
    )
    assert meant(text) == ["(1)", "(2, 3)", "(4-6)"]


@pytest.mark.parametrize(
    "text",
    [
        "We kept 12 gates open for 3 weeks, and 5 of them leaked.",
        "See Figure 3 and Table 2, and Section 4 of the report.",
        "The rule follows from Equation (5) and from equation (6).",
        "We ask (1) who leaks, (2) when it leaks, and (3) how much.",
        "The value lies in the interval [0, 1] for all n.",
        "The array x[3] holds it, and f[2](x) calls it.",
        "On 12 May 2020 about 1,500 people came.",
        "It costs 3.5 million, or 20 percent more.",
        "Mix 5 mg with 10 mL of water (20 °C).",
        "Chapter 3. The Gates",
    ],
)
def test_numbers_that_count_or_name_are_none(text: str) -> None:
    assert meant(text) == []


def test_brackets_leave_no_room_for_plain_numbers() -> None:
    text = "Weirs leak [1]. They leak in spring [2]. Cases are many (3)."
    assert meant(text) == ["[1]", "[2]"]


def test_weak_number_counts_where_it_carries_on() -> None:
    firm = [raised(n, 10 * n) for n in (1, 2, 3)]
    carried, jump = raised(4, 40, "weak"), raised(30, 50, "weak")
    assert in_style([*firm, carried, jump], "superscript") == [*firm, carried]


def test_weak_numbers_alone_count_for_nothing() -> None:
    weak = [raised(n, 10 * n, "weak") for n in (1, 2, 3)]
    assert in_style(weak, "superscript") == []
    assert settled(weak) == []


def test_a_text_full_of_numbers_is_a_table() -> None:
    assert candidates("12 " * (MAX_CANDIDATES + 1)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Locks leak (Beck and Farkas, 2001a,b, 2003).", ["Beck and Farkas, 2001a", "b", "2003"]),
        ("Locks leak, say Beck et al. 1999.", ["Beck et al. 1999"]),
        ("Locks leak (Beck and Farkas, in press).", ["Beck and Farkas, in press"]),
        ("Locks leak (Beck and\nFarkas, 2001).", ["Beck and\nFarkas, 2001"]),
        ("Locks leak (beck & farkas, 2001).", ["beck & farkas, 2001"]),
        ("Locks leak (Beck & farkas, 2001a).", ["Beck & farkas, 2001a"]),
        ("Locks leak (moreau et al., 2015; Beck, 2003).", ["moreau et al., 2015", "Beck, 2003"]),
        ("Locks leak, as moreau et al. (2015) say.", ["moreau et al. (2015)"]),
        ("They came in may (or june), 2020.", []),
        ("The work was done (and finished in 2020).", []),
    ],
)
def test_names_and_years(text: str, found: list[str]) -> None:
    assert named(text) == found


def test_alphabetic_keys_are_found() -> None:
    (marker,) = key_markers("Locks leak [Bec99, Far01].")
    assert {"Bec99", "Far01"} <= set(marker.keys)


@given(st.text(alphabet="aB1 ,;.-()[]¹&\n", max_size=120))
@settings(deadline=None, max_examples=80)
def test_markers_lie_within_the_text(text: str) -> None:
    spans = [
        *((one.start, one.end) for one in numeric_markers(text)),
        *((one.start, one.end) for one in author_year_markers(text)),
        *((one.start, one.end) for one in key_markers(text)),
    ]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    "unit", ["1 ", "(", "[", "A", "1,", "et al ", "(a et al., ", "abcdef1 ", "¹,", "refs ", "(1) "]
)
def test_hostile_lines_are_read_quickly(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    began = time.process_time()
    settled(numeric_markers(text))
    author_year_markers(text)
    assert time.process_time() - began < 20
