"""Boxes stay where they are, none covers another, and who walks finds the way back."""

from __future__ import annotations

import math
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ui.maps.placing import BOX, SPRUNG, places

Rings = list[list[str]]
Links = list[tuple[str, str]]


@st.composite
def neighbourhoods(draw: st.DrawFn) -> tuple[Rings, Links]:
    sizes = draw(st.lists(st.integers(1, 40), max_size=3))
    rings = [["claim-0"]]
    links: Links = []
    for ring, size in enumerate(sizes, start=1):
        rings.append([f"claim-{ring}-{number}" for number in range(size)])
        links += [(draw(st.sampled_from(rings[-2])), one) for one in rings[-1]]
    members = [one for ring in rings for one in ring]
    extra = draw(
        st.lists(st.tuples(st.sampled_from(members), st.sampled_from(members)), max_size=30)
    )
    return rings, links + extra


@settings(max_examples=25, deadline=None)
@given(neighbourhoods())
def test_what_a_wider_map_adds_moves_nothing(case: tuple[Rings, Links]) -> None:
    rings, links = case
    whole = places(rings, links)
    for length in range(1, len(rings)):
        known = {one for ring in rings[:length] for one in ring}
        part = places(rings[:length], [link for link in links if set(link) <= known])
        assert part == {one: whole[one] for one in known}


@settings(max_examples=25, deadline=None)
@given(neighbourhoods())
def test_no_box_covers_another(case: tuple[Rings, Links]) -> None:
    rings, links = case
    found = places(rings, links)
    boxes = [one for ring in rings for one in ring][:SPRUNG]
    assert list(found["claim-0"]) == [0, 0]
    for one, other in combinations(boxes, 2):
        across, down = (abs(found[one][axis] - found[other][axis]) for axis in (0, 1))
        assert across >= BOX[0] or down >= BOX[1]


@settings(max_examples=10, deadline=None)
@given(neighbourhoods())
def test_the_order_of_the_links_does_not_matter(case: tuple[Rings, Links]) -> None:
    rings, links = case
    turned = [(end, start) for start, end in reversed(links)]
    assert places(rings, links) == places(rings, turned)


def test_a_larger_map_keeps_the_places_of_a_smaller_one() -> None:
    ring = [f"claim-{number}" for number in range(700)]
    small = places([["focus"], ring[:149]], [("focus", one) for one in ring[:149]])
    large = places([["focus"], ring], [("focus", one) for one in ring])
    assert {one: large[one] for one in small} == small
    assert len(set(large.values())) == len(large)


@given(st.integers(0, 10_000))
def test_who_walks_on_finds_the_first_box_behind_them(number: int) -> None:
    there, back = f"claim-{number}", f"claim-{number + 1}"
    ahead = places([[there], [back]], [(there, back)])[back]
    behind = places([[back], [there]], [(back, there)])[there]
    cosine = sum(a * b for a, b in zip(ahead, behind, strict=True))
    assert cosine / math.hypot(*ahead) / math.hypot(*behind) < -0.5
