"""Pages say what to do next when there is nothing to show, and notice new documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg.database import URL_VARIABLE, Database
from kg.resources import shipped
from kg.ui.pages import FOLDER
from kg.vocab import Action
from tests.browser.hostile import bundle

ALONE = ("question", "claims", "map", "sources", "dependencies", "what_if", "review", "audit")
PAGES = (*ALONE, "claim", "source", "sparql")


def opened(name: str = "question") -> AppTest:
    app = AppTest.from_file(str(shipped("app.py")), default_timeout=30).run()
    return app if name == "question" else app.switch_page(str(FOLDER / f"{name}.py")).run()


def words(app: AppTest) -> str:
    """All that the page says, markup included."""
    parts = [block.proto.body for block in app.get("html")]
    parts += [*(info.value for info in app.info), *(code.value for code in app.code)]
    return " ".join(parts)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "claims.sqlite"
    monkeypatch.setenv(URL_VARIABLE, str(path))
    return path


@pytest.mark.parametrize("name", ALONE)
def test_a_missing_database_is_one_line(path: Path, name: str) -> None:
    app = opened(name)
    assert not app.exception
    assert "make one with: kg ingest FILE" in words(app)
    assert not path.exists()


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_database_says_what_to_do(path: Path, name: str) -> None:
    Database.open(str(path)).close()
    app = opened(name)
    assert not app.exception
    invitation = {"claim": "Pick one", "source": "Pick one", "sparql": "Choose a question"}
    assert invitation.get(name, "kg ingest my-essay.md") in words(app)


def test_a_new_document_shows_on_the_next_run(path: Path) -> None:
    with Database.open(str(path)) as database:
        app = opened("claims")
        assert "There are no claims yet." in words(app)
        database.add(bundle())
    assert "3 claims, 1 to 3 shown" in words(app.run())


def test_a_decision_looks_different_from_a_proposal(path: Path) -> None:
    with Database.open(str(path)) as database:
        database.add(bundle())
        claim = database.questions()[0].positions[0][1]
        rebuttal = database.claim(claim.id).con[0].relation
        app = opened("claim")
        app.query_params["claim"] = claim.id
        assert "kg-card con proposed" in words(app.run())
        database.curator("a person").decide(rebuttal.id, Action.ACCEPT)
    after = words(app.run())
    assert "kg-card con accepted" in after
    assert "✓ accepted by a person" in after
