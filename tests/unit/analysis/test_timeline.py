"""What speaks for and against, year by year."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.independence import Origins, origins
from kg.analysis.timeline import Entry, Year, filled, of_claim, of_question, timeline
from kg.grounds import Grounds
from kg.model import Document
from kg.sketches import Text, sketch
from kg.vocab import Mode, Status
from tests.factories import Draft, claim, document, link, work
from tests.grounds import grounds

FLOATS, SINKS = claim("Ice floats"), claim("Ice sinks")


def draft(name: str, text: str, *, mode: Mode = Mode.ASSERTS, says: str = "Ice floats") -> Draft:
    made = document(text, name=name)
    made.asserts(text, claim(says), mode=mode)
    return made


def read(*drafts: Draft) -> tuple[Grounds, Origins]:
    records = [one for made in drafts for one in (*made.records.values(), *made.links)]
    works = [one for one in records if one.KIND == "work"]
    return grounds(records), origins([_text(one.document) for one in drafts], works)  # type: ignore[arg-type]


def _text(made: Document) -> Text:
    return Text(made.id, made.work_id, made.media_type, sketch(made.text, made.structure))


def test_voices_speak_for_and_against_a_claim_and_reports_for_neither() -> None:
    drafts = [
        draft("a.md", "Ice floats."),
        draft("b.md", "It does not float.", mode=Mode.DENIES),
        draft("c.md", "Roe says it floats.", mode=Mode.REPORTS),
        draft("d.md", "Granted, it floats.", mode=Mode.CONCEDES),
        draft("e.md", "Does it?", mode=Mode.QUESTIONS),
    ]
    found, _ = read(*drafts)
    signs = {one.document_id: one.sign for one in of_claim(found, FLOATS.id)}
    assert signs == {
        drafts[0].document.id: 1,
        drafts[1].document.id: -1,
        drafts[3].document.id: 1,
    }


def test_links_count_by_the_passages_that_they_start_from() -> None:
    against = draft("b.md", "It sinks.", says="Ice sinks")
    against.links = (link(SINKS, "rebuts", FLOATS),)
    shown = document("In 9 of 10 trials.", name="c.md")
    shown.relates(shown.evidence("9 of 10 trials", by=work("doi:10.1/t")), "supports", FLOATS)
    found, _ = read(draft("a.md", "It floats."), against, shown)
    entries = {one.document_id: one for one in of_claim(found, FLOATS.id)}
    assert entries[against.document.id].sign == -1
    assert entries[against.document.id].claim_id == SINKS.id
    assert entries[shown.document.id].sign == 1
    assert entries[shown.document.id].works == (work("doi:10.1/t").id,)


def test_what_a_person_rejected_does_not_count() -> None:
    against = draft("b.md", "It sinks.", says="Ice sinks")
    against.links = (link(SINKS, "rebuts", FLOATS, status=Status.REJECTED),)
    found, _ = read(draft("a.md", "It floats."), against)
    assert [one.sign for one in of_claim(found, FLOATS.id)] == [1]


def test_a_denial_of_what_speaks_for_no_speaks_for_yes() -> None:
    yes = draft("a.md", "It floats.")
    denies = draft("b.md", "It does not sink.", says="Ice sinks", mode=Mode.DENIES)
    found, _ = read(yes, denies)
    sides = {FLOATS.id: frozenset({1}), SINKS.id: frozenset({-1})}
    entries = of_question(found, sides)
    assert {one.document_id: one.sign for one in entries} == {
        yes.document.id: 1,
        denies.document.id: 1,
    }


def test_evidence_against_a_claim_speaks_for_the_other_side_of_the_question() -> None:
    made = draft("a.md", "It floats. It sank 9 of 10 times.")
    made.relates(made.evidence("9 of 10"), "rebuts", FLOATS)
    found, _ = read(made)
    signs = sorted(one.sign for one in of_question(found, {FLOATS.id: frozenset({1})}))
    assert signs == [-1, 1]


def test_copies_of_a_text_count_once_and_years_apart_twice() -> None:
    words = " ".join(f"Word{number} follows another one here." for number in range(60))
    copies = [draft(name, f"{words} {name}") for name in ("a.md", "b.md")]
    found, apart = read(*copies, draft("c.md", "Ice floats."))
    entries = of_claim(found, FLOATS.id)
    same_year = dict.fromkeys((one.document_id for one in entries), 2020)
    (year,) = timeline(entries, same_year, apart)
    assert (len(year.pro), year.pro_origins, len(year.entered)) == (2, 2, 3)
    later = same_year | {copies[1].document.id: 2021}
    assert [len(one.pro) for one in timeline(entries, later, apart)] == [2, 1]


def test_works_of_a_chain_of_co_authors_are_no_one_voice() -> None:
    pairs = [("Ada, A.", "Bo, B."), ("Bo, B.", "Cy, C."), ("Cy, C.", "Di, D.")]
    drafts = []
    for number, pair in enumerate(pairs):
        made = document(f"Ice floats, {number}.", name=f"{number}.md",
                        of=work(f"doi:10.1/{number}", authors=pair))  # fmt: skip
        made.asserts(f"Ice floats, {number}.", FLOATS)
        drafts.append(made)
    found, apart = read(*drafts)
    (year,) = timeline(of_claim(found, FLOATS.id), {}, apart)
    assert (len(year.pro), year.pro_origins) == (3, 3)


def test_unknown_years_stand_last_and_apart() -> None:
    drafts = [draft("a.md", "It floats."), draft("b.md", "Ice floats.")]
    found, apart = read(*drafts)
    years = {drafts[1].document.id: 1999}
    assert [one.year for one in timeline(of_claim(found, FLOATS.id), years, apart)] == [1999, None]


def test_by_what_is_cited_an_entry_counts_in_the_year_of_each_work() -> None:
    entry = Entry(1, FLOATS.id, "assertion-1", "document-1", ("work-1", "work-2", "work-3"))
    bare = Entry(-1, FLOATS.id, "assertion-2", "document-2", ())
    _, apart = read()
    found = timeline([entry, bare], {"work-1": 2001, "work-2": 2003}, apart, cited=True)
    assert [(one.year, len(one.pro), len(one.con)) for one in found] == [
        (2001, 1, 0),
        (2003, 1, 0),
        (None, 1, 1),
    ]


ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from([1, -1]),
        st.sampled_from(["claim-1", "claim-2"]),
        st.sampled_from(["assertion-1", "evidence-1"]),
        st.sampled_from([f"document-{number}" for number in range(4)]),
        st.just(()),
    )
)
YEARS = st.dictionaries(
    st.sampled_from([f"document-{number}" for number in range(4)]), st.integers(1990, 1995)
)


@given(ENTRIES, YEARS)
def test_nothing_is_lost_and_nothing_counts_twice(
    entries: list[Entry], years: dict[str, int]
) -> None:
    _, apart = read()
    found = timeline(entries, years, apart)
    listed = [entry for year in found for entry in (*year.pro, *year.con)]
    assert set(listed) == set(entries)
    assert len(listed) == len(set(entries))
    for year in found:
        assert {years.get(one.document_id) for one in (*year.pro, *year.con)} == {year.year}
        assert {one.sign for one in year.pro} <= {1}
        assert {one.sign for one in year.con} <= {-1}
        assert len({one.document_id for one in year.pro}) == year.pro_origins


def test_years_between_are_filled_in_unless_they_are_too_many() -> None:
    years = [Year(one, (), (), 0, 0, ()) for one in (1990, 1993, None)]
    assert [one.year for one in filled(years)] == [1990, 1991, 1992, 1993]
    assert [one.year for one in filled(years, most=3)] == [1990, 1993]
    assert filled(years[2:]) == []
