"""``kg export`` and ``kg import``: the database for other programs, and what they made for it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

import click

from kg.cli.output import database_option, emit, json_option, say, table
from kg.database import Database
from kg.errors import UsageError
from kg.export.formats import EXPORTS, IMPORTS, Export, Import, Options, exporter, importer, names
from kg.export.writing import delivered

_ZIP: Final = "application/zip"


class _Listing(click.Command):
    """A command whose help lists the formats."""

    group = EXPORTS
    load: Callable[[str], Export | Import] = staticmethod(exporter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the formats with what each is for."""
        with formatter.section("Formats"):
            formatter.write_dl([(name, self.load(name).title) for name in names(self.group)])


class _ImportListing(_Listing):
    group = IMPORTS
    load = staticmethod(importer)


@click.command(cls=_Listing, name="export")
@click.argument("format_name", metavar="FORMAT", required=False)
@click.option(
    "-o",
    "--output",
    metavar="FILE|FOLDER/",
    help="Where to write; standard output otherwise. FOLDER/ unpacks a format of many files.",
)
@click.option("--question", metavar="ID", help="Only what bears on a question, where that applies.")
@click.option("--style", metavar="CSL", default="apa", show_default=True, help="Citation style.")
@click.option(
    "--thorough",
    is_flag=True,
    help="Look for what would change a claim however much bears on it; may take minutes.",
)
@click.option("--list", "listing", is_flag=True, help="List the formats.")
@json_option
@database_option
def export(
    format_name: str | None,
    output: str | None,
    question: str | None,
    style: str,
    thorough: bool,
    listing: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """Write the database in a FORMAT of other programs."""
    if listing:
        _list({name: exporter(name) for name in names(EXPORTS)}, as_json=as_json)
        return
    chosen = exporter(_given(format_name))
    if as_json and output is None:
        raise UsageError("--json describes what was written: name a file with --output, or --list")
    if output is None and chosen.media_type == _ZIP and sys.stdout.isatty():
        raise UsageError(f"{format_name} is a zip: name a file or FOLDER/ with --output")
    options = Options(question, style, thorough)
    with Database.open(db, must_exist=True) as database, database.store.one_state():
        if output is None:
            chosen.write(database, sys.stdout.buffer, options)
            return
        path, size = delivered(output, chosen, lambda out: chosen.write(database, out, options))
    if as_json:
        emit([{"format": format_name, "path": str(path), "bytes": size}])
    else:
        say(f"{path}: {size:,} bytes")


@click.command(cls=_ImportListing, name="import")
@click.argument("format_name", metavar="FORMAT", required=False)
@click.argument("file", metavar="FILE|-", required=False)
@click.option("--list", "listing", is_flag=True, help="List the formats.")
@json_option
@database_option
def import_(
    format_name: str | None, file: str | None, listing: bool, as_json: bool, db: str | None
) -> None:
    """Read a FILE (- is standard input) of another program: all of it, or nothing."""
    if listing:
        _list({name: importer(name) for name in names(IMPORTS)}, as_json=as_json)
        return
    chosen = importer(_given(format_name))
    if file is None:
        raise UsageError("name the file to read, or - for standard input")
    stream = sys.stdin.buffer if file == "-" else _opened(file)
    name = "standard input" if file == "-" else Path(file).name
    with stream, Database.open(db) as database:
        added = chosen.read(database, stream, name)
    if as_json:
        emit([{"format": format_name, "file": name, "added": added}])
    else:
        say(added)


def _given(format_name: str | None) -> str:
    if format_name is None:
        raise UsageError("name a format; --list shows them")
    return format_name


def _opened(file: str) -> BinaryIO:
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror or error}") from error


def _list(formats: dict[str, Export] | dict[str, Import], *, as_json: bool) -> None:
    if as_json:
        emit({"name": name, "title": one.title, "suffix": one.suffix}
             for name, one in formats.items())  # fmt: skip
    else:
        table(("format", "suffix", "what"), ((n, f.suffix, f.title) for n, f in formats.items()))
