"""The reference list and the notes of a page, and which links of the text point into them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from ingest.bibliography.names import people_end
from ingest.layout import reference_list
from ingest.webpage.tree import Element, first_words, local, words_of

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MARKER: Final = re.compile(
    r"[\[(]?\s*(?:(?:note|fn|ref)s?\.?\s*)?(?:\d{1,4}|[*†‡§¶]+|[a-z]|[ivx]{1,5})\s*[\])]?", re.I
)
_POINTS: Final = re.compile(
    r"(?:^|[#/._:-])(?:fn|ftn|edn|sdfootnote|foot-?note|end-?note|note|ref|reference|cite|citation|cit|"
    r"bib|bibr|bibitem|b|cr|r|f|n|en|rfn|sn)[a-z]{0,8}[-_.:]{0,2}(?:[\w.]{0,12}[-_.:])?\d{1,4}[a-z]{0,4}$|"
    r"CITEREF|cite_note|bib\.bib|^ref-",
    re.IGNORECASE,
)
_BACK: Final = re.compile(r"fnref|ftnref|ednref|cite_ref|footnote-?anchor|backref|back-?link", re.I)
_REFERENCES: Final = re.compile(
    r"(?:^|[\s_-])(?:references?(?:-list)?|reflist|ref-list|bibliography|biblio|ltx_biblist|ltx-biblist|"
    r"csl-bib-body|citation-list|works-cited|doc-bibliography)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOTES: Final = re.compile(
    r"(?:^|[\s_-])(?:footnotes?|endnotes?|notes|doc-endnotes|footnote-list|fn-group)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ENTRY_CLASSES: Final = re.compile(
    r"(?:^|[\s_-])(?:csl-entry|ltx_bibitem|citation-item|biblio-?entry|doc-biblioentry|"
    r"c-article-references__item|ref-item|reference-item)(?:$|[\s_-])"
)
_BLOCKS: Final = (
    frozenset(
        {
            "li",
            "p",
            "div",
            "dd",
            "dt",
            "tr",
            "section",
            "aside",
            "article",
            "blockquote",
            "figure",
            "table",
            "td",
            "body",
            "main",
            "footer",
        }
    )
    | HEADINGS
)
_LISTS: Final = frozenset({"ol", "ul", "div", "section", "aside", "footer", "d-citation-list"})
_NOTE_NAME: Final = re.compile(
    r"(?:^|[\s_:-])(?:fn|ftn|edn|sd(?:foot|end)note|foot-?note|end-?note)s?[-_.:]{0,2}\w{0,12}$",
    re.I,
)
_NOTE_HEADING: Final = re.compile(r"(?:foot|end)?notes\W*", re.IGNORECASE)
_VAGUE: Final = re.compile(r"notes|literature$|sources|reading", re.IGNORECASE)
_TAGS: Final = frozenset({"ltx_tag_bibitem", "label", "ref-label", "bib-label"})
_BEFORE_ANCHOR: Final = 8  # characters
_TOO_LARGE: Final = 4_000  # characters of an entry or note
_LABEL: Final = re.compile(r"\[?\(?(\d{1,4})\s*[\].):]?\s|\[([\w+.&\s-]{1,40})\]")
_IN_ENTRY: Final = re.compile(r"https?://|\bdoi\b|\barxiv\b|\b(?:1[89]|20)\d\d\b", re.IGNORECASE)
_SENTENCE_START: Final = re.compile(
    r"(?:\W|\d)*(?:see|cf\.?|compare|this|that|the|i|we|it|for|in|as|note|also|of course)\b",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"“[^”]{0,300}”|\"[^\"]{0,300}\"")
# After the year of a work a sentence about it goes on with a verb or "which"; what else stands
# there uncapitalised says which part of the work is meant, or which copy of it.
_GOES_ON: Final = re.compile(
    r"(?:1[5-9]|20)\d\d[a-z]?\)\s+(?!(?:in|and|at|on|no|vol|pp?|eds?|edn|esp|ch|chap|chapter|fn|note|"
    r"available|accessed|retrieved|quoted|cited|repr|reprinted|trans|translated|doi|arxiv|https?)\b)"
    r"[a-zà-ÿ]{2,}[\s,]|(?:1[5-9]|20)\d\d[a-z]?\)?,\s+(?:which|who|whose|where|but|though|although)\b"
)
_NAMED_WORK: Final = re.compile(
    r"^(?:https?://\S+$)|^[^.?!]{0,120}?[“\"][^”\"]{8,200}[”\"]|\((?:1[89]|20)\d\d[a-z]?\)\.?\s|"
    r"\bdoi\b|\barxiv\b|^[A-ZÀ-Þ][^.?!]{5,160}[.,]\s[^.]{0,160}\b(?:1[89]|20)\d\d\b",
    re.IGNORECASE,
)


class _Over(NamedTuple):
    """The heading over the list that we are in: its level, or 0 outside of lists.

    ``strict`` if all under it is entries, ``notes`` if it is the heading of notes.
    """

    level: int = 0
    strict: bool = False
    notes: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a reference list: its key, its label, and whether the page prints that."""

    key: str
    label: str | None
    printed: bool


class Apparatus:
    """The entries and notes in the parts of a document, by element, and what points at them.

    ``parts`` are elements with the path of the file that each stands in, empty for a page
    that is one file.
    """

    def __init__(self, parts: Sequence[tuple[str, Element]]) -> None:
        self.entries: dict[Element, Listed] = {}
        self.notes: set[Element] = set()
        self._targets: dict[str, Element] = {}
        self._leading_back: dict[str, Listed] = {}  # entries by what they lead back to
        self._places: dict[Element, int] = {}
        self._passed: set[Element] = set()  # elements that are no entry and no note
        self._doubtful: set[Element] = set()  # entries because of their words alone
        self._of_notes: set[Element] = set()  # those of them that stand among the notes
        for path, part in parts:
            self._find_targets(path, part)
        for path, part in parts:
            self._find_lists(path, part)
            self._find_pointed_at(path, part)
        if len(self.entries) > len(self._doubtful):
            self._keep_notes()

    def keys(self, link: Element, path: str) -> tuple[str, ...]:
        """Return the key of the entry that a link of the text points at, or nothing."""
        target = self._targets.get(fragment(link.get("href"), path) or "")
        listed = self.entries.get(target) if target is not None else None
        if listed is None:
            listed = self._leading_back.get(f"{path}#{link.get('id') or link.get('name')}")
        return (listed.key,) if listed else ()

    def labels(self) -> dict[str, str | None]:
        """Return the labels of the entries by key, in the order of the list."""
        return {listed.key: listed.label for listed in self.entries.values()}

    def _find_targets(self, path: str, part: Element) -> None:
        for element in part.iter():
            name = element.get("id") or (element.get("name") if local(element) == "a" else None)
            block = _block_of(element) if name else None
            if name and block is not None:
                self._targets.setdefault(f"{path}#{name}", block)

    def _find_lists(self, path: str, part: Element) -> None:
        over = _Over()
        walk = etree.iterwalk(part, events=("start",))
        for _, element in walk:
            tag = local(element)
            if tag in HEADINGS:
                over = _headed(element, over)
            elif not self._known(element):
                self._find_in_list(path, element)
                if over.level and (tag in ("li", "p", "dd") or _is_bare(element)):
                    self._add(path, element, over.strict, over.notes)
            if self._known(element):
                walk.skip_subtree()

    def _find_in_list(self, path: str, element: Element) -> None:
        """Take an entry, or the items of a list, by what the page calls it."""
        names = " ".join(element.get(one) or "" for one in ("class", "id", "role"))
        if _ENTRY_CLASSES.search(names):
            self._add(path, element, True)
        elif local(element) in _LISTS and (_REFERENCES.search(names) or _NOTES.search(names)):
            certain = bool(_REFERENCES.search(names))
            for one in element.iter("li"):
                around = one.getparent()
                if not any(self._known(outer) for outer in (one, around) if outer is not None):
                    self._add(path, one, certain, not certain)

    def _find_pointed_at(self, path: str, part: Element) -> None:
        walk = etree.iterwalk(part, events=("start",))
        for _, element in walk:
            if self._known(element):
                walk.skip_subtree()
            elif local(element) == "a" and points(element):
                target = self._targets.get(fragment(element.get("href"), path) or "")
                if target is not None:
                    self._add(path, target, False)

    def _add(self, path: str, element: Element, certain: bool, of_notes: bool = False) -> None:
        if self._known(element) or element in self._passed:
            return
        words = _words_of_small(element)
        if not words:
            self._passed.add(element)
            return
        if certain or is_reference(words):
            label, printed = self._label(element, words)
            key = _name(element) or f"{local(element)}-{len(self.entries) + 1}"
            listed = Listed(f"{path}#{key}" if path else key, label, printed)
            self.entries[element] = listed
            if not certain:
                self._doubtful.add(element)
                if of_notes or _is_named_note(element):
                    self._of_notes.add(element)
            for link in element.iter("a"):
                self._leading_back[fragment(link.get("href"), path) or ""] = listed
        elif local(element) not in HEADINGS:
            self.notes.add(element)

    def _keep_notes(self) -> None:
        """Make notes of the entries among the notes: the document has a list of its own."""
        dropped = {id(self.entries.pop(element)) for element in self._of_notes}
        self.notes |= self._of_notes
        self._leading_back = {
            place: listed
            for place, listed in self._leading_back.items()
            if id(listed) not in dropped
        }

    def _label(self, element: Element, words: str) -> tuple[str | None, bool]:
        """Return the label of an entry, and whether it stands in its words."""
        match = _LABEL.match(words + " ")
        if match:
            return (match[1] or match[2]).strip(), True
        tag = next((one for one in islice(element.iter(), 8) if is_tag(one)), None)
        if tag is not None and words_of(tag):
            return words_of(tag).strip("[]().: "), True
        if local(element) == "dd":
            terms = (words_of(one) for one in element.itersiblings("dt", preceding=True))
            return next(terms, "").strip("[]().: ") or None, True
        around = element.getparent()
        if local(element) != "li" or around is None or local(around) != "ol":
            return None, False
        if element not in self._places:
            self._places.update(_places(around))
        return str(self._places[element]), False

    def _known(self, element: Element) -> bool:
        return element in self.entries or element in self.notes


def _headed(heading: Element, over: _Over) -> _Over:
    """Return the heading over the list that we are in once ``heading`` is passed.

    Under ``Notes`` and the like an entry must look like one.
    """
    level, words = int(local(heading)[1]), words_of(heading)[:200].strip("[]¶#: ")
    following = " ".join(words_of(one)[:500] for one in islice(heading.itersiblings(), 3))
    if reference_list.is_heading(words, following):
        return _Over(level, not _VAGUE.search(words), bool(_NOTE_HEADING.fullmatch(words)))
    return _Over() if level <= over.level else over


def _is_named_note(element: Element) -> bool:
    """Whether a page calls an element a note, by its class, its role or its id."""
    names = f"{element.get('class') or ''} {element.get('role') or ''}"
    return bool(_NOTES.search(names) or _NOTE_NAME.search(_name(element) or ""))


def _is_bare(element: Element) -> bool:
    """Whether an element is used as a paragraph: words, and no block inside."""
    worded = bool(element.text and element.text.strip())
    return local(element) == "div" and worded and not any(local(one) in _BLOCKS for one in element)


def pointed_at(root: Element) -> frozenset[str]:
    """Return the ids that links of the text point at as at a note or a reference."""
    links = (one for one in root.iter("a") if points(one))
    return frozenset(
        found.partition("#")[2] for one in links if (found := fragment(one.get("href")))
    )


def fragment(href: str | None, path: str = "") -> str | None:
    """Return where in the document an address leads, as ``path#id``; None if outside of it.

    Of an address of another page only the part behind ``#`` counts: many a page links to
    itself by its whole address, and an id that it lacks leads nowhere.
    """
    if not href or "#" not in href or len(href) > 2_000:
        return None
    address, _, name = unquote(href).partition("#")
    if path and address and ":" not in address:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
    return f"{path}#{name}" if name else None


def points(link: Element) -> bool:
    """Whether a link looks like one to a note or reference: by its words or its target."""
    found = (fragment(link.get("href")) or "").partition("#")[2]
    if not found or _BACK.search(found):
        return False
    return bool(_POINTS.search(found)) or bool(_MARKER.fullmatch(first_words(link)))


def is_tag(element: Element) -> bool:
    """Whether an element holds the label of an entry and nothing else."""
    classes = (element.get("class") or "").split()
    return local(element) == "span" and not _TAGS.isdisjoint(classes)


def is_reference(words: str) -> bool:
    """Whether a note names a work rather than says something: it opens like an entry."""
    body = re.sub(r"^[\[(]?\d{1,4}[\]).:]?\s*|^[^\w“\"'(\[]+", "", words)
    if not _IN_ENTRY.search(body) or _SENTENCE_START.match(body) or len(body) > 600:
        return False
    if _GOES_ON.search(_QUOTED.sub("“”", body)):
        return False
    return people_end(body) > 0 or _NAMED_WORK.search(body[:300]) is not None


def _words_of_small(element: Element) -> str:
    """Return the words of an element that may be an entry, nothing of a larger one."""
    parts, length = [], 0
    for part in element.itertext():
        parts.append(str(part))
        length += len(part)
        if length > _TOO_LARGE:
            return ""
    return " ".join("".join(parts).split())


def _block_of(element: Element) -> Element | None:
    """Return the item or paragraph that an anchor stands in or marks."""
    inside: Element | None = element
    while inside is not None and local(inside) not in _BLOCKS:
        inside = inside.getparent()
    if inside is None or not _opens(element, inside):
        return None
    if local(inside) == "dt":
        return next((one for one in inside.itersiblings() if local(one) == "dd"), None)
    if local(inside) == "td":
        return inside.getparent()
    around = inside.getparent()
    if (
        local(inside) == "p"
        and around is not None
        and local(around) in ("li", "dd")
        and around[0] is inside
    ):
        return around
    return inside


def _opens(anchor: Element, block: Element) -> bool:
    """Whether an anchor stands at the beginning of a block, after no more than a bracket."""
    before = 0
    for element in block.iter():
        if element is anchor:
            return before <= _BEFORE_ANCHOR
        before += len((element.text or "").strip())
        if before > _BEFORE_ANCHOR:
            return False
    return False


def _name(element: Element) -> str | None:
    """Return the id by which links point at an entry, which a term before it may have."""
    holders = [element]
    if local(element) == "dd":
        holders += islice(element.itersiblings("dt", preceding=True), 1)
    named = (
        one.get("id") or (one.get("name") if local(one) == "a" else None)
        for holder in holders
        for one in islice(holder.iter(), 8)
    )
    return next(filter(None, named), None)


def _places(listing: Element) -> Iterator[tuple[Element, int]]:
    """Return the items of a numbered list with their numbers."""
    place = _number(listing.get("start"), 1)
    for item in listing.iterchildren("li"):
        place = _number(item.get("value"), place)
        yield item, place
        place += 1


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"[0-9]{1,6}", written.strip()) else otherwise
