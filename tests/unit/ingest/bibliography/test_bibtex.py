"""BibTeX and biblatex files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bibliography import bibtex
from ingest.bibliography.bibtex import parse_bibtex
from ingest.bibliography.entries import Entry
from kg.errors import RefusedError
from kg.model import Description
from tests.shared import shared

SOUND = "@book{sound, author = {Roe, Ann}, title = {Sound Words}, year = 1999}\n"


def read(source: str) -> tuple[dict[str, Description], list[str]]:
    entries, faults = parse_bibtex(source, "a.bib")
    return {one.key: one.described for one in entries}, [fault.message for fault in faults]


def only(source: str) -> Description:
    found, faults = read(source)
    assert faults == []
    (described,) = found.values()
    return described


def test_an_article() -> None:
    source = r"""
    % A line with a@b.example in it
    @comment{left out, title = {x}}
    @preamble{"\newcommand{\x}{}"}
    @STRING(jt = "Journal of Tides")
    @Article{key:1,
        author  = {M{\"u}ller, Jo and van der Berg, Jan and {Society of Harbours} and others},
        title   = {On {DNA}:
                   50\% more},
        journal = jt # { (New Series)},
        month   = mar, year = 2001, volume = "3", number = {4}, pages = {10--20},
        doi     = {https://doi.org/10.1234/AB\_c}, url = {https://doi.org/10.1234/ab_c},
    }
    """
    assert parse_bibtex(source, "a.bib") == (
        (
            Entry(
                key="key:1",
                kind="article-journal",
                described=Description(
                    title="On DNA: 50% more",
                    authors=("Müller, J.", "van der Berg, J.", "Society of Harbours"),
                    year=2001,
                    container="Journal of Tides (New Series)",
                    volume="3",
                    issue="4",
                    pages="10–20",
                    doi="10.1234/ab_c",
                ),
            ),
        ),
        (),
    )


def test_fields_of_biblatex() -> None:
    described = only(
        "@online{x, author={family=Beethoven, given=Ludwig, prefix=van}, title={Notes},"
        " subtitle={A Start}, date={2019-03-04/2020}, journaltitle={Online J.}, editora={No, One},"
        " eprint={1701.01234v2}, eprinttype={arXiv}, url={https://x.example/a_b%20c},"
        " urldate={2021-01-01}}"
    )
    assert described == Description(
        title="Notes: A Start",
        authors=("van Beethoven, L.",),
        year=2019,
        container="Online J.",
        arxiv="1701.01234",
        url="https://x.example/a_b%20c",
    )


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Ann B. Roe and Bo Doe", ("Roe, A. B.", "Doe, B.")),
        ("Roe, Jr., Ann", ("Roe Jr, A.",)),
        (r"de la Vall{\'e}e Poussin, C. J.", ("de la Vallée Poussin, C. J.",)),
        (r"\v{C}apek, Karel and \L{}ukasz Nowak", ("Čapek, K.", "Nowak, Ł.")),
        ("{Barnes and Noble}", ("Barnes and Noble",)),
        ("World Health Organization", ("World Health Organization",)),
        ("A. Roe, B. Doe, C. Poe, D. Coe", ("Roe, A.", "Doe, B.", "Poe, C.", "Coe, D.")),
        ("Roe, Ann AND\n  others", ("Roe, A.",)),
    ],
)
def test_names(field: str, names: tuple[str, ...]) -> None:
    assert only(f"@misc{{a, title={{T}}, author={{{field}}}}}").authors == names


def test_editors_stand_for_authors_that_are_missing() -> None:
    assert only("@book{a, title={T}, editor={Roe, Ann}}").authors == ("Roe, A.",)


def test_an_entry_inherits_from_the_one_it_refers_to() -> None:
    found, faults = read(
        "@inproceedings{four, crossref={proc}, author={Poe, Ed}, title={Four}, pages={1-2}}"
        "\n@proceedings{proc, title={Proceedings of Ends}, year={2010}, editor={Roe, Al}}"
        "\n@misc{loop, crossref={loop}, title={Loop}}"
    )
    assert faults == []
    assert found["four"].container == "Proceedings of Ends"
    assert (found["four"].year, found["four"].authors) == (2010, ("Poe, E.",))


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("@book{b, title = {An { open},\n year = 1}\n", "line 1: "),
        ("@book{b, title = {T}, year = 1\n", "line 1: "),
        ('@book{b, title = "T\n', "line 1: "),
        ("@book{, title = {T}}\n", "line 1: an entry has no key"),
        ("@book{b}\n", "line 1: the entry b says nothing of a work"),
        ("\n@book{sound, title={Other}}\n", "line 3: the key sound stands for another"),
        ("@book{b, title = nowhere}\n", "line 1: 'nowhere' is no @string"),
        ("@book{b, title = {T} year = {1}}\n", "line 1: a comma is missing before 'year"),
    ],
)
def test_a_broken_entry_takes_no_other_with_it(broken: str, said: str) -> None:
    source = broken + SOUND if "sound" not in broken else SOUND + broken
    found, faults = read(source)
    assert found["sound"].title == "Sound Words"
    assert len(faults) == 1
    assert faults[0].startswith("a.bib: ")
    assert said in faults[0]


def test_lines_that_are_commented_out_are_no_fields() -> None:
    assert only("@book{a, title={T}, % why not\n  %year = {1999},\n year = {2000}}").year == 2000


@pytest.mark.parametrize("year", ["in press", "{}", "19", "c. 18"])
def test_a_year_that_is_unknown_is_none(year: str) -> None:
    assert only(f"@book{{a, title={{T}}, year={{{year}}}}}").year is None


@pytest.mark.parametrize(
    "fields",
    [
        "journal={arXiv preprint arXiv:1701.01234}",
        "note={arXiv:1701.01234v3 [cs.CL]}",
        "url={http://arxiv.org/abs/1701.01234}",
        "doi={10.48550/arXiv.1701.01234}",
        "archiveprefix={arXiv}, eprint={1701.01234}, primaryclass={cs}",
        "eprint={1701.01234}",
    ],
)
def test_arxiv_ids_wherever_they_stand(fields: str) -> None:
    described = only(f"@misc{{a, title={{T}}, {fields}}}")
    assert (described.arxiv, described.doi, described.url) == ("1701.01234", None, None)


@pytest.mark.parametrize(
    "source",
    [
        "@article{a, title={" + "{" * 50_000 + "}" * 50_000 + "}}\n",
        '@article{a, title="' + "{x} " * 50_000 + '"}\n',
        "@article{a, title={T}, year=" + '"1"#' * 20_000 + '"1"}\n',
        "@" * 100_000 + "\n",
        "@article{a, title={" + "x" * 1_000_000 + "}}\n",
        "".join(
            f"@misc{{k{i}, xdata={{k{i + 1},k{i + 2},k{i + 3}}}, title={{T}}}}\n"
            for i in range(500)
        ),
        "\x00\x1b[31m\n",
    ],
)
def test_hostile_files_cost_little(source: str) -> None:
    found, _ = read(source + SOUND)
    assert found["sound"].year == 1999


def test_what_would_grow_without_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    macros = (
        '@string{a0="'
        + "x" * 1_000
        + '"}'
        + "".join(f"@string{{a{i}=a{i - 1}#a{i - 1}#a{i - 1}#a{i - 1}}}" for i in range(1, 12))
    )
    with pytest.raises(RefusedError, match=r"a\.bib: line 1: macros make more than"):
        parse_bibtex(macros, "a.bib")
    monkeypatch.setattr(bibtex, "MAX_ENTRIES", 3)
    with pytest.raises(RefusedError, match=r"a\.bib: holds more than 3 entries"):
        parse_bibtex(SOUND * 4, "a.bib")


@given(st.text(alphabet='@book{}ab,="#%\\ \n()1', max_size=200))
def test_any_text_is_read_or_reported(source: str) -> None:
    entries, faults = parse_bibtex(source, "a.bib")
    assert all(fault.message.startswith("a.bib: line ") for fault in faults)
    assert len({one.key for one in entries}) == len(entries)


@pytest.mark.parametrize(
    ("paper", "file", "entries"),
    [
        ("joss-SLIX", "paper.bib", 4),
        ("joss-amrex", "paper.bib", 19),
        ("joss-gmr", "paper.bib", 8),
        ("joss-hypothesize", "paper.bib", 11),
        ("distill-building-blocks", "bibliography.bib", 46),
        ("distill-research-debt", "bibliography.bib", 22),
    ],
)
def test_real_files(paper: str, file: str, entries: int) -> None:
    found, faults = read(shared("papers", paper, file).read_text())
    assert (len(found), faults) == (entries, [])
    assert all(one.title for one in found.values())
