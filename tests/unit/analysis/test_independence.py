"""Origins: what is one origin, why, and that it is an equivalence."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve.holders import person
from kg.analysis.independence import Origins, Reason, Tie, author_key, origins
from kg.model import Work
from kg.sketches import Text, sketch

WORDS = [f"word{n}" for n in range(400)]
PLAIN = "text/plain"


def work(key: str, *authors: str, year: int | None = None, title: str | None = "T") -> Work:
    return Work(key=key, title=title, authors=authors, year=year)


def text(name: str, of: Work, words: list[str], media_type: str = PLAIN, **about: str) -> Text:
    return Text(f"document-{name}", of.id, media_type, sketch(" ".join(words)), **about)


ESSAY, REPOST, OTHER = (work(key, f"{key.title()}, A.") for key in ("essay", "repost", "other"))
UNLIKE = [f"other{n}" for n in range(400)]


def ties(found: tuple[Reason, ...]) -> list[Tie]:
    return [one.tie for one in found]


@pytest.mark.parametrize(
    ("words", "media_type", "tie"),
    [
        (WORDS, PLAIN, Tie.COPY),
        (WORDS, "text/html", Tie.FORMAT),
        (WORDS[100:200], PLAIN, Tie.EXCERPT),
        ([*WORDS[:150], *UNLIKE[:150]], PLAIN, Tie.VERSION),
    ],
)
@pytest.mark.parametrize("same_work", [True, False])
def test_copies_count_as_one_whatever_work_they_are_kept_under(
    words: list[str], media_type: str, tie: Tie, *, same_work: bool
) -> None:
    original = text("a", ESSAY, WORDS)
    copy = text("b", ESSAY if same_work else REPOST, words, media_type)
    found = origins([original, copy], [ESSAY, REPOST])
    assert found.key("document-a") == found.key("document-b") == found.key(ESSAY.id)
    assert ties(found.why("document-a", "document-b")) == [tie]


def test_texts_of_one_work_are_one_even_with_no_word_in_common() -> None:
    found = origins([text("a", ESSAY, WORDS), text("b", ESSAY, UNLIKE)], [ESSAY])
    assert found.key("document-a") == found.key("document-b") == ESSAY.id
    assert [one.words for one in found.why("document-a", "document-b")] == ["versions of one work"]


def test_a_text_is_tied_to_what_it_is_most_like() -> None:
    middle = [*WORDS[:200], *UNLIKE[:200]]
    found = origins(
        [text("a", ESSAY, middle), text("b", REPOST, WORDS), text("c", OTHER, WORDS)],
        [ESSAY, REPOST, OTHER],
    )
    assert ties(found.why("document-b", "document-c")) == [Tie.COPY]
    assert found.key("document-a") == min(ESSAY.id, REPOST.id, OTHER.id)


def test_texts_on_their_own_stay_apart() -> None:
    found = origins([text("a", ESSAY, WORDS), text("b", OTHER, UNLIKE)], [ESSAY, OTHER])
    assert found.key("document-a") != found.key("document-b")
    assert found.why("document-a", "document-b") == ()
    assert found.key("person:roe:a") == "person:roe:a"


def test_works_that_a_person_accepted_as_one_are_one() -> None:
    texts = [text("a", ESSAY, WORDS), text("b", OTHER, UNLIKE)]
    found = origins(texts, [ESSAY, OTHER], [(OTHER.id, ESSAY.id)])
    assert ties(found.why("document-a", "document-b")) == [Tie.TEXT, Tie.MATCH, Tie.TEXT]


BARE = Work(key="author-year:roe 2020", authors=("Roe",), year=2020)


@pytest.mark.parametrize(
    ("others", "one"),
    [
        ([work("x", "Roe, B.", year=2020)], True),
        ([work("x", "Röe, B.", "Sato, K.", year=2020)], True),
        ([work("x", "Roe, B.", year=2020), work("y", "Roe, C.", year=2020)], False),
        ([work("x", "Roe, B.", year=2021)], False),
        ([work("x", "Sato, K.", "Roe, B.", year=2020)], False),
    ],
)
def test_a_bare_name_and_year_is_the_one_work_that_fits(others: list[Work], *, one: bool) -> None:
    found = origins([], [BARE, *others])
    assert (found.key(BARE.id) == found.key(others[0].id)) is one


def test_a_name_with_a_letter_after_the_year_says_that_there_are_several() -> None:
    lettered = Work(key="author-year:roe 2020b", authors=("Roe",), year=2020)
    assert origins([], [lettered, work("x", "Roe, B.", year=2020)]).of == {}


REVIEWS = [
    text("r1", REPOST, UNLIKE[:200], reviews_id=ESSAY.id),
    text("r2", OTHER, UNLIKE[200:], reviews_id=ESSAY.id),
]


def test_reviews_speak_for_the_work_they_are_about_whether_it_is_stored_or_not() -> None:
    found = origins([text("a", ESSAY, WORDS), *REVIEWS], [ESSAY, REPOST, OTHER])
    assert len({found.key(one) for one in ("document-a", "document-r1", "document-r2")}) == 3
    keys, why = found.among(["document-a", "document-r1", "document-r2"])
    assert set(keys.values()) == {ESSAY.id}
    assert ties(why) == [Tie.REVIEW, Tie.REVIEW]
    keys, why = origins(REVIEWS, [ESSAY, REPOST, OTHER]).among(["document-r1", "document-r2"])
    assert set(keys.values()) == {ESSAY.id}
    assert why == (Reason("document-r2", "document-r1", Tie.REVIEW),)


def test_a_review_that_repeats_the_whole_work_is_no_copy_of_it() -> None:
    texts = [
        text("a", ESSAY, WORDS),
        text("b", REPOST, WORDS),
        text("r", OTHER, WORDS, reviews_id=ESSAY.id),
    ]
    found = origins(texts, [ESSAY, REPOST, OTHER])
    assert found.key("document-a") == found.key("document-b") != found.key("document-r")


def test_a_copy_of_a_review_is_one_even_where_it_was_not_seen_to_be_a_review() -> None:
    texts = [text("r", OTHER, UNLIKE, reviews_id=ESSAY.id), text("s", REPOST, UNLIKE)]
    found = origins(texts, [ESSAY, REPOST, OTHER])
    assert found.key("document-r") == found.key("document-s")
    assert set(found.among(["document-r", "document-s", ESSAY.id])[0].values()) == {
        min(ESSAY.id, found.key("document-s"))
    }


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (["Roe, A.", "Sato, K."], ["Sato, Ken", "Okafor, U."], True),
        (["Roe, A."], ["Roe, A.", "Sato, K."], True),
        (["Roe, A."], ["Roe, A.", "Sato, K.", "Okafor, U."], False),
        (["Roe, A."], ["Roe, B."], False),
        (["OpenAI"], ["OpenAI"], True),
        ([], [], False),
    ],
)
def test_works_of_one_group_share_half_of_their_authors(
    first: list[str], second: list[str], *, one: bool
) -> None:
    works = [work("x", *first), work("y", *second)]
    keys, why = origins([], works).among(one.id for one in works)
    assert (len(set(keys.values())) == 1) is one
    assert ties(why) == [Tie.GROUP] * one


def test_a_group_holds_only_among_the_works_that_are_asked_about() -> None:
    works = [work("x", "Roe, A."), work("y", "Roe, A.", "Sato, K."), work("z", "Sato, K.")]
    found = origins([], works)
    first, joint, last = (one.id for one in works)
    assert found.of == {}
    assert len(set(found.among([first, last])[0].values())) == 2
    assert len(set(found.among([first, joint, last])[0].values())) == 1


def test_an_agent_is_of_one_group_with_its_works() -> None:
    essay = work("x", "Hooker, S.")
    keys, _ = origins([], [essay]).among(["person:hooker:s", essay.id, "person:roe:s"])
    assert keys[essay.id] == keys["person:hooker:s"] != keys["person:roe:s"]


@pytest.mark.parametrize("name", ["Hooker, S.", "de la Cruz, J.-P.", "Müller, K. A."])
def test_authors_have_the_keys_of_agents(name: str) -> None:
    assert author_key(name) == person(name).key


WORKS = [
    work(f"w{n}", *authors)
    for n, authors in enumerate(
        [["Roe, A."], ["Roe, A.", "Sato, K."], ["Sato, K."], ["Okafor, U."], [], ["NASA"], ["NASA"]]
    )
]
SKETCHES = [
    sketch(" ".join(words))
    for words in (WORDS[:120], WORDS[60:200], WORDS[200:], UNLIKE[:100], UNLIKE[50:])
]
corpora = st.lists(
    st.tuples(
        st.sampled_from(WORKS), st.sampled_from(SKETCHES), st.none() | st.sampled_from(WORKS)
    ).map(lambda drawn: (drawn[0], drawn[1], drawn[2] if drawn[2] != drawn[0] else None)),
    max_size=7,
).map(
    lambda drawn: [
        Text(
            f"document-{n}",
            of.id,
            PLAIN,
            words,
            reviews_id=about.id if about else None,
        )
        for n, (of, words, about) in enumerate(drawn)
    ]
)
accepted = st.lists(
    st.tuples(st.sampled_from(WORKS), st.sampled_from(WORKS)).map(
        lambda two: (two[0].id, two[1].id)
    ),
    max_size=2,
)


def everything(found: Origins) -> list[str]:
    return [*found.work_of, *(one.id for one in WORKS), "person:roe:a", "group:critics"]


@given(corpora, accepted, st.randoms())
def test_order_makes_no_difference(
    texts: list[Text], same: list[tuple[str, str]], rng: random.Random
) -> None:
    found = origins(texts, WORKS, same)
    again = origins(
        rng.sample(texts, len(texts)), rng.sample(WORKS, len(WORKS)), [pair[::-1] for pair in same]
    )
    assert found == again
    nodes = everything(found)
    assert found.among(nodes) == again.among(rng.sample(nodes, len(nodes)))


@given(corpora, accepted)
def test_whatever_is_one_has_a_chain_of_reasons_and_nothing_else_has(
    texts: list[Text], same: list[tuple[str, str]]
) -> None:
    found = origins(texts, WORKS, same)
    nodes = [*found.work_of, *(one.id for one in WORKS)]
    for first in nodes:
        for second in nodes:
            chain = found.why(first, second)
            assert bool(chain) is (first != second and found.key(first) == found.key(second))
            at = first
            for step in chain:
                assert at in (step.first, step.second)
                at = step.second if at == step.first else step.first
            assert at == second or not chain


@given(corpora, accepted, st.integers(0, 8))
def test_ties_among_some_hold_among_more(
    texts: list[Text], same: list[tuple[str, str]], size: int
) -> None:
    found = origins(texts, WORKS, same)
    nodes = everything(found)
    some, all_ = found.among(nodes[:size])[0], found.among(nodes)[0]
    for first in some:
        for second in some:
            assert found.key(first) != found.key(second) or (
                some[first] == some[second] or first in found.about or second in found.about
            )
            assert some[first] != some[second] or all_[first] == all_[second]


@given(corpora, accepted)
def test_a_text_that_shares_nothing_changes_nothing_else(
    texts: list[Text], same: list[tuple[str, str]]
) -> None:
    alone = work("alone", "Quist, Z.")
    before = origins(texts, WORKS, same)
    new = Text("document-new", alone.id, PLAIN, frozenset(range(-100, 0)))
    after = origins([*texts, new], [*WORKS, alone], same)
    nodes = everything(before)
    assert after.among(nodes) == before.among(nodes)
    assert after.among([*nodes, "document-new"])[0] == before.among(nodes)[0] | {
        "document-new": alone.id
    }
