"""A made-up database of any size, the same one for the same arguments.

Run: ``python -m benchmarks.generated --claims 100000 --documents 1000 --database FILE``.
Documents of about 5,000 words with an equal share of the claims each; one in twenty begins as a
near copy of an earlier one. Claims bear on others of their text and, one in five, on claims of
earlier texts; some links are disputed, some claims said again or in other words. There are
evidence, citations, references, works, concepts, dependencies, two questions with positions, and
what a person decided on some of it. The rows and the quads are those that
:meth:`kg.store.Store.add` would write. ``--words 1000`` makes texts shorter, ``--no-quads``
leaves the graphs out, which only the SPARQL page reads.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, update

from benchmarks.generator import Generator
from kg.database import Database
from kg.model import Bundle, Relation
from kg.rdf.project import Projection
from kg.store import equivalence, retrieval, sharing
from kg.store.bulk import insert_records, insert_rows
from kg.store.engine import writer
from kg.store.rows import batches
from kg.store.tables import GRAPH, REVISION
from kg.vocab import Action, Reason


def fill(database: Database, bundles: Iterable[Bundle], *, quads: bool = True) -> None:
    """Insert documents into an empty database as adding them would, but in one go."""
    known: set[str] = set()
    with writer(database.store.engine).begin() as connection:
        for one in bundles:
            new = [record for record in one.shared if record.id not in known]
            known.update(record.id for record in new)
            insert_records(connection, new)
            insert_records(connection, (one.document, *one.owned))
            sharing.contribute(connection, one.document, one.shared)
            insert_records(connection, one.links)
            retrieval.insert_signatures(connection, one.signatures)
            if quads:
                made = Projection().document_graphs(replace(one, links=()))
                _write(connection, ((one.document.id, graph) for graph in made.items()))
        equivalence.refresh(connection)
        if quads:
            for batch in batches(sorted(known)):
                entries = sharing.entries(connection, batch)
                _write(connection, ((e.record.id, Projection().shared_graph(e)) for e in entries))
        connection.execute(update(REVISION).values(value=1))


def _write(connection: Connection, graphs: Iterable[tuple[str, tuple[str, str]]]) -> None:
    rows = [
        {"owner": owner, "iri": iri, "nquads": text, "revision": 1} for owner, (iri, text) in graphs
    ]
    insert_rows(connection, GRAPH, rows)


def decide(database: Database, count: int) -> None:
    """Accept and reject some of what is proposed."""
    curator = database.curator("Ann")
    found = sorted(database.store.find(Relation, kind="rebuts"), key=lambda one: one.id)
    for at, one in enumerate(found[:count]):
        if at % 3:
            curator.decide(one.id, Action.ACCEPT)
        else:
            curator.decide(one.id, Action.REJECT, reason=Reason.WRONG_RELATION)


def main() -> None:
    """Make the database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--words", type=int, default=5000)
    parser.add_argument("--decisions", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-quads", action="store_true")
    parser.add_argument("--database", type=Path, required=True)
    given = parser.parse_args()
    if given.database.exists():
        parser.error(f"{given.database} is there already")
    started = time.perf_counter()
    generator = Generator(given.claims // given.documents, given.words, given.seed)
    with Database.open(str(given.database)) as database:
        fill(database, map(generator.bundle, range(given.documents)), quads=not given.no_quads)
        decide(database, given.decisions)
    size = given.database.stat().st_size / 1e6
    print(f"{given.database}: {size:.0f} MB in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
