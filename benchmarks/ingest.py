"""CPU seconds and peak memory of ingesting a text, beside its models alone.

Run: ``python -m benchmarks.ingest [FILE ...] [--runs 3] [--words 120000]``. The models alone
are spaCy's pipeline and the sentence encoder, over the sentences that ingest finds. Each figure
is of a process of its own; the runs alternate and the ratio is of the medians, once with the
start and once without: what a text of one sentence takes is the start. Without a file the texts
are the shipped essays (about 5,000 words) and a book of 300 pages, made of their sentences with
words exchanged, once. Ingest goes into a database that exists and is empty.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest import readers
from ingest.sentences import outline
from kg.database import Database

MODELS: Final = """
import sys
from ingest import nlp
from ingest.encoder import encode
lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
for parse in nlp.load().pipe(lines):
    pass
encode(lines)
"""
INGEST: Final = "from kg.cli import main; main()"
ESSAYS: Final = Path(__file__).parent.parent / "data" / "essays"
ONE_SENTENCE: Final = "Ponds fill with silt.\n"
_EXCHANGED: Final = 0.1
_PARAGRAPH: Final = re.compile(r"^[A-Z].*[.?!]$", re.MULTILINE)
_WORD: Final = re.compile(r"\b[a-z]{5,}\b")


@dataclass(frozen=True)
class Figures:
    """What one run took: CPU seconds and peak megabytes."""

    seconds: float
    megabytes: float


def main() -> None:
    """Print a table for each text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--words", type=int, default=120_000, help="length of the book")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = _file(folder / "one.md", ONE_SENTENCE)
        start = _compared(one, folder, arguments.runs)
        texts = [(file, arguments.runs) for file in arguments.files] or [
            (_file(folder / "essays.md", "\n".join(_bodies())), arguments.runs),
            (_file(folder / "book.md", _book(arguments.words)), 1),
        ]
        for text, runs in texts:
            _show(text, _compared(text, folder, runs), start)


def _compared(text: Path, folder: Path, runs: int) -> tuple[Figures, Figures]:
    """Return the medians of the models alone and of ``kg ingest``."""
    empty, database = folder / "empty.sqlite", folder / "benchmark.sqlite"
    Database.open(str(empty)).close()
    sentences = _file(folder / "sentences.txt", "\n".join(_sentences(text)))
    figures: list[tuple[Figures, Figures]] = []
    for _ in range(runs):
        alone = _measured(MODELS, str(sentences))
        shutil.copyfile(empty, database)
        figures.append((alone, _measured(INGEST, "ingest", "--db", str(database), str(text))))
    models, ingest = (_median(column) for column in zip(*figures, strict=True))
    return models, ingest


def _show(text: Path, taken: tuple[Figures, Figures], start: tuple[Figures, Figures]) -> None:
    print(f"{text.name}: {len(text.read_text(encoding='utf-8').split()):,} words")
    print(f"{'':14} {'CPU s':>8} {'without start':>14} {'peak MB':>8}")
    without = [one.seconds - none.seconds for one, none in zip(taken, start, strict=True)]
    for name, one, rest in zip(("models alone", "kg ingest"), taken, without, strict=True):
        print(f"{name:14} {one.seconds:8.2f} {rest:14.2f} {one.megabytes:8.0f}")
    models, ingest = taken
    print(f"{'ratio':14} {ingest.seconds / models.seconds:8.2f} {without[1] / without[0]:14.2f}")


def _sentences(text: Path) -> Iterator[str]:
    document = readers.read(text.read_bytes(), text.name)
    return (draft.clean.text for draft in outline(document)[1])


def _file(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _bodies() -> list[str]:
    essays = sorted(ESSAYS.glob("*.md"))
    return [path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in essays]


def _book(words: int) -> str:
    """Return a book of chapters and paragraphs, the same at every run."""
    rng = random.Random(1)
    prose = [body.partition("\n## References")[0] for body in _bodies()]
    paragraphs = [
        one for text in prose for one in re.findall(r"^[A-Z].*[.?!]$", text, re.MULTILINE)
    ]
    sentences = [one for text in paragraphs for one in re.split(r"(?<=[.?!])\s+(?=[A-Z])", text)]
    known = sorted({word for one in sentences for word in _WORD.findall(one)})

    def varied(sentence: str) -> str:
        return _WORD.sub(
            lambda word: rng.choice(known) if rng.random() < _EXCHANGED else word[0], sentence
        )

    written: list[str] = []
    length = 0
    while length < words:
        if len(written) % 16 == 0:
            written.append(f"# Chapter {len(written) // 16 + 1}")
        paragraph = " ".join(varied(rng.choice(sentences)) for _ in range(rng.randint(3, 8)))
        written.append(paragraph)
        length += len(paragraph.split())
    return "\n\n".join(written)


def _median(figures: tuple[Figures, ...]) -> Figures:
    return Figures(
        statistics.median(one.seconds for one in figures),
        statistics.median(one.megabytes for one in figures),
    )


def _measured(code: str, *arguments: str) -> Figures:
    command = [sys.executable, "-c", code, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)} failed")
    return Figures(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
