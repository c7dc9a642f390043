"""Every page can be used without a mouse or eyes: axe finds nothing serious in what is ours."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from kg.database import Database
from tests.browser.conftest import settled

WIDE = ("question", "claim", "source", "dependencies", "what_if", "review")


@pytest.fixture(scope="module")
def addresses(essays: str) -> dict[str, str]:
    with Database.open(essays) as database:
        claim = database.questions()[0].most_contested[0].claim.id
        source = database.sources()[0].id
        graph = database.dependency_graph()
        concept = max(sorted(graph), key=lambda node: graph.degree(node))
    return {
        "question": "",
        "claims": "claims",
        "claim": f"claim?claim={claim}",
        "sources": "sources",
        "source": f"source?source={source}",
        "dependencies": f"dependencies?concept={concept}",
        "what_if": f"what_if?off={graph.nodes[concept]['label']}",
        "review": "review",
        "sparql": "sparql?query=SELECT+*+WHERE+{?s+a+schema:Claim}+LIMIT+5",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*WIDE, "claims", "sources", "sparql"])
def test_axe_finds_nothing_serious(
    page: Page, app: str, addresses: dict[str, str], name: str, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{app}/{addresses[name]}")
    settled(page)
    found = Axe().run(page).response["violations"]
    serious = [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]
    assert serious == []


@pytest.mark.parametrize(
    "name", ["question", "claim", "source", "dependencies", "what_if", "review"]
)
@pytest.mark.parametrize("width", [400, 1400])
def test_nothing_sticks_out_sideways(
    page: Page, app: str, addresses: dict[str, str], name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{app}/{addresses[name]}")
    settled(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 0


def test_links_are_reached_by_keyboard(page: Page, app: str) -> None:
    page.goto(f"{app}/sources")
    settled(page)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.kg')"):
            break
    label = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=label).wait_for()
