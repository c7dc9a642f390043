"""The quads of one essay, as they are to stay; a change here changes every database."""

from __future__ import annotations

from tests.conftest import Golden
from tests.unit.rdf.factory import Essay


def test_the_projection_is_as_stored(golden: Golden) -> None:
    graphs = "".join(Essay().graphs.values())
    golden("essay.nq", "".join(sorted(graphs.splitlines(keepends=True))))
