"""What a newcomer does: from the question to a rebuttal, to its words, to what rests on what."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Frame, Page, Position, expect

from kg.analysis.dependency import Graph
from kg.database import Database
from kg.views import ClaimFilter, ClaimView, HeldAssertion
from tests.browser.conftest import settled


@pytest.fixture(scope="module")
def database(essays: str) -> Database:
    return Database.open(essays)


def opposed(database: Database) -> tuple[ClaimView, HeldAssertion]:
    """Return a claim among the most contested and a rebuttal of it from the other essay."""
    for row in database.questions()[0].most_contested:
        view = database.claim(row.claim.id)
        own = {held.quote.source.id for held in view.assertions}
        for card in view.con:
            for held in card.assertions:
                if held.quote.source.id not in own:
                    return view, held
    raise AssertionError("no contested claim is rebutted from the other essay")


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.evaluate("location.href")).query)


def drawing(page: Page) -> Frame:
    """Return the frame of the drawn graph."""
    element = page.locator("iframe").first.element_handle()
    frame = element.content_frame()
    assert frame is not None
    frame.locator("body[data-drawn]").wait_for(state="attached")
    return frame


def test_from_the_question_to_a_quote_and_to_the_graph(
    page: Page, app: str, database: Database
) -> None:
    claim, rebuttal = opposed(database)
    page.goto(app)
    settled(page)
    expect(page.get_by_role("heading", name="Is scaling a dead end?")).to_be_visible()
    tally = re.compile("speak for “yes”.*speak for “no”")
    expect(page.get_by_role("img", name=tally)).to_be_visible()

    page.get_by_role("link", name=claim.claim.wording, exact=True).first.click()
    expect(page.get_by_role("heading", level=1, name=claim.claim.wording)).to_be_visible()
    own = claim.assertions[0].quote
    expect(page.get_by_text(own.source.label).first).to_be_visible()
    card = page.locator("article.con").filter(has_text=rebuttal.quote.passage.exact)
    expect(card).to_contain_text(rebuttal.quote.source.label)
    expect(card).to_contain_text(rebuttal.holder.name)
    assert rebuttal.quote.source.label != own.source.label

    card.get_by_role("link", name="Read it in its text").first.click()
    expect(page.get_by_role("heading", level=1, name=rebuttal.quote.source.label)).to_be_visible()
    here = page.locator("#here")
    expect(here).to_be_in_viewport()
    marked = "".join(page.locator(".here").all_inner_texts())
    assert marked.split() == rebuttal.quote.passage.exact.split()

    page.get_by_test_id("stTopNavLink").filter(has_text="Dependencies").click()
    page.locator(".kg-list a").first.click()
    boxes = drawing(page).evaluate("network.body.nodeIndices.length")
    assert boxes > 1
    expect(page.get_by_role("heading", name="The drawing as a table")).to_be_visible()


def test_back_and_reload_keep_the_place(page: Page, app: str, database: Database) -> None:
    claim, _ = opposed(database)
    page.goto(f"{app}/claims?contested=true")
    settled(page)
    page.get_by_role("link", name=claim.claim.wording, exact=True).first.click()
    wording = page.get_by_role("heading", level=1, name=claim.claim.wording)
    expect(wording).to_be_visible()
    page.reload()
    expect(wording).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Claims")).to_be_visible()
    expect(page.get_by_role("switch", name="Contested only")).to_be_checked()


def test_search_and_filters_live_in_the_address(page: Page, app: str, database: Database) -> None:
    source = database.sources()[0]
    page.goto(f"{app}/claims")
    settled(page)
    page.get_by_role("searchbox", name="Search", exact=True).fill("models")
    page.keyboard.press("Enter")
    page.get_by_text("best match first").wait_for()
    settled(page)  # what is open closes when the page draws anew
    page.get_by_role("combobox", name="Source").click()
    page.get_by_role("option", name=source.label).click()
    wanted = ClaimFilter(text="models", document_id=source.id)
    total = database.count_claims(wanted)
    counted = page.get_by_role("status").filter(has_text=f"{total} claims, 1 to")
    expect(counted).to_be_visible()
    assert parameters(page) == {"q": ["models"], "from": [source.label]}
    page.reload()
    expect(counted).to_be_visible()
    expect(page.get_by_role("searchbox", name="Search", exact=True)).to_have_value("models")
    assert 0 < total < database.count_claims()


def test_pages_of_results_turn(page: Page, app: str, database: Database) -> None:
    total = database.count_claims()
    page.goto(f"{app}/claims")
    page.get_by_role("link", name="Next →").click()
    expect(page.get_by_text(f"{total} claims, 26 to 50 shown")).to_be_visible()
    page.get_by_role("searchbox", name="Search", exact=True).fill("models")
    page.keyboard.press("Enter")
    expect(
        page.get_by_text(re.compile(r"claims, 1 to \d+ shown, best match first"))
    ).to_be_visible()


def test_a_search_from_anywhere_leads_to_the_claims(page: Page, app: str) -> None:
    page.goto(f"{app}/sources")
    settled(page)
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search", exact=True)
    expect(box).to_be_focused()
    box.fill("distillation")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Claims")).to_be_visible()
    expect(box).to_have_value("distillation")
    found = page.locator(".kg-list li").first
    expect(found).to_contain_text(re.compile("distil", re.IGNORECASE))
    expect(found.locator("mark").first).to_have_text(re.compile("distil", re.IGNORECASE))
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Sources")).to_be_visible()
    expect(box).to_have_value("")


def test_a_search_finds_texts_concepts_and_questions_too(page: Page, app: str) -> None:
    page.goto(f"{app}/claims?q=scale")
    besides = page.get_by_role("region", name="Besides claims")
    expect(besides.get_by_role("link", name="Is scaling a dead end?")).to_be_visible()
    expect(besides.get_by_role("link", name="Scaling as Infrastructure")).to_be_visible()
    besides.get_by_role("link", name="scaling law", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Dependencies")).to_be_visible()
    page.go_back()
    settled(page)
    besides.get_by_role("link", name="Scaling as Infrastructure").click()
    expect(page.get_by_role("heading", level=1, name="Scaling as Infrastructure")).to_be_visible()


@pytest.mark.parametrize("typed", ['"scaling laws', "NOT (a* OR", "x' --", "%", "½ \\"])
def test_whatever_is_typed_is_only_words(page: Page, app: str, typed: str) -> None:
    page.goto(app)
    settled(page)
    box = page.get_by_role("searchbox", name="Search", exact=True)
    box.fill(typed)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Claims")).to_be_visible()
    settled(page)
    expect(box).to_have_value(typed)
    expect(page.locator(".kg-failure")).to_have_count(0)


def test_a_click_on_a_box_moves_the_graph_there(page: Page, app: str, database: Database) -> None:
    graph = database.dependency_graph()
    start = most_linked(graph)
    page.goto(f"{app}/dependencies?concept={start}&hops=1")
    frame = drawing(page)
    addresses = frame.evaluate("addresses")
    other = next(i for i, address in enumerate(addresses) if start not in address)
    frame.locator("canvas").scroll_into_view_if_needed()
    frame.locator("canvas").click(position=settled_place(frame, other))
    target = parse_qs(urlsplit(addresses[other]).query)["concept"][0]
    label = graph.nodes[target]["label"]
    expect(page.get_by_role("heading", name=f"What rests on {label} ")).to_be_visible()
    assert parameters(page)["concept"] == [target]


def test_a_concept_is_chosen_by_name(page: Page, app: str, database: Database) -> None:
    graph = database.dependency_graph()
    chosen = most_linked(graph)
    label = graph.nodes[chosen]["label"]
    page.goto(f"{app}/dependencies")
    page.get_by_role("combobox", name="Concept").fill(label)
    page.get_by_role("option", name=label, exact=True).first.click()
    expect(page.get_by_role("heading", name=f"What rests on {label} ")).to_be_visible()
    assert parameters(page)["concept"] == [chosen]


def settled_place(frame: Frame, node: int) -> Position:
    """Return where a box is drawn, once neither the drawing nor the page moves any more."""
    top = "document.querySelector('iframe').getBoundingClientRect().top"
    where = f"network.canvasToDOM(network.getPosition({node}))"
    seen: object = None
    for _ in range(50):
        place: Position = frame.evaluate(where)
        if seen == (place, now := frame.page.evaluate(top)):
            break
        seen = place, now
        frame.page.wait_for_timeout(200)
    return place


def most_linked(graph: Graph) -> str:
    return max(sorted(graph), key=lambda node: graph.degree(node))


@pytest.mark.parametrize(
    "address", ["claim?claim=claim-s1nothing", "source?source=document-s1nothing"]
)
def test_an_unknown_id_is_one_line(page: Page, app: str, address: str) -> None:
    page.goto(f"{app}/{address}")
    expect(page.get_by_role("alert").filter(has_text="s1nothing")).to_be_visible()
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)


def test_a_search_leads_to_the_claims_from_a_page_with_a_filter_by_words(
    page: Page, app: str
) -> None:
    page.goto(f"{app}/evidence")
    settled(page)
    page.get_by_role("searchbox", name="Search", exact=True).fill("models")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Claims")).to_be_visible()
    settled(page)
    expect(page.get_by_text(re.compile("best match first"))).to_be_visible()
    assert parameters(page) == {"q": ["models"]}
