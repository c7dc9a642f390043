"""A database that cannot be opened says why, in one line, and keeps passwords to itself."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.rdf.project import Projection
from kg.store import Store
from kg.store import engine as engine_module
from tests.factories import document

SECRET = "hunter2"


def refusal(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        Store.open(url, project=Projection())
    message = str(caught.value)
    assert "\n" not in message
    assert SECRET not in message
    return message


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are notes, not a database. " * 99)
    assert "file is not a database; name another file" in refusal(f"sqlite:///{path}")
    assert path.read_text().startswith("These are notes")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert "check that the path is a file" in refusal(f"sqlite:///{tmp_path}")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    message = refusal(f"sqlite:///{tmp_path}/file/claims.sqlite")
    assert message.startswith(f"cannot make the folder {tmp_path}/file")


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "claims.sqlite"
    Store.open(f"sqlite:///{path}", project=Projection()).close()
    assert path.exists()


@pytest.mark.skipif(os.getuid() == 0, reason="root may write to any file")
def test_a_file_that_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "claims.sqlite"
    Store.open(f"sqlite:///{path}", project=Projection()).close()
    path.chmod(0o400)
    with Store.open(f"sqlite:///{path}", project=Projection()) as store, \
            pytest.raises(StoreError, match="check the permissions"):  # fmt: skip
        store.add(document("Ice floats.").bundle())


def test_a_locked_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "LOCK_SECONDS", 0.1)
    path = tmp_path / "claims.sqlite"
    with Store.open(f"sqlite:///{path}", project=Projection()) as store:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked; another process is writing"):
            store.add(document("Ice floats.").bundle())
        assert store.documents() == []
        holder.close()
        assert store.add(document("Ice floats.").bundle()) == "added"


@pytest.mark.parametrize(
    "url",
    [
        "no url at all",
        f"postgresql://kg:{SECRET}@localhost:port/kg",
        f"postgresql://kg:p@{SECRET}/x@localhost:5432/kg",
        f"postgresql://kg:p@{SECRET}@localhost:5432/kg",
    ],
)
def test_a_url_that_cannot_be_read(url: str) -> None:
    assert "database URL cannot be read" in refusal(url)


def test_a_server_that_does_not_answer() -> None:
    message = refusal(f"postgresql://kg:{SECRET}@127.0.0.1:1/claims?password={SECRET}")
    assert message.startswith("the database claims on 127.0.0.1: ")


def test_a_driver_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    url = f"postgresql://kg:{SECRET}@127.0.0.1/kg"
    assert refusal(url) == "PostgreSQL needs a driver: pip install 'claimgraph[postgres]'"
    assert "no driver for databases of the kind nonsense" in refusal(f"nonsense://:{SECRET}@h/x")
