"""Relations between documents against pairs that we made or marked: `python -m evaluation.debate`.

``planted``: pairs of short invented texts with the relation between two of their sentences; a
third are traps. The rules were written with those of ``tests/planted`` in view, and the scores
are counted on them; those of ``evaluation/planted`` were only measured. All texts of a set are
ingested into one database, each as a document; a pair is found where a relation of the right
kind, in the right direction, joins the claims of both sentences. ``proposed`` counts, for each
kind, the pairs that got it and those that rightly did. Conflicts between texts of different
pairs are all wrong and counted apart. ``--given`` takes the marked sentences for claims
instead of extracting them.

``annotated``: pairs of claims of the seed texts, marked by us (``annotations/pairs.jsonl``):
how many are among the three best proposals for one of their claims, and how many of the
rebuttals proposed by default are marked as conflicts.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.annotated import digest, opened
from evaluation.gold import GOLD, items
from ingest.document import Sentence
from ingest.language.wording import claim_wording
from ingest.pipeline import ingest_all
from ingest.resolve.relations import Candidate
from ingest.resolve.relations.linking import link
from ingest.sources import expand
from kg.database import Database, database_url
from kg.model import Assertion, Claim, Passage, Relation
from kg.vocab import ClaimKind, Mode, Polarity
from kg.wording import claim_key

HERE = Path(__file__).resolve().parent
SETS = {
    "tests/planted": HERE.parent / "tests" / "planted" / "pairs.jsonl",
    "evaluation/planted": HERE / "planted" / "pairs.jsonl",
}
ANNOTATED = HERE / "annotations" / "pairs.jsonl"
CONFLICTS = frozenset({"rebuts", "undercuts"})
DIRECTIONS = {"left_to_right": (True, False), "right_to_left": (False, True), "both": (True, True)}
BEST = 3

Row = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What was proposed of a pair: kind, and whether from left to right."""

    kind: str
    forward: bool
    score: float | None
    signals: tuple[str, ...]


def candidate(row: Row, side: str) -> Candidate:
    """Return the claim of one side as it is given, in its own text."""
    wording = claim_wording(row[f"claim_{side}"])
    document = f"{row['id']}-{side}"
    claim = Claim(key=claim_key(wording), wording=wording)
    assertion = Assertion(
        document_id=document,
        passage_id=f"passage-{document}",
        run_id="run",
        claim_id=claim.id,
        holder_id=f"agent-{document}",
        mode=Mode.ASSERTS,
        polarity=Polarity.POSITIVE,
        kind=ClaimKind.EMPIRICAL,
        standalone=True,
        rule="given",
    )
    return Candidate(claim, (assertion,), context=row[side], works=frozenset({f"work-{document}"}))


def given(rows: Sequence[Row]) -> tuple[dict[str, list[Said]], int]:
    """Return what is proposed of each pair of given claims, and how many conflicts elsewhere."""
    left = {candidate(row, "left").id: row["id"] for row in rows}
    right = {candidate(row, "right").id: row["id"] for row in rows}
    found = link([candidate(r, "left") for r in rows], [candidate(r, "right") for r in rows])
    return sorted_out(found, left, right)


def extracted(rows: Sequence[Row]) -> tuple[dict[str, list[Said]], int]:
    """Return the same of the claims that extraction finds in the texts."""
    with planted_texts(rows) as database:
        claims = {side: located(database, rows, side) for side in ("left", "right")}
        return sorted_out(across(database), claims["left"], claims["right"])


@contextmanager
def planted_texts(rows: Sequence[Row]) -> Iterator[Database]:
    """Yield a database of both texts of each pair."""
    with tempfile.TemporaryDirectory() as folder:
        for row in rows:
            for side in ("left", "right"):
                path = Path(folder, f"{row['id']}-{side}.txt")
                path.write_text(row[side] + "\n", encoding="utf-8")
        with _ingested(folder, sorted(Path(folder).glob("*.txt"))) as database:
            yield database


@contextmanager
def seed_texts(shared: Path) -> Iterator[Database | None]:
    """Yield a database of the seed texts, None where they are not there."""
    texts = sorted((shared / "seeds").glob("*.txt"))
    if not texts:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder, _ingested(folder, texts) as database:
        yield database


@contextmanager
def _ingested(folder: str, texts: Sequence[Path]) -> Iterator[Database]:
    with Database.open(database_url(str(Path(folder, "texts.sqlite")))) as database:
        list(ingest_all(database, list(expand(list(map(str, texts))))))
        yield database


def across(database: Database) -> list[Relation]:
    """Return the relations between claims of different documents."""
    return [one for one in database.store.find(Relation) if one.document_id is None]


def located(database: Database, rows: Sequence[Row], side: str) -> dict[str, str]:
    """Return the pair of each claim that was found in the marked sentence of one side."""
    documents = {one.name: one for one in database.sources()}
    ids: dict[str, str] = {}
    for row in rows:
        document = documents[f"{row['id']}-{side}.txt"]
        start = row[side].index(row[f"claim_{side}"])
        end = start + len(row[f"claim_{side}"])
        for assertion in database.store.find(Assertion, document_id=document.id):
            passage = database.store.get(assertion.passage_id)
            assert isinstance(passage, Passage)
            if passage.start < end and start < passage.end:
                ids[assertion.claim_id] = row["id"]
    return ids


def sorted_out(
    found: Iterable[Relation], left: dict[str, str], right: dict[str, str]
) -> tuple[dict[str, list[Said]], int]:
    said: dict[str, list[Said]] = defaultdict(list)
    astray = 0
    for one in found:
        forward = one.source_id in left and one.target_id in right
        pair = left.get(one.source_id) if forward else right.get(one.source_id)
        other = right.get(one.target_id) if forward else left.get(one.target_id)
        if pair is not None and pair == other:
            said[pair].append(Said(one.kind, forward, one.score, one.signals))
        else:
            astray += one.kind in CONFLICTS
    return said, astray


def is_right(row: Row, said: Said) -> bool:
    """Whether a proposal is what the pair is marked with."""
    directed = DIRECTIONS[row["direction"]][0 if said.forward else 1]
    return bool(said.kind == row["relation"] and directed)


def counts(row: Row, said: Sequence[Said]) -> bool:
    """Whether the pair is found: for none, that nothing but likeness is said of it."""
    if row["relation"] == "none":
        return all(one.kind == "related" for one in said)
    return any(is_right(row, one) for one in said)


def table(rows: Sequence[Row], said: dict[str, list[Said]]) -> Iterator[str]:
    """Yield found pairs by trap and by kind, and the precision of what was proposed."""
    for name in ("trap", "relation"):
        groups: dict[str, list[bool]] = defaultdict(list)
        for row in rows:
            groups[row[name] or "no trap"].append(counts(row, said[row["id"]]))
        for group, right in sorted(groups.items()):
            yield f"  {name:9} {group:26} {sum(right):3} of {len(right):3}"
    by_kind: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in rows:
        for kind in sorted({one.kind for one in said[row["id"]]}):
            ok = any(is_right(row, one) for one in said[row["id"]] if one.kind == kind)
            by_kind[kind][ok] += 1
    for kind, held in sorted(by_kind.items()):
        yield f"  proposed  {kind:26} {held[True]:3} of {held.total():3} right"
    total = sum(counts(row, said[row["id"]]) for row in rows)
    yield f"  in all: {total} of {len(rows)}"


def annotated(shared: Path) -> Iterator[str]:
    """Yield how the seed texts' marked pairs fare; nothing where the texts are not there."""
    pairs = list(items(ANNOTATED))
    with seed_texts(shared) as database:
        if database is not None:
            yield from _fared(pairs, Sentences(database), across(database))


def _fared(pairs: Sequence[Row], claims: Sentences, found: Sequence[Relation]) -> Iterator[str]:
    ranks = ranked(found)
    groups: dict[str, list[int | None]] = defaultdict(list)
    marked: dict[frozenset[str], set[str]] = defaultdict(set)
    for pair in pairs:
        ends = [claims.at(pair[end]) for end in ("source", "target")]
        joined = [frozenset({a, b}) for a in ends[0] for b in ends[1]]
        for one in joined:
            marked[one].add(pair["relation"])
        best = min((ranks[one] for one in joined if one in ranks), default=None)
        groups[f"{pair['relation']}"].append(best)
        groups["in all"].append(best)
        groups[f"in all, grade {pair.get('grade')}"].append(best)
    for name, places in sorted(groups.items()):
        best_three = sum(place is not None and place < BEST for place in places)
        proposed = sum(place is not None for place in places)
        yield (
            f"  {name:18} {len(places):3} pairs, {best_three:3} among the three best of a claim, "
            f"{proposed:3} proposed"
        )
    rebuttals = {frozenset({r.source_id, r.target_id}) for r in found if r.kind == "rebuts"}
    right = sum(bool(CONFLICTS & marked[one]) for one in rebuttals)
    for kind, count in sorted(Counter(one.kind for one in found).items()):
        yield f"  {kind:18} {count:3} links"
    yield f"  rebuttals proposed: {len(rebuttals)} pairs, {right} of them marked as conflicts"


class Sentences:
    """Claims of the seed texts by the digest of their sentence."""

    def __init__(self, database: Database) -> None:
        self._store = database.store
        self._sources = {one.name: one.id for one in database.sources()}
        self._spans: dict[str, dict[str, tuple[int, int]]] = {}

    def at(self, place: Row) -> set[str]:
        """Return the ids of the claims in a sentence."""
        name = place["document"]
        if name not in self._spans:
            parsed = opened(name)
            assert parsed is not None
            self._spans[name] = {
                digest(one.clean): (one.start, one.end) for one in parsed.layer(Sentence)
            }
        start, end = self._spans[name].get(place["sentence"], (0, 0))
        document_id = self._sources[Path(name).name]
        return {
            one.claim_id
            for one in self._store.find(Assertion, document_id=document_id)
            if self._within(one, start, end)
        }

    def _within(self, assertion: Assertion, start: int, end: int) -> bool:
        passage = self._store.get(assertion.passage_id)
        assert isinstance(passage, Passage)
        return passage.start < end and start < passage.end


def ranked(found: Sequence[Relation]) -> dict[frozenset[str], int]:
    """Return for each pair its place among the proposals for one of its claims, from 0."""
    rows: dict[str, dict[str, float]] = defaultdict(dict)
    for one in found:
        for end, other in ((one.source_id, one.target_id), (one.target_id, one.source_id)):
            rows[end][other] = max(rows[end].get(other, 0.0), one.score or 0.0)
    places: dict[frozenset[str], int] = {}
    for claim, others in rows.items():
        order = sorted(others, key=lambda other: (-others[other], other))
        for place, other in enumerate(order):
            pair = frozenset({claim, other})
            places[pair] = min(place, places.get(pair, place))
    return places


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--given", action="store_true", help="take the marked sentences as claims")
    parser.add_argument("--shared", type=Path, default=GOLD.parent, help="holds the seed texts")
    parser.add_argument("--show", action="store_true", help="print each pair that is missed")
    options = parser.parse_args()
    for name, path in SETS.items():
        rows = list(items(path))
        said, astray = given(rows) if options.given else extracted(rows)
        print(f"{name}: {len(rows)} pairs, {'given' if options.given else 'extracted'} claims")
        print("\n".join(table(rows, said)))
        print(f"  conflicts between texts of different pairs, all wrong: {astray}")
        if options.show and name.startswith("tests"):
            print("\n".join(missed(rows, said)))
    print("annotated pairs of the seed texts")
    print("\n".join(annotated(options.shared)))


def missed(rows: Sequence[Row], said: dict[str, list[Said]]) -> Iterator[str]:
    for row in rows:
        if not counts(row, said[row["id"]]):
            what = sorted({(one.kind, *one.signals, one.score) for one in said[row["id"]]})
            yield f"    {row['id']} {row['relation']} {row['trap'] or ''}: {what}"


if __name__ == "__main__":
    main()
