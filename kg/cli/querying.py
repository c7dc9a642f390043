"""``kg query``: SPARQL over the live database."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.output import database_option, emit, table
from kg.database import Database
from kg.errors import UsageError
from kg.rdf import examples, sparql
from kg.resources import shipped


@click.command()
@click.argument("file", required=False, metavar="[FILE.rq | -]")
@click.option("-e", "--expression", metavar="SPARQL", help="The query itself.")
@click.option("--example", metavar="NAME", help="A shipped query, such as rebuttals.")
@click.option("--examples", "list_examples", is_flag=True, help="List the shipped queries.")
@click.option(
    "--format", "format_name", type=click.Choice(sparql.FORMATS), default="table", show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--limit-seconds",
    type=click.FloatRange(0, min_open=True),
    default=30.0,
    show_default=True,
    help="Stop the query after this time.",
)
@database_option
def query(
    file: str | None,
    expression: str | None,
    example: str | None,
    list_examples: bool,
    format_name: str,
    as_json: bool,
    limit_seconds: float,
    db: str | None,
) -> None:
    """Run a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE; our prefixes are declared."""
    if list_examples:
        _list_examples(as_json=as_json)
        return
    text = _query_text(file, expression, example)
    with Database.open(db, must_exist=True) as database:
        result = sparql.run(database.dataset, text, limit_seconds=limit_seconds)
        sys.stdout.write(result.write("json" if as_json else format_name))


def _list_examples(*, as_json: bool) -> None:
    found = examples.load_examples(shipped("queries"))
    if as_json:
        emit(found)
    else:
        table(("name", "question"), ((one.name, one.question) for one in found))


def _query_text(file: str | None, expression: str | None, example: str | None) -> str:
    if sum(given is not None for given in (file, expression, example)) != 1:
        raise UsageError("give a query file, or -e with the query itself, or --example NAME")
    if expression is not None:
        return expression
    if example is not None:
        return _example(example)
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(str(file)).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the query in {file}: {error}") from error


def _example(name: str) -> str:
    for one in examples.load_examples(shipped("queries")):
        if one.name == name:
            return one.query
    raise UsageError(f"no shipped query is called {name!r}; kg query --examples lists them")
