"""Every question of the dependency module is asked in words and kept in the address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from kg.analysis.dependency import Selection, kept, loops, why
from kg.analysis.dependency.withdrawal import Supposition
from kg.database import Database
from tests.browser.conftest import settled


@pytest.fixture(scope="module")
def database(essays: str) -> Database:
    return Database.open(essays)


def test_why_one_rests_on_another(page: Page, app: str, database: Database) -> None:
    graph = database.dependency_graph()
    small, large = database.concept("small model").id, database.concept("large-scale model").id
    found = why(graph, small, large)
    page.goto(f"{app}/dependencies?concept={small}")
    settled(page)
    page.get_by_role("combobox", name="What do you want to know?").fill("Why does it rest")
    page.get_by_role("option", name="Why does it rest on something else?").click()
    page.get_by_role("combobox", name="Why does small model rest on …").fill("large-scale model")
    page.get_by_role("option", name="large-scale model", exact=True).click()
    for number, way in enumerate(found.paths, 1):
        expect(page.get_by_role("heading", name=f"{number}. {way.words}")).to_be_visible()
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", name=f"1. {found.paths[0].words}")).to_be_visible()


def test_what_keeps_it_once_something_is_taken_as_given(
    page: Page, app: str, database: Database
) -> None:
    graph = database.dependency_graph()
    small, large = database.concept("small model").id, database.concept("large-scale model").id
    found = kept(graph, small, supposed=Supposition(given=frozenset({large})))
    page.goto(f"{app}/dependencies?concept={small}&ask=keeps")
    expect(page.get_by_text("small model is undecided: only a loop holds it up.")).to_be_visible()
    page.goto(f"{app}/dependencies?concept={small}&ask=keeps&given=large-scale+model")
    expect(page.get_by_text("small model stands.")).to_be_visible()
    alone = len(found.points.nodes) + len(found.points.sources)
    heading = f"Each of these alone brings it down ({alone})"
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_loops_and_what_breaks_them(page: Page, app: str, database: Database) -> None:
    (loop,) = loops(database.dependency_graph())
    page.goto(f"{app}/dependencies?ask=loops")
    members = f"Loop 1: {len(loop.members)} members"
    expect(page.get_by_role("heading", name=members)).to_be_visible()
    expect(page.get_by_role("heading", name="links break it, and no fewer")).to_be_visible()


def test_which_passages_count_stays_on_the_way(page: Page, app: str, database: Database) -> None:
    source = database.sources()[0]
    graph = database.dependency_graph(Selection(documents=frozenset({source.id})))
    page.goto(f"{app}/dependencies?in={source.label.replace(' ', '+')}")
    settled(page)
    number = f"{len(graph)} concepts and claims by {graph.number_of_edges()} links"
    expect(page.get_by_text(number)).to_be_visible()
    page.locator(".kg-list a").first.click()
    expect(page.get_by_role("heading", name="The drawing as a table")).to_be_visible()
    assert "in=" in page.url
