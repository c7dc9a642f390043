"""``kg ingest``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kg.cli.output import database_option, emit, json_option, printable

if TYPE_CHECKING:
    from ingest.pipeline import Report


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--reader", metavar="NAME", help="Read as this format, whatever it looks like.")
@click.option(
    "--name",
    "stdin_name",
    default="standard input",
    show_default=True,
    help="What standard input (-) is called, and recognised by later.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Worker processes that read and extract.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be found; store nothing.")
@json_option
@database_option
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[str, ...],
    reader: str | None,
    stdin_name: str,
    jobs: int,
    dry_run: bool,
    as_json: bool,
    db: str | None,
) -> None:
    """Add documents: files, folders, or - for standard input.

    A document that is already there says "unchanged"; one that changed replaces exactly
    what its earlier version contributed. Each item is stored whole or not at all.
    """
    # These load spaCy and SQLAlchemy, which the list of commands does without.
    from ingest.pipeline import ingest_all
    from ingest.sources import expand
    from kg.database import Database

    items = list(expand(paths, stdin_name=stdin_name))
    with Database.open(db) as database:
        reports = ingest_all(database, items, reader=reader, jobs=jobs, dry_run=dry_run)
        outcomes = Counter(_show(reports, total=len(items), as_json=as_json))
    failed, done = outcomes["refused"], outcomes.total() - outcomes["refused"]
    if not outcomes:
        raise click.UsageError("nothing to read there: no file has a suffix that a reader knows")
    if failed:
        ctx.exit(3 if done else 1)


def _show(reports: Iterable[Report], *, total: int, as_json: bool) -> Iterator[str]:
    """Print each report as it comes, and yield its outcome; progress goes to a terminal."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not Console(stderr=True).is_terminal,
    )
    with bar:
        task = bar.add_task("reading", total=total)
        for report in reports:
            bar.advance(task)
            if as_json:
                emit([asdict(report)])
            else:
                click.echo(_line(report), err=report.outcome == "refused")
            yield report.outcome


def _line(report: Report) -> str:
    counts = ", ".join(f"{number} {name}" for name, number in report.counts.items() if number)
    detail = (report.reason or counts).removeprefix(f"{report.name}: ")
    return printable(f"{report.name}: {report.outcome}" + (f" ({detail})" if detail else ""))
