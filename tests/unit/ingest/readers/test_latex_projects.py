"""LaTeX as each class and style has it: title pages, citations and lists of references."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from ingest.document import CitationMarked, ParsedDocument, ReferenceMarked
from ingest.readers.latex import READER
from kg.vocab import BlockKind
from tests.packing import tarred

NATBIB_BBL = r"""
\begin{thebibliography}{2}
\expandafter\ifx\csname natexlab\endcsname\relax\def\natexlab#1{#1}\fi

\bibitem[{Abe et~al.(2019)Abe, Costa, and Dahl}]{abe2019}
Mira Abe, Rui Costa, and Tove Dahl. 2019.
\newblock \href {https://doi.org/10.5555/tides.1} {Tides in shallow lakes}.
\newblock \emph{Journal of Lakes}, 4(2):11--29.

\bibitem[{Okafor(2021{\natexlab{a}})}]{okafor2021}
Ngozi Okafor. 2021{\natexlab{a}}.
\newblock {M}ud and what it remembers.
\newblock Silt Press.
\end{thebibliography}
"""
PLAIN_BBL = r"""
\begin{thebibliography}{10}
\bibitem{abe2019}
M.~Abe, R.~Costa, and T.~Dahl.
\newblock Tides in shallow lakes.
\newblock {\em Journal of Lakes}, 4(2):11--29, 2019.

\bibitem{okafor2021}
N.~Okafor.
\newblock {\em Mud and what it remembers}.
\newblock Silt Press, 2021.
\end{thebibliography}
"""
BIB = r"""
@string{jl = "Journal of Lakes"}
@article{abe2019, author = {Abe, Mira and Costa, Rui and Dahl, Tove},
  title = {Tides in Shallow Lakes}, journal = jl, volume = 4, number = 2, pages = {11--29},
  year = 2019, doi = {10.5555/tides.1}}
@book{okafor2021, author = {Ngozi Okafor}, title = {{M}ud and What It Remembers},
  publisher = {Silt Press}, year = 2021}
@misc{never, author = {Nobody}, title = {Never cited}, year = 1999}
"""
BIBER_BBL = r"""
\begingroup
\datalist[entry]{nyt/global//global/global}
  \entry{abe2019}{article}{}
    \name{author}{3}{}{%
      {{hash=1}{family={Abe}, familyi={A\bibinitperiod}, given={Mira}, giveni={M\bibinitperiod}}}%
      {{hash=2}{family={Costa}, familyi={C\bibinitperiod}, given={Rui}, giveni={R\bibinitperiod}}}%
      {{hash=3}{family={Dahl}, familyi={D\bibinitperiod}, given={Tove}, giveni={T\bibinitperiod}}}%
    }
    \field{journaltitle}{Journal of Lakes}
    \field{number}{2}
    \field{title}{Tides in shallow lakes}
    \field{volume}{4}
    \field{year}{2019}
    \field{pages}{11\bibrangedash 29}
    \verb{doi}
    \verb 10.5555/tides.1
    \endverb
  \endentry
  \entry{okafor2021}{book}{}
    \name{author}{1}{}{%
      {{hash=4}{family={Okafor}, familyi={O\bibinitperiod}, given={Ngozi}, giveni={N}}}%
    }
    \list{publisher}{1}{{Silt Press}}
    \field{title}{Mud and what it remembers}
    \field{year}{2021}
  \endentry
\enddatalist
\endgroup
"""
MACROS = r"""\newcommand{\lake}{\textsc{Mere}\xspace} \def\ie{i.e.\ }"""
BODY = r"""
\section{Introduction}\label{sec:intro}
Shallow lakes have tides~\cite{abe2019}.  Mud keeps a record of them, \ie of \lake and others
\cite{abe2019,okafor2021}. % never
\section{Methods}
We measured 12 lakes, as Section~\ref{sec:intro} says.
"""
SENTENCES = (
    "Mud keeps a record of them, i.e. of Mere and others {both}.",
    "We measured 12 lakes, as Section 1 says.",
)


@dataclass(frozen=True)
class Project:
    """What a class or a style makes of the same paper."""

    front: str
    both: str
    back: str = r"\bibliographystyle{plain}\bibliography{refs}"
    files: dict[str, str] = field(default_factory=lambda: {"main.bbl": PLAIN_BBL})
    authors: tuple[str, ...] = ("Ines Moreau", "Pavel Novák")
    year: int | None = None


PROJECTS = {
    "neurips": Project(
        r"""\documentclass{article}\usepackage[final]{neurips_2022}\usepackage{xspace,hyperref}
        \title{Tides Without a Moon}
        \author{Ines Moreau\thanks{Equal contribution.} \\ Lake Institute \\ \texttt{im@example.org}
        \And Pavel Nov\'ak\footnotemark[1] \\ Mud University \\ Brno, Czechia}
        \begin{document}\maketitle
        \begin{abstract}Lakes have tides.\end{abstract}""",
        "Abe et al. (2019); Okafor (2021a)",
        r"\bibliographystyle{plainnat}\bibliography{refs}",
        {"main.bbl": NATBIB_BBL},
        year=2022,
    ),
    "icml": Project(
        r"""\documentclass{article}\usepackage[accepted]{icml2021}\usepackage{xspace}
        \icmltitlerunning{Tides}
        \begin{document}
        \twocolumn[
        \icmltitle{Tides Without a Moon}

        \icmlsetsymbol{equal}{*}

        \begin{icmlauthorlist}
        \icmlauthor{Ines Moreau}{equal,li}
        \icmlauthor{Pavel Nov\'ak}{mu}
        \end{icmlauthorlist}
        \icmlaffiliation{li}{Lake Institute, Oslo, Norway}
        \icmlaffiliation{mu}{Mud University}
        \icmlcorrespondingauthor{Ines Moreau}{im@example.org}
        \icmlkeywords{lakes, tides}
        \vskip 0.3in
        ]
        \printAffiliationsAndNotice{\icmlEqualContribution}
        \begin{abstract}Lakes have tides.\end{abstract}""",
        "Abe et al. (2019); Okafor (2021a)",
        r"\bibliography{refs}\bibliographystyle{icml2021}",
        {"main.bbl": NATBIB_BBL},
        year=2021,
    ),
    "acl": Project(
        r"""\documentclass[11pt]{article}\usepackage[hyperref]{emnlp2020}\usepackage{xspace}
        \title{Tides Without a Moon}
        \author{Ines Moreau$^{1,2}$ \quad Pavel Nov\'ak$^{2*}$ \\ $^1$Lake Institute, Oslo \\
        $^2$Department of Mud, Mud University \\ {\tt im@example.org}}
        \begin{document}\maketitle
        \begin{abstract}Lakes have tides.\end{abstract}""",
        "(Abe et al., 2019; Okafor, 2021a)",
        r"\bibliographystyle{acl_natbib}\bibliography{refs}",
        {"main.bbl": NATBIB_BBL},
        year=2020,
    ),
    "ieee": Project(
        r"""\documentclass[conference]{IEEEtran}\usepackage{cite,xspace}
        \title{Tides Without a Moon}
        \author{\IEEEauthorblockN{1\textsuperscript{st} Ines Moreau}
        \IEEEauthorblockA{\textit{Dept. of Water} \\ \textit{Lake Institute}\\ Oslo, Norway}
        \and \IEEEauthorblockN{2\textsuperscript{nd} Pavel Nov\'ak}
        \IEEEauthorblockA{Mud University\\ pn@example.org}}
        \begin{document}\maketitle
        \begin{abstract}Lakes have tides.\end{abstract}
        \begin{IEEEkeywords}lakes, tides\end{IEEEkeywords}""",
        "[1, 2]",
        r"\bibliographystyle{IEEEtran}\bibliography{IEEEabrv,refs}",
    ),
    "acmart": Project(
        r"""\documentclass[sigconf]{acmart}
        \copyrightyear{2023}\acmYear{2023}\acmDOI{10.5555/1234567.890}
        \acmConference[LAKE '23]{Lakes}{June 2023}{Oslo}
        \begin{document}
        \title[Tides]{Tides Without a Moon}
        \author{Ines Moreau}\email{im@example.org}\orcid{0000-0000-0000-0000}
        \affiliation{\institution{Lake Institute}\city{Oslo}\country{Norway}}
        \author{Pavel Nov\'ak}\affiliation{\institution{Mud University}}
        \renewcommand{\shortauthors}{Moreau and Nov\'ak}
        \begin{abstract}Lakes have tides.\end{abstract}
        \begin{CCSXML}<ccs2012><concept>junk</concept></ccs2012>\end{CCSXML}
        \ccsdesc[500]{Junk}\keywords{lakes, tides}
        \maketitle""",
        "[1, 2]",
        r"\bibliographystyle{ACM-Reference-Format}\bibliography{refs}",
        {"main.bbl": NATBIB_BBL},
        year=2023,
    ),
    "revtex": Project(
        r"""\documentclass[aps,prl,twocolumn]{revtex4-1}\usepackage{xspace}
        \begin{document}
        \title{Tides Without a Moon}
        \author{Ines Moreau}\email{im@example.org}\affiliation{Lake Institute, Oslo}
        \author{Pavel Nov\'ak}\affiliation{Mud University}
        \date{\today}
        \begin{abstract}Lakes have tides.\end{abstract}
        \pacs{47.35.-i}\maketitle""",
        "[1, 2]",
        r"\bibliography{refs}",
    ),
    "llncs": Project(
        r"""\documentclass[runningheads]{llncs}\usepackage{xspace}
        \begin{document}
        \title{Tides Without a Moon\thanks{Supported by mud.}}\titlerunning{Tides}
        \author{Ines Moreau\inst{1}\orcidID{0000-1111} \and Pavel Nov\'ak\inst{1,2}}
        \authorrunning{I. Moreau and P. Nov\'ak}
        \institute{Lake Institute, Oslo \and Mud University \email{pn@example.org}}
        \maketitle
        \begin{abstract}Lakes have tides. \keywords{Lakes \and Tides}\end{abstract}""",
        "[1, 2]",
        r"\bibliographystyle{splncs04}\bibliography{refs}",
    ),
    "elsarticle": Project(
        r"""\documentclass[preprint,authoryear]{elsarticle}\usepackage{xspace}
        \journal{Journal of Lakes}
        \begin{document}\begin{frontmatter}
        \title{Tides Without a Moon\tnoteref{t1}}\tnotetext[t1]{A note.}
        \author[li]{Ines Moreau\corref{cor1}}\ead{im@example.org}\cortext[cor1]{Corresponding.}
        \author[li,mu]{Pavel Nov\'ak}
        \address[li]{Lake Institute, Oslo}\address[mu]{Mud University}
        \begin{abstract}Lakes have tides.\end{abstract}
        \begin{keyword}lakes \sep tides\end{keyword}\end{frontmatter}""",
        "Abe et al. (2019); Okafor (2021a)",
        r"\bibliographystyle{elsarticle-harv}\bibliography{refs}",
        {"main.bbl": NATBIB_BBL},
    ),
    "by hand": Project(
        r"""\documentclass{article}\usepackage{xspace}
        \title{Tides Without a Moon}\author{Ines Moreau, Pavel Nov\'ak}\date{3 May 2018}
        \begin{document}\maketitle\begin{abstract}Lakes have tides.\end{abstract}""",
        "[1, 2]",
        PLAIN_BBL,
        {},
        year=2018,
    ),
    "biblatex": Project(
        r"""\documentclass{scrartcl}\usepackage[backend=biber,style=authoryear]{biblatex}
        \usepackage{xspace}\addbibresource{refs.bib}
        \title{Tides Without a Moon}\author{Ines Moreau \and Pavel Nov\'ak}\date{2020-05}
        \begin{document}\maketitle\begin{abstract}Lakes have tides.\end{abstract}""",
        "Abe et al. 2019; Okafor 2021",
        r"\printbibliography",
        {"refs.bib": BIB},
        year=2020,
    ),
    "biber": Project(
        r"""\documentclass{article}\usepackage[style=numeric]{biblatex}
        \usepackage{xspace}\addbibresource{refs.bib}
        \title{Tides Without a Moon}\author{Ines Moreau \and Pavel Nov\'ak}\date{2020}
        \begin{document}\maketitle\begin{abstract}Lakes have tides.\end{abstract}""",
        "[1, 2]",
        r"\printbibliography",
        {"main.bbl": BIBER_BBL},
        year=2020,
    ),
    "authblk": Project(
        r"""\documentclass{article}\usepackage{authblk,xspace}\usepackage[numbers]{natbib}
        \title{Tides Without a Moon}
        \author[1,*]{Ines Moreau}\author[1,2]{Pavel Nov\'ak}
        \affil[1]{Lake Institute}\affil[2]{Mud University}\affil[*]{Contact: im@example.org}
        \date{}
        \begin{document}\maketitle\begin{abstract}Lakes have tides.\end{abstract}""",
        "[1, 2]",
        r"\bibliographystyle{unsrtnat}\bibliography{refs}",
        {"refs.bib": BIB},
    ),
    "jmlr": Project(
        r"""\documentclass[twoside]{article}\usepackage{jmlr2e,xspace}
        \begin{document}
        \title{Tides Without a Moon}
        \author{\name Ines Moreau \email im@example.org \\ \addr Lake Institute\\ Oslo, Norway
        \AND \name Pavel Nov\'ak \email pn@example.org \\ \addr Mud University}
        \editor{Somebody Else}
        \maketitle\begin{abstract}Lakes have tides.\end{abstract}
        \begin{keywords}lakes, tides\end{keywords}""",
        "Abe et al. (2019); Okafor (2021a)",
        r"\bibliography{refs}",
        {"main.bbl": NATBIB_BBL},
    ),
    "springer": Project(
        r"""\documentclass[sn-basic]{sn-jnl}\usepackage{xspace}
        \begin{document}
        \title[Tides]{Tides Without a Moon}
        \author*[1]{\fnm{Ines} \sur{Moreau}}\email{im@example.org}
        \author[1,2]{\fnm{Pavel} \sur{Nov\'ak}}
        \affil*[1]{\orgdiv{Water}, \orgname{Lake Institute}}
        \affil[2]{\orgname{Mud University}}
        \abstract{Lakes have tides.}\keywords{lakes, tides}\maketitle""",
        "[1, 2]",
        PLAIN_BBL,
        {},
    ),
}


def read(project: Project) -> ParsedDocument:
    front = project.front.replace("\\begin{document}", f"{MACROS}\\begin{{document}}")
    main = f"{front}\n{BODY}\n{project.back}\n\\end{{document}}\nnever"
    files = {"main.tex": main, "junk.sty": "\\def\\x{y}", **project.files}
    data = tarred({name: text.encode() for name, text in files.items()})
    assert READER.sniff(data) > 0.9
    return READER.read(data, "paper.tar.gz")


def blocks(document: ParsedDocument, kind: BlockKind) -> list[str]:
    return [document.words(block) for block in document.blocks if block.kind is kind]


@pytest.mark.parametrize("name", PROJECTS)
def test_a_title_page_gives_title_authors_and_year(name: str) -> None:
    project, document = PROJECTS[name], read(PROJECTS[name])
    assert document.metadata.title == "Tides Without a Moon"
    assert document.metadata.authors == project.authors
    assert document.metadata.year == project.year
    assert blocks(document, BlockKind.TITLE) == ["Tides Without a Moon"]
    assert "Lake Institute" in document.text or name in ("by hand", "biblatex", "biber")


@pytest.mark.parametrize("name", PROJECTS)
def test_citations_read_as_on_paper_and_know_their_keys(name: str) -> None:
    project, document = PROJECTS[name], read(PROJECTS[name])
    words = " ".join(document.text.split())
    for sentence in SENTENCES:
        assert sentence.format(both=project.both) in words
    cited = document.layer(CitationMarked)
    assert [one.keys for one in cited] == [("abe2019",), ("abe2019", "okafor2021")]
    assert document.words(cited[1]) == project.both


@pytest.mark.parametrize("name", PROJECTS)
def test_the_reference_list_has_the_entries_that_are_cited(name: str) -> None:
    document = read(PROJECTS[name])
    listed = document.layer(ReferenceMarked)
    assert [one.key for one in listed] == ["abe2019", "okafor2021"]
    first = document.words(listed[0]).lower()
    assert "tides in shallow lakes" in first
    assert "journal of lakes" in first
    assert document.words(listed[0]) in blocks(document, BlockKind.REFERENCE)


def test_fields_that_biber_or_a_bib_file_gives_are_kept() -> None:
    for name in ("biber", "biblatex", "authblk"):
        described = read(PROJECTS[name]).layer(ReferenceMarked)[0].described
        assert described is not None
        assert described.title is not None
        assert described.title.lower() == "tides in shallow lakes"
        assert described.authors == ("Abe, M.", "Costa, R.", "Dahl, T.")
        assert (described.container, described.year) == ("Journal of Lakes", 2019)
        assert (described.volume, described.issue, described.pages) == ("4", "2", "11–29")
        assert described.doi == "10.5555/tides.1"


@pytest.mark.parametrize("name", PROJECTS)
def test_nothing_of_tex_is_left_in_the_text(name: str) -> None:
    document = read(PROJECTS[name])
    for junk in ("\\", "{", "}", "never", "junk", "0.3in", "0000-", "[500]", "begin", "xspace"):
        assert junk not in document.text, junk
    assert not {"]", "*"} & set(blocks(document, BlockKind.PARAGRAPH))
    assert document.faults == ()
    assert blocks(document, BlockKind.HEADING)[:3] == ["Abstract", "Introduction", "Methods"]
