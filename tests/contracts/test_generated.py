"""The made-up database of the benchmarks is one that the program could have made."""

from __future__ import annotations

from pathlib import Path

from benchmarks.generated import fill
from benchmarks.generator import Generator
from kg.database import Database

TEXTS = 3


def test_to_fill_in_one_go_is_to_add_one_after_the_other(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "a.sqlite")) as at_once:
        fill(at_once, map(Generator(8, 600).bundle, range(TEXTS)))
        with Database.open(str(tmp_path / "b.sqlite")) as added:
            generator = Generator(8, 600)
            for number in range(TEXTS):
                added.add(generator.bundle(number))
            assert list(at_once.store.dump()) == list(added.store.dump())
            assert at_once.store.stored_graphs() == added.store.stored_graphs()
        assert at_once.store.faults() == []
