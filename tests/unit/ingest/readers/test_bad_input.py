"""Broken and hostile files of every format: read, or refused in one line, within bounds."""

from __future__ import annotations

import gzip
import json
import random
import socket
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

import pytest

from ingest import readers
from ingest.document import ParsedDocument
from tests import printing
from tests.packing import repacked, tarred, unzipped, zipped
from tests.samples import SAMPLES
from tests.soundness import outcome, text_of
from tests.unit.ingest.readers import packages

MOSS = "Moss takes up water with its leaves alone"
MANY = 100_000


def jats(body: str, subset: str = "") -> bytes:
    return (
        f"<!DOCTYPE article [{subset}]><article><front><article-meta/></front>"
        f"<body><p>{MOSS}.</p>{body}</body></article>"
    ).encode()


def tei(body: str, subset: str = "") -> bytes:
    return (
        f'<!DOCTYPE TEI [{subset}]><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>'
        f"<text><body><p>{MOSS}.</p>{body}</body></text></TEI>"
    ).encode()


def html(body: str, subset: str = "") -> bytes:
    doctype = f"<!DOCTYPE html [{subset}]>" if subset else "<!DOCTYPE html>"
    return f"{doctype}<html><body><p>{MOSS}.</p>{body}</body></html>".encode()


def docx(body: str, subset: str = "") -> bytes:
    content = packages.root("w:document", f"<w:body>{packages.p(MOSS)}{body}</w:body>")
    whole = content.replace("<w:document", f"<!DOCTYPE d [{subset}]><w:document", 1)
    return repacked(packages.package(""), "word/document.xml", whole.encode())


def epub(body: str, subset: str = "") -> bytes:
    page = (
        f"<!DOCTYPE html [{subset}]><html xmlns='http://www.w3.org/1999/xhtml'>"
        f"<body><p>{MOSS}.</p>{body}</body></html>"
    )
    return repacked(SAMPLES["book.epub"](), "OPS/c1.xhtml", page.encode())


def latex(body: str) -> bytes:
    return rf"\documentclass{{article}}\begin{{document}}{MOSS}. {body}\end{{document}}".encode()


def bibtex(value: str) -> bytes:
    return f"@book{{a, title = {{{MOSS}}}}}\n@book{{b, title = {{{value}}}}}".encode()


def ris(value: str) -> bytes:
    return f"TY  - BOOK\nTI  - {MOSS}\nER  - \nTY  - BOOK\nTI  - {value}\nER  - \n".encode()


def csl(value: str) -> bytes:
    return json.dumps([{"type": "book", "title": MOSS}, {"type": "book", "title": value}]).encode()


def pdf(line: str) -> bytes:
    return printing.pdf([printing.Sheet().put(60, 700, MOSS).put(60, 600, line)])


# By file name: what puts words into the format.
FORMATS: dict[str, Callable[[str], bytes]] = {
    "a.txt": lambda body: f"{MOSS}.\n\n{body}".encode(),
    "a.md": lambda body: f"# Moss\n\n**{MOSS}.**\n\n{body}".encode(),
    "a.html": lambda body: html(f"<p>{body}</p>"),
    "a.xml": lambda body: jats(f"<p>{body}</p>"),
    "a.tei.xml": lambda body: tei(f"<p>{body}</p>"),
    "a.tex": latex,
    "a.docx": lambda body: docx(packages.p(body)),
    "a.epub": lambda body: epub(f"<p>{body}</p>"),
    "a.pdf": pdf,
    "a.bib": bibtex,
    "a.ris": ris,
    "a.json": csl,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_truncated_and_corrupt(name: str) -> None:
    whole, dice = SAMPLES[name](), random.Random(name)
    for percent in (10, 50, 90):
        outcome(whole[: len(whole) * percent // 100], name)
    for start in (0, 8, 600, len(whole) // 2):
        outcome(whole[:start] + dice.randbytes(len(whole)), name)
    outcome(b"\0".join(whole[at : at + 50] for at in range(0, len(whole), 50)), name)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_content_counts_whatever_the_suffix(name: str) -> None:
    data = SAMPLES[name]()
    known = readers.read(data, name).media_type
    others = {PurePath(one).suffix for one in SAMPLES} | {"", ".jpg", ".exe"}
    # Plain text without a mark may be Markdown; there the suffix decides.
    for suffix in others - ({".md"} if known == "text/plain" else set()):
        assert readers.read(data, f"other{suffix}").media_type == known


@pytest.mark.parametrize("name", FORMATS)
def test_ten_megabytes_in_one_line(name: str) -> None:
    found = outcome(FORMATS[name](f"{MOSS}. " * 240_000), name)
    if isinstance(found, ParsedDocument):
        assert name in ("a.pdf", "a.json")  # which leave out a line that long
        assert MOSS in found.text


PLAIN = ("(", "[", "> ", "- ", "1. ", "`", "**a ", "│ a\n", "[1] ", "a", "word ", "[1] a\n", "<a ")
NESTED = [
    *(("a.txt", mark, "") for mark in PLAIN),
    *(("a.md", mark, "") for mark in (*PLAIN, "![", "[@a ", "<div>", "[a](", "```\n")),
    *(("a.html", f"<{tag}>", f"</{tag}>") for tag in ("div", "p", "b", "ul", "a", "blockquote")),
    *(("a.html", mark, "") for mark in ("<table><tr><td>", "<", "<!--", "<br>", "<svg>", "&lt;")),
    *(("a.xml", f"<{tag}>", f"</{tag}>") for tag in ("p", "sec", "list", "xref", "sup")),
    *(("a.tei.xml", f"<{tag}>", f"</{tag}>") for tag in ("p", "div", "list", "hi")),
    *(
        ("a.tex", mark, "")
        for mark in ("{", "[", "$", r"\textbf{", r"\begin{quote}", r"\footnote{")
    ),
    *(
        ("a.tex", mark, "")
        for mark in (r"\cite{", r"\input{", r"\frac{", r"^{", r"\item ", r"\if ")
    ),
    ("a.docx", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ("a.docx", "<w:r><w:t>moss </w:t></w:r>", ""),
    ("a.epub", "<div>", "</div>"),
    *(("a.bib", mark, "") for mark in ("{", "}", '"', "#", "\\", "@book{a,", "{\\'", "A and ")),
    *(("a.ris", mark, "") for mark in ("\n", "AU  - A\n", "TY  - ", "ER  - \n")),
    ("a.json", "[", "]"),
]


@pytest.mark.parametrize(("name", "opening", "closing"), NESTED)
def test_a_great_many_marks(name: str, opening: str, closing: str) -> None:
    many = MANY if opening[0] in "<{[" else MANY // 5
    marked = opening * many + MOSS + closing * many
    if name == "a.docx":  # not as words of a run
        data = docx(marked if "tbl" in opening else f"<w:p>{marked}</w:p>")
    elif name == "a.json":  # not within a string
        data = csl("").replace(b'""', marked.encode())
    else:
        data = FORMATS[name](marked)
    found = outcome(data, name)
    if isinstance(found, ParsedDocument) and name != "a.ris":
        assert MOSS in found.text
        if name in ("a.txt", "a.md"):
            assert found.text == data.decode()


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """A server that nobody may ask for anything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.xml", jats), ("a.tei.xml", tei), ("a.html", html), ("a.docx", docx), ("a.epub", epub)],
)
def test_entities_are_neither_expanded_nor_fetched(
    name: str, make: Callable[[str, str], bytes], server: socket.socket, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text("<p>hidden</p>")
    laughs = "".join(f'<!ENTITY a{one} "{f"&a{one - 1};" * 10}">' for one in range(1, 12))
    paragraph = "<w:p><w:r><w:t>&e;</w:t></w:r></w:p>" if name == "a.docx" else "<p>&e;</p>"
    found = outcome(make(paragraph.replace("&e;", "&a11;"), f'<!ENTITY a0 "moss">{laughs}'), name)
    assert isinstance(found, str) or len(found.text) < 500
    for address in (secret.as_uri(), f"http://127.0.0.1:{server.getsockname()[1]}/x.xml"):
        for subset in (
            f'<!ENTITY e SYSTEM "{address}">',
            f'<!ENTITY % p SYSTEM "{address}"> %p; <!ENTITY e "moss">',
        ):
            found = outcome(make(paragraph, subset), name)
            assert isinstance(found, str) or (MOSS in found.text and "hidden" not in found.text)
        linked = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}"/>'
        assert "hidden" not in text_of(outcome(make(linked, ""), name))
        styled = f'<?xml-stylesheet href="{address}"?>'.encode() + make("", "")
        assert "hidden" not in str(outcome(styled, name))


ZEROS = bytes(90_000_000)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda: repacked(docx(""), "word/styles.xml", ZEROS)),
        ("a.epub", lambda: repacked(epub(""), "OPS/c2.xhtml", ZEROS)),
        ("a.zip", lambda: zipped({"a.tex": latex(""), "b.tex": ZEROS})),
        ("a.tar.gz", lambda: tarred({"a.tex": latex(""), "b.png": ZEROS})),
        ("a.tex.gz", lambda: gzip.compress(latex("") + ZEROS)),
    ],
)
def test_bombs_are_refused_before_they_unfold(name: str, make: Callable[[], bytes]) -> None:
    data = make()
    assert len(data) < 200_000
    assert "unpacks to far more than its size explains" in str(outcome(data, name))


def outward(path: str) -> dict[str, tuple[str, bytes]]:
    """Archives whose parts name a file outside, absolutely or by ``..``."""
    book, word = SAMPLES["book.epub"](), docx("")
    listing = unzipped(book)["OPS/book.opf"].replace(b"c1.xhtml", path.encode())
    container = unzipped(book)["META-INF/container.xml"].replace(b"OPS/book.opf", path.encode())
    relation = f'<Relationships><Relationship Type="/officeDocument" Target="{path}"/>'
    return {
        "chapter": ("a.epub", repacked(book, "OPS/book.opf", listing)),
        "package": ("a.epub", repacked(book, "META-INF/container.xml", container)),
        "part": ("a.docx", repacked(word, "_rels/.rels", f"{relation}</Relationships>".encode())),
        "input": ("a.zip", zipped({"a.tex": latex(rf"\input{{{path}}}")})),
        "bibliography": ("a.zip", zipped({"a.tex": latex(rf"\bibliography{{{path}}}")})),
        "member": ("a.tar.gz", tarred({"a.tex": latex(""), path: latex("")})),
    }


@pytest.mark.parametrize("kind", outward(""))
def test_no_path_leads_out_of_an_archive(kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("<p>hidden</p>")
    climbing = "../" * 20 + str(secret).lstrip("/")
    for path in (str(secret), climbing, climbing.replace("/", "\\"), secret.as_uri()):
        name, data = outward(path)[kind]
        found = outcome(data, name)
        assert isinstance(found, str) or "hidden" not in found.text


LAUGHS = "a: &a [x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghijk", "bcdefghijkl", strict=True)
)


@pytest.mark.parametrize("field", ["title", "author", "references"])
@pytest.mark.parametrize("value", ["*l", "&z [*z]", "[" * 500, "9" * 9_000, '"\\ud800\\0"', ".inf"])
def test_front_matter(field: str, value: str) -> None:
    data = f"---\n{LAUGHS}{field}: {value}\n---\n\n{MOSS}.\n".encode()
    document = outcome(data, "a.md")
    assert text_of(document).endswith(f"{MOSS}.\n")


@pytest.mark.parametrize(
    "value",
    ["1e999", "NaN", "9" * 9_000, '"\\ud800\\u0000"', "[[1e999]]", '{"date-parts": [[-1]]}'],
)
def test_values_of_json(value: str) -> None:
    item = dict.fromkeys(("type", "author", "issued", "volume", "DOI", "id", "page"))
    source = json.dumps([{"title": MOSS}, {"title": MOSS, **item}]).replace("null", value)
    document = outcome(source.encode(), "a.json")
    assert MOSS in text_of(document)
    zotero = (
        f' ADDIN ZOTERO_ITEM CSL_CITATION {{"citationItems": [{{"itemData": {source[1:-1]}}}]}}'
    )
    assert MOSS in text_of(outcome(docx(packages.p(packages.field(zotero, "x"))), "a.docx"))


def test_of_many_faults_the_first_are_listed() -> None:
    document = outcome(ris("") + b"TY  - BOOK\n" * 3_000, "a.ris")
    assert isinstance(document, ParsedDocument)
    assert len(document.faults) == readers.MAX_FAULTS
    assert "more problems are not listed" in document.faults[-1].message


ENCODED = [name for name in FORMATS if name not in ("a.docx", "a.pdf", "a.epub", "a.json")]


@pytest.mark.parametrize("name", ENCODED)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_nothing_declares(name: str, encoding: str) -> None:
    data = FORMATS[name](f"{MOSS}, says the café.").decode().encode(encoding)
    assert "café" in text_of(outcome(data, name))


@pytest.mark.parametrize(
    "declared", ["utf-8", "iso-8859-1", "utf-16", "shift_jis", "rot13", "x" * 99]
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("name", ["a.xml", "a.tei.xml", "a.html"])
def test_encodings_that_are_declared_wrongly(name: str, encoding: str, declared: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    if name == "a.html":
        head = f"<!DOCTYPE html><meta charset={declared}>"
    body = FORMATS[name](f"{MOSS}, says the café.").decode()
    found = text_of(outcome(f"{head}{body}".encode(encoding), name))
    assert f"{MOSS}, says the caf" in found
