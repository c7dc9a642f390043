"""All tasks of extraction against gold: `python -m evaluation.run [--gold DIR] [TASK …]`.

Prints a line a task and data set: split and how it was used, size, the commonest label, a
simple baseline, ours, and an interval. Sets that a shipped model was fitted to are measured by
cross-validation, those that it never saw with the model as it ships; rules are zero-shot. A
set that is not in DIR is left out. References, links, sections and works have tables of their
own (``evaluation.references``, ``.citations``, ``.sections``, ``.works``), as has what is only
annotated by us (``evaluation.trial``, ``.calibrate``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from evaluation.gold import GOLD
from evaluation.tables import Row, show

TASKS = (
    "citation_function",
    "claims",
    "causal_pairs",
    "argument_relations",
    "dependencies",
    "matching",
)


def rows(gold: Path, tasks: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of some tasks."""
    for task in tasks:
        yield from import_module(f"evaluation.{task}").rows(gold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=", ".join(TASKS))
    parser.add_argument("--gold", type=Path, default=GOLD, help="the folder with the sets")
    given = parser.parse_args()
    unknown = sorted(set(given.tasks) - set(TASKS))
    if unknown:
        parser.error(f"there is no task {unknown[0]!r}; there are: {', '.join(TASKS)}")
    if not given.gold.is_dir():
        sys.exit(f"there is no folder {given.gold}; name one with --gold")
    show(rows(given.gold, given.tasks or TASKS))


if __name__ == "__main__":
    main()
