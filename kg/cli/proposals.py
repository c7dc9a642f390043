"""A proposal in words: what the machine says, of which passage, and why it says so."""

from __future__ import annotations

from kg.cli.output import say, short
from kg.model import Assertion, Dependency, Evidence
from kg.views import End, ProposalView, Quote
from kg.vocab import RELATION_KINDS
from kg.wording import ratio


def proposed(view: ProposalView) -> str:
    """Return what is proposed, in one sentence."""
    record = view.record
    match record:
        case Assertion():
            return f"{view.voice}: {view.target.wording if view.target else ''}"
        case Evidence():
            return f"{record.kind.value}: {view.quote.passage.exact if view.quote else ''}"
    assert view.source is not None
    assert view.target is not None
    said = f"{view.source.wording} {RELATION_KINDS[record.kind].label} {view.target.wording}"
    return f"{view.voice}: {said}" if view.voice else said


def print_proposal(view: ProposalView) -> None:
    """Print a proposal with its words, its source, and what proposed it."""
    record = view.record
    say(f"{record.KIND} {short(record.id)}")
    if view.source is not None:
        _print_end(view.source)
    say(_link(view), indent=2)
    if view.target is not None:
        _print_end(view.target)
    if view.quote is not None:
        _print_quote("from ", view.quote, indent=2)
        if view.sentence != view.quote.passage.exact:
            say(f"in “{view.sentence}”", indent=2)
    score = "not measured" if record.score is None else ratio(record.score)
    by = f"{view.run.extractor} {view.run.version}, " if view.run else ""
    signals = f"rule {record.rule}" if view.run else f"from {record.rule.replace('+', ', ')}"
    say(f"probability {score}, {by}{signals}", indent=2)


def _link(view: ProposalView) -> str:
    """Return what stands between the ends of a proposal, or before the one that it has."""
    record = view.record
    match record:
        case Assertion():
            return f"{view.voice} ({record.kind.value}, {record.polarity.value}):"
        case Evidence():
            return f"{record.kind.value}:"
        case Dependency():
            return f"{RELATION_KINDS[record.kind].label} ({view.voice})"
    return RELATION_KINDS[record.kind].label


def _print_end(end: End) -> None:
    say(f"{end.wording} [{short(end.id)}]", indent=4)
    for quote in end.quotes:
        _print_quote("", quote, indent=6)


def _print_quote(lead: str, quote: Quote, indent: int) -> None:
    say(f"{lead}“{quote.passage.exact}” ({quote.cited})", indent=indent)
