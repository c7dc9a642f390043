"""The quads kept beside the records: who makes them, and when a graph gets a new revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Select, bindparam, column, func, select, update

from kg.model import Bundle, Decision, Entry
from kg.store.rows import Row, batches
from kg.store.tables import GRAPH, REVISION

DECISIONS = "decisions"
Wanted = Mapping[str, Mapping[str, str]]
_LONG: Final = 4_000_000  # characters; the graph of a paper has fewer
_PIECE: Final = 1_000_000
_FEW: Final = 20  # graphs, which may be as long


class Projector(Protocol):
    """Turns records into named graphs; pure, so that a graph is a function of its records."""

    def document_graphs(self, bundle: Bundle) -> Mapping[str, str]:
        """Return N-Quads by graph IRI of what the document owns.

        The answer must not depend on ``bundle.links``, which other documents bring as well;
        ``bundle.shared`` is what this document says of shared records.
        """
        ...

    def shared_graph(self, entry: Entry) -> tuple[str, str]:
        """Return IRI and N-Quads of the graph of a Work, Agent, Concept, Claim or Question."""
        ...

    def decisions_graph(self, decisions: Sequence[Decision]) -> tuple[str, str]:
        """Return IRI and N-Quads of the graph of all decisions, in the order they were made."""
        ...


def write_graphs(connection: Connection, wanted: Mapping[str, dict[str, str]]) -> None:
    """Make ``wanted`` (N-Quads by IRI, by owner) all that these owners have, and empty it.

    Graphs whose text changes get the next revision; graphs that vanish keep their row
    without text. Nothing is written, and no revision used, where all is as it was.
    """
    stored = _stored(connection, wanted)
    rows: list[Row] = [
        {"iri": iri, "owner": owner, "nquads": text}
        for owner, graphs in wanted.items()
        for iri in stored[owner].keys() | graphs.keys()
        for text in [graphs.pop(iri, None)]
        if iri not in stored[owner] or stored[owner][iri] != text
    ]
    if rows:
        revision = _next_revision(connection)
        _put(connection, [{**row, "revision": revision} for row in rows])


def current_revision(connection: Connection) -> int:
    """Return the number of writes that changed a graph so far."""
    value: int = connection.execute(select(REVISION.c.value)).scalar_one()
    return value


def each_graph(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield IRI and N-Quads of each graph, by IRI; few are in memory at a time."""
    iris = sorted(connection.scalars(select(GRAPH.c.iri).where(GRAPH.c.nquads.is_not(None))))
    for start in range(0, len(iris), _FEW):
        some = GRAPH.c.iri.in_(iris[start : start + _FEW])
        found = dict(connection.execute(select(GRAPH.c.iri, GRAPH.c.nquads).where(some)).all())
        yield from ((iri, found[iri]) for iri in iris[start : start + _FEW])


def _stored(connection: Connection, owners: Wanted) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {owner: {} for owner in owners}
    for batch in batches(owners):
        query = select(GRAPH.c.owner, GRAPH.c.iri, GRAPH.c.nquads).where(GRAPH.c.owner.in_(batch))
        for owner, iri, nquads in connection.execute(query):
            found[owner][iri] = nquads
    return found


def _next_revision(connection: Connection) -> int:
    connection.execute(update(REVISION).values(value=REVISION.c.value + 1))
    return current_revision(connection)


def _put(connection: Connection, rows: Sequence[Row]) -> None:
    long = _held_back(connection, rows)
    known: set[str] = set()
    for batch in batches(row["iri"] for row in rows):
        known.update(connection.scalars(select(GRAPH.c.iri).where(GRAPH.c.iri.in_(batch))))
    new = [row for row in rows if row["iri"] not in known]
    if new:
        connection.execute(GRAPH.insert(), new)
    old = [{**row, "known": row["iri"]} for row in rows if row["iri"] in known]
    if old:
        change = update(GRAPH).where(GRAPH.c.iri == bindparam("known"))
        connection.execute(
            change.values(
                owner=bindparam("owner"),
                nquads=bindparam("nquads"),
                revision=bindparam("revision"),
            ),
            old,
        )
    for iri in list(long):
        _fill(connection, iri, long)


def _held_back(connection: Connection, rows: Sequence[Row]) -> dict[str, str]:
    """Take the long texts out of ``rows``, where the driver would copy them three times."""
    if connection.dialect.name != "sqlite":
        return {}
    long = {row["iri"]: row["nquads"] for row in rows if len(row["nquads"] or "") > _LONG}
    for row in rows:
        if row["iri"] in long:
            row["nquads"] = None
    return long


def _fill(connection: Connection, iri: str, texts: dict[str, str]) -> None:
    """Take a text out of ``texts`` and write it piece by piece, which SQLite does to bytes only."""
    text = texts.pop(iri)
    pieces = range(0, len(text), _PIECE)
    size = sum(len(text[start : start + _PIECE].encode()) for start in pieces)
    row = update(GRAPH).where(GRAPH.c.iri == iri)
    connection.execute(row.values(nquads=func.zeroblob(size)))
    place: Select[Any] = select(column("rowid")).select_from(GRAPH).where(GRAPH.c.iri == iri)
    number = connection.execute(place).scalar_one()
    driver: Any = connection.connection.driver_connection
    with driver.blobopen(GRAPH.name, GRAPH.c.nquads.name, number) as blob:
        for start in pieces:
            blob.write(text[start : start + _PIECE].encode())
