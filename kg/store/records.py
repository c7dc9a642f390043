"""Reading records back: by id, as the bundle of a document, as the graphs they give."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from kg.errors import NotFoundError, UsageError
from kg.model import RECORDS, SHARED, Bundle, Claim, Document, Record
from kg.store import sharing
from kg.store.attributes import is_owned
from kg.store.bundles import canonical
from kg.store.decisions import all_decisions
from kg.store.projection import Projector
from kg.store.rows import existing, load, load_ids
from kg.store.tables import TABLES

_CANDIDATES: Final = 5


def identify(connection: Connection, identifier: str) -> str:
    """Return the full id behind an id or a beginning of one.

    Raises:
        NotFoundError: if no id begins so.
        UsageError: if several do; the message lists some of them.
    """
    if existing(connection, [identifier]):
        return identifier
    found = _beginning_with(connection, identifier) if identifier else []
    if not found:
        raise NotFoundError(f"nothing in the database has the id {identifier!r}")
    if len(found) > 1:
        some = ", ".join(found[:_CANDIDATES]) + (" ..." if len(found) > _CANDIDATES else "")
        raise UsageError(f"{identifier!r} may be {some}: write more of the id")
    return found[0]


def read_bundle(connection: Connection, document_id: str) -> Bundle:
    """Return a document's bundle in canonical order.

    Raises:
        NotFoundError: if there is no such document.
    """
    document = load_ids(connection, Document, [document_id]).get(document_id)
    if document is None:
        raise NotFoundError(f"no document {document_id} in the database")
    owned: list[Record] = []
    for cls in RECORDS:
        if is_owned(cls):
            owned += load(connection, cls, TABLES[cls].c.document_id == document_id)
    shared = sharing.contributed(connection, document_id)
    claims = [record.id for record in shared if isinstance(record, Claim)]
    links = sharing.links_of(connection, claims)
    return canonical(Bundle(document, tuple(owned), shared, tuple(links)))


def projected_graphs(connection: Connection, project: Projector) -> dict[str, str]:
    """Return what a projector makes of all records, by graph IRI."""
    graphs: dict[str, str] = {}
    for document_id in connection.scalars(select(TABLES[Document].c.id)).all():
        graphs.update(project.document_graphs(read_bundle(connection, document_id)))
    for cls in SHARED:
        ids = connection.scalars(select(TABLES[cls].c.id)).all()
        graphs.update(project.shared_graph(one) for one in sharing.entries(connection, ids))
    decisions = all_decisions(connection)
    if decisions:
        graphs.update([project.decisions_graph(decisions)])
    return graphs


def _beginning_with(connection: Connection, prefix: str) -> list[str]:
    """Return up to one id more than an error message shows."""
    found: list[str] = []
    for cls, table in TABLES.items():
        if f"{cls.KIND}-".startswith(prefix) or prefix.startswith(f"{cls.KIND}-"):
            begins = table.c.id.startswith(prefix, autoescape=True)
            query = select(table.c.id).where(begins).order_by(table.c.id)
            found += connection.scalars(query.limit(_CANDIDATES + 1))
    return found[: _CANDIDATES + 1]
