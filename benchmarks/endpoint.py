"""How long our endpoint takes beside ``oxigraph serve``, rdflib-endpoint and the engine alone.

Run: ``python -m benchmarks.endpoint [--quads 100000 1000000] [--rdflib-endpoint PATH]``.
Documents are made up: claims with texts, years, links for and against, and what rests on what, in
a named graph each. All servers hold the same quads and are asked the same eight queries over one
kept-alive connection, one after the other; ``oxigraph serve`` holds the merge of all graphs as its
default graph too, as our workers do. ``PATH`` is the command rdflib-endpoint of an environment of
its own, with oxrdflib; it is left out where none is given. Figures are medians in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store

from kg.database import Database
from kg.vocab import PREFIXES

BIN = Path(sys.executable).parent
BASE = PREFIXES["cgid"]
CLAIMS = 40  # of a document, eight quads each
RUNS = 9
ACCEPT = "application/sparql-results+json, application/n-triples"
CLAIM = f"<{BASE}claim/s1d7c7>"
QUERIES = {
    "one record": f"SELECT ?p ?o {{ {CLAIM} ?p ?o }}",
    "both sides of a claim": f"""SELECT ?kind (COUNT(?other) AS ?n) {{
        VALUES ?kind {{ cg:rebuts cg:supports }} ?other ?kind {CLAIM} }} GROUP BY ?kind""",
    "what it rests on": f"SELECT DISTINCT ?what {{ {CLAIM} cg:restsOn+ ?what }}",
    "what rests on it": f"SELECT DISTINCT ?what {{ ?what cg:restsOn+ {CLAIM} }}",
    "a whole document": f"""CONSTRUCT {{ ?s ?p ?o }}
        WHERE {{ GRAPH <{BASE}document/s1d7#graph> {{ ?s ?p ?o }} }}""",
    "a thousand claims": """SELECT ?claim ?text ?year { ?claim a schema:Claim ;
        schema:text ?text ; cg:year ?year } LIMIT 1000""",
    "most contested": """SELECT ?claim (COUNT(?other) AS ?n) { ?other cg:rebuts ?claim }
        GROUP BY ?claim ORDER BY DESC(?n) ?claim LIMIT 20""",
    "claims by year": """SELECT ?year (COUNT(?claim) AS ?n) { ?claim a schema:Claim ;
        cg:year ?year } GROUP BY ?year ORDER BY ?year""",
}
Ask = Callable[[str], int]


def documents(quads: int, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield graph IRIs and their N-Quads, about so many in all."""
    count = max(quads // (CLAIMS * 8), 8)
    a, claim = f"<{PREFIXES['rdf']}type>", f"<{PREFIXES['schema']}Claim>"
    text, cg = f"<{PREFIXES['schema']}text>", PREFIXES["cg"]
    year = f"<{PREFIXES['xsd']}gYear>"

    def any_claim() -> str:
        return f"<{BASE}claim/s1d{rng.randrange(count)}c{rng.randrange(CLAIMS)}>"

    for number in range(count):
        name = f"{BASE}document/s1d{number}#graph"
        lines = []
        for at in range(CLAIMS):
            this = f"<{BASE}claim/s1d{number}c{at}>"
            said = f"Tide mill {rng.randrange(10**6)} of pond {at} pays for {rng.random()} years."
            before = f"<{BASE}claim/s1d{number}c{at // 2}>"
            for predicate, value in (
                (a, claim),
                (text, f'"{said}"'),
                (f"<{cg}year>", f'"{rng.randint(1990, 2025)}"^^{year}'),
                (f"<{cg}rebuts>", any_claim()),
                (f"<{cg}supports>", any_claim()),
                (f"<{cg}restsOn>", before),
                (f"<{cg}status>", '"proposed"'),
                (f"<{cg}expresses>", any_claim()),
            ):
                lines.append(f"{this} {predicate} {value} <{name}> .\n")
        yield name, "".join(lines)


@contextmanager
def process(*command: object) -> Iterator[None]:
    """Run a server until the block ends."""
    with subprocess.Popen(
        [*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def client(url: str) -> Ask:
    """Return a function that asks a server and returns the size of its answer."""
    kept = httpx.Client(timeout=600)

    def ask(query: str) -> int:
        response = kept.get(url, params={"query": query}, headers={"Accept": ACCEPT})
        response.raise_for_status()
        return len(response.content)

    for _ in range(1200):
        try:
            ask("ASK {}")
        except httpx.TransportError:
            time.sleep(0.25)
        else:
            return ask
    raise SystemExit(f"no server at {url}")


def engine(path: Path) -> Ask:
    """Return a function that asks Oxigraph in this process, without HTTP."""
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)

    def ask(query: str) -> int:
        result = store.query(query)
        syntax = (
            RdfFormat.N_TRIPLES if isinstance(result, QueryTriples) else QueryResultsFormat.JSON
        )
        return len(result.serialize(format=syntax) or b"")  # type: ignore[arg-type]

    return ask


def declared(query: str) -> str:
    """Return a query with the prefixes that it uses, as a client would send it."""
    used = (f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if f"{name}:" in query)
    return "".join(used) + query


def milliseconds(ask: Ask, query: str) -> float:
    """Return the median of some runs after one that does not count; fewer where they are slow."""
    ask(query)
    spent: list[float] = []
    while len(spent) < RUNS and sum(spent) < 15_000:
        started = time.perf_counter()
        ask(query)
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def prepare(folder: Path, quads: int) -> tuple[Path, Path]:
    """Write the quads as an N-Quads file with its merge, and as the graphs of a database."""
    graphs = list(documents(quads, random.Random(1)))
    file, database = folder / "all.nq", folder / "claims.sqlite"
    with file.open("w", encoding="utf-8") as out:
        for name, text in graphs:
            out.write(text)
            out.write(text.replace(f" <{name}> .\n", " .\n"))
    (folder / "named.nq").write_text("".join(text for _, text in graphs), encoding="utf-8")
    Database.open(str(database)).close()
    with sqlite3.connect(database) as connection:
        connection.executemany(
            "INSERT INTO graph (iri, owner, revision, nquads) VALUES (?, 'benchmark', 1, ?)", graphs
        )
        connection.execute("UPDATE revision SET value = 1")
    return file, database


def servers(
    stack: ExitStack, folder: Path, file: Path, database: Path, rdflib: str | None
) -> Iterator[tuple[str, Ask]]:
    """Start each server and yield what asks it."""
    port = free_port()
    started = time.perf_counter()
    options = ("--db", database, "--port", port, "--seconds", 600, "--rate", 0)
    stack.enter_context(process(BIN / "kg", "serve", *options))
    yield "ours", client(f"http://127.0.0.1:{port}/sparql")
    print(f"  ours was up after {time.perf_counter() - started:.1f} s")
    port, store = free_port(), folder / "oxigraph"
    load = (BIN / "oxigraph", "load", "--location", store, "--file", file)
    subprocess.run(list(map(str, load)), check=True, capture_output=True)
    subprocess.run([BIN / "oxigraph", "optimize", "--location", store], check=False)
    bind = ("--location", store, "--bind", f"127.0.0.1:{port}")
    stack.enter_context(process(BIN / "oxigraph", "serve-read-only", *bind))
    yield "oxigraph serve", client(f"http://127.0.0.1:{port}/query")
    yield "oxigraph, no HTTP", engine(file)
    if rdflib is not None:
        port = free_port()
        named = folder / "named.nq"
        serve = (rdflib, "serve", "--port", port, "--store", "Oxigraph", named)
        stack.enter_context(process(*serve))
        yield "rdflib-endpoint", client(f"http://localhost:{port}/")


def report(quads: int, rdflib: str | None) -> None:
    """Print a table for a dataset of one size."""
    print(f"{quads:,} quads")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        asks = dict(servers(stack, folder, *prepare(folder, quads), rdflib))
        print(f"  {'':24}" + "".join(f"{one:>19}" for one in asks) + "  ours / oxigraph serve")
        ratios = []
        for title, query in QUERIES.items():
            spent = {one: milliseconds(ask, declared(query)) for one, ask in asks.items()}
            ratios.append(spent["ours"] / spent["oxigraph serve"])
            figures = "".join(f"{one:19.2f}" for one in spent.values())
            print(f"  {title:24}{figures}  {ratios[-1]:.2f}", flush=True)
        print(f"  median of the ratios: {statistics.median(ratios):.2f}")
        _restart(asks["ours"], database_url=str(folder / "claims.sqlite"))


def _restart(ask: Ask, database_url: str) -> None:
    """Print how long the first answer takes after a query was stopped and its worker killed."""
    from kg.errors import QueryLimitError
    from kg.rdf import sparql

    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with Database.open(database_url) as database:
        sparql.run(database.dataset, "ASK {}")
        spent = []
        for _ in range(5):
            try:
                sparql.run(database.dataset, slow, limit_seconds=0.5)
            except QueryLimitError:
                started = time.perf_counter()
                sparql.run(database.dataset, "ASK {}")
                spent.append((time.perf_counter() - started) * 1000)
    print(f"  first answer after a worker was killed: {statistics.median(spent):.0f} ms")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rdflib-endpoint", default=os.environ.get("RDFLIB_ENDPOINT"))
    chosen = parser.parse_args(arguments)
    for quads in chosen.quads:
        report(quads, chosen.rdflib_endpoint)


if __name__ == "__main__":
    main()
