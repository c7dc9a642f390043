"""The texts that the work began from, all the way: ingested by the command line and asked.

They are read where they stand; nothing of their wording is written here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from kg.analysis import dependency
from kg.cli import main
from kg.database import Database
from kg.model import Citation, Dependency, Passage, Reference, Relation
from kg.rdf import sparql
from kg.rdf.examples import load_examples
from kg.resources import shipped
from kg.views import Source
from kg.vocab import Action, Genre, Reason
from tests.shared import shared

LARGE = "large-scale model"


@pytest.fixture(scope="module")
def seeds(seeds_url: str) -> Iterator[Database]:
    with Database.open(seeds_url) as database:
        yield database


def source(database: Database, prefix: str) -> Source:
    (found,) = [one for one in database.sources() if one.name.startswith(prefix)]
    return found


def ask(database: Database, name: str) -> list[tuple[str | None, ...]]:
    (query,) = [one.query for one in load_examples(shipped("queries")) if one.name == name]
    return list(sparql.run(database.dataset, query, limit_seconds=60).rows)


def resting(database: Database, name: str) -> dict[str, dependency.Path]:
    graph = database.dependency_graph()
    found = dependency.what_rests_on(graph, database.concept(name).id)
    return {one.label: dependency.path(graph, found.chain(one.id)) for one in found}


def test_one_command_takes_them_all_and_the_check_is_clean(seeds: Database) -> None:
    assert list(seeds.check()) == []
    again = CliRunner().invoke(
        main,
        [
            "ingest",
            *(str(p) for p in sorted(shared("seeds").glob("*.txt"))),
            "--json",
            "--db",
            seeds.store.url.render_as_string(hide_password=False),
        ],
    )
    assert [json.loads(line)["outcome"] for line in again.stdout.splitlines()] == ["unchanged"] * 4


def test_every_reference_and_every_marker_is_found_and_linked(seeds: Database) -> None:
    document = source(seeds, "000")
    references = list(seeds.store.find(Reference, document_id=document.id))
    assert sorted(int(one.label or 0) for one in references) == list(range(1, 12))
    labels = {one.id: one.label for one in references}
    passages = {one.id: one for one in seeds.store.find(Passage, document_id=document.id)}
    marked = {
        passages[one.passage_id].exact: [labels[identifier] for identifier in one.reference_ids]
        for one in seeds.store.find(Citation, document_id=document.id)
    }
    assert marked == {f"[{n}]": [str(n)] for n in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11)} | {
        "[3, 7]": ["3", "7"]
    }


def test_the_same_essay_twice_is_one_work_and_reviews_are_about_another(seeds: Database) -> None:
    essay, copy, notes, report = (source(seeds, name) for name in ("000", "001", "002", "003"))
    assert essay.work_id == copy.work_id
    assert len({essay.work_id, notes.work_id, report.work_id}) == 3
    assert [one.genre for one in (essay, copy, notes, report)] == [
        Genre.ORIGINAL,
        Genre.ORIGINAL,
        Genre.REVIEW,
        Genre.REVIEW,
    ]
    cited = {one.label: one.work_id for one in seeds.store.find(Reference, document_id=essay.id)}
    assert notes.reviews_id == report.reviews_id == cited["2"]


def test_large_models_are_at_the_root_each_link_with_its_words(seeds: Database) -> None:
    reached = resting(seeds, LARGE)
    for name in (
        "knowledge distillation",
        "synthetic data",
        "small model",
        "reinforcement learning from human feedback",
        "group relative policy optimization",
    ):
        (step, *_) = reached[name].steps
        assert step.evidence, name
        for evidence in step.evidence:
            assert evidence.quote.passage.exact.strip()
    assert "DeepSeek-R1-Zero" in resting(seeds, "DeepSeek-V3-Base")


def test_the_chicken_and_egg_loop_is_found_where_the_text_states_it(seeds: Database) -> None:
    found = dependency.loops(seeds.dependency_graph())
    loops = [cycle for loop in found for cycle in loop.shortest]
    assert any(LARGE in loop.words and "innovation" in loop.words for loop in loops)
    for loop in loops:
        assert all(step.evidence for step in loop.steps)


def test_a_rebuttal_of_one_side_stands_beside_the_claim_of_the_other(seeds: Database) -> None:
    rows = ask(seeds, "rebuttals")
    across = {(str(row[2]), str(row[5])) for row in rows if row[2] != row[5]}
    reviews = {source(seeds, name).label for name in ("002", "003")}
    essays = {source(seeds, name).label for name in ("000", "001")}
    assert any(one in reviews and other in essays for one, other in across)
    assert all(row[1] and row[4] for row in rows)


def test_the_queries_answer(seeds: Database) -> None:
    reached = {str(row[0]) for row in ask(seeds, "depends-on-concept")}
    assert set(resting(seeds, LARGE)) <= reached
    assert ask(seeds, "claims-resting-on-work")
    assert ask(seeds, "uncited-claims")


def test_every_dependency_is_held_by_somebody(seeds: Database) -> None:
    found = list(seeds.store.find(Dependency))
    assert len(found) > 50
    assert all(one.holder_id for one in found)


def test_an_essay_stored_twice_counts_once(seeds: Database) -> None:
    debate = seeds.debate()
    whole, plain = source(seeds, "000"), source(seeds, "001")
    assert debate.origins.key(whole.id) == debate.origins.key(plain.id)
    assert debate.origins.why(whole.id, plain.id)
    both = [
        found
        for found in debate.support.values()
        if {whole.id, plain.id} <= {one for origin in found for one in origin.documents}
    ]
    assert len(both) >= 30
    assert {len(found) for found in both} == {1}


def test_notes_and_a_report_are_no_independent_support_for_what_they_are_about(
    seeds: Database,
) -> None:
    notes, report = source(seeds, "002"), source(seeds, "003")
    assert notes.reviews_id is not None
    assert notes.reviews_id == report.reviews_id
    voices, reasons = seeds.debate().origins.among([notes.id, report.id, notes.reviews_id])
    assert len(set(voices.values())) == 1
    assert len(reasons) == 2
    alone, _ = seeds.debate().origins.among([notes.id, source(seeds, "000").id])
    assert len(set(alone.values())) == 2


def test_the_sides_meet_across_documents(seeds: Database) -> None:
    (contested, *_) = seeds.debate().most_argued(1)
    found = seeds.debate().standing(contested.claim.id)
    assert found.attack is not None
    sources = {
        held.quote.source.name[:3]
        for card in seeds.claim(contested.claim.id).con
        for held in card.assertions
    }
    stated = {held.quote.source.name[:3] for held in seeds.claim(contested.claim.id).assertions}
    assert stated <= {"000", "001"}
    assert sources & {"002", "003"}
    (link, *_) = found.attack.inferences
    rejected = seeds.curator("a reader").decide(link, Action.REJECT, reason=Reason.WRONG_RELATION)
    assert seeds.debate().standing(contested.claim.id).strength > found.strength
    seeds.curator("a reader").undo(rejected.id)
    assert seeds.debate().standing(contested.claim.id).strength == pytest.approx(found.strength)


def test_the_essay_endorses_the_essay_that_it_answers(seeds: Database) -> None:
    found = [one for one in seeds.store.find(Relation) if "endorses-author" in one.signals]
    assert found
    stated = {held.quote.source.name[:3] for held in seeds.claim(found[0].source_id).assertions}
    assert stated <= {"000", "001"}
    for one in found:
        assert one.kind == "supports"
        sources = {held.quote.source.name[:3] for held in seeds.claim(one.target_id).assertions}
        assert sources & {"002", "003"}
