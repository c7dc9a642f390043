"""One claim with both sides: the links into it and out of it, with what stands behind them.

Links that start from the same claim, or from the same words in texts of one work, are one
reason and count once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from kg.model import Claim, Document, Evidence, Passage, Relation, Work
from kg.store.assertions import Quoted, held_assertions, load_quotes
from kg.store.equivalence import canonical, members
from kg.store.rows import batches, load, load_ids
from kg.store.standing import relation_counts
from kg.store.tables import TABLES
from kg.views import ClaimView, HeldAssertion, LinkCard
from kg.vocab import RELATION_KINDS

_DOCUMENT, _EVIDENCE, _PASSAGE, _RELATION = (
    TABLES[cls] for cls in (Document, Evidence, Passage, Relation)
)


@dataclass(frozen=True, slots=True)
class Link:
    """A relation, and the ids of all relations that give the same reason."""

    relation: Relation
    alike: tuple[str, ...]


def claim_relations(connection: Connection) -> list[Relation]:
    """Return the relations from claim to claim that count, by id."""
    ends = (_RELATION.c.source_claim_id.is_not(None), _RELATION.c.target_claim_id.is_not(None))
    return load(connection, Relation, *ends, relation_counts(_RELATION))


def incoming(connection: Connection, claim_ids: Iterable[str]) -> dict[str, list[Link]]:
    """Return, by claim, the links into it that count, the surest first.

    Links into a claim that says the same count too, links between such claims do not.
    """
    stands_for = members(connection, claim_ids)
    relations = [
        one
        for one in _load(connection, _RELATION.c.target_claim_id, stands_for)
        if stands_for.get(one.source_id) != stands_for[one.target_id]
    ]
    by_target: dict[str, list[Link]] = defaultdict(list)
    for link in _distinct(connection, relations, stands_for):
        by_target[stands_for[link.relation.target_id]].append(link)
    return by_target


def outgoing(connection: Connection, claim_id: str) -> list[Link]:
    """Return the links from a claim, or one that says the same, to other claims."""
    stands_for = members(connection, [claim_id])
    relations = [
        one
        for one in _load(connection, _RELATION.c.source_claim_id, stands_for)
        if one.target_claim_id and one.target_claim_id not in stands_for
    ]
    return _distinct(connection, relations, stands_for)


def claim_view(connection: Connection, claim_id: str, most: int | None = None) -> ClaimView:
    """Return one claim with both sides; the claim must exist.

    It is the one that stands for all that say the same. Of each column only the surest ``most``
    links are read in full, if given.
    """
    claim_id = canonical(connection, [claim_id])[claim_id]
    into, out = incoming(connection, [claim_id])[claim_id], outgoing(connection, claim_id)
    signs = {link.relation.id: RELATION_KINDS[link.relation.kind].sign for link in into}
    both_ways = [link for link in out if RELATION_KINDS[link.relation.kind].symmetric]
    columns = [
        *([link for link in into if signs[link.relation.id] == sign] for sign in (1, -1)),
        [*(link for link in into if not signs[link.relation.id]), *both_ways],
        [link for link in out if link not in both_ways],
    ]
    shown = [links[:most] for links in columns]
    chosen = [link for links in shown for link in links]
    undercuts = _undercuts(connection, chosen)
    against = [link.relation for links in undercuts.values() for link in links]
    relations = [*(link.relation for link in chosen), *against]
    cards = _Cards.load(connection, claim_id, relations, undercuts)
    pro, con, other, bears_on = (
        tuple(
            (cards.of_source if one.relation.id in signs else cards.of_target)(one.relation)
            for one in links
        )
        for links in shown
    )
    same = members(connection, [claim_id]).keys() - {claim_id}
    return ClaimView(
        claim=cards.claims[claim_id],
        assertions=cards.assertions.get(claim_id, ()),
        pro=pro,
        con=con,
        other=other,
        bears_on=bears_on,
        joined=tuple(load_ids(connection, Claim, same).values()),
        counts=tuple(map(len, columns)),
    )


@dataclass(frozen=True, slots=True)
class _Cards:
    """All that the cards of one page show, loaded together."""

    claims: Mapping[str, Claim]
    stands_for: Mapping[str, str]
    assertions: Mapping[str, tuple[HeldAssertion, ...]]
    evidence: Mapping[str, Evidence]
    quotes: Quoted
    works: Mapping[str, Work]
    undercuts: Mapping[str, Sequence[Link]]

    @classmethod
    def load(
        cls,
        connection: Connection,
        claim_id: str,
        relations: Collection[Relation],
        undercuts: Mapping[str, Sequence[Link]],
    ) -> _Cards:
        claim_ids = {claim_id}
        claim_ids.update(r.source_claim_id for r in relations if r.source_claim_id)
        claim_ids.update(r.target_claim_id for r in relations if r.target_claim_id)
        stands_for = canonical(connection, claim_ids)
        wanted = (r.source_evidence_id for r in relations if r.source_evidence_id)
        evidence = load_ids(connection, Evidence, wanted)
        return cls(
            claims=load_ids(connection, Claim, stands_for.values()),
            stands_for=stands_for,
            assertions=held_assertions(connection, set(stands_for.values())),
            evidence=evidence,
            quotes=load_quotes(connection, (e.passage_id for e in evidence.values())),
            works=load_ids(connection, Work, (e.work_id for e in evidence.values() if e.work_id)),
            undercuts=undercuts,
        )

    def of_source(self, relation: Relation) -> LinkCard:
        """Return the card of a link with what it starts from."""
        against = tuple(
            self.of_source(link.relation) for link in self.undercuts.get(relation.id, ())
        )
        if relation.source_evidence_id is None:
            return self._with_claim(relation, relation.source_id, against)
        evidence = self.evidence[relation.source_evidence_id]
        return LinkCard(
            relation,
            evidence=evidence,
            quote=self.quotes.quote(evidence.passage_id),
            work=self.works[evidence.work_id] if evidence.work_id else None,
            undercuts=against,
        )

    def of_target(self, relation: Relation) -> LinkCard:
        """Return the card of a link with the claim that it leads to."""
        against = tuple(
            self.of_source(link.relation) for link in self.undercuts.get(relation.id, ())
        )
        return self._with_claim(relation, relation.target_id, against)

    def _with_claim(
        self, relation: Relation, claim_id: str, against: tuple[LinkCard, ...]
    ) -> LinkCard:
        shown = self.stands_for[claim_id]
        return LinkCard(
            relation,
            claim=self.claims[shown],
            assertions=self.assertions.get(shown, ()),
            undercuts=against,
        )


def _load(connection: Connection, end: ColumnElement[str], ids: Iterable[str]) -> list[Relation]:
    found: list[Relation] = []
    for batch in batches(ids):
        found += load(connection, Relation, end.in_(batch), relation_counts(_RELATION))
    return found


def _undercuts(connection: Connection, links: Iterable[Link]) -> dict[str, list[Link]]:
    """Return, by the relation that stands for a link, the links that undercut it."""
    stands_for = {one: link.relation.id for link in links for one in link.alike}
    found = _load(connection, _RELATION.c.target_relation_id, stands_for)
    against = [relation for relation in found if RELATION_KINDS[relation.kind].sign < 0]
    undercuts: dict[str, list[Link]] = defaultdict(list)
    for link in _distinct(connection, against, stands_for):
        undercuts[stands_for[link.relation.target_id]].append(link)
    return undercuts


def _distinct(
    connection: Connection,
    relations: Sequence[Relation],
    stands_for: Mapping[str, str] = {},
) -> list[Link]:
    """Return one link a reason, kind and target, the surest of those alike, surest first.

    ``stands_for`` maps targets that count as one to a common name.
    """
    words = _evidence_words(connection, relations)
    named = (end for one in relations for end in (one.source_claim_id, one.target_claim_id) if end)
    stands_for = canonical(connection, named) | dict(stands_for)
    alike: dict[tuple[object, ...], list[Relation]] = defaultdict(list)
    for relation in sorted(relations, key=lambda r: (-(r.score or 0.0), r.id)):
        source = stands_for.get(relation.source_id, relation.source_id)
        reason = words.get(relation.source_id, source)
        target = stands_for.get(relation.target_id, relation.target_id)
        alike[reason, relation.kind, target].append(relation)
    return [Link(same[0], tuple(one.id for one in same)) for same in alike.values()]


def _evidence_words(
    connection: Connection, relations: Iterable[Relation]
) -> dict[str, tuple[str, str]]:
    """Return the work and the exact words of the evidence that relations start from."""
    query = (
        select(_EVIDENCE.c.id, _DOCUMENT.c.work_id, _PASSAGE.c.exact)
        .join(_PASSAGE, _PASSAGE.c.id == _EVIDENCE.c.passage_id)
        .join(_DOCUMENT, _DOCUMENT.c.id == _EVIDENCE.c.document_id)
    )
    found: dict[str, tuple[str, str]] = {}
    for batch in batches(r.source_evidence_id for r in relations if r.source_evidence_id):
        for evidence, work, exact in connection.execute(query.where(_EVIDENCE.c.id.in_(batch))):
            found[evidence] = (work, exact)
    return found
