"""A record described by its content: equal content, equal subject, wherever it stands."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from kg.curation.subjects import content, in_work, only_matches, shown, subject, work_key
from kg.model import Assertion, Record
from kg.vocab import Mode
from tests.factories import Draft, agent, document, work

QUOTES = ("Mills pay.", "Coal is dear.", 'He said: "no" \\ not/at\nall.')
WORDS = st.text(max_size=12)


def essay(place: str, key: str = "title:mills") -> Draft:
    return document(f"{place}\n\n{' '.join(QUOTES)}", name=f"{place}.md", of=work(key, title=key))


def getter(draft: Draft) -> Callable[[str], Record]:
    records: dict[str, Record] = {draft.document.id: draft.document, **draft.records}
    return records.__getitem__


@st.composite
def said(draw: st.DrawFn) -> tuple[str, str, Mode]:
    quote, holder = draw(st.sampled_from(QUOTES)), draw(st.sampled_from(("Roe", "Sato")))
    return quote, holder, draw(st.sampled_from((Mode.ASSERTS, Mode.REPORTS)))


def described(
    draft: Draft, what: tuple[str, str, Mode], wording: str = "mills pay"
) -> tuple[Assertion, str]:
    quote, holder, mode = what
    made = draft.asserts(quote, wording, holder=agent(holder), mode=mode)
    return made, subject(made, getter(draft))


@given(said(), said())
def test_equal_content_is_an_equal_subject_whatever_the_text_around(
    one: tuple[str, str, Mode], other: tuple[str, str, Mode]
) -> None:
    first, second = essay("Here"), essay("There")
    mine, theirs = described(first, one)[1], described(second, other)[1]
    assert (content(mine) == content(theirs)) == (one == other)


@given(said())
def test_what_is_for_the_reader_is_left_out_of_account(what: tuple[str, str, Mode]) -> None:
    one = described(essay("Here"), what, "mills pay")[1]
    other = described(essay("Here"), what, "mills pay well")[1]
    assert shown(one) != shown(other)
    assert content(one) == content(other)


@given(said())
def test_the_only_record_of_that_content_is_found(what: tuple[str, str, Mode]) -> None:
    sought = described(essay("Here"), what)[1]
    there = essay("There")
    made, _ = described(there, what)
    assert only_matches([sought], there.records.values(), getter(there)) == {sought: made}
    other = essay("There", "title:other")
    described(other, what)
    assert only_matches([sought], other.records.values(), getter(other)) == {}


def test_records_are_described_once_however_many_are_looked_for() -> None:
    there = essay("There")
    sought = [described(there, (quote, "Roe", Mode.ASSERTS))[1] for quote in QUOTES]
    looked_up: list[str] = []

    def get(identifier: str) -> Record:
        looked_up.append(identifier)
        return getter(there)(identifier)

    only_matches(sought[:1], there.records.values(), get)
    once = len(looked_up)
    found = only_matches(sought, there.records.values(), get)
    assert len(looked_up) == 2 * once
    assert found.keys() == set(sought)


@given(WORDS, WORDS)
def test_a_subject_holds_the_key_of_its_work_as_it_is_looked_for(key: str, other: str) -> None:
    made = described(essay("Here", f"title:{key}"), (QUOTES[2], "Roe", Mode.ASSERTS))[1]
    assert work_key(made) == f"title:{key}"
    assert in_work(f"title:{key}") in made
    if key != other:
        assert in_work(f"title:{other}") not in made
    assert json.dumps(json.loads(made), ensure_ascii=False, separators=(",", ":")) == made
