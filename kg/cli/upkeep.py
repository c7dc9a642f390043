"""Commands that prove and remove."""

from __future__ import annotations

import sys

import click

from kg.cli.output import database_option, emit, json_option, say
from kg.database import Database


@click.command()
@json_option
@database_option
def check(as_json: bool, db: str | None) -> None:
    """Prove that SQL, RDF and the texts agree.

    Every passage must resolve to its words, every id to its content, every document to its
    quads, and the graph must have the right shape. Exit status 1 where it does not.
    """
    with Database.open(db, must_exist=True) as database:
        faults = list(database.check())
        count = len(database.sources())
    if as_json:
        emit({"fault": fault} for fault in faults)
    else:
        for fault in faults:
            say(fault)
        click.echo(f"{count} documents, {len(faults) or 'no'} faults", err=True)
    sys.exit(1 if faults else 0)


@click.command()
@click.argument("identifier", metavar="ID")
@json_option
@database_option
def remove(identifier: str, as_json: bool, db: str | None) -> None:
    """Take a source out, with exactly what it contributed; decisions stay."""
    with Database.open(db, must_exist=True) as database:
        source = database.remove(identifier)
    if as_json:
        emit([source])
    else:
        say(f"removed {source.label} with {source.claims} claims")
