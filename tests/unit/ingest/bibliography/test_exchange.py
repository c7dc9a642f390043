"""CSL-JSON and RIS, and the line that an entry makes in print."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bibliography.csl import parse_csl
from ingest.bibliography.entries import printed, with_identifiers, year_in
from ingest.bibliography.ris import parse_ris
from kg.errors import RefusedError
from kg.model import Description

ARTICLE = {
    "id": "roe2004",
    "type": "article-journal",
    "title": "On <i>small</i> harbours",
    "author": [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van den"},
        {"literal": "Society of Harbours"},
        {"family": "Roe", "given": "Ann B.", "suffix": "Jr."},
    ],
    "container-title": "Journal of Tides",
    "issued": {"date-parts": [["2004", 2]]},
    "volume": 3,
    "issue": "2",
    "page": "1-3",
    "DOI": "10.1234/ABC",
    "URL": "https://doi.org/10.1234/abc",
}
DESCRIBED = Description(
    title="On small harbours",
    authors=("van den Berg, J.", "Society of Harbours", "Roe Jr, A. B."),
    year=2004,
    container="Journal of Tides",
    volume="3",
    issue="2",
    pages="1-3",
    doi="10.1234/abc",
)


@pytest.mark.parametrize(
    "file", [[ARTICLE], {"items": [ARTICLE]}, {"references": [ARTICLE]}, ARTICLE]
)
def test_csl_in_its_wrappings(file: Any) -> None:
    (entry,), faults = parse_csl(json.dumps(file), "a.json")
    assert (entry.key, entry.kind, entry.described) == ("roe2004", "article-journal", DESCRIBED)
    assert faults == ()


@pytest.mark.parametrize(
    ("issued", "year"),
    [
        ({"date-parts": [[1999]]}, 1999),
        ({"date-parts": [["1999", "3"], ["2001"]]}, 1999),
        ({"raw": "3 May 1999"}, 1999),
        ({"literal": "circa 1888"}, 1888),
        ("1999-05-03", 1999),
        ([{"year": 2003}], 2003),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": [[-44]]}, None),
        (None, None),
    ],
)
def test_dates_of_csl(issued: Any, year: int | None) -> None:
    item = {"id": 1, "title": "T", "issued": issued}
    assert parse_csl(json.dumps([item]), "a.json")[0][0].described.year == year


def test_an_arxiv_id_in_a_note() -> None:
    item = {"id": 1, "title": "T", "note": "arXiv:1701.01234 [cs]"}
    assert parse_csl(json.dumps([item]), "a.json")[0][0].described.arxiv == "1701.01234"


def test_items_that_are_none_are_faults() -> None:
    long = {"type": "book", "title": "T" * 20_000}
    items = [3, {"id": "a"}, ARTICLE, ARTICLE, {"id": "b", "type": "book"}, long]
    entries, faults = parse_csl(json.dumps(items), "a.json")
    assert [one.key for one in entries] == ["roe2004"]
    assert [fault.message.split(" ", 3)[2] for fault in faults] == ["1", "2", "4", "5", "6"]


@pytest.mark.parametrize(
    "source",
    [
        "[" * 100_000,
        '{"a": ' * 100_000,
        '[{"title": "T"',
        '{"name": "package", "version": 1}',
        "[]",
        "3",
        "NaN",
        '["a"]',
    ],
)
def test_other_json_is_refused_in_words(source: str) -> None:
    with pytest.raises(RefusedError, match=r"^a\.json: .+; .+ as CSL-JSON"):
        parse_csl(source, "a.json")


def test_odd_values_are_unknown() -> None:
    source = (
        '[{"id": 1, "title": "T", "title": "Last", "volume": NaN, "issue": {"a": 1},'
        f' "page": true, "author": {{"family": 3}}, "issued": {"9" * 10_000}}}]'
    )
    (entry,), _ = parse_csl(source, "a.json")
    assert entry.described == Description(title="Last", volume="NaN")


RIS = """\ufeff
Provider: Somebody
TY  - JOUR
ID  - roe2004
AU  - van den Berg, Jan
A1  - Society of Harbours
AU  - Roe, Ann B., Jr
TI  - On small
 harbours
T2  - Journal of Tides
PY  - 2004///
VL  - 3
IS  - 2
SP  - 1
EP  - 3
DO  - https://doi.org/10.1234/ABC
UR  - https://doi.org/10.1234/abc
ER  -
"""


def test_ris() -> None:
    (entry,), faults = parse_ris(RIS, "a.ris")
    assert entry.described == Description(
        title="On small harbours",
        authors=("van den Berg, J.", "Roe Jr, A. B.", "Society of Harbours"),
        year=2004,
        container="Journal of Tides",
        volume="3",
        issue="2",
        pages="1–3",
        doi="10.1234/abc",
    )
    assert (entry.key, entry.kind, faults) == ("roe2004", "article-journal", ())


def test_ris_that_is_written_loosely_or_broken_off() -> None:
    entries, faults = parse_ris(
        "TY - BOOK\nTI - One\nTY  - CHAP\nT1  - Two\nBT  - Book\nER  -\n"
        "TY  - X\nER  -\nTY  - A\nTI  - 4",
        "a.ris",
    )
    assert [one.described.title for one in entries] == ["One", "Two", "4"]
    assert [one.key for one in entries] == ["entry1", "entry2", "entry4"]
    assert [fault.message for fault in faults] == [
        "a.ris: line 1: no ER line ends the entry",
        "a.ris: line 7: the entry says nothing of a work",
        "a.ris: line 9: no ER line ends the entry",
    ]


def test_ris_without_entries_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"^a\.ris: no line 'TY  - ' starts an entry"):
        parse_ris("TI  - Nothing\n", "a.ris")


@given(st.text(alphabet="TYERAU -\nab19", max_size=200))
def test_any_text_is_read_as_ris_or_refused(source: str) -> None:
    try:
        entries, _ = parse_ris(source, "a.ris")
    except RefusedError:
        return
    assert len({one.key for one in entries}) == len(entries)


def test_the_printed_line() -> None:
    assert printed(DESCRIBED) == (
        "van den Berg, J., Society of Harbours, Roe Jr, A. B. (2004). On small harbours."
        " Journal of Tides 3(2), 1-3. https://doi.org/10.1234/abc"
    )
    assert printed(Description(title="Why?")) == "Why?"
    assert printed(Description(authors=("Roe, A.",))) == "Roe, A."
    assert printed(Description(year=1999, arxiv="1701.01234")) == "(1999). arXiv:1701.01234"
    assert printed(Description()) == ""


@pytest.mark.parametrize(
    ("doi", "url", "found"),
    [
        ("doi:10.1234/A", "", ("10.1234/a", None, None)),
        ("", "https://dx.doi.org/10.1234/A", ("10.1234/a", None, None)),
        ("10.1002/(SICI)1097(19)17:15<1::AID-S1>3.0.CO;2-2", "",
         ("10.1002/(sici)1097(19)17:15<1::aid-s1>3.0.co;2-2", None, None)),
        ("", "https://arxiv.org/pdf/1701.01234v2.pdf", (None, "1701.01234", None)),
        ("not one", "https://x.example/a", (None, None, "https://x.example/a")),
        ("", "file:///etc/passwd", (None, None, None)),
    ],
)  # fmt: skip
def test_identifiers(doi: str, url: str, found: tuple[str | None, ...]) -> None:
    described = with_identifiers(Description(), doi, url)
    assert (described.doi, described.arxiv, described.url) == found


@given(st.integers(1000, 2099))
def test_years_are_found_in_dates(year: int) -> None:
    assert year_in(f"{year}-02-03") == year_in(f"May {year}") == year
    assert year_in(f"1{year}") is None
