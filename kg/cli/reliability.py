"""How often each rule was right, and the probabilities that follow."""

from __future__ import annotations

import click

from kg.analysis.calibration import reliability as fared
from kg.cli.output import database_option, emit, json_option, table
from kg.database import Database
from kg.wording import ratio

_APPLIES = (
    "Documents ingested from now on are shifted as much; what is stored keeps its probability."
)
_NOTHING = "Nothing that the program proposed was accepted or rejected yet: kg review"


@click.command()
@json_option
@database_option
def reliability(as_json: bool, db: str | None) -> None:
    """Show what each rule's probability was, and what your decisions make of it.

    Both are means over the rule's proposals that were accepted or rejected: before, as they
    were shown; after, refitted so that they add up to how many were accepted. Few decisions
    move them little. What the rule finds in documents ingested from now on is shifted as
    much; what is stored keeps its probability.
    """
    with Database.open(db, must_exist=True) as database:
        found = fared(database.store.judged())
    if as_json:
        emit(found)
        return
    if not found:
        click.echo(_NOTHING, err=True)
        return
    table(
        ("extractor", "rule", "judged", "accepted", "before", "after"),
        (
            (
                one.extractor,
                one.rule,
                one.judged,
                one.accepted,
                _share(one.before),
                _share(one.after),
            )
            for one in found
        ),
    )
    click.echo(_APPLIES, err=True)


def _share(probability: float | None) -> str | None:
    return None if probability is None else ratio(probability)
