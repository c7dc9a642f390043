"""Every question of dependencies is answered, whatever stands in the data and the address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg.database import URL_VARIABLE, Database
from kg.model import Claim, Dependency
from kg.resources import shipped
from kg.ui.pages import FOLDER
from kg.vocab import Action
from tests.browser.hostile import bundle

QUESTIONS = (
    "around", "why", "keeps", "falls", "start", "loops", "layers", "links", "compare", "since",
)  # fmt: skip
OF_ONE = QUESTIONS[:4]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    path = tmp_path / "claims.sqlite"
    monkeypatch.setenv(URL_VARIABLE, str(path))
    opened = Database.open(str(path))
    opened.add(bundle())
    return opened


def asked(**parameters: str) -> tuple[AppTest, str]:
    app = AppTest.from_file(str(shipped("app.py")), default_timeout=60).run()
    app.switch_page(str(FOLDER / "dependencies.py"))
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    words = [block.proto.body for block in app.get("html")]
    return app, " ".join([*words, *(info.value for info in app.info)])


def test_each_question_has_an_answer_in_words(database: Database) -> None:
    one, other = (concept.id for concept in database.concepts()[:2])
    for question in QUESTIONS:
        app, words = asked(concept=one, other=other, ask=question, year="2000")
        assert not app.exception, question
        assert 'role="alert"' not in words, question
        assert "</h2>" in words or 'role="status"' in words, question
        assert "<script>window" not in words
        assert "Choose it above" not in words


@pytest.mark.parametrize("question", OF_ONE)
def test_what_is_asked_of_one_concept_wants_one(database: Database, question: str) -> None:
    assert database.dependency_graph()
    _, words = asked(ask=question)
    assert "This is asked of one concept." in words


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("concept", "nothing", "no concept is called"),
        ("accepted", "true", "No passage that counts speaks of dependencies."),
        ("ask", '"><script>', "Where to start"),
        ("hops", "99", "Where to start"),
    ],
)
def test_a_wrong_or_narrow_address_is_answered_in_a_line(
    database: Database, name: str, value: str, said: str
) -> None:
    assert database.dependency_graph()
    app, words = asked(**{name: value})
    assert not app.exception
    assert said in words


def test_years_are_not_called_what_other_pages_call_a_text(database: Database) -> None:
    one = database.concepts()[0].id
    _, words = asked(concept=one, since="2019", until="2020")
    assert "since=2019&amp;until=2020" in words
    assert "No passage that counts" in asked(concept=one, since="2021")[1]
    for text in ("2021", database.sources()[0].label):
        _, words = asked(concept=one, **{"from": text})
        assert "No passage that counts" not in words
        assert "from=" not in words


def test_a_claim_of_which_no_passage_counts_is_named(database: Database) -> None:
    added = bundle()
    given = next(one for one in added.owned if isinstance(one, Dependency))
    claim = next(one for one in added.shared if isinstance(one, Claim))
    of_claim = replace(given, source_concept_id=None, source_claim_id=claim.id)
    rest = [one for one in added.owned if one != given]
    database.remove(added.document.id)
    database.add(replace(added, owned=(*rest, of_claim)))
    counted = next(one for one in rest if isinstance(one, Dependency))
    database.curator("Ada").decide(counted.id, Action.ACCEPT)
    assert claim.id in database.dependency_graph()
    app, words = asked(concept=claim.id, accepted="true")
    assert not app.exception
    assert "No passage that counts says what “Claim one" in words


def test_a_date_that_is_none_is_one_line(database: Database) -> None:
    assert database.dependency_graph()
    for by, key, value in (("read", "date", "yesterday"), ("published", "year", "MMXX")):
        app, words = asked(ask="since", by=by, **{key: value})
        assert not app.exception
        assert "write it as" in words
