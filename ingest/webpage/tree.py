"""The bytes of a page into a tree of elements, by libxml2, bounded in time and memory."""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import Final

from lxml import etree

from ingest.decoding import decode
from ingest.document import Fault
from kg.errors import RefusedError

Element = etree._Element

# Pages saved as one file carry their pictures in attributes.
_EMBEDDED: Final = re.compile(rb"data:[\w/+.;=-]{0,100},[\w+/=%-]{200,}")
_DECLARED: Final = re.compile(
    rb"<\?xml[^>]{0,100}\bencoding\s*=\s*[\"']([\w.:-]{2,30})|<meta\b[^>]{0,200}?\bcharset\s*=\s*"
    rb"[\"']?\s*([\w.:-]{2,30})",
    re.IGNORECASE,
)
_DECLARED_WITHIN: Final = 4096
# What the WHATWG Encoding Standard has pages mean by these names, and browsers read.
_MEANT: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_ON_THE_WEB: Final = re.compile(
    r"cp(?:125\d|866|874|932|949)|iso8859-\d{1,2}|koi8-[ru]|mac-(?:roman|cyrillic)|gb18030|big5"
    r"|euc_(?:jp|kr)|shift_jis"
)
_XHTML: Final = re.compile(r"\s*<\?xml\b|.{0,2000}?<html\b[^>]{0,500}\bxmlns\b", re.S | re.I)
_CLOSED: Final = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)"
    r"([a-zA-Z][\w:-]{0,50})((?:\s[^<>]{0,2000})?)/>"
)
# libxml2 compares each attribute of a tag with all others of it.
_LONG_TAG: Final = re.compile(r"<([a-zA-Z][\w:-]{0,50})([^<>]{6000,})")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_PREFIXED: Final = re.compile(r"[\w.-]+:([A-Za-z][\w-]*)", re.ASCII)
_MAX_ATTRIBUTES: Final = 6_000  # characters, without their values
# Marks that are not seen, and controls, which libxml2 reads but will not write.
_INVISIBLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\xad\u200b\u2060\ufeff\ufffe\uffff]")


def decode_page(data: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    """Return the source of a page and the faults met on the way.

    A byte order mark decides, then valid UTF-8, then what the page declares, then a guess:
    pages declare wrongly, and what is valid UTF-8 is hardly ever anything else.

    Raises:
        RefusedError: if the bytes are too many, or text in no known encoding.
    """
    bare = _EMBEDDED.sub(b"data:,", data)
    declared = _declared(bare)
    if declared and not bare.startswith(
        (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        bare = _recoded(bare, declared)
    return decode(bare, name)


def parse_page(source: str, name: str) -> tuple[Element, tuple[Fault, ...]]:
    """Return the ``html`` element of a page and a fault for what was cut off.

    Comments, processing instructions and marks that are not seen are left out. There is no
    document type to expand entities by, and nothing is fetched.

    Raises:
        RefusedError: if there is no element at all.
    """
    if _XHTML.match(source):
        source = _CLOSED.sub(r"<\1\2></\1>", source)
    bounded = _LONG_TAG.sub(_bounded, source)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    seen = bounded.replace("\0", "").replace("\f", " ").encode("utf-8", "replace")
    try:
        root = etree.fromstring(seen, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise RefusedError(f"{name}: is an empty page; save it again from a browser")
    for element in root.iter():
        prefixed = _PREFIXED.fullmatch(element.tag)
        if prefixed:
            element.tag = prefixed[1]
        if element.text and _INVISIBLE.search(element.text):
            element.text = visible(element.text)
        if element.tail and _INVISIBLE.search(element.tail):
            element.tail = visible(element.tail)
    return root, _cut(source != bounded, parser)


def visible(text: str) -> str:
    """Return a text without marks that are not seen and without controls."""
    return _INVISIBLE.sub("", text.replace("\f", " "))


def local(element: Element) -> str:
    """Return the name of an element; the tree holds no prefixes."""
    return element.tag


def words_of(element: Element) -> str:
    """Return all words in an element, with one space for any white space."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def first_words(element: Element) -> str:
    """Return the words at the beginning of an element, all of those of a short one."""
    return " ".join("".join(str(part) for part in islice(element.itertext(), 12)).split())


def find(element: Element, path: str) -> list[Element]:
    """Return the elements that an XPath selects."""
    found = element.xpath(path)
    if not isinstance(found, list):
        raise ValueError(f"{path} selects no elements")
    return [one for one in found if isinstance(one, Element)]


def drop(element: Element) -> None:
    """Take an element with all in it out of its page; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    if match is None:
        return None
    try:
        found = codecs.lookup((match[1] or match[2]).decode("ascii")).name
    except LookupError:
        return None
    meant = _MEANT.get(found, found)
    return meant if _ON_THE_WEB.fullmatch(meant) else None


def _recoded(data: bytes, declared: str) -> bytes:
    """Return the bytes in UTF-8 if they are of the declared encoding and not UTF-8 already."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(declared).encode("utf-8")
        except UnicodeDecodeError:
            return data
    return data


def _bounded(tag: re.Match[str]) -> str:
    names = _QUOTED.sub("", tag[2])
    return f"<{tag[1]} " if len(names) > _MAX_ATTRIBUTES else tag[0]


def _cut(tags: bool, parser: etree.HTMLParser) -> tuple[Fault, ...]:
    faults = []
    if tags:
        faults.append(
            Fault(
                code="oversized-tag",
                message="a tag has too many attributes for a page; they are dropped",
            )
        )
    if any(
        entry.type_name in ("ERR_RESOURCE_LIMIT", "ERR_INTERNAL_ERROR")
        for entry in parser.error_log
    ):
        faults.append(
            Fault(
                code="nested-too-deep",
                message="elements are nested deeper than any page needs; what follows is not read",
            )
        )
    return tuple(faults)
