"""The dependency graph: what rests on what, what falls with it, and what keeps it standing."""

from kg.analysis.dependency.chains import Chains, why
from kg.analysis.dependency.changes import (
    Change,
    Changes,
    Since,
    What,
    brought_by,
    changes,
    published_since,
    read_since,
    since_document,
)
from kg.analysis.dependency.cuts import SinglePoints, least_loss, least_support, single_points
from kg.analysis.dependency.entering import Entry
from kg.analysis.dependency.exchange import State, from_plain, plain, state
from kg.analysis.dependency.feedback import breaking
from kg.analysis.dependency.graph import Graph, Link, graph
from kg.analysis.dependency.hindrance import Hindrance, hindrance
from kg.analysis.dependency.hitting import Least
from kg.analysis.dependency.justification import Evaluation, Outcome, Requirement
from kg.analysis.dependency.keeping import Kept, kept
from kg.analysis.dependency.layers import layers
from kg.analysis.dependency.loops import Loop, loops
from kg.analysis.dependency.reach import (
    Path,
    Reach,
    Reached,
    Step,
    path,
    rests_on,
    what_rests_on,
)
from kg.analysis.dependency.selecting import Selection, on_side, select, with_rejected
from kg.analysis.dependency.sides import Agreement, Compared, Said, Word, by_agreement, compare
from kg.analysis.dependency.structure import (
    Foundation,
    Ranked,
    best_evidenced,
    most_contested,
    most_depended_on,
    single_origin,
    unsupported,
)
from kg.analysis.dependency.withdrawal import (
    NOTHING,
    Comparison,
    Consequence,
    Consequences,
    Effect,
    Reason,
    Supposition,
    consequences,
    standing,
)

__all__ = [
    "NOTHING",
    "Agreement",
    "Chains",
    "Change",
    "Changes",
    "Compared",
    "Comparison",
    "Consequence",
    "Consequences",
    "Effect",
    "Entry",
    "Evaluation",
    "Foundation",
    "Graph",
    "Hindrance",
    "Kept",
    "Least",
    "Link",
    "Loop",
    "Outcome",
    "Path",
    "Ranked",
    "Reach",
    "Reached",
    "Reason",
    "Requirement",
    "Said",
    "Selection",
    "Since",
    "SinglePoints",
    "State",
    "Step",
    "Supposition",
    "What",
    "Word",
    "best_evidenced",
    "breaking",
    "brought_by",
    "by_agreement",
    "changes",
    "compare",
    "consequences",
    "from_plain",
    "graph",
    "hindrance",
    "kept",
    "layers",
    "least_loss",
    "least_support",
    "loops",
    "most_contested",
    "most_depended_on",
    "on_side",
    "path",
    "plain",
    "published_since",
    "read_since",
    "rests_on",
    "select",
    "since_document",
    "single_origin",
    "single_points",
    "standing",
    "state",
    "unsupported",
    "what_rests_on",
    "why",
    "with_rejected",
]
