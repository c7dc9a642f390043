"""``kg audit``: what is at fault in the database, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

import click

from kg.audited import CHECKS, Check, Finding
from kg.cli.output import database_option, emit, json_option, say, table
from kg.database import Database


@click.command()
@click.argument("check", required=False, type=click.Choice([check.value for check in Check]))
@click.option("--source", "document_id", metavar="ID", help="Only what is of this document.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@json_option
@database_option
def audit(
    check: str | None, document_id: str | None, limit: int, as_json: bool, db: str | None
) -> None:
    """Say what is at fault, where, and how to mend it: all checks, or one in full.

    Quotations and numbers are looked for in the works that they are taken from, as far as
    their texts are in the database; what is found there is listed too, after what is not.
    """
    with Database.open(db, must_exist=True) as database:
        chosen = database.source(document_id).source.id if document_id else None
        if check is None:
            _overview(database, chosen, as_json=as_json)
            return
        found = database.auditor.audit(Check(check), chosen, limit=None if as_json else limit)
        names = {source.id: source.label for source in database.sources()}
    if as_json:
        emit(found.findings)
        return
    for finding in found.findings:
        _print(finding, names)
    if len(found.findings) < found.total:
        click.echo(f"{len(found.findings)} of {found.total}; --limit shows more", err=True)
    elif not found.total:
        click.echo("nothing to mend", err=True)


def _overview(database: Database, document_id: str | None, *, as_json: bool) -> None:
    totals = {check: database.auditor.audit(check, document_id, limit=1).total for check in Check}
    if as_json:
        emit({"check": check, "found": total} for check, total in totals.items())
        return
    rows = ((check.value, total, CHECKS[check].question) for check, total in totals.items())
    table(("check", "found", "what it asks"), rows)


def _print(finding: Finding, names: Mapping[str, str]) -> None:
    where = names.get(finding.document_id or "")
    place = f" at character {finding.start:,}" if finding.start is not None else ""
    say(f"{where}{place}: {finding.what}" if where else finding.what)
    if finding.words:
        say(f"“{finding.words}”", indent=2)
    if finding.there_words and finding.there_words != finding.words:
        say(f"there: “{finding.there_words}”", indent=2)
    if finding.mend:
        say(f"to mend: {finding.mend}", indent=2)
