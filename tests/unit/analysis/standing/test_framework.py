"""A framework that follows from another has the numbers that it would have by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.standing.framework import Framework, Inference, Numbers, numbers
from kg.analysis.standing.gradual import strengths
from tests.unit.analysis.standing.frameworks import frameworks, link, weights


def told(found: Numbers) -> list[object]:
    """All that numbers say, groups and voices by name."""
    names = [None, *found.called]
    groups = [names[one + 1] for one in found.group.tolist()]
    voices = [names[one + 1] for one in found.voice.tolist()]
    ends = found.source.tolist(), found.target.tolist(), found.sign.tolist()
    return [found.ids, found.inferences, found.base.tolist(), *ends, groups, voices]


def differing(data: st.DataObject, made: Framework) -> tuple[list[Inference], list[Inference]]:
    """Some inferences of a framework to leave out, and others, or the same, to put in."""
    altered = data.draw(st.lists(st.sampled_from(made.inferences))) if made.inferences else []
    gone = {one.id: one for one in altered}.values()
    fresh = [replace(one, weight=data.draw(weights)) for one in gone if data.draw(st.booleans())]
    there = {one.id for one in made.inferences} - {one.id for one in gone}
    there |= {one.id for one in fresh} | made.base.keys()
    ends = [*made.inferences, *fresh]
    if any(one.target not in there for one in ends if one.id in there):
        return [], []
    nodes = st.sampled_from(sorted(made.base))
    new = [link(data.draw(nodes), data.draw(nodes)) for _ in range(data.draw(st.integers(0, 2)))]
    return list(gone), [*fresh, *new]


@given(frameworks(), st.data())
def test_what_is_exchanged_is_numbered_as_anew(made: Framework, data: st.DataObject) -> None:
    before = strengths(made)
    gone, fresh = differing(data, made)
    more = {"0": 0.5} if data.draw(st.booleans()) else {}
    base = {**more, **made.base, data.draw(st.sampled_from(sorted(made.base))): data.draw(weights)}
    after = made.exchanged(base, {one.id for one in gone}, fresh)
    anew = Framework(after.base, after.inferences)
    assert told(after.numbers) == told(numbers(anew))
    assert after.since(made).altered == anew.since(made).altered
    assert np.array_equal(after.since(made).came, anew.since(made).came)
    found, expected = before.updated(after), strengths(anew)
    assert all(found[name] == pytest.approx(expected[name], abs=1e-6) for name in anew.numbers.ids)


def test_an_exchange_is_refused_where_a_new_framework_would_be() -> None:
    made = Framework({"a": 0.5, "b": 0.5}, (link("a", "b", name="i"), link("a", "i", -1, name="j")))
    assert made.numbers.agree
    for base, gone, fresh, why in (
        (made.base, {"i"}, [], "ends that the framework lacks"),
        ({"a": 0.5}, (), [], "ends that the framework lacks"),
        (made.base, (), [link("a", "c")], "ends that the framework lacks"),
        (made.base, (), [link("a", "b", name="j")], "stands twice"),
        (made.base, (), [link("a", "b", 1, 1.5)], "has the weight 1.5"),
        ({"a": 0.5, "b": float("nan")}, (), [], "b has the weight nan"),
    ):
        with pytest.raises(ValueError, match=why):
            made.exchanged(base, gone, fresh)
