"""Two claims that say the same are joined on a claim's page, by keyboard, and taken apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kg.database import Database, database_url
from kg.vocab import Action
from tests.browser.conftest import settled
from tests.browser.hostile import SCRIPT
from tests.browser.serving import served
from tests.factories import claim, document

ONE, OTHER, THIRD = "Dams pay", f"It pays to dam a river {SCRIPT} :red[x]", "Floods are a rarity"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    text = document(f"{ONE}. {OTHER}. {THIRD}.", name="dams.md")
    for words in (ONE, OTHER, THIRD):
        text.asserts(words, words)
    text.relates(claim(THIRD), "rebuts", claim(OTHER))
    made = database_url(str(tmp_path_factory.mktemp("joining") / "claims.sqlite"))
    with Database.open(made) as database:
        database.add(text.bundle())
    return made


@pytest.fixture(scope="module")
def app_of_dams(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(url, tmp_path_factory.mktemp("dams")) as address:
        yield address


def joined(url: str) -> list[str]:
    with Database.open(url) as database:
        view = database.claim(claim(ONE).id)
        return sorted(one.wording for one in (view.claim, *view.joined))


def test_two_claims_are_joined_and_taken_apart(page: Page, app_of_dams: str, url: str) -> None:
    page.goto(f"{app_of_dams}/claim?claim={claim(ONE).id}")
    settled(page)
    expect(page.get_by_role("heading", name="▼ Against (0)")).to_be_visible()
    page.get_by_role("button", name="Says the same as").focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Words of the other claim")
    expect(field).to_be_focused()
    page.keyboard.type("nowhere")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="No other claim has")).to_be_visible()
    field.fill("river")
    page.keyboard.press("Enter")
    dialogue = page.get_by_role("dialog")
    expect(dialogue.get_by_text(f"The other: {OTHER}")).to_be_visible()
    expect(dialogue.locator("figcaption")).to_contain_text("dams.md")
    dialogue.get_by_role("textbox", name="Who decides").fill("ada")
    dialogue.get_by_role("button", name="Join them").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Joined.")).to_be_visible()
    expect(dialogue).to_have_count(0)
    expect(page.get_by_role("heading", name="▼ Against (1)")).to_be_visible()
    assert joined(url) == [ONE, OTHER]
    with Database.open(url) as database:
        (decision,) = database.store.decisions()
    assert (decision.made_by, decision.action) == ("ada", Action.ADD)

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="Taken back.")).to_be_visible()
    expect(page.get_by_role("heading", name="▼ Against (0)")).to_be_visible()
    assert joined(url) == [ONE]

    with Database.open(url) as database:
        database.curator("bo").merge(claim(ONE).id, claim(OTHER).id)
    page.reload()
    settled(page)
    expect(page.get_by_text("In other words: ")).to_be_visible()
    page.get_by_role("button", name="Take one out").click()
    page.get_by_role("button", name="Take out number 1").click()
    expect(page.get_by_role("status").filter(has_text="Taken out.")).to_be_visible()
    assert joined(url) == [ONE]
    assert page.locator(".kg-page script, .kg-page img").count() == 0


def test_one_of_several_is_chosen(page: Page, app_of_dams: str, url: str) -> None:
    page.goto(f"{app_of_dams}/claim?claim={claim(ONE).id}")
    settled(page)
    page.get_by_role("button", name="Says the same as").click()
    page.get_by_role("textbox", name="Words of the other claim").fill("a")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Claims found (2)").focus()
    page.keyboard.type("Floods")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"The other: {THIRD}")).to_be_visible()
    page.keyboard.press("Escape")
    assert joined(url) == [ONE]
