"""What the texts that one adds answer, said on the command line: ``kg ingest --question``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import Answer
from ingest.extractors.references import ReferenceExtractor
from ingest.pipeline import ingest_all
from ingest.sources import expand
from kg.database import Database
from kg.views import QuestionView
from tests.unit.cli.conftest import Run

ASKED = "Should mills be mended?"
THESIS = "Old mills require good steel."
TEXT = (
    "# Mills\n\nMills by the sea wear out sooner than mills by a river.\n\n"
    f"{THESIS} In conclusion, we argue that mills should be mended every year.\n"
)
YES = ("--question", ASKED, "--position", "for")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "claims.sqlite"


@pytest.fixture
def add(run: Run, database: Path, tmp_path: Path) -> Callable[..., str]:
    """Add the text, or others, and return what is said of it."""

    def add(*options: str, text: str = TEXT, expect: int = 0) -> str:
        (tmp_path / "mills.md").write_text(text)
        ended = run(
            "ingest", str(tmp_path / "mills.md"), *options, "--db", str(database), expect=expect
        )
        return ended.stdout + ended.stderr

    return add


def answers(path: Path) -> list[tuple[str, str, str, str | None]]:
    """Return each answer: the question, the side, the claim, the text."""
    with Database.open(str(path)) as database:
        views: list[QuestionView] = database.questions()
        return [
            (view.question.wording, stance.value, claim.wording, source.name if source else None)
            for view in views
            for stance, claim, source in view.positions
        ]


def test_the_text_answers_what_is_said(add: Callable[..., str], database: Path) -> None:
    assert ": added" in add(*YES, "--thesis", f"  {THESIS} ")
    assert answers(database) == [(ASKED, "for", THESIS, "mills.md")]
    with Database.open(str(database)) as found:
        (view,) = found.questions()
        assert view.supports == found.count_claims()  # what it says in its own voice
        assert not [one for one in found.problems() if "thesis" in one.code]


def test_a_sentence_is_found_by_its_own_words(add: Callable[..., str], database: Path) -> None:
    text = "# Small mills\n\nSmall mills are better than large mills. They require good steel.\n"
    add(*YES, "--thesis", "They require good steel.", text=text)
    assert answers(database) == [(ASKED, "for", "Small mills require good steel.", "mills.md")]


def test_without_a_thesis_the_claim_closest_to_the_question_counts_and_that_is_told(
    add: Callable[..., str], database: Path
) -> None:
    add(*YES)
    ((_, _, claim, source),) = answers(database)
    assert "mended every year" in claim
    assert source == "mills.md"
    with Database.open(str(database)) as found:
        (told,) = [one for one in found.problems() if one.code == "chosen-thesis"]
    assert claim in told.message
    assert told.start is not None
    assert "mended" in TEXT[told.start : told.end]


def test_what_is_no_sentence_of_the_text_answers_nothing(
    add: Callable[..., str], database: Path
) -> None:
    add(*YES, "--thesis", "Nobody says this here.")
    assert answers(database) == []
    with Database.open(str(database)) as found:
        assert [one.code for one in found.problems()].count("unknown-thesis") == 1


def test_what_was_said_stays_until_something_else_is_said(
    add: Callable[..., str], database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ": added" in add()
    assert ": replaced" in add(*YES, "--thesis", THESIS)
    said = [(ASKED, "for", THESIS, "mills.md")]
    assert answers(database) == said
    assert ": unchanged" in add()
    assert ": unchanged" in add(*YES, "--thesis", THESIS)
    with monkeypatch.context() as patch:  # by a later version of the program
        patch.setattr(ReferenceExtractor, "version", "later")
        items = list(expand([str(database.parent / "mills.md")]))
        with Database.open(str(database)) as found:
            (report,) = ingest_all(found, items)
    assert report.outcome == "replaced"
    assert answers(database) == said
    against = ("--question", ASKED, "--position", "against", "--thesis", THESIS)
    assert ": replaced" in add(*against)
    assert answers(database) == [(ASKED, "against", THESIS, "mills.md")]


def test_the_words_of_the_text_itself_count_more(add: Callable[..., str], database: Path) -> None:
    front = f"---\nquestion: Is the sea wide?\nposition: against\nthesis: {THESIS}\n---\n\n"
    add(*YES, text=front + TEXT)
    assert answers(database) == [("Is the sea wide?", "against", THESIS, "mills.md")]


def test_a_question_in_other_words_stays_the_same_question(
    add: Callable[..., str], run: Run, database: Path
) -> None:
    add()
    asked = json.loads(run("question", "ask", ASKED, "--json", "--db", str(database)).stdout)
    reworded = "Should mills be mended every year?"
    run("question", "edit", asked["target_id"], reworded, "--db", str(database))
    add("--question", reworded, "--position", "for", "--thesis", THESIS)
    assert answers(database) == [(reworded, "for", THESIS, "mills.md")]
    with Database.open(str(database)) as found:
        assert [view.question.id for view in found.questions()] == [asked["target_id"]]
        assert list(found.check()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (YES[:2], "give both --question and --position"),
        (YES[2:], "give both --question and --position"),
        (("--thesis", THESIS), "give both --question and --position"),
        (("--question", " ", *YES[2:]), "give both --question and --position"),
        ((*YES, "--thesis", THESIS, __file__), "--thesis is a sentence of one text"),
    ],
)
def test_half_an_answer_is_refused_before_anything_is_stored(
    add: Callable[..., str], database: Path, options: tuple[str, ...], said: str
) -> None:
    assert said in add(*options, expect=2)
    assert not database.exists()


def test_a_bibliography_answers_nothing(tmp_path: Path) -> None:
    listed = tmp_path / "works.bib"
    listed.write_text("@book{mill, title={Mills}, author={Doe, Ann}, year={2020}}\n")
    with Database.open(str(tmp_path / "other.sqlite")) as found:
        answer = Answer(ASKED, "for")
        (report,) = ingest_all(found, list(expand([str(listed)])), answer=answer)
        assert report.outcome == "added"
        assert found.questions() == []
        assert found.problems() == []
