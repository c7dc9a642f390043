"""Claims that people made are matched like those of documents."""

from __future__ import annotations

from pathlib import Path

from ingest.assembly.known import Origin
from ingest.assembly.links import tied
from ingest.pipeline import ingest_all
from kg.curation.corrections import Quoted
from kg.database import Database, database_url
from tests.factories import document

SAID = "Deep canals raise the yields of coastal farms."
AGAIN = "The yields of coastal farms are raised by deep canals."


def test_the_next_ingest_finds_what_people_added(tmp_path: Path) -> None:
    new, origin = document(AGAIN, name="new.md"), Origin("new.md", "/new.md")
    stated = new.asserts(AGAIN, AGAIN)
    with Database.open(database_url(str(tmp_path / "db.sqlite"))) as database:
        old = document(SAID, name="old.md")
        database.add(old.bundle())
        database.curator("Ann").add_claim(Quoted(old.document.id, SAID, SAID, "Roe"))
        (added,) = database.store.unsigned()
        assert tied(new.bundle(), origin, database.store).links == ()
        assert list(ingest_all(database, [], dry_run=True)) == []
        assert database.store.unsigned() == [added]
        assert list(ingest_all(database, [])) == []
        assert database.store.unsigned() == []
        links = tied(new.bundle(), origin, database.store).links
    assert {(one.source_id, one.target_id) for one in links} >= {
        tuple(sorted((stated.claim_id, added.id)))
    }
