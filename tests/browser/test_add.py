"""Texts are dropped, watched and found again; what is hostile or wrong is told in words."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from ingest.pipeline import ingest_all
from ingest.sources import expand
from kg.database import Database, database_url
from kg.model import Document
from tests.browser.conftest import settled
from tests.browser.serving import served

ESSAY = (
    "# Small engines\n\n"
    "Small engines are better than large engines [1]. They require good steel. "
    "However, critics say that small engines wear out sooner [7].\n\n"
    "## References\n\n[1] Doe, J. (2020). Engines of every size. Journal of Engines.\n"
)
HOSTILE = "../../<img src=x onerror=window.hacked=1>\u202e" + "w" * 300 + ".md"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("added") / "claims.sqlite"


@pytest.fixture(scope="module")
def empty(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, where there is no database yet."""
    with served(database_url(str(path)), tmp_path_factory.mktemp("empty")) as address:
        yield address


def given(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def ready(page: Page, files: str) -> None:
    """Wait until the app has what the browser sends."""
    expect(page.get_by_role("status").filter(has_text=f"{files} ready")).to_be_visible()


def test_texts_are_added_and_found_again(page: Page, empty: str, path: Path) -> None:
    before = set(Path(tempfile.gettempdir()).glob("claimgraph-*"))
    page.goto(f"{empty}/add")
    settled(page)
    page.locator('input[type="file"]').set_input_files(
        [
            given("engines.md", ESSAY),
            given(HOSTILE, ESSAY.replace("engines", "boats")),
            given("nothing.bin", "\0\1\2"),
        ]
    )
    ready(page, "3 files")
    page.get_by_label("Web addresses").fill("http://127.0.0.1:9/secret")
    page.get_by_role("button", name="Add", exact=True).click()
    going_on = re.compile("is starting|Being added")
    expect(page.get_by_role("status").filter(has_text=going_on)).to_be_visible()
    place = page.url
    assert re.search(r"[?&]job=", place)
    page.goto(f"{empty}/sources")
    settled(page)
    page.goto(place)

    card = page.locator("article").filter(has_text="engines.md")
    expect(card.get_by_text("✓ added")).to_be_visible(timeout=120_000)
    expect(card).to_contain_text("3 claims")
    expect(card).to_contain_text("1 reference (1 tied to where the text cites them")
    expect(card).to_contain_text("the reference list does not hold")
    expect(card).to_contain_text("What to do:")
    refused = page.locator("article").filter(has_text="✗ refused")
    expect(refused).to_have_count(2)
    expect(refused.filter(has_text="no public address")).to_have_count(1)
    expect(refused.filter(has_text="nothing.bin")).to_have_count(1)
    assert page.evaluate("window.hacked") is None
    expect(page.locator(".kg-page img")).to_have_count(0)

    with Database.open(str(path)) as database:
        found = list(database.store.find(Document))
        assert {one.source for one in found if one.name == "engines.md"} == {"file:engines.md"}
        assert all("/" not in one.name and len(one.name.encode()) <= 200 for one in found)
        assert not any(tempfile.gettempdir() in line for line in map(repr, database.store.dump()))
    assert set(Path(tempfile.gettempdir()).glob("claimgraph-*")) <= before

    card.get_by_role("link", name="See its claims").click()
    expect(page.get_by_text("3 claims, 1 to 3 shown")).to_be_visible()


def test_a_new_version_replaces_the_old_one_or_stands_beside_it(
    page: Page, empty: str, path: Path, tmp_path: Path
) -> None:
    ponds = ESSAY.replace("engines", "ponds")  # the words of another text would be that text
    (tmp_path / "ponds.md").write_text(ponds)
    with Database.open(str(path)) as database:
        items = list(expand([str(tmp_path / "ponds.md")], relative_to=tmp_path))
        list(ingest_all(database, items))
    for choice, outcome in (("Replace it", "replaced its earlier version"), ("Keep both", "added")):
        page.goto(f"{empty}/add")
        settled(page)
        words = ponds.replace("steel", "iron" if choice == "Replace it" else "brass")
        page.locator('input[type="file"]').set_input_files([given("ponds.md", words)])
        ready(page, "1 file")
        page.get_by_text(choice).click()
        settled(page)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator("article").get_by_text(outcome)).to_be_visible(timeout=120_000)
    with Database.open(str(path)) as database:
        names = [one.name for one in database.sources() if one.name.startswith("ponds")]
    assert sorted(names) == ["ponds (2).md", "ponds.md"]


def test_it_can_be_stopped(page: Page, empty: str) -> None:
    page.goto(f"{empty}/add")
    settled(page)
    files = [given(f"long-{n}.md", ESSAY.replace("engines", f"engines {n}")) for n in range(12)]
    page.locator('input[type="file"]').set_input_files(files)
    ready(page, "12 files")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("status").filter(has_text="Stopped.")).to_be_visible()
    expect(page.get_by_text("not added").first).to_be_visible()


def test_what_is_no_link_is_told_in_words(page: Page, empty: str) -> None:
    page.goto(f"{empty}/add")
    settled(page)
    page.get_by_label("Web addresses").fill("/etc/passwd")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="“/etc/passwd” is no web")).to_be_visible()
    page.goto(f"{empty}/add?job=nothing")
    expect(page.get_by_text("The app was started again since")).to_be_visible()
