"""Ten read, one ingests, one reviews, one asks too much: nobody meets an error or an old page."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from kg.database import Database, database_url
from tests.browser.conftest import settled
from tests.browser.serving import served
from tests.browser.sessions import Session

READERS: Final = 10
JUDGED: Final = 3
LEAST: Final = 2
PAUSE: Final = 3.0  # seconds in which a reader reads
PAGES: Final = ("", "claims", "sources", "evidence", "dependencies", "timeline", "audit")
NEW: Final = "We show that a culvert of oak outlasts a culvert of brick in brackish water."
SLOW: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
INGEST: Final = "from kg.cli import main; main()"


@pytest.fixture(scope="module")
def url(essays_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    own = tmp_path_factory.mktemp("shared") / "claims.sqlite"
    return database_url(str(shutil.copy(essays_url.removeprefix("sqlite:///"), own)))


@pytest.fixture(scope="module")
def app(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(url, tmp_path_factory.mktemp("sharing")) as address:
        yield address


def read_on(app: str, at: int, done: threading.Event) -> int:
    """Read pages until all is done, then look for what is new; return how many were read."""
    with Session(app) as session:
        read = 0
        while not done.is_set() or read < LEAST:
            session.visit(PAGES[(at + read) % len(PAGES)])
            read += 1
            done.wait(PAUSE)
        assert NEW.partition("brackish")[0] in session.visit("claims", "q=brackish")
        return read


def ask_too_much(app: str) -> None:
    with Session(app) as session:
        session.visit("sparql", urlencode({"query": SLOW}))


def ingest(url: str, text: Path) -> None:
    text.write_text(f"# On culverts\n\n{NEW}\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-c", INGEST, "ingest", "--db", url, str(text)],
        check=True,
        capture_output=True,
        timeout=120,
    )


def review(page: Page, app: str) -> None:
    page.goto(f"{app}/review?by=ada")
    expect(page.get_by_role("button", name="Accept")).to_be_visible()
    settled(page)
    for number in range(1, JUDGED + 1):
        page.keyboard.press("a")
        expect(page.get_by_text(f"{number} accepted, 0 rejected")).to_be_visible(timeout=90_000)
        settled(page)


def test_ten_read_while_one_ingests_one_reviews_and_one_asks_too_much(
    page: Page, app: str, url: str, tmp_path: Path
) -> None:
    done = threading.Event()
    with ThreadPoolExecutor() as people, ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(read_on, app, at, done) for at in range(READERS)]
        try:
            slow = people.submit(ask_too_much, app)
            ingested = people.submit(ingest, url, tmp_path / "culverts.md")
            review(page, app)
            ingested.result()
        finally:
            done.set()
        assert min(one.result() for one in reading) >= LEAST
        slow.result()
    with Database.open(url) as database:
        assert [one.made_by for one in database.store.decisions()] == ["ada"] * JUDGED
        assert list(database.check()) == []
