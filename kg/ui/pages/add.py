"""Add: drop files or paste links, watch each step, see what was found and what was not."""

from __future__ import annotations

from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kg.database import database_url
from kg.errors import NotFoundError, UsageError
from kg.ui import data, parts
from kg.ui.adding import added, answering, earlier, given, jobs
from kg.ui.markup import element, link, shorten
from kg.ui.serve import MEGABYTES_EACH
from kg.wording import counted

_EACH: Final = 1.0  # seconds
_REPLACE: Final = "Replace it: this is a new version"
_BESIDE: Final = "Keep both: this is another text"
_LEAD: Final = (
    "Give texts, and the program reads out of them who claims what, on which evidence, and citing "
    "whom. You see each step, and what could not be read."
)
_FORMATS: Final = (
    "It reads PDF, Word and OpenDocument, LaTeX (.tex, or the archive of a project), HTML, EPUB, "
    "Markdown, plain text, JATS and TEI XML; BibTeX, RIS and CSL-JSON for works without their "
    f"text. A file may have {MEGABYTES_EACH} MB; all together {given.MEGABYTES_TOGETHER} MB and "
    f"{given.FILES} files."
)


def show() -> None:
    """Draw the page."""
    asked = st.query_params.get("job")
    lead = None if asked else element("p", _LEAD, class_="kg-lead")
    parts.show(parts.heading("Add texts"), lead)
    if not asked:
        _form()
        _others()
        return
    job = jobs.job(asked)
    if job is None:
        earlier.show()
    elif job.over:
        _over(job)
    else:
        _watch(asked)


def _form() -> None:
    turn = st.session_state.setdefault("given", 0)
    files = st.file_uploader("Files", accept_multiple_files=True, key=f"files-{turn}")
    st.text_area(
        "Web addresses, DOIs or arXiv ids, one a line",
        key=f"lines-{turn}",
        height=110,
        placeholder="https://example.org/essay\n10.1234/abc\n2001.08361",
    )
    if files:  # what is still on its way from the browser is not among them
        ready = f"{counted(len(files), 'file')} ready to be added."
        parts.show(element("p", ready, role="status"))
    answering.fields(turn)
    _ask_about([name for name in _names(files) if _is_here(name)])
    # A callback is not lost when the page draws anew, as after an upload; a value is.
    st.button("Add", type="primary", key="start", on_click=_start)
    if wrong := st.session_state.pop("wrong", None):
        parts.failure(wrong)
    parts.show(
        element("p", _FORMATS, class_="kg-quiet"),
        element(
            "p",
            "Links are fetched when you press Add; addresses that are not public are refused. "
            "Files are read on the machine that runs the app, and sent nowhere else.",
            class_="kg-quiet",
        ),
    )


def _names(files: list[UploadedFile]) -> list[str]:
    return given.file_names(one.name for one in files)


def _ask_about(here: list[str]) -> None:
    """Ask what is to become of texts that were added before under the same names."""
    if not here:
        return
    shown = ", ".join(f"“{shorten(name, 60)}”" for name in here[:5])
    more = f" and {len(here) - 5} more" if len(here) > 5 else ""
    parts.show(element("p", f"Added before under the same name: {shown}{more}.", role="status"))
    st.radio("What is to become of the earlier text?", [_REPLACE, _BESIDE], key="both")


def _beside(names: list[str]) -> list[str]:
    """Return names under which nothing was added before."""
    taken: set[str] = set()
    chosen = names
    while clash := [name for name in chosen if _is_here(name)]:
        taken |= set(clash)
        chosen = given.file_names(names, taken)
    return chosen


def _is_here(name: str) -> bool:
    try:
        return bool(data.database().store.documents_from(given.source_of(name)))
    except NotFoundError:  # the first text makes the database
        return False


def _start() -> None:
    turn = st.session_state["given"]
    files: list[UploadedFile] = st.session_state[f"files-{turn}"]
    try:
        given.check_size([one.size for one in files])
        links = given.links(st.session_state[f"lines-{turn}"])
        if not (files or links):
            raise UsageError("give a file or a link first")
        answer = answering.answer(turn, len(files) + len(links))
    except UsageError as error:
        st.session_state["wrong"] = str(error)
        return
    names = _names(files)
    if st.session_state.get("both") == _BESIDE:
        names = _beside(names)
    contents = {name: file.getbuffer() for name, file in zip(names, files, strict=True)}
    st.query_params["job"] = jobs.start(
        database_url(), contents, links, answer.options if answer else []
    ).id
    st.session_state["given"] += 1


@st.fragment(run_every=_EACH)
def _watch(asked: str) -> None:
    job = jobs.job(asked)
    if job is None or job.over:
        st.rerun()
    st.progress(job.done)
    parts.show(
        element("p", added.STATES[job.state], role="status"),
        added.steps(job),
    )
    st.button("Stop", key="stop", on_click=job.stop, help="What is stored already stays.")


def _over(job: jobs.Job) -> None:
    parts.show(element("p", added.STATES[job.state], role="status"))
    if job.error:
        parts.failure(job.error)
    parts.show(
        added.results(job),
        element("p", link("Add more texts", "add"), " · ", link("All sources", "sources")),
    )


def _others() -> None:
    """List what was added since the app was started, so that nobody loses their work."""
    known = jobs.jobs()[:10]
    if not known:
        return
    items = [
        element(
            "li",
            link(shorten(", ".join(one.items) or "nothing", 90), "add", job=one.id),
            " ",
            parts.chip("done" if one.over else "being added"),
        )
        for one in known
    ]
    parts.show(
        parts.heading("Added since the app was started", level=2),
        element("ul", items, class_="kg-list"),
    )


show()
