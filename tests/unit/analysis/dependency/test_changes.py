"""What changed is what tells the graph of all from that of before, and names its passages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from kg.analysis.dependency import (
    Changes,
    Since,
    What,
    brought_by,
    changes,
    graph,
    published_since,
    read_since,
    since_document,
)
from kg.errors import NotFoundError, UsageError
from kg.views import DependencyEvidence
from kg.vocab import Status
from tests.unit.analysis.dependency.sayings import ACCEPTED, DENIED, REJECTED, said, sayings

JANUARY, FEBRUARY, MARCH = (f"2026-0{month}-15T12:00:00Z" for month in (1, 2, 3))


def outlined(found: Changes) -> list[tuple[str, str, int, int]]:
    return [(one.what.value, one.words, one.before, one.after) for one in found.found]


def test_a_later_publication_adds_strengthens_and_disputes() -> None:
    old = [
        said("a", "requires", "b", year=2020),
        said("a", "requires", "c", year=2020, document="document-two"),
        said("a", "requires", "c", year=2020, **DENIED),
    ]
    added = said("a", "requires", "d", year=2022, document="document-two")
    stronger = said("a", "requires", "b", year=2021, document="document-two")
    repeated = said("a", "requires", "b", year=2021)
    disputing = said("a", "requires", "b", year=2021, **DENIED)
    again = said("a", "requires", "c", year=2021, **DENIED)
    evidence = [*old, added, stronger, repeated, disputing, again]
    found = changes(evidence, published_since(2021))
    assert outlined(found) == [
        ("added", "a requires d", 0, 1),
        ("strengthened", "a requires b", 1, 2),
        ("disputed", "a requires b", 1, 2),
    ]
    assert [one.passages for one in found.found] == [(added,), (stronger,), (disputing,)]
    assert outlined(changes(evidence, published_since(2022))) == [("added", "a requires d", 0, 1)]


def test_a_copy_strengthens_nothing() -> None:
    evidence = [said("a", "requires", "b"), said("a", "requires", "b", document="document-two")]
    assert changes(evidence, brought_by("document-two"), origin=lambda _: "one").found == ()
    assert outlined(changes(evidence, brought_by("document-two"))) == [
        ("strengthened", "a requires b", 1, 2)
    ]


def test_what_people_decided_since_counts_as_undecided_before() -> None:
    accepted = said("a", "requires", "b", read_at=JANUARY, judged_at=MARCH, **ACCEPTED)
    earlier = said("a", "requires", "c", read_at=JANUARY, judged_at=JANUARY, **ACCEPTED)
    rejected = said("a", "requires", "d", read_at=JANUARY, judged_at=MARCH, **REJECTED)
    other = said("a", "requires", "d", read_at=JANUARY, document="document-two")
    gone = said("a", "requires", "e", read_at=JANUARY, judged_at=JANUARY, **REJECTED)
    unseen = said("a", "requires", "b", read_at=MARCH, judged_at=MARCH, **REJECTED)
    evidence = [accepted, earlier, rejected, other, gone, unseen]
    found = changes(evidence, read_since("2026-02-01"))
    assert outlined(found) == [
        ("accepted", "a requires b", 1, 1),
        ("rejected", "a requires d", 2, 1),
    ]
    assert [one.passages for one in found.found] == [(accepted,), (rejected,)]
    assert changes(evidence, published_since(2021)).found == ()


def test_a_link_that_lost_all_its_passages_still_has_words() -> None:
    gone = said("a", "requires", "b", read_at=JANUARY, judged_at=MARCH, **REJECTED)
    assert outlined(changes([gone], read_since(FEBRUARY))) == [("rejected", "a requires b", 1, 0)]


def test_since_a_document_means_since_it_was_read() -> None:
    evidence = [
        said("a", "requires", "b", document="document-one", read_at=JANUARY),
        said("a", "requires", "c", document="document-two", read_at=FEBRUARY),
        said("a", "requires", "d", document="document-three", read_at=MARCH),
    ]
    since = since_document(evidence, "document-two")
    assert [one.words for one in changes(evidence, since).found] == ["a requires c", "a requires d"]
    alone = changes(evidence, brought_by("document-two"))
    assert [one.words for one in alone.found] == ["a requires c"]
    with pytest.raises(NotFoundError, match="document-four"):
        since_document(evidence, "document-four")


@pytest.mark.parametrize(
    ("moment", "new"),
    [
        ("2026-02-15", True),
        ("2026-02-15T12:00:00Z", True),
        ("2026-02-15T12:00:00", True),
        ("2026-02-15T13:00:00+01:00", True),
        ("2026-02-15T12:00:00.5Z", False),
        ("2026-02-15T12:00:00-01:00", False),
        ("2026-02-16", False),
    ],
)
def test_moments_are_compared_as_times(moment: str, new: bool) -> None:
    evidence = [said("a", "requires", "b", read_at=FEBRUARY)]
    assert bool(changes(evidence, read_since(moment)).found) is new


def test_a_moment_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="2026-01-31"):
        read_since("last week")


def test_what_has_no_date_is_neither_old_nor_new_and_is_named() -> None:
    undated = said("a", "requires", "b", year=None)
    dated = said("a", "requires", "b", year=2021)
    found = changes([undated, dated], published_since(2021))
    assert outlined(found) == [("added", "a requires b", 0, 1)]
    assert found.undated == (undated,)
    assert changes([said("a", "requires", "b", read_at=None)], read_since(JANUARY)).found == ()


SINCE: dict[str, Callable[[list[DependencyEvidence]], Since]] = {
    "year": lambda _: published_since(2020),
    "date": lambda _: read_since("2026-02-01"),
    "document": lambda _: brought_by("document-two"),
}


@pytest.mark.parametrize("name", SINCE)
@given(evidence=sayings(20))
def test_changes_are_the_difference_between_two_graphs(
    name: str, evidence: list[DependencyEvidence]
) -> None:
    since = SINCE[name](evidence)
    known = [item for item in evidence if since.came(item) is not None]
    before = graph(item for item in known if not since.came(item))
    after = graph(known)
    found = changes(evidence, since)
    assert set(found.undated) == {
        item
        for item in evidence
        if item not in known and item.dependency.status is not Status.REJECTED
    }
    added = {
        link
        for link in after.edges
        if after.edges[link]["asserted"]
        and not (before.has_edge(*link) and before.edges[link]["asserted"])
    }
    if name != "date":  # nobody's decision is undone
        assert {one.link for one in found.of(What.ADDED)} == added
        assert found.of(What.REJECTED) == ()
    else:
        assert {one.link for one in found.of(What.ADDED)} <= added
    disputed = {link for link in after.edges if after.edges[link]["denied"]}
    assert {one.link for one in found.of(What.DISPUTED)} <= disputed


@pytest.mark.parametrize("name", SINCE)
@given(evidence=sayings(20))
def test_every_change_names_passages_that_make_it(
    name: str, evidence: list[DependencyEvidence]
) -> None:
    since = SINCE[name](evidence)
    found = changes(evidence, since)
    for one in found.found:
        assert one.passages
        for item in one.passages:
            assert since.came(item) or since.judged(item)
            assert item.dependency.denies or one.what is not What.DISPUTED
            assert (item.dependency.status is Status.REJECTED) == (one.what is What.REJECTED)
            if one.what in (What.ADDED, What.STRENGTHENED, What.ACCEPTED):
                assert item.dependency.affirms
        assert (one.before, one.what) != (0, What.STRENGTHENED)
    keys = [(one.link, one.what) for one in found.found]
    assert len(keys) == len(set(keys))


@given(sayings(20))
def test_since_the_beginning_everything_is_new_and_since_the_end_nothing(
    evidence: list[DependencyEvidence],
) -> None:
    whole = graph(evidence)
    since = Since(lambda _: True)
    found = changes(evidence, since)
    assert {one.link for one in found.of(What.ADDED)} == {
        link for link in whole.edges if whole.edges[link]["asserted"]
    }
    assert {one.link for one in found.of(What.DISPUTED)} == {
        link for link in whole.edges if whole.edges[link]["denied"]
    }
    assert changes(evidence, Since(lambda _: False)).found == ()
