from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.llm import endpoint
from ingest.llm.reading import Reader
from ingest.llm.settings import Settings
from tests.unit.ingest.llm.model import Model, serving

KEY = "sk-secret-of-the-user"


@pytest.fixture
def model() -> Iterator[Model]:
    """A model that nobody else asks."""
    with serving() as model:
        yield model


@pytest.fixture
def reader(model: Model, tmp_path: Path) -> Reader:
    return Reader(Settings(url=model.url, model="small"), lambda: tmp_path / "cache")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "PAUSE", 0.0)


@pytest.fixture
def environment(model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of a user who has a model, a key, a database and a cache."""
    monkeypatch.setenv("KG_LLM_URL", model.url)
    monkeypatch.setenv("KG_LLM_MODEL", "small")
    monkeypatch.setenv("KG_LLM_KEY", KEY)
    monkeypatch.setenv("KG_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("KG_DATABASE_URL", f"sqlite:///{tmp_path / 'db.sqlite'}")
