"""Proposals are judged by keyboard alone, and what was judged outlasts the browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kg.database import Database, database_url
from kg.model import Decision
from kg.vocab import Action, Reason
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
    press(page, "s", "this is number 3")
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


def begin(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)
    expect(page.get_by_role("button", name="Note")).to_be_visible()
    page.wait_for_timeout(500)  # the browser binds the keys after it has drawn the buttons


def made(url: str) -> list[Decision]:
    with Database.open(url) as database:
        return database.store.decisions()


def test_typing_a_note_judges_nothing(page: Page, judged: str, url: str) -> None:
    begin(page, f"{judged}/review?by=bo&only=dependency")
    before = len(made(url))
    page.keyboard.press("n")
    page.keyboard.press("1")  # too early: the dialogue is hardly there yet
    field = page.get_by_role("textbox", name="The note")
    expect(field).to_be_focused()
    field.fill("as usual 1 2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("bo noted: as usual 1 2")).to_be_visible()
    expect(page.get_by_text("0 accepted, 0 rejected")).to_be_visible()
    last = made(url)[-1]
    assert len(made(url)) == before + 1
    assert (last.made_by, last.action, last.note) == ("bo", Action.NOTE, "as usual 1 2")


def test_a_note_may_go_with_a_decision(page: Page, judged: str, url: str) -> None:
    begin(page, f"{judged}/review?by=cy&only=dependency")
    page.keyboard.press("n")
    field = page.get_by_role("textbox", name="The note")
    expect(field).to_be_focused()
    page.keyboard.type("the other way round")
    page.keyboard.press("Tab")
    page.keyboard.type("reject: wrong rel")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("0 accepted, 1 rejected")).to_be_visible()
    last = made(url)[-1]
    said = ("cy", Reason.WRONG_RELATION, "the other way round")
    assert (last.made_by, last.reason, last.note) == said


def test_what_the_program_read_is_corrected_and_the_correction_undone(
    page: Page, judged: str, url: str
) -> None:
    begin(page, f"{judged}/review?by=di&only=claim+in+a+text")
    page.keyboard.press("e")
    field = page.get_by_role("textbox", name="The claim")
    expect(field).to_be_focused()
    was = field.input_value()
    field.fill("What the author meant")
    page.get_by_role("button", name="Keep the correction").click()
    expect(page.get_by_role("heading", name="What the author meant")).to_be_visible()
    expect(page.get_by_text("0 accepted, 0 rejected")).to_be_visible()
    last = made(url)[-1]
    assert (last.action, last.value) == (Action.RETYPE, '{"claim":"What the author meant"}')
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name=was)).to_be_visible()
    assert made(url)[-1].target_id == last.id
