"""How long the standing of many claims takes, beside one plain pass over the same links.

Run: ``python -m benchmarks.standing [--claims 100000] [--relations 300000]``. Two graphs are made
up. In ``debate`` claims belong to texts of forty and mostly speak for or against claims of their
own text, with loops of support among a few; in ``tangle`` every link joins any two claims, which
no debate does. The yardstick is networkx walking the same links once.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable

import networkx as nx

from kg.analysis.standing.explanation import explain
from kg.analysis.standing.framework import Framework, Inference
from kg.analysis.standing.gradual import strengths
from kg.analysis.standing.labelling import grounded
from kg.analysis.standing.removal import Removals

TEXT = 40
ACROSS = 0.1
BACKWARDS = 0.03
UNDERCUTS = 0.05


def debate(claims: int, relations: int, rng: random.Random) -> Framework:
    """Return a framework of texts whose claims mostly speak for earlier ones of their own."""

    def ends() -> tuple[int, int]:
        source = rng.randrange(claims)
        if rng.random() < ACROSS:
            return source, rng.randrange(claims)
        first = source - source % TEXT
        target = rng.randint(first, source) if rng.random() > BACKWARDS else source + 1
        return source, min(max(first, target - (target == source)), claims - 1)

    return _framework(claims, [ends() for _ in range(relations)], rng)


def tangle(claims: int, relations: int, rng: random.Random) -> Framework:
    """Return a framework in which every link joins any two claims."""
    return _framework(
        claims, [(rng.randrange(claims), rng.randrange(claims)) for _ in range(relations)], rng
    )


def _framework(claims: int, ends: list[tuple[int, int]], rng: random.Random) -> Framework:
    inferences = []
    for at, (source, target) in enumerate(ends):
        undercut = at > 0 and rng.random() < UNDERCUTS
        inferences.append(
            Inference(
                f"r{at}",
                f"c{source}",
                f"r{rng.randrange(at)}" if undercut else f"c{target}",
                -1 if undercut or rng.random() < 0.3 else 1,
                rng.choice((0.5, 0.7, 0.9, 1.0)),
            )
        )
    return Framework(
        {f"c{at}": rng.choice((0.0, 0.3, 0.6)) for at in range(claims)}, tuple(inferences)
    )


def _pass(framework: Framework) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(framework.base)
    graph.add_edges_from((one.source, one.target) for one in framework.inferences)
    for node in graph:
        max((framework.base.get(other, 1.0) for other in graph.predecessors(node)), default=0.0)


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def report(made: Framework) -> None:
    """Print what each computation takes on one framework."""
    plain = _seconds(lambda: _pass(made))
    found = strengths(made)
    unsettled = sum(one.upper - one.lower > 1e-6 for one in found.values())
    more = Framework(made.base, (*made.inferences, Inference("new", "c1", "c0", 1, 0.5)))
    print(f"  one pass of networkx  {plain:6.2f} s; {unsettled} statements in open conflicts")
    for name, work in (
        ("strengths", lambda: strengths(made)),
        ("grounded", lambda: grounded(made)),
        ("one new relation", lambda: found.updated(more)),
        ("one explanation", lambda: explain(Removals(made, "c0"), 1)),
    ):
        spent = _seconds(work)
        print(f"  {name:20}  {spent:6.2f} s, {spent / plain:5.1f} passes")


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--relations", type=int, default=300_000)
    sizes = parser.parse_args()
    for make in (debate, tangle):
        print(f"{make.__name__}: {sizes.claims} claims, {sizes.relations} relations")
        report(make(sizes.claims, sizes.relations, random.Random(1)))


if __name__ == "__main__":
    main()
