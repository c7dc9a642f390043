"""More training strings: the fields of gold references, printed in other styles.

A set holds few styles, and a labeller learns them rather than what a title or a journal
reads like. So references with complete fields are printed once more, in a style and a form
of names drawn at random, some with the marks that extraction from a PDF leaves (a hyphen
inside a word, a lost space).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

from evaluation.gold_references import Example, of_characters
from ingest.bibliography.describing import strip

SHARE = 0.5
"""Of the references, how many are drawn to be printed once more."""

STYLES = (
    "{author} ({date}). {title}. {journal}, {volume}({issue}), {pages}.",
    "{author}. {title}. {journal}. {date};{volume}({issue}):{pages}.",
    "{author}. {title}. {journal}. {date};{volume}:{pages}.",
    "{author}. {title}. {journal} {date}; {volume}: {pages}.",
    "{author}, “{title},” {journal}, vol. {volume}, no. {issue}, pp. {pages}, {date}.",
    '{author}, "{title}," {journal}, vol. {volume}, pp. {pages}, {date}.',
    "{author}. {date}. {title}. {journal} {volume}, {issue}, {pages}.",
    "{author}. “{title}.” {journal} {volume}.{issue} ({date}): {pages}.",
    "{author}. {title}. {journal} {volume}, {pages} ({date}).",
    "{author}, {journal} {volume}, {pages} ({date}).",
    "{author}, {journal} {volume} ({date}) {pages}.",
    "{author}: {title}. {journal} {volume}({issue}), {pages} ({date})",
    "{author} ({date}) {title}. {journal} {volume}: {pages}.",
    "{author} ({date}) {title}. {journal} {volume}({issue}): {pages}.",
    "{author}, {date}. {title}. {journal} {volume}, {pages}.",
    "{author}, {title}, {journal} {volume} ({date}), no. {issue}, {pages}.",
    "{author} {date} {title} {journal} {volume} {pages}",
    "{author}, {title}. {journal} {volume} ({date}) {pages}.",
    "{author}. {title}. {journal}, {volume}({issue}):{pages}, {date}.",
    "{author}. {title}. {journal} {volume}:{pages}, {date}.",
    "{author}, {title}, {journal}, {volume} ({date}), pp. {pages}.",
    "{author}, “{title}”, {journal}, {volume}, {date}, {pages}.",
    "{author}, {date}, {journal}, {volume}, {pages}",
    '{author}. "{title}." {journal}, {date}, {volume}({issue}), p. {pages}',
    "{author}. {title}. {journal}. {date}, {volume}, {pages}.",
    "{author}, ‘{title}’, {journal}, vol. {volume}, no. {issue}, pp. {pages}.",
    "{author} ({date}). {title}. In {editor} (Eds.), {book} (pp. {pages}). {place}: {publisher}.",
    "{author}. {title}. In {editor}, editors, {book}, pages {pages}. {publisher}, {date}.",
    "{author}, “{title},” in {book}, {date}, pp. {pages}.",
    "{author}. {title}. In: {editor} (eds) {book}. {publisher}, {place}, pp {pages} ({date})",
    "{author}: {title}. In: {book}, pp. {pages} ({date})",
    "{author}. {title}. In {book}, pages {pages}, {date}.",
    "{author}. {date}. {title}. In {book}. {publisher}, {place}, {pages}.",
    '{author}, "{title}", in {book}, {place}, {date}, pp. {pages}.',
    "{author} ({date}) {title}. In: {editor}, editors. {book}. {place}: {publisher}. pp. {pages}.",
    "{author}. {title}. In: {editor}, editor. {book}. {place}: {publisher}; {date}. p. {pages}.",
    "{author} ({date}). {title}. {place}: {publisher}.",
    "{author}. {title}. {publisher}, {place}, {date}.",
    "{author}, {title} ({place}: {publisher}, {date}).",
    "{author}: {title}. {publisher}, {place} ({date})",
    "{author}, {title} ({publisher}, {place}, {date}).",
    "{author}. {title}. {place}: {publisher}; {date}.",
    "{author} ({date}) {title}. {place}: {publisher}.",
    "{author}. {date}. {title}. {publisher}, {place}.",
    "{author}, {title}, {publisher}, {date}.",
    "{author}, {title} ({publisher}, {date}).",
    "{author} ({date}) {title}. {publisher}.",
)
_PERSON = re.compile(r"(?P<family>[^\W\d_][\w'’‐ -]+), (?P<given>(?:[^\W\d_]\. ?)+)")
_EDITORS = re.compile(r"\W*\b(?:eds?|editors?|hrsg)\b\W*$|^in:? ", re.IGNORECASE)
_LONG_WORD = re.compile(r"[^\W\d_]{7,}")
_PAGES = re.compile(r"\w+(?:\W{1,3}\w+)?")
_DOI = (" doi: ", " doi:", " https://doi.org/")


def rendered(data: Iterable[Example], seed: int) -> Iterator[Example]:
    """Print a share of ``data`` anew; one seed gives one outcome."""
    rng = random.Random(seed)
    for one in data:
        values = _values(one) if rng.random() < SHARE else None
        if values is not None:
            yield _printed(rng, one, values)


def _values(one: Example) -> dict[str, str] | None:
    """Return the fields to print by label; None where too few are known to choose a style."""
    fields = one.described()
    authors = [_PERSON.fullmatch(name) for name in fields.authors]
    if not (authors and all(authors) and fields.title and fields.year):
        return None
    first = {label: strip(text) for label, text in reversed(one.segments())}
    values = {
        "author": "\n".join(fields.authors),
        "date": str(fields.year),
        "title": fields.title,
        "journal": first.get("journal"),
        "book": re.sub(r"^in:? ", "", first.get("book") or "", flags=re.IGNORECASE),
        "editor": _EDITORS.sub("", first.get("editor") or ""),
        "volume": fields.volume,
        "issue": fields.issue,
        "pages": fields.pages if fields.pages and _PAGES.fullmatch(fields.pages) else None,
        "publisher": fields.publisher,
        "place": first.get("place"),
    }
    known = {label: value for label, value in values.items() if value}
    return known if _styles(known) else None


def _styles(values: Mapping[str, str]) -> list[str]:
    """Return the styles that print a field of the kind of work, and none that is unknown."""
    kind = next((label for label in ("journal", "book", "publisher") if label in values), "")
    return [
        style
        for style in STYLES
        if kind and f"{{{kind}}}" in style and _names(style) <= values.keys()
    ]


def _names(style: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(style) if name}


def _printed(rng: random.Random, one: Example, values: Mapping[str, str]) -> Example:
    pieces: list[tuple[str, str]] = []
    for literal, name, _, _ in Formatter().parse(rng.choice(_styles(values))):
        # A full stop that ends a value is not doubled.
        ended = pieces and pieces[-1][1].endswith(".") and literal.startswith(".")
        pieces.append(("other", literal[1:] if ended else literal))
        if name == "author":
            pieces.append((name, _people(rng, values[name].split("\n"))))
        elif name:
            pieces.append((name, _worn(rng, values[name])))
    if rng.random() < 0.15:
        number = f"10.{rng.randint(1000, 9999)}/{rng.choice('bjs')}.{rng.randint(100, 99999)}"
        pieces.append(("doi", rng.choice(_DOI) + number))
    return of_characters(
        one.name, one.group, "".join(text for _, text in pieces), _per_character(pieces)
    )


def _per_character(pieces: Iterable[tuple[str, str]]) -> list[str]:
    return [label for label, text in pieces for _ in text]


def _people(rng: random.Random, names: list[str]) -> str:
    form = rng.choice("IIVDDGC")
    printed = [_person(form, *name.split(", ", 1)) for name in names]
    if rng.random() < 0.08:
        return printed[0] + rng.choice((" et al.", ", et al.", " et al"))
    if form in "DG" and rng.random() < 0.08:
        printed = [name.upper() for name in printed]
    between = "; " if form == "C" and rng.random() < 0.5 else ", "
    last = between if form == "V" else rng.choice((", ", " and ", ", and ", " & ", ", & "))
    return last.join(filter(None, (between.join(printed[:-1]), printed[-1])))


def _person(form: str, family: str, given: str) -> str:
    """Print a name: I ``Sato, K. M.``, C ``Sato, K.M.``, V ``Sato KM``, D and G in order."""
    close = given.replace(" ", "")
    return {
        "I": f"{family}, {given}",
        "C": f"{family}, {close}",
        "V": f"{family} {close.replace('.', '')}",
        "D": f"{given} {family}",
        "G": f"{close} {family}",
    }[form]


def _worn(rng: random.Random, value: str) -> str:
    """Print a value, now and then as an extraction from a PDF gives it."""
    words = list(_LONG_WORD.finditer(value))
    if words and rng.random() < 0.08:
        word = rng.choice(words)
        cut = rng.randint(word.start() + 3, word.end() - 3)
        return value[:cut] + rng.choice(("- ", "-")) + value[cut:]
    return value.replace(", ", ",", 1) if rng.random() < 0.06 else value
