from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.endpoint.server import Running, running
from tests.unit.rdf.factory import Essay


@pytest.fixture(scope="package")
def endpoint() -> Iterator[Running]:
    """An endpoint over an essay, which no test may change."""
    with running(Essay().graphs) as found:
        yield found
