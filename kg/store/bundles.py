"""A document's bundle: what makes one sound, and its canonical order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.errors import RefusedError
from kg.model import RECORDS, SHARED, Bundle, Decision, Document, Record, Relation
from kg.store.attributes import attributes

_ORDER = {cls: position for position, cls in enumerate(RECORDS)}


def canonical(bundle: Bundle) -> Bundle:
    """Return a bundle with its records in the order in which they are read back.

    That is by class, in the order of ``RECORDS``, then by id.
    """
    return replace(
        bundle,
        owned=tuple(sorted(bundle.owned, key=_place)),
        shared=tuple(sorted(bundle.shared, key=_place)),
        links=tuple(sorted(bundle.links, key=_place)),
    )


def check(bundle: Bundle) -> None:
    """Make sure that a bundle is complete in itself.

    Raises:
        RefusedError: if the text holds a NUL character, which databases cannot keep.
        ValueError: if the bundle is not what :class:`kg.model.Bundle` says, which is a
            fault of the program that made it.
    """
    position = bundle.document.text.find("\0")
    if position >= 0:
        raise RefusedError(
            f"{bundle.document.name}: a NUL character at position {position}: this is no text; "
            "convert the file to plain text first"
        )
    for fault in _faults(bundle):
        raise ValueError(f"the bundle of {bundle.document.id} is unsound: {fault}")


def references(record: Record) -> Iterator[str]:
    """Yield the ids that a record refers to."""
    for attribute in attributes(type(record)):
        value = getattr(record, attribute.name)
        if attribute.ref and value is not None:
            yield value
        elif attribute.refs:
            yield from value


def _place(record: Record) -> tuple[int, str]:
    return _ORDER[type(record)], record.id


def _faults(bundle: Bundle) -> Iterator[str]:
    known = {bundle.document.id}
    for record in (*bundle.shared, *bundle.owned, *bundle.links):
        if record.id in known:
            yield f"{record.id} is in it twice"
        known.add(record.id)
    yield from (
        f"{record.id} is not shared" for record in bundle.shared if not isinstance(record, SHARED)
    )
    yield from (
        f"{record.id} is no record of it"
        for record in bundle.owned
        if isinstance(record, (Document, Decision))
        or getattr(record, "document_id", None) != bundle.document.id
    )
    for record in (bundle.document, *bundle.owned):
        for wanted in references(record):
            if wanted not in known:
                yield f"{record.id} refers to {wanted}, which is not in it"
    yield from (
        f"{link.id} does not lead from claim to claim between documents"
        for link in bundle.links
        if not _is_link(link)
    )


def _is_link(link: Relation) -> bool:
    nowhere = link.document_id is None and link.run_id is None and link.passage_id is None
    return nowhere and link.source_claim_id is not None and link.target_claim_id is not None
