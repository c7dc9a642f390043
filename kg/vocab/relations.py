"""The RelationKind table: everything about a kind of relation follows from its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Family = Literal["argument", "dependency"]
Condition = Literal["necessary", "sufficient"]
End = Literal["source", "target"]
RecordKind = Literal["claim", "evidence", "relation", "concept"]


@dataclass(frozen=True, slots=True)
class RelationKind:
    """One row of the table: all that is particular to a kind of relation.

    Attributes:
        name: key in SQL, in JSON and on the command line.
        label: the verb between source and target.
        inverse: the verb read from the target.
        curie: property of the direct triple from source to target.
        sign: +1 adds to the target's standing, -1 takes from it, 0 does neither.
        definition: one sentence for the documentation and the legend.
        family: ``argument`` rows are kinds of Relation, ``dependency`` rows of Dependency.
        sources: record kinds that may stand at the source.
        targets: record kinds that may stand at the target.
        dependent: the end that rests on the other; None where neither does.
        condition: what the other end is to the dependent; None where it only helps or bounds it.
        symmetric: whether it says the same read from either end.
    """

    name: str
    label: str
    inverse: str
    curie: str
    sign: Literal[-1, 0, 1]
    definition: str
    family: Family = "argument"
    sources: tuple[RecordKind, ...] = ("claim", "evidence")
    targets: tuple[RecordKind, ...] = ("claim",)
    dependent: End | None = None
    condition: Condition | None = None
    symmetric: bool = False

    @property
    def colour(self) -> str:
        """Hex colour with a contrast of 3:1 on white (WCAG 1.4.11), never green against red."""
        return {1: "#0072B2", 0: "#767676", -1: "#D55E00"}[self.sign]

    @property
    def dash(self) -> Literal["solid", "dotted", "dashed"]:
        """Line style, so that colour is never the only sign."""
        return _DASHES[self.sign]

    @property
    def aif(self) -> str | None:
        """Node type in files of the Argument Interchange Format; None outside arguments."""
        nodes = {1: "aif:RA-node", -1: "aif:CA-node", 0: "aif:MA-node"}
        return nodes[self.sign] if self.family == "argument" else None

    @property
    def aif_class(self) -> str | None:
        """Class in AIF's ontology, whose MA-nodes are rephrases; None outside arguments.

        A neutral link that is no rephrase is an S-node, of no particular scheme: the
        ontology has that class, while tools for AIF's files know only the particular ones.
        """
        rephrase = self.name == "restates"
        return "aif:S-node" if self.aif == "aif:MA-node" and not rephrase else self.aif


_DASHES: Final[dict[int, Literal["solid", "dotted", "dashed"]]] = {
    1: "solid",
    0: "dotted",
    -1: "dashed",
}


def _dependency(
    name: str,
    label: str,
    inverse: str,
    curie: str,
    dependent: End | None,
    definition: str,
    *,
    condition: Condition | None = None,
    sign: Literal[-1, 0, 1] = 1,
) -> RelationKind:
    nodes: tuple[RecordKind, ...] = ("concept", "claim")
    return RelationKind(
        name,
        label,
        inverse,
        curie,
        sign,
        definition,
        family="dependency",
        sources=nodes,
        targets=nodes,
        dependent=dependent,
        condition=condition,
    )


def _aside(name: str, label: str, curie: str, definition: str) -> RelationKind:
    return RelationKind(
        name, label, label, curie, 0, definition, sources=("claim",), symmetric=True
    )


# fmt: off
_ROWS: Final = (
    RelationKind("supports", "supports", "is supported by", "cg:supports", 1,
                 "The source is a reason to believe the target.",
                 targets=("claim", "relation")),
    RelationKind("rebuts", "rebuts", "is rebutted by", "cg:rebuts", -1,
                 "The source is a reason to believe that the target is false."),
    RelationKind("undercuts", "undercuts", "is undercut by", "cg:undercuts", -1,
                 "The source denies that a reason bears on its conclusion.",
                 targets=("claim", "relation")),
    RelationKind("qualifies", "qualifies", "is qualified by", "cg:qualifies", 0,
                 "The source limits the scope, degree or certainty of the target.",
                 sources=("claim",)),
    RelationKind("restates", "restates", "is restated by", "cg:restates", 0,
                 "Source and target say the same in other words.", sources=("claim",),
                 symmetric=True),
    _aside("differs_in_scope", "differs in scope from", "cg:differsInScope",
           "Both can be true: they speak of different cases, populations or conditions."),
    _aside("differs_in_date", "differs in date from", "cg:differsInDate",
           "Both can be true: they speak of different times."),
    _aside("differs_in_measure", "differs in measure from", "cg:differsInMeasure",
           "Both can be true: they go by different measures of the same thing."),
    _aside("related", "is related to", "cg:related",
           "Source and target are on the same matter; nothing more is known."),
    _dependency("requires", "requires", "is required by", "dcterms:requires", "source",
                "The source cannot be had, or cannot hold, without the target.",
                condition="necessary"),
    _dependency("enables", "enables", "is enabled by", "cg:enables", "target",
                "The source makes the target possible.",
                condition="sufficient"),
    _dependency("derives_from", "derives from", "is the origin of", "cg:derivesFrom", "source",
                "The source is made out of the target.",
                condition="necessary"),
    _dependency("trains_on", "is trained on", "is training input of", "cg:trainsOn", "source",
                "The source is trained with the target as its data or starting point.",
                condition="necessary"),
    _dependency("limited_by", "is limited by", "limits", "cg:limitedBy", "source",
                "The target is a ceiling for the source."),
    _dependency("causes", "causes", "is caused by", "cg:causes", "target",
                "The source brings the target about.",
                condition="sufficient"),
    _dependency("improves", "improves", "is improved by", "cg:improves", None,
                "The source makes the target better without being needed for it."),
    _dependency("substitutes", "can stand in for", "can be replaced by", "cg:substitutes", None,
                "The source can take the place of the target, which weakens what requires it.",
                sign=-1),
)
# fmt: on

RELATION_KINDS: Final[dict[str, RelationKind]] = {row.name: row for row in _ROWS}
ARGUMENT_KINDS: Final = tuple(row.name for row in _ROWS if row.family == "argument")
DEPENDENCY_KINDS: Final = tuple(row.name for row in _ROWS if row.family == "dependency")
