"""What became of the entries of a reference list."""

from __future__ import annotations

from kg.model import Match, Work
from kg.rdf.project import Projection
from kg.store import Store
from kg.ui.texts.references import State, entries, listed, summary
from kg.views import SourceView
from tests.factories import document, work

HERE = work("title:here", title="Here")
KNOWN = work("doi:10.1/known", title="Known", doi="10.1/known")
ALIKE = work("title:alike", title="Alike")
OTHER = work("title:other", title="Other")
BARE = work("title:bare", title="Bare")


def view(tmp_path: object) -> tuple[SourceView, dict[str, tuple[str, ...]]]:
    works = {"h": HERE, "k": KNOWN, "a": ALIKE, "b": BARE}
    text = "See [h] and [h]. " + " ".join(f"[{letter}] entry." for letter in works)
    draft = document(text)
    refs = {letter: draft.refers(f"[{letter}] entry.", one) for letter, one in works.items()}
    draft.cites("[h]", "See [h] and [h].", refs["h"])
    draft.keep(OTHER)
    draft.keep(
        Match(
            document_id=draft.document.id,
            run_id=draft.run.id,
            work_id=ALIKE.id,
            candidate_id=OTHER.id,
            similarity=0.9,
        )
    )
    with Store.open(f"sqlite:///{tmp_path}/c.sqlite", project=Projection()) as store:
        store.add(draft.bundle())
        store.add(document("Here it is.", name="here.md", of=HERE).bundle())
        return store.source_view(draft.document.id), dict(
            store.texts_of([HERE.id, KNOWN.id, ALIKE.id, BARE.id])
        )


def test_each_entry_says_what_became_of_it_and_where_it_is_cited(tmp_path: object) -> None:
    shown, texts = view(tmp_path)
    found = entries(shown, texts)
    by_title: dict[str | None, State] = {one.work.title: one.state for one in found}
    assert by_title == {
        "Here": State.HERE,
        "Known": State.IDENTIFIED,
        "Alike": State.ALIKE,
        "Bare": State.UNKNOWN,
    }
    assert [len(one.cited) for one in found] == [1, 0, 0, 0]
    assert "3 never cited" in summary(found)
    page = listed(shown.source.id, found, found[1].reference.id)
    assert page.count('id="here"') == 1
    assert f"source={texts[HERE.id][0]}" in page
    assert f"passage={found[0].cited[0].passage_id}" in page
    assert "https://doi.org/10.1/known" in page
    assert "May be the same work as “Other”" in page


def test_a_hostile_address_is_no_link(tmp_path: object) -> None:
    bad = Work(key="title:x", title="X", url="javascript:alert(1)")
    draft = document("[x] entry.")
    draft.refers("[x] entry.", bad)
    with Store.open(f"sqlite:///{tmp_path}/c.sqlite", project=Projection()) as store:
        store.add(draft.bundle())
        shown = store.source_view(draft.document.id)
    assert "javascript" not in listed(shown.source.id, entries(shown, {}))
