"""The ``kg`` command. Commands of other packages join through ``claimgraph.commands``."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import EntryPoints, entry_points

import click

from kg import __version__
from kg.cli.output import printable
from kg.errors import KgError, UsageError

# name -> (where the command stands, its line in the list). A module is imported only when
# its command is called, so that the list appears at once; a test compares the lines.
_OWN = {
    "add": (
        "kg.cli.curating:add",
        "Add a claim by hand, with the words of a source that put it forward.",
    ),
    "app": (
        "kg.cli.serving:app",
        "Open the app on a database, in the foreground, until interrupted.",
    ),
    "audit": (
        "kg.cli.auditing:audit",
        "Say what is at fault, where, and how to mend it: all checks, or one in full.",
    ),
    "changes": (
        "kg.cli.changing:changes",
        "List what changed since a day: texts read, claims that gained, lost or moved, decisions.",
    ),
    "check": ("kg.cli.upkeep:check", "Prove that SQL, RDF and the texts agree."),
    "claim": (
        "kg.cli.reading:claim",
        "Show one claim: who holds it, what supports and what rebuts it, in exact words.",
    ),
    "claims": (
        "kg.cli.reading:claims",
        "List claims, the most salient first, or those that SEARCH finds.",
    ),
    "decide": (
        "kg.cli.curating:decide",
        "Accept, reject or annotate what the machine proposed; it lasts through re-ingest.",
    ),
    "decisions": (
        "kg.cli.history:decisions",
        "List what people decided, on one record or on all, oldest first.",
    ),
    "demo": (
        "kg.cli.serving:demo",
        "Ingest the shipped essays into a fresh database and open the app on it.",
    ),
    "depends": (
        "kg.cli.depends:depends",
        "Ask what rests on what: what falls without it, what keeps it, loops, chains, sides.",
    ),
    "edit": (
        "kg.cli.curating:edit",
        "Give a claim or question another WORDING; which one it is stays.",
    ),
    "export": (
        "kg.cli.exchanging:export",
        "Write the database in a FORMAT of other programs.",
    ),
    "import": (
        "kg.cli.exchanging:import_",
        "Read a FILE (- is standard input) of another program: all of it, or nothing.",
    ),
    "merge": (
        "kg.cli.curating:merge",
        "Say that two claims are one: what is said of either is said of both.",
    ),
    "problems": (
        "kg.cli.reading:problems",
        "List what went wrong in documents that were ingested all the same.",
    ),
    "query": (
        "kg.cli.querying:query",
        "Run a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE; our prefixes are declared.",
    ),
    "question": (
        "kg.cli.questions:question",
        "List the questions with their positions and how the claims divide; or make and edit them.",
    ),
    "relate": (
        "kg.cli.curating:relate",
        "Add a link from claim SOURCE to claim TARGET, or accept the one that was proposed.",
    ),
    "reliability": (
        "kg.cli.reliability:reliability",
        "Show what each rule's probability was, and what your decisions make of it.",
    ),
    "remove": (
        "kg.cli.upkeep:remove",
        "Take a source out, with exactly what it contributed; decisions stay.",
    ),
    "standing": (
        "kg.cli.standing:standing",
        "Show where claims stand: the most argued, or one with its arithmetic.",
    ),
    "retype": (
        "kg.cli.curating:retype",
        "Correct an assertion: its kind, its polarity, or the claim that it makes.",
    ),
    "review": (
        "kg.cli.reviewing:review",
        "Judge one proposal after another, those first that most change the picture.",
    ),
    "serve": (
        "kg.cli.endpoint:serve",
        "Answer SPARQL over HTTP on the live database, read-only, until interrupted.",
    ),
    "sources": ("kg.cli.reading:sources", "List the ingested documents."),
    "split": (
        "kg.cli.curating:split",
        "Take a claim out of those that it was joined with.",
    ),
    "undo": (
        "kg.cli.curating:undo",
        "Take back a decision, or the last one on a record; an undo can be undone too.",
    ),
    "works": (
        "kg.cli.bibliography:works",
        "List the works, read or only cited, or the pairs that may be the same work.",
    ),
}


class _Commands(click.Group):
    """A group that finds its commands by name, our own first, then entry points."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted({*_OWN, *(point.name for point in _plugins())})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name in _OWN:
            module, _, attribute = _OWN[cmd_name][0].partition(":")
            return _command(getattr(import_module(module), attribute))
        for point in _plugins():
            if point.name == cmd_name:
                return _command(point.load())
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lines = {name: line for name, (_, line) in _OWN.items()}
        for name in set(self.list_commands(ctx)) - set(lines):
            command = self.get_command(ctx, name)
            lines[name] = command.get_short_help_str(formatter.width) if command else ""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(lines.items()))

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
