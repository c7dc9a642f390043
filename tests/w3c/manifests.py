"""The W3C's SPARQL 1.1 test suite, read from its manifests.

The suite (w3c/rdf-tests, ``sparql/sparql11``) is no part of the repository: its folder is
``$W3C_SPARQL11``, else ``../shared/w3c/sparql11`` beside the checkout. Without either, the
tests are skipped.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

VARIABLE = "W3C_SPARQL11"
MISSING = f"needs the W3C's suite: set ${VARIABLE} to its folder sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "w3c" / "sparql11"
_BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"


@dataclass(frozen=True)
class Case:
    """One test of a manifest.

    ``name`` is the group and the local name in the manifest, such as ``bind/bind01``;
    ``kind`` the local name of its class, such as ``QueryEvaluationTest``. ``graphs`` are the
    named graphs by the IRI that queries call them by.
    """

    name: str
    kind: str
    query: Path | None
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None

    @property
    def base(self) -> str:
        """The IRI against which the test's files resolve relative ones."""
        return f"{_BASE}{self.name.partition('/')[0]}/"


def folder() -> Path | None:
    """Return the suite's folder, or None where it is not on this machine.

    Raises:
        pytest.UsageError: if ``$W3C_SPARQL11`` names something else.
    """
    named = os.environ.get(VARIABLE)
    if named is None:
        return _BESIDE if _BESIDE.is_dir() else None
    path = Path(named)
    if not (path / "manifest-all.ttl").is_file():
        raise pytest.UsageError(f"${VARIABLE} is {named}, which holds no manifest-all.ttl")
    return path


def cases(group: str) -> list[Case]:
    """Return the tests that the manifest of a group lists, in its order; none without a suite."""
    home = folder()
    if home is None:
        return []
    path = home / group / "manifest.ttl"
    manifest = Graph().parse(path, publicID=path.as_uri())
    entries = manifest.value(URIRef(path.as_uri()), MF.entries, any=False)
    assert entries is not None
    listed = [node for node in Collection(manifest, entries) if (node, MF.name, None) in manifest]
    return [_case(manifest, node, group) for node in listed]


def groups() -> list[str]:
    """Return the names of the suite's groups; none without a suite."""
    home = folder()
    return [] if home is None else sorted(path.parent.name for path in home.glob("*/manifest.ttl"))


def parameters(
    listed: Sequence[Case], otherwise: Mapping[str, str] = MappingProxyType({})
) -> list[Any]:
    """Return cases as parameters of a test, or one that is skipped where there is no suite.

    ``otherwise`` gives the reason of those that are known to come out another way, by name;
    one that comes out as the suite says fails the test, so that the list stays true.
    """
    if folder() is None:
        return [pytest.param(None, marks=pytest.mark.skip(reason=MISSING), id="suite")]
    marks = {name: pytest.mark.xfail(reason=reason) for name, reason in otherwise.items()}
    return [pytest.param(case, id=case.name, marks=marks.get(case.name, ())) for case in listed]


def _case(manifest: Graph, node: Node, group: str) -> Case:
    action = manifest.value(node, MF.action)
    query = manifest.value(action, QT.query) or action  # a test of syntax names only the query
    assert query is not None
    named = sorted(map(_path, manifest.objects(action, QT.graphData)))
    return Case(
        name=f"{group}/{str(node).rpartition('#')[2]}",
        kind=str(manifest.value(node, RDF.type)).rpartition("#")[2],
        query=_path(query) if str(query).startswith("file:") else None,
        data=tuple(sorted(map(_path, manifest.objects(action, QT.data)))),
        graphs=tuple((f"{_BASE}{group}/{path.name}", path) for path in named),
        result=_result(manifest, node),
    )


def _result(manifest: Graph, node: Node) -> Path | None:
    result = manifest.value(node, MF.result)
    return _path(result) if isinstance(result, URIRef) else None


def _path(node: Node) -> Path:
    return Path(unquote(urlsplit(str(node)).path))
