"""What one more document costs a database of many claims, and what reading the debate costs.

Run: ``python -m benchmarks.debate [--claims 20000 100000]``. The database is made up: documents of
a hundred claims, each speaking for or against three others of its text, and one in five against a
claim of an earlier text. The words of claims are as unevenly frequent as words are (Zipf), their
vectors random and of unit length, their keys those that ingest would give them. Then another such
document comes. Its candidates are looked up (``candidates``: keys and vectors; ``tied``: with all
that resolution reads and says of them), it is added, and the list of claims, one standing and
all strengths are read; a person accepts a link, and both are read again. The yardstick for each
size is to read all vectors and multiply them with the new ones. Seconds are of CPU time.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Final

import numpy as np
from sqlalchemy import select

from benchmarks.drafts import signature
from benchmarks.generated import fill
from ingest import encoder
from ingest.assembly import Origin
from ingest.assembly.links import tied
from ingest.resolve.relations import LIMIT, unpacked
from kg.database import Database
from kg.model import (
    Agent,
    Assertion,
    Bundle,
    Claim,
    Document,
    Passage,
    Record,
    Relation,
    Run,
    Work,
)
from kg.store.tables import VECTOR
from kg.views import ClaimFilter
from kg.vocab import Action, AgentKind, ClaimKind, Mode, Polarity

TEXT: Final = 100
WORDS: Final = 60_000
LENGTH: Final = 9
ACROSS: Final = 0.2
FOR_ONE: Final = 4
LINKS: Final = 3
APART: Final = 7
SYLLABLES: Final = [one + two for one in "bdfgklmnprstv" for two in ("a", "en", "i", "or", "u")]
HOLDER: Final = Agent(key="author", name="The author", kind=AgentKind.PERSON)


class Writer:
    """Makes up documents of a hundred claims."""

    def __init__(self) -> None:
        self.chance = random.Random(1)
        self.vectors = np.random.default_rng(1)
        self.claims: list[Claim] = []
        pick = self.chance.choice
        self.words = ["".join(pick(SYLLABLES) for _ in range(3)) for _ in range(WORDS)]
        self.weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))

    def bundle(self, number: int) -> Bundle:
        """Return a document with its claims, their relations and what they are found by."""
        claims = [self._claim() for _ in range(TEXT)]
        work = Work(key=f"title:text {number}", title=f"Text {number}")
        text = " ".join(one.wording for one in claims)
        document = Document(
            text=text,
            name=f"{number}.txt",
            work_id=work.id,
            sha256="0" * 64,
            media_type="text/plain",
            source=f"/made-up/{number}.txt",
        )
        run = Run(
            document_id=document.id,
            extractor="made-up",
            version="1",
            started_at="2026-01-01T00:00:00Z",
        )
        owned = (run, *self._stated(document, run, claims))
        speaking = [one for one in claims if self.claims and self.chance.random() < ACROSS]
        links = tuple(_link(one, self.chance.choice(self.claims)) for one in speaking)
        found = tuple(signature(one, self.vectors) for one in claims)
        self.claims += claims
        return Bundle(document, owned, (work, HOLDER, *claims), links, found)

    def _claim(self) -> Claim:
        words = self.chance.choices(self.words, cum_weights=self.weights, k=LENGTH)
        wording = " ".join(words).capitalize() + f" {self.chance.random()}."
        return Claim(key=wording.casefold(), wording=wording)

    def _stated(self, document: Document, run: Run, claims: list[Claim]) -> Iterator[Record]:
        start = 0
        for claim in claims:
            end = start + len(claim.wording)
            passage = Passage(
                document_id=document.id,
                start=start,
                end=end,
                exact=document.text[start:end],
                prefix="",
                suffix="",
            )
            start = end + 1
            yield passage
            yield Assertion(
                document_id=document.id,
                passage_id=passage.id,
                run_id=run.id,
                claim_id=claim.id,
                holder_id=HOLDER.id,
                mode=Mode.ASSERTS,
                polarity=Polarity.POSITIVE,
                kind=ClaimKind.EMPIRICAL,
                standalone=True,
                rule="made-up",
                salience=self.chance.random(),
                score=0.8,
            )
        for at, claim in enumerate(claims):
            kind = self.chance.choice(("supports", "supports", "rebuts"))
            for target in {(at // FOR_ONE + step * APART) % at for step in range(LINKS) if at}:
                yield Relation(
                    kind=kind,
                    document_id=document.id,
                    run_id=run.id,
                    source_claim_id=claim.id,
                    target_claim_id=claims[target].id,
                    signals=("made-up",),
                    score=0.7,
                )


def _link(one: Claim, other: Claim) -> Relation:
    return Relation(
        kind="rebuts",
        source_claim_id=one.id,
        target_claim_id=other.id,
        signals=("made-up",),
        score=0.6,
    )


def brute_force(database: Database, new: Bundle) -> int:
    """Compare new claims with all stored ones; return how many are near."""
    with database.store.engine.connect() as connection:
        stored = [unpacked(one) for one in connection.scalars(select(VECTOR.c.vector))]
    fresh = np.stack([unpacked(one.vector) for one in new.signatures])
    return int((fresh @ np.stack(stored).T > 0.9).sum())


def candidates(database: Database, new: Bundle) -> int:
    """Look up the claims that share a key with new ones, and their vectors; return how many."""
    sought = {key for one in new.signatures for key in one.keys}
    found = {id for ids in database.store.by_keys(sought, LIMIT).values() for id in ids}
    return len(database.store.vectors(found, encoder.encoder_name()))


def tie(database: Database, new: Bundle) -> int:
    """Find the relations of new claims; return how many."""
    return len(tied(new, Origin("new.txt", "/made-up/new.txt"), database.store).links)


def accept(database: Database, claim_id: str) -> str:
    """Accept the first link that bears on a claim; return what kind it is."""
    link = min(database.store.find(Relation, target_claim_id=claim_id), key=lambda one: one.id)
    database.curator("Ann").decide(link.id, Action.ACCEPT)
    return link.kind


def measure(claims: int, folder: Path) -> Iterator[tuple[str, float, object]]:
    """Yield what was done, the CPU seconds that it took, and what came of it."""

    def of(what: str, work: Callable[[], object]) -> tuple[str, float, object]:
        started = time.process_time()
        made = work()
        return what, time.process_time() - started, made

    maker, texts = Writer(), claims // TEXT
    with Database.open(str(folder / f"{claims}.sqlite")) as database:
        yield of("fill", lambda: fill(database, map(maker.bundle, range(texts)), quads=False))
        new = maker.bundle(texts)
        encoder.encode(["load the model"])
        yield of("brute force", lambda: brute_force(database, new))
        yield of("candidates", lambda: candidates(database, new))
        yield of("add", lambda: database.store.add(new).value)
        yield of("claims, 20 listed", lambda: len(database.claims(ClaimFilter(limit=20))))
        yield of("claims, counted", database.count_claims)
        first = maker.claims[0].id
        yield of("one standing", lambda: round(database.debate().standing(first).strength, 3))
        yield of("all strengths", lambda: len(database.debate().whole.strengths))
        yield of("all labels", lambda: len(database.debate().whole.labels))
        yield of("a decision", lambda: accept(database, first))
        yield of("one standing", lambda: round(database.debate().standing(first).strength, 3))
        yield of("all strengths", lambda: len(database.debate().whole.strengths))
        yield of("tied", lambda: tie(database, maker.bundle(texts + 1)))


def main() -> None:
    """Print a line for each thing done, at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[20_000, 100_000])
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for size in parser.parse_args().claims:
            print(f"{size} claims")
            brute = None
            for what, spent, made in measure(size, Path(name)):
                brute = spent if what == "brute force" else brute
                beside = f"{spent / brute:6.1f} times brute force" if brute else ""
                grown = f"{spent / first.setdefault(what, spent):5.1f} times the first size"
                print(f"  {what:18} {spent:7.2f} s {grown} {beside:26} ({made})", flush=True)


if __name__ == "__main__":
    main()
