"""What is at fault is found, filtered, read in its place, and taken away as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from ingest.pipeline import ingest_all
from ingest.sources import expand
from kg.database import Database, database_url
from tests.browser.conftest import settled
from tests.browser.serving import served
from tests.unit.kg.test_auditor import FIRST, SECOND, THIRD


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on three texts that cite each other, rightly and wrongly."""
    folder = tmp_path_factory.mktemp("audited")
    for name, text in (("1.md", FIRST), ("2.md", SECOND), ("3.md", THIRD)):
        (folder / name).write_text(text)
    url = database_url(str(folder / "claims.sqlite"))
    with Database.open(url) as database:
        list(ingest_all(database, list(expand([str(folder)]))))
    with served(url, folder) as address:
        yield address


def test_from_the_list_of_checks_to_the_words_in_their_text(page: Page, audited: str) -> None:
    page.goto(f"{audited}/audit")
    settled(page)
    markers = page.get_by_role("row").filter(has_text="Markers that lead nowhere")
    expect(markers.get_by_role("cell").last).to_have_text("1")
    page.get_by_role("link", name="Quotations", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Quotations")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="3 findings")).to_be_visible()
    worst = page.locator(".kg-list li").first
    expect(worst).to_contain_text("These words are not in “Mills by the sea”")
    expect(worst).to_contain_text("To mend: Look it up in the cited work")

    page.get_by_role("combobox", name="Source").click()
    page.get_by_role("option", name="Mills at last").click()
    expect(page.get_by_role("status").filter(has_text="1 finding,")).to_be_visible()
    page.reload()
    expect(page.get_by_role("status").filter(has_text="1 finding,")).to_be_visible()
    expect(page.locator(".kg-list li")).to_contain_text("in other words")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["check"], row["kind"], row["source"]) == ("quotations", "nearly", "Mills at last")

    page.get_by_role("link", name="Read it in its text").first.click()
    expect(page.get_by_role("heading", level=1, name="Mills at last")).to_be_visible()
    expect(page.locator("#here").first).to_be_in_viewport()


def test_runs_say_what_they_made(page: Page, audited: str) -> None:
    page.goto(f"{audited}/audit?check=runs&extractor=references")
    settled(page)
    rows = page.get_by_role("region", name="Runs").locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="A second look at mills")).to_contain_text("2 references")
    expect(rows.filter(has_text="A second look at mills")).to_contain_text("2 problems")


def test_nothing_to_mend_and_no_such_check_are_told(page: Page, audited: str) -> None:
    page.goto(f"{audited}/audit?check=works")
    expect(page.get_by_text("Nothing to mend.")).to_be_visible()
    page.goto(f"{audited}/audit?check=%3Cscript%3E")
    expect(page.get_by_role("alert").filter(has_text="there is no check")).to_be_visible()
