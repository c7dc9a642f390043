"""``kg changes``: what changed since a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import click

from kg.analysis.changes import Changes, Gain, Moved, a_month_before
from kg.cli.output import database_option, emit, json_option, say, short
from kg.database import Database
from kg.debate import LABEL_WORDS
from kg.export.changing import changes as since_then
from kg.model import Claim
from kg.views import Source


@click.command()
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day from whose beginning (UTC) on, such as 2026-11-01. Default: a month ago.",
)
@json_option
@database_option
def changes(since: datetime | None, as_json: bool, db: str | None) -> None:
    """List what changed since a day: texts read, claims that gained, lost or moved, decisions.

    How things stood that day follows from when texts were read and what was decided since; what
    was taken out of the database by now left no trace.
    """
    day = since.date() if since else a_month_before(datetime.now(UTC).date())
    with Database.open(db, must_exist=True) as database:
        found = since_then(database, day)
    if as_json:
        emit(_items(found))
        return
    say(found.words or f"Nothing was read or decided since {day}.")
    if found.all_new:
        say("Nothing was here before, so there is nothing to compare.")
    for moved in found.moved:
        say(_moved(moved), indent=2)
    for what, gains in (("gained a rebuttal", found.rebutted), ("gained support", found.supported)):
        for gain in gains:
            say(f"{what}: {_named(gain.claim)}{_because(gain.because)}", indent=2)
    for claim in found.bare:
        say(f"lost its only evidence: {_named(claim)}", indent=2)
    for source in found.documents:
        say(f"read: {source.label}  [{short(source.id)}]", indent=2)


def _items(found: Changes) -> Iterable[dict[str, Any]]:
    kinds: dict[str, Iterable[Moved | Gain | Claim | Source]] = {
        "moved": found.moved,
        "rebutted": found.rebutted,
        "supported": found.supported,
        "bare": found.bare,
        "read": found.documents,
    }
    for kind, items in kinds.items():
        for one in items:
            yield {"change": kind, "what": one}
    for made in found.decisions:
        yield {"change": "decided", "what": made}


def _moved(one: Moved) -> str:
    before, after = LABEL_WORDS[one.before], LABEL_WORDS[one.after]
    stands = after if before == after else f"{before}, now {after}"
    strength = f"{one.strength_before:.2f} to {one.strength_after:.2f}"
    return f"{stands} ({strength}): {_named(one.claim)}{_because(one.because)}"


def _named(claim: Claim) -> str:
    return f"{claim.wording}  [{short(claim.id)}]"


def _because(texts: Iterable[Source]) -> str:
    names = ", ".join(one.label for one in texts)
    return f" because of {names}" if names else ""
