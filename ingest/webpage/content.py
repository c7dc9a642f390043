"""Which part of a page is its article: what names itself so, or else where the prose stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

from lxml import etree

from ingest.webpage.tree import Element, drop, find, local, words_of
from kg.wording import fold

_UNSEEN: Final = (
    "script", "style", "template", "iframe", "object", "embed", "applet", "canvas", "audio",
    "video", "svg", "head", "button", "select", "input", "textarea", "datalist", "dialog",
    "noscript", "noembed", "noframes", "label", "rp", "map", "link", "meta", "title",
)  # fmt: skip
_HIDDEN: Final = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_HIDDEN_CLASSES: Final = frozenset(
    {
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "screen-reader-only",
        "hidden-print",
        "noprint",
        "usa-sr-only",
    }
)
_CHROME_ROLES: Final = frozenset(
    {
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "dialog",
        "alertdialog",
        "alert",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
        "tooltip",
        "doc-toc",
    }
)
# Parts of the names that designers give to what surrounds an article.
_CHROME: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navbox|navigation|menu|breadcrumbs?|share|sharing|sharedaddy|social|"
    r"addtoany|(?:jp-)?related-?posts|related(?![-_](?:works?|literature|research))|recommended|recommendations|recirc|read-?next|more-?from|you-?might|most-?(?:read|popular|viewed)|trending|popular-posts|"
    r"comments?(?:-?(?:list|area|section|wrapper|container))?|respond|disqus\w*|webmentions|cookies?|"
    r"consent|gdpr|newsletter|subscribe|subscription\w*|signup|sign-?up|paywall|promo|advert\w*|ads?|"
    r"sponsor\w*|outbrain|taboola|sidebar|widget-area|site-(?:header|footer)|masthead|pagination|"
    r"pager|post-nav\w*|prev-?next|skip-?links?|skip-to\w*|skip|toc|table-of-contents|"
    r"tags|tag-list|tag-links|cat-links|catlinks|author-?(?:bio|box|card)|about-?author|(?:post|entry|article)-(?:footer|actions|ufi)|actions-bar|"
    r"editsection|mw-editsection|printfooter|jump-to-nav|mw-jump-link|"
    r"ltx_page_(?:header|footer|navbar|logo)|call-?to-?action|cta|popup|modal|overlay|"
    r"likes?|claps?|reactions?|permalink|headerlink|header-anchor|anchorjs-link|"
    r"anchor-link|print-only|copy-?button|linenos?|line-numbers|code-gutter|back-?to-?top)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Headings give their words to ids: a section on related work is one, a list of related posts not.
_CHROME_IDS: Final = re.compile(
    r"(?:site-?|page-?|main-?|top-?)?(?:nav|navbar|navigation|menu|breadcrumbs?|share|sharing|social|"
    r"related|recommended|comments|respond|disqus_thread|cookies?|consent|newsletter|subscribe|signup|"
    r"paywall|promo|ads?|sidebar|header|footer|masthead|pagination|toc|catlinks|author-?bio)"
    r"(?:[-_]?(?:bar|list|area|section|wrapper|container|box|banner|posts|articles|links|notice|"
    r"buttons?|form|widget|menu|overlay|popup))?",
    re.IGNORECASE,
)
_CHROME_PARTS: Final = frozenset(
    {"div", "section", "aside", "ul", "ol", "form", "table", "td", "header", "footer"}
)
_ALWAYS_OWN: Final = frozenset(
    {
        "body",
        "main",
        "article",
        "formula",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "sup",
        "cite",
        "figcaption",
        "caption",
        "blockquote",
        "pre",
    }
)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SAYS_ITS_OWN: Final = re.compile(
    r"footnote|endnote|reference|bibliograph|citation|appendi|acknowledg|doc-|fn", re.IGNORECASE
)
_APPENDED: Final = re.compile(
    r"(?:^|[\s_-])(?:footnotes?|endnotes?|references?|reflist|ref-list|bibliography|appendi\w*|"
    r"acknowledge?ments?|doc-(?:endnotes|bibliography|footnote)|csl-bib-body|back-?matter)(?:$|[\s_-])",
    re.IGNORECASE,
)
# From the surest to the vaguest; each is an XPath relative to the body.
_NAMED: Final = (
    ".//d-article | .//dt-article",
    ".//*[contains(concat(' ', @class, ' '), ' ltx_document ')]",
    ".//*[contains(concat(' ', @class, ' '), ' mw-parser-output ')]",
    ".//article | .//*[@role='article']",
    ".//main | .//*[@role='main']",
    ".//*[@itemprop='articleBody']",
    ".//*[@id='content' or @id='main-content' or @id='main']",
)
_APPENDICES: Final = frozenset({"d-appendix", "dt-appendix", "d-bibliography"})
_CONTAINERS: Final = frozenset(
    {"div", "section", "article", "main", "center", "form", "table", "tbody", "tr", "td"}
)
_ENOUGH: Final = 0.5
"""Share of a page's prose that the part named as its article must hold."""
_MOST: Final = 0.9
_CHROME_SHARE: Final = 0.35


def drop_unseen(root: Element) -> None:
    """Take out scripts, controls, and whatever the page itself hides from its readers."""
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    for element in [one for one in root.iterdescendants() if _is_hidden(one)]:
        drop(element)


def drop_chrome(body: Element, pointed_at: Collection[str]) -> None:
    """Take out navigation, banners, comments and the like, by how they name themselves.

    What holds much of the page's prose, or one of the ids that the text points at, is no
    such thing, whatever its name.
    """
    prose, kept = _prose(body), _with_ancestors(body, pointed_at)
    limit = max(_CHROME_SHARE * prose[body], 1)
    around: Counter[str] = Counter()
    dropped = []
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            around[local(element)] -= 1
            continue
        if element not in kept and prose[element] < limit and _is_chrome(element, around):
            dropped.append(element)
            walk.skip_subtree()
        around[local(element)] += 1
    for element in dropped:
        drop(element)


def find_content(
    body: Element, pointed_at: Collection[str], heading: Element | None
) -> list[Element]:
    """Return the parts of a page that make up its article, in the page's order.

    The main part, and what belongs to it beside it: from the ``heading`` that is the title of
    the page on, and the notes and references after it.
    """
    main, kept = _main_part(body), _with_ancestors(body, pointed_at)
    over = set() if heading is None else {heading, *heading.iterancestors()}
    parts, branch = [main], main
    titled = main in over or heading is None
    while branch is not body and (around := branch.getparent()) is not None:
        before = list(branch.itersiblings(preceding=True))
        place = next((place for place, one in enumerate(before) if one in over), None)
        if place is not None and not titled:
            parts[:0] = before[: place + 1][::-1]
            titled = True
        parts += [one for one in branch.itersiblings() if one in kept or _is_appended(one)]
        branch = around
    return parts


def _main_part(body: Element) -> Element:
    prose = _prose(body)
    for path in _NAMED:
        found = find(body, path)
        best = max(found, key=lambda one: prose.get(one, 0), default=None)
        if best is not None and prose.get(best, 0) > _ENOUGH * prose[body]:
            return best
    return _narrowed(body, prose)


def _narrowed(body: Element, prose: dict[Element, int]) -> Element:
    """Return the smallest element that holds most of the prose."""
    best = body
    while True:
        inner = next((one for one in best if prose.get(one, 0) > _MOST * prose[body]), None)
        if inner is None or local(inner) not in _CONTAINERS:
            return best
        best = inner


def _prose(body: Element) -> dict[Element, int]:
    """Return how many characters each element holds in words that are no links' alone."""
    counts: dict[Element, int] = {}
    links = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        link = local(element) == "a"
        if event == "start":
            links += link
            counts[element] = 0 if links else _length(element.text)
            continue
        links -= link
        around = element.getparent()
        if element is not body and around is not None:
            counts[around] += counts[element] + (0 if links else _length(element.tail))
    return counts


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    # Pages also hide all of their text in this way, while a dialog is open.
    if element.get("aria-hidden") == "true" and local(element) in ("a", "i", "span"):
        return True
    return not _HIDDEN_CLASSES.isdisjoint((element.get("class") or "").split())


def _is_chrome(element: Element, around: Mapping[str, int]) -> bool:
    """Whether an element, given how many of each name it stands in, is no part of an article."""
    tag = local(element)
    if tag in _ALWAYS_OWN:
        return False
    if tag == "nav" or element.get("role") in _CHROME_ROLES:
        return True
    names = _names(element)
    if _SAYS_ITS_OWN.search(names):
        return False
    if tag == "footer":
        return not (around["blockquote"] or around["figure"])
    if tag == "header" and not (around["article"] or around["main"] or around["section"]):
        return not _holds(element, "h1")
    return bool(_CHROME.search(_CAMEL.sub("-", element.get("class") or ""))) or _is_named_chrome(
        element
    )


def _is_named_chrome(element: Element) -> bool:
    """Whether the id of a part says that it is chrome, and is not that of its first heading."""
    name = element.get("id") or ""
    if local(element) not in _CHROME_PARTS or not _CHROME_IDS.fullmatch(name):
        return False
    first = element[0] if len(element) else None
    headed = first is not None and local(first) in ("h2", "h3", "h4", "h5", "h6")
    return first is None or not headed or fold(words_of(first)).replace(" ", "-") != name.casefold()


def _with_ancestors(body: Element, ids: Collection[str]) -> set[Element]:
    kept: set[Element] = set()
    for element in body.iter():
        if element.get("id") in ids or (local(element) == "a" and element.get("name") in ids):
            inside: Element | None = element
            while inside is not None and inside not in kept:
                kept.add(inside)
                inside = inside.getparent()
    return kept


def _names(element: Element) -> str:
    named = " ".join(element.get(one) or "" for one in ("class", "id", "role"))
    return _CAMEL.sub("-", named)


def _is_appended(element: Element) -> bool:
    """Whether what follows the main part says that it belongs to it."""
    return local(element) in _APPENDICES or bool(_APPENDED.search(_names(element)))


def _holds(element: Element, tag: str) -> bool:
    return any(local(one) == tag for one in element.iter())
