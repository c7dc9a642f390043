"""Standings are worked out beside the pages, once a state, and never seem so for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.analysis.standing.assembling import Machine
from kg.database import Database
from kg.debate import Debate
from kg.ui.settling import Settling
from tests.browser.hostile import bundle

PATIENCE = 60


class Failing(Database):
    """One whose standings cannot be worked out, for a reason that nobody foresaw."""

    def debate(self, machine: Machine = "probability") -> Debate:
        raise RecursionError(machine)


def test_a_change_unsettles_until_it_is_worked_out_again(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "claims.sqlite")) as database, Settling(database) as settling:
        assert settling.settled(PATIENCE)
        assert settling.settled(0)
        database.add(bundle())
        assert not settling.settled(0)
        assert settling.settled(PATIENCE)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_cannot_be_worked_out_is_left_to_the_page_to_meet(tmp_path: Path) -> None:
    with Failing.open(str(tmp_path / "claims.sqlite")) as database, Settling(database) as settling:
        assert settling.settled(PATIENCE)
