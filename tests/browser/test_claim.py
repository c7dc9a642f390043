"""A claim's page: where it stands, what would change that, its links and how it is cited."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kg.database import Database, database_url
from kg.model import Claim
from kg.views import ClaimView
from tests.browser.conftest import settled
from tests.browser.serving import served
from tests.factories import agent, claim, document, work

MANY = 30


@pytest.fixture(scope="module")
def argued(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Claim]:
    """The URL of a database with a claim that many rebut, one rebuttal itself disputed."""
    main, doubt, safe = claim("dams pay"), claim("floods are rare"), claim("dams are safe")
    wordings = [f"dam {number} lost money" for number in range(MANY)]
    sentences = ["Dams pay", *wordings, "Floods are rare", "Dams are safe", "Dams burst"]
    text = document(
        ". ".join(sentences) + ".",
        name="dams.md",
        of=work("title:dams", title="On dams", authors=("Roe, J.",), year=2020),
    )
    for sentence in sentences:
        text.asserts(
            sentence, sentence[0].lower() + sentence[1:], holder=agent("Roe, J."), score=0.9
        )
    rebuttals = [text.relates(claim(one), "rebuts", main, score=0.8) for one in wordings]
    text.relates(doubt, "undercuts", rebuttals[0], score=0.7)
    text.relates(claim("dams burst"), "rebuts", safe, score=0.9)
    url = database_url(str(tmp_path_factory.mktemp("argued") / "claims.sqlite"))
    with Database.open(url) as database:
        database.add(text.bundle())
    return url, main


@pytest.fixture(scope="module")
def address(argued: tuple[str, Claim], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url, main = argued
    with served(url, tmp_path_factory.mktemp("arguing")) as app:
        yield f"{app}/claim?claim={main.id}"


@pytest.fixture(scope="module")
def view(argued: tuple[str, Claim]) -> ClaimView:
    url, main = argued
    with Database.open(url) as database:
        return database.claim(main.id)


def test_its_standing_comes_first_and_is_explained(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)
    titles = page.get_by_role("heading", level=2).all_inner_texts()
    assert titles[:4] == [
        "Where it stands",
        "What would change it",
        "▲ For (0)",
        f"▼ Against ({MANY})",
    ]
    expect(page.get_by_text(re.compile(r"Falls · (very )?weak, 0\.\d\d of 1"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(r"^Strength 0\.\d\d of 1$"))).to_be_visible()
    page.get_by_text("The arithmetic").click()
    expect(page.locator(".kg-arithmetic")).to_contain_text("before anything speaks for or against")


def test_what_would_change_it_leads_there(page: Page, address: str) -> None:
    page.goto(f"{address.partition('=')[0]}={claim('dams are safe').id}")
    settled(page)
    expect(page.get_by_text("It falls because something that speaks against it")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Weighs most against it")).to_be_visible()
    change = page.get_by_role("listitem").filter(has_text="It would stand without this")
    change.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1, name="dams burst")).to_be_visible()


def test_many_links_are_cut_and_shown_on_demand(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)
    cards = page.locator("article.con:not(article article)")
    expect(cards).to_have_count(20)
    page.get_by_role("link", name=f"Show all {MANY}").click()
    expect(cards).to_have_count(MANY)
    page.reload()
    expect(cards).to_have_count(MANY)


def test_an_undercut_hangs_on_the_link_that_it_attacks(
    page: Page, address: str, view: ClaimView
) -> None:
    (disputed,) = (card for card in view.con if card.undercuts)
    assert disputed.claim is not None
    page.goto(f"{address}&all=true")
    settled(page)
    card = page.locator("article:has(> h3)").filter(has_text="This link itself is disputed")
    expect(card).to_have_count(1)
    expect(card.locator("> h3")).to_have_text(disputed.claim.wording)
    expect(card.get_by_role("heading", level=4, name="floods are rare")).to_be_visible()


def test_it_is_cited_in_every_form(page: Page, address: str, view: ClaimView) -> None:
    page.goto(address)
    settled(page)
    page.get_by_text("Cite, or copy the link").click()
    code = page.get_by_test_id("stCode")
    expect(code.first).to_have_text(address)
    quote = view.assertions[0].quote
    page.get_by_role("tab", name="Markdown").click()
    expect(page.get_by_role("tabpanel")).to_contain_text(f"> “{quote.passage.exact}”")
    expect(page.get_by_role("tabpanel")).to_contain_text(f"({address})")
    page.get_by_role("tab", name="APA").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Roe, J. (2020). On dams.")
    page.get_by_role("tab", name="BibTeX").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("title = {{On dams}}")
    page.get_by_role("tab", name="CSL-JSON").click()
    (item,) = json.loads(page.get_by_role("tabpanel").inner_text())
    assert item["issued"] == {"date-parts": [[2020]]}
