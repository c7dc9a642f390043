"""``kg review``: judge one proposal after another, in a terminal or from a script."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

import click

from kg.cli.curating import report
from kg.cli.options import Named, by_option, storable
from kg.cli.output import database_option, emit, json_option, say, short, table
from kg.cli.proposals import print_proposal, proposed
from kg.database import Database
from kg.errors import UsageError
from kg.model import Document
from kg.sitting import Sitting
from kg.store.proposals import JUDGEABLE
from kg.vocab import Action, Reason
from kg.wording import ratio

KEYS: Final = {
    "a": "accept",
    "r": "reject",
    "s": "skip",
    "u": "undo the last",
    "n": "note",
    "q": "quit",
}
REASON_KEYS: Final = {
    "w": Reason.WRONG_SPAN,
    "c": Reason.NOT_A_CLAIM,
    "h": Reason.WRONG_HOLDER,
    "p": Reason.WRONG_POLARITY,
    "r": Reason.WRONG_RELATION,
    "t": Reason.WRONG_TARGET,
    "n": Reason.NOT_THE_SAME_CLAIM,
    "s": Reason.SCOPE_DIFFERS,
    "d": Reason.DUPLICATE,
    "o": Reason.OUT_OF_TOPIC,
    "x": Reason.OTHER,
}
_LISTED: Final = 50


@dataclass(frozen=True, slots=True)
class Command:
    """A key, and what goes with it: the reason of a rejection, the text of a note."""

    key: str
    reason: Reason | None = None
    note: str | None = None


@click.command()
@click.option("--list", "listing", is_flag=True, help="Print the queue; judge nothing.")
@click.option(
    "--limit", type=click.IntRange(1), help=f"At most so many; {_LISTED} with --list, else all."
)
@click.option("--source", metavar="ID", help="Only what is proposed in this source.")
@click.option("--kind", "kinds", type=Named(JUDGEABLE), multiple=True, help="Only of this kind.")
@by_option
@json_option
@database_option
def review(
    listing: bool,
    limit: int | None,
    source: str | None,
    kinds: tuple[str, ...],
    by: str,
    as_json: bool,
    db: str | None,
) -> None:
    """Judge one proposal after another, those first that most change the picture.

    In a terminal press a key: a accept, r reject (a second key says why, Enter nothing), s
    skip, u undo the last, n note, q quit. From a script write one command a line: a, r REASON,
    s, u, n TEXT, q. Each is stored at once, so that nothing is lost when you stop.
    """
    with Database.open(db, must_exist=True) as database:
        document_id = _document(database, source) if source else None
        if listing:
            ids = [one.id for one in database.review_queue(kinds, document_id)]
            _list(database, ids[: limit or _LISTED], len(ids), as_json=as_json)
        else:
            sitting = Sitting.start(database, by, kinds, document_id, limit)
            _Session(database, sitting, as_json).run(_commands())


def _document(database: Database, identifier: str) -> str:
    found = database.get(identifier)
    if not isinstance(found, Document):
        raise UsageError(f"{found.id} is no source; kg sources lists them")
    return found.id


def _list(database: Database, ids: Sequence[str], total: int, *, as_json: bool) -> None:
    views = database.proposal_views(ids)
    if as_json:
        emit(views)
        return
    table(
        ("id", "probability", "proposed", "rule", "source"),
        (
            (
                short(view.record.id),
                "" if view.record.score is None else ratio(view.record.score),
                proposed(view),
                view.record.rule,
                view.quote.source.label if view.quote else "",
            )
            for view in views
        ),
    )
    if len(views) < total:
        click.echo(f"{len(views)} of {total}; --limit shows more", err=True)


@dataclass
class _Session:
    """A sitting in a terminal, or of a script."""

    database: Database
    sitting: Sitting
    as_json: bool

    def run(self, commands: Iterator[Command]) -> None:
        """Show and judge until the queue or the commands end."""
        before = None
        while (current := self.sitting.current()) is not None:
            if before != current:
                self._show(current)
            before = current
            command = next(commands, Command("q"))
            if command.key == "q":
                break
            self._do(command)
        self._sum_up()

    def _do(self, command: Command) -> None:
        if command.key == "s":
            self.sitting.skip()
        elif command.key == "u":
            self._undo()
        else:
            action = {"a": Action.ACCEPT, "r": Action.REJECT, "n": Action.NOTE}[command.key]
            made = self.sitting.decide(action, note=command.note, reason=command.reason)
            assert made is not None
            report([made], as_json=self.as_json)

    def _undo(self) -> None:
        last, undone = self.sitting.last, self.sitting.undo()
        if undone is None:
            click.echo("nothing to undo: you decided nothing yet", err=True)
        else:
            report([undone], as_json=self.as_json, undone=last)

    def _show(self, current: str) -> None:
        if not self.as_json:
            (view,) = self.database.proposal_views([current])
            say()
            say(f"{self.sitting.place + 1} of {len(self.sitting.ids)}")
            print_proposal(view)

    def _sum_up(self) -> None:
        accepted, rejected = map(self.sitting.count, (Action.ACCEPT, Action.REJECT))
        click.echo(f"{accepted} accepted, {rejected} rejected, {self.sitting.left} left", err=True)


def _commands() -> Iterator[Command]:
    return _pressed() if sys.stdin.isatty() else _written(sys.stdin.buffer)


def _pressed() -> Iterator[Command]:
    """Yield what a person presses; to interrupt is to quit."""
    while True:
        try:
            command = _press()
        except (KeyboardInterrupt, EOFError, click.Abort):
            return
        if command is not None:
            yield command


def _press() -> Command | None:
    """Return the command of the keys pressed; None for keys that are none."""
    _prompt(KEYS)
    key = click.getchar().lower()
    if key == "r":
        _prompt({letter: _words(reason) for letter, reason in REASON_KEYS.items()})
        second = click.getchar().lower()
        if second not in REASON_KEYS and second not in "\r\n":
            return None
        return Command("r", reason=REASON_KEYS.get(second))
    if key == "n":
        note = click.prompt("note", default="", show_default=False, err=True)
        return Command("n", note=note) if note and storable(note) else None
    return Command(key) if key in KEYS else None


def _prompt(keys: dict[str, str]) -> None:
    click.echo("  ".join(f"{key} {words}" for key, words in keys.items()), err=True)


def _written(lines: BinaryIO) -> Iterator[Command]:
    """Yield the commands of a script.

    Raises:
        UsageError: at a line that is no command; what was decided before it stays.
    """
    for number, line in enumerate(lines, 1):
        try:
            command = _read(line.decode())
        except ValueError:  # no UTF-8, or no such reason
            command = None
        if command is None and line.strip():
            raise UsageError(
                f"line {number} is no command: write a, r REASON, s, u, n TEXT or q; "
                "what was decided before it stays"
            )
        if command is not None:
            yield command


def _read(line: str) -> Command | None:
    key, _, rest = line.strip().partition(" ")
    if key == "r":
        named = REASON_KEYS.get(rest) or Reason(rest.replace("-", "_")) if rest else None
        return Command("r", reason=named)
    if key == "n":
        return Command("n", note=rest) if rest and storable(rest) else None
    return Command(key) if key in KEYS and not rest else None


def _words(reason: Reason) -> str:
    return reason.value.replace("_", " ")
