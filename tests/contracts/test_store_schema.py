"""The schema: migrations make what the records declare, and refuse what they do not know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from kg.errors import IntegrityError, StoreError
from kg.ids import content_id, iri
from kg.model import Block, Decision, Entry, Passage, Relation, Work
from kg.rdf.project import Projection
from kg.store import Store
from kg.store.engine import make_engine, parse_url, translated, writer
from kg.store.schema import HEAD, is_ours
from kg.store.tables import LOOKUPS, METADATA, SKETCH, TABLES
from kg.vocab import ARGUMENT_KINDS, DEPENDENCY_KINDS, Action, BlockKind, Genre, expand
from tests.factories import claim, document, link, work
from tests.unit.rdf.factory import Essay


@pytest.fixture
def database_url(empty_url: str) -> str:
    return empty_url


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """An empty database without a schema."""
    made = make_engine(parse_url(database_url))
    yield made
    made.dispose()


def described(engine: sa.Engine) -> dict[str, Any]:
    """What the database itself says of our tables."""
    inspector = sa.inspect(engine)
    names = [name for name in inspector.get_table_names() if is_ours(name)]
    names.remove("alembic_version") if "alembic_version" in names else None
    return {
        name: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"])
                        for c in inspector.get_columns(name)},
            "key": inspector.get_pk_constraint(name),
            "foreign": by_name(inspector.get_foreign_keys(name)),
            "checks": by_name(inspector.get_check_constraints(name)),
            "indexes": [index for index in by_name(inspector.get_indexes(name))
                        if not index["name"].endswith("_words")],
        }
        for name in names
    }  # fmt: skip


def by_name(items: list[Any]) -> list[Any]:
    return sorted(items, key=lambda item: str(item["name"]))


def searched(engine: sa.Engine) -> list[tuple[Any, ...]]:
    """What the database itself says of full-text search."""
    ways = {
        "sqlite": "SELECT name, type, sql FROM sqlite_master WHERE name LIKE '%words%'",
        "postgresql": "SELECT indexname, indexdef, to_tsvector('claimgraph', 'The mills, running')"
        " FROM pg_indexes WHERE indexname LIKE '%words'",
    }
    with engine.connect() as connection:
        rows = connection.execute(sa.text(ways[engine.dialect.name]))
        return sorted(map(tuple, rows))


def emptied(engine: sa.Engine) -> None:
    """Take all away."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        Path(str(engine.url.database)).unlink()
    else:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_a_new_database_is_what_the_migrations_make(engine: sa.Engine, database_url: str) -> None:
    with Store.open(database_url, project=Projection()):
        made = described(engine), searched(engine)
    emptied(engine)
    with writer(engine).begin() as connection:
        migrated_to(connection, "head")
    assert (described(engine), searched(engine)) == made
    assert len(made[0]) == 33
    assert len(made[1]) >= 2
    with Store.open(database_url, project=Projection()) as store:
        store.add(document("Ice floats.").bundle())
        assert store.faults() == []


def migrated_to(connection: sa.Connection, version: str) -> None:
    """Bring a database to a version of the schema, from the beginning."""
    config = Config()
    config.set_main_option("script_location", "kg.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def test_autogenerate_finds_nothing_to_do(engine: sa.Engine, store: Store) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _parents: kind != "table" or is_ours(name),
                  "include_object": lambda _o, name, kind, *_rest: not (
                      kind == "index" and name.endswith("_words"))},
        )  # fmt: skip
        assert compare_metadata(context, METADATA) == []


def test_the_newest_migration_is_the_one_that_is_asked_for() -> None:
    script = ScriptDirectory("kg/store/migrations")
    assert script.get_heads() == [HEAD]


@pytest.mark.parametrize("version", [f"{number:04}" for number in range(1, int(HEAD))])
def test_a_database_of_any_older_schema_is_brought_up_to_date(
    engine: sa.Engine, database_url: str, version: str
) -> None:
    with writer(engine).begin() as connection:
        migrated_to(connection, version)
    with Store.open(database_url, project=Projection()) as store:
        store.add(document("Ice floats.").bundle())
        assert store.faults() == []


def test_a_database_of_the_second_schema_keeps_what_it_holds(
    engine: sa.Engine, database_url: str
) -> None:
    with writer(engine).begin() as connection:
        migrated_to(connection, "0002")
        cited = work("doi:10.1/a", title="Ice", authors=("Roe, J.",))
        essay = document("Ice floats.", of=cited)
        rows = {
            "work": {"id": cited.id, "key": cited.key, "title": "Ice", "authors": '["Roe, J."]'},
            "document": {
                name: getattr(essay.document, name)
                for name in ("id", "media_type", "source", "name", "sha256", "text", "work_id")
            }
            | {"authors": "[]", "genre": "original", "structure": "[]"},
            "contribution": {
                "document_id": essay.document.id,
                "record_id": cited.id,
                "is_primary": True,
                "body": json.dumps(
                    dict.fromkeys(("year", "container", "doi", "arxiv", "url"))
                    | {"id": cited.id, "key": cited.key, "title": "Ice", "authors": '["Roe, J."]'}
                ),
            },
        }
        for name, row in rows.items():
            table = sa.table(name, *(sa.column(column) for column in row))
            connection.execute(table.insert().values(**row))
    with Store.open(database_url, project=Projection()) as store:
        assert [one.text for one in store.documents()] == ["Ice floats."]
        listing = document("Roe, J. Ice.", name="list.bib", genre=Genre.BIBLIOGRAPHY)
        listing.refers("Roe, J. Ice.", work("doi:10.1/a", title="Ice", volume="7"))
        store.add(listing.bundle())
        (found,) = store.find(Work, key="doi:10.1/a")
        assert (found.title, found.volume) == ("Ice", "7")


def test_decisions_of_the_third_schema_get_their_new_names(
    engine: sa.Engine, database_url: str
) -> None:
    made = Decision(
        target_id=work("doi:10.1/a").id,
        action=Action.NOTE,
        note="see above",
        made_by="Ann",
        made_at="2026-02-01T00:00:00Z",
    )
    fields = ("target_id", "action", "note", "made_by", "made_at")
    old = content_id("decision", *(str(getattr(made, name)) for name in fields))
    iri_of_graph, quads = Projection().decisions_graph([made])
    with writer(engine).begin() as connection:
        migrated_to(connection, "0003")
        rows: dict[str, dict[str, Any]] = {
            "decision": {"id": old} | {name: str(getattr(made, name)) for name in fields},
            "graph": {
                "iri": iri_of_graph,
                "owner": "decisions",
                "revision": 1,
                "nquads": quads.replace(iri(made.id), iri(old)),
            },
        }
        for name, row in rows.items():
            table = sa.table(name, *(sa.column(column) for column in row))
            connection.execute(table.insert().values(**row))
    with Store.open(database_url, project=Projection()) as store:
        assert store.decisions() == [made]
        assert store.stored_graphs() == store.projected_graphs()
        assert [graph for graph, _ in store.graphs_since(0)[1]] == [iri_of_graph]
        assert store.faults() == []


def test_graphs_of_the_fifth_schema_get_the_terms_of_the_sixth(
    engine: sa.Engine, database_url: str
) -> None:
    claims = [claim(wording) for wording in ("Ice floats.", "Ice swims.", "Ice is cold.")]
    links = [link(claims[0], kind, claims[1]) for kind in ("restates", "rebuts", "related")]
    wanted = {**Essay().graphs, **dict([Projection().shared_graph(Entry(claims[0], tuple(links)))])}
    with writer(engine).begin() as connection:
        migrated_to(connection, "0005")
        graph = sa.table(
            "graph", *(sa.column(one) for one in ("iri", "owner", "nquads", "revision"))
        )
        rows: list[dict[str, Any]] = [
            {"iri": name, "owner": "test", "nquads": _of_the_fifth(text), "revision": 1}
            for name, text in wanted.items()
        ]
        connection.execute(graph.insert(), rows)
        connection.execute(sa.table("revision", sa.column("value")).update().values(value=1))
    with Store.open(database_url, project=Projection()) as store:
        assert store.stored_graphs() == wanted
        changed = {name for name, _ in store.graphs_since(1)[1]}
        assert changed == {row["iri"] for row in rows if row["nquads"] != wanted[row["iri"]]}


def test_texts_of_the_sixth_schema_get_their_sketches(engine: sa.Engine, database_url: str) -> None:
    words = " ".join(f"word{number}" for number in range(99))
    structure = (Block(BlockKind.PARAGRAPH, 0, len(words)), Block(BlockKind.QUOTE, 0, 9))
    essay = document(f"{words} and more", structure=structure)
    with Store.open(database_url, project=Projection()) as store:
        store.add(essay.bundle())
        before = store.texts()
    with writer(engine).begin() as connection:
        connection.execute(sa.text("DROP TABLE sketch"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0006'"))
    with Store.open(database_url, project=Projection()) as store:
        assert store.texts() == before
        with store.engine.connect() as connection:
            assert [*connection.scalars(sa.select(SKETCH.c.document_id))] == [essay.document.id]
        assert store.faults() == []


def _of_the_fifth(text: str) -> str:
    """Write quads of today with the terms of the fifth schema."""
    block = rf"(?m)^<[^>]*#block-[^>]*> <{expand('oa:hasSource')}>.*\n"
    problem = rf"(?m)^(<[^>]*/id/problem/[^>]*>) <{expand('dcterms:source')}>"
    text = text.replace(expand("aif:S-node"), expand("aif:MA-node"))
    text = text.replace(expand("cg:standsAt"), expand("oa:hasSelector"))
    text = re.sub(problem, rf"\1 <{expand('oa:hasSource')}>", re.sub(block, "", text))
    return "".join(sorted(text.splitlines(keepends=True)))


def test_opening_again_migrates_nothing(store: Store, database_url: str) -> None:
    store.add(document("Ice floats.").bundle())
    with Store.open(database_url, project=Projection()) as again:
        assert len(again.documents()) == 1


def test_a_database_of_a_newer_version_is_refused(store: Store, database_url: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer version .*schema 9999.*: upgrade claimgraph"):
        Store.open(database_url, project=Projection())


def test_the_tables_of_another_program_are_left_alone(engine: sa.Engine, database_url: str) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE document (id integer)"))
    with pytest.raises(StoreError, match="tables of another program"):
        Store.open(database_url, project=Projection())
    assert sa.inspect(engine).get_table_names() == ["document"]


def test_a_new_kind_of_relation_needs_no_migration(store: Store, database_url: str) -> None:
    kinds = {table.name: table for table in LOOKUPS}
    with store.engine.begin() as connection:
        for table in kinds.values():
            assert (
                connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() > 4
            )
        connection.execute(kinds["relation_kind"].delete().where(sa.text("name = 'rebuts'")))
    with (
        Store.open(database_url, project=Projection()) as again,
        again.engine.begin() as connection,
    ):
        found = {
            name: set(connection.scalars(sa.select(table.c.name))) for name, table in kinds.items()
        }
    assert found == {
        "relation_kind": set(ARGUMENT_KINDS), "dependency_kind": set(DEPENDENCY_KINDS),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cls", "change"),
    [
        (Passage, {"start": 9, "end": 3}),
        (Passage, {"start": -1}),
        (Passage, {"document_id": "document-s1none"}),
        (Relation, {"score": 1.5}),
        (Relation, {"kind": "requires"}),
        (Relation, {"status": "perhaps"}),
        (Relation, {"source_claim_id": None}),
        (Relation, {"target_relation_id": "relation-s1none"}),
        (Relation, {"document_id": None}),
    ],
)
def test_the_database_itself_refuses_nonsense(
    store: Store, cls: Any, change: dict[str, object]
) -> None:
    draft = document("Ice floats. Iron sinks.")
    draft.passage("Ice floats.")
    draft.relates(claim("A"), "rebuts", claim("B"))
    store.add(draft.bundle())
    with pytest.raises(IntegrityError, match="refuses the data") as refusal, \
            translated(store.url), store.engine.begin() as connection:  # fmt: skip
        connection.execute(sa.update(TABLES[cls]).values(**change))
    assert "\n" not in str(refusal.value)
