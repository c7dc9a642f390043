"""A text is read with its claims beside it, and every choice stands in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from kg.database import Database
from kg.views import Source
from tests.browser.conftest import settled


@pytest.fixture(scope="module")
def source(essays: str) -> Source:
    with Database.open(essays) as database:
        return max(database.sources(), key=lambda one: one.citations)


def test_from_a_claim_in_the_margin_and_back_to_its_words(
    page: Page, app: str, source: Source
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{app}/source?source={source.id}")
    settled(page)
    note = page.get_by_role("complementary").get_by_role("link").first
    wording = note.inner_text()
    note.click()
    expect(page.get_by_role("heading", level=1, name=wording.rstrip("…"))).to_be_visible()
    page.get_by_role("link", name="Read it in its text").first.click()
    expect(page.get_by_role("heading", level=1, name=source.label)).to_be_visible()
    expect(page.locator("#here")).to_be_in_viewport()


def test_claims_are_folded_on_a_narrow_screen(page: Page, app: str, source: Source) -> None:
    page.set_viewport_size({"width": 400, "height": 900})
    page.goto(f"{app}/source?source={source.id}")
    settled(page)
    note = page.get_by_role("complementary").get_by_role("link").first
    expect(note).to_be_hidden()
    page.get_by_text(re.compile(r"\d+ claims? in the next lines")).first.click()
    expect(note).to_be_visible()


def test_what_is_marked_stays_on_the_way_through_the_text(
    page: Page, app: str, source: Source
) -> None:
    page.goto(f"{app}/source?source={source.id}")
    settled(page)
    citations = page.locator(".kg-reading .mark.citation")
    expect(citations.first).to_be_visible()
    page.get_by_role("button", name="citation").click()
    expect(citations).to_have_count(0)
    page.get_by_text(re.compile("Contents: ")).click()
    page.get_by_role("navigation", name="Contents").get_by_role("link").last.click()
    expect(page.locator("#here")).to_be_in_viewport()
    expect(citations).to_have_count(0)
    page.reload()
    settled(page)
    expect(citations).to_have_count(0)


def test_a_reference_leads_to_where_it_is_cited_and_back(
    page: Page, app: str, source: Source
) -> None:
    page.goto(f"{app}/source?source={source.id}")
    settled(page)
    page.get_by_role("link", name=re.compile(r"References \(\d+\)")).click()
    page.get_by_role("link", name="1", exact=True).first.click()
    here = page.locator("a#here")
    expect(here).to_be_in_viewport()
    here.click()
    expect(page.locator("li#here")).to_be_in_viewport()


def test_texts_are_found_and_works_to_read_are_listed(
    page: Page, app: str, essays: str, source: Source
) -> None:
    with Database.open(essays) as database:
        unread = database.store.count_unread()
    page.goto(f"{app}/sources")
    settled(page)
    page.get_by_label("Find a text").fill(source.label)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="1 text, 1 to 1 shown")).to_be_visible()
    page.reload()
    settled(page)
    expect(page.get_by_label("Find a text")).to_have_value(source.label)
    page.get_by_role("link", name=f"Cited, but not here yet ({unread})").click()
    expect(page.get_by_role("status").filter(has_text=f"{unread} work")).to_be_visible()
