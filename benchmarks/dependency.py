"""How long questions about dependencies take, and how that grows, beside networkx and rustworkx.

Run: ``python -m benchmarks.dependency [--edges 100000 1000000]``. Three graphs are made up of each
size: ``sparse`` joins any two nodes, ``deep`` is one long chain, ``loops`` has many small rings
that rest on one another. The yardsticks walk the same links as plain graphs, which are made
beforehand: reachability for questions 1 and 2, strongly connected parts for layers and loops.
Ours answer more: kinds, ways there, conditions, shortest cycles, entries. Growth is the power of
the number of edges that the time goes with, from the first size to the last; 1.0 is linear. Larger
graphs miss the processor's caches more often, so look at the growth of networkx beside it. The
garbage collector leaves the graphs alone, but not what an answer makes.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log

import networkx as nx
import rustworkx as rx

from kg.analysis.dependency import (
    Graph,
    Supposition,
    consequences,
    layers,
    loops,
    rests_on,
    what_rests_on,
)

RING = 5
Links = list[tuple[int, int]]


def sparse(edges: int, rng: random.Random) -> Links:
    """Return links between any two of a third as many nodes; most are in one large loop."""
    nodes = edges // 3
    return [(rng.randrange(nodes), rng.randrange(nodes)) for _ in range(edges)]


def deep(edges: int, rng: random.Random) -> Links:
    """Return the links of one chain."""
    return [(node + 1, node) for node in range(edges)]


def rings(edges: int, rng: random.Random) -> Links:
    """Return rings, each of which rests on one made before it."""
    links = []
    for first in range(0, edges // (RING + 1) * RING, RING):
        links += [(first + at, first + (at + 1) % RING) for at in range(RING)]
        if first:
            links.append((first, rng.randrange(first)))
    return links


SHAPES = {"sparse": sparse, "deep": deep, "loops": rings}


@dataclass(frozen=True, slots=True)
class Case:
    """The same links three times, and nodes that much rests on, and that rests on much."""

    graph: Graph
    plain: nx.DiGraph[str]
    rust: rx.PyDiGraph[str, None]
    foundation: int
    result: int

    @classmethod
    def of(cls, links: Links, rng: random.Random) -> Case:
        """Return links as a graph of ours, of networkx and of rustworkx."""
        found = sorted({link for link in links if link[0] != link[1]})
        names = [f"n{node:07}" for node in range(max(map(max, found)) + 1)]
        graph: Graph = nx.MultiDiGraph()
        plain: nx.DiGraph[str] = nx.DiGraph()
        for start, end in found:
            graph.add_edge(names[start], names[end], key=rng.choice(("requires", "enables")))
            plain.add_edge(names[start], names[end])
        rust: rx.PyDiGraph[str, None] = rx.PyDiGraph()
        rust.add_nodes_from(names)
        rust.add_edges_from_no_data(found)
        tried = {node for link in (found[0], found[-1]) for node in link}
        return cls(
            graph,
            plain,
            rust,
            max(tried, key=lambda node: len(rx.ancestors(rust, node))),
            max(tried, key=lambda node: len(rx.descendants(rust, node))),
        )


def questions(case: Case) -> Iterator[tuple[str, tuple[Callable[[], object], ...]]]:
    """Yield each question with how we, networkx and rustworkx answer it."""
    graph, plain, rust = case.graph, case.plain, case.rust
    low, high = case.rust[case.foundation], case.rust[case.result]
    yield (
        "1 what rests on it",
        (
            lambda: what_rests_on(graph, low),
            lambda: nx.ancestors(plain, low),
            lambda: rx.ancestors(rust, case.foundation),
        ),
    )
    yield (
        "1 what it rests on",
        (
            lambda: rests_on(graph, high),
            lambda: nx.descendants(plain, high),
            lambda: rx.descendants(rust, case.result),
        ),
    )
    yield (
        "1 layers",
        (
            lambda: layers(graph),
            lambda: list(nx.topological_generations(nx.condensation(plain))),
            lambda: rx.topological_generations(rx.digraph_condensation(rust)),
        ),
    )
    yield (
        "2 what falls with it",
        (
            lambda: consequences(graph, Supposition(denied=frozenset({low}))),
            lambda: nx.ancestors(plain, low),
            lambda: rx.ancestors(rust, case.foundation),
        ),
    )
    yield (
        "4 loops",
        (
            lambda: loops(graph),
            lambda: list(nx.strongly_connected_components(plain)),
            lambda: rx.strongly_connected_components(rust),
        ),
    )


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that some work takes, never 0."""
    started = time.process_time()
    work()
    return max(time.process_time() - started, 1e-6)


def report(shape: str, sizes: list[int]) -> None:
    """Print what each question takes on graphs of one shape."""
    taken: dict[str, list[tuple[float, ...]]] = {}
    for edges in sizes:
        rng = random.Random(1)
        case = Case.of(SHAPES[shape](edges, rng), rng)
        gc.collect()
        gc.freeze()
        print(f"{shape}: {case.plain.number_of_nodes()} nodes, {case.plain.size()} edges")
        for name, ways in questions(case):
            ours, networkx, rustworkx = times = tuple(seconds(way) for way in ways)
            taken.setdefault(name, []).append(times)
            print(
                f"  {name:20} {ours:7.2f} s; networkx {networkx:6.2f} s, {ours / networkx:5.1f} "
                f"times; rustworkx {rustworkx:6.3f} s, {ours / rustworkx:6.1f} times"
            )
        gc.unfreeze()
    if len(sizes) > 1:
        size = log(sizes[-1] / sizes[0])
        for name, every in taken.items():
            ours, networkx, _ = (
                log(b / a) / size for a, b in zip(every[0], every[-1], strict=True)
            )
            print(f"  {name:20} grows with power {ours:.2f}, networkx with {networkx:.2f}")


def main() -> None:
    """Print all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edges", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    asked = parser.parse_args()
    for shape in asked.shapes:
        report(shape, asked.edges)


if __name__ == "__main__":
    main()
