"""How commands print: data on standard output, one JSON object a line on request.

Every string from a document is untrusted: control characters and bidirectional overrides
are shown, not sent to the terminal.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

F = TypeVar("F", bound=Callable[..., Any])

HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return ``text`` on one line, with what could drive a terminal spelled out."""
    return HARMFUL.sub(lambda hit: f"\\x{ord(hit[0]):02x}", " ".join(text.split()))


def database_option(command: F) -> F:
    """Add ``--db`` to a command."""
    return click.option(
        "--db",
        metavar="PATH|URL",
        help="Database: an SQLite file or any SQLAlchemy URL. "
        "Default: $KG_DATABASE_URL, else data/claims.sqlite.",
    )(command)


def json_option(command: F) -> F:
    """Add ``--json`` to a command."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")(
        command
    )


def short(identifier: str) -> str:
    """Return a beginning of an id that is unique in any database of ordinary size."""
    kind, _, digest = identifier.partition("-")
    return f"{kind}-{digest[:12]}"


def say(line: str = "", *, indent: int = 0) -> None:
    """Print one line of data."""
    click.echo(" " * indent + printable(line))


def emit(items: Iterable[Any]) -> None:
    """Print records, views or mappings as JSON Lines."""
    for item in items:
        click.echo(json.dumps(plain(item)))


def plain(value: Any) -> Any:
    """Return a record or view as what JSON knows; sets in order, so that output repeats."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return [plain(item) for item in sorted(value)]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under a heading; on a terminal as wide as it, else unwrapped."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = 10_000
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text("" if cell is None else printable(str(cell))) for cell in row))
    console.print(drawn)
