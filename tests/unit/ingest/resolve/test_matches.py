"""Near matches of works: proposed where a reader would look twice, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bibliography.keys import work_keys
from ingest.resolve.matches import near_matches, neighbour_keys, title_similarity
from kg.model import Description, Work

TIDES = Description(
    title="Tide mills of the western coast: a survey", authors=("Okafor, A.", "Sato, K."), year=2011
)


def near(described: Description, *stored: Description) -> list[str]:
    works = {work.id: work for work in (Work(key=str(i), **one.description())
                                        for i, one in enumerate(stored))}  # fmt: skip

    def lookup(keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return {
            key: tuple(i for i, work in works.items() if key in work_keys(work)) for key in keys
        }

    return [one.work.key for one in near_matches(described, lookup, works.__getitem__)]


@pytest.mark.parametrize(
    "other",
    [
        replace(TIDES, title="Tide mils of the western coasts: a survey"),
        replace(TIDES, title="Tide mills of the western coast"),
        replace(TIDES, title="Tide mills of the western coast. A survey", year=2012),
        replace(TIDES, title="Tide Mills of the Western Coast: survey", authors=("Okafor, Ada",)),
        replace(TIDES, title="Tide mills of the western coast: survey", doi="10.1/tides"),
    ],
)
def test_what_a_reader_would_look_at_twice(other: Description) -> None:
    assert near(other, TIDES) == ["0"]
    assert near(TIDES, other) == ["0"]


@pytest.mark.parametrize(
    "other",
    [
        replace(TIDES, title="Windmills of the eastern plain: an atlas"),
        replace(TIDES, authors=("Quist, B.",)),
        replace(TIDES, year=2015),
        replace(TIDES, year=None),
        replace(TIDES, title=None),
        replace(TIDES, authors=()),
    ],
)
def test_what_is_another_work(other: Description) -> None:
    assert near(other, TIDES) == []


def test_two_identifiers_of_one_scheme_tell_works_apart() -> None:
    first, second = replace(TIDES, doi="10.1/a"), replace(TIDES, doi="10.1/b")
    assert near(second, first) == []
    assert near(replace(TIDES, arxiv="2001.00001"), first) == ["0"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_symmetric_and_bounded(one: str, other: str) -> None:
    similarity = title_similarity(one, other)
    assert similarity == title_similarity(other, one)
    assert similarity is None or 0 <= similarity <= 1
    assert not one or title_similarity(one, one) == 1


def test_a_short_main_title_says_nothing() -> None:
    assert (title_similarity("Tides: their causes", "Tides: a cookbook for sailors") or 0) < 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tools for millers (TFM) 4: cleaning ponds", "Tools for millers (TFM) 5: cleaning ponds"),
        ("Mending the sluices of tide mills: part 2", "Mending the sluices of tide mills: part 3"),
        ("Notes on the silt of tidal ponds, 1", "Notes on the silt of tidal ponds"),
    ],
)
def test_parts_of_a_series_are_told_apart_by_their_numbers(one: str, other: str) -> None:
    assert (title_similarity(one, other) or 0) < 0.85


def test_neighbours_need_an_author_and_a_year() -> None:
    assert neighbour_keys(replace(TIDES, year=None)) == ()
    assert neighbour_keys(TIDES)[0] == "author-year:okafor 2010"
