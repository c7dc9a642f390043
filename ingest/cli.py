"""``kg ingest``."""

from __future__ import annotations

import atexit
import gc
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kg.cli.options import readable
from kg.cli.output import database_option, emit, json_option, printable

if TYPE_CHECKING:
    from ingest.document import Answer
    from ingest.findings import Spent
    from ingest.pipeline import Report

_SELDOM: Final = (50_000, 50, 50)


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "--list",
    "lists",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Also what this file names: one SOURCE a line, # comments; paths relative to the file.",
)
@click.option("--reader", metavar="NAME", help="Read as this format, whatever it looks like.")
@click.option(
    "--extractor",
    "extractors",
    multiple=True,
    metavar="NAME",
    help="Also run this extractor, which is off unless asked for: llm, or one installed.",
)
@click.option(
    "--name",
    "stdin_name",
    default="standard input",
    show_default=True,
    help="What standard input (-) is called, and recognised by later.",
)
@click.option(
    "--offline",
    is_flag=True,
    help="Send nothing: fetched sources come from the cache, or are refused.",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="Also fetch from addresses that are not public, such as localhost.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Worker processes that read and extract.",
)
@click.option(
    "--relative-to",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Call files below FOLDER by their path from it, and recognise them by that later: "
    "the folder may move, or go.",
)
@click.option(
    "--question",
    callback=readable,
    metavar="WORDING",
    help="The question that the texts answer, where they do not say it in their front matter.",
)
@click.option(
    "--position",
    type=click.Choice(["for", "against"]),
    help="Their answer to --question: yes, or no.",
)
@click.option(
    "--thesis",
    callback=readable,
    metavar="SENTENCE",
    help="The sentence of the one text that says so, word for word. Without it the claim of "
    "each that is closest to the question counts as its answer, and a problem says so.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be found; store nothing.")
@click.option(
    "--progress",
    type=click.Choice(["bar", "json"]),
    default="bar",
    show_default=True,
    help="A bar on a terminal, or each stage as a line of JSON on standard error.",
)
@json_option
@database_option
@click.pass_context
def ingest(
    ctx: click.Context,
    sources: tuple[str, ...],
    lists: tuple[Path, ...],
    reader: str | None,
    extractors: tuple[str, ...],
    stdin_name: str,
    offline: bool,
    allow_private: bool,
    jobs: int,
    relative_to: Path | None,
    question: str | None,
    position: str | None,
    thesis: str | None,
    dry_run: bool,
    progress: str,
    as_json: bool,
    db: str | None,
) -> None:
    """Add documents: files, web addresses, DOIs, arXiv ids, or lists of them.

    \b
    SOURCE is any of
      paper.pdf                  a file
      papers/                    a folder, with all that is in it and can be read
      'papers/**/*.tex'          a pattern, which ** takes into folders
      -                          standard input
      https://example.org/essay  a web address
      10.1234/abc, doi:10.1234/abc, https://doi.org/10.1234/abc
      2001.08361, arXiv:2001.08361v2, https://arxiv.org/abs/2001.08361

    A file that exists by the name comes before a DOI or arXiv id without doi: or arXiv:.
    Addresses are fetched with a pause between requests to one host, and kept as long as
    their server allows, in $KG_CACHE_DIR (default: claimgraph in the user's cache folder).
    $KG_CONTACT, if set, is sent with each request, so that a server's owner can write to you.

    A document that is already there says "unchanged"; one that changed, or is read by other
    extractors than before, replaces exactly what its earlier version contributed. Each item is
    stored whole or not at all.

    --extractor llm sends the text to the chat endpoint at $KG_LLM_URL, as the model
    $KG_LLM_MODEL and with the key $KG_LLM_KEY, if set. Answers are kept and cost is shown.
    """  # noqa: D301 - click knows a paragraph that keeps its lines by the character \b
    if not (sources or lists):
        raise click.UsageError("give a SOURCE or --list FILE")
    ctx.with_resource(_seldom_collected())
    # These load spaCy and SQLAlchemy, which the list of commands does without.
    from ingest.pipeline import ingest_all, untold
    from ingest.sources import Fetcher, expand
    from kg.database import Database

    fetcher = Fetcher(offline=offline, allow_private=allow_private)
    items = list(
        expand(
            sources,
            listed=lists,
            stdin_name=stdin_name,
            fetcher=fetcher,
            relative_to=relative_to,
        )
    )
    answer = _answer(question, position, thesis, texts=len(items))
    if progress == "json":
        _emit_step(items=[item.name for item in items])
    with Database.open(db) as database:
        reports = ingest_all(
            database,
            items,
            reader=reader,
            optional=extractors,
            offline=offline,
            jobs=jobs,
            dry_run=dry_run,
            answer=answer,
            tell=_tell if progress == "json" else untold,
        )
        bar = progress == "bar" and Console(stderr=True).is_terminal
        outcomes = Counter(_show(reports, total=len(items), as_json=as_json, bar=bar))
    failed, done = outcomes["refused"], outcomes.total() - outcomes["refused"]
    if not outcomes:
        raise click.UsageError("nothing to read there: no file has a suffix that a reader knows")
    if failed:
        ctx.exit(3 if done else 1)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Have garbage looked for seldom, and not once more among all there is when the program ends.

    Modules, models and records are many objects with hardly a cycle that would be garbage: to
    look through them took a tenth of a short run.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    atexit.register(gc.freeze)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _answer(
    question: str | None, position: str | None, thesis: str | None, *, texts: int
) -> Answer | None:
    from ingest.document import Answer

    words = [" ".join(given.split()) if given else None for given in (question, thesis)]
    if words[0] and position:
        if words[1] and texts > 1:
            raise click.UsageError("--thesis is a sentence of one text: add that text alone")
        return Answer(words[0], position, words[1])
    if question is not None or position is not None or thesis is not None:
        raise click.UsageError("give both --question and --position, or neither and no --thesis")
    return None


def _tell(name: str, stage: str) -> None:
    _emit_step(name=name, stage=stage)


def _emit_step(**step: object) -> None:
    """Print a step in one write, so that the lines of several workers stay whole."""
    click.echo(json.dumps(step), err=True)


def _show(reports: Iterable[Report], *, total: int, as_json: bool, bar: bool) -> Iterator[str]:
    """Print each report as it comes, and yield its outcome; progress goes to a terminal."""
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not bar,
    )
    with progress:
        task = progress.add_task("reading", total=total)
        for report in reports:
            progress.advance(task)
            if as_json:
                emit([asdict(report)])
            else:
                click.echo(_line(report), err=report.outcome == "refused")
            yield report.outcome


def _line(report: Report) -> str:
    counts = ", ".join(f"{number} {name}" for name, number in report.counts.items() if number)
    # What was fetched is read under its name with a suffix.
    detail = re.sub(rf"^{re.escape(report.name)}[.\w]*: ", "", report.reason or counts)
    told = f"{report.name}: {report.outcome}" + (f" ({detail})" if detail else "")
    return printable("; ".join([told, *(_cost(*one) for one in report.spent.items())]))


def _cost(name: str, spent: Spent) -> str:
    """Say what an extractor cost; what a service does not report is unknown, never 0."""
    parts = [_many(spent.requests, "request")]
    if spent.cached:
        parts.append(f"{_many(spent.cached, 'answer')} at hand")
    if spent.tokens_in is None or spent.tokens_out is None:
        parts.append("tokens unknown")
    else:
        parts.append(f"{spent.tokens_in:,} tokens in, {spent.tokens_out:,} out")
    if spent.priced:
        parts.append("cost unknown" if spent.cost is None else f"cost {spent.cost:.4f}")
    return f"{name}: {', '.join(parts)}"


def _many(number: int, name: str) -> str:
    return f"{number:,} {name}" + ("" if number == 1 else "s")
