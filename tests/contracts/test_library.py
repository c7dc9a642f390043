"""What the library answers of texts and works, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.store import Store
from kg.store.library import Shelf
from kg.vocab import AgentKind, Genre, Mode, Stance
from tests.contracts.test_store_views import ICE, filled, reject
from tests.factories import Draft, agent, claim, document, work

__all__ = ["filled"]

SNOW = work("doi:10.1/snow", title="On Snow")
HAIL = work("title:hail", title="On Hail")


def citing(name: str, *cited: str, year: int | None = None) -> Draft:
    """A text that lists works by the first letter of their entries."""
    works = {"i": ICE, "s": SNOW, "h": HAIL}
    words = " ".join(f"[{letter}] entry." for letter in cited)
    draft = document(f"{name} says so. {words}", name=name, year=year)
    for letter in cited:
        draft.refers(f"[{letter}] entry.", works[letter])
    return draft


def names(store: Store, wanted: Shelf) -> list[str]:
    return [source.name for source in store.shelf(wanted)]


def test_a_text_is_found_by_words_of_its_title_name_or_author(store: Store) -> None:
    store.add(document("One.", name="one.md", title="On 100% Ice").bundle())
    store.add(document("Two.", name="two.md", authors=("Åsa Öberg",)).bundle())
    assert names(store, Shelf(text="ICE on")) == ["one.md"]
    assert names(store, Shelf(text="Öberg")) == ["two.md"]
    assert names(store, Shelf(text="md two")) == ["two.md"]
    assert names(store, Shelf(text="%")) == ["one.md"]
    assert names(store, Shelf(text="_")) == []


def test_filters_and_orders_of_texts(filled: Store) -> None:
    everything = names(filled, Shelf())
    assert sorted(everything) == ["again.md", "first.md", "other.md"]
    assert names(filled, Shelf(genre=Genre.REVIEW)) == ["other.md"]
    assert names(filled, Shelf(stance=Stance.FOR)) == ["first.md"]
    assert names(filled, Shelf(stance=Stance.AGAINST)) == []
    assert names(filled, Shelf(problems=True)) == ["first.md"]
    assert set(names(filled, Shelf(problems=False))) == {"again.md", "other.md"}
    by_claims = [source.claims for source in filled.shelf(Shelf(order="claims"))]
    assert by_claims == sorted(by_claims, reverse=True)
    assert names(filled, Shelf(order="problems"))[0] == "first.md"


def test_years_leave_out_texts_of_unknown_year(store: Store) -> None:
    for name, year in (("old", 1990), ("new", 2020), ("undated", None)):
        store.add(citing(name, year=year).bundle())
    assert names(store, Shelf(order="year")) == ["new", "old", "undated"]
    assert names(store, Shelf(since=1990)) == ["new", "old"]
    assert names(store, Shelf(since=1991, until=2020)) == ["new"]


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(1, 4))
def test_pages_of_texts_join_up(filled: Store, size: int) -> None:
    total = filled.count_shelf()
    pages = [
        names(filled, Shelf(limit=size, offset=offset)) for offset in range(0, total + 1, size)
    ]
    assert [name for page in pages for name in page] == names(filled, Shelf())


def test_works_without_a_text_are_listed_by_how_many_texts_cite_them(store: Store) -> None:
    for name, cited in (("a", "si"), ("b", "sh"), ("c", "s")):
        store.add(citing(name, *cited).bundle())
    found = [(row.work.title, row.cited_by) for row in store.unread()]
    assert found == [("On Snow", 3), ("On Hail", 1), ("On Ice", 1)]
    assert store.count_unread() == 3
    assert [row.work.title for row in store.unread(1, 1)] == ["On Hail"]
    store.add(document("Snow is cold.", name="snow.md", of=SNOW).bundle())
    assert [row.work.title for row in store.unread()] == ["On Hail", "On Ice"]
    (snow,) = (one.id for one in store.sources() if one.name == "snow.md")
    assert store.texts_of([SNOW.id, ICE.id]) == {SNOW.id: (snow,)}


def test_a_work_that_one_text_lists_and_points_at_counts_once(filled: Store) -> None:
    assert ICE.id in {one.work_id for one in filled.sources()}
    filled.remove(next(one.id for one in filled.sources() if one.name == "other.md"))
    assert [(row.work.id, row.cited_by) for row in filled.unread()] == [(ICE.id, 1)]


def test_beside_a_text_stand_its_claims_with_what_speaks_for_and_against(filled: Store) -> None:
    first = next(one for one in filled.sources() if one.name == "first.md")
    notes = filled.margin(first.id, 0, 1000)
    assert [note.claim.wording for note in notes] == ["Ice floats", "Owners agree", "Ice sinks"]
    floats = notes[0]
    row = next(row for row in filled.claims() if row.claim.id == floats.claim.id)
    assert (floats.supports, floats.rebuts, floats.undercuts) == (2, 1, 0)
    assert (row.supports, row.rebuts, row.undercuts) == (2, 1, 0)
    assert [note.holder and note.holder.name for note in notes] == ["The author"] * 2 + ["Roe"]
    assert [note.assertion.mode for note in notes][2] is Mode.REPORTS
    assert filled.margin(first.id, notes[1].passage.start, notes[1].passage.end) == [notes[1]]
    reject(filled, notes[1].assertion)
    assert len(filled.margin(first.id, 0, 1000)) == 2


def test_the_authors_of_a_text_are_not_named_beside_it(store: Store) -> None:
    draft = document("Ice floats.")
    draft.asserts("Ice floats.", "Ice floats", holder=agent("Doe", AgentKind.AUTHORSHIP))
    store.add(draft.bundle())
    (note,) = store.margin(draft.document.id, 0, 20)
    assert note.holder is None


def test_what_is_known_of_a_text(store: Store) -> None:
    draft = document(
        "Ice floats.", authors=("Ann", "Bo"), reviews_id=ICE.id, doi="10.1/x", language="en"
    )
    draft.keep(ICE)
    draft.answers("Does ice float?", Stance.FOR, "Ice floats")
    store.add(draft.bundle())
    about = store.about(draft.document.id)
    assert about.description.authors == ("Ann", "Bo")
    assert (about.description.doi, about.language) == ("10.1/x", "en")
    assert about.reviews is not None
    assert (about.reviews.work.id, about.reviews.texts) == (ICE.id, ())
    assert [run.extractor for run in about.runs] == ["test"]
    assert [(stance, one.wording) for stance, _, one in about.positions] == [
        (Stance.FOR, claim("Ice floats").wording)
    ]


@pytest.mark.parametrize("wanted", [Shelf(), Shelf(text="x"), Shelf(order="claims")])
def test_an_empty_store_has_no_texts(store: Store, wanted: Shelf) -> None:
    assert store.shelf(wanted) == []
    assert (store.count_shelf(wanted), store.count_unread()) == (0, 0)
