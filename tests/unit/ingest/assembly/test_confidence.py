"""Where probabilities come from, and that they learn from what people say."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.assembly import confidence
from kg.cli import main
from kg.database import Database
from kg.model import Assertion
from kg.vocab import Action

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
        judged.decide(one.id, Action.REJECT, by="A reader")
    judged.close()
    judged = _database(tmp_path / "judged.sqlite", later)
    after = [one for one in _scores(judged) if one not in _scores(_database(tmp_path / "f", first))]
    assert len(before) == len(after) == 1
    assert before[0] - 0.4 < after[0] < before[0] - 0.02
    assert not list(judged.check())


def _database(place: Path, text: Path) -> Database:
    result = CliRunner().invoke(main, ["ingest", "--db", f"sqlite:///{place}", str(text)])
    assert result.exit_code == 0, result.output
    return Database.open(f"sqlite:///{place}")


def _scores(database: Database) -> list[float]:
    found = [one.score for one in database.store.find(Assertion)]
    assert all(score is not None for score in found)
    return [score for score in found if score is not None]
