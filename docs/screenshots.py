"""Makes the pictures of the documentation: python docs/screenshots.py.

Ingests the shipped essays into a temporary database, serves the app on it, and writes
docs/images/*.png. Needs the development environment and a browser (`make test` gets both).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from ingest.pipeline import ingest_all
from ingest.sources import expand
from kg.cli.depends.exporting import part_around
from kg.database import URL_VARIABLE, Database, database_url
from kg.resources import shipped
from kg.ui.drawing import drawing
from kg.ui.serve import command
from kg.ui.whole import whole
from kg.views import ClaimView, Quote

IMAGES: Final = Path(__file__).resolve().parent / "images"
WIDTH: Final = 1200
HEIGHT: Final = 900
DRAWN: Final = 330
PATIENCE: Final = 30_000


def main() -> None:
    """Make every picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        url = database_url(str(Path(folder) / "claims.sqlite"))
        addresses = filled(url)
        draw(url, Path(folder))
        port = free_port()
        environment = os.environ | {URL_VARIABLE: url}
        with subprocess.Popen(command(shipped("app.py"), port=port), env=environment) as server:
            try:
                take(f"http://127.0.0.1:{port}", addresses)
            finally:
                server.terminate()


def filled(url: str) -> dict[str, str]:
    """Ingest the essays and return the addresses of the pages worth a picture."""
    with Database.open(url) as database:
        for _ in ingest_all(database, list(expand([str(shipped("essays"))]))):
            pass
        view, quote = opposed(database)
        graph = database.dependency_graph()
        concept = max(sorted(graph), key=lambda node: graph.in_degree(node))
    return {
        "question": "",
        "claim": f"claim?claim={view.claim.id}",
        "source": f"source?source={quote.source.id}&passage={quote.passage.id}",
        "dependencies": f"dependencies?concept={concept}",
        "what-if": "what_if?off=large-scale+model",
        "review": "review?by=ada",
    }


def draw(url: str, folder: Path) -> None:
    """Photograph what rests on large models, and what they rest on, as kg depends exports it."""
    with Database.open(url) as database:
        node = database.concept("large-scale model").id
        drawn = whole(part_around(database.dependency_graph(), node))
    file = folder / "large-models.html"
    html = drawing(drawn.nodes, drawn.edges, title="Large models", height=DRAWN)
    file.write_text(html, encoding="utf-8")
    with browser() as found:
        page = found.new_page(viewport={"width": WIDTH, "height": DRAWN}, device_scale_factor=1.5)
        page.goto(file.as_uri())
        page.locator("body[data-drawn]").wait_for(state="attached", timeout=PATIENCE)
        page.wait_for_timeout(1000)
        page.screenshot(path=IMAGES / "large-models.png")


def opposed(database: Database) -> tuple[ClaimView, Quote]:
    """Return a contested claim, and the words of a rebuttal from another source."""
    for row in database.questions()[0].most_contested:
        view = database.claim(row.claim.id)
        own = {held.quote.source.id for held in view.assertions}
        for held in (held for card in view.con for held in card.assertions):
            if held.quote.source.id not in own:
                return view, held.quote
    raise LookupError("no contested claim is rebutted from another source")


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def take(root: str, addresses: dict[str, str]) -> None:
    """Photograph each page in a fresh browser."""
    wait_for(f"{root}/_stcore/health")
    with browser() as found:
        page = found.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, address in addresses.items():
            page.goto(f"{root}/{address}")
            photograph(page, IMAGES / f"{name}.png")


@contextmanager
def browser() -> Iterator[Browser]:
    """Open a browser."""
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


def wait_for(address: str) -> None:
    """Return when the address answers; fail after half a minute."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"{address} does not answer")


def photograph(page: Page, path: Path) -> None:
    """Write the picture once the page has stopped changing."""
    idle = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    page.locator(idle).wait_for(timeout=PATIENCE)
    page.locator(".kg-page").first.wait_for(timeout=PATIENCE)
    for frame in page.frames[1:]:
        frame.locator("body[data-drawn]").wait_for(state="attached", timeout=PATIENCE)
    page.wait_for_timeout(1000)
    page.screenshot(path=path)


if __name__ == "__main__":
    main()
