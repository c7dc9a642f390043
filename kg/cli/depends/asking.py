"""What every ``kg depends`` command takes: a database, which passages count, how to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property, wraps
from typing import Any, Concatenate, Final, Literal, ParamSpec, TypeVar

import click

from kg.analysis.dependency import Graph, Selection, on_side
from kg.cli.depends import naming
from kg.cli.options import Named
from kg.cli.output import database_option, json_option
from kg.database import Database
from kg.errors import NotFoundError
from kg.vocab import DEPENDENCY_KINDS, Stance

F = TypeVar("F", bound=Callable[..., Any])
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which passages count, as it was typed."""

    kinds: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    side: str | None = None
    question: str | None = None
    since: int | None = None
    until: int | None = None
    minimum: float | None = None
    measured: bool = False
    accepted: bool = False
    own_voice: bool = False
    ends: Literal["concept", "claim"] | None = None

    def selection(self, database: Database) -> Selection:
        """Return what was asked for, its names looked up.

        Raises:
            NotFoundError, UsageError: if a name stands for nothing, or for several.
        """
        return Selection(
            kinds=frozenset(self.kinds) or None,
            holders=frozenset(naming.holder(database, one) for one in self.holders) or None,
            documents=self._documents(database),
            own_voice=self.own_voice,
            since=self.since,
            until=self.until,
            minimum=0.0 if self.minimum is None and self.measured else self.minimum,
            unscored=not self.measured,
            accepted=self.accepted,
            ends=self.ends,
        )

    def _documents(self, database: Database) -> frozenset[str] | None:
        chosen = frozenset(naming.document(database, one) for one in self.documents) or None
        if self.side is None:
            return chosen
        mine = side_of(database, self.question, Stance(self.side))
        return mine if chosen is None else mine & chosen


@dataclass
class Asked:
    """One question to one database."""

    database: Database
    wanted: Wanted
    as_json: bool
    limit: int

    @cached_property
    def selection(self) -> Selection:
        """Which passages count."""
        return self.wanted.selection(self.database)

    @cached_property
    def graph(self) -> Graph:
        """The graph of the passages that count."""
        return self.database.dependency_graph(self.selection)

    def graph_of(self, **changes: Any) -> Graph:
        """Return the graph of another selection, which differs in some fields."""
        return self.database.dependency_graph(replace(self.selection, **changes))

    def node(self, name: str) -> str:
        """Return the id of a node of the graph; see :func:`naming.known`."""
        return naming.known(self.database, self.graph, name)


def side_of(database: Database, question: str | None, stance: Stance) -> frozenset[str]:
    """Return the documents that answer a question, by default the only one, with a stance.

    Raises:
        NotFoundError: if the question is unknown or none answers so.
        UsageError: if it is not clear which question is meant.
    """
    asked = naming.question(database, question)
    found = on_side(database.store.positions(), asked.id, stance)
    if not found:
        raise NotFoundError(
            f"no document answers {asked.wording!r} with {stance.value!r}; "
            "kg question shows who does"
        )
    return found


_FILTERS: Final = (
    click.option(
        "--kind", "kinds", type=Named(DEPENDENCY_KINDS), metavar="KIND", multiple=True,
        help=f"Only links of this kind, repeatable: {', '.join(DEPENDENCY_KINDS)}.",
    ),
    click.option(
        "--holder", "holders", metavar="NAME", multiple=True,
        help="Only what this person or group holds; repeatable.",
    ),
    click.option(
        "--in", "documents", metavar="DOCUMENT", multiple=True,
        help="Only what this document says (id, file name or title); repeatable.",
    ),
    click.option(
        "--side", type=Named.of(Stance), help="Only documents with this answer to the question."
    ),
    click.option("--question", metavar="WORDS|ID", help="Which question, where there are several."),
    click.option("--from", "since", type=int, metavar="YEAR", help="Only published since YEAR."),
    click.option("--until", type=int, metavar="YEAR", help="Only published until YEAR."),
    click.option(
        "--minimum", type=click.FloatRange(0, 1), metavar="P",
        help="Only passages at least so probable; those never measured stay.",
    ),
    click.option("--measured", is_flag=True, help="Leave out what has no measured probability."),
    click.option(
        "--accepted-only", "accepted", is_flag=True,
        help="Leave out what the program only proposed.",
    ),
    click.option(
        "--own-voice", is_flag=True, help="Leave out what a document only reports of others."
    ),
    click.option(
        "--ends", type=click.Choice(["concept", "claim"]),
        help="Only links between concepts, or between claims.",
    ),
    click.option(
        "--limit", type=click.IntRange(1), default=20, show_default=True,
        help="How much of a long list to print; --json prints all.",
    ),
    json_option,
    database_option,
)  # fmt: skip


def options(command: F) -> F:
    """Add what every question can be asked with."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def asking(command: Callable[Concatenate[Asked, P], None]) -> Callable[..., None]:
    """Add the options of every question, and give the command what they make."""

    @wraps(command)
    def call(*args: Any, as_json: bool, limit: int, db: str | None, **given: Any) -> None:
        wanted = Wanted(**{field.name: given.pop(field.name) for field in fields(Wanted)})
        with Database.open(db, must_exist=True) as database:
            command(Asked(database, wanted, as_json, limit), *args, **given)

    return options(call)
