"""The index page: an editor, the example queries and a table, without anything from the web."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from starlette.responses import HTMLResponse, Response

from kg.rdf.examples import Example
from kg.vocab import PREFIXES

_FOLDER: Final = Path(__file__).with_name("static")
_FILES: Final = {"page.css": "text/css", "page.js": "text/javascript"}
FILES: Final = tuple(_FILES)
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def index(examples: Sequence[Example]) -> Response:
    """Return the page."""
    template = Template((_FOLDER / "index.html").read_text(encoding="utf-8"))
    text = template.substitute(
        prefixes=", ".join(map(escape, PREFIXES)),
        first=escape(examples[0].query if examples else "SELECT * { ?s ?p ?o } LIMIT 10"),
        examples="\n".join(map(_item, examples)),
    )
    return HTMLResponse(text, headers={"Content-Security-Policy": _POLICY})


def file(name: str) -> Response:
    """Return one of ``FILES``."""
    return Response((_FOLDER / name).read_bytes(), media_type=_FILES[name])


def _item(example: Example) -> str:
    return (
        f'<li><button type="button" data-query="{escape(example.query)}">'
        f"{escape(example.title)}</button> {escape(example.question)}</li>"
    )
