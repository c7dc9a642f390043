"""The app, served to a real browser that may talk to nothing but it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kg.database import Database, database_url
from tests.browser.hostile import bundle
from tests.browser.serving import HOST, launching, served, wait_until_idle

PATIENCE = 30_000
_ELSEWHERE = re.compile(rf"^(https?|wss?)://(?!{re.escape(HOST)}[:/])")

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return launching()


@pytest.fixture(scope="session")
def context(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One window for all tests: a page in a window of its own costs twice the time."""
    opened = browser.new_context(**browser_context_args)
    opened.set_default_timeout(PATIENCE)
    opened.new_page()  # which keeps the window open
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test if it, or one that it opens, asks for anything elsewhere."""
    asked: list[str] = []

    def listen(opened: Page) -> None:
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("websocket", lambda socket: asked.append(socket.url))

    before = context.pages
    context.on("page", listen)
    yield context.new_page()
    context.remove_listener("page", listen)
    for opened in context.pages:
        if opened not in before:
            opened.close()
    assert [url for url in asked if _ELSEWHERE.match(url)] == []


@pytest.fixture(scope="session")
def essays(essays_url: str) -> str:
    """The URL of a database with the shipped essays, to be read only."""
    return essays_url


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database whose every field is an attack."""
    url = database_url(str(tmp_path_factory.mktemp("hostile") / "claims.sqlite"))
    with Database.open(url) as database:
        database.add(bundle())
    return url


@pytest.fixture(scope="session")
def app(essays: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on the shipped essays."""
    with served(essays, tmp_path_factory.mktemp("app")) as address:
        yield address


def settled(page: Page) -> None:
    """Wait until the app has run to its end and shows no failure of its own."""
    wait_until_idle(page)
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
