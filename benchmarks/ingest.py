"""Seconds and peak memory of ingesting a text, beside spaCy alone on the same text.

Run: ``python -m benchmarks.ingest [FILE] [--runs 3]``. Without a file the shipped essays
are joined to a text of about 5,000 words. Each figure is of a process of its own, start
included; the runs alternate, and the ratio is of the medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SPACY_ALONE = """
import sys
from ingest import nlp
list(nlp.load().pipe(open(sys.argv[1], encoding="utf-8").read().split("\\n")))
"""
INGEST = "from kg.cli import main; main()"


def main() -> None:
    """Print a table of both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = arguments.file or _essays(Path(folder))
        database = Path(folder) / "benchmark.sqlite"
        commands = {
            "spaCy alone": [SPACY_ALONE, str(text)],
            "kg ingest": [INGEST, "ingest", "--db", str(database), str(text)],
        }
        figures: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(arguments.runs):
            for name, command in commands.items():
                database.unlink(missing_ok=True)
                figures[name].append(_measure(command))
        print(f"{len(text.read_text(encoding='utf-8').split())} words, {arguments.runs} runs")
        for name, runs in figures.items():
            seconds, memory = (statistics.median(column) for column in zip(*runs, strict=True))
            print(f"{name:12} {seconds:6.2f} s CPU {memory:6.0f} MB peak")
        alone, ingest = (statistics.median(run[0] for run in figures[name]) for name in commands)
        print(f"ratio        {ingest / alone:6.2f}")


def _essays(folder: Path) -> Path:
    essays = sorted((Path(__file__).parent.parent / "data" / "essays").glob("*.md"))
    bodies = [path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in essays]
    text = folder / "text.md"
    text.write_text("\n".join(bodies), encoding="utf-8")
    return text


def _measure(command: list[str]) -> tuple[float, float]:
    """Return CPU seconds and peak megabytes of one run in a child process."""
    code, *rest = command
    process = subprocess.Popen([sys.executable, "-c", code, *rest], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(rest)} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
