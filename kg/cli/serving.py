"""``kg app`` and ``kg demo``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from kg.cli.output import database_option
from kg.database import database_url
from kg.resources import shipped

_port = click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
_host = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; the default is this machine alone.",
)


@click.command()
@_port
@_host
@database_option
def app(port: int, host: str, db: str | None) -> None:
    """Open the app on a database, in the foreground, until interrupted."""
    _serve(database_url(db), host, port)


@click.command()
@_port
@_host
@click.pass_context
def demo(ctx: click.Context, port: int, host: str) -> None:
    """Ingest the shipped essays into a fresh database and open the app on it.

    The database is temporary: it goes when the app stops.
    """
    with tempfile.TemporaryDirectory(prefix="claimgraph-") as folder:
        url = database_url(str(Path(folder) / "demo.sqlite"))
        root = ctx.find_root()
        group = root.command
        assert isinstance(group, click.Group)
        ingest = group.get_command(root, "ingest")
        if ingest is None:
            raise click.ClickException("the ingest command is missing; install claimgraph again")
        with ingest.make_context("ingest", ["--db", url, str(shipped("essays"))], root) as inner:
            ingest.invoke(inner)
        _serve(url, host, port)


def _serve(url: str, host: str, port: int) -> None:
    from kg.ui.serve import serve  # Streamlit is slow to import and only needed here

    serve(url, host=host, port=port, app_path=shipped("app.py"))
