from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.assembly.overlapping import Overlapping
from ingest.document import Span

SPANS = st.builds(
    lambda start, length: Span(start=start, end=start + length),
    st.integers(0, 40),
    st.integers(1, 15),
)


@given(st.lists(SPANS), SPANS)
def test_it_finds_what_a_walk_over_all_finds(spans: list[Span], place: Span) -> None:
    ordered = sorted(spans, key=lambda one: one.start)
    walked = [
        index
        for index, one in enumerate(ordered)
        if one.start < place.end and place.start < one.end
    ]
    assert Overlapping(ordered).at(place) == walked


def test_spans_in_another_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        Overlapping([Span(start=5, end=6), Span(start=0, end=2)])
