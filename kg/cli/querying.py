"""``kg query``: SPARQL over the live database."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.output import database_option
from kg.database import Database
from kg.errors import UsageError
from kg.rdf import sparql


@click.command()
@click.argument("file", required=False, metavar="[FILE.rq | -]")
@click.option("-e", "--expression", metavar="SPARQL", help="The query itself.")
@click.option("--format", "format_name", type=click.Choice(sparql.FORMATS), default="table",
              show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--limit-seconds", type=click.FloatRange(0, min_open=True), default=30.0,
              show_default=True, help="Stop the query after this time.")
@database_option
def query(
    file: str | None, expression: str | None, format_name: str, as_json: bool,
    limit_seconds: float, db: str | None,
) -> None:
    """Run a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE; our prefixes are declared."""
    text = _query_text(file, expression)
    with Database.open(db, must_exist=True) as database:
        result = sparql.run(database.dataset, text, limit_seconds=limit_seconds)
        sys.stdout.write(result.write("json" if as_json else format_name))


def _query_text(file: str | None, expression: str | None) -> str:
    if (file is None) == (expression is None):
        raise UsageError("give either a query file or -e with the query itself")
    if expression is not None:
        return expression
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(str(file)).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the query in {file}: {error}") from error
