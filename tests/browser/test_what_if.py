"""What is switched off in the app falls there as it falls in the module."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from kg.analysis.dependency import Effect, Supposition, consequences
from kg.database import Database
from tests.browser.conftest import settled


def test_switching_a_concept_off_lists_what_falls(page: Page, app: str, essays: str) -> None:
    with Database.open(essays) as database:
        graph = database.dependency_graph()
        concept = database.concept("large-scale model").id
    found = consequences(graph, Supposition(denied=frozenset({concept})))
    fallen = found.of(Effect.FALLS)
    assert fallen
    page.goto(f"{app}/dependencies?concept={concept}")
    settled(page)
    page.get_by_role("link", name="What if large-scale model were not to be had?").click()
    expect(page.get_by_role("heading", name="What if", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=f"Falls ({len(fallen)})")).to_be_visible()
    for one in fallen:
        expect(page.get_by_role("link", name=one.label, exact=True).first).to_be_visible()
    first = page.locator(".kg-list details").first
    first.locator("summary").click()
    expect(first.locator("blockquote").first).to_be_visible()

    page.get_by_role("button", name="Clear all").first.click()
    expect(page.get_by_text("Nothing is switched off.")).to_be_visible()
    page.reload()
    settled(page)
    expect(page.get_by_text("Nothing is switched off.")).to_be_visible()
