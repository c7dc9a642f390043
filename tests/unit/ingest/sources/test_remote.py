from __future__ import annotations

import gzip
import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.sources import Fetcher, Item, expand
from kg.errors import RefusedError
from tests.packing import tarred
from tests.unit.ingest.sources.conftest import Recorded, Site

DOI = "10.1234/engines.2020"
CSL = "application/vnd.citationstyles.csl+json"
WORK = {
    "type": "article-journal",
    "title": "Engines of every size",
    "author": [{"family": "Doe", "given": "Jane"}],
    "issued": {"date-parts": [[2020, 5]]},
    "DOI": DOI,
}
PDF = b"%PDF-1.7\n% a full text of our own"
JATS = b'<?xml version="1.0"?>\n<article article-type="research-article"><front/></article>'


def only(given: str, fetcher: Fetcher) -> Item:
    (item,) = expand([given], fetcher=fetcher)
    return item


def archive(**files: bytes) -> bytes:
    return tarred({name.replace("_", "."): data for name, data in files.items()})


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ("http://Paper.example/Text#part", "http://paper.example/Text"),
        ("https://paper.example:443/a b", "https://paper.example/a%20b"),
        ("HTTPS://paper.example/?q=1#2", "https://paper.example/?q=1"),
    ],
)
def test_a_url_is_recognised_by_what_was_given(given: str, source: str) -> None:
    (item,) = expand([given, given + "#other"])
    assert item.source == source


@pytest.mark.parametrize("given", ["https://me:secret@h.example/x", "http://secret@h.example"])
def test_credentials_are_refused_and_stand_nowhere(given: str, fetcher: Fetcher) -> None:
    item = only(given, fetcher)
    with pytest.raises(RefusedError, match="user name") as caught:
        item.load()
    assert "secret" not in f"{caught.value} {item}"


@pytest.mark.parametrize("given", ["http://", "https:///x", "http://[::1", "http://h:99999999/"])
def test_a_url_that_is_none_is_refused(given: str, fetcher: Fetcher, site: Site) -> None:
    with pytest.raises(RefusedError):
        only(given, fetcher).load()
    assert site.asked == []


@pytest.mark.parametrize(
    ("path", "media_type", "suffix"),
    [
        ("paper", "text/html; charset=utf-8", ".html"),
        ("paper", "application/pdf", ".pdf"),
        ("paper.md", "text/plain", ""),
        ("paper.php", "text/markdown", ".md"),
        ("paper", "application/octet-stream", ""),
        ("paper", "", ""),
    ],
)
def test_the_media_type_gives_the_suffix_where_there_is_none(
    site: Site, fetcher: Fetcher, path: str, media_type: str, suffix: str
) -> None:
    site.answers[f"paper.example/{path}"] = Recorded(b"x", headers={"Content-Type": media_type})
    url = f"https://paper.example/{path}"
    item = pickle.loads(pickle.dumps(replace_network(only(url, fetcher))))
    item.fetcher = fetcher
    assert item.load() == b"x"
    assert item.file_name == url + suffix
    assert item.name == item.short_name == item.source == url


def replace_network(item: Any) -> Item:
    """Return the item without the parts that stand for the network and cannot be sent."""
    item.fetcher = Fetcher(cache=item.fetcher.cache)
    found: Item = item
    return found


def test_an_empty_answer_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.answers["paper.example/"] = Recorded(b"")
    with pytest.raises(RefusedError, match="empty"):
        only("https://paper.example/", fetcher).load()


def test_what_stands_beside_a_page_is_fetched_from_its_host(site: Site, fetcher: Fetcher) -> None:
    site.answers["paper.example/start"] = Recorded(status=301, headers={"Location": "/a/b.md"})
    site.answers["paper.example/a/b.md"] = Recorded(b"x")
    site.answers["paper.example/a/refs%201.bib"] = Recorded(b"refs")
    item = only("https://paper.example/start", fetcher)
    assert item.beside("refs 1.bib") is None  # not before it is loaded
    item.load()
    assert item.beside("refs 1.bib") == b"refs"
    asked = len(site.asked)
    for name in ("//evil.example/x", "/etc/passwd", "../x", ""):
        assert item.beside(name) is None
    assert len(site.asked) == asked
    for name in ("none.bib", "https://evil.example/x", "?q=1"):
        assert item.beside(name) is None
    assert all(each.startswith("paper.example/") for each in site.asked)


def test_a_loaded_item_knows_what_stands_beside_it_in_another_process(
    site: Site, tmp_path: Path
) -> None:
    site.answers[f"{site.host}/a/b"] = Recorded(b"x", headers={"Content-Type": "text/markdown"})
    site.answers[f"{site.host}/a/refs.bib"] = Recorded(b"refs")
    item = only(
        f"http://{site.host}/a/b", Fetcher(cache=tmp_path / "cache", allow_private=True, pause=0)
    )
    item.load()
    read, beside = pickle.loads(pickle.dumps((item, item.beside)))
    assert read.file_name == f"http://{site.host}/a/b.md"
    assert beside("refs.bib") == b"refs"


@pytest.mark.parametrize(
    ("given", "identifier", "source"),
    [
        ("2001.08361", "2001.08361", "2001.08361"),
        ("2001.08361v2", "2001.08361v2", "2001.08361"),
        ("arXiv:2001.08361", "2001.08361", "2001.08361"),
        ("ARXIV: 0704.0001v1", "0704.0001v1", "0704.0001"),
        ("hep-th/9901001", "hep-th/9901001", "hep-th/9901001"),
        ("arXiv:math.GT/0309136v3", "math.GT/0309136v3", "math.gt/0309136"),
        ("https://arxiv.org/abs/2001.08361v2", "2001.08361v2", "2001.08361"),
        ("http://www.arxiv.org/pdf/2001.08361.pdf", "2001.08361", "2001.08361"),
        ("https://arxiv.org/pdf/hep-th/9901001v1#page=2", "hep-th/9901001v1", "hep-th/9901001"),
        ("https://export.arxiv.org/abs/2001.08361?context=cs", "2001.08361", "2001.08361"),
        ("10.48550/arXiv.2001.08361", "2001.08361", "2001.08361"),
        ("https://doi.org/10.48550/arXiv.2001.08361", "2001.08361", "2001.08361"),
    ],
)
def test_an_arxiv_id_is_known_in_all_its_forms(
    given: str, identifier: str, source: str, fetcher: Fetcher
) -> None:
    item = only(given, fetcher)
    assert item.name == f"arXiv:{identifier}"
    assert item.source == f"https://arxiv.org/abs/{source}"


@pytest.mark.parametrize("given", ["2001.083", "2001.08361x", "x2001.08361", "12/1234567"])
def test_what_is_no_arxiv_id_is_a_file(given: str, fetcher: Fetcher) -> None:
    assert only(given, fetcher).source.startswith("file:")


def test_a_file_of_that_name_comes_before_an_identifier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fetcher: Fetcher
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2001.08361").write_text("x")
    Path("10.1234").mkdir()
    Path("10.1234/engines").write_text("y")
    assert [only(given, fetcher).load() for given in ("2001.08361", "10.1234/engines")] == [
        b"x",
        b"y",
    ]
    assert only("arXiv:2001.08361", fetcher).source == "https://arxiv.org/abs/2001.08361"
    assert only("doi:10.1234/engines", fetcher).source == "https://doi.org/10.1234/engines"


@pytest.mark.parametrize(
    ("data", "media_type", "suffix"),
    [
        (archive(paper_tex=b"\\documentclass{article}"), "application/gzip", ".gz"),
        (gzip.compress(b"\\documentclass{article}", mtime=0), "application/x-eprint", ".tex"),
        (PDF, "application/pdf", ".pdf"),
    ],
)
def test_arxiv_gives_its_source_whatever_that_is(
    site: Site, fetcher: Fetcher, data: bytes, media_type: str, suffix: str
) -> None:
    headers = {"Content-Type": media_type}
    site.answers["export.arxiv.org/e-print/2001.08361v2"] = Recorded(data, headers=headers)
    item = only("2001.08361v2", fetcher)
    assert item.load() == data
    assert item.file_name == f"arXiv:2001.08361v2{suffix}"
    assert site.asked == ["export.arxiv.org/e-print/2001.08361v2"]


@pytest.mark.parametrize(
    "answer",
    [
        Recorded(b"withheld", 403),
        Recorded(gzip.compress(b"%!PS-Adobe-2.0"), headers={"Content-Type": "application/gzip"}),
        Recorded(
            b"\n<!DOCTYPE html><title>no source</title>", headers={"Content-Type": "text/html"}
        ),
    ],
)
def test_arxiv_gives_the_pdf_where_there_is_no_latex(
    site: Site, fetcher: Fetcher, answer: Recorded
) -> None:
    site.answers["export.arxiv.org/e-print/hep-th/9901001"] = answer
    site.answers["export.arxiv.org/pdf/hep-th/9901001"] = Recorded(
        PDF, headers={"Content-Type": "application/pdf"}
    )
    item = only("hep-th/9901001", fetcher)
    assert item.load() == PDF
    assert item.file_name.endswith(".pdf")


def test_an_unknown_arxiv_id_is_refused_in_one_line(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(RefusedError, match=r"^arXiv:2001\.00000: export\.arxiv\.org answers 404"):
        only("2001.00000", fetcher).load()
    assert len(site.asked) == 2


def test_a_busy_arxiv_is_not_asked_for_the_pdf(site: Site, fetcher: Fetcher) -> None:
    site.answers["export.arxiv.org/e-print/2001.00000"] = Recorded(b"", 503)
    with pytest.raises(RefusedError, match="503"):
        only("2001.00000", fetcher).load()
    assert not any("/pdf/" in each for each in site.asked)


@pytest.mark.parametrize(
    "given",
    [
        DOI,
        f"doi:{DOI}",
        f"DOI: {DOI.upper()}",
        f"https://doi.org/{DOI}",
        f"http://dx.doi.org/{DOI}",
    ],
)
def test_a_doi_is_known_in_all_its_forms(given: str, fetcher: Fetcher) -> None:
    item = only(given, fetcher)
    assert (item.name, item.source) == (f"doi:{DOI}", f"https://doi.org/{DOI}")


def negotiate(site: Site, work: Recorded, page: Recorded) -> None:
    """Record what the resolver answers to a wish for metadata, and for the page."""

    def resolver(headers: Any) -> Recorded:
        wanted = "agency.example/work" if CSL in headers["Accept"] else "publisher.example/page"
        return Recorded(status=302, headers={"Location": f"https://{wanted}", "Vary": "Accept"})

    site.answers[f"doi.org/{DOI}"] = resolver
    site.answers["agency.example/work"] = work
    site.answers["publisher.example/page"] = page


def described(work: object = WORK) -> Recorded:
    return Recorded(json.dumps(work).encode(), headers={"Content-Type": CSL})


def page(head: str) -> Recorded:
    return Recorded(
        f"<!DOCTYPE html><html><head>{head}</head><body><p>Abstract.</p></body></html>".encode(),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )


METAS = (
    '<meta name="citation_fulltext_html_url" content="https://publisher.example/full">'
    '<META NAME="Citation_PDF_URL" CONTENT=" /files/paper.pdf ">'
    '<meta name="citation_xml_url" content="https://publisher.example/files/paper.xml">'
)


def test_a_doi_leads_to_the_best_full_text_that_is_open(site: Site, fetcher: Fetcher) -> None:
    negotiate(site, described(), page(METAS))
    html = {"Content-Type": "text/html"}
    site.answers["publisher.example/full"] = Recorded(b"<p>Engines need coal.", headers=html)
    item = only(DOI, fetcher)
    assert item.load() == b"<p>Engines need coal."
    pdf = {"Content-Type": "application/pdf"}
    site.answers["publisher.example/files/paper.pdf"] = Recorded(PDF, headers=pdf)
    assert item.load() == PDF
    assert item.file_name.endswith(".pdf")
    xml = {"Content-Type": "application/xml"}
    site.answers["publisher.example/files/paper.xml"] = Recorded(JATS, headers=xml)
    assert item.load() == JATS
    assert item.source == f"https://doi.org/{DOI}"


def test_a_login_page_in_the_place_of_a_full_text_is_passed_over(
    site: Site, fetcher: Fetcher
) -> None:
    negotiate(site, described(), page('<meta name="citation_pdf_url" content="/p"><meta>'))
    site.answers["publisher.example/p"] = Recorded(
        b"<html><p>Please sign in.", headers={"Content-Type": "text/html"}
    )
    item = only(DOI, fetcher)
    assert json.loads(item.load()) == [WORK]
    assert item.file_name == f"doi:{DOI}.json"


def test_a_link_to_an_alternate_is_an_offer(site: Site, fetcher: Fetcher) -> None:
    link = '<link rel="alternate" type="application/pdf" href="/p"><link rel="alternate" type="x">'
    negotiate(site, described(), page(link))
    site.answers["publisher.example/p"] = Recorded(PDF)
    assert only(DOI, fetcher).load() == PDF


def test_links_for_text_mining_help_where_the_page_is_closed(site: Site, fetcher: Fetcher) -> None:
    links = [
        "odd",
        {"URL": "file:///etc/passwd", "content-type": "application/pdf"},
        {"URL": "https://publisher.example/mine.xml", "content-type": "text/xml"},
    ]
    negotiate(site, described(WORK | {"link": links}), Recorded(b"robots stay out", 403))
    site.answers["publisher.example/mine.xml"] = Recorded(JATS)
    assert only(DOI, fetcher).load() == JATS


def test_a_doi_that_leads_to_a_pdf_is_that_pdf(site: Site, fetcher: Fetcher) -> None:
    pdf = Recorded(PDF, headers={"Content-Type": "application/pdf"})
    negotiate(site, described(), pdf)
    assert only(DOI, fetcher).load() == PDF


def test_a_full_text_at_a_private_address_is_passed_over(site: Site, fetcher: Fetcher) -> None:
    inside = '<meta name="citation_pdf_url" content="http://inside.example/paper.pdf">'
    negotiate(site, described(), page(inside))
    site.answers["inside.example/paper.pdf"] = Recorded(PDF)
    public = fetcher.resolve
    assert public is not None
    guarded = replace(
        fetcher, resolve=lambda h, p: ["10.0.0.1"] if h == "inside.example" else public(h, p)
    )
    assert json.loads(only(DOI, guarded).load()) == [WORK]
    assert not any("inside" in each for each in site.asked)


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<meta name="citation_pdf_url">',
        '<meta name="citation_pdf_url" content="http://[bad">',
        '<meta name="citation_pdf_url" content="javascript:alert(1)">',
        "<div>" * 50_000,
        "\0",
    ],
)
def test_without_an_open_full_text_the_work_itself_is_handed_on(
    site: Site, fetcher: Fetcher, head: str
) -> None:
    negotiate(site, described(), page(head))
    assert json.loads(only(DOI, fetcher).load()) == [WORK]


def test_an_agency_without_metadata_sends_the_page(site: Site, fetcher: Fetcher) -> None:
    negotiate(site, page(METAS), Recorded(b"not asked", 500))
    site.answers["agency.example/files/paper.pdf"] = Recorded(PDF)
    assert only(DOI, fetcher).load() == PDF


@pytest.mark.parametrize("body", [b"", b"[1, 2]", b"[" * 100_000, b"\xff\xfe", b"null"])
def test_metadata_that_are_none_are_refused(site: Site, fetcher: Fetcher, body: bytes) -> None:
    negotiate(site, Recorded(body, headers={"Content-Type": CSL}), page(""))
    with pytest.raises(RefusedError, match="no open full text and no metadata"):
        only(DOI, fetcher).load()


def test_an_unknown_doi_is_refused_in_one_line(fetcher: Fetcher) -> None:
    with pytest.raises(RefusedError, match=r"^doi:10\.1234/engines\.2020: doi\.org answers 404"):
        only(DOI, fetcher).load()


@pytest.mark.parametrize("given", [DOI, "2001.08361", "https://paper.example/x"])
def test_offline_refuses_each_of_them(given: str, site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(RefusedError, match="--offline"):
        only(given, replace(fetcher, offline=True)).load()
    assert site.connected == []
