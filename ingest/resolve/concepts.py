"""Mentions -> concepts: by key, or by a name under which an earlier document knows one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.findings import MentionFound
from ingest.lexicon.keys import name_key
from kg.model import Concept
from kg.vocab import ConceptKind

Lookup = Callable[[Sequence[str]], Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class ResolvedConcepts:
    """What mentions resolve to.

    ``concept_ids`` has one id for each mention, in their order. ``concepts`` are the
    concepts in this document's words, in the order of first mention. ``aliases`` are pairs
    of a key and a concept's id to store, so that later documents find it.
    """

    concept_ids: tuple[str, ...]
    concepts: tuple[Concept, ...]
    aliases: tuple[tuple[str, str], ...]


def resolve_concepts(
    mentions: Sequence[MentionFound],
    lookup: Lookup,
    key_of: Callable[[str], str],
) -> ResolvedConcepts:
    """Tie mentions to concepts.

    ``lookup`` says which concepts other documents know by a key, ``key_of`` gives the key
    of a stored concept's id.

    A key joins the concept that has it for its own, else the only one known by it. Another
    name that this document gives (an acronym) joins only a concept that was minted under
    that bare name: under a long form of its own it may be something else. Whatever is
    ambiguous is minted.
    """
    concepts = {key: _concept(key, found) for key, found in _by_key(mentions).items()}
    names = {key: _names(concept) for key, concept in concepts.items()}
    known = lookup(sorted({name for group in names.values() for name in group}))
    joined = {key: _joined(concept, names[key], known) for key, concept in concepts.items()}
    worded = {
        key: replace(concept, key=key_of(other)) if (other := joined[key]) else concept
        for key, concept in concepts.items()
    }
    return ResolvedConcepts(
        concept_ids=tuple(worded[mention.key].id for mention in mentions),
        concepts=tuple({one.id: one for one in reversed(worded.values())}.values())[::-1],
        aliases=tuple((name, worded[key].id) for key in concepts for name in names[key]),
    )


def _by_key(mentions: Iterable[MentionFound]) -> dict[str, list[MentionFound]]:
    groups: dict[str, list[MentionFound]] = {}
    for mention in mentions:
        groups.setdefault(mention.key, []).append(mention)
    return groups


def _concept(key: str, mentions: Sequence[MentionFound]) -> Concept:
    first = mentions[0]
    others = {name for mention in mentions for name in (mention.label, *mention.alternatives)}
    kinds = [mention.kind for mention in mentions if mention.kind is not ConceptKind.OTHER]
    return Concept(
        key=key,
        label=first.label,
        kind=kinds[0] if kinds else ConceptKind.OTHER,
        alternatives=tuple(sorted(others - {first.label})),
    )


def _names(concept: Concept) -> tuple[str, ...]:
    """Return the keys of a concept: its own first, then those of its other names."""
    spelled = (name_key(name) for name in (concept.label, *concept.alternatives))
    return tuple(dict.fromkeys([concept.key, *filter(None, spelled)]))


def _joined(
    concept: Concept,
    names: Sequence[str],
    known: Mapping[str, tuple[str, ...]],
) -> str | None:
    own = set(known.get(concept.key, ()))
    if own:
        return None if concept.id in own or len(own) > 1 else own.pop()
    bare = {Concept(key=name, label=name).id for name in names[1:]}
    found = {one for name in names[1:] for one in known.get(name, ())} & bare
    return found.pop() if len(found) == 1 else None
