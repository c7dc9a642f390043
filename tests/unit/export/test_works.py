"""Works out as BibTeX, CSL-JSON and RIS, and in again by our own readers."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.bibliography.bibtex import parse_bibtex
from ingest.bibliography.csl import parse_csl
from ingest.bibliography.ris import parse_ris
from ingest.readers.bibliography import BIBTEX, CSL_JSON, RIS
from kg.database import Database
from kg.export import works
from kg.export.formats import Options
from kg.model import Description
from tests.argumentations import HOSTILE
from tests.factories import document, work

FORMATS = [
    (works.BIBTEX, BIBTEX, parse_bibtex),
    (works.CSL_JSON, CSL_JSON, parse_csl),
    (works.RIS, RIS, parse_ris),
]
EVERY = pytest.mark.parametrize(("out", "reader", "parse"), FORMATS, ids=["bib", "csl", "ris"])
KNOWN = [
    Description(
        title="Mills of the “western” coast: 95% of $5 & more_of #1 {they} ~ said ^ so \\ far",
        authors=("Okafor, A.", "van der Berg, K.-L.", "Harbour Trust"),
        year=2011,
        container="Journal of Mills & Ponds",
        volume="3",
        issue="2",
        pages="14–20",
        publisher="Harbour Press",
        doi="10.1234/mills_(2011)",
    ),
    Description(title="Silt", authors=("Müller, J.", "Ng, Ł."), year=1999, arxiv="2312.07413"),
    Description(title="A page", url="https://example.org/a?b=c&d=e%20f#g_h~i"),
    Description(authors=("Roe, J.",), year=2020),
]


def stored(path: Path, described: list[Description]) -> Database:
    database = Database.open(str(path))
    draft = document(" ".join(f"Entry{number}." for number in range(len(described))), name="own.md")
    for number, one in enumerate(described):
        told = {name: value for name, value in one.description().items() if value}
        draft.refers(f"Entry{number}.", work(f"title:{number:03}", **told), **told)
    database.add(draft.bundle())
    return database


def written(form: Any, database: Database) -> bytes:
    out = io.BytesIO()
    form.write(database, out, Options())
    return out.getvalue()


@EVERY
def test_what_a_work_says_comes_back(out: Any, reader: Any, parse: Any, tmp_path: Path) -> None:
    with stored(tmp_path / "w.sqlite", KNOWN) as database:
        data = written(out, database)
        assert data == written(out, database)
        entries, faults = parse(data.decode(), "out")
        assert faults == ()
        known = {works.citation_key(one): one for one in works.works(database)}
        assert {entry.key for entry in entries} == set(known)
        for entry in entries:
            assert entry.described.description() == known[entry.key].description()


@EVERY
def test_our_reader_knows_the_format(out: Any, reader: Any, parse: Any, tmp_path: Path) -> None:
    with stored(tmp_path / "w.sqlite", KNOWN) as database:
        data = written(out, database)
    assert reader.sniff(data) > 0.9
    assert "Mills of the" in reader.read(data, f"out{out.suffix}").text


_TEXT = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=60)
@given(st.lists(_TEXT, min_size=1, max_size=2), st.none() | _TEXT)
@example([HOSTILE], HOSTILE)
@example(["a {b", "} c"], "@book{x, title = {y}}")
@example(["TY  - BOOK", "ER  - "], "x\nER  - \nTY  - BOOK\nTI  - other")
@pytest.mark.parametrize("number", range(3))
def test_no_field_breaks_out_of_its_entry(
    number: int, titles: list[str], container: str | None
) -> None:
    out, _, parse = FORMATS[number]
    ours = [
        work(f"title:{n}", title=title, container=container, authors=(title,), year=2000)
        for n, title in enumerate(titles)
    ]
    text = _entries(out, ours)
    entries, faults = parse(text, "out")
    assert faults == ()
    assert [entry.key for entry in entries] == [works.citation_key(one) for one in ours]
    assert all(entry.described.year == 2000 for entry in entries)


def _entries(out: Any, ours: list[Any]) -> str:
    class Held:
        """What a writer asks of a database."""

        def sources(self) -> list[Any]:
            return []

        def works(self) -> list[Any]:
            from kg.views import WorkRow

            return [WorkRow(one, (), 0) for one in ours]

    made = io.BytesIO()
    out.write(Held(), made, Options())
    return made.getvalue().decode()


def test_keys_stay_when_works_come_and_go(tmp_path: Path) -> None:
    with stored(tmp_path / "a.sqlite", KNOWN) as database:
        more = [works.citation_key(one) for one in works.works(database)]
    with stored(tmp_path / "b.sqlite", KNOWN[:2]) as database:
        fewer = [works.citation_key(one) for one in works.works(database)]
    assert set(fewer) <= set(more)
    assert any(key.startswith("okafor2011-") for key in fewer)
