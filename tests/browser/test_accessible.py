"""Every page can be used without a mouse or eyes: axe finds nothing serious in what is ours."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.addresses import PAGES, addresses
from tests.browser.conftest import settled

_BACKGROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
_LIGHT = "rgb(255, 255, 255)"


def serious(page: Page) -> list[str]:
    """What axe finds on a page as it is now."""
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


@pytest.fixture(scope="module")
def places(essays: str) -> dict[str, str]:
    return addresses(essays)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(page: Page, app: str, places: dict[str, str], name: str) -> None:
    page.goto(f"{app}/{places[name]}")
    settled(page)
    assert page.evaluate(_BACKGROUND) == _LIGHT
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{_BACKGROUND} !== {_LIGHT!r}")
    assert serious(page) == []
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
