"""Whatever stands in the data is shown as text, executes nothing and fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import PAGES, addresses
from tests.browser.conftest import settled
from tests.browser.hostile import SCRIPT
from tests.browser.serving import served


@pytest.fixture(scope="module")
def attacked(hostile: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(hostile, tmp_path_factory.mktemp("attacked")) as address:
        yield address


@pytest.fixture(scope="module")
def places(hostile: str) -> dict[str, str]:
    return addresses(hostile)


@pytest.mark.parametrize("name", PAGES)
def test_data_are_text(page: Page, attacked: str, places: dict[str, str], name: str) -> None:
    page.goto(f"{attacked}/{places[name]}")
    settled(page)
    if name != "add":  # which shows nothing of what is stored
        expect(page.get_by_text(SCRIPT).first).to_be_attached()
    for frame in page.frames:
        assert frame.evaluate("window.hacked") is None
    assert page.locator('.kg-page script, .kg-page img, [href^="javascript"]').count() == 0
    assert "\u202e" not in page.locator("body").inner_text()
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0


def test_choices_are_text_too(page: Page, attacked: str) -> None:
    page.goto(f"{attacked}/claims")
    settled(page)
    page.get_by_role("combobox", name="Source").click()
    option = page.get_by_role("option").first
    expect(option).to_contain_text(SCRIPT)
    option.click()
    settled(page)
    expect(page.locator(".kg-list li").first).to_be_visible()
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    "parameter", ["claim?claim", "map?focus", "source?source", "dependencies?concept"]
)
def test_the_address_is_hostile_too(page: Page, attacked: str, parameter: str) -> None:
    page.goto(f"{attacked}/{parameter}=%22%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D9%3E")
    expect(page.get_by_role("alert").first).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator(".kg-page img").count() == 0
