"""What a shared record says follows from its votes and from nothing else."""

from __future__ import annotations

import random
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Concept, Work
from kg.store.shared_records import Votes, merge
from kg.vocab import ConceptKind
from tests.contracts.strategies import concepts, works


def votes_for(
    records: st.SearchStrategy[Work] | st.SearchStrategy[Concept],
) -> st.SearchStrategy[list[Votes]]:
    ballots = st.builds(Votes, records, st.integers(1, 3), st.booleans())
    return st.lists(ballots, min_size=1, max_size=6)


@given(votes_for(works()) | votes_for(concepts()), st.randoms(use_true_random=False))
def test_the_order_of_votes_does_not_matter(votes: list[Votes], order: random.Random) -> None:
    same = [vote for vote in votes if vote.record.id == votes[0].record.id]
    merged = merge(same)
    order.shuffle(same)
    assert merge(same) == merged
    split = [Votes(v.record, 1, v.primary) for v in same for _ in range(v.count)]
    assert merge(split) == merged


@given(votes_for(works()))
def test_one_voice_is_taken_at_its_word(votes: list[Votes]) -> None:
    assert merge(votes[:1]) == votes[0].record


def test_the_majority_wins_and_silence_is_no_vote() -> None:
    loud, quiet = Work(key="k", title="Loud"), Work(key="k", year=1999)
    other = Work(key="k", title="Other", year=None)
    merged = merge([Votes(loud, 2, False), Votes(quiet, 9, False), Votes(other, 1, False)])
    assert (merged.title, merged.year) == ("Loud", 1999)  # type: ignore[attr-defined]


def test_ties_go_to_the_first_in_canonical_order() -> None:
    for titles in permutations(["b", "a", "c"]):
        merged = merge([Votes(Work(key="k", title=title), 2, False) for title in titles])
        assert merged == Work(key="k", title="a")


def test_documents_of_a_work_outvote_any_number_that_cite_it() -> None:
    own, cited = Work(key="k", title="Own"), Work(key="k", title="Cited", year=1999)
    assert merge([Votes(cited, 9, False), Votes(own, 1, True)]) == Work(
        key="k", title="Own", year=1999
    )


def test_a_concept_keeps_all_its_names_and_the_kind_that_anyone_knows() -> None:
    plain = Concept(key="k", label="RLHF")
    spelled = Concept(
        key="k", label="Rlhf", alternatives=("feedback", "RLHF"), kind=ConceptKind.METHOD
    )
    assert merge([Votes(plain, 2, False), Votes(spelled, 1, False)]) == Concept(
        key="k", label="RLHF", alternatives=("Rlhf", "feedback"), kind=ConceptKind.METHOD
    )
