"""References parsed a second on one core, and how long the model takes to load.

Run: ``python -m benchmarks.references [--seconds 5]``. The references are made up, in the
lengths and styles of reference lists; each round renders others, so that no cache of whole
strings could help.
"""

from __future__ import annotations

import argparse
import random
import time

from ingest.bibliography.entry import parse_reference

FAMILIES = ("Okafor", "Lindqvist", "Moreau", "Sato", "van der Berg", "Ibáñez", "O'Neill")
WORDS = "tides of slow canals and the keepers their weirs boats in spring under low light"
STYLES = (
    "{a} ({y}). {t}. Journal of Slow Results, {v}({i}), {p}. https://doi.org/10.1234/jsr.{v}.{i}",
    "{a}, “{t},” Annals of Modest Claims, vol. {v}, no. {i}, pp. {p}, {y}.",
    "{a}. {t}. Comput Notes. {y};{v}({i}):{p}.",
    "{a}: {t}. In: Moreau, C. (ed.) Proceedings of the Canal Workshop, pp. {p}. Canal Press ({y})",
)


def entry(rng: random.Random) -> str:
    """Return a reference of some two hundred characters."""
    people = rng.sample(FAMILIES, rng.randint(1, 5))
    first = rng.randint(1, 900)
    return rng.choice(STYLES).format(
        a=", ".join(f"{name}, {rng.choice('ABCDEHJKMRT')}." for name in people),
        t=" ".join(rng.choices(WORDS.split(), k=rng.randint(6, 14))).capitalize(),
        y=rng.randint(1950, 2025),
        v=rng.randint(1, 99),
        i=rng.randint(1, 12),
        p=f"{first}–{first + 12}",
    )


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    seconds = parser.parse_args().seconds
    rng = random.Random(1)
    started = time.perf_counter()
    parse_reference("")
    parse_reference("Sato, K. (2001). First.")
    loaded = time.perf_counter() - started
    done, characters, spent = 0, 0, 0.0
    while spent < seconds:
        entries = [entry(rng) for _ in range(200)]
        started = time.process_time()
        for raw in entries:
            parse_reference(raw)
        spent += time.process_time() - started
        done += len(entries)
        characters += sum(map(len, entries))
    print(f"first reference, model loaded  {loaded * 1000:6.0f} ms")
    print(
        f"{done} references, {characters / done:.0f} characters each  {done / spent:6.0f} a second"
    )


if __name__ == "__main__":
    main()
