"""From segments to fields: what is cut off, and which segment counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bibliography.describing import describe, strip
from ingest.bibliography.labeller import Segment
from kg.model import Description


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("“Weirs in spring,”", "Weirs in spring"),
        ("(2001).", "2001"),
        ("Canals (with maps).", "Canals (with maps)"),
        ("Canals (with maps", "Canals (with maps"),
        (") Canals", "Canals"),
        ("[Canals] and weirs", "[Canals] and weirs"),
        ("12(3),", "12(3)"),
        ("***", None),
        ("", None),
    ],
)
def test_punctuation_around_a_value_goes(text: str, value: str | None) -> None:
    assert strip(text) == value


@given(st.text(alphabet="a ()[]{}.,“”", max_size=40))
def test_stripping_twice_is_stripping_once(text: str) -> None:
    once = strip(text)
    assert once is None or strip(once) == once


@pytest.mark.parametrize(
    ("label", "text", "field", "value"),
    [
        ("volume", "vol. 12,", "volume", "12"),
        ("volume", "제12권", "volume", "12권"),
        ("volume", "Vol. A", "volume", "A"),
        ("issue", "(no. 3)", "issue", "3"),
        ("issue", "Suppl. 1", "issue", "Suppl. 1"),
        ("pages", "pp. 15- 20.", "pages", "15-20"),
        ("pages", "S12–S15", "pages", "S12–S15"),
        ("journal", "In Canal Notes,", "container", "Canal Notes"),
        ("journal", "Inland Waters", "container", "Inland Waters"),
        ("publisher", "Canal Press,", "publisher", "Canal Press"),
    ],
)
def test_announcing_words_go(label: str, text: str, field: str, value: str) -> None:
    assert getattr(describe(text, [Segment(label, text)]), field) == value


@pytest.mark.parametrize(
    ("date", "year"), [("(May 2001b).", 2001), ("20 01", 2001), ("2 0 0 1", 2001), ("n.d.", None)]
)
def test_year_is_read_out_of_the_date(date: str, year: int | None) -> None:
    assert describe(date, [Segment("date", date)]).year == year


def test_book_cited_whole_has_a_title() -> None:
    fields = describe("", [Segment("author", "Sato, K."), Segment("book", "On canals.")])
    assert (fields.title, fields.container) == ("On canals", None)


def test_book_that_holds_the_work_is_its_container() -> None:
    fields = describe("", [Segment("author", "Sato, K."), Segment("book", "in On canals.")])
    assert (fields.title, fields.container) == (None, "On canals")


def test_first_segment_of_a_label_counts() -> None:
    fields = describe("", [Segment("title", "..."), Segment("title", "A"), Segment("title", "B")])
    assert fields.title == "A"


def test_identifiers_parted_by_white_space_are_found() -> None:
    segments = [Segment("arxiv", "arXiv.org:astro-ph /9612213"), Segment("doi", "10. 1234/ab. c")]
    fields = describe(" ".join(one.text for one in segments), segments)
    assert (fields.arxiv, fields.doi) == ("astro-ph/9612213", "10.1234/ab.c")


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Tides of the north [Internet].", "Tides of the north"),
        ("Silt and time [Doctoral dissertation, University of Mills]", "Silt and time"),
        ("Silt [a memoir]", "Silt [a memoir]"),
    ],
)
def test_the_medium_is_no_part_of_the_title(title: str, wanted: str) -> None:
    assert describe(title, [Segment("title", title)]).title == wanted


def test_a_body_that_opens_the_entry_is_its_author() -> None:
    opening, title, press = "Mill Office GmbH.", "Silt and time.", "Harbour Press;"
    segments = [
        Segment("publisher", opening),
        Segment("title", title),
        Segment("publisher", press),
    ]
    described = describe(" ".join((opening, title, press)), segments)
    assert described.authors == ("Mill Office GmbH",)
    assert described.publisher == "Harbour Press"


@pytest.mark.parametrize(
    ("label", "text", "issue", "pages"),
    [
        ("issue", "(1):1–39,", "1", "1–39"),
        ("issue", "24):8788-8790.", "24", "8788-8790"),
        ("issue", "(Suppl. 1)", "Suppl. 1", None),
        ("pages", "pp.", None, None),
        ("pages", "pp. xii–xx", None, "xii–xx"),
    ],
)
def test_pages_are_parted_from_the_issue(
    label: str, text: str, issue: str | None, pages: str | None
) -> None:
    described = describe(text, [Segment(label, text)])
    assert (described.issue, described.pages) == (issue, pages)


def test_the_date_of_access_is_no_date_of_the_work() -> None:
    parts = [
        ("title", "“Tides,”"),
        ("journal", "Accessed: Jan."),
        ("volume", "09,"),
        ("date", "2024."),
    ]
    described = describe(
        " ".join(text for _, text in parts), [Segment(label, text) for label, text in parts]
    )
    assert described == Description(title="Tides")
