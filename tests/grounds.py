"""What standing rests on, from records, as a store would read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.grounds import Grounds, Link, Said, Shown
from kg.model import Assertion, Claim, Evidence, Record, Relation


def said(one: Assertion, passage: str = "", cites: tuple[str, ...] = ()) -> Said:
    """An assertion, bare."""
    ends = one.id, one.claim_id, one.document_id, one.holder_id
    return Said(*ends, one.mode, one.status, one.score, passage, cites)


def link(one: Relation) -> Link:
    """A relation, bare."""
    owner = one.document_id or one.source_id
    on_link = one.target_relation_id is not None
    ends = one.id, owner, one.kind, one.source_id, one.target_id
    return Link(*ends, on_link, one.group, one.status, one.score)


def shown(one: Evidence) -> Shown:
    """A piece of evidence, bare."""
    ends = one.id, one.document_id, one.passage_id, one.work_id
    return Shown(*ends, one.kind, one.status, one.score)


def grounds(records: Iterable[Record], canonical: Mapping[str, str] | None = None) -> Grounds:
    """All that some records say, the claims among them included."""
    given = list(records)
    return Grounds(
        revision=0,
        claims=frozenset(one.id for one in given if isinstance(one, Claim)),
        holders={},
        canonical=canonical or {},
        said=tuple(said(one) for one in given if isinstance(one, Assertion)),
        links=tuple(link(one) for one in given if isinstance(one, Relation)),
        shown=tuple(shown(one) for one in given if isinstance(one, Evidence)),
    )
