"""What pages and commands show: records put together for reading.

The store answers with these, the command line and the app only print and draw them.
"""

from __future__ import annotations

from kg.views.claims import ClaimFilter, ClaimRow, ClaimView, HeldAssertion, LinkCard, Order
from kg.views.dependencies import DependencyEvidence
from kg.views.evidence import Bearing, EvidenceFilter, Side
from kg.views.proposals import LINKS, Arrow, End, Judged, Proposal, ProposalView
from kg.views.questions import Named, QuestionView
from kg.views.sources import Highlight, MatchView, Quote, Source, SourceView, WorkRow
from kg.views.ties import ANSWERS, NAMES, STATES, Tie

__all__ = [
    "ANSWERS",
    "LINKS",
    "NAMES",
    "STATES",
    "Arrow",
    "Bearing",
    "ClaimFilter",
    "ClaimRow",
    "ClaimView",
    "DependencyEvidence",
    "End",
    "EvidenceFilter",
    "HeldAssertion",
    "Highlight",
    "Judged",
    "LinkCard",
    "MatchView",
    "Named",
    "Order",
    "Proposal",
    "ProposalView",
    "QuestionView",
    "Quote",
    "Side",
    "Source",
    "SourceView",
    "Tie",
    "WorkRow",
]
