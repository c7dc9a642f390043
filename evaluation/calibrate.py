"""How often rules are right: `python -m evaluation.calibrate [--check]`.

``evaluation/verdicts.jsonl`` holds a reader's verdicts on proposals of rules, drawn at random
from ten documents that nobody who wrote a rule had looked at (those on dependencies between claims
from single sentences, named by what they stand in); the proposals themselves are known by digest
alone. Counts them by rule and writes ``ingest/assembly/reliability.json``, where rules
start from; ``--check`` only prints. The second table is of probabilities made from the other
documents: what was stated beside what came true. The baseline is one probability a maker.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from evaluation.gold import items
from ingest.assembly import confidence

VERDICTS = Path(__file__).with_name("verdicts.jsonl")
PLACE = Path(str(files("ingest.assembly"))) / confidence.MEASURED


@dataclass(frozen=True)
class Verdict:
    """Whether a reader agrees with one proposal of a rule.

    ``maker`` is the extractor and the kind of record (``evidence/relation``).
    """

    document: str
    maker: str
    rule: str
    proposal: str
    right: bool


def counted(found: Iterable[Verdict]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return how many proposals were right and judged, by maker and rule."""
    tally: dict[str, dict[str, Counter[bool]]] = defaultdict(lambda: defaultdict(Counter))
    for one in found:
        tally[one.maker][one.rule][one.right] += 1
    return {
        maker: {rule: (counts[True], counts.total()) for rule, counts in sorted(rules.items())}
        for maker, rules in sorted(tally.items())
    }


def stated(found: list[Verdict]) -> dict[str, list[tuple[float, float, bool]]]:
    """Return, by maker, a rule's probability, its maker's, and whether it came true."""
    pairs: dict[str, list[tuple[float, float, bool]]] = defaultdict(list)
    for document in sorted({one.document for one in found}):
        others = counted(one for one in found if one.document != document)
        for one in found:
            said = confidence.precision(one.maker, one.rule, others)
            pooled = confidence.precision(one.maker, "", others)
            if one.document == document and said is not None and pooled is not None:
                pairs[one.maker].append((said, pooled, one.right))
    return pairs


def reliability(found: list[Verdict]) -> None:
    """Print, by maker and third of its proposals, what was stated beside what came true."""
    print(f"{'maker':28} stated  true  proposals")
    for maker, pairs in sorted(stated(found).items()):
        pairs.sort()
        thirds = [pairs[len(pairs) * n // 3 : len(pairs) * (n + 1) // 3] for n in range(3)]
        for third in filter(None, thirds):
            said, _, right = (sum(column) / len(third) for column in zip(*third, strict=True))
            print(f"{maker:28} {said:6.2f} {right:5.2f} {len(third):10}")
        brier, baseline = (
            sum((pair[which] - pair[2]) ** 2 for pair in pairs) / len(pairs) for which in (0, 1)
        )
        print(f"{maker:28} Brier score {brier:.3f}, baseline {baseline:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure, write nothing")
    found = [Verdict(**one) for one in items(VERDICTS)]
    counts = counted(found)
    for maker, rules in counts.items():
        right, judged = (sum(column) for column in zip(*rules.values(), strict=True))
        print(f"{maker}: {right} of {judged} right ({right / judged:.2f}), {len(rules)} rules")
    reliability(found)
    if not parser.parse_args().check:
        PLACE.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
