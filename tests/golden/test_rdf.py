"""The quads of one essay, as they are to stay; a change here changes every database."""

from __future__ import annotations

import os
from pathlib import Path

from tests.unit.rdf.factory import Essay

GOLDEN = Path(__file__).with_name("essay.nq")
REFRESH = "REFRESH_GOLDEN"


def test_the_projection_is_as_stored() -> None:
    projected = "".join(sorted("".join(Essay().graphs.values()).splitlines(keepends=True)))
    if os.environ.get(REFRESH):
        GOLDEN.write_text(projected, encoding="utf-8")
    assert projected == GOLDEN.read_text(encoding="utf-8"), f"to accept it, set {REFRESH}=1"
