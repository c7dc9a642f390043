"""Where probabilities come from, and that they learn from what people say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.assembly import confidence
from kg.analysis.calibration import reliability
from kg.cli import main
from kg.database import Database
from kg.model import Assertion, Relation
from kg.store.equivalence import MERGED
from kg.vocab import Action
from tests.factories import claim, link

_OPPOSED = (
    "Canals lower the price of coal. Fences lower the yield of honey.\n",
    "Canals do not lower the price of coal.\n",
    "Fences do not lower the yield of honey.\n",
)
COUNTS = {"dependencies/dependency": {"often-right": (9, 10), "often-wrong": (1, 10)}}


def test_a_rule_leans_on_its_extractor_until_it_met_cases() -> None:
    pooled = confidence.precision("dependencies/dependency", "never-met", COUNTS)
    right = confidence.precision("dependencies/dependency", "often-right", COUNTS)
    wrong = confidence.precision("dependencies/dependency", "often-wrong", COUNTS)
    assert pooled == pytest.approx(0.5)
    assert wrong is not None
    assert right is not None
    assert 0.1 < wrong < 0.5 < right < 0.9


def test_what_was_never_judged_has_no_probability() -> None:
    assert confidence.precision("mine/assertion", "any", COUNTS) is None


@pytest.mark.parametrize("rule", ["often-right", "never-met"])
def test_shipped_counts_are_probabilities(rule: str) -> None:
    for maker in ("dependencies/dependency", "evidence/evidence", "evidence/relation"):
        found = confidence.precision(maker, rule)
        assert found is not None
        assert 0 < found < 1


def test_rejections_lower_what_the_rule_says_in_later_documents(tmp_path: Path) -> None:
    first, later = tmp_path / "first.md", tmp_path / "later.md"
    first.write_text(
        "Hedges protect the soil from wind. Hedges are cheaper than fences. "
        "Drainage causes the loss of wetlands. Farms cannot do without bees.\n"
    )
    later.write_text("Terraces are cheaper than dams in dry valleys.\n")
    before = _scores(_database(tmp_path / "plain.sqlite", later))
    judged = _database(tmp_path / "judged.sqlite", first)
    for one in judged.store.find(Assertion):
        judged.curator("A reader").decide(one.id, Action.REJECT)
    judged.close()
    judged = _database(tmp_path / "judged.sqlite", later)
    after = [one for one in _scores(judged) if one not in _scores(_database(tmp_path / "f", first))]
    assert len(before) == len(after) == 1
    assert before[0] - 0.4 < after[0] < before[0] - 0.02
    assert not list(judged.check())


def test_rejected_links_lower_what_the_same_signals_say_between_later_documents(
    tmp_path: Path,
) -> None:
    texts = [tmp_path / f"{name}.md" for name in ("first", "second", "third")]
    for text, words in zip(texts, _OPPOSED, strict=True):
        text.write_text(words)
    plain = _links(_grown(tmp_path / "plain.sqlite", *texts))
    database = _grown(tmp_path / "judged.sqlite", *texts[:2])
    rejected = _links(database)
    for one in rejected:
        database.curator("A reader").decide(one, Action.REJECT)
    database.close()
    database = _grown(tmp_path / "judged.sqlite", texts[2])
    later = _links(database)
    signals = {one.family for one in rejected.values()}
    moved = [one for one in plain.keys() - rejected.keys() if plain[one].family in signals]
    assert moved
    for one in moved:
        assert (later[one].score or 1.0) < (plain[one].score or 0.0)
    told = {one.rule: one for one in reliability(database.store.judged())}
    assert {one.extractor for one in told.values()} == {"links"}
    assert set(told) == signals
    assert not list(database.check())
    database.close()


@pytest.mark.parametrize("by", [-4.0, 0.0, 4.0])
def test_no_number_of_acceptances_joins_claims_in_other_words(by: float) -> None:
    pond, lake = claim("ponds silt up"), claim("ponds fill with silt")
    alike = link(pond, "restates", lake, score=0.8, signals=("same-wording",))
    other = replace(alike, kind="rebuts")
    shifts = {("links", "same-wording"): by}
    said, refuted = confidence.refitted([alike, other], shifts)
    assert said.score is not None
    assert refuted.score is not None
    assert said.score < MERGED
    assert (refuted.score > 0.8) == (by > 0)
    assert (refuted.score < 0.8) == (by < 0)


def _grown(place: Path, *texts: Path) -> Database:
    for text in texts[:-1]:
        _database(place, text).close()
    return _database(place, texts[-1])


def _links(database: Database) -> dict[str, Relation]:
    found = [one for one in database.store.find(Relation) if one.document_id is None]
    return {one.id: one for one in found}


def _database(place: Path, text: Path) -> Database:
    result = CliRunner().invoke(main, ["ingest", "--db", f"sqlite:///{place}", str(text)])
    assert result.exit_code == 0, result.output
    return Database.open(f"sqlite:///{place}")


def _scores(database: Database) -> list[float]:
    found = [one.score for one in database.store.find(Assertion)]
    assert all(score is not None for score in found)
    return [score for score in found if score is not None]
