"""Makes the pictures of the documentation: python docs/screenshots.py.

Ingests the shipped essays into a temporary database, serves the app on it, and photographs
every page into docs/images: 1280 pixels wide in light, 400 pixels wide in dark. With
``--database FILE --into FOLDER`` it photographs another database, in both widths and both
schemes. Needs the development environment and a browser (`make test` gets both).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from ingest.pipeline import ingest_all  # noqa: E402
from ingest.sources import expand  # noqa: E402
from kg.cli.depends.exporting import part_around  # noqa: E402
from kg.database import Database, database_url  # noqa: E402
from kg.resources import shipped  # noqa: E402
from kg.ui.graphs.drawing import drawing  # noqa: E402
from kg.ui.graphs.whole import whole  # noqa: E402
from tests.browser.addresses import addresses  # noqa: E402
from tests.browser.serving import launching, served, wait_until_idle  # noqa: E402

Scheme = Literal["light", "dark"]
View = tuple[int, Scheme]

IMAGES: Final = ROOT / "docs" / "images"
SHIPPED: Final[tuple[View, ...]] = ((1280, "light"), (400, "dark"))
EVERY: Final[tuple[View, ...]] = ((1280, "light"), (1280, "dark"), (400, "light"), (400, "dark"))
HEIGHT: Final = 900
DRAWN: Final = 330
PATIENCE: Final = 60_000


def main() -> None:
    """Make every picture that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="photograph this database (default: the essays)")
    parser.add_argument("--into", type=Path, default=IMAGES, help="the folder of the pictures")
    parser.add_argument("pages", nargs="*", help="only these pages")
    given = parser.parse_args()
    given.into.mkdir(exist_ok=True, parents=True)
    with tempfile.TemporaryDirectory() as folder:
        url = database_url(given.database or _ingested(Path(folder)))
        if given.into == IMAGES and not given.pages:
            draw(url, Path(folder))
        places = {
            name: place
            for name, place in addresses(url).items()
            if not given.pages or name in given.pages
        }
        views = EVERY if given.database else SHIPPED
        with served(url, Path(folder)) as root, browser() as found:
            for width, scheme in views:
                take(found, root, places, given.into, (width, scheme))


def _ingested(folder: Path) -> str:
    path = str(folder / "claims.sqlite")
    with Database.open(path) as database:
        for _ in ingest_all(database, list(expand([str(shipped("essays"))]))):
            pass
    return path


def draw(url: str, folder: Path) -> None:
    """Photograph what rests on large models, and what they rest on, as kg depends exports it."""
    with Database.open(url) as database:
        node = database.concept("large-scale model").id
        drawn = whole(part_around(database.dependency_graph(), node))
    file = folder / "large-models.html"
    html = drawing(drawn.nodes, drawn.edges, title="Large models", height=DRAWN)
    file.write_text(html, encoding="utf-8")
    with browser() as found:
        page = found.new_page(viewport={"width": 1200, "height": DRAWN}, device_scale_factor=1.5)
        page.goto(file.as_uri())
        page.locator("body[data-drawn]").wait_for(state="attached", timeout=PATIENCE)
        page.wait_for_timeout(1000)
        page.screenshot(path=IMAGES / "large-models.png")


def take(found: Browser, root: str, places: dict[str, str], into: Path, view: View) -> None:
    """Photograph each page in one width and one scheme."""
    width, scheme = view
    for name, place in places.items():
        page = found.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
        page.set_default_timeout(PATIENCE)
        page.goto(f"{root}/{place}")
        photograph(page, into / f"{name.replace('_', '-')}-{width}-{scheme}.png")
        page.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """Open a browser."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(**launching())
        yield opened
        opened.close()


def photograph(page: Page, path: Path) -> None:
    """Write the picture once the page has stopped changing."""
    wait_until_idle(page)
    for frame in page.frames[1:]:
        frame.locator("body[data-drawn]").wait_for(state="attached")
    page.wait_for_timeout(1000)
    page.screenshot(path=path)


if __name__ == "__main__":
    main()
