"""Which claims of stored texts a new one is tied to, and as whose views."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.assembly.known import Origin
from ingest.assembly.links import tied
from kg.database import Database, database_url
from kg.model import Agent
from kg.vocab import AgentKind, Genre, Mode
from tests.factories import Draft, document, work

ESSAY = work("title:canals", title="Canals", authors=("Roe, J.",))
SAID = "Deep canals raise the yields of coastal farms."
OBJECTION = "That deep canals raise the yields of coastal farms is not demonstrated."


def review(name: str, words: str, mode: Mode, rule: str) -> Draft:
    """Return a review of the essay in which the reviewer puts ``words`` forward."""
    draft = document(
        words, name=name, of=work(f"title:{name}", title=name), genre=Genre.REVIEW,
        reviews_id=ESSAY.id,
    )  # fmt: skip
    draft.keep(ESSAY)
    voice = Agent(key=f"authorship:{name}", name=name, kind=AgentKind.AUTHORSHIP)
    draft.asserts(words, words, holder=voice, mode=mode, rule=rule)
    return draft


@pytest.mark.parametrize(("rule", "kinds"), [("declarative", {"undercuts"}), ("condition", set())])
def test_what_a_condition_supposes_is_not_the_view_of_the_work_under_review(
    rule: str, kinds: set[str], tmp_path: Path
) -> None:
    with Database.open(database_url(str(tmp_path / "db.sqlite"))) as database:
        first = review("first.md", SAID, Mode.SUPPOSES, rule).bundle()
        found = tied(first, Origin("first.md", "/first.md"), database.store)
        database.add(found)
        new = review("second.md", OBJECTION, Mode.ASSERTS, "declarative").bundle()
        links = tied(new, Origin("second.md", "/second.md"), database.store).links
    assert {one.kind for one in links} - {"related"} == kinds
