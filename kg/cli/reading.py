"""Commands that read: claims, one claim, sources, problems."""

from __future__ import annotations

import click

from kg.cli.output import database_option, emit, json_option, say, short, table
from kg.database import Database
from kg.views import ClaimFilter, ClaimRow, ClaimView, HeldAssertion, LinkCard, Quote
from kg.vocab import MODE_WORDS, RELATION_KINDS, ClaimKind, Mode, Status


@click.command()
@click.argument("search", required=False)
@click.option("--source", "document_id", metavar="ID", help="Only claims of this source.")
@click.option("--mode", type=click.Choice([mode.value for mode in Mode]), help="How it is put.")
@click.option("--kind", type=click.Choice([kind.value for kind in ClaimKind]))
@click.option("--contested", is_flag=True, help="Only claims that something rebuts or undercuts.")
@click.option("--cited/--uncited", default=None, help="Only claims with or without a citation.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@json_option
@database_option
def claims(
    search: str | None,
    document_id: str | None,
    mode: str | None,
    kind: str | None,
    contested: bool,
    cited: bool | None,
    limit: int,
    as_json: bool,
    db: str | None,
) -> None:
    """List claims, the most salient first, or those that SEARCH finds."""
    with Database.open(db, must_exist=True) as database:
        wanted = ClaimFilter(
            text=search,
            document_id=database.get(document_id).id if document_id else None,
            mode=Mode(mode) if mode else None,
            kind=ClaimKind(kind) if kind else None,
            contested=contested or None,
            cited=cited,
            limit=limit,
        )
        rows = database.claims(wanted)
        total = database.count_claims(wanted)
    if as_json:
        emit(rows)
        return
    table(("id", "pro", "con", "claim", "holders"), map(_claim_cells, rows))
    if len(rows) < total:
        click.echo(f"{len(rows)} of {total}; --limit shows more", err=True)


def _claim_cells(row: ClaimRow) -> tuple[object, ...]:
    return (
        short(row.claim.id),
        row.supports,
        row.rebuts + row.undercuts,
        row.claim.wording,
        ", ".join(row.holders),
    )


@click.command()
@click.argument("identifier", metavar="ID")
@json_option
@database_option
def claim(identifier: str, as_json: bool, db: str | None) -> None:
    """Show one claim: who holds it, what supports and what rebuts it, in exact words."""
    with Database.open(db, must_exist=True) as database:
        view = database.claim(identifier)
    if as_json:
        emit([view])
    else:
        _print_claim(view)


def _print_claim(view: ClaimView) -> None:
    say(view.claim.wording)
    say(view.claim.id)
    for other in view.joined:
        say(f"the same as: {other.wording}  [{short(other.id)}]", indent=2)
    for assertion in view.assertions:
        _print_assertion(assertion, indent=2)
    for heading, cards in (
        ("Support", view.pro),
        ("Rebuttal", view.con),
        ("Related", view.other),
        ("Bears on", view.bears_on),
    ):
        say()
        say(f"{heading}: {len(cards) or 'none'}")
        for card in cards:
            _print_card(card, indent=2)


def _print_card(card: LinkCard, indent: int) -> None:
    kind = RELATION_KINDS[card.relation.kind]
    made = {
        Status.PROPOSED: "proposed by the program",
        Status.ACCEPTED: "accepted by a person",
        Status.REJECTED: "rejected by a person",
    }[card.relation.status]
    signals = f", from {', '.join(card.relation.signals)}" if card.relation.signals else ""
    say(f"- {kind.label} ({made}{signals})", indent=indent)
    if card.claim:
        say(f"{card.claim.wording}  [{short(card.claim.id)}]", indent=indent + 2)
    for assertion in card.assertions:
        _print_assertion(assertion, indent=indent + 2)
    if card.evidence and card.quote:
        say(f"{card.evidence.kind.value}: {_quoted(card.quote)}", indent=indent + 2)
    for undercut in card.undercuts:
        _print_card(undercut, indent=indent + 4)


def _print_assertion(held: HeldAssertion, indent: int) -> None:
    hedge = f", hedged by “{held.assertion.hedge}”" if held.assertion.hedge else ""
    who = f"{MODE_WORDS[held.assertion.mode]} {held.holder.name}"
    say(f"{who}{hedge}: {_quoted(held.quote)}", indent=indent)


def _quoted(quote: Quote) -> str:
    return f"“{quote.passage.exact}” ({quote.cited})"


@click.command()
@json_option
@database_option
def sources(as_json: bool, db: str | None) -> None:
    """List the ingested documents."""
    with Database.open(db, must_exist=True) as database:
        rows = database.sources()
    if as_json:
        emit(rows)
        return
    table(
        ("id", "work", "source", "year", "kind", "claims", "references", "citations", "problems"),
        (
            (
                short(row.id),
                short(row.work_id),
                row.label,
                row.year,
                row.genre.value,
                row.claims,
                row.references,
                row.citations,
                row.problems,
            )
            for row in rows
        ),
    )


@click.command()
@click.option("--source", "document_id", metavar="ID", help="Only problems of this source.")
@json_option
@database_option
def problems(document_id: str | None, as_json: bool, db: str | None) -> None:
    """List what went wrong in documents that were ingested all the same."""
    with Database.open(db, must_exist=True) as database:
        chosen = database.get(document_id).id if document_id else None
        rows = database.problems(chosen)
        names = {source.id: source.label for source in database.sources()}
    if as_json:
        emit(rows)
        return
    table(
        ("source", "at", "problem", "what"),
        ((names[row.document_id], row.start, row.code, row.message) for row in rows),
    )
