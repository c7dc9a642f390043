"""What one run over a document finds out for the next, as LaTeX's ``.aux`` file does."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.latex.citing import Setup, Style
from ingest.latex.numbering import Target
from ingest.latex.references import Listed


@dataclass(slots=True)
class Opening:
    """What the commands of the title page give, as TeX; authors with the command of each."""

    values: dict[str, str] = field(default_factory=dict)
    authors: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """Labels, keys in the order of citation, entries of the reference list, and the set-up.

    ``bibliographies`` are the names of ``.bib`` files, ``style`` follows from the rest.
    """

    labels: dict[str, Target] = field(default_factory=dict)
    cited: dict[str, None] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)
    bibliographies: list[str] = field(default_factory=list)
    setup: Setup = field(default_factory=Setup)
    opening: Opening = field(default_factory=Opening)
    style: Style = field(default_factory=Style)
