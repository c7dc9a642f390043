"""Pages that leave the database: they fetch nothing, and axe objects to nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kg.database import Database
from kg.export.formats import Options, exporter
from tests.browser.hostile import SCRIPT

NAMES = ("brief-html", "html")


def written(url: str, folder: Path) -> dict[str, Path]:
    paths = {name: folder / f"{name}.html" for name in NAMES}
    with Database.open(url) as database:
        for name, path in paths.items():
            with path.open("wb") as out:
                exporter(name).write(database, out, Options())
    return paths


@pytest.fixture(scope="module")
def pages(essays: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(essays, tmp_path_factory.mktemp("exports"))


@pytest.mark.parametrize("name", NAMES)
def test_hostile_data_are_text_on_a_page_alone(
    page: Page, hostile: str, tmp_path: Path, name: str
) -> None:
    page.goto(written(hostile, tmp_path)[name].as_uri())
    expect(page.get_by_text(SCRIPT).first).to_be_attached()
    assert page.evaluate("window.hacked") is None
    assert page.locator('img, [href^="javascript"]').count() == 0
    assert "\u202e" not in page.locator("body").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [400, 1200])
def test_a_page_alone_is_accessible_and_fetches_nothing(
    browser: Browser,
    pages: dict[str, Path],
    name: str,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    # Axe is a script, which the pages' own policy would refuse.
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(pages[name].as_uri())
    if name == "html":
        page.locator("body[data-drawn=yes]").wait_for()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert failed == []
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    context.close()
