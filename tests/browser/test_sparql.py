"""SPARQL: questions in words, the editor, stopping, and the answer in every shape and format."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from kg.rdf import formats
from kg.rdf.examples import load_examples
from kg.resources import shipped
from kg.ui.queries.answers import NAMES
from tests.browser.conftest import settled

EXAMPLES = {example.name: example for example in load_examples(shipped("queries"))}
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = "SELECT ?a ?b ?c { ?a ?b ?c . ?d ?e ?f }"
LINKED = "SELECT ?claim ?text { ?claim a schema:Claim ; schema:text ?text } ORDER BY ?text LIMIT 60"


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="SPARQL query")


def answer(page: Page) -> Locator:
    return page.get_by_role("region", name="Answer")


def opened(page: Page, app: str, query: str, more: str = "") -> None:
    page.goto(f"{app}/sparql?query={quote(query)}{more}")


def test_a_question_is_found_by_its_words_and_answered(page: Page, app: str) -> None:
    example = EXAMPLES["rebuttals"]
    page.goto(f"{app}/sparql")
    settled(page)
    page.get_by_label("Search the questions").fill("rebuttals quotes")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=example.title, exact=True).click()
    expect(page.get_by_role("heading", level=2, name=example.title)).to_be_visible()
    expect(editor(page)).to_contain_text("?rebuttingQuote")
    expect(answer(page).locator("tbody tr").first).to_be_visible()
    assert parameters(page) == {"example": ["rebuttals"]}
    for name in formats.RESULTS:
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download {name.upper()}").click()
        text = download.value.path().read_text(encoding="utf-8")
        assert "rebuttingQuote" in text
        assert text.count("\n") >= 1 or name in ("json", "xml")


def test_a_query_is_written_by_keyboard_alone_with_our_words(page: Page, app: str) -> None:
    page.goto(f"{app}/sparql")
    settled(page)
    editor(page).focus()
    page.keyboard.type("SELECT ?r { ?claim cg:reb")
    option = page.get_by_role("option", name="cg:rebuts")
    expect(option).to_be_visible()
    page.wait_for_timeout(300)  # what is offered cannot be taken by accident, in the first moment
    page.keyboard.press("Enter")
    expect(editor(page)).to_contain_text("?claim cg:rebuts")
    page.keyboard.type(" ?r ")
    page.keyboard.press("Control+Enter")
    expect(answer(page)).to_be_visible()
    expect(editor(page)).to_be_focused()
    asked = "SELECT ?r { ?claim cg:rebuts ?r }"
    assert parameters(page) == {"query": [asked]}
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_focused()
    page.reload()
    expect(editor(page)).to_have_text(asked)
    expect(answer(page)).to_be_visible()


def test_a_running_query_is_stopped_and_holds_up_nobody(page: Page, app: str) -> None:
    opened(page, app, SLOW)
    stop = page.get_by_role("button", name="Stop the query")
    expect(stop).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^\d+ s$"))
    other = page.context.new_page()
    opened(other, app, "ASK { ?claim a schema:Claim }")
    expect(other.get_by_text("Yes.")).to_be_visible()
    other.close()
    expect(stop).to_be_visible()
    stop.click()
    stopped = page.get_by_role("alert").filter(has_text=re.compile(r"was stopped after \d+ s"))
    expect(stopped).to_be_visible()
    expect(stop).to_have_count(0)


def test_an_error_is_one_line_at_its_place(page: Page, app: str) -> None:
    opened(page, app, "SELECT ?a {\n ?a a schem:Claim }")
    alert = page.get_by_role("alert").filter(has_text="line 2, column 7")
    expect(alert).to_contain_text("did you mean schema?")
    expect(page.locator(".cm-lintRange-error")).to_have_text("schem:Claim")
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)


def test_an_empty_answer_says_what_to_check(page: Page, app: str) -> None:
    opened(page, app, "SELECT * { ?a cg:rebut ?b }")
    expect(page.get_by_text("did you mean cg:rebuts")).to_be_visible()


def test_records_are_links_and_pages_turn(page: Page, app: str) -> None:
    opened(page, app, LINKED)
    expect(page.get_by_text("1 to 50 shown")).to_be_visible()
    page.get_by_role("link", name="Next →").click()
    expect(page.get_by_text("51 to")).to_be_visible()
    row = answer(page).locator("tbody tr").first
    wording = row.locator("td").nth(1).inner_text()
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name=wording)).to_be_visible()


def test_numbers_are_drawn_as_a_chart_with_its_table(page: Page, app: str) -> None:
    page.goto(f"{app}/sparql?example=most-contested")
    page.get_by_role("radio", name="Chart").click()
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart.locator("canvas, svg").first).to_be_visible()
    expect(chart).to_have_attribute("aria-label", re.compile("bars: attacks of each claim"))
    expect(answer(page)).to_be_visible()
    assert parameters(page) == {"example": ["most-contested"], "view": ["chart"]}


def test_triples_are_drawn_as_a_graph_and_written_in_each_format(page: Page, app: str) -> None:
    page.goto(f"{app}/sparql?example=argument-map")
    frame = page.frame_locator("iframe").first
    frame.locator("body[data-drawn]").wait_for(state="attached")
    expect(answer(page).get_by_text("cg:rebuts").first).to_be_visible()
    for name in formats.TRIPLES:
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download {NAMES[name]}", exact=True).click()
        assert "ebuts" in download.value.path().read_text(encoding="utf-8")


def test_an_answer_of_any_size_is_cut_and_says_so(page: Page, app: str) -> None:
    opened(page, app, MANY)
    told = page.get_by_role("status").filter(has_text=re.compile(r"^The first [\d,]+ rows,"))
    expect(told).to_contain_text("There are more")
    expect(answer(page).locator("tbody tr")).to_have_count(50)


@pytest.mark.parametrize("query", ["DROP ALL", "SELECT * { SERVICE <http://x.example> {} }"])
def test_what_is_refused_is_said_in_words(page: Page, app: str, query: str) -> None:
    opened(page, app, query)
    expect(page.get_by_role("alert").filter(has_text=re.compile("update|refused"))).to_be_visible()


def test_earlier_queries_of_the_session_are_listed(page: Page, app: str) -> None:
    page.goto(f"{app}/sparql?example=loops")
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    editor(page).click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("ASK { ?a cg:rebuts ?b }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Yes.")).to_be_visible()
    settled(page)
    page.get_by_text("Asked before in this session (1)").click()
    page.locator("a[href$='example=loops']:visible").click()
    expect(page.get_by_role("heading", level=2, name=EXAMPLES["loops"].title)).to_be_visible()
