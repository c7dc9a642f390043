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


def test_texts_are_put_on_a_side_of_a_question(page: Page, empty: str, path: Path) -> None:
    asked = "Are small wheels worth it? <img src=x onerror=window.hacked=1>"
    thesis = "They require good steel."

    def fill(name: str, words: str, question: str, answer: str) -> None:
        page.goto(f"{empty}/add")
        settled(page)
        page.locator('input[type="file"]').set_input_files([given(name, words)])
        ready(page, "1 file")
        settled(page)  # what is open closes when the page draws anew, as after an upload
        page.get_by_text("Which question do they answer?").click()
        if question == asked:
            page.get_by_role("textbox", name="Question", exact=True).fill(question)
        else:
            page.get_by_role("combobox", name="Question").click()
            page.get_by_role("option").filter(has_text=question).click()
        page.get_by_text(answer).click()
        settled(page)

    fill("wheels.md", ESSAY.replace("engines", "wheels"), asked, "None of these")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="with yes or no")).to_be_visible()
    page.get_by_text("Yes, they speak for it").click()
    page.get_by_label("The sentence that says so").fill(thesis)
    page.get_by_role("button", name="Add", exact=True).click()
    card = page.locator("article").filter(has_text="wheels.md")
    expect(card.get_by_text("✓ added")).to_be_visible(timeout=120_000)
    expect(card).to_contain_text(f"To “{asked}” it answers Yes: Small wheels require good steel")

    # The question is now among those to choose from; without a sentence the card says which counts.
    fill("carts.md", ESSAY.replace("engines", "carts"), "wheels", "No, they speak against it")
    page.get_by_role("button", name="Add", exact=True).click()
    card = page.locator("article").filter(has_text="carts.md")
    expect(card.get_by_text("✓ added")).to_be_visible(timeout=120_000)
    expect(card).to_contain_text(f"To “{asked}” it answers No:")
    expect(card).to_contain_text("no thesis was given")
    assert page.evaluate("window.hacked") is None
    with Database.open(str(path)) as database:
        (view,) = database.questions()
        found = {(stance.value, source and source.name) for stance, _, source in view.positions}
    assert (view.question.wording, found) == (
        asked,
        {("for", "wheels.md"), ("against", "carts.md")},
    )


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
    expect(page.get_by_text("A file may have 100 MB; all together 500 MB")).to_be_visible()


def test_what_was_read_is_known_after_a_restart(page: Page, app: str, essays: str) -> None:
    with Database.open(essays) as database:
        source = database.sources()[0]
        claims = database.store.yielded(source.id).claims
    page.goto(f"{app}/add?job=of-an-earlier-start")
    expect(page.get_by_text("The app was started again since")).to_be_visible()
    rows = page.get_by_role("region", name="Read last").locator("tbody tr")
    row = rows.filter(has_text=source.label)
    expect(row).to_contain_text(f"{claims} claims")
    row.get_by_role("link", name="its runs").click()
    expect(page.get_by_role("heading", level=1, name="Runs")).to_be_visible()
    runs = page.get_by_role("region", name="Runs").locator("tbody tr")
    expect(runs.first).to_contain_text(source.label)
