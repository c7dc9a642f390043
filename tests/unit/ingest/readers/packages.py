"""Word documents for tests, written part by part: any markup that Word may write."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from tests.packing import zipped

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"'
)
STYLES = """
<w:style w:styleId="Titre1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Sub"><w:name w:val="Journal subsection"/><w:basedOn w:val="Deep"/></w:style>
<w:style w:styleId="Deep"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:styleId="A"><w:name w:val="Author"/></w:style>
<w:style w:styleId="C"><w:name w:val="caption"/></w:style>
<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
"""


def root(tag: str, content: str) -> str:
    """Return a part whose root is ``tag``."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{tag} {_NAMESPACES}>{content}</{tag}>'


def package(body: str, **parts: str) -> bytes:
    """Return a document with this body; ``parts`` are the contents of other parts by name."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": root("w:document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": root("w:styles", STYLES),
    }
    places = {
        "core": ("docProps/core.xml", "cp"),
        "footnotes": ("word/footnotes.xml", "w:footnotes"),
        "endnotes": ("word/endnotes.xml", "w:endnotes"),
        "numbering": ("word/numbering.xml", "w:numbering"),
        "sources": ("customXml/item1.xml", "b:Sources"),
    }
    for name, content in parts.items():
        path, tag = places[name]
        files[path] = root(tag, content)
    return zipped({path: text.encode() for path, text in files.items()})


def p(content: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph; a content without markup is one run."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(instruction: str, result: str) -> str:
    """Return a complex field with its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def zotero(*items: dict[str, object]) -> str:
    """Return the instruction of a citation by Zotero."""
    cited = [{"uris": [f"http://zotero.example/{item['id']}"], "itemData": item} for item in items]
    return " ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": cited}) + " "
