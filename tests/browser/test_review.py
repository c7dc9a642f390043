"""Proposals are judged by keyboard alone, and what was judged outlasts the browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kg.database import Database, database_url
from tests.browser.conftest import settled
from tests.browser.serving import served


@pytest.fixture(scope="module")
def url(essays_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of its own: what is judged here would change the pages of others."""
    own = tmp_path_factory.mktemp("judged") / "claims.sqlite"
    return database_url(str(shutil.copy(essays_url.removeprefix("sqlite:///"), own)))


@pytest.fixture(scope="module")
def judged(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(url, tmp_path_factory.mktemp("judging")) as address:
        yield address


def press(page: Page, key: str, expected: str) -> None:
    page.keyboard.press(key)
    expect(page.get_by_text(expected)).to_be_visible()


def test_judging_takes_one_key_each_and_is_kept(page: Page, judged: str, url: str) -> None:
    with Database.open(url) as database:
        total = len(database.review_queue())
    page.goto(f"{judged}/review?by=ada")
    settled(page)
    expect(page.get_by_role("button", name="Accept")).to_be_visible()
    press(page, "a", f"1 accepted, 0 rejected, {total - 1} of {total} left")
    page.keyboard.press("s")
    settled(page)
    page.keyboard.press("1")
    expect(page.get_by_text("1 accepted, 1 rejected")).to_be_visible()
    press(page, "u", f"1 accepted, 0 rejected, {total - 1} of {total} left")
    page.keyboard.press("2")
    expect(page.get_by_text("1 accepted, 1 rejected")).to_be_visible()
    page.close()
    with Database.open(url) as database:
        found = [(one.made_by, one.action.value) for one in database.store.decisions()]
        left = len(database.review_queue())
    assert found == [("ada", one) for one in ("accept", "reject", "undo", "reject")]
    again = page.context.new_page()
    again.goto(f"{judged}/review?by=ada")
    settled(again)
    expect(again.get_by_text(f"0 accepted, 0 rejected, {left} of {left} left")).to_be_visible()


def test_typing_a_note_judges_nothing(page: Page, judged: str, url: str) -> None:
    page.goto(f"{judged}/review?by=bo&only=dependency")
    settled(page)
    with Database.open(url) as database:
        before = len(database.store.decisions())
    page.get_by_role("textbox", name="note").fill("as usual 1 2")
    page.keyboard.press("Tab")
    settled(page)
    with Database.open(url) as database:
        assert len(database.store.decisions()) == before
    page.get_by_role("button", name="wrong relation").click()
    expect(page.get_by_text("0 accepted, 1 rejected")).to_be_visible()
    with Database.open(url) as database:
        last = database.store.decisions()[-1]
    assert (last.made_by, last.note, last.reason) == ("bo", "as usual 1 2", "wrong_relation")
