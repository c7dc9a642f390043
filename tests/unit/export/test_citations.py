"""A claim or a text, cited: what is copied can be read again, and nothing in it is markup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from kg.database import Database
from kg.export.citations import citations
from kg.export.works import works
from kg.views import Quote
from tests.argumentations import HOSTILE
from tests.factories import document, work

PLACE = "http://127.0.0.1:8501/claim?claim=claim-1"


def quoted(path: Path, words: str = "Dams pay.", **fields: object) -> tuple[Database, Quote]:
    described = {"title": "On dams", "authors": ("Roe, J.",), "year": 2020} | fields
    draft = document(
        words, name="dams.md", title=described["title"], of=work("title:d", **described)
    )
    draft.keep(draft.passage(words))
    held = draft.asserts(words, "dams pay")
    database = Database.open(str(path / "claims.sqlite"))
    database.add(draft.bundle())
    (view,) = database.claims()
    quote = database.claim(view.claim.id).assertions[0].quote
    assert quote.passage.id == held.passage_id
    return database, quote


def test_a_quote_stands_with_its_source_and_its_place(tmp_path: Path) -> None:
    database, quote = quoted(tmp_path)
    with database:
        found = citations(database, PLACE, "dams pay", quote.source, quote)
        (entry,) = works(database)
    assert found.markdown == f"> “Dams pay.”\n>\n> — [On dams (Roe, 2020)]({PLACE})"
    assert found.plain == f"“Dams pay.” — On dams (Roe, 2020), {PLACE}"
    assert found.apa == "Roe, J. (2020). On dams."
    assert "author = {Roe, J.}" in found.bibtex
    (item,) = json.loads(found.csl_json)
    assert (item["title"], item["author"]) == ("On dams", [{"family": "Roe", "given": "J."}])
    assert item["id"].endswith(entry.id[-6:])


def test_what_has_no_source_has_no_reference(tmp_path: Path) -> None:
    database, quote = quoted(tmp_path)
    with database:
        found = citations(database, PLACE, "Do dams pay?", None, None)
        text = citations(database, PLACE, "On dams", quote.source, None)
    assert found.markdown == f"[Do dams pay?]({PLACE})"
    assert (found.plain, found.apa, found.bibtex) == (f"Do dams pay? {PLACE}", "", "")
    assert text.plain == f"On dams (Roe, 2020) {PLACE}"


@pytest.mark.parametrize("attack", HOSTILE)
def test_nothing_in_it_is_markup(tmp_path: Path, attack: str) -> None:
    words = " ".join(attack.split()) or "x"
    database, quote = quoted(tmp_path, words, title=words, authors=(words,))
    with database:
        found = citations(database, PLACE, words, quote.source, quote)
    page = MarkdownIt("commonmark").render(found.markdown)
    assert "<script" not in page.lower()
    assert "<img" not in page.lower()
    assert page.count("<a ") == 1
    json.loads(found.csl_json)
