"""``kg serve``: the SPARQL endpoint."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from kg.cli.output import database_option
from kg.endpoint.settings import Settings
from kg.errors import UsageError
from kg.resources import shipped

F = TypeVar("F", bound=Callable[..., Any])

TOKEN_VARIABLE: Final = "KG_ENDPOINT_TOKEN"
_SHORTEST_TOKEN: Final = 16
_DEFAULTS: Final = Settings()
_COUNT: Final = click.IntRange(1)
_SECONDS: Final = click.FloatRange(0, min_open=True)


def _option(name: str, kind: click.ParamType[Any], text: str) -> Callable[[F], F]:
    """Return the option that sets one of the settings, whose default is shown."""
    return click.option(
        f"--{name.replace('_', '-')}",
        type=kind,
        default=getattr(_DEFAULTS, name),
        show_default=True,
        help=text,
    )


@click.command()
@_option("port", click.IntRange(0, 65535), "Port to listen on; 0 takes a free one.")
@_option("host", click.STRING, "Address to listen on; any but this machine's own wants a token.")
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"File with the token that clients must bring. Default: ${TOKEN_VARIABLE}, else none.",
)
@_option("seconds", _SECONDS, "Stop a query after this time.")
@_option("rows", _COUNT, "Most rows or triples of an answer.")
@_option("answer_mb", _COUNT, "Most megabytes of an answer.")
@_option("memory_mb", _COUNT, "Most megabytes that a query may take.")
@_option("queries", _COUNT, "How many queries run at once.")
@_option("slow_queries", click.IntRange(0), "How many more go on, behind them, when they are slow.")
@_option("quick_seconds", _SECONDS, "From when on a query counts as slow.")
@_option("waiting", _COUNT, "How many queries may wait.")
@_option("rate", click.IntRange(0), "Requests a minute from one address; 0 is no limit.")
@_option("connections", _COUNT, "Most open connections.")
@_option("request_kb", _COUNT, "Most kilobytes of a request.")
@_option("request_seconds", _SECONDS, "How long a client may take to send a request.")
@_option("send_seconds", _SECONDS, "How long a client may take to read an answer.")
@click.option(
    "--cors", multiple=True, metavar="ORIGIN", help="Web origin that may read answers; repeatable."
)
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="URL",
    help="Endpoint that SERVICE may name, exactly so; repeatable. Default: none.",
)
@database_option
def serve(token_file: Path | None, db: str | None, **settings: Any) -> None:
    """Answer SPARQL over HTTP on the live database, read-only, until interrupted."""
    from kg.endpoint.serving import serve as run  # slow to import and only needed here
    from kg.rdf.examples import load_examples

    run(
        db,
        Settings(**settings),
        token=_token(token_file),
        examples=load_examples(shipped("queries")),
    )


def _token(file: Path | None) -> str | None:
    """Return the token, which stands on no command line, where others could read it."""
    if file is None:
        text, where = os.environ.get(TOKEN_VARIABLE), f"${TOKEN_VARIABLE}"
        if text is None:
            return None
    else:
        where = str(file)
        try:
            text = file.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot read a token in {where}: {error}") from error
    token = text.strip()
    if len(token) < _SHORTEST_TOKEN or not (token.isascii() and token.isprintable()):
        raise UsageError(
            f"the token in {where} must have at least {_SHORTEST_TOKEN} ASCII characters"
        )
    return token
