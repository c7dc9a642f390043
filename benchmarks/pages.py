"""How long each page of the app takes in a real browser, and what the server holds in memory.

Run: ``python -m benchmarks.pages [--database FILE] [--only WORD ...]``. Without a file the database
has the shipped essays; ``python -m benchmarks.generated`` makes a large one. The app is served and
each address visited three times: *cold* is the first visit of anybody, loaded whole in a browser
whose cache holds the app's files; *again* is another tab, after its data has been read; *walked* is
to come from another page of the open app, as a click on a link does. Of each there is the time to
the first words of the page and to when it stands still.
Memory is the proportional share (PSS) of the server and of its workers.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.endpoint import free_port
from ingest.pipeline import ingest_all
from ingest.sources import expand
from kg.database import URL_VARIABLE, Database, database_url
from kg.resources import shipped
from kg.ui.serve import command
from kg.views import ClaimFilter

PATIENCE: Final = 600_000
SESSIONS: Final = 20
STILL: Final = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const drawn = document.querySelector('.kg-page:not([data-before]) *, .kg-failure');
    return drawn && app?.dataset.testScriptState === "notRunning";
}"""
DRAWN: Final = "() => document.querySelector('.kg-page:not([data-before]) *')"
LEAVE: Final = """address => {
    for (const one of document.querySelectorAll('.kg-page')) one.dataset.before = "";
    history.pushState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
}"""
_PSS: Final = re.compile(r"^Pss:\s+(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds to the first words of a page, and to when it stands still."""

    first: float
    still: float

    def __str__(self) -> str:
        return f"{self.first:6.2f} {self.still:6.2f}"


def addresses(database: Database) -> dict[str, str]:
    """Return an address for each page, by what is done there, chosen where most is to be shown."""
    contested = database.claims(ClaimFilter(contested=True, limit=1)) or database.claims()
    claim = contested[0].claim
    source = max(database.sources(), key=lambda one: (one.claims, one.id))
    graph = database.dependency_graph()
    node = max(sorted(graph), key=graph.degree)
    word, second = (max(words, key=len) for words in _words(claim.wording))
    made: dict[str, tuple[str, dict[str, str]]] = {
        "question": ("", {}),
        "claims": ("claims", {}),
        "claims, contested": ("claims", {"contested": "true"}),
        "claims, page 3": ("claims", {"page": "3"}),
        "claims of a source": ("claims", {"source": source.label}),
        "claims, cited": ("claims", {"cited": "with a citation"}),
        "search, one word": ("claims", {"q": word}),
        "search, two words": ("claims", {"q": f"{word} {second}"}),
        "claim": ("claim", {"claim": claim.id}),
        "map": ("map", {"focus": claim.id}),
        "evidence": ("evidence", {}),
        "sources": ("sources", {}),
        "source": ("source", {"source": source.id}),
        "dependencies": ("dependencies", {}),
        "dependencies of one": ("dependencies", {"concept": node}),
        "what if": ("what_if", {}),
        "what if, one off": ("what_if", {"off": graph.nodes[node]["label"]}),
        "timeline": ("timeline", {}),
        "review": ("review", {"by": "ada"}),
        "sparql": ("sparql", {"query": "SELECT ?c { ?c a schema:Claim } LIMIT 10"}),
        "audit": ("audit", {}),
        "add": ("add", {}),
    }
    return {what: f"{page}?{urlencode(chosen)}" if chosen else page
            for what, (page, chosen) in made.items()}  # fmt: skip


def _words(wording: str) -> tuple[list[str], list[str]]:
    words = [word for word in re.findall(r"[a-z]+", wording) if len(word) > 3] or ["scaling"]
    return words[: len(words) // 2 + 1], words[len(words) // 2 :]


def timed(page: Page, leave: Callable[[], object]) -> Spent:
    """Go to another page and return how long it took."""
    started = time.perf_counter()
    leave()
    page.wait_for_function(DRAWN, timeout=PATIENCE)
    first = time.perf_counter() - started
    page.wait_for_function(STILL, timeout=PATIENCE)
    return Spent(first, time.perf_counter() - started)


def loaded(browser: Browser, address: str) -> Spent:
    """Open an address in a tab of its own."""
    page = browser.contexts[0].new_page()
    try:
        return timed(page, lambda: page.goto(address, timeout=PATIENCE))
    finally:
        page.close()


def walk(page: Page, address: str) -> Spent:
    """Come to an address from the page about nothing."""
    timed(page, lambda: page.evaluate(LEAVE, "/claim"))
    return timed(page, lambda: page.evaluate(LEAVE, address))


def memory(process: int) -> float:
    """Return the megabytes that a process and those that it started hold."""
    tasks = Path(f"/proc/{process}/task")
    own = _PSS.search(Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8"))
    children = {int(one) for task in tasks.iterdir()
                for one in (task / "children").read_text(encoding="utf-8").split()}  # fmt: skip
    return (int(own[1]) / 1024 if own else 0.0) + sum(map(memory, children))


@contextmanager
def served(url: str) -> Iterator[tuple[str, int]]:
    """Serve the app while the block runs; give its address and the number of its process."""
    port = free_port()
    with subprocess.Popen(
        command(shipped("app.py"), port=port),
        env=os.environ | {URL_VARIABLE: url},
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a browser with one context, whose cache all its tabs share."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        browser.new_context()
        try:
            yield browser
        finally:
            browser.close()


def report(url: str, wanted: dict[str, str]) -> None:
    """Print a line for each page, then what the server holds."""
    with served(url) as (root, process), chromium() as browser:
        page = browser.contexts[0].new_page()
        _wait(root)
        timed(page, lambda: page.goto(f"{root}/source", timeout=PATIENCE))
        print(f"the server holds {memory(process):.0f} MB before any page")
        print(f"{'seconds to first words, still':30}{'cold':>14}{'again':>14}{'walked':>14}")
        for what, address in wanted.items():
            full = f"{root}/{address}"
            spent = loaded(browser, full), loaded(browser, full), walk(page, f"/{address}")
            print(f"{what:30}" + "".join(f" {one!s:>13}" for one in spent), flush=True)
        print(f"the server holds {memory(process):.0f} MB after all pages")
        kept = [browser.contexts[0].new_page() for _ in range(SESSIONS)]
        for tab in kept:
            tab.goto(f"{root}/{wanted.get('claim', '')}", timeout=PATIENCE)
            tab.wait_for_function(STILL, timeout=PATIENCE)
        print(f"the server holds {memory(process):.0f} MB with {SESSIONS} more sessions")


def _wait(root: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{root}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"{root} does not answer")


def main() -> None:
    """Print the table of one database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--only", nargs="+", default=[""], help="Pages whose name has such a word.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = database_url(str(given.database or Path(folder) / "claims.sqlite"))
        with Database.open(url) as database:
            if given.database is None:
                for _ in ingest_all(database, list(expand([str(shipped("essays"))]))):
                    pass
            wanted = addresses(database)
        report(url, {k: v for k, v in wanted.items() if any(word in k for word in given.only)})


if __name__ == "__main__":
    main()
