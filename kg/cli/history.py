"""``kg decisions``: what people decided, and how it travels to another database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import BinaryIO, Final

import click

from kg.cli.curating import subject_of, what
from kg.cli.output import HARMFUL, database_option, json_option, say, short, table
from kg.curation.history import taken_back
from kg.curator import written
from kg.database import Database
from kg.errors import NotFoundError, RefusedError
from kg.model import Decision

_ORPHAN: Final = "its target is gone"


@click.command()
@click.argument("identifier", metavar="[ID]", required=False)
@click.option("--orphans", is_flag=True, help="Only those whose target is gone.")
@click.option(
    "--import",
    "file",
    type=click.File("rb"),
    metavar="FILE",
    help="Add the decisions of a file that --json wrote; - reads standard input.",
)
@json_option
@database_option
def decisions(
    identifier: str | None,
    orphans: bool,
    file: BinaryIO | None,
    as_json: bool,
    db: str | None,
) -> None:
    """List what people decided, on one record or on all, oldest first.

    With --json, write it for --import: keep the file in git, and bring it into a database
    that was built anew. Decisions on what is not there wait for it as orphans.
    """
    if file is not None and (identifier or orphans):
        raise click.UsageError("--import takes neither an ID nor --orphans")
    with Database.open(db, must_exist=file is None) as database:
        if file is not None:
            _import(database, file, as_json=as_json)
            return
        made = database.store.decisions()
        lost = {one.id for one in database.store.orphans()}
        chosen = _of(database, identifier, made) if identifier else made
    rows = [one for one in chosen if one.id in lost or not orphans]
    if as_json:
        for line in written(rows):
            click.echo(_harmless(line))
    else:
        _print(rows, made, lost)


def _import(database: Database, file: BinaryIO, *, as_json: bool) -> None:
    new = database.import_decisions(_lines(file))
    if as_json:
        click.echo(f'{{"new": {new}}}')
    else:
        say(f"{new or 'no'} new decisions")


def _lines(file: BinaryIO) -> Sequence[str]:
    try:
        return file.read().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise RefusedError(
            f"not UTF-8 at byte {error.start}: give a file that kg decisions --json wrote"
        ) from None


def _of(database: Database, identifier: str, made: Sequence[Decision]) -> Sequence[Decision]:
    """Return the decisions on a record, which may be gone, or all on what a decision judges."""
    try:
        found = database.get(identifier).id
    except NotFoundError:
        on_it = {one.target_id for one in made if one.target_id.startswith(identifier)}
        if len(on_it) != 1:
            raise
        (found,) = on_it
    return database.store.history(found)


def _print(rows: Iterable[Decision], made: Iterable[Decision], lost: Collection[str]) -> None:
    by_id = {one.id: one for one in made}
    undone = taken_back(by_id.values())
    table(
        ("id", "when", "who", "what", "on", "counts", "note"),
        (_cells(one, by_id, "no" if one.id in undone else _ORPHAN if one.id in lost else "yes")
         for one in rows),
    )  # fmt: skip


def _cells(decision: Decision, by_id: Mapping[str, Decision], counts: str) -> tuple[object, ...]:
    undone = by_id.get(decision.target_id)
    when = decision.made_at[:19].replace("T", " ")
    on = f"{short(decision.target_id)} {subject_of(undone or decision)}"
    return (short(decision.id), when, decision.made_by, what(decision, undone), on, counts,
            decision.note)  # fmt: skip


def _harmless(line: str) -> str:
    """Return a line of JSON that says the same without what could drive a terminal."""
    return HARMFUL.sub(lambda hit: f"\\u{ord(hit[0]):04x}", line)
