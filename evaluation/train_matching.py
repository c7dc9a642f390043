"""Count how often proposed relations are right: `python -m evaluation.train_matching [--check]`.

Writes what :mod:`ingest.resolve.relations.scoring` turns into probabilities: counts of all
proposals between the pairs of ``tests/planted``, ingested as texts, and between the seed texts,
where these are there (``../shared``), and the curve of a logistic regression on likeness for
those that rest on nothing else. Each joined pair of claims counts once for a kind and its
signals. It is right where the pair is marked with that kind, in that direction unless the kind
is mutual; ``related`` is right wherever the pair is marked with any kind. A pair that is not marked
is wrong, but for other sentences of one planted pair, of which the marks say nothing.

``--check`` writes nothing, and prints how the probabilities hold for pairs that were left out
of the counts, each in turn.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from evaluation.debate import (
    ANNOTATED,
    CONFLICTS,
    SETS,
    Row,
    Said,
    Sentences,
    across,
    is_right,
    located,
    planted_texts,
    seed_texts,
)
from evaluation.gold import GOLD, items
from evaluation.matching import Wordings
from ingest.resolve.relations.linking import LIKENESS
from ingest.resolve.relations.nearest import likeness
from ingest.resolve.relations.scoring import (
    COUNTS,
    CURVE,
    DIGITS,
    Counts,
    Curve,
    family,
    probability,
)
from kg.database import Database
from kg.model import Assertion, Claim, Relation

MUTUAL = CONFLICTS | {"restates", "differs_in_scope", "differs_in_date", "differs_in_measure"}
BANDS = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0))

Ends = frozenset[str]


@dataclass(frozen=True)
class Item:
    """What was proposed of one pair of claims, by kind and signals, and whether it is right.

    ``likeness`` is given where the proposal rests on nothing else.
    """

    family: str
    right: bool
    likeness: float | None = None


def planted(rows: Sequence[Row]) -> Iterator[Item]:
    """Yield the items of the planted texts."""
    with planted_texts(rows) as database:
        left, right = (located(database, rows, side) for side in ("left", "right"))
        homes = _homes(database)
        by_id = {row["id"]: row for row in rows}
        judged = []
        for one in across(database):
            forward = one.source_id in left and one.target_id in right
            ends = (one.source_id, one.target_id) if forward else (one.target_id, one.source_id)
            pair = left.get(ends[0])
            if pair is not None and pair == right.get(ends[1]):
                judged.append((one, _holds(by_id[pair], one, forward=forward)))
            elif homes[one.source_id].isdisjoint(homes[one.target_id]):
                judged.append((one, False))
        yield from _items(judged, database)


def seeds(shared: Path) -> Iterator[Item]:
    """Yield the items of the seed texts; nothing where they are not there."""
    with seed_texts(shared) as database:
        if database is None:
            return
        claims = Sentences(database)
        marks: dict[Ends, set[tuple[str, str]]] = defaultdict(set)
        for row in items(ANNOTATED):
            for source in claims.at(row["source"]):
                for target in claims.at(row["target"]):
                    marks[frozenset({source, target})].add((row["relation"], source))
        yield from _items([(one, _is_marked(one, marks)) for one in across(database)], database)


def _holds(row: Row, one: Relation, *, forward: bool) -> bool:
    if one.kind == "related":
        return bool(row["relation"] != "none")
    return is_right(row, Said(one.kind, forward, one.score, one.signals))


def _is_marked(one: Relation, marks: Mapping[Ends, set[tuple[str, str]]]) -> bool:
    """Whether a proposal is marked; of two texts that rebut each other either may be first."""
    found = marks.get(frozenset({one.source_id, one.target_id}), set())
    return any(
        one.kind == "related" or (one.kind == kind and (kind in MUTUAL or source == one.source_id))
        for kind, source in found
    )


def _homes(database: Database) -> dict[str, set[str]]:
    """Return the pairs in whose texts each claim stands."""
    names = {one.id: one.name.rpartition("-")[0] for one in database.sources()}
    homes: dict[str, set[str]] = defaultdict(set)
    for one in database.store.find(Assertion):
        homes[one.claim_id].add(names[one.document_id])
    return homes


def _items(judged: Sequence[tuple[Relation, bool]], database: Database) -> Iterator[Item]:
    """Yield an item a kind, its signals and two claims: right if one of its directions is."""
    found: dict[tuple[Ends, str], bool] = {}
    likely: set[tuple[Ends, str]] = set()
    for one, right in judged:
        key = frozenset({one.source_id, one.target_id}), family(one.kind, one.signals)
        found[key] = found.get(key, False) or right
        if one.signals == LIKENESS:
            likely.add(key)
    degrees = _degrees([ends for ends, _ in likely], database)
    for key, right in found.items():
        yield Item(key[1], right, degrees[key[0]] if key in likely else None)


def _degrees(pairs: Sequence[Ends], database: Database) -> dict[Ends, float]:
    """Return how alike the claims of some pairs are."""
    wordings = {
        one.id: one.wording
        for ends in pairs
        for one in map(database.store.get, ends)
        if isinstance(one, Claim)
    }
    known = Wordings(list(wordings.values()))
    return {ends: likeness(known.pair(*(wordings[end] for end in sorted(ends)))) for ends in pairs}


def counted(found: Sequence[Item]) -> dict[str, tuple[int, int]]:
    """Return how many items of each family are right, and how many there are."""
    made = Counter(one.family for one in found)
    right = Counter(one.family for one in found if one.right)
    return {name: (right[name], made[name]) for name in sorted(made)}


def fitted(found: Sequence[Item]) -> Curve:
    """Return the curve by likeness of the items that rest on it alone.

    Raises:
        ValueError: if all of them are right, or none is.
    """
    alike = [one for one in found if one.likeness is not None]
    model = LogisticRegression(C=np.inf)
    model.fit([[one.likeness] for one in alike], [one.right for one in alike])
    return Curve(round(float(model.intercept_[0]), DIGITS), round(float(model.coef_[0, 0]), DIGITS))


def left_out(found: Sequence[Item]) -> list[float]:
    """Return the probability of each item by all others."""
    counts = counted(found)
    return [
        probability(one.family, _without(counts, one))
        if one.likeness is None
        else fitted([other for other in found if other is not one]).at(one.likeness)
        for one in found
    ]


def _without(counts: Counts, one: Item) -> Counts:
    right, made = counts[one.family]
    return {**counts, one.family: (right - one.right, made - 1)}


def check(found: Sequence[Item]) -> Iterator[str]:
    """Yield stated probabilities beside what came true, and the error of both."""
    for name, members in (
        ("all", found),
        ("more than likeness", [one for one in found if not one.family.startswith("related ")]),
    ):
        stated = dict(zip(map(id, found), left_out(found), strict=True))
        yield f"{name}: {len(members)} proposals"
        for low, high in BANDS:
            inside = [one for one in members if low <= stated[id(one)] < high]
            if inside:
                mean = sum(stated[id(one)] for one in inside) / len(inside)
                true = sum(one.right for one in inside) / len(inside)
                held = f"mean {mean:.2f}, right {true:.2f} of {len(inside)}"
                yield f"  stated {low:.1f}-{high:.1f}: {held}"
        yield f"  Brier score {brier(members, [stated[id(one)] for one in members]):.3f}; " + (
            f"of the share that is right, always: {brier(members, _constant(members)):.3f}"
        )


def brier(found: Sequence[Item], stated: Sequence[float]) -> float:
    """Return the mean squared distance of probabilities from what came true, in [0, 1]."""
    return sum((p - one.right) ** 2 for one, p in zip(found, stated, strict=True)) / len(found)


def _constant(found: Sequence[Item]) -> list[float]:
    """Return for each item the share of the others that is right."""
    right = sum(one.right for one in found)
    return [(right - one.right) / (len(found) - 1) for one in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure, write nothing")
    parser.add_argument("--shared", type=Path, default=GOLD.parent, help="holds the seed texts")
    options = parser.parse_args()
    of_seeds = list(seeds(options.shared))
    found = [*planted(list(items(SETS["tests/planted"]))), *of_seeds]
    for name, (right, made) in counted(found).items():
        print(f"{name:40} {right:3} of {made:3}")
    print("\n".join(check(found)))
    if options.check:
        return
    if not of_seeds:
        parser.error(f"no seed texts in {options.shared}: the shipped counts rest on them")
    folder = Path(str(files("ingest.resolve.relations")))
    told = counted([one for one in found if one.likeness is None])
    rows = (f" {json.dumps(name)}: {list(row)}" for name, row in told.items())
    folder.joinpath(COUNTS).write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    folder.joinpath(CURVE).write_text(json.dumps(asdict(fitted(found))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
