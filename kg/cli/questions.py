"""``kg question``: what a debate is about, and the claims that answer it."""

from __future__ import annotations

import click

from kg.cli.curating import report
from kg.cli.options import Named, personal, readable
from kg.cli.output import database_option, emit, json_option, say, short
from kg.database import Database
from kg.errors import UsageError
from kg.model import Question
from kg.views import QuestionView
from kg.vocab import Stance


@click.group(invoke_without_command=True)
@json_option
@database_option
@click.pass_context
def question(context: click.Context, as_json: bool, db: str | None) -> None:
    """List the questions with their positions and how the claims divide; or make and edit them."""
    context.obj = db
    if context.invoked_subcommand is not None:
        return
    with Database.open(db, must_exist=True) as database:
        views = database.questions()
    if as_json:
        emit(views)
    else:
        for view in views:
            _print(view)


def _print(view: QuestionView) -> None:
    say(f"{view.question.wording}  [{short(view.question.id)}]")
    for stance, position, source in view.positions:
        by = source.label if source else "by hand"
        say(f"{stance.value}: {position.wording} ({by})  [{short(position.id)}]", indent=2)
    say(
        f"{view.supports} claims speak for yes, {view.rebuts} for no, {view.mixed} for both, "
        f"{view.unassessed} for neither",
        indent=2,
    )


@question.command()
@click.argument("wording", callback=readable)
@personal
@click.pass_obj
def ask(
    outer: str | None, wording: str, note: str | None, by: str, as_json: bool, db: str | None
) -> None:
    """Add a question."""
    with Database.open(db or outer, must_exist=True) as database:
        report([database.curator(by).ask(wording, note=note)], as_json=as_json)


@question.command()
@click.argument("identifier", metavar="QUESTION")
@click.argument("claim", metavar="CLAIM")
@click.argument("stance", type=Named.of(Stance))
@personal
@click.pass_obj
def answer(
    outer: str | None,
    identifier: str,
    claim: str,
    stance: str,
    note: str | None,
    by: str,
    as_json: bool,
    db: str | None,
) -> None:
    """Make CLAIM a position for or against QUESTION."""
    with Database.open(db or outer, must_exist=True) as database:
        made = database.curator(by).answer(identifier, claim, Stance(stance), note=note)
        report([made], as_json=as_json)


@question.command()
@click.argument("identifier", metavar="QUESTION")
@click.argument("wording", callback=readable)
@personal
@click.pass_obj
def edit(
    outer: str | None,
    identifier: str,
    wording: str,
    note: str | None,
    by: str,
    as_json: bool,
    db: str | None,
) -> None:
    """Give QUESTION another WORDING; which one it is stays."""
    with Database.open(db or outer, must_exist=True) as database:
        found = database.get(identifier)
        if not isinstance(found, Question):
            raise UsageError(f"{found.id} is no question; kg question lists them")
        report([database.curator(by).edit(found.id, wording, note=note)], as_json=as_json)
