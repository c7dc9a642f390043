"""Commands that prove, judge and remove."""

from __future__ import annotations

import getpass
import sys

import click

from kg.cli.output import database_option, emit, json_option, say, short
from kg.database import Database
from kg.vocab import Action


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


def _readable(_context: click.Context, option: click.Parameter, text: str | None) -> str | None:
    """Refuse bytes that are no UTF-8: they can be typed, but neither hashed nor stored."""
    try:
        (text or "").encode()
    except UnicodeEncodeError:
        raise click.BadParameter(f"write {option.name} in UTF-8") from None
    return text


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("action", type=click.Choice([action.value for action in Action]))
@click.option("--note", callback=_readable, help="Why.")
@click.option(
    "--by",
    default=getpass.getuser,
    show_default="your login name",
    callback=_readable,
    help="Who decides.",
)
@json_option
@database_option
def decide(
    identifier: str,
    action: str,
    note: str | None,
    by: str,
    as_json: bool,
    db: str | None,
) -> None:
    """Accept, reject or annotate what the machine proposed; it lasts through re-ingest."""
    with Database.open(db, must_exist=True) as database:
        decision = database.decide(identifier, Action(action), by=by, note=note)
    if as_json:
        emit([decision])
    else:
        say(f"{short(decision.target_id)}: {decision.action.value} by {decision.made_by}")


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
