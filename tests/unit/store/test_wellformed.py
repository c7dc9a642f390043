"""Decisions out of files: nothing in them is trusted."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.curator import read_decisions
from kg.errors import RefusedError
from kg.model import Decision
from kg.store.rows import dumps
from kg.vocab import Action
from tests.factories import claim

CLAIM = claim("mills pay").id
ASSERTION, RELATION = (f"{kind}-s1" + "a" * 24 for kind in ("assertion", "relation"))
QUOTED = {"document_id": "document-s1x", "quote": "a", "wording": "b", "holder": "c"}


def line(target: str = CLAIM, action: Action = Action.NOTE, **fields: Any) -> str:
    given = {"made_by": "Ann", "made_at": "2026-01-02T03:04:05.000006+00:00", **fields}
    return dumps(Decision(target_id=target, action=action, **given))


@pytest.mark.parametrize(
    "sound",
    [
        line(note="see Roe"),
        line(note="see Roe", made_at="2026-01-02T03:04:05+00:00"),
        line(action=Action.EDIT, value="better"),
        line(ASSERTION, Action.REJECT, subject='{"record":"assertion","work":"a"}'),
        line(ASSERTION, Action.RETYPE, value='{"kind":"causal"}'),
        line(ASSERTION, Action.ADD, value=json.dumps(QUOTED)),
    ],
)
def test_what_says_something_is_read(sound: str) -> None:
    (found,) = read_decisions([sound])
    assert dumps(found) == sound


@pytest.mark.parametrize(
    "bad",
    [
        line("x"),
        line("foo-s1aaa", Action.ACCEPT),
        line("claim-s1" + "a" * 80),
        line("claim-s1" + "A" * 24),
        line(made_at="9999-12-31T23:59:59-12:00"),
        line(made_at="2026-01-02\n03:04:05+00:00"),
        line(subject='{"record": "claim"}'),
        line(subject='{"about":"\\ud800","record":"claim"}'),
        line(CLAIM, Action.ACCEPT),
        line("decision-s1aaa", Action.REJECT),
        line(ASSERTION, Action.EDIT, value="x"),
        line(CLAIM, Action.EDIT, value=" "),
        line(CLAIM, Action.RETYPE, value='{"kind":"causal"}'),
        line(CLAIM, Action.UNDO),
        line(ASSERTION, Action.RETYPE, value="[]"),
        line(ASSERTION, Action.RETYPE, value='"kind"'),
        line(ASSERTION, Action.RETYPE, value='{"claim":5}'),
        line(ASSERTION, Action.RETYPE, value='{"claim":""}'),
        line(ASSERTION, Action.RETYPE, value='{"status":"accepted"}'),
        line(ASSERTION, Action.ADD),
        line(ASSERTION, Action.ADD, value="[]"),
        line(ASSERTION, Action.ADD, value=json.dumps({**QUOTED, "quote": ""})),
        line(ASSERTION, Action.ADD, value=json.dumps({**QUOTED, "mode": "shouts"})),
        line(ASSERTION, Action.ADD, value=json.dumps({**QUOTED, "holder": "a\0b"})),
        line(RELATION, Action.ADD),
        line(RELATION, Action.ADD, value="junk"),
        line(RELATION, Action.ADD, value="{}"),
        line(CLAIM, Action.ADD, value="{}"),
        line(note="a\0b"),
        line(subject="[]"),
        line(subject='"a"'),
        line(subject='{"a":"b"}'),
        line(subject='{"record":"assertion"}'),
        line(subject='{"record":"claim","about":1}'),
        line(subject="[" * 100_000),
        line(made_at="2026-01-02"),
        line(made_at="2026-01-02T03:04:05.000006+01:00"),
        line(made_at="yesterday"),
        "[" * 100_000,
        '{"id": NaN}',
        '{"id":"decision-s1x","target_id":"\\ud800","action":"note"}',
    ],
)
def test_what_says_nothing_is_refused_in_one_line(bad: str) -> None:
    with pytest.raises(RefusedError, match=r"^line 1 is no decision of this program \(.+\): give"):
        list(read_decisions([bad]))
