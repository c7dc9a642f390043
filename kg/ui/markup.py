"""HTML that is safe by construction.

Everything that comes from a document is hostile. Only :func:`element` makes :class:`Html`,
and it escapes every child and attribute that is not already :class:`Html`.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode, urlsplit

from kg.wording import visible as visible

_VOID = frozenset({"br", "hr", "input", "wbr"})


class Html(str):
    """Markup that :func:`element` made; never construct it from data."""

    __slots__ = ()


Child = str | Iterable["Child"] | None


def shorten(text: str, length: int) -> str:
    """Return ``text`` on one line, cut to ``length`` characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def wrapped(text: str, line: int) -> list[str]:
    """Return text on lines of at most ``line`` characters; longer words are cut by force."""
    lines = [""]
    for word in text.split():
        for start in range(0, len(word), line):
            piece = word[start : start + line]
            if lines[-1] and len(lines[-1]) + 1 + len(piece) > line:
                lines.append(piece)
            else:
                lines[-1] = f"{lines[-1]} {piece}".strip()
    return lines


def escaped(child: Child) -> Html:
    """Return a child as markup: Html as it is, text escaped, lists joined, None as nothing."""
    if child is None:
        return Html("")
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return Html(html.escape(visible(child)))
    return Html("".join(map(escaped, child)))


def element(name: str, /, *children: Child, **attributes: str | None) -> Html:
    """Return an element; ``class_`` and the like lose the underscore, None leaves out.

    ``name`` and the names of attributes are ours; everything else may come from data.
    """
    spelled = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(visible(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    closing = "" if name in _VOID else f"{escaped(children)}</{name}>"
    return Html(f"<{name}{spelled}>{closing}")


def address(page: str, /, **parameters: str | Sequence[str] | None) -> str:
    """Return the relative address of one of our pages, with its parameters; several repeat."""
    given = {key: value for key, value in parameters.items() if value is not None}
    query = urlencode(given, doseq=True)
    return f"./{page}?{query}" if query else f"./{page}"


def link(
    label: Child,
    page: str,
    /,
    *,
    class_: str = "",
    title: str | None = None,
    **parameters: str | Sequence[str] | None,
) -> Html:
    """Return a link to one of our pages; ``links.js`` follows it without a reload."""
    return element(
        "a", label, class_=f"kg {class_}".strip(), title=title, href=address(page, **parameters)
    )


def outside(label: Child, url: str) -> Html:
    """Return a link to the web in a new tab, or the bare label where the URL is not http(s)."""
    try:
        trusted = urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        trusted = False
    if not trusted:
        return element("span", label)
    return element("a", label, href=url, target="_blank", rel="noopener noreferrer")
