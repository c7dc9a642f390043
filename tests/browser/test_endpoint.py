"""The endpoint's own page: an example becomes a table, and what is stored is never run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kg.database import Database
from kg.rdf.examples import load_examples
from kg.resources import shipped
from tests.unit.endpoint.server import Running, running

EXAMPLES = tuple(load_examples(shipped("queries")))


@pytest.fixture
def endpoint(essays: str) -> Iterator[Running]:
    with (
        Database.open(essays) as database,
        running(database.store.stored_graphs(), examples=EXAMPLES) as found,
    ):
        yield found


def test_an_example_becomes_a_table(endpoint: Running, page: Page) -> None:
    page.goto(f"http://127.0.0.1:{endpoint.port}/")
    assert page.locator("#examples button").count() == len(EXAMPLES)
    page.get_by_role("button", name="Rebuttals with quotes and sources").click()
    expect(page.locator("#answer tr").nth(1)).to_be_visible()
    expect(page.locator("#state")).to_contain_text("rows")


def test_what_is_stored_is_text(endpoint: Running, page: Page) -> None:
    page.goto(f"http://127.0.0.1:{endpoint.port}/")
    attack = "<img src=x onerror=document.title=1><script>document.title=2</script>"
    page.fill("#query", f'SELECT ("{attack}" AS ?x) ("{attack}" AS ?y) {{}}')
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#answer td").first).to_have_text(attack)
    assert page.title() == "Claimgraph SPARQL"
    page.fill("#query", f"SELECT {{ {attack}")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#state.failed")).to_contain_text("line 1")
