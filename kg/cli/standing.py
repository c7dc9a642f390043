"""Where claims stand, and why."""

from __future__ import annotations

from collections.abc import Mapping

import click

from kg.analysis.standing.explanation import Change, Line
from kg.cli.output import database_option, emit, json_option, say, short, table
from kg.database import Database
from kg.debate import LABEL_WORDS, SEMANTICS, WIDE, Debate, Standing

_COUNTED = {
    "probability": "links that the program proposed count by their probability",
    "accepted": "only links that a person accepted count",
}


@click.command()
@click.argument("identifier", metavar="[CLAIM]", required=False)
@click.option("--accepted-only", is_flag=True, help="Leave out what the program only proposed.")
@click.option(
    "--semantics",
    type=click.Choice(["grounded", *SEMANTICS]),
    default="grounded",
    show_default=True,
    help="How a CLAIM is labelled; preferred and stable may label it in several ways.",
)
@click.option("--depth", type=click.IntRange(1, 6), default=2, show_default=True)
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True)
@click.option(
    "--thorough",
    is_flag=True,
    help="Look for what would change it however much bears on it; may take minutes.",
)
@json_option
@database_option
def standing(
    identifier: str | None,
    accepted_only: bool,
    semantics: str,
    depth: int,
    limit: int,
    thorough: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """Show where claims stand: the most argued, or one with its arithmetic."""
    with Database.open(db, must_exist=True) as database:
        debate = database.debate("accepted" if accepted_only else "probability")
        if identifier is None:
            _list(debate, limit, as_json=as_json)
            return
        found = debate.standing(database.get(identifier).id, depth, thorough=thorough)
        if as_json:
            emit([found])
            return
        _explain(debate, found)
        if semantics in SEMANTICS:
            _labellings(debate, found, semantics)


def _labellings(debate: Debate, found: Standing, semantics: str) -> None:
    counts = debate.labellings(found.claim.id, semantics)
    told = ", ".join(f"{LABEL_WORDS[label]} in {number}" for label, number in counts.items())
    say()
    say(f"Of {counts.total()} {semantics} labellings it {told or 'has none'}")


def _list(debate: Debate, limit: int, *, as_json: bool) -> None:
    rows = debate.most_argued(limit)
    if as_json:
        emit(rows)
        return
    table(
        ("claim", "stands", "strength", "origins", "for", "against", "wording"),
        (
            (
                short(row.claim.id),
                row.label.value,
                f"{row.strength:.2f}",
                row.origins,
                row.supports,
                row.attacks,
                row.claim.wording,
            )
            for row in rows
        ),
    )
    click.echo(_COUNTED[debate.machine], err=True)


def _explain(debate: Debate, found: Standing) -> None:
    say(found.claim.wording)
    say(f"{LABEL_WORDS[found.label]}, strength {found.strength:.2f}; {_COUNTED[debate.machine]}")
    say()
    say(f"Put forward by {len(found.support)} independent of each other:")
    for origin in found.support:
        count = len(origin.members)
        times = "one passage" if count == 1 else f"{count} passages"
        say(f"- {debate.origin_name(origin.origin)}: {times}", indent=2)
        for reason in origin.reasons:
            ends = " and ".join(map(debate.origin_name, (reason.first, reason.second)))
            say(f"{ends}: {reason.words}", indent=6)
    say()
    for line in found.arithmetic.splitlines():
        say(line.strip(), indent=len(line) - len(line.lstrip()))
    say()
    if not found.searched:
        say(
            f"What would change it was not looked for: more than {WIDE:,} links bear on it, "
            "directly or through other claims. --thorough looks, for minutes."
        )
        return
    _line("Best attack", found.attack, found.names)
    _line("Best defence", found.defence, found.names)
    _change("Would cross one half", found.flips, found.names)
    _change("Would be labelled otherwise", found.relabels, found.names)


def _line(title: str, line: Line | None, names: Mapping[str, str]) -> None:
    if line is None:
        say(f"{title}: none")
        return
    say(f"{title} ({line.effect:+.2f}): {'; '.join(names.get(i, i) for i in line.inferences)}")
    for node in line.rests_on:
        say(f"rests on {names.get(node, node)}", indent=2)


def _change(title: str, change: Change | None, names: Mapping[str, str]) -> None:
    if change is None:
        say(f"{title}: by nothing that could be dropped")
        return
    sure = "" if change.smallest else " (a smaller change is not ruled out)"
    say(f"{title} without{sure}:")
    for dropped in change.dropped:
        say(f"- {names.get(dropped, dropped)}  [{short(dropped)}]", indent=2)
