"""What people give to be added: names of files, links, what texts answer. None is trusted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from kg.errors import UsageError
from kg.vocab import Stance
from kg.wording import visible

FILES: Final = 100
"""How many files may be given at once."""
MEGABYTES_TOGETHER: Final = 500
"""How large they may be together."""
LINKS: Final = 50

_NAME_BYTES: Final = 180
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,10}(?:\.[A-Za-z0-9]{1,10})?$")
_UNTOLD: Final = re.compile("[\N{REPLACEMENT CHARACTER}\t\n]")
_WEB: Final = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_DOI: Final = re.compile(r"(?:doi:\s*)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV: Final = re.compile(
    r"(?:arxiv:\s*)?(?P<id>(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d{1,2})?)",
    re.IGNORECASE,
)
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """The question that texts answer, the side that they take, and the sentence that says so."""

    question: str
    position: Stance
    thesis: str | None = None

    @property
    def options(self) -> list[str]:
        """The options of ``kg ingest`` that say it."""
        said = {"question": self.question, "position": self.position, "thesis": self.thesis}
        return [f"--{name}={value}" for name, value in said.items() if value]


def answer(
    question: str | None, position: Stance | None, thesis: str | None, texts: int
) -> Answer | None:
    """Return what some texts answer, None where nothing is said of it.

    Raises:
        UsageError: if only half of it is said, or a sentence is to be that of several texts.
    """
    asked, said = (" ".join(visible(one or "").split()) for one in (question, thesis))
    if asked and position is None:
        raise UsageError("say whether the texts answer the question with yes or no, or clear it")
    if position is not None and not asked:
        raise UsageError("choose the question that the texts answer, or write a new one")
    if position is None:
        if said:
            raise UsageError("choose the question that the sentence answers, and yes or no")
        return None
    if said and texts > 1:
        raise UsageError("a sentence is of one text: add that one alone, or leave it out")
    return Answer(asked, position, said or None)


def file_names(given: Iterable[str], taken: Collection[str] = ()) -> list[str]:
    """Return a name for each of some files under which it can be stored and shown.

    Only the last part of a path is kept, without what cannot be seen; over-long names are cut
    before their suffix. Names that would be equal, or are ``taken``, get a number.
    """
    used = {name.casefold() for name in taken}
    names = []
    for one in given:
        name = next(name for name in _numbered(_file_name(one)) if name.casefold() not in used)
        used.add(name.casefold())
        names.append(name)
    return names


def source_of(name: str) -> str:
    """Return what an added file is recognised by later, as ``kg ingest --relative-to`` has it."""
    return f"file:{quote(name)}"


def links(text: str) -> list[str]:
    """Return the web addresses, DOIs and arXiv ids of a text, one a line, each spelled out.

    Nothing else gets through: what is added from a line must never be a file of this machine.

    Raises:
        UsageError: if a line is none of these, or there are more than :data:`LINKS`.
    """
    lines = [" ".join(line.split()) for line in visible(text).splitlines()]
    found = list(dict.fromkeys(_link(line) for line in lines if line))
    if len(found) > LINKS:
        raise UsageError(f"{len(found)} links are more than {LINKS}; add them in parts")
    return found


def check_size(sizes: Collection[int]) -> None:
    """Refuse too many files, or too large ones.

    Raises:
        UsageError: with the number or the size, in bytes, and the limit.
    """
    if len(sizes) > FILES:
        raise UsageError(f"{len(sizes)} files are more than {FILES}; add them in parts")
    if sum(sizes) > MEGABYTES_TOGETHER * 1_000_000:
        raise UsageError(
            f"the files are over {MEGABYTES_TOGETHER} MB together; add them in parts, or with "
            "kg ingest"
        )


def _link(line: str) -> str:
    if _WEB.fullmatch(line):
        return line
    if found := _DOI.fullmatch(line):
        return f"doi:{found['doi']}"
    if found := _ARXIV.fullmatch(line):
        return f"arXiv:{found['id']}"
    shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
    raise UsageError(
        f"“{shown}” is no web address, DOI or arXiv id; web addresses begin with https://"
    )


def _file_name(given: str) -> str:
    spelled = unicodedata.normalize("NFC", given.encode("utf-8", "replace").decode())
    last = PurePosixPath(spelled.replace("\\", "/")).name
    name = " ".join(_UNTOLD.sub(" ", visible(last)).split()).lstrip(".-~ ")
    suffix = _SUFFIX.search(name)
    end = suffix[0] if suffix else ""
    stem = name.removesuffix(end).encode()[: _NAME_BYTES - len(end)].decode(errors="ignore")
    return (stem.strip() or "text") + end


def _numbered(name: str) -> Iterator[str]:
    """Yield a name, then the name with a number before its suffix: ``essay (2).md``."""
    yield name
    suffix = _SUFFIX.search(name)
    end = suffix[0] if suffix else ""
    for number in range(2, 10_000):
        yield f"{name.removesuffix(end)} ({number}){end}"
