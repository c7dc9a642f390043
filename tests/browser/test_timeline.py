"""The timeline: a year opens its words; what changed since a day."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from kg.database import Database
from kg.export.yearly import of_one_question, told
from tests.browser.conftest import settled

CITED = "the works that they cite"


def test_a_year_opens_what_was_said_and_survives_a_reload(
    page: Page, app: str, essays: str
) -> None:
    with Database.open(essays) as database:
        question = database.questions()[0].question.id
        years = of_one_question(database, question, cited=True)
        year = max((one for one in years if one.year), key=lambda one: len(one.con))
        (entry,) = told(database, year.con[:1])
    page.goto(f"{app}/timeline")
    settled(page)
    page.get_by_text(CITED, exact=True).click()
    bars = page.get_by_role("region", name=re.compile("Bars by year"))
    bars.get_by_role("link", name=str(year.year)).click()
    expect(page.get_by_role("heading", level=2, name=str(year.year))).to_be_visible()
    settled(page)
    page.reload()
    settled(page)
    against = page.get_by_role("heading", name=f"Speaks for no ({len(year.con)})")
    expect(against).to_be_visible()
    expect(page.get_by_role("link", name=entry.claim.wording).first).to_be_visible()

    page.get_by_text("The same as a table", exact=True).click()
    table = page.get_by_role("region", name="The same as a table")
    row = table.get_by_role("row").filter(has=page.get_by_role("link", name=str(year.year)))
    cells = row.get_by_role("cell").all_inner_texts()
    assert cells[1:5] == [
        str(one) for one in (len(year.pro), year.pro_origins, len(year.con), year.con_origins)
    ]

    page.get_by_role("link", name=entry.claim.wording).first.click()
    expect(page.get_by_role("heading", level=1, name=entry.claim.wording)).to_be_visible()


def test_one_claim_has_its_own_timeline_and_says_where_it_is_from(
    page: Page, app: str, essays: str
) -> None:
    with Database.open(essays) as database:
        row = database.questions()[0].most_contested[0]
    page.goto(f"{app}/timeline?claim={row.claim.id}")
    settled(page)
    expect(page.get_by_role("heading", level=2, name=row.claim.wording[:60])).to_be_visible()
    expect(page.get_by_text("speaks against it").first).to_be_visible()
    page.get_by_role("link", name="The whole question").click()
    expect(page.get_by_role("heading", level=2, name="Is scaling a dead end?")).to_be_visible()


def test_what_changed_since_a_day_is_in_the_address(page: Page, app: str) -> None:
    page.goto(f"{app}/timeline?since=2020-01-01")
    settled(page)
    expect(page.get_by_role("status").filter(has_text="Since 1 January 2020: 2 texts read")
           ).to_be_visible()  # fmt: skip
    expect(page.get_by_role("heading", level=3, name="Texts read (2)")).to_be_visible()
    page.get_by_role("link", name="Scaling as Infrastructure").last.click()
    expect(page.get_by_role("heading", level=1, name="Scaling as Infrastructure")).to_be_visible()
