"""What a newcomer does first, in one go, on the demo as it ships."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import settled
from tests.browser.serving import HOST, free_port

PATIENCE = 120_000
QUESTION = "Is scaling a dead end?"
OWN = (
    "# On kilns\n\n"
    "Small kilns bake better bricks than large kilns. However, critics say that small kilns "
    "waste charcoal.\n"
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``kg demo``, begun anew in a home with nothing in it."""
    folder = tmp_path_factory.mktemp("home")
    address = f"http://{HOST}:{(port := free_port())}"
    environment = os.environ | {"HOME": str(folder), "TMPDIR": str(folder)}
    call = [sys.executable, "-c", "from kg.cli import main; main()", "demo", "--port", str(port)]
    with (folder / "demo.log").open("w") as output:
        started = subprocess.Popen(
            call, env=environment, cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_for(f"{address}/_stcore/health", started, folder / "demo.log")
        yield address
    finally:
        started.terminate()
        started.wait(timeout=20)
    assert not list(folder.glob("claimgraph-*")), "the demo leaves its database behind"


def wait_for(address: str, started: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(4 * PATIENCE // 1000):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            if started.poll() is not None:
                break
            time.sleep(0.25)
    pytest.fail(f"the demo did not start: {log.read_text()}")


def copied(page: Page, code: Locator) -> str:
    """Return what the copy button of some code puts on the clipboard, pressed by keyboard."""
    code.hover()
    button = code.get_by_role("button", name=re.compile("copy", re.IGNORECASE))
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => navigator.clipboard.readText()")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_first_two_minutes(page: Page, demo: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo)

    # The question, and how it stands.
    page.goto(demo)
    settled(page)
    expect(page.get_by_role("heading", level=1, name=QUESTION)).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Open: \d+ of \d+ claims speak for"))).to_be_visible()
    tally = re.compile(r"\d+ speak for “yes”; \d+ speak for “no”")
    expect(page.get_by_role("img", name=tally)).to_be_visible()
    for answer in ("▲ Yes", "▼ No"):
        expect(page.get_by_role("heading", level=2, name=answer)).to_be_visible()

    # The claim contested most, and both its sides.
    start = page.get_by_role("listitem").filter(has_text="what speaks for it and against it")
    start.get_by_role("link", name="The claim contested most").click()
    expect(page.get_by_role("heading", level=2, name="Where it stands")).to_be_visible()
    wording = page.get_by_role("heading", level=1).inner_text()
    expect(page.get_by_role("heading", level=2, name=re.compile(r"^▲ For"))).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=re.compile(r"^▼ Against"))).to_be_visible()
    rebuttal = page.locator("article.con").first
    quoted = rebuttal.locator("blockquote").first.inner_text().strip("“”")

    # The link to it, copied.
    settled(page)
    page.get_by_text("Cite, or copy the link").click()
    address = copied(page, page.get_by_test_id("stCode").first)
    assert re.fullmatch(rf"{demo}/claim\?claim=claim-\w+", address)

    # A rebuttal's words in their text.
    rebuttal.get_by_role("link", name="Read it in its text").first.click()
    expect(page.locator("#here")).to_be_in_viewport()
    assert "".join(page.locator(".here").all_inner_texts()).split() == quoted.split()

    # The claim on the map, from the link that was copied.
    page.goto(address)
    settled(page)
    expect(page.get_by_role("heading", level=1, name=wording)).to_be_visible()
    page.get_by_role("link", name="Show it on the map").click()
    expect(page.get_by_role("heading", level=1, name="Map")).to_be_visible()
    expect(page.get_by_text(wording).first).to_be_visible()

    # A text of one's own, and its claim.
    settled(page)
    page.get_by_test_id("stTopNavLink").filter(has_text=re.compile("^Add$")).click()
    expect(page.get_by_role("heading", level=1, name="Add texts")).to_be_visible()
    settled(page)
    own: FilePayload = {"name": "kilns.md", "mimeType": "text/markdown", "buffer": OWN.encode()}
    page.locator('input[type="file"]').set_input_files([own])
    expect(page.get_by_role("status").filter(has_text="1 file ready")).to_be_visible()
    page.get_by_role("button", name="Add", exact=True).click()
    card = page.locator("article").filter(has_text="kilns.md")
    expect(card.get_by_text("✓ added")).to_be_visible(timeout=PATIENCE)
    settled(page)
    page.get_by_role("searchbox", name="Search", exact=True).fill("kilns bricks")
    page.keyboard.press("Enter")
    found = page.locator(".kg-list li").filter(has_text="Small kilns bake better bricks")
    expect(found.locator("mark").first).to_be_visible()
    found.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=2, name="Where it stands")).to_be_visible()
    expect(page.get_by_text("Small kilns bake better bricks").first).to_be_visible()
