"""Markdown's inline marks as spans: what a reader of the rendered text does not see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ingest.document import Markup

# An image's caption of this many words is prose; fewer only name the image.
_CAPTION_WORDS: Final = 6
_QUOTED_LINE: Final = re.compile(r"^[ \t]*(>[ \t>]*)", re.MULTILINE)
_TARGET: Final = r"\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s+\"[^\"\n]{0,300}\")?\s?\)"
# Brackets within the caption are citations or links.
_IMAGE: Final = (
    r"!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]{0,300}\]){0,3000})\]"
    rf"{_TARGET}(?:\{{[^{{}}\n]{{0,200}}\}})?"
)
_LONE_IMAGE: Final = re.compile(_IMAGE.replace("<alt>", "<caption>"), re.DOTALL)
# Every repetition is bounded, so that no input costs more than its length.
_MARK: Final = re.compile(
    r"(?P<escape>\\)(?=[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?P<code>[^`]{1,500})(?P<untick>(?P=ticks)(?!`))"
    r"|(?P<math>\$\$.{1,2000}?\$\$|\$(?![\s\d])[^$]{1,500}(?<!\s)\$(?!\d))"
    rf"|(?P<image>{_IMAGE})"
    rf"|(?P<opening>\[)(?=[^\[\]]{{1,500}}\]{_TARGET})"
    rf"|(?P<closing>(?<=[^\]])\]{_TARGET})"
    r"|(?P<footnote>\[\^[^\]\s]{1,40}\]:?)"
    r"|(?P<note><sup>[^<>]{0,20}</sup>|<!--.{0,2000}?-->|\\label\{[^{}\s]{1,80}\})"
    r"|(?P<tag></?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]{0,300})?/?>)"
    r"|<(?P<link>https?://[^\s<>]{1,2000})>"
    r"|(?P<entity>&(?:nbsp|ensp|emsp|thinsp);)"
    r"|(?P<run>\*{1,3}|_{1,3}|~~)",
    re.DOTALL,
)


def inline_marks(text: str, start: int, end: int) -> list[Markup]:
    """Return the marks in ``text[start:end]``, one block's source, in text order."""
    marks: list[Markup] = []
    opened: dict[str, int] = {}
    for found in _MARK.finditer(text, start, end):
        if found["run"]:
            marks.extend(_emphasis(text, found.start(), found.end(), (start, end), opened))
            continue
        marks.extend(Markup(start=one, end=other) for one, other in _hidden(found))
        if _is_captioned(found):
            marks.extend(inline_marks(text, *found.span("alt")))
    return sorted(marks, key=lambda mark: mark.start)


def quote_marks(text: str, start: int, end: int) -> list[Markup]:
    """Return the ``>`` before each line of ``text[start:end]``, in text order."""
    return [
        Markup(start=found.start(1), end=found.end(1))
        for found in _QUOTED_LINE.finditer(text, start, end)
    ]


def lone_image(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the image that ``text[start:end]`` is, its words in the group ``caption``."""
    return _LONE_IMAGE.fullmatch(text, start, end)


def _is_captioned(found: re.Match[str]) -> bool:
    return bool(found["image"]) and len(found["alt"].split()) >= _CAPTION_WORDS


def _hidden(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    if found["math"]:
        return
    if found["code"]:
        yield found.span("ticks")
        yield found.span("untick")
    elif _is_captioned(found):
        yield found.start(), found.start("alt")
        yield found.end("alt"), found.end()
    elif found["link"]:
        yield found.start(), found.start("link")
        yield found.end("link"), found.end()
    elif found["entity"]:
        yield found.start(), found.end() - 1
    elif found.end() > found.start():
        yield found.span()


def _emphasis(
    text: str,
    start: int,
    end: int,
    bounds: tuple[int, int],
    opened: dict[str, int],
) -> Iterator[Markup]:
    """Pair runs of ``*`` and ``_``: a run that nothing closes is a plain character."""
    before = text[start - 1] if start > bounds[0] else " "
    after = text[end] if end < bounds[1] else " "
    run = text[start:end]
    if run in opened and not before.isspace() and not (run[0] == "_" and after.isalnum()):
        first = opened.pop(run)
        yield Markup(start=first, end=first + len(run))
        yield Markup(start=start, end=end)
    elif not after.isspace() and not before.isalnum():
        opened[run] = start
