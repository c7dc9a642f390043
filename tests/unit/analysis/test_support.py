"""Support is counted by independent origin, and says why."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.independence import Origins, Tie, author_key, origins
from kg.analysis.support import Word, asserted, borne, fewest, numbers, supporters
from kg.grounds import Holder, Said
from kg.model import Evidence, Quantity, Work
from kg.sketches import Text, sketch
from kg.vocab import AgentKind, EvidenceKind, Mode, Status

ESSAY, REPOST, OTHER, FIRST, SECOND, THIRD = (
    Work(key=key, title=key, authors=(f"{key.title()}, A.",))
    for key in ("essay", "repost", "other", "first", "second", "third")
)
WORKS = [ESSAY, REPOST, OTHER, FIRST, SECOND, THIRD]
COPIED, UNLIKE, SHORT = (
    sketch(" ".join(f"{stem}{n}" for n in range(300))) for stem in ("word", "other", "third")
)
ESSAY_TEXT = Text("document-essay", ESSAY.id, "text/plain", COPIED)
REPOST_TEXT = Text("document-repost", REPOST.id, "text/html", COPIED)
OTHER_TEXT = Text("document-other", OTHER.id, "text/plain", UNLIKE)
REVIEW_TEXT = Text("document-review", THIRD.id, "text/plain", SHORT, reviews_id=OTHER.id)
FOUND = origins([ESSAY_TEXT, REPOST_TEXT, OTHER_TEXT, REVIEW_TEXT], WORKS)


def word(name: str, of: str, *sources: Work, said: str | None = None, own: bool = False) -> Word:
    return Word(
        f"assertion-{name}",
        f"document-{of}",
        said or f"It is {name}.",
        tuple(one.id for one in sources),
        Tie.REPORT if sources else None,
        own,
    )


def counted(*words: Word) -> list[tuple[str, ...]]:
    return [one.members for one in supporters(words, FOUND)]


def test_two_texts_that_share_nothing_count_twice() -> None:
    assert len(counted(word("a", "essay"), word("b", "other"))) == 2
    assert supporters([], FOUND) == ()


def test_copies_count_once_and_say_so() -> None:
    (found,) = supporters([word("a", "essay"), word("b", "repost")], FOUND)
    assert found.origin == min(ESSAY.id, REPOST.id)
    assert found.members == ("assertion-a", "assertion-b")
    assert found.documents == ("document-essay", "document-repost")
    assert [one.words for one in found.reasons] == [
        "one text in two formats: 100% of the shorter stands in the other"
    ]


def test_a_copy_without_reference_list_counts_for_the_source_that_the_other_names() -> None:
    said = "By their count, 85% of the mills stood still"
    with_list = word("a", "essay", FIRST, said=f"{said} [3].")
    without = word("b", "repost", said=f"{said}.")
    (found,) = supporters([with_list, without], FOUND)
    assert found.origin == FIRST.id
    assert {one.tie for one in found.reasons} == {Tie.REPORT, Tie.FORMAT}


def test_a_review_counts_for_the_work_unless_it_speaks_for_itself() -> None:
    (found,) = supporters([word("a", "other"), word("b", "review")], FOUND)
    assert found.origin == OTHER.id
    assert [one.tie for one in found.reasons] == [Tie.REVIEW]
    (alone,) = supporters([word("b", "review")], FOUND)
    assert alone.origin == OTHER.id
    assert [one.words for one in alone.reasons] == ["a review of or report about the work"]
    assert len(counted(word("a", "other"), word("b", "review", own=True))) == 2


def test_passing_on_one_work_counts_once_and_not_beside_its_own_text() -> None:
    reports = [word("a", "essay", FIRST), word("b", "review", FIRST)]
    (found,) = supporters(reports, FOUND)
    assert found.origin == FIRST.id
    assert {one.tie for one in found.reasons} == {Tie.REPORT}
    assert counted(word("a", "essay", OTHER), word("b", "other")) == [
        ("assertion-a", "assertion-b")
    ]


def test_several_sources_add_nothing_to_one_that_counts() -> None:
    one, two = word("a", "essay", FIRST), word("b", "other", FIRST, SECOND)
    assert counted(one, two) == [("assertion-a", "assertion-b")]
    assert len(counted(one, two, word("c", "review", SECOND))) == 2


def test_most_passages_come_first() -> None:
    found = counted(word("a", "other"), word("b", "essay"), word("c", "essay"))
    assert found == [("assertion-b", "assertion-c"), ("assertion-a",)]


words = st.builds(
    lambda name, of, sources, said, own: word(name, of, *sources, said=said, own=own),
    st.sampled_from("abcdef"),
    st.sampled_from(["essay", "repost", "other", "review"]),
    st.lists(st.sampled_from(WORKS), max_size=3, unique=True),
    st.sampled_from(["One thing.", "Another thing.", "A third thing."]),
    st.booleans(),
)


@given(st.lists(words, max_size=8), st.randoms())
def test_order_makes_no_difference(said: list[Word], rng: random.Random) -> None:
    found = supporters(said, FOUND)
    assert supporters(rng.sample(said, len(said)), FOUND) == found
    assert {one for support in found for one in support.members} == {one.id for one in said}


@given(words)
def test_a_word_that_is_given_twice_is_one(said: Word) -> None:
    assert supporters([said], FOUND) == supporters([said, said], FOUND)


@given(st.lists(words, max_size=8))
def test_an_independent_text_adds_one_and_changes_nothing_else(said: list[Word]) -> None:
    alone = Work(key="alone", authors=("Quist, Z.",))
    fresh = Text("document-alone", alone.id, "text/plain", frozenset(range(-50, 0)))
    texts = [ESSAY_TEXT, REPOST_TEXT, OTHER_TEXT, REVIEW_TEXT, fresh]
    after = supporters([*said, word("new", "alone")], origins(texts, [*WORKS, alone]))
    assert {one for one in after if one.origin != alone.id} == set(supporters(said, FOUND))
    assert len(after) == len(supporters(said, FOUND)) + 1


def joined(pairs: Iterable[tuple[Work, Work]]) -> Origins:
    texts = [ESSAY_TEXT, REPOST_TEXT, OTHER_TEXT, REVIEW_TEXT]
    return origins(texts, WORKS, [(first.id, second.id) for first, second in pairs])


pairs = st.lists(st.tuples(st.sampled_from(WORKS), st.sampled_from(WORKS)), max_size=3)


@given(st.lists(words, max_size=8), pairs, pairs)
def test_works_that_turn_out_to_be_one_never_raise_the_count(
    said: list[Word], some: list[tuple[Work, Work]], more: list[tuple[Work, Work]]
) -> None:
    before = len(supporters(said, joined(some)))
    assert len(supporters(said, joined([*some, *more]))) <= before


choices = st.lists(st.frozensets(st.sampled_from("abcdefg"), min_size=1, max_size=4), max_size=8)


@given(choices)
def test_as_few_origins_as_will_do(sets: list[frozenset[str]]) -> None:
    found = fewest(sets)
    assert all(found & one for one in sets)
    smaller = combinations("abcdefg", len(found) - 1) if found else ()
    assert not any(all(set(few) & one for one in sets) for few in smaller)


@given(st.lists(st.frozensets(st.integers(0, 40).map(str), min_size=1, max_size=5), max_size=60))
def test_many_choices_are_all_met_in_reasonable_time(sets: list[frozenset[str]]) -> None:
    assert all(fewest(sets) & one for one in sets)


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("Some 70% of 1,200 mills, and 8-fold more in 2020.", {70, 1200, 8}),
        ("As Table 12 and Fig. 14 show, GPT-4 beat Falcon 180B [16].", set()),
        ("Growth from 2M to 22M videos (Roe, 2019) over 3 years.", {2, 22}),
        ("A gain of 5x to 20x; in the 22nd year, 2.5 percent.", {5, 20, 2.5}),
        ("Seven of them were never counted.", set()),
    ],
)
def test_figures_are_told_from_years_markers_and_names(said: str, figures: set[float]) -> None:
    assert numbers(said) == figures


AUTHOR = Holder(f"authorship:{ESSAY.id}", AgentKind.AUTHORSHIP)
AUTHORS_OF = {one.id: frozenset(map(author_key, one.authors)) for one in WORKS}


def word_of(
    passage: str,
    mode: Mode = Mode.ASSERTS,
    holder: Holder = AUTHOR,
    cites: tuple[Work, ...] = (),
    **more: Any,
) -> Word | None:
    works = tuple(one.id for one in cites)
    said = Said("assertion-x", "claim-x", ESSAY_TEXT.document_id, "agent-x", mode,
                Status.PROPOSED, None, passage, works)  # fmt: skip
    return asserted(said, holder, AUTHORS_OF, **more)


ROE = Holder("person:first:a", AgentKind.PERSON)
CRITICS = Holder("group:critics", AgentKind.GROUP)
AUTHORS = Holder(f"authorship:{OTHER.id}", AgentKind.AUTHORSHIP)
REPORT = Holder(f"authorship:{OTHER.id}:a report", AgentKind.AUTHORSHIP)


@pytest.mark.parametrize(
    ("found", "sources", "passes_on"),
    [
        (word_of("Mills stood still."), (), None),
        (word_of("Mills stood still [1].", cites=(FIRST,)), (), None),
        (word_of("70% of mills stood still [1].", cites=(FIRST,)), (FIRST.id,), Tie.FIGURE),
        (word_of("70% of mills stood still."), (), None),
        (word_of("We found that 70% stood still, unlike [1].", cites=(FIRST,)), (), None),
        (word_of("They stood.", Mode.CONCEDES), (), None),
        (word_of("They stood.", Mode.REPORTS, AUTHORS), (OTHER.id,), Tie.REPORT),
        (word_of("They stood.", Mode.REPORTS, AUTHORS, (FIRST,)), (OTHER.id,), Tie.REPORT),
        (word_of("They stood.", Mode.REPORTS, ROE, (FIRST, SECOND)), (FIRST.id,), Tie.REPORT),
        (word_of("They stood.", Mode.REPORTS, CRITICS, (SECOND,)), (SECOND.id,), Tie.REPORT),
        (word_of("They stood.", Mode.REPORTS, ROE), (ROE.key,), Tie.REPORT),
        (word_of("They stood.", Mode.REPORTS, REPORT), (REPORT.key,), Tie.REPORT),
    ],
)
def test_whose_word_an_assertion_is(
    found: Word | None, sources: tuple[str, ...], passes_on: Tie | None
) -> None:
    assert found is not None
    assert (found.sources, found.passes_on) == (sources, passes_on)
    assert (found.id, found.document_id) == ("assertion-x", "document-essay")


@pytest.mark.parametrize("mode", [Mode.DENIES, Mode.QUESTIONS, Mode.SUPPOSES])
def test_who_does_not_affirm_a_claim_does_not_support_it(mode: Mode) -> None:
    assert word_of("Mills stood still.", mode) is None


def test_of_several_cited_works_those_with_the_same_figure_are_passed_on() -> None:
    found = [
        word_of("70% stood still [1, 2].", cites=(FIRST, SECOND), figures=figures)
        for figures in ({SECOND.id: {70.0, 3.0}}, {FIRST.id: {3.0}}, {})
    ]
    assert [set(one.sources) for one in found if one] == [
        {SECOND.id},
        {FIRST.id, SECOND.id},
        {FIRST.id, SECOND.id},
    ]


def test_a_critic_speaks_for_itself() -> None:
    found = word_of("The count is thin.", criticises=True)
    assert found is not None
    assert found.own


@pytest.mark.parametrize(
    ("work_id", "figures", "tie"),
    [
        (None, (), None),
        (FIRST.id, (), Tie.REPORT),
        (FIRST.id, (Quantity(70, 70, "%", None, 0, 3),), Tie.FIGURE),
    ],
)
def test_evidence_counts_for_the_work_it_is_attributed_to(
    work_id: str | None, figures: tuple[Quantity, ...], tie: Tie | None
) -> None:
    evidence = Evidence(
        document_id="document-essay",
        passage_id="passage-x",
        run_id="run-x",
        work_id=work_id,
        kind=EvidenceKind.MEASUREMENT,
        quantities=figures,
        rule="x",
    )
    found = borne(evidence, "70% stood still")
    assert found.sources == ((work_id,) if work_id else ())
    assert found.passes_on is tie
