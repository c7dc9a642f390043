from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.database import Database
from tests.unit.rdf.small_debate import small_debate


@pytest.fixture(scope="session")
def essays(essays_url: str) -> Iterator[Database]:
    """A database of the shipped essays, to be read only."""
    with Database.open(essays_url) as database:
        yield database


@pytest.fixture(scope="session")
def small() -> Iterator[Database]:
    """A database of two small texts, to be read only."""
    with small_debate() as database:
        yield database
