"""LaTeX: what commands say, what is left out, and sources that are broken or hostile."""

from __future__ import annotations

import gzip
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import CitationMarked, ParsedDocument, ReferenceMarked
from ingest.latex.scanning import named
from ingest.readers import nothing_beside
from ingest.readers.latex import READER
from kg.errors import RefusedError
from kg.vocab import BlockKind
from tests.packing import tarred, zipped
from tests.shared import shared


def read(body: str, front: str = "", files: dict[str, str] | None = None) -> ParsedDocument:
    """Read an article with ``body``, other files of its own beside it."""
    source = f"\\documentclass{{article}}\n{front}\n\\begin{{document}}\n{body}\n\\end{{document}}"
    given_files = files or {}

    def beside(name: str) -> bytes | None:
        return given_files[name].encode() if name in given_files else None

    return READER.read(source.encode(), "paper.tex", beside)


def flat(body: str, front: str = "") -> str:
    """Return what is read of an article as text on one line."""
    return " ".join(read(body, front).text.split())


def blocks(document: ParsedDocument) -> list[tuple[BlockKind, str]]:
    return [(block.kind, document.words(block)) for block in document.blocks]


def keys(document: ParsedDocument) -> list[tuple[str, ...]]:
    return [one.keys for one in document.layers.get(CitationMarked, ())]  # type: ignore[attr-defined]


WORDS = {
    r"``Yes''---he said -- pages 3--4~cm": "“Yes”—he said – pages 3–4 cm",
    r"Na\"ive caf\'e, \o re, \v{S}ar, fa{\c c}ade, \'{\i}sla, \aa, Erd\H{o}s": (
        "Naïve café, øre, Šar, façade, ísla, å, Erdős"
    ),
    r"90\% of A \& B cost \$5 \#1 a\_b": "90% of A & B cost $5 #1 a_b",
    r"{\bf Bold}, \textbf{bold \emph{both}}, \textcolor{red}{red}": "Bold, bold both, red",
    r"a\footnote{Note.} b": "a b Note.",
    r"Text% a comment" + "\n  goes on": "Textgoes on",
    r"50\% % half" + "\nof": "50% of",
    r"\url{http://x.org/a%20b_c} \href{http://y.org}{a site}": "http://x.org/a%20b_c a site",
    r"\verb|a_b%c\d| and \lstinline{f(x)}": r"a_b%c\d and f(x)",
    r"$p < 0.05$, $10^{-3}$, $x_{ij}^2 \leq \alpha$, H$_2$O": "p < 0.05, 10^-3, x_ij^2 ≤ α, H2O",
    r"so that \[ E = mc^2, \] holds": "so that E = mc^2, holds",
    r"\begin{align} a &= b \\ c &= d \end{align}": "a = b c = d",
    r"$\frac{a+b}{2}$, $\sqrt{n}$, $\mathbb{R}^d$, 25$^\circ$C": "(a+b)/2, √n, R^d, 25°C",
    r"\SI{5}{\milli\meter}, \num{300}, \SI{20}{\percent}": "5 mm, 300, 20%",
    r"A\\B\\[2pt]C\\*D\newline E": "A B C D E",
    r"one\hspace{2em}two\vspace*{1cm}\vskip 2pt plus 1pt three": "onetwothree",
    r"\unknown[opt]{kept} \other text": "kept text",
    r"\iffalse hidden \iftrue x\fi\fi shown": "shown",
    r"\begin{comment}hidden\end{comment}shown": "shown",
    r"\centering\small words": "words",
    r"\enquote{Quoted} \today": "“Quoted”",
}


@pytest.mark.parametrize("source", WORDS)
def test_words_are_those_on_paper(source: str) -> None:
    assert flat(source) == WORDS[source]


MACROS = {
    (r"\newcommand{\x}{word}", r"\x{} \x."): "word word.",
    (r"\newcommand\x[2]{#2 #1}", r"\x{b}{a}"): "a b",
    (r"\newcommand{\x}[2][dear]{#1 #2}", r"\x{you} \x[old]{you}"): "dear you old you",
    (r"\def\x#1#2{#2#1}", r"\x ab"): "ba",
    (r"\newcommand{\x}{Mere\xspace}", r"\x is, \x. (\x)"): "Mere is, Mere. (Mere)",
    (r"\let\old\emph \renewcommand{\emph}[1]{!#1}", r"\old{a} \emph{b}"): "a !b",
    (r"\newcommand{\x}{one}\renewcommand{\x}{two}\providecommand{\x}{three}", r"\x"): "two",
    (r"\newif\ifd \dtrue", r"\ifd draft\else final\fi"): "draft",
    (r"\newif\ifd \dfalse", r"\ifd draft\else final\fi"): "final",
    (r"\newcommand{\x}{word}", r"\x*"): "word*",
    (r"\newcommand{\x}{\section}", r"\x*{Head}"): "Head",
    (r"\DeclarePairedDelimiter{\abs}{|}{|}", r"$\abs*{x}+\abs{y}$"): "|x|+|y|",
    (r"\newcommand{\todo}[1]{}", r"a \todo{later} b"): "a b",
    (r"\newenvironment{x}[1]{Begin #1: }{ End.}", r"\begin{x}{A}mid\end{x}"): "Begin A: mid End.",
    (r"\def\be{\begin{equation}}\def\ee{\end{equation}}", r"as \be a=b \ee says"): "as a=b says",
    (r"\newcommand{\norm}[1]{\left\lVert#1\right\rVert}", r"$\norm{x}$"): "‖x‖",
    (r"\NewDocumentCommand{\x}{o m}{#1-#2}", r"\x[a]{b}"): "a-b",
    (r"\newacronym{llm}{LLM}{long model}", r"\gls{llm}, \gls{llm}"): "long model (LLM), LLM",
    (r"\newcommand{\x}[1]{\textbf{#1}}", r"\x{\x{deep}}"): "deep",
}


@pytest.mark.parametrize(("front", "body"), MACROS)
def test_macros_are_replaced(front: str, body: str) -> None:
    assert flat(body, front) == MACROS[front, body]


def test_structure_becomes_blocks() -> None:
    document = read(
        r"""
\section{One}
First paragraph
goes on.

Second.\footnote{Behind it.} Its end.
\paragraph{Run in.} Words.
\begin{itemize}
 \item A point.
 \begin{enumerate} \item Inner. \end{enumerate}
 \item[b)] Another.
\end{itemize}
\begin{quote}Said.\end{quote}
\begin{verbatim}
x = 1  % kept
\end{verbatim}
\section*{Acknowledgments} Thanks.
"""
    )
    assert blocks(document) == [
        (BlockKind.HEADING, "One"),
        (BlockKind.PARAGRAPH, "First paragraph goes on."),
        (BlockKind.PARAGRAPH, "Second. Its end."),
        (BlockKind.FOOTNOTE, "Behind it."),
        (BlockKind.HEADING, "Run in."),
        (BlockKind.PARAGRAPH, "Words."),
        (BlockKind.LIST_ITEM, "A point."),
        (BlockKind.LIST_ITEM, "Inner."),
        (BlockKind.LIST_ITEM, "b) Another."),
        (BlockKind.QUOTE, "Said."),
        (BlockKind.CODE, "x = 1  % kept"),
        (BlockKind.HEADING, "Acknowledgments"),
        (BlockKind.PARAGRAPH, "Thanks."),
    ]
    assert [b.level for b in document.blocks if b.kind is BlockKind.LIST_ITEM] == [1, 2, 1]


def test_floats_stand_behind_the_sentence_that_they_interrupt() -> None:
    document = read(
        r"""Mud settles
\begin{figure}[t]\includegraphics[width=3cm]{a.pdf}\caption{A \emph{bed}.}\label{f}\end{figure}
slowly, as Figure~\ref{f} and \cref{t} show.
\begin{table}\caption{Counts}\label{t}
\begin{tabular}{l|r}\toprule Lake & \multicolumn{1}{c}{Fish \& fry}\\\midrule
Mere & 3\\ Tarn & \makecell{4 \\ or 5}\\\bottomrule\end{tabular}\end{table}"""
    )
    assert blocks(document) == [
        (BlockKind.PARAGRAPH, "Mud settles slowly, as Figure 1 and table 1 show."),
        (BlockKind.CAPTION, "Figure 1: A bed."),
        (BlockKind.CAPTION, "Table 1: Counts"),
        (BlockKind.TABLE, "Lake | Fish & fry\nMere | 3\nTarn | 4 or 5"),
    ]


def test_theorems_keep_their_heads_and_numbers() -> None:
    front = r"\newtheorem{thm}{Theorem}[section]\newtheorem{lem}[thm]{Lemma}"
    body = r"""\section{A}\begin{lem}\label{l}So.\end{lem}
\begin{thm}[Abe]Thus, by Lemma~\ref{l}.\end{thm}\begin{proof}Clear.\end{proof}"""
    assert (
        flat(body, front) == "A Lemma 1.1. So. Theorem 1.2 (Abe). Thus, by Lemma 1.1. Proof. Clear."
    )


def test_references_to_sections_are_numbers() -> None:
    body = r"""\section{A}\label{a}\subsection{B}\label{b}\section*{C}
See \S\ref{b}, \autoref{a}, \eqref{e}, \ref{x}, \ref{none}, \nameref{a}.
\begin{equation}\label{e} a \end{equation}\appendix\section{D}\label{x}"""
    assert "See §1.1, Section 1, (1), A, ??, A." in flat(body)


CITED = r"""\begin{thebibliography}{9}
\bibitem[Abe et~al.(2019)Abe, Costa, and Dahl]{a} Abe. Tides. 2019.
\bibitem[Okafor(2021)]{b} Okafor. Mud. 2021.
\end{thebibliography}"""
NATBIB = {
    r"\citet{a}": "Abe et al. (2019)",
    r"\citep{a,b}": "(Abe et al., 2019; Okafor, 2021)",
    r"\citep[see][p.~3]{a}": "(see Abe et al., 2019, p. 3)",
    r"\citep[p.~3]{a}": "(Abe et al., 2019, p. 3)",
    r"\citep[e.g.][]{a}": "(e.g. Abe et al., 2019)",
    r"\citealt{b}": "Okafor, 2021",
    r"\citeauthor{a}": "Abe et al.",
    r"\citeyear{a}": "2019",
    r"\citeyearpar{a}": "(2019)",
    r"\citet*{b}": "Okafor (2021)",
    r"\cite{ a ,b}": "Abe et al. (2019); Okafor (2021)",
    r"\citep{a,gone}": "(Abe et al., 2019; ?)",
}


@pytest.mark.parametrize("source", NATBIB)
def test_natbib_prints_authors_and_years(source: str) -> None:
    document = read(f"As {source} said. {CITED}", r"\usepackage{natbib}")
    assert f"As {NATBIB[source]} said." in document.text
    (cited,) = document.layer(CitationMarked)
    assert document.words(cited) == NATBIB[source]


def test_all_ways_to_cite_are_marked() -> None:
    body = r"""\cites{a}[3]{b} \footcite{a} \autocite{b} \mycite{a} \citesup{b} \nocite{a}
\footnote{As \cite{a} said.} \caption{With \cite{b}.} \begin{tabular}{l}\cite{a}\end{tabular}"""
    document = read(body + CITED, r"\newcommand{\mycite}[1]{(\cite{#1})}")
    assert sorted(keys(document)) == sorted(
        [("a", "b"), ("a",), ("b",), ("a",), ("b",), ("a",), ("b",), ("a",)]
    )


def test_a_list_in_the_text_is_numbered() -> None:
    body = r"""So \cite[p.~2]{k1,k2}. \begin{thebibliography}{9}
\bibitem{k1} A. Abe, \emph{Tides}. \bibitem[XY]{k2} B. Costa, Mud.\end{thebibliography}"""
    document = read(body)
    assert "So [1, XY, p. 2]." in document.text
    labels = [(one.key, one.label) for one in document.layer(ReferenceMarked)]
    assert labels == [("k1", "1"), ("k2", "XY")]
    assert blocks(document)[-2:] == [
        (BlockKind.REFERENCE, "[1] A. Abe, Tides."),
        (BlockKind.REFERENCE, "[XY] B. Costa, Mud."),
    ]


def test_fields_come_from_bib_and_words_from_bbl() -> None:
    bbl = r"\begin{thebibliography}{1}\bibitem{k} A. Abe, {\em Tides}, 2019.\end{thebibliography}"
    bib = "@book{k, author={Abe, Ana}, title={Tides}, year=2019} @book{l, title={Other}}"
    files = {"paper.bbl": bbl, "refs.bib": bib}
    document = read(r"\cite{k}\bibliography{refs}", files=files)
    (entry,) = document.layer(ReferenceMarked)
    assert document.words(entry) == "[1] A. Abe, Tides, 2019."
    assert entry.described is not None
    assert entry.described.authors == ("Abe, A.",)


def test_files_are_read_in_where_they_are_named() -> None:
    files = {
        "ch/one.tex": r"\section{One} From \input{ch/sub} file.",
        "ch/sub.tex": "a deep",
        "two.tex": r"\documentclass{x}\begin{document}Two.\end{document}",
        "shorthands.sty": r"\newcommand{\lake}{Mere}",
    }
    front = r"\usepackage{shorthands}"
    document = read(r"\include{ch/one}\subfile{two} \lake", front, files)
    assert " ".join(document.text.split()) == "One From a deep file. Two. Mere"


def test_paths_that_lead_out_are_refused() -> None:
    asked: list[str] = []
    source = (
        r"\begin{document}\input{/etc/passwd}\input{../x}\input{a/../../y} Words.\end{document}"
    )

    def beside(name: str) -> bytes | None:
        asked.append(name)
        return None if name == "paper.tex" else b"secret"

    document = READER.read(source.encode(), "paper.tex", beside)
    assert document.text == "Words."
    assert not asked
    assert "file-outside" in {fault.code for fault in document.faults}


def test_a_file_that_reads_itself_in_is_read_once() -> None:
    document = read(r"\input{loop}", files={"loop.tex": r"Once. \input{loop}"})
    assert document.text == "Once."
    assert [fault.code for fault in document.faults] == ["endless-input"]


def test_latin1_is_read_as_declared() -> None:
    source = "\\usepackage[latin1]{inputenc}\\begin{document}Caf\xe9.\\end{document}"
    document = READER.read(source.encode("latin-1"), "x.tex", nothing_beside)
    assert document.text == "Café."
    assert document.faults == ()


def test_a_year_and_an_identifier_come_from_arxiv() -> None:
    data = gzip.compress(rb"\documentclass{article}\begin{document}Words.\end{document}")
    document = READER.read(data, "1911.02782v2.gz", nothing_beside)
    assert (document.metadata.year, document.metadata.arxiv) == (2019, "1911.02782")


def test_plain_tex_gives_its_words() -> None:
    source = rb"\magnification=1200 \def\x{lakes} \beginsection Tides\par {\it All \x} rise. \bye"
    assert READER.read(source, "x.tex").text.endswith("All lakes rise.")


def test_archives_of_other_things_are_refused_in_words() -> None:
    pdf = gzip.compress(b"%PDF-1.5 ...")
    assert READER.sniff(pdf) > 0
    with pytest.raises(RefusedError, match=r"^p\.gz: is a PDF"):
        READER.read(pdf, "p.gz")
    with pytest.raises(RefusedError, match="holds no LaTeX"):
        READER.read(zipped({"a.png": b"x"}), "p.zip")


def test_the_main_file_is_the_one_that_none_reads_in() -> None:
    files = {
        "a/old.tex": rb"\documentclass{x}\begin{document}Short.\end{document}",
        "a/paper.tex": rb"\documentclass{x}\begin{document}Main \input{sec/one}.\end{document}",
        "a/sec/one.tex": b"and a part of it that is long",
        "a/supp.tex": rb"\documentclass{x}\begin{document}Supplement.\end{document}",
    }
    assert READER.read(zipped(files), "p.zip").text == "Main and a part of it that is long."
    listed = {"00README.json": b'{"sources": [{"usage": "toplevel", "filename": "a/supp.tex"}]}'}
    assert READER.read(zipped(files | listed), "p.zip").text == "Supplement."


@pytest.mark.parametrize(
    ("data", "lowest", "highest"),
    [
        (b"% comment\n\\documentclass{article}", 0.9, 1.0),
        (b"\\documentstyle[12pt]{article}", 0.9, 1.0),
        (b"\\section{A} \\label{b} \\cite{c}", 0.6, 0.9),
        (b"Plain words with one \\cite{x} in them.", 0.0, 0.0),
        (b"# Markdown\n\nWords with $x$.", 0.0, 0.0),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), 0.0, 0.0),
        (zipped({"mimetype": b"application/epub+zip", "x.tex": b""}), 0.0, 0.0),
        (zipped({"p/x.tex": b"\\documentclass{a}"}), 0.9, 1.0),
        (gzip.compress(b"\\documentclass{article}", mtime=0), 0.9, 1.0),
        (b"", 0.0, 0.0),
        (b"\x1f\x8bbroken", 0.0, 0.1),
        (b"PK\x03\x04broken", 0.0, 0.1),
    ],
)
def test_sniffing_looks_inside(data: bytes, lowest: float, highest: float) -> None:
    assert lowest <= READER.sniff(data) <= highest


BROKEN = {
    r"a } b { c \end{x} \begin{y} words": "a b c words",
    r"$a unclosed" + "\n\nwords": "a unclosed words",
    r"\begin{itemize} \item words": "words",
    r"\begin{quote}\begin{itemize}\item words\end{quote}": "words",
    r"\textbf{words" + "\n\nmore": "words more",
    "words \\": "words",
    "wo\0rds": "words",
}


@pytest.mark.parametrize("source", BROKEN)
def test_broken_sources_keep_their_words(source: str) -> None:
    begun = r"\begin{document}" + source
    text = " ".join(READER.read(begun.encode(), "x.tex").text.split())
    assert text.endswith("words") or text == BROKEN[source]


HOSTILE = {
    "a macro that grows": r"\def\x{\x\x}\x words",
    "a macro that doubles": r"\def\a#1{\a{#1#1}}\a{xx} words",
    "laughs": "".join(rf"\def\m{chr(97 + i)}{{\m{chr(98 + i)}\m{chr(98 + i)}}}" for i in range(24))
    + r"\ma words",
    "comments": "%\n" * 300_000 + "words",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sources_end_soon(name: str) -> None:
    started = time.process_time()
    source = rf"\documentclass{{a}}\begin{{document}}{HOSTILE[name]}"
    with suppress(RefusedError):
        assert len(READER.read(source.encode(), "x.tex").text) < 3_000_000
    assert time.process_time() - started < 20


_PIECES = named(
    r"""\begin{itemize} \item \end{itemize} \section{A} { } $ $$ \[ \] & \\ % [ ] \cite{a,b}
    \footnote{x} \newcommand{\q}[1]{#1} \q \input{x} \begin{table} \caption{c}
    \end{table} \begin{tabular}{l} \end{tabular} \if \else \fi \verb| | ^ _ ~ # words \' \c
    \begin{thebibliography}{9} \bibitem{a} \end{thebibliography} \ref{a} \label{a} \gls{a}
    \begin{equation} \frac \end{equation} \title{T} \author{A \and B} \end{document}"""
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(_PIECES))))
def test_any_order_of_commands_is_read(parts: list[str]) -> None:
    source = "\\begin{document}First. " + " ".join(parts)
    document = READER.read(source.encode(), "x.tex")
    ends = [block.end for block in document.blocks]
    assert all(start.start >= end for start, end in zip(document.blocks[1:], ends, strict=False))
    for cited in document.layers.get(CitationMarked, ()):
        assert document.words(cited)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    READER.sniff(data)
    with suppress(RefusedError):
        READER.read(data, "x.tex")


def test_a_truncated_archive_gives_what_it_has_or_is_refused() -> None:
    content = rb"\documentclass{a}\begin{document}" + b"Words. " * 10_000
    whole = tarred({"a.tex": content})
    for size in range(0, len(whole), 40):
        with suppress(RefusedError):
            READER.read(whole[:size], "a.tar.gz")


def test_the_real_paper_is_read_whole() -> None:
    path: Path = shared("papers", "arxiv-1911.02782", "1911.02782.gz")
    document = READER.read(path.read_bytes(), path.name)
    assert len(document.layer(ReferenceMarked)) == 55
    assert sum(len(one.keys) for one in document.layer(CitationMarked)) == 88
    assert len(document.metadata.authors) == 5
    assert document.metadata.title
    assert document.faults == ()
    assert "\\" not in document.text
    assert "??" not in document.text


CSL_LIST = (
    r"""\section*{References}
\begin{CSLReferences}{0}{0}
\leavevmode\vadjust pre{\hypertarget{ref-lee20}{}}%
\CSLLeftMargin{{[}1{]} }
\CSLRightInline{Lee A. Dear bread. Annals 2020;22:5--29.}

\leavevmode\vadjust pre{\hypertarget{ref-roe21}{}}%
\CSLLeftMargin{{[}2{]} }
\CSLRightInline{Roe J. Dear coal. Annals 2021;23:1--4.}

\end{CSLReferences}""",
    r"""\section*{References}
\begin{CSLReferences}{0}{0}
\bibitem[\citeproctext]{ref-lee20}
\CSLLeftMargin{{[}1{]} }%
\CSLRightInline{Lee A. Dear bread. Annals 2020;22:5--29.}

\bibitem[\citeproctext]{ref-roe21}
\CSLLeftMargin{{[}2{]} }%
\CSLRightInline{Roe J. Dear coal. Annals 2021;23:1--4.}

\end{CSLReferences}""",
)


@pytest.mark.parametrize("listing", CSL_LIST)
@pytest.mark.parametrize("link", [r"\protect\hyperlink{%s}{%s}", r"\citeproc{%s}{%s}"])
def test_references_that_pandoc_wrote_out(listing: str, link: str) -> None:
    bread, coal = link % ("ref-lee20", "1"), link % ("ref-roe21", "2")
    front = r"\newenvironment{CSLReferences}[2]{\setlength{\parindent}{0pt}}{}"
    document = read(f"Bread is dear {{[}}{bread}, {coal}{{]}}.\n\n{listing}", front)
    assert [document.words(one) for one in document.marked(ReferenceMarked)] == [
        "[1] Lee A. Dear bread. Annals 2020;22:5–29.",
        "[2] Roe J. Dear coal. Annals 2021;23:1–4.",
    ]
    assert [one.key for one in document.marked(ReferenceMarked)] == ["ref-lee20", "ref-roe21"]
    assert keys(document) == [("ref-lee20",), ("ref-roe21",)]
    assert document.text.startswith("Bread is dear [1, 2].")
