"""Articles taken out of pages, and what else comes along: `python -m evaluation.webpages`.

The pages of `tests/unit/ingest/readers/pages` mark their articles by comments, which no reader
sees; of the Distill pages in `../shared/papers` the article is what their template says.
`whole`: the share of the article's sentences found whole and in order. `also`: words in the
result that stand nowhere in the article, as a share of its words. The baselines are what
trafilatura takes, at its usual setting and at the one that favours recall, and what jusText
takes, of the same pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import justext
import lxml.html
import trafilatura

from ingest.document import CitationMarked
from ingest.readers.html import READER
from kg.vocab import BlockKind

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "tests" / "unit" / "ingest" / "readers" / "pages"
PAPERS = ROOT.parent / "shared" / "papers"
_MARKED = re.compile(r"<!--article-->(.*?)<!--/article-->", re.DOTALL)
_TEMPLATE = re.compile(
    r"<(d-title|d-article|d-appendix|dt-article|dt-appendix)\b.*?</\1>", re.DOTALL
)
_NOT_READ = re.compile(
    r"<!--.*?-->|<(script|style|svg|annotation|d-footnote|dt-fn)\b.*?</\1>|<pre.*?</pre>|"
    r"<input[^>]*>|"
    r"<span class=\"mw-(?:cite-backlink|editsection).*?</span>(?= <span|\s*</div>)|"
    r"<a[^>]*backref.*?</a>|"
    r"<a href=\"#cite_ref.*?</a>|<span class=\"ltx_note .*?</span></span></span>|"
    r"<a[^>]*#fnref.*?</a>",
    re.DOTALL,
)
_BREAKS = re.compile(
    r"</?(?:p|div|h\d|li|ul|ol|td|th|tr|table|figcaption|section|article|header|blockquote|cite|"
    r"dt|dd|"
    r"summary|details|span class=\"ltx_(?:bibblock|tag|personname))\b[^>]*>|"
    r"<br\s*/?>(?:\s*<br\s*/?>)+"
)
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z“])")


@dataclass
class Tally:
    sentences: int = 0
    whole: int = 0
    words: int = 0
    also: int = 0

    def add(self, text: str, gold: list[str]) -> list[str]:
        ours, place, lost = bare(text), 0, []
        self.sentences += len(gold)
        for sentence in gold:
            found = ours.find(bare(sentence), place)
            if found < 0:
                lost.append(sentence)
            else:
                place = found
                self.whole += 1
        of_article = Counter(" ".join(gold).split())
        self.words += of_article.total()
        self.also += (Counter(text.split()) - of_article).total()
        return lost


def bare(text: str) -> str:
    """The letters and digits, raised or not, which no extractor may change."""
    return re.sub(r"[^\w]+", "", unicodedata.normalize("NFKC", text))


def marked(source: str) -> list[str]:
    parts = _MARKED.findall(source) or [one[0] for one in _TEMPLATE.finditer(source)]
    return list(sentences("\n".join(parts)))


def sentences(source: str) -> Iterator[str]:
    for block in _BREAKS.split(_NOT_READ.sub(" ", source)):
        words = " ".join(lxml.html.fromstring(f"<p>{block}</p>").text_content().split())
        yield from (one for one in _SENTENCE.split(words) if len(one.split()) > 3)


def ours(path: Path) -> str:
    def beside(name: str) -> bytes | None:
        found = path.parent / name
        return found.read_bytes() if found.is_file() else None

    document = READER.read(path.read_bytes(), path.name, beside)
    if path.parent == PAGES:
        return document.text
    # The template prints markers where the page has none, and moves notes.
    cited = {
        at for one in document.layers.get(CitationMarked, ()) for at in range(one.start, one.end)
    }
    apart = {
        at
        for one in document.blocks
        if one.kind in (BlockKind.FOOTNOTE, BlockKind.REFERENCE)
        for at in range(one.start, one.end)
    }
    return "".join(one for at, one in enumerate(document.text) if at not in cited | apart)


def by_trafilatura(path: Path) -> str:
    return trafilatura.extract(path.read_text("utf-8"), include_comments=False) or ""


def by_recall(path: Path) -> str:
    return (
        trafilatura.extract(path.read_text("utf-8"), include_comments=False, favor_recall=True)
        or ""
    )


def by_justext(path: Path) -> str:
    found = justext.justext(path.read_bytes(), justext.get_stoplist("English"))
    return "\n".join(one.text for one in found if not one.is_boilerplate)


MADE_BY: dict[str, Callable[[Path], str]] = {
    "ours": ours,
    "trafilatura": by_trafilatura,
    "  for recall": by_recall,
    "jusText": by_justext,
}


def main() -> None:
    paths = [*sorted(PAGES.glob("*.html")), *sorted(PAPERS.glob("distill-*/index.html"))]
    print(f"{len(paths)} pages, {sum(len(marked(p.read_text())) for p in paths)} sentences")
    print(f"{'':14}{'whole':>7}{'also':>7}")
    for name, extract in MADE_BY.items():
        tally = Tally()
        for path in paths:
            lost = tally.add(extract(path), marked(path.read_text("utf-8")))
            if name == "ours":
                for sentence in lost:
                    print(f"  lost in {path.parent.name}/{path.name}: {sentence[:90]}")
        print(f"{name:14}{tally.whole / tally.sentences:7.3f}{tally.also / tally.words:7.3f}")


if __name__ == "__main__":
    main()
