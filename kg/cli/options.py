"""What commands of people have in common: who decides, why, and texts that can be stored."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

import click

from kg.cli.output import database_option, json_option

F = TypeVar("F", bound=Callable[..., Any])


def storable(text: str) -> bool:
    """Whether a text can be hashed and stored: it is Unicode and holds no NUL character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def readable(_context: click.Context, option: click.Parameter, text: str | None) -> str | None:
    """Refuse bytes that are no UTF-8, which can be typed; a callback for options."""
    if text is not None and not storable(text):
        raise click.BadParameter(f"write {option.name} in UTF-8")
    return text


class Named(click.Choice[str]):
    """One of some names, whose underscores may be typed as hyphens."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name as it is stored.

        Raises:
            click.BadParameter: if there is no such name.
        """
        return super().convert(str(value).replace("-", "_"), param, ctx)

    @classmethod
    def of(cls, members: type[StrEnum]) -> Named:
        """Return the choice of a member of an enumeration, by its value."""
        return cls([member.value for member in members])


def personal(command: F) -> F:
    """Add ``--note``, ``--by``, ``--json`` and ``--db`` to a command by which a person decides."""
    for option in (database_option, json_option, by_option, note_option):
        command = option(command)
    return command


def note_option(command: F) -> F:
    """Add ``--note`` to a command."""
    return click.option("--note", callback=readable, help="Why.")(command)


def by_option(command: F) -> F:
    """Add ``--by`` to a command."""
    return click.option(
        "--by",
        callback=readable,
        default=getpass.getuser,
        show_default="your login name",
        help="Who decides.",
    )(command)
