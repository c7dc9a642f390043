"""The title page: what commands in front give, and how it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ingest.bibliography.identifiers import find_identifiers
from ingest.document import Metadata
from ingest.latex.found import Opening
from ingest.latex.scanning import by_name, named
from ingest.latex.structure import write_heading
from ingest.latex.typesetting import Handler, Typesetter
from kg.vocab import BlockKind

_TITLES: Final = named("title Title icmltitle mytitle papertitle thesistitle")
_AUTHORS: Final = named("author Author authors icmlauthor altauthor coauthor")
_PLACES: Final = named(
    """affiliation affil institute address icmlaffiliation affaddr affils collaboration
    additionalaffiliation"""
)
_PARTS: Final = named(
    """institution organization city country state postcode department streetaddress orgdiv
    orgname orgaddress"""
)
_BETWEEN: Final = re.compile(r"\\(?:and|And|AND|alsoaffiliation)(?![a-zA-Z])")
_LINES: Final = re.compile(r"\\\\\*?(?:\[[^\]]{0,20}\])?|\\(?:newline|par)(?![a-zA-Z])|\n[ \t]*\n")
_MARKED_PLACE: Final = re.compile(r"\s*(?:\{\s*)?(?:\$\s*\^|\\textsuperscript|\\affiliationmark)")
_NAMED: Final = re.compile(r"\\(?:IEEEauthorblockN|name|Name|fnm)(?![a-zA-Z])")
_GAPS: Final = re.compile(
    r"\\(?:quad|qquad|hfill|hspace\*?\s?\{[^{}]*\}|enspace|and)(?![a-zA-Z])|\\[;:]|&"
)
_AFTER_NAME: Final = re.compile(
    r"\\(?:email|Email|addr|IEEEauthorblockA|IEEEmembership|affiliation|institute|texttt|url"
    r"|orcid|orcidID|href|tt|mailto|footnotesize|small|textit|it|em)(?![a-zA-Z]).*",
    re.DOTALL,
)
_MARKS: Final = re.compile(
    r"[*†‡§¶‖∗⋆♠♥♣♦]+|\s?\(?\[?\b\d+(?:\s?,\s?\d+)*\b\]?\)?|^\d+(?:st|nd|rd|th)\s"
)
_AND: Final = re.compile(r",?\s+(?:and|&)\s+|\s*[,;·•|]\s*(?:and\s+)?")
_DEGREE: Final = re.compile(
    r"(?:Ph\.?\s?D|M\.?D|M\.?Sc|B\.?Sc|Jr|Sr|III?|Dr|Prof|Student|Senior)\b.{0,20}|.*\b(?:Member|Fellow),?\b.*"
)
_PERSON: Final = re.compile(r"[^\W\d_][\w.'’‘`-]*(?:\s+[\w.'’‘`()-]+){1,5}|[^\W\d_a-z][\w-]+")
_NO_PERSON: Final = re.compile(
    r"\b(?:universit\w*|institut\w*|departe?ment\w*|dept|school|college|laborator\w*|labs?|cent(?:er|re)"
    r"|research|google|microsoft|facebook|meta|deepmind|openai|inc|ltd|corp\w*|academy|faculty|group"
    r"|team|hospital|ministry|foundation|company|technolog\w*|sciences?|engineering|usa|china|germany"
    r"|france|kingdom|anonymous|authors?|equal|contribution|correspond\w*|email|street|avenue|of)\b|@",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<!\d)(19[5-9]\d|20[0-4]\d)(?!\d)")
_STYLE_YEAR: Final = re.compile(
    r"(?:acl|naacl|eacl|emnlp|coling|nips|neurips|icml|iclr|aaai|ijcai|cvpr|iccv|eccv|colm|uai|aistats"
    r"|conll|lrec|interspeech|icassp)[a-z_-]{0,20}(?P<year>20\d\d|\d\d)(?!\d).*"
)
_ARXIV: Final = re.compile(r"(?<!\d)(?P<year>\d\d)(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d{1,2})?(?!\d)")
_OLD_ARXIV: Final = re.compile(
    r"(?P<archive>[a-z-]{2,10})[_-]?(?P<number>(?P<year>\d\d)(?:0[1-9]|1[0-2])\d{3})(?:v\d+)?\b"
)
_VALUES: Final = named(
    "subtitle date copyrightyear acmYear pubyear jyear acmDOI acmConference acmJournal journal"
)


def _title(t: Typesetter, _: str) -> None:
    t.scanner.option()
    t.found.opening.values.setdefault("title", t.scanner.argument())


def _author(t: Typesetter, name: str) -> None:
    while t.scanner.option() is not None:
        pass
    source = t.scanner.argument()
    if name == "icmlaffiliation":
        source = t.scanner.argument()
    elif name == "icmlauthor":
        t.scanner.argument()
    while t.scanner.option() is not None:
        pass
    t.found.opening.authors.append((name.rstrip("*"), source))


def _part(t: Typesetter, _: str) -> None:
    """Keep the parts of an address apart."""
    t.words(" ")


def _value(t: Typesetter, name: str) -> None:
    t.scanner.option()
    t.found.opening.values[name] = t.scanner.argument()


def _abstract(t: Typesetter, _: str) -> None:
    if not t.scanner.has_group():
        return
    source = t.scanner.argument()
    if t.in_body:
        write_abstract(t, source)
    else:
        t.found.opening.values["abstract"] = source


def _abstract_environment(t: Typesetter, name: str) -> None:
    t.scanner.option()
    source = t.enclosed(name)
    if t.in_body:
        write_abstract(t, source)
    else:
        t.found.opening.values["abstract"] = source


def write_abstract(t: Typesetter, source: str) -> None:
    """Write the abstract under a heading of its own."""
    if t.as_text:
        return
    write_heading(t, "section", "Abstract")
    t.run(source)
    t.end_paragraph()


def _keywords(t: Typesetter, _: str) -> None:
    t.scanner.option()
    _write_keywords(t, t.scanner.argument())


def _keywords_environment(t: Typesetter, name: str) -> None:
    t.scanner.option()
    _write_keywords(t, t.enclosed(name))


def _write_keywords(t: Typesetter, source: str) -> None:
    if not t.in_body:
        t.found.opening.values["keywords"] = source
        return
    t.end_paragraph()
    words = re.sub(r"\s*\\(?:sep|and|kwd|PACS|MSC)(?![a-zA-Z])\s*", ", ", source)
    t.words(f"Keywords: {t.text(words).strip(' ,')}")
    t.end_paragraph()


def _twocolumn(t: Typesetter, _: str) -> None:
    """Set the argument, which holds the title page."""
    t.scanner.push(t.scanner.option(long=True) or "")


def print_opening(t: Typesetter) -> None:
    """Print the title page that the run before found."""
    opening = t.before.opening
    if title := opening.values.get("title"):
        with t.block(BlockKind.TITLE):
            t.run(title)
            if subtitle := opening.values.get("subtitle"):
                t.words(": ")
                t.run(subtitle)
    for _, source in opening.authors:
        for part in _BETWEEN.split(source):
            with t.block(BlockKind.BYLINE), t.without_marks():
                t.run(_LINES.sub(r" \\\\ ", part))
    if (date := opening.values.get("date")) and t.text(date):
        with t.block(BlockKind.BYLINE):
            t.run(date)
    if abstract := opening.values.get("abstract"):
        write_abstract(t, abstract)
    if keywords := opening.values.get("keywords"):
        _write_keywords(t, keywords)


def metadata(t: Typesetter, name: str) -> Metadata:
    """Return what the title page says, with what the file's name and the style tell."""
    opening = t.before.opening
    title = ": ".join(
        filter(
            None,
            (
                t.text(opening.values.get(part, ""), names_only=True)
                for part in ("title", "subtitle")
            ),
        )
    )
    doi = find_identifiers(f"doi:{t.text(opening.values.get('acmDOI', ''))}").doi
    container = t.text(opening.values.get("journal", ""), names_only=True)
    return Metadata(
        title=title or None,
        authors=tuple(dict.fromkeys(authors(t, opening))),
        year=_year(t, name),
        doi=doi,
        arxiv=_arxiv(name),
        container=container or None,
    )


def authors(t: Typesetter, opening: Opening) -> Iterator[str]:
    """Yield the names of the authors, as they are written."""
    for command, source in opening.authors:
        if command not in _AUTHORS:
            continue
        for part in _BETWEEN.split(source):
            yield from _names_in(t, part)


def _names_in(t: Typesetter, source: str) -> Iterator[str]:
    r"""Yield the names in what stands between two ``\and``: lines of names, then of places."""
    blocks = _NAMED.split(source)
    if len(blocks) > 1:
        for block in _joined_names(source, blocks):
            yield from _people(t, _AFTER_NAME.sub("", _LINES.split(block)[0]))
        return
    several = False
    for index, line in enumerate(filter(str.strip, _LINES.split(source))):
        if index and _MARKED_PLACE.match(line):
            return
        marked = "$^" in line or "textsuperscript" in line or "inst" in line or "thanks" in line
        people = list(_people(t, _AFTER_NAME.sub("", line)))
        if not people or (index and not (several and (len(people) > 1 or marked))):
            if index:
                return
            continue
        several = several or len(people) > 1 or line.rstrip().endswith((",", "and")) or marked
        yield from people


def _joined_names(source: str, blocks: list[str]) -> list[str]:
    if "\\fnm" in source:  # Springer gives names in two parts
        return [source.replace("\\sur", " ")]
    return blocks[1:]


def _people(t: Typesetter, source: str) -> Iterator[str]:
    for gap in _GAPS.split(source):
        text = _MARKS.sub(" ", t.text(gap, names_only=True))
        for name in _AND.split(text):
            bare = " ".join(name.split()).strip(" ,;:")
            if (
                _PERSON.fullmatch(bare)
                and not _NO_PERSON.search(bare)
                and not _DEGREE.fullmatch(bare)
            ):
                yield bare


def _year(t: Typesetter, name: str) -> int | None:
    values = t.before.opening.values
    for key in ("date", "acmYear", "copyrightyear", "pubyear", "jyear", "acmConference"):
        if match := _YEAR.search(t.text(values.get(key, ""))):
            return int(match[1])
    for package in t.before.setup.packages:
        if match := _STYLE_YEAR.fullmatch(package):
            return int(match["year"]) % 100 + 2000
    if match := _ARXIV.search(name) or _OLD_ARXIV.search(name):
        short = int(match["year"])
        return short + (1900 if short > 90 else 2000)
    return None


def _arxiv(name: str) -> str | None:
    if match := _ARXIV.search(name):
        return find_identifiers(f"arXiv:{match[0]}").arxiv
    match = _OLD_ARXIV.search(name)
    return find_identifiers(f"{match['archive']}/{match['number']}").arxiv if match else None


_BY_COMMAND: Final[dict[Handler, str]] = {
    _title: " ".join(_TITLES),
    _author: " ".join(_AUTHORS | _PLACES),
    _part: " ".join(_PARTS),
    _value: " ".join(_VALUES),
    _abstract: "abstract",
    _keywords: "keywords icmlkeywords keyword",
    _twocolumn: "twocolumn",
}
COMMANDS: Final[dict[str, Handler]] = by_name(_BY_COMMAND)
ENVIRONMENTS: Final[dict[str, Handler]] = {
    "abstract": _abstract_environment,
    "onecolabstract": _abstract_environment,
    "keyword": _keywords_environment,
    "keywords": _keywords_environment,
    "IEEEkeywords": _keywords_environment,
}
REDEFINABLE: Final = named("authors department organization city country state institution")
