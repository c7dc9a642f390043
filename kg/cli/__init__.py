"""The ``kg`` command. Commands of other packages join through ``claimgraph.commands``."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import EntryPoints, entry_points

import click

from kg import __version__
from kg.cli.output import printable
from kg.errors import KgError, UsageError

# name -> where the command stands; imported only when it is called or listed.
_OWN = {
    "claims": "kg.cli.reading:claims",
    "claim": "kg.cli.reading:claim",
    "sources": "kg.cli.reading:sources",
    "questions": "kg.cli.reading:questions",
    "problems": "kg.cli.reading:problems",
    "depends": "kg.cli.dependencies:depends",
    "query": "kg.cli.querying:query",
    "check": "kg.cli.upkeep:check",
    "decide": "kg.cli.upkeep:decide",
    "remove": "kg.cli.upkeep:remove",
    "app": "kg.cli.serving:app",
    "demo": "kg.cli.serving:demo",
}


class _Commands(click.Group):
    """A group that finds its commands by name, our own first, then entry points."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted({*_OWN, *(point.name for point in _plugins())})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name in _OWN:
            module, _, attribute = _OWN[cmd_name].partition(":")
            return _command(getattr(import_module(module), attribute))
        for point in _plugins():
            if point.name == cmd_name:
                return _command(point.load())
        return None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(f"kg: {printable(str(error))}", err=True)
            sys.exit(2 if isinstance(error, UsageError) else 1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Claimgraph: who claims what, on what evidence, and what depends on what.

    Exit status: 0 done, 1 failed, 2 wrong usage, 3 some items of a batch failed.
    """


def _plugins() -> EntryPoints:
    return entry_points(group="claimgraph.commands")


def _command(found: object) -> click.Command:
    if not isinstance(found, click.Command):
        raise UsageError(f"{found!r} is registered as a command but is none")
    return found
