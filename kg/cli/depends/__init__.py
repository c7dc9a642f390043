"""``kg depends``: what rests on what, what falls without it, and on whose word."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.depends.asking import asking, options
from kg.cli.depends.chaining import why
from kg.cli.depends.comparing import compare, since
from kg.cli.depends.exporting import export
from kg.cli.depends.keeping import keeps
from kg.cli.depends.looping import loops
from kg.cli.depends.ranking import rank
from kg.cli.depends.showing import layers, listing, show
from kg.cli.depends.supposing import without
from kg.errors import UsageError


class _Group(click.Group):
    """The group, which knows what who gives a concept instead of a command may want."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            raise UsageError(
                f"kg depends has no command {args[0]!r}; for a concept write kg depends show NAME, "
                f"else one of {', '.join(self.list_commands(ctx))}"
            )
        return super().resolve_command(ctx, args)


@click.group(cls=_Group, invoke_without_command=True)
@options
@click.pass_context
def depends(context: click.Context, /, **given: Any) -> None:
    """Ask what rests on what: what falls without it, what keeps it, loops, chains, sides.

    Alone it lists what has dependencies, that first on which most rests. Every command takes
    the options below; those given before its name count for it too.
    """
    if context.invoked_subcommand is None:
        context.invoke(asking(listing), **given)
    else:
        context.default_map = {context.invoked_subcommand: given}


for _command in (show, layers, without, keeps, loops, why, compare, rank, since, export):
    depends.add_command(_command)
