"""The app, served to a real browser that may talk to nothing but it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from kg.database import URL_VARIABLE, Database, database_url
from kg.resources import shipped
from kg.ui.serve import command
from tests.browser.hostile import bundle

PATIENCE = 30_000
HOST = "127.0.0.1"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Prefer a browser of the system to one that playwright would have to download."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    return {"args": list(FLAGS)} | ({"executable_path": found} if found else {})


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test if it asks for anything outside this machine."""
    outside: list[str] = []

    def refuse(route: Route) -> None:
        outside.append(route.request.url)
        route.abort()

    context.route(re.compile(rf"^(https?|wss?)://(?!{re.escape(HOST)}[:/])"), refuse)
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    yield opened
    assert outside == []


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


@contextmanager
def served(url: str, folder: Path) -> Iterator[str]:
    """Serve the app on a database while the block runs; its output is kept in ``folder``."""
    port = free_port()
    log = folder / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            command(shipped("app.py"), HOST, port),
            env=os.environ | {URL_VARIABLE: url},
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(server, f"http://{HOST}:{port}", log)
            yield f"http://{HOST}:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Return when the server answers; fail with its output if it ends or never does."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.25)
    pytest.fail(f"the app did not start: {log.read_text()}")


def settled(page: Page) -> None:
    """Wait until the app has run to its end and shows no failure of its own."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    expect(page.locator(".kg-page").first).to_be_visible()
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
