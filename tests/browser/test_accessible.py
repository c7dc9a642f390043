"""Every page can be used without a mouse or eyes: axe finds nothing serious in what is ours."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.addresses import addresses
from tests.browser.conftest import settled

PAGES = (
    "question",
    "claims",
    "claim",
    "map",
    "evidence",
    "sources",
    "source",
    "references",
    "about",
    "dependencies",
    "loops",
    "what_if",
    "timeline",
    "review",
    "sparql",
    "sparql_chart",
    "sparql_graph",
    "audit",
    "audit_problems",
    "audit_runs",
    "add",
)


@pytest.fixture(scope="module")
def places(essays: str) -> dict[str, str]:
    return addresses(essays)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(
    page: Page, app: str, places: dict[str, str], name: str, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{app}/{places[name]}")
    settled(page)
    found = Axe().run(page).response["violations"]
    serious = [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]
    assert serious == []
    for width in (400, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        main = page.get_by_test_id("stMain")
        stuck_out = main.evaluate("element => element.scrollWidth - element.clientWidth")
        assert stuck_out <= 0, f"at {width} pixels"


def test_links_are_reached_by_keyboard(page: Page, app: str) -> None:
    page.goto(f"{app}/sources")
    settled(page)
    for _ in range(50):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.kg-list a.kg')"):
            break
    label = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=label).wait_for()
