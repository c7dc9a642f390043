"""Commands by which a person corrects the machine; each is undone by ``kg undo``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

from kg.cli.options import Named, personal, readable
from kg.cli.output import emit, say, short
from kg.curation.corrections import Quoted
from kg.curation.subjects import shown
from kg.database import Database
from kg.model import Decision
from kg.vocab import ARGUMENT_KINDS, Action, ClaimKind, Mode, Polarity, Reason

_BARE = (Action.ACCEPT, Action.REJECT, Action.NOTE, Action.WOULD_CHANGE)


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("action", type=Named([action.value for action in _BARE]))
@click.option("--reason", type=Named.of(Reason), help="What is wrong with what you reject.")
@personal
def decide(
    identifier: str,
    action: str,
    reason: str | None,
    note: str | None,
    by: str,
    as_json: bool,
    db: str | None,
) -> None:
    """Accept, reject or annotate what the machine proposed; it lasts through re-ingest.

    ACTION note keeps the --note alone; would_change says in it what would change your mind.
    """
    if note is None and Action(action) in (Action.NOTE, Action.WOULD_CHANGE):
        raise click.UsageError(f"write what to keep: kg decide ID {action} --note TEXT")
    with Database.open(db, must_exist=True) as database:
        curator = database.curator(by)
        why = Reason(reason) if reason else None
        made = curator.decide(identifier, Action(action), note=note, reason=why)
        report([made], as_json=as_json)


@click.command()
@click.argument("identifier", metavar="ID")
@personal
def undo(identifier: str, note: str | None, by: str, as_json: bool, db: str | None) -> None:
    """Take back a decision, or the last one on a record; an undo can be undone too.

    ID is that of a decision (kg decisions lists them) or of any record.
    """
    with Database.open(db, must_exist=True) as database:
        made = database.curator(by).undo(identifier, note=note)
        undone = database.get(made.target_id)
        assert isinstance(undone, Decision)
        report([made], as_json=as_json, undone=undone)


@click.command()
@click.argument("identifier", metavar="ID")
@click.argument("wording", callback=readable)
@personal
def edit(
    identifier: str, wording: str, note: str | None, by: str, as_json: bool, db: str | None
) -> None:
    """Give a claim or question another WORDING; which one it is stays."""
    with Database.open(db, must_exist=True) as database:
        report([database.curator(by).edit(identifier, wording, note=note)], as_json=as_json)


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--kind", type=Named.of(ClaimKind), help="What sort of claim it is.")
@click.option("--polarity", type=Named.of(Polarity), help="Whether it affirms or negates.")
@click.option("--claim", callback=readable, metavar="WORDING", help="What it claims.")
@personal
def retype(
    identifier: str,
    kind: str | None,
    polarity: str | None,
    claim: str | None,
    note: str | None,
    by: str,
    as_json: bool,
    db: str | None,
) -> None:
    """Correct an assertion: its kind, its polarity, or the claim that it makes."""
    with Database.open(db, must_exist=True) as database:
        made = database.curator(by).retype(
            identifier,
            kind=ClaimKind(kind) if kind else None,
            polarity=Polarity(polarity) if polarity else None,
            claim=claim,
            note=note,
        )
        report([made], as_json=as_json)


@click.command()
@click.argument("claim", metavar="CLAIM")
@click.argument("other", metavar="OTHER")
@personal
def merge(claim: str, other: str, note: str | None, by: str, as_json: bool, db: str | None) -> None:
    """Say that two claims are one: what is said of either is said of both."""
    with Database.open(db, must_exist=True) as database:
        report([database.curator(by).merge(claim, other, note=note)], as_json=as_json)


@click.command()
@click.argument("claim", metavar="CLAIM")
@personal
def split(claim: str, note: str | None, by: str, as_json: bool, db: str | None) -> None:
    """Take a claim out of those that it was joined with."""
    with Database.open(db, must_exist=True) as database:
        report(database.curator(by).split(claim, note=note), as_json=as_json)


@click.command()
@click.argument("source", metavar="SOURCE")
@click.argument("kind", type=Named(ARGUMENT_KINDS))
@click.argument("target", metavar="TARGET")
@personal
def relate(
    source: str,
    kind: str,
    target: str,
    note: str | None,
    by: str,
    as_json: bool,
    db: str | None,
) -> None:
    """Add a link from claim SOURCE to claim TARGET, or accept the one that was proposed."""
    with Database.open(db, must_exist=True) as database:
        made = database.curator(by).relate(source, kind, target, note=note)
        report([made], as_json=as_json)


@click.command()
@click.argument("document", metavar="SOURCE-ID")
@click.option("--quote", callback=readable, required=True, help="The words of the text, exactly.")
@click.option("--claim", "wording", callback=readable, required=True, help="What they claim.")
@click.option("--holder", callback=readable, required=True, help="Who holds it.")
@click.option("--mode", type=Named.of(Mode), default=Mode.ASSERTS.value, show_default=True)
@click.option(
    "--polarity", type=Named.of(Polarity), default=Polarity.POSITIVE.value, show_default=True
)
@click.option(
    "--kind", type=Named.of(ClaimKind), default=ClaimKind.EMPIRICAL.value, show_default=True
)
@click.option(
    "--prefix", callback=readable, default="", help="Words just before, if it occurs twice."
)
@click.option(
    "--suffix", callback=readable, default="", help="Words just after, if it occurs twice."
)
@personal
def add(
    document: str,
    mode: str,
    polarity: str,
    kind: str,
    note: str | None,
    by: str,
    as_json: bool,
    db: str | None,
    **words: str,
) -> None:
    """Add a claim by hand, with the words of a source that put it forward."""
    added = Quoted(
        document,
        mode=Mode(mode),
        polarity=Polarity(polarity),
        kind=ClaimKind(kind),
        **words,
    )
    with Database.open(db, must_exist=True) as database:
        report([database.curator(by).add_claim(added, note=note)], as_json=as_json)


def report(decisions: Iterable[Decision], *, as_json: bool, undone: Decision | None = None) -> None:
    """Print what was decided, one decision a line, and how to undo it."""
    if as_json:
        emit(decisions)
        return
    for made in decisions:
        on = f"{short(made.target_id)} “{subject_of(undone or made)}”"
        say(f"{what(made, undone)}: {on} (kg undo {short(made.id)} takes it back)")


def what(decision: Decision, undone: Decision | None = None) -> str:
    """Return what a decision does, in words; ``undone`` is what it takes back."""
    match decision.action:
        case Action.REJECT if decision.reason:
            return f"reject ({decision.reason.value.replace('_', ' ')})"
        case Action.EDIT:
            return f"edit to “{decision.value}”"
        case Action.RETYPE:
            changes: dict[str, Any] = json.loads(decision.value or "{}")
            return "retype: " + ", ".join(f"{key} {value}" for key, value in changes.items())
        case Action.UNDO if undone:
            return f"undo {what(undone)}"
        case Action.WOULD_CHANGE:
            return "would change"
    return decision.action.value


def subject_of(decision: Decision) -> str:
    """Return what a decision is about, in the words of its text, as far as it knows them."""
    return shown(decision.subject) if decision.subject else decision.target_id
