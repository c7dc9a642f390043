"""The evidence table: from a cell to its words, filters in the address, a CSV of all of it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from kg.database import Database
from kg.export.evidence_table import matrix
from kg.views import ClaimFilter, EvidenceFilter
from tests.browser.conftest import settled


def test_from_a_cell_to_the_words_in_their_text(page: Page, app: str, essays: str) -> None:
    with Database.open(essays) as database:
        found = matrix(database, EvidenceFilter(ClaimFilter(contested=True, limit=25)))
    row = next(row for row in found.rows if row.con and row.cells)
    bearing = next(iter(row.cells.values())).bearings[0]
    page.goto(f"{app}/evidence")
    settled(page)
    table = page.get_by_role("region", name="Claims by sources")
    for source in found.columns:
        expect(table.get_by_role("columnheader", name=source.label)).to_be_visible()
    head = page.get_by_role("rowheader").filter(has_text=row.claim.wording[:60])
    line = table.get_by_role("row").filter(has=head).first
    line.get_by_role("link", name=re.compile(f"[▲▼◆] {bearing.way}")).first.click()
    expect(page.get_by_role("heading", level=1, name=bearing.quote.source.label)).to_be_visible()
    expect(page.locator(".mark.here").first).to_be_visible()


def test_filters_stand_in_the_address_and_in_the_file(page: Page, app: str, tmp_path: Path) -> None:
    page.goto(f"{app}/evidence")
    settled(page)
    page.get_by_text("Contested only", exact=True).click()
    expect(page.get_by_role("status").filter(has_text=re.compile("^[0-9]+ claims"))).to_be_visible()
    page.wait_for_function("location.search.includes('contested')")
    settled(page)
    status = page.get_by_role("status").filter(has_text="claims").inner_text()
    page.reload()
    settled(page)
    expect(page.get_by_role("status").filter(has_text=status)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all of it as CSV").click()
    path = tmp_path / "table.csv"
    download.value.save_as(path)
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    assert status.startswith(f"{len(rows) - 1} claims")
    assert rows[0][:2] == ["claim_id", "claim"]

    page.get_by_text("One piece of evidence a row", exact=True).click()
    expect(page.get_by_role("region", name="Evidence, one piece a row")).to_be_visible()
    query = parse_qs(urlsplit(page.evaluate("location.href")).query)
    assert query["view"] == ["One piece of evidence a row"]
    assert query["contested"] == ["true"]


def test_the_claims_stay_while_one_scrolls_by_keyboard(page: Page, app: str) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(f"{app}/evidence")
    settled(page)
    table = page.get_by_role("region", name="Claims by sources")
    head = table.get_by_role("rowheader").first
    before = head.bounding_box()
    table.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.kg-wide').scrollLeft > 20")
    after = head.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] == before["x"]
