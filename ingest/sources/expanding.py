"""From what was given to items: which kind of source each argument is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from ingest.sources import arxiv, doi, lists, local, web
from ingest.sources.fetching import Fetcher
from ingest.sources.items import Item, unreadable

_OTHER_SCHEME: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|(?:data|file|javascript|mailto):)", re.I
)


def expand(
    given: Iterable[str],
    *,
    listed: Iterable[Path] = (),
    stdin_name: str = "standard input",
    fetcher: Fetcher | None = None,
    relative_to: Path | None = None,
) -> Iterator[Item]:
    """Yield the items that arguments name, then those of list files, each once.

    An argument is ``-`` (standard input), an ``http(s)`` URL, a DOI, an arXiv id, a file, a
    folder, or a pattern of files. A file that exists by the name is the file, unless the
    argument is a URL or begins with ``doi:`` or ``arXiv:``. What leads nowhere yields an item
    that fails to load, so that the rest of a batch goes on. Nothing is fetched before an item
    is loaded. Files below ``relative_to`` are called, and later recognised, by their path from
    there, so that the folder may move.

    Raises:
        UsageError: if a list file cannot be read.
    """
    items = partial(_items, stdin_name=stdin_name, fetcher=fetcher or Fetcher())
    seen: set[str] = set()
    for argument, folder in _arguments(given, listed):
        for found in items(argument, folder):
            item = found if relative_to is None else local.seen_from(relative_to, found)
            if item.source not in seen:
                seen.add(item.source)
                yield item


def _arguments(given: Iterable[str], listed: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    yield from ((argument, Path()) for argument in given)
    for path in listed:
        yield from ((line, path.parent) for line in lists.lines(path))


def _items(given: str, folder: Path, *, stdin_name: str, fetcher: Fetcher) -> Iterator[Item]:
    name = local.writable(given)
    remote = arxiv.item(name, fetcher) or doi.item(name, fetcher) or web.item(name, fetcher)
    if given == "-":
        yield local.standard_input(stdin_name)
    elif "\0" in given:
        yield unreadable(name, "holds a NUL character, as no file name does")
    elif remote is not None and (_explicit(given) or not os.path.lexists(folder / given)):
        yield remote
    elif _OTHER_SCHEME.match(given):
        yield unreadable(web.shown(name), "only http and https addresses are fetched")
    else:
        yield from local.local_items(given, folder)


def _explicit(given: str) -> bool:
    return re.match(r"https?://|doi:|arxiv:", given, re.IGNORECASE) is not None
