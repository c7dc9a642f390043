r"""The reference list: ``\bibitem`` of BibTeX and of hand, biblatex's ``.bbl``, and ``.bib``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.bibliography.entries import Entry, printed, with_identifiers, year_in
from ingest.bibliography.names import display_name, family
from ingest.bibliography.tex import tex_to_text
from ingest.latex.scanning import Scanner, Work
from kg.model import Description

_ITEM: Final = re.compile(r"\\(?:bibitem|harvarditem)(?![a-zA-Z])")
CSL_KEY: Final = "ref-"
"""How the keys of entries begin that pandoc writes out."""
_CSL_ANCHOR: Final = re.compile(rf"\\hypertarget\{{({CSL_KEY}[^{{}}]{{1,300}})\}}\{{\}}\}}?%?")
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_LIST_END: Final = re.compile(r"\\end\s?\{thebibliography\}|\\endthebibliography")
_NAMED: Final = re.compile(
    r"(?P<names>[^()]{1,300}?)\s?\((?P<year>[^()]{1,40})\)(?P<all>.*)", re.DOTALL
)
_DATED: Final = re.compile(r"(?P<names>.{2,300}?)[,\s]{0,3}(?P<year>(?:1[5-9]|20)\d\d[a-z]?)")
_AUTHOR_YEAR: Final = re.compile(r"\\(?:cite[a-z]*year|citename)(?![a-zA-Z])")
_ENTRY: Final = re.compile(r"\\entry\{([^{}]+)\}\{[^{}]*\}(.*?)\\endentry", re.DOTALL)
_FIELD: Final = re.compile(r"\\(?:field|list)\{(\w+)\}(?:\{\d+\})?(?=\{)")
_VERBATIM: Final = re.compile(r"\\verb\{(\w+)\}\s*\\verb ([^\n]*)\n\s*\\endverb")
_NAMES: Final = re.compile(r"\\name\{(author|editor)\}\{\d+\}\{[^{}]*\}(?=\{)")
_PART: Final = re.compile(r"\b(family|given|prefix|suffix)=(?=\{)")
_Label = tuple[str | None, str | None, str | None]
_AMPERSAND: Final = re.compile(r"\\BBA(?![a-zA-Z])(?:\s?\{\})?")
_RANGE: Final = re.compile(r"\\bibrangedash\s?")
_MAX_NAMES: Final = 3_000


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the reference list.

    ``source`` is its TeX. ``names`` and ``year`` are what an author-year citation prints.
    """

    key: str
    source: str
    label: str | None = None
    names: str | None = None
    year: str | None = None
    described: Description | None = None


def parse_items(source: str, work: Work) -> list[Listed]:
    r"""Return the entries that ``\bibitem`` starts, in order."""
    starts = [match.start() for match in _ITEM.finditer(source)]
    ends = [*starts[1:], len(source)]
    found = (
        _item(source[start:end], work) for start, end in zip(starts, ends, strict=bool(starts))
    )
    return [one for one in found if one.key]


def parse_csl_items(source: str) -> list[Listed]:
    """Return the entries that pandoc wrote out as paragraphs, each behind its anchor."""
    found = ((part, _CSL_ANCHOR.search(part)) for part in _BLANK_LINE.split(source))
    return [Listed(match[1], part[match.end() :]) for part, match in found if match]


def parse_biblatex(source: str, work: Work) -> list[Listed]:
    """Return the entries of a ``.bbl`` that biber wrote, in order."""
    found = {m[1]: _from_fields(m[1], m[2], work) for m in _ENTRY.finditer(source)}
    return list(found.values())


def from_bibtex(entries: Iterable[Entry], cited: Sequence[str], *, in_order: bool) -> list[Listed]:
    """Return the entries of a ``.bib`` file that are cited, by name unless ``in_order``.

    ``*`` among the citations stands for all.
    """
    known = {entry.key: entry.described for entry in entries}
    keys = dict.fromkeys(key for key in cited if key in known)
    if "*" in cited:
        keys |= dict.fromkeys(known)
    listed = [_listed(key, known[key]) for key in keys]
    return listed if in_order else sorted(listed, key=_by_name)


def described(listed: Iterable[Listed], entries: Iterable[Entry]) -> list[Listed]:
    """Return entries as printed with the fields that a ``.bib`` file has for them."""
    known = {entry.key: entry.described for entry in entries}
    return [replace(one, described=known.get(one.key, one.described)) for one in listed]


def numbered(listed: Iterable[Listed]) -> list[Listed]:
    """Return entries labelled by their number where they have no label."""
    return [
        one if one.label else replace(one, label=str(number))
        for number, one in enumerate(listed, start=1)
    ]


def short_names(authors: Sequence[str]) -> str | None:
    """Return what a citation prints for authors: ``Lee``, ``Lee and Ray``, ``Lee et al.``."""
    families = [name.partition(",")[0] for name in authors]
    if len(families) > 2:
        return f"{families[0]} et al."
    return " and ".join(families) or None


def _item(piece: str, work: Work) -> Listed:
    scanner = Scanner(piece, work)
    command = scanner.next()
    option = scanner.option()
    if command and command.text == "harvarditem":
        long, year, key = scanner.argument(), scanner.argument(), scanner.argument()
        given: _Label = (None, tex_to_text(option or long), tex_to_text(year))
    else:
        key = scanner.argument()
        given = _label(option, work)
    source = _LIST_END.split(scanner.rest(), maxsplit=1)[0]
    return Listed(" ".join(key.split()), source, *given)


def _label(source: str | None, work: Work) -> _Label:
    """Return the label itself, or else the names and the year that it gives."""
    if source is None:
        return None, None, None
    marked = _AUTHOR_YEAR.search(source)
    if marked:
        scanner = Scanner(source[marked.end() :], work)
        given = []
        while scanner.has_group():
            given.append(tex_to_text(_AMPERSAND.sub(" and ", scanner.argument())))
        if len(given) > 1:
            return None, given[-2], given[-1]
    words = tex_to_text(_AMPERSAND.sub(" and ", source))
    match = _NAMED.fullmatch(words) or (_DATED.fullmatch(words) if "\\cite" in source else None)
    if match:
        return None, match["names"].strip(" ,"), match["year"]
    return words or None, None, None


def _from_fields(key: str, source: str, work: Work) -> Listed:
    fields = {m[1]: _group(source, m.end(), work) for m in _FIELD.finditer(source)}
    values = {name: tex_to_text(_RANGE.sub("–", value)) for name, value in fields.items()}
    values |= {m[1]: m[2].strip() for m in _VERBATIM.finditer(source)}
    people = [_people(_group(source, m.end(), work), work) for m in _NAMES.finditer(source)]
    container = ("journaltitle", "booktitle", "maintitle", "series")
    found = Description(
        title=_whole_title(values),
        authors=people[0] if people else (),
        year=year_in(values.get("year") or values.get("date") or ""),
        container=next((values[name] for name in container if name in values), None),
        volume=values.get("volume"),
        issue=values.get("number"),
        pages=values.get("pages"),
        publisher=values.get("publisher") or values.get("institution"),
    )
    eprint = f"arXiv:{values['eprint']}" if values.get("eprinttype") == "arxiv" else ""
    found = with_identifiers(found, values.get("doi", ""), values.get("url", ""), (eprint,))
    return replace(_listed(key, found), label=values.get("labelalpha"))


def _whole_title(values: dict[str, str]) -> str | None:
    parts = [values[name] for name in ("title", "subtitle") if values.get(name)]
    return ": ".join(parts) or None


def _people(source: str, work: Work) -> tuple[str, ...]:
    scanner = Scanner(source, work)
    names: list[str] = []
    while scanner.has_group() and len(names) < _MAX_NAMES:
        person = scanner.argument()
        parts = {m[1]: tex_to_text(_group(person, m.end(), work)) for m in _PART.finditer(person)}
        if not parts:  # biblatex before 3.0: {hash}{family}{initials}{given}{initials}…
            parts = dict(
                zip(("hash", "family", "_", "given"), _old_parts(person, work), strict=False)
            )
        whole = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
        if whole:
            names.append(display_name(whole, parts.get("given", ""), parts.get("suffix", "")))
    return tuple(names)


def _old_parts(person: str, work: Work) -> Iterator[str]:
    scanner = Scanner(person, work)
    while scanner.has_group():
        yield tex_to_text(scanner.argument())


def _group(source: str, position: int, work: Work) -> str:
    return Scanner(source[position : position + 20_000], work).argument()


def _listed(key: str, work_described: Description) -> Listed:
    year = str(work_described.year) if work_described.year else None
    names = short_names(work_described.authors)
    return Listed(key, "", None, names, year, work_described)


def _by_name(one: Listed) -> tuple[str, str, str]:
    authors = one.described.authors if one.described else ()
    title = (one.described.title if one.described else "") or ""
    return family(authors[0]) if authors else title.lower(), one.year or "", title


def shown(one: Listed) -> str:
    """Return the line that the list prints for an entry that has no TeX of its own."""
    return printed(one.described) if one.described else ""
