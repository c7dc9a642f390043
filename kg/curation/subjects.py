"""What a decision holds on to: its target described by content, not by place.

A record's id changes with the text that it stands in, its subject does not: the same words of
the same work, put forward by the same holder in the same mode, are the same assertion in another
copy, after another extractor, or in another database. ``about`` is for the reader and is left
out of account where subjects are compared.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from kg.ids import canonical_object
from kg.model import (
    Agent,
    Assertion,
    Claim,
    Concept,
    Dependency,
    Document,
    Evidence,
    Match,
    Passage,
    Position,
    Question,
    Record,
    Relation,
    Work,
)

Get = Callable[[str], Record]
Fields = dict[str, str]
_ABOUT: Final = "about"


def subject(record: Record, get: Get) -> str:
    """Return the description of a record as canonical JSON.

    ``get`` returns the records that it refers to. Two records have equal content exactly when
    :func:`content` of their subjects is equal.
    """
    about = _about(record, get)
    fields = {"record": record.KIND, **_fields(record, get)}
    return canonical_object(fields | ({_ABOUT: about} if about else {}))


def content(subject: str) -> str:
    """Return what is compared of a subject: all but what is for the reader."""
    fields: Fields = json.loads(subject)
    return canonical_object({name: value for name, value in fields.items() if name != _ABOUT})


def work_key(subject: str) -> str | None:
    """Return the key of the work that a subject stands in, None if it stands in none."""
    found: str | None = json.loads(subject).get("work")
    return found


def in_work(key: str) -> str:
    """Return what only the subjects of what stands in a work hold."""
    return canonical_object({"work": key})[1:-1]


def shown(subject: str) -> str:
    """Return a subject in words, for lists of decisions and of orphans."""
    fields: Fields = json.loads(subject)
    return fields.get(_ABOUT) or fields.get("quote") or fields.get("key") or fields["record"]


def only_matches(wanted: Iterable[str], records: Iterable[Record], get: Get) -> dict[str, Record]:
    """Return, by subject, the one record that has its content; none or several, no entry."""
    sought = {one: content(one) for one in wanted}
    kinds = {json.loads(one)["record"] for one in sought.values()}
    alike: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.KIND in kinds:
            alike[content(subject(record, get))].append(record)
    return {one: alike[said][0] for one, said in sought.items() if len(alike[said]) == 1}


def _fields(record: Record, get: Get) -> Fields:
    match record:
        case Assertion():
            return _anchored(record, get) | {
                "holder": _key(get(record.holder_id)),
                "mode": record.mode.value,
            }
        case Evidence():
            return _anchored(record, get) | {"kind": record.kind.value}
        case Dependency():
            return _anchored(record, get) | {
                "kind": record.kind,
                "holder": _key(get(record.holder_id)),
                "source": _key(get(record.source_id)),
                "target": _key(get(record.target_id)),
            }
        case Relation():
            return _place(record.document_id, get) | {
                "kind": record.kind,
                "source": _end(get(record.source_id), get),
                "target": _end(get(record.target_id), get),
            }
        case Match():
            works = record.work_id, record.candidate_id
            return {"work": _key(get(works[0])), "candidate": _key(get(works[1]))}
        case Position():
            return _place(record.document_id, get) | {
                "question": _key(get(record.question_id)),
                "claim": _key(get(record.claim_id)),
                "stance": record.stance.value,
            }
        case Document():
            return _place(record.id, get) | {"name": record.name}
        case _:
            passage = getattr(record, "passage_id", None)
            if passage:
                return _anchored(record, get)
            return {"key": getattr(record, "key", record.id)}


def _anchored(record: Record, get: Get) -> Fields:
    passage = get(getattr(record, "passage_id"))  # noqa: B009 - several classes have it
    assert isinstance(passage, Passage)
    return _place(passage.document_id, get) | {"quote": passage.exact}


def _place(document_id: str | None, get: Get) -> Fields:
    if document_id is None:
        return {}
    document = get(document_id)
    assert isinstance(document, Document)
    return {"work": _key(get(document.work_id))}


def _key(record: Record) -> str:
    assert isinstance(record, (Agent, Claim, Concept, Question, Work))
    return record.key


def _end(record: Record, get: Get) -> str:
    return record.key if isinstance(record, Claim) else canonical_object(_fields(record, get))


def _about(record: Record, get: Get) -> str:
    match record:
        case Assertion():
            return _about(get(record.claim_id), get)
        case Claim() | Question():
            return record.wording
        case Concept():
            return record.label
        case Work():
            return record.title or record.key
        case Relation() | Dependency():
            source, target = (_about(get(end), get) for end in (record.source_id, record.target_id))
            return f"{source} {record.kind.replace('_', ' ')} {target}"
        case Position():
            return f"{record.stance.value}: {_about(get(record.claim_id), get)}"
        case _:
            return _fields(record, get).get("quote", "")
