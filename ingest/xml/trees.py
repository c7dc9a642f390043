"""Bytes to a tree of elements: nothing is fetched, expanded or nested without bound."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.entities import html5
from typing import Any, Final, cast

from lxml import etree

from ingest.decoding import decode, peek
from ingest.document import Fault
from kg.errors import RefusedError

MAX_BYTES: Final = 60_000_000
MAX_TAGS: Final = 2_000_000
"""Start and end tags; an element takes some 150 bytes of memory."""
MAX_DEPTH: Final = 100
"""Elements inside each other. The deepest formulas of real articles stay under 40."""

_DECLARED: Final = re.compile(
    rb"\s*<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})"
)
# Encodings that texts are in; Python knows others that are costly to decode.
_ENCODING: Final = re.compile(
    r"(?:utf|iso|windows|cp|koi8|gb|big5|euc|shift|latin|us-ascii|ascii|mac)[\w.:-]*", re.IGNORECASE
)
_WIDE: Final = ("utf-16", "utf-32", "ucs", "iso-10646")
_PROLOGUE: Final = (("<?", "?>"), ("<!--", "-->"))
_ROOT: Final = re.compile(r"<(?:[\w.-]{1,40}:)?(?P<name>[A-Za-z_][\w.-]{0,60})(?=[\s/>])")
# Slips that leave every word in its place; anything else is not well-formed XML.
_HARMLESS: Final = frozenset({"ERR_INVALID_CHAR", "ERR_UNDECLARED_ENTITY"})
_MAX_ENTITY: Final = 200


@dataclass(frozen=True, slots=True)
class Opening:
    """How an XML file begins: its document type, its root's local name, what follows that."""

    doctype: str
    root: str
    rest: str


def opening(data: bytes) -> Opening | None:
    """Return how ``data`` begins; None if it does not begin as XML."""
    text, doctype, at = peek(data), "", 0
    while True:
        at += len(text[at:]) - len(text[at:].lstrip())
        following = next((end for start, end in _PROLOGUE if text.startswith(start, at)), None)
        if following is None and text[at : at + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, at)
            doctype = text[at:end]
        elif following is None:
            root = _ROOT.match(text, at)
            return Opening(doctype, root["name"], text[root.end() :]) if root else None
        else:
            end = text.find(following, at) + len(following)
        if end <= at:
            return None
        at = end


def parse(data: bytes, name: str) -> tuple[etree._Element, tuple[Fault, ...]]:
    """Return the root of ``data`` and the slips in it that were read over.

    The tree holds elements alone, under their local names: comments and processing
    instructions are gone, entities of the file are replaced if they stand for plain words.

    Raises:
        RefusedError: if the file is too large or nested too deep, or not well-formed XML,
            with the line and column.
    """
    _check_size(data, name)
    text, faults = _decoded(data, name)
    # With another setting, entities that the file does not declare would vanish.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    slips = _slips(parser, name)
    if root is None:
        raise RefusedError(f"{name}: holds no XML element; give a whole file")
    unknown = _cleaned(root, name)
    return root, (*faults, *slips, *unknown)


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute by its local name, whatever its namespace; None if absent or blank."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].rpartition(":")[2] == name and str(value).strip():
            return str(value).strip()
    return None


def text_of(element: etree._Element | None, skip: frozenset[str] = frozenset()) -> str | None:
    """Return the words of an element with single spaces, None if it has none.

    ``skip`` are names of elements inside that are left out.
    """
    if element is None:
        return None
    return " ".join("".join(_pieces(element, skip)).split()) or None


def spaced_text(element: etree._Element) -> str:
    """Return the words of fields that stand side by side without punctuation between them."""
    words = " ".join(" ".join(str(part) for part in element.itertext()).split())
    return re.sub(r" (?=[,.;:)])", "", words)


def has_words(element: etree._Element) -> bool:
    """Whether words stand in an element itself, not only in the elements inside it."""
    loose = (element.text, *(child.tail for child in element))
    return any(words and words.strip() for words in loose)


def is_followed(pointer: etree._Element) -> bool:
    """Whether another pointer of the same list comes next, behind punctuation at most."""
    following = pointer.getnext()
    return (
        following is not None
        and following.tag == pointer.tag
        and attribute(following, "ref-type") == attribute(pointer, "ref-type")
        and not any(map(str.isalnum, pointer.tail or ""))
    )


def _pieces(element: etree._Element, skip: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in skip:
            yield from _pieces(child, skip)
        yield child.tail or ""


def _check_size(data: bytes, name: str) -> None:
    for size, limit, what in (
        (len(data), MAX_BYTES, "bytes"),
        (data.count(b"<"), MAX_TAGS, "tags"),
        (data.count(b"="), MAX_TAGS, "attributes"),
    ):
        if size > limit:
            raise RefusedError(
                f"{name}: {size:,} {what} are over the limit of {limit:,}; split it into parts"
            )


def _doctype_end(text: str, start: int) -> int:
    """Return the end of a document type, whose internal subset stands in brackets."""
    subset = text.find("[", start)
    end = text.find(">", start)
    if -1 < subset < end:
        end = text.find("]", subset)
        end = text.find(">", end) if end >= 0 else -1
    return end + 1


def _decoded(data: bytes, name: str) -> tuple[str, tuple[Fault, ...]]:
    """Decode by byte order mark, declaration or default; guess where these are wrong."""
    declared = _DECLARED.match(data)
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    if encoding.lower().startswith(_WIDE):  # read as ASCII, so it is none of these
        encoding = "utf-8"
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            if _ENCODING.fullmatch(encoding) and (declared or b"\0" not in data[:200]):
                return data.decode(encoding), ()
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, name)


def _slips(parser: etree.XMLParser, name: str) -> list[Fault]:
    faults: dict[str, Fault] = {}
    for entry in parser.error_log:
        kind, message = str(entry.type_name), " ".join(str(entry.message).split())
        where = f"line {entry.line}, column {entry.column}"
        if str(entry.level_name) == "FATAL" and kind not in _HARMLESS:
            raise RefusedError(
                f"{name}: is not well-formed XML at {where}: {message[:200]}; "
                "get the file again or mend that place"
            )
        if kind not in ("WAR_UNDECLARED_ENTITY", "ERR_UNDECLARED_ENTITY"):
            slip = Fault(code="invalid-xml", message=f"{where}: {message[:200]}; it was read over")
            faults.setdefault(kind, slip)
    return list(faults.values())


def _cleaned(root: etree._Element, name: str) -> list[Fault]:
    """Leave elements alone in the tree, by local name; return a fault an unknown entity."""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    unknown = _replace_entities(root)
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise RefusedError(
                f"{name}: elements stand more than {MAX_DEPTH} deep inside each other at "
                f"line {element.sourceline}; such a file is broken or made to do harm"
            )
        if event == "start":
            element.tag = str(element.tag).rpartition("}")[2].rpartition(":")[2]
    return unknown


def _replace_entities(root: etree._Element) -> list[Fault]:
    """Put words in place of entities: those of the file if plain, those of HTML and ISO."""
    plain = dict(_declared_words(root))
    unknown: dict[str, Fault] = {}
    for entity in list(root.iter(etree.Entity)):
        name = (entity.text or "").strip("&;")
        words = plain.get(name) or html5.get(f"{name};")
        if words is None:
            words = f"&{name[:40]};"
            message = f"the entity {words} stands for no plain words; it is left as it is"
            unknown.setdefault(name, Fault(code="unknown-entity", message=message))
        stand_in = etree.Element("entity")
        stand_in.text, stand_in.tail = words, entity.tail
        cast(etree._Element, entity.getparent()).replace(entity, stand_in)
    return list(unknown.values())


def _declared_words(root: etree._Element) -> Iterator[tuple[str, str]]:
    declared: Any = root.getroottree().docinfo.internalDTD
    for entity in declared.iterentities() if declared is not None else ():
        content = entity.content or ""
        if 0 < len(content) <= _MAX_ENTITY and "<" not in content:
            yield str(entity.name), unescape(str(content))
