"""The files of a LaTeX document: which of them is the main one, and how others are found."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from ingest.archives import Packing, gunzip, packing, unpack
from ingest.decoding import decode
from ingest.document import Fault
from kg.errors import RefusedError

SUFFIXES: Final = (
    ".tex",
    ".ltx",
    ".latex",
    ".bbl",
    ".bib",
    ".sty",
    ".cls",
    ".def",
    ".txt",
    ".json",
)
"""Of an archive only these are unpacked; what is drawn in the others is no text."""
_SOURCES: Final = (".tex", ".ltx", ".latex", ".txt")
_START: Final = re.compile(r"\\document(?:class|style)\b|\\begin\s*\{document\}")
_BODY: Final = re.compile(r"\\begin\s*\{document\}(.*?)(?:\\end\s*\{document\}|\Z)", re.DOTALL)
_INPUT: Final = re.compile(
    r"\\(?:input|include|subfile|subfileinclude|(?:sub)?import\*?\s*\{[^{}]*\})\s*\{?\s*([^{}\s]+)"
)
_TOP_LEVEL: Final = re.compile(r"^\s*(\S{1,200})[ \t]{1,9}toplevelfile\b", re.MULTILINE)
_ENCODING: Final = re.compile(rb"\\usepackage\s*\[([\w-]{2,20})\]\s*\{inputenc\}")
_ENCODINGS: Final = {
    "latin1": "cp1252",
    "ansinew": "cp1252",
    "cp1252": "cp1252",
    "latin2": "iso8859-2",
    "latin9": "iso8859-15",
    "cp1250": "cp1250",
    "cp1251": "cp1251",
    "koi8-r": "koi8-r",
    "applemac": "mac-roman",
}
_VERBATIM: Final = "verbatim|Verbatim|lstlisting|minted|alltt|filecontents"
# What is kept as it stands comes first, then commands and escapes, then comments.
_COMMENT: Final = re.compile(
    rf"(?P<kept>\\begin\s?\{{(?P<name>(?:{_VERBATIM})\*?)\}}.*?\\end\s?\{{(?P=name)\}}"
    r"|\\(?:verb|lstinline)\*?(?P<mark>[^\sa-zA-Z*{\[]).*?(?:(?P=mark)|$)"
    r"|\\(?:url|path|nolinkurl|href)\s?\{[^{}\n]*\}|\\[a-zA-Z@]+|\\.)"
    r"|%[^\n]*(?:\n(?![ \t]*\n)[ \t]*|(?=\n)|\Z)",
    re.DOTALL | re.MULTILINE,
)


class Project:
    """The files of one document, by their names relative to its main file.

    ``beside`` gives the content of a file by its name, or None.
    """

    def __init__(
        self,
        name: str,
        main: str,
        beside: Callable[[str], bytes | None],
        members: Iterable[str] = (),
    ) -> None:
        self.name, self.main = name, main
        self._members = tuple(members)
        self.faults: list[Fault] = []
        self._beside = beside
        self._texts: dict[str, str | None] = {}
        self._encoding: str | None = None

    def source(self, name: str, folder: str = "") -> tuple[str, str] | None:
        """Return name and text, without comments, of a source file that the document names."""
        suffixes = ("",) if posixpath.splitext(name)[1] else (".tex", "")
        for candidate in dict.fromkeys(
            posixpath.join(base, name + suffix)
            for base in (folder, "")
            for suffix in (*suffixes, ".tex")
        ):
            text = self.text(candidate)
            if text is not None:
                return candidate, without_comments(text)
        return None

    def text(self, name: str) -> str | None:
        """Return the text of a file as it stands, None where there is none to be had."""
        path = posixpath.normpath(name.strip())
        if path not in self._texts:
            self._texts[path] = self._load(path)
        return self._texts[path]

    def others(self, suffix: str) -> list[str]:
        """Return the names of the files of an archive that end in ``suffix``, if it is only one."""
        found = [name for name in self._members if name.endswith(suffix)]
        return found if len(found) == 1 else []

    def _load(self, path: str) -> str | None:
        if posixpath.isabs(path) or path.startswith("..") or "\0" in path or "~" in path[:1]:
            self.faults.append(
                Fault(
                    code="file-outside",
                    message=f"{path[:200]!r} lies outside of the document; it is not read",
                )
            )
            return None
        data = self._beside(path)
        if not data:
            return None
        try:
            return self._decoded(data, path)
        except RefusedError as error:
            self.faults.append(Fault(code="unreadable-file", message=str(error)))
            return None

    def _decoded(self, data: bytes, path: str) -> str:
        stated = _ENCODING.search(data[:100_000])
        if stated:
            self._encoding = _ENCODINGS.get(stated[1].decode().lower())
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            if self._encoding:
                data = data.decode(self._encoding, errors="replace").encode()
        text, faults = decode(data, path)
        self.faults.extend(Fault(code=one.code, message=f"{path}: {one.message}") for one in faults)
        return text


def without_comments(text: str) -> str:
    """Return a source without its comments; verbatim text and addresses keep their ``%``."""
    if "%" not in text:
        return text
    return _COMMENT.sub(lambda match: match["kept"] or "", text)


def body(text: str) -> str:
    """Return what stands between the start and the end of the document, all if neither does."""
    match = _BODY.search(text)
    return match[1] if match else text


def looks_like_latex(text: str) -> bool:
    """Whether a text starts a LaTeX document."""
    return bool(_START.search(text))


def open_project(data: bytes, name: str, beside: Callable[[str], bytes | None]) -> Project:
    """Return the project that a file is: a source, an archive of sources, or a packed source.

    Raises:
        RefusedError: if an archive holds no LaTeX, or cannot be unpacked.
    """
    kind = packing(data)
    if kind is None:
        return _single(data, name, beside)
    if kind is Packing.GZIP:
        return _single(_inside(gunzip(data, name), name), name, beside)
    files, faults = unpack(data, name, _wanted)
    project = _archived(files, name)
    project.faults.extend(faults)
    return project


def _wanted(member: str) -> bool:
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in member.split("/"))
    return not hidden and member.lower().endswith(SUFFIXES)


def _inside(data: bytes, name: str) -> bytes:
    if data.startswith(b"%PDF-"):
        raise RefusedError(f"{name}: is a PDF packed by gzip; unpack it and pass the PDF")
    if data.startswith(b"%!PS"):
        raise RefusedError(f"{name}: is PostScript packed by gzip, no LaTeX; pass its PDF")
    return data


def _single(data: bytes, name: str, beside: Callable[[str], bytes | None]) -> Project:
    main = posixpath.basename(name.replace("\\", "/")) or "main.tex"
    return Project(name, main, lambda wanted: data if wanted == main else beside(wanted))


def _archived(files: Mapping[str, bytes], name: str) -> Project:
    sources = {
        path: content.decode("utf-8", errors="replace")
        for path, content in files.items()
        if path.lower().endswith(_SOURCES)
    }
    main = _named_main(files, sources) or _likely_main(sources)
    if main is None:
        raise RefusedError(f"{name}: holds no LaTeX source; pass the paper itself")
    folder = posixpath.dirname(main)

    def member(wanted: str) -> bytes | None:
        path = posixpath.normpath(posixpath.join(folder, wanted))
        return files.get(path) or files.get(wanted)

    members = (posixpath.relpath(path, folder or ".") for path in files)
    return Project(name, posixpath.basename(main), member, members)


def _named_main(files: Mapping[str, bytes], sources: Mapping[str, str]) -> str | None:
    """Return the main file that arXiv's own list of the files names."""
    try:
        listed = json.loads(files.get("00README.json", b"{}"))
        ranked = [one for one in listed.get("sources", []) if one.get("usage") == "toplevel"]
        names = [str(one.get("filename")) for one in ranked]
    except (ValueError, AttributeError, TypeError, RecursionError):
        names = []
    older = files.get("00README.XXX", b"").decode("utf-8", errors="replace")
    names += [match[1] for match in _TOP_LEVEL.finditer(older)]
    return next((one for one in names if one in sources), None)


def _likely_main(sources: Mapping[str, str]) -> str | None:
    bare = {path: without_comments(text) for path, text in sources.items()}
    starting = {path: text for path, text in bare.items() if looks_like_latex(text)}
    inputs = {one for text in bare.values() for one in _inputs(text)}
    own = [path for path in starting if posixpath.splitext(path)[0] not in inputs]
    candidates = own or list(starting) or list(bare)
    return max(candidates, key=lambda path: _weight(path, starting, bare), default=None)


def _weight(path: str, starting: Mapping[str, str], bare: Mapping[str, str]) -> tuple[int, int]:
    """Rank main files: with an abstract or a bibliography first, then by all that they read in."""
    text = starting.get(path, bare[path])
    folder = posixpath.dirname(path)
    read_in = (posixpath.join(folder, one) for one in _inputs(text))
    size = len(text) + sum(len(bare.get(f"{one}.tex", bare.get(one, ""))) for one in read_in)
    return int("\\begin{document}" in text), size


def _inputs(text: str) -> Iterator[str]:
    for match in _INPUT.finditer(text):
        yield posixpath.normpath(match[1]).removesuffix(".tex")
