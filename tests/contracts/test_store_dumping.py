"""A whole database as lines and back, on SQLite and on PostgreSQL: nothing differs."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.curator import Curator
from kg.database import Database
from kg.errors import RefusedError
from kg.export.formats import Options
from kg.export.jsonl import EXPORT, IMPORT
from kg.model import Bundle, Claim, Decision, Document, Passage
from kg.rdf.project import Projection
from kg.store import Store
from kg.vocab import Action
from tests.contracts.strategies import corpora, hostile_bundles, hostile_texts
from tests.contracts.test_store_curation import _act as act
from tests.contracts.test_store_curation import _emptied as emptied
from tests.contracts.test_store_curation import differences, draft, other, signed
from tests.factories import document

_NUMBERS = count()
PROPERTY = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
Open = Callable[[], Store]


def exported(store: Store) -> bytes:
    out = io.BytesIO()
    EXPORT.write(Database(store), out, Options())
    return out.getvalue()


def imported(store: Store, lines: bytes) -> str:
    return IMPORT.read(Database(store), io.BytesIO(lines), "some.jsonl")


@pytest.fixture
def fresh(tmp_path: Path, blank: Path) -> Iterator[Open]:
    """Open new empty databases, in files of SQLite."""
    opened: list[Store] = []

    def new() -> Store:
        path = shutil.copy(blank, tmp_path / f"{next(_NUMBERS)}.sqlite")
        opened.append(Store.open(f"sqlite:///{path}", project=Projection()))
        return opened[-1]

    yield new
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> Iterator[Store]:
    """A database with decisions of many kinds, parked links, orphans and signatures; to read."""
    path = shutil.copy(blank, tmp_path_factory.mktemp("rich") / "claims.sqlite")
    with Store.open(f"sqlite:///{path}", project=Projection()) as store:
        _enrich(store)
        yield store


@pytest.fixture(scope="module")
def lines(rich: Store) -> bytes:
    """All of that database."""
    return exported(rich)


def _enrich(store: Store) -> None:
    ann = Curator(store, "Ann \u202e=cmd")
    for made in (signed(draft()), signed(other())):
        store.add(made)
    claims = sorted(row.claim.id for row in store.claims())
    ann.edit(claims[0], "Better\nsaid")
    ann.ask("Do mills pay?")
    ann.relate(claims[0], "rebuts", claims[1])
    ann.retype(next(one.id for one in store.bundle(draft().document.id).owned
                    if one.KIND == "assertion"), claim="something else")  # fmt: skip
    store.import_decisions(
        [
            Decision(
                target_id=f"claim-s1{'a' * 24}",
                action=Action.NOTE,
                note="gone",
                made_by="Bo",
                made_at="2026-01-02T03:04:05.000001+00:00",
            )
        ]
    )


def same(one: Store, two: Store) -> bool:
    assert differences(one, two) == []
    assert two.faults() == []
    assert two.stored_graphs() == two.projected_graphs()
    return exported(one) == exported(two)


@given(corpora(), hostile_bundles(), st.data())
@PROPERTY
def test_any_database_comes_back(
    store: Store, fresh: Open, corpus: list[Bundle], odd: Bundle, data: st.DataObject
) -> None:
    """From SQLite into each kind of database, and from there into SQLite again."""
    grown = fresh()
    for bundle in (*corpus, odd, draft().bundle()):
        grown.add(bundle)
    ann = Curator(grown, data.draw(hostile_texts()))
    for _ in range(data.draw(st.integers(0, 5))):
        act(data, ann)
    emptied(store)
    lines = exported(grown)
    imported(store, lines)
    assert same(grown, store)
    again = fresh()
    imported(again, exported(store))
    assert same(store, again)


def test_a_rich_database_comes_back_and_proves_itself(
    rich: Store, lines: bytes, store: Store
) -> None:
    said = imported(store, lines)
    assert said == f"some.jsonl: {len(lines.splitlines()) - 2:,} lines added"
    assert same(rich, store)
    with Database(store) as database:
        assert list(database.check()) == []
        assert store.canonical() == rich.canonical()
        assert store.orphans() == rich.orphans()
        assert database.questions() == Database(rich).questions()
        assert database.debate().most_argued(99) == Database(rich).debate().most_argued(99)


def test_lines_have_nothing_that_turns_the_direction(lines: bytes) -> None:
    text = lines.decode()
    assert not set("\u202e\u202c\u2066\u200f\x85\u2028") & set(text)
    assert "Ann \\u202E=cmd" in text


def broken(lines: bytes, which: str, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return lines in which the first record of a kind is changed."""
    found = []
    done = False
    for line in lines.splitlines():
        fields = json.loads(line)
        if fields.get("record") == which and not done:
            change(fields)
            done = True
        found.append(json.dumps(fields).encode())
    assert done
    return b"\n".join([*found, b""])


CHANGES: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("claim", lambda one: one.update(key="another"), "its id is not the one"),
    ("claim", lambda one: one.pop("wording"), "lacks field 'wording'"),
    ("claim", lambda one: one.update(extra=1), "has no field 'extra'"),
    ("claim", lambda one: one.update(wording="a\0b"), "NUL"),
    ("claim", lambda one: one.update(wording="\ud800"), "surrogates not allowed"),
    ("claim", lambda one: one.update(wording=7), "cannot be the wording"),
    ("claim", lambda one: one.update(wording="unlike what its documents say"), "documents say"),
    ("work", lambda one: one.update(year=10**30), "too large"),
    ("work", lambda one: one.update(authors="Doe"), "cannot be the authors"),
    ("assertion", lambda one: one.update(score=1.5), "cannot be the score"),
    ("assertion", lambda one: one.update(score="0.5"), "cannot be the score"),
    ("assertion", lambda one: one.update(standalone="false"), "cannot be the standalone"),
    ("assertion", lambda one: one.update(status="accepted"), "by the decisions it is not"),
    ("assertion", lambda one: one.update(kind="funny"), "'funny' is not a valid"),
    ("assertion", lambda one: one.update(claim_id=f"claim-s1{'a' * 24}"), "no line before it has"),
    ("relation", lambda one: one.update(kind="enables"), ""),
    ("passage", lambda one: one.update(exact="not there"), "does not stand at"),
    ("decision", lambda one: one.update(made_at="yesterday"), ""),
    ("decision", lambda one: one.update(note="x\0"), "NUL"),
    ("contribution", lambda one: one.pop("says"), "has the fields document_id, says"),
    ("contribution", lambda one: one["says"].update(id="work-x"), "its id is not the one"),
    ("original", lambda one: one.update(document_id="document-x"), "FOREIGN KEY|foreign key"),
    ("signature", lambda one: one.update(vector="?"), "cannot be read"),
    ("signature", lambda one: one.update(keys=["k" * 99]), ""),
    ("document", lambda one: one.update(record="nothing"), "no record is called 'nothing'"),
    ("document", lambda one: one.update(record=["x"]), "no record is called"),
]


@pytest.mark.parametrize(("kind", "change", "reason"), CHANGES)
def test_a_bad_line_is_named_and_nothing_is_stored(
    store: Store,
    rich: Store,
    lines: bytes,
    kind: str,
    change: Callable[[dict[str, Any]], object],
    reason: str,
) -> None:
    wrong = broken(lines, kind, change)
    if (kind, reason) == ("signature", "") and store.engine.dialect.name == "sqlite":
        pytest.skip("SQLite does not limit the length of a key")
    with pytest.raises(RefusedError, match=rf"some.jsonl: line \d+: .*({reason})") as caught:
        imported(store, wrong)
    assert "\n" not in str(caught.value)
    number = int(str(caught.value).split("line ")[1].split(":")[0])
    assert json.loads(wrong.splitlines()[number - 1]).get("record") in (kind, "nothing", ["x"])
    assert list(store.find(Document)) == []
    assert store.stored_graphs() == {}
    imported(store, lines)
    assert same(rich, store)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda lines: lines[:-1], "ends too early"),
        (lambda lines: [*lines[:-2], lines[-1]], "lines stand before it"),
        (lambda lines: [*lines, lines[-1]], "stands after the last line"),
        (lambda lines: lines[1:], "line 1: it is not the head"),
        (lambda lines: [*lines[:3], b"[" * 100_000, *lines[3:]], "line 4: it is no JSON"),
        (lambda lines: [*lines[:3], b'{"a": NaN}', *lines[3:]], "line 4: .*NaN is no number"),
        (lambda lines: [*lines[:3], b"\xff", *lines[3:]], "line 4: it is no JSON in UTF-8"),
        (lambda lines: [*lines[:3], b"3", *lines[3:]], "line 4: it is no JSON object"),
        (lambda lines: [*lines[:3], b"", *lines[3:]], "line 4: it is no JSON"),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], "line 4: the database refuses it"),
        (lambda lines: [], "line 1: the file ends too early"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(
    fresh: Open, lines: bytes, change: Callable[[list[bytes]], list[bytes]], reason: str
) -> None:
    store = fresh()
    with pytest.raises(RefusedError, match=reason) as caught:
        imported(store, b"\n".join([*change(lines.splitlines()), b""]))
    assert len(str(caught.value)) < 400
    assert store.stored_graphs() == {}


def test_a_database_that_holds_something_is_left_alone(fresh: Open, lines: bytes) -> None:
    store = fresh()
    store.add(document("Ice floats.").bundle())
    before = exported(store)
    with pytest.raises(RefusedError, match="name an empty one"):
        imported(store, lines)
    assert exported(store) == before


def test_the_order_of_fields_does_not_matter(fresh: Open, rich: Store, lines: bytes) -> None:
    store = fresh()
    sorted_lines = (json.dumps(json.loads(one), sort_keys=True) for one in lines.splitlines())
    imported(store, "\n".join(sorted_lines).encode())
    assert same(rich, store)


def test_the_path_is_nothing_to_it(rich: Store, lines: bytes) -> None:
    path = rich.engine.url.database
    assert path is not None
    assert path.encode() not in lines


def test_what_is_read_in_one_state_does_not_change(store: Store, database_url: str) -> None:
    store.add(document("Ice floats.", name="a").bundle())
    with Store.open(database_url, project=Projection()) as another:
        with store.one_state():
            before = store.revision(), len(list(store.each(Document)))
            with store.one_state():
                another.add(document("Iron sinks.", name="b").bundle())
            assert (store.revision(), len(list(store.each(Document)))) == before
            assert len(list(another.each(Document))) == 2
        assert len(list(store.each(Document))) == 2


def test_each_record_comes_once_and_by_id(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.dumping._PAGE", 2)
    monkeypatch.setattr("kg.store.dumping._LONG", 2)
    for bundle in (draft().bundle(), other().bundle(), document("Ice.").bundle()):
        store.add(bundle)
    for cls in (Document, Passage, Claim):
        found = [one.id for one in store.each(cls)]
        assert found == sorted(one.id for one in store.find(cls))
    assert len(list(store.dump())) == len({json.dumps(one) for one in store.dump()})
