"""Times as literals: what a store gives back is what it was given."""

from __future__ import annotations

from datetime import UTC, datetime

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.nquads import moment


@given(st.datetimes(), st.sampled_from(["seconds", "milliseconds", "microseconds"]))
def test_a_time_is_spelled_as_oxigraph_spells_it(when: datetime, precision: str) -> None:
    written = moment(when.replace(tzinfo=UTC).isoformat(timespec=precision))
    line = f"<a:a> <a:b> {written} <a:g> .\n"
    store = pyoxigraph.Store()
    store.load(line.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    assert (store.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b"").decode() == line


@pytest.mark.parametrize("odd", ["", "2026", "2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00.Z"])
def test_what_is_no_time_in_utc_is_a_string(odd: str) -> None:
    assert moment(odd) == f'"{odd}"'
