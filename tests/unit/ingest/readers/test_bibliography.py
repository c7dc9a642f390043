"""Bibliography files as documents."""

from __future__ import annotations

import json

import pytest

from ingest.document import ReferenceMarked
from ingest.readers.bibliography import BIBTEX, CSL_JSON, RIS, BibliographyReader
from ingest.readers.markdown import READER as MARKDOWN
from ingest.readers.text import READER as TEXT
from kg.errors import RefusedError
from kg.vocab import BlockKind

ENTRY = "@book{roe, author = {Roe, Ann}, title = {Sound Words}, year = 1999}\n"
TAGS = "TY  - BOOK\nID  - roe\nAU  - Roe, Ann\nTI  - Sound Words\nPY  - 1999\nER  - \n"
ITEM = {
    "id": "roe",
    "type": "book",
    "title": "Sound Words",
    "author": [{"family": "Roe", "given": "Ann"}],
    "issued": {"date-parts": [[1999]]},
}
FILES = [(BIBTEX, ENTRY), (RIS, TAGS), (CSL_JSON, json.dumps([ITEM]))]


@pytest.mark.parametrize(("reader", "source"), FILES)
def test_the_text_is_the_list_in_print(reader: BibliographyReader, source: str) -> None:
    document = reader.read(source.encode(), "works")
    assert document.text == "References\n\nRoe, A. (1999). Sound Words."
    assert [block.kind for block in document.blocks] == [BlockKind.HEADING, BlockKind.REFERENCE]
    (marked,) = document.layer(ReferenceMarked)
    assert (marked.key, document.words(marked)) == ("roe", "Roe, A. (1999). Sound Words.")
    assert marked.described is not None
    assert marked.described.authors == ("Roe, A.",)
    assert (document.metadata.title, document.faults) == (None, ())


@pytest.mark.parametrize(("reader", "source"), FILES)
def test_a_format_is_known_by_its_content(reader: BibliographyReader, source: str) -> None:
    for encoded in (source.encode(), source.encode("utf-16"), b"\xef\xbb\xbf" + source.encode()):
        fits = {one: one.sniff(encoded) for one in (BIBTEX, RIS, CSL_JSON, MARKDOWN, TEXT)}
        assert max(fits, key=lambda one: fits[one]) is reader
        assert len(reader.read(encoded, "works").blocks) == 2


@pytest.mark.parametrize(
    "before", ["% Encoding: UTF-8\n\n", "%% made by a program\n%% on a day\n", "@comment{x}\n"]
)
def test_what_programs_put_before_the_entries(before: str) -> None:
    assert BIBTEX.sniff((before + ENTRY).encode()) > 0.9


def test_a_text_that_quotes_an_entry_is_a_text() -> None:
    source = f"Please cite the software as follows.\n\n{ENTRY}".encode()
    assert BIBTEX.sniff(source) < TEXT.sniff(source)
    assert BIBTEX.sniff(b"Write to ann@example.org {or} call.") == 0
    assert CSL_JSON.sniff(b"[1] Roe, A. (1999).") == 0


def test_other_json_is_refused_in_words() -> None:
    source = b'{"name": "package", "dependencies": {}}'
    assert CSL_JSON.sniff(source) > TEXT.sniff(source) + 0.1
    with pytest.raises(RefusedError, match=r"package\.json: is JSON without items of CSL"):
        CSL_JSON.read(source, "package.json")


@pytest.mark.parametrize("reader", [BIBTEX, RIS, CSL_JSON])
@pytest.mark.parametrize("data", [b"", b"words alone", b"\0\1\2", b"@book{a, title = {b", b"{"])
def test_what_holds_no_entry_is_refused(reader: BibliographyReader, data: bytes) -> None:
    with pytest.raises(RefusedError, match=r"^works: .+; .+"):
        reader.read(data, "works")


def test_faults_name_the_line() -> None:
    document = BIBTEX.read(f"{ENTRY}@book{{x, title = {{T\n".encode(), "works.bib")
    (fault,) = document.faults
    assert fault.code == "bad-bibliography"
    assert fault.message.startswith("works.bib: line 2: ")


@pytest.mark.parametrize("reader", [BIBTEX, RIS, CSL_JSON])
@pytest.mark.parametrize(
    "part", [" \n", "%\n", "@a", "@a{", "TY  - ", "TY  - BOOK\n", "[", '{"', "\\", " "]
)
def test_looking_at_hostile_content_is_quick(reader: BibliographyReader, part: str) -> None:
    assert 0 <= reader.sniff((part * 40_000).encode()) < 1
