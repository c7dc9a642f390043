"""The command about works."""

from __future__ import annotations

import click

from kg.cli.output import database_option, emit, json_option, short, table
from kg.database import Database
from kg.model import Work


@click.command()
@click.option("--matches", is_flag=True, help="Only works that may be one, two in a row.")
@json_option
@database_option
def works(matches: bool, as_json: bool, db: str | None) -> None:
    """List the works, read or only cited, or the pairs that may be the same work.

    A pair is a proposal: nothing is merged by it. Judge it with kg decide.
    """
    with Database.open(db, must_exist=True) as database:
        pairs = database.matches() if matches else []
        rows = [] if matches else database.works()
    if as_json:
        emit([*pairs, *rows])
    elif matches:
        table(
            ("id", "alike", "status", "work", "may be"),
            (
                (
                    short(pair.match.id),
                    f"{pair.match.similarity:.2f}",
                    pair.match.status.value,
                    _named(pair.work),
                    _named(pair.candidate),
                )
                for pair in pairs
            ),
        )
    else:
        table(
            ("id", "work", "texts", "cited by", "identifier"),
            (
                (
                    short(row.work.id),
                    _named(row.work),
                    len(row.texts) or "only cited",
                    row.cited_by,
                    row.work.doi or row.work.arxiv,
                )
                for row in rows
            ),
        )


def _named(work: Work) -> str:
    """Return a work as a reader knows it: first author, year, title, as far as known."""
    others = " et al." if len(work.authors) > 1 else ""
    first = f"{work.authors[0]}{others} " if work.authors else ""
    year = f"({work.year}) " if work.year else ""
    return f"{first}{year}{work.title or ''}".strip() or "untitled"
