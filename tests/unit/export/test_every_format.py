"""What all ways out promise, those of plug-ins too: the same bytes for the same records."""

from __future__ import annotations

import io
import zipfile
from importlib.metadata import entry_points
from pathlib import Path, PurePosixPath
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.database import Database
from kg.errors import UsageError
from kg.export.formats import EXPORTS, IMPORTS, Export, Import, exporter, importer, names
from kg.model import Bundle
from tests.contracts.strategies import corpora, hostile_bundles
from tests.unit.export.conftest import exported, make

ALL = names(EXPORTS)
CODE = ("annotations", "dot", "graphml", "jsonl", "jsonld", "nanopubs", "nquads", "trig", "turtle")
TURNING = set("\x7f\x85\u061c\u200e\u200f\u202a\u202c\u202e\u2066\u2067\u2069")


def test_every_entry_point_is_a_format() -> None:
    assert {*CODE, "ro-crate", "tables"} <= set(ALL)
    assert len(ALL) == len({point.name for point in entry_points(group=EXPORTS)})
    for name in ALL:
        found = exporter(name)
        assert isinstance(found, Export)
        assert found.suffix.startswith(".")
        assert 10 < len(found.title) < 90
        assert "/" in found.media_type
    assert all(isinstance(importer(name), Import) for name in names(IMPORTS))


def test_an_unknown_format_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no format is called 'parquet'; there are .*jsonl"):
        exporter("parquet")
    with pytest.raises(UsageError, match="no format is called 'parquet'"):
        importer("parquet")


@pytest.mark.parametrize("name", ALL)
def test_a_second_export_is_the_same(database: Database, name: str) -> None:
    assert len({exported(database, name) for _ in range(4)}) == 1


@pytest.mark.parametrize("name", ALL)
def test_an_empty_database_can_be_written(name: str) -> None:
    with make([]) as empty:
        exported(empty, name)


@given(corpus=corpora(), odd=hostile_bundles(), random=st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_order_of_ingest_does_not_matter(
    corpus: list[Bundle], odd: Bundle, random: Random
) -> None:
    bundles = list({one.document.source: one for one in (*corpus, odd)}.values())
    with make(bundles) as one, make(random.sample(bundles, len(bundles))) as two:
        for name in ALL:
            assert exported(one, name) == exported(two, name), name


@pytest.mark.parametrize("name", CODE)
def test_nothing_turns_the_direction_of_writing(database: Database, name: str) -> None:
    assert not TURNING & set(exported(database, name).decode())


@pytest.mark.parametrize("name", [one for one in ALL if exporter(one).suffix == ".zip"])
def test_a_zip_is_sound_and_stays_in_its_folder(
    database: Database, name: str, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(database, name))) as archive:
        assert archive.testzip() is None
        members = archive.infolist()
        for one in members:
            path = PurePosixPath(one.filename)
            assert not path.is_absolute()
            assert ".." not in path.parts
            assert one.date_time == (1980, 1, 1, 0, 0, 0)
            assert (one.external_attr >> 16) & 0o170000 in (0, 0o100000)
        folded = [one.filename.casefold() for one in members]
        assert len(folded) == len(set(folded))
