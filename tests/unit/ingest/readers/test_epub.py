# ruff: noqa: E501 (markup is easier to read unbroken)
"""Books: the order of the spine, notes across files, and archives that nobody should trust."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import CitationMarked, ReferenceMarked
from ingest.readers.epub import READER
from kg.errors import RefusedError

CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:title>On Tides</dc:title><dc:creator opf:role="aut">Ann Lee</dc:creator>
<dc:creator opf:role="trl">Bo Wu</dc:creator><dc:date>2011-05-01</dc:date><dc:publisher>Quay</dc:publisher>
<dc:identifier>doi:10.1234/tides</dc:identifier></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="t2" href="text/two%20.xhtml" media-type="application/xhtml+xml"/>
<item id="t1" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="no" href="notes.xhtml" media-type="application/xhtml+xml"/>
<item id="i" href="a.jpg" media-type="image/jpeg"/></manifest>
<spine><itemref idref="c"/><itemref idref="n"/><itemref idref="t1"/><itemref idref="t2"/><itemref idref="no"/>
<itemref idref="gone"/></spine></package>"""
FILES = {
    "META-INF/container.xml": CONTAINER,
    "OEBPS/content.opf": PACKAGE,
    "OEBPS/nav.xhtml": "<html><body><nav><ol><li>Contents of it</li></ol></nav></body></html>",
    "OEBPS/cover.xhtml": "<html><body><p>Cover words</p></body></html>",
    "OEBPS/text/one.xhtml": """<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">
<head><title/></head><body><h1>On Tides</h1><p>The sea rises<a href="../notes.xhtml#n1"><sup>1</sup></a>
 twice a day.<a id="x"/> It falls too.</p></body></html>""",
    "OEBPS/text/two .xhtml": "<html><body><h2>Ebb</h2><p>Boats lie dry.</p></body></html>",
    "OEBPS/notes.xhtml": """<html><body><h2>Notes</h2><ol><li id="n1">Howe, M. (1994). Clocks of the shore.
 Quay Press.</li></ol></body></html>""",
}


def book(**changes: str | None) -> bytes:
    """Pack a book; ``changes`` are other contents by path, with ``__`` for a slash."""
    files = {**FILES, **{name.replace("__", "/"): text for name, text in changes.items()}}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in files.items():
            if text is not None:
                archive.writestr(name, text)
    return packed.getvalue()


def test_a_book() -> None:
    document = READER.read(book(), "given.epub")
    assert [(one.kind.value, document.words(one)) for one in document.blocks] == [
        ("title", "On Tides"),
        ("paragraph", "The sea rises¹ twice a day. It falls too."),
        ("heading", "Ebb"),
        ("paragraph", "Boats lie dry."),
        ("heading", "Notes"),
        ("reference", "1. Howe, M. (1994). Clocks of the shore. Quay Press."),
    ]
    metadata = document.metadata
    assert (metadata.title, metadata.authors, metadata.year) == ("On Tides", ("Ann Lee",), 2011)
    assert (metadata.publisher, metadata.doi) == ("Quay", "10.1234/tides")
    entry, citation = document.layer(ReferenceMarked)[0], document.layer(CitationMarked)[0]
    assert citation.keys == (entry.key,)
    assert (document.words(citation), entry.label) == ("¹", "1")


DATE = "<dc:date>2011-05-01</dc:date>"


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ('<dc:date opf:event="modification">2020-01-01</dc:date><dc:date>2011</dc:date>', 2011),
        ('<dc:date/><meta property="dcterms:issued">2012-03-04</meta>', 2012),
        ('<meta property="dcterms:modified">2020-01-01T00:00:00Z</meta>', 2009),
    ],
)
def test_the_year_is_that_of_publication(date: str, year: int) -> None:
    first = FILES["OEBPS/text/one.xhtml"].replace("</h1>", "</h1><p class='date'>May 2009</p>")
    changes = {
        "OEBPS__content.opf": PACKAGE.replace(DATE, date),
        "OEBPS__text__one.xhtml": first,
    }
    assert READER.read(book(**changes), "given.epub").metadata.year == year


def test_notes_of_a_book_with_a_reference_list_are_no_references() -> None:
    two = "<html><body><h2>References</h2><p>Wu, B. (2019). More. Quay.</p></body></html>"
    notes = FILES["OEBPS/notes.xhtml"].replace("<ol>", "<ol class='footnotes'>")
    changes = {"OEBPS__text__two .xhtml": notes, "OEBPS__notes.xhtml": two}
    document = READER.read(book(**changes), "given.epub")
    assert [document.words(one) for one in document.layer(ReferenceMarked)] == [
        "Wu, B. (2019). More. Quay."
    ]


def test_sniffing() -> None:
    assert READER.sniff(book()) == 1
    late = io.BytesIO()
    with zipfile.ZipFile(late, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
    assert READER.sniff(late.getvalue()) == 0.9
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert READER.sniff(other.getvalue()) == 0
    assert READER.sniff(b"<html>") == 0


ENCRYPTION = (
    '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
)


def test_locked_books_are_refused_and_obfuscated_fonts_are_not() -> None:
    locked = ENCRYPTION.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc")
    with pytest.raises(RefusedError, match="DRM"):
        READER.read(book(**{"META-INF__encryption.xml": locked}), "given.epub")
    fonts = ENCRYPTION.format("http://www.idpf.org/2008/embedding")
    assert READER.read(book(**{"META-INF__encryption.xml": fonts}), "given.epub").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"META-INF__container.xml": None}, "lacks META-INF/container.xml"),
        ({"META-INF__container.xml": "no XML"}, "container.xml"),
        ({"OEBPS__content.opf": None}, "lacks OEBPS/content.opf"),
        ({"OEBPS__content.opf": "<package/>"}, "no chapters"),
        ({"OEBPS__content.opf": PACKAGE.replace("text/one", "../../etc/one").replace("two", "2")
          .replace("notes.x", "/etc/passwd.x")}, "no chapters"),
        ({"META-INF__container.xml": CONTAINER.replace("OEBPS/content.opf", "../../content.opf")}, "lacks"),
        ({"OEBPS__text__one.xhtml": "0" * 60_000_000}, "bytes|unpacks"),
    ],
)  # fmt: skip
def test_refusals_say_why(changes: dict[str, str | None], words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        READER.read(book(**changes), "given.epub")


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    bomb = (
        '<!DOCTYPE package [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
    )
    package = PACKAGE.replace('<?xml version="1.0"?>', bomb).replace("On Tides", "&b;&b;&c;")
    try:
        document = READER.read(book(**{"OEBPS__content.opf": package}), "x.epub")
    except RefusedError:
        return
    assert "root:" not in document.text + str(document.metadata)
    assert "aaaaaaaaaaaaaaaaaaaaaaaa" not in str(document.metadata)


@given(st.integers(0, 3000))
def test_truncated_books(size: int) -> None:
    try:
        document = READER.read(book()[:size], "given.epub")
    except RefusedError:
        return
    assert document.text


@given(st.integers(0, 2500), st.integers(0, 255))
def test_corrupt_books(place: int, byte: int) -> None:
    data = bytearray(book())
    data[place % len(data)] = byte
    with suppress(RefusedError):
        READER.read(bytes(data), "given.epub")
