from __future__ import annotations

import dataclasses

import pytest

from kg.model import RECORDS, SHARED, Claim, Record, Relation


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.KIND)
def test_every_record_says_what_identifies_it(record: type[Record]) -> None:
    names = [field.name for field in record.declared()]
    assert names[0] == "id"
    assert set(record.IDENTITY) <= set(names)
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_references_lead_to_earlier_records_only() -> None:
    known: set[str] = set()
    for record in RECORDS:
        known.add(record.KIND)
        for field in record.declared():
            target = field.metadata.get("ref") or field.metadata.get("refs")
            assert target is None or target in known, f"{record.KIND}.{field.name}"


def test_kinds_are_distinct() -> None:
    assert len({record.KIND for record in RECORDS}) == len(RECORDS)
    assert set(SHARED) < set(RECORDS)
    for record in SHARED:
        assert "document_id" not in {field.name for field in record.declared()}


def test_an_id_depends_on_identity_alone() -> None:
    claim = Claim(key="a", wording="A.")
    assert dataclasses.replace(claim, wording="Another.").id == claim.id
    assert dataclasses.replace(claim, key="b").id != claim.id


def test_a_relation_has_one_source_and_one_target() -> None:
    relation = Relation(kind="rebuts", source_claim_id="claim-x", target_claim_id="claim-y")
    assert (relation.source_id, relation.target_id) == ("claim-x", "claim-y")
    with pytest.raises(ValueError, match="exactly one"):
        _ = Relation(kind="rebuts", source_claim_id="claim-x").target_id
    both = dataclasses.replace(relation, source_evidence_id="evidence-z")
    with pytest.raises(ValueError, match="exactly one"):
        _ = both.source_id
