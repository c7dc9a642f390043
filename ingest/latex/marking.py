"""Citations, the list of references, labels, and what points at them."""

from __future__ import annotations

import re
from contextlib import ExitStack
from functools import partial
from typing import Final

from ingest.latex.citing import FORMS, IN_FOOTNOTE, MULTIPLE, UNKNOWN, Form
from ingest.latex.numbering import Target
from ingest.latex.references import CSL_KEY, Listed, parse_csl_items, parse_items, shown
from ingest.latex.scanning import by_name
from ingest.latex.structure import write_heading
from ingest.latex.typesetting import Handler, Typesetter
from kg.vocab import BlockKind

_ANGLES: Final = re.compile(r"\s?<([^<>\n]{0,200})>")
_ROUND_NOTES: Final = re.compile(r"\s?\(([^()\n]{0,200})\)\s?(?:\(([^()\n]{0,200})\))?(?=\s?[\[{])")
# The names that hyperref's \autoref and cleveref's \cref print.
_CALLED: Final = {
    "section": ("Section", "section"),
    "subsection": ("Section", "section"),
    "subsubsection": ("Section", "section"),
    "chapter": ("Chapter", "chapter"),
    "appendix": ("Appendix", "appendix"),
    "figure": ("Figure", "fig."),
    "table": ("Table", "table"),
    "equation": ("Equation", "eq."),
    "algorithm": ("Algorithm", "algorithm"),
    "item": ("Item", "item"),
}


def _cite(t: Typesetter, name: str) -> None:
    bare = name.rstrip("*")
    before, after = _notes(t)
    _print(t, FORMS.get(bare, Form.PLAIN), _keys(t), before, after)


def _cite_many(t: Typesetter, name: str) -> None:
    r"""Print biblatex's ``\cites[before][after]{keys}[before][after]{keys}`` as one citation."""
    t.scanner.match(_ROUND_NOTES)
    keys: list[str] = []
    notes: list[str] = []
    while True:
        before, after = _notes(t)
        if not t.scanner.has_group():
            break
        keys += _keys(t)
        notes += filter(None, (before, after))
    form = MULTIPLE.get(name.rstrip("*"), Form.PLAIN)
    _print(t, form, keys, "", ", ".join(notes))


def _cite_in_footnote(t: Typesetter, _: str) -> None:
    before, after = _notes(t)
    keys = _keys(t)
    if t.as_text:
        return
    t.aside(partial(_print, t, Form.BARE, keys, before, after), BlockKind.FOOTNOTE)


def _notes(t: Typesetter) -> tuple[str, str]:
    """Return the notes before and after; one alone stands after."""
    angles = t.scanner.match(_ANGLES)
    first, second = t.scanner.option(), t.scanner.option()
    before = angles[1] if angles else first if second is not None else None
    after = first if second is None else second
    return t.text(before or ""), t.text(after or "")


def _keys(t: Typesetter) -> list[str]:
    keys = (" ".join(key.split()) for key in t.scanner.argument().split(","))
    return [key for key in keys if key]


def _print(t: Typesetter, form: Form, keys: list[str], before: str, after: str) -> None:
    t.found.cited |= dict.fromkeys(keys)
    if not keys or t.names_only:
        return
    text = t.before.style.print(form, keys, t.known, before, after)
    if t.as_text or t.silent or not t.in_body:
        t.words(text)
        return
    with t.composer.citation(keys):
        t.words(text)


def _csl_citation(t: Typesetter, _: str) -> None:
    """Print a link of pandoc's, which is a citation if it leads to an entry."""
    target, text = t.scanner.argument().strip(), t.argument_text()
    if not target.startswith(CSL_KEY) or t.as_text or t.silent or not t.in_body:
        t.words(text)
        return
    with t.composer.citation([target]):
        t.words(text)


def _nocite(t: Typesetter, _: str) -> None:
    t.found.cited |= dict.fromkeys(_keys(t))


def _cite_text(t: Typesetter, _: str) -> None:
    style = t.before.style
    t.scanner.push(f"{style.opening}{t.scanner.argument()}{style.closing}")


def _label(t: Typesetter, _: str) -> None:
    t.scanner.option()
    t.found.labels[t.scanner.argument().strip()] = t.numbering.current


def _ref(t: Typesetter, name: str) -> None:
    targets = _targets(t)
    if name == "hyperref":
        return
    numbers = _listed(
        [target.number or UNKNOWN * 2 if target else UNKNOWN * 2 for target in targets]
    )
    t.words(f"({numbers})" if name == "eqref" else numbers)


def _named_ref(t: Typesetter, name: str) -> None:
    """Print the kind of what a label points at before its number, as in ``Table 3``."""
    targets = _targets(t)
    kind = next((target.kind for target in targets if target), "")
    long, short = _CALLED.get(kind, (kind.capitalize(), kind))
    called = short if name.startswith("c") else long
    if len(targets) > 1 and called:
        called = f"{called[:-1]}s." if called.endswith(".") else f"{called}s"
    numbers = _listed([target.number if target else UNKNOWN * 2 for target in targets])
    bracketed = f"({numbers})" if kind == "equation" and name.startswith("c") else numbers
    t.words(f"{called} {bracketed}".strip())


def _title_ref(t: Typesetter, _: str) -> None:
    target = _targets(t)[0]
    t.words(target.title if target and target.title else UNKNOWN * 2)


def _page_ref(t: Typesetter, _: str) -> None:
    t.scanner.argument()
    t.words(UNKNOWN * 2)


def _hyperref(t: Typesetter, _: str) -> None:
    if t.scanner.option() is None:
        for _index in range(3):
            t.scanner.argument()


def _targets(t: Typesetter) -> list[Target | None]:
    keys = (key.strip() for key in t.scanner.argument().split(","))
    return [t.before.labels.get(key) for key in keys]


def _listed(parts: list[str]) -> str:
    """Return ``1, 2 and 3``."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _bibliography(t: Typesetter, _: str) -> None:
    names = t.scanner.argument()
    t.found.bibliographies += [name.strip() for name in names.split(",") if name.strip()]
    _print_list(t, t.before.listed)


def _resource(t: Typesetter, _: str) -> None:
    t.scanner.option()
    t.found.bibliographies.append(t.scanner.argument().strip())


def _print_bibliography(t: Typesetter, _: str) -> None:
    t.scanner.option()
    _print_list(t, t.before.listed)


def _items(t: Typesetter, name: str) -> None:
    t.scanner.option()
    if t.scanner.has_group():
        t.scanner.argument()
    items = parse_items(t.enclosed(name), t.work)
    t.found.listed += items
    keys = {one.key for one in items}
    _print_list(t, [one for one in t.before.listed if one.key in keys], again=True)


def _csl_items(t: Typesetter, name: str) -> None:
    """Print the list that pandoc writes out; it stands under a heading of its own."""
    t.scanner.argument(), t.scanner.argument()
    source = t.enclosed(name)
    for one in parse_items(source, t.work) or parse_csl_items(source):
        _entry(t, one)


def _print_list(t: Typesetter, listed: list[Listed], *, again: bool = False) -> None:
    """Print entries, those of bibliography files at the first place that asks for them."""
    if not listed or not t.in_body or (t.list_printed and not again):
        return
    if not t.list_printed:
        write_heading(t, "section", "References")
    t.list_printed = True
    for one in listed:
        _entry(t, one)


def _entry(t: Typesetter, one: Listed) -> None:
    numeric = t.before.style.numeric
    label = one.label if numeric else None
    with ExitStack() as marked:
        marked.enter_context(t.block(BlockKind.REFERENCE))
        if not t.silent:
            described = one.described
            marked.enter_context(
                t.composer.reference(key=one.key, label=label, described=described)
            )
        if label:
            t.words(f"[{label}] ")
        if one.source:
            t.run(one.source)
        else:
            t.words(shown(one))


def _style(t: Typesetter, _: str) -> None:
    t.found.setup.style = t.scanner.argument().strip()


def _citation_style(t: Typesetter, _: str) -> None:
    t.found.setup.options |= {one.strip() for one in t.scanner.argument().split(",")}


def _glue(t: Typesetter, _: str) -> None:
    t.words(" ")


_BY_HANDLER: Final[dict[Handler, str]] = {
    _cite: " ".join(FORMS),
    _cite_many: " ".join(MULTIPLE),
    _cite_in_footnote: " ".join(IN_FOOTNOTE),
    _nocite: "nocite",
    _cite_text: "citetext",
    _csl_citation: "hyperlink citeproc",
    _label: "label",
    _ref: "ref eqref subref labelcref ref* vref",
    _named_ref: "autoref cref Cref Vref Autoref crefrange",
    _title_ref: "nameref",
    _page_ref: "pageref cpageref vpageref",
    _hyperref: "hyperref",
    _bibliography: "bibliography",
    _resource: "addbibresource addglobalbib",
    _print_bibliography: "printbibliography printbibheading",
    _style: "bibliographystyle",
    _citation_style: "setcitestyle citestyle",
    _glue: "newblock",
}
COMMANDS: Final[dict[str, Handler]] = by_name(_BY_HANDLER)
# Before BibTeX's own, REVTeX had a name for it.
ENVIRONMENTS: Final[dict[str, Handler]] = {
    "thebibliography": _items,
    "references": _items,
    "CSLReferences": _csl_items,
}
