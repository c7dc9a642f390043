"""Damaged documents of every format: read or refused in one line, soon, and never worse.

The suite spends a few seconds on each format. For longer, by hand::

    KG_FUZZ_SECONDS=600 KG_FUZZ_SEED=7 python -m pytest tests/fuzz -n 2
"""

from __future__ import annotations

import copy
import os
import random
import re
import time
from collections.abc import Callable

import pytest
from lxml import etree

from ingest import readers
from ingest.confined import confined
from ingest.document import ParsedDocument
from kg.errors import RefusedError
from tests import packing
from tests.samples import SAMPLES, beside
from tests.soundness import check_refusal, check_sound

SECONDS = float(os.environ.get("KG_FUZZ_SECONDS", "2"))
SEED = int(os.environ.get("KG_FUZZ_SEED", "20"))
PATIENCE = 20.0
TOKENS = tuple(
    rb"""@article{ \cite{ \input{ \begin{ \def\a{ endobj stream 0_R [ (( <ref_ <p> </ <!-- ]]> < > &
    \ { } $ % " PK\x03\x04 TY__-_ --- [@ ~~~ &#0; \u0000 \ud800 \0 -1 #""".split()
)
BYTES = (b"\0", b"\n", b"\r", b" ", b"\xff\xfe", b"\xc3", b"\xf0\x9f\x92\xa9")
NUMBERS = (b"0", b"-1", b"65536", b"4294967297", b"1e999", b"nan", b"0.0000001", b"9" * 5_000)


def truncated(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def flipped(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


def inserted(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    token = dice.choice(TOKENS).replace(b"_", b" ") if dice.random() < 0.8 else dice.choice(BYTES)
    return data[:at] + token * dice.choice((1, 1, 2, 300)) + data[at:]


def repeated(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.randint(1, 200))
    return data[:end] + data[start:end] * dice.choice((1, 2, 50)) + data[end:]


def swapped(data: bytes, dice: random.Random) -> bytes:
    a, b, c = sorted(dice.randrange(len(data) + 1) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def renumbered(data: bytes, dice: random.Random) -> bytes:
    """Put another number in place of one."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return inserted(data, dice)
    place = dice.choice(found)
    return data[: place.start()] + dice.choice(NUMBERS) + data[place.end() :]


def grafted(data: bytes, dice: random.Random) -> bytes:
    """Rename, copy, remove or empty elements of XML, or mix up their attributes.

    Whatever else is done to XML mostly makes it none.
    """
    try:
        tree = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return inserted(data, dice)
    elements = list(tree.iter(etree.Element))
    for _ in range(dice.randint(1, 6)):
        one, other = dice.choice(elements), dice.choice(elements)
        kind = dice.randrange(5)
        if kind == 0:
            one.tag = other.tag
        elif kind == 1:
            one.append(copy.deepcopy(other))
        elif kind == 2 and (parent := one.getparent()) is not None:
            parent.remove(one)
        elif kind == 3:
            one.text, one.tail = None, other.text
        elif kind == 4:
            one.attrib.update(other.attrib)
    return etree.tostring(tree, encoding="utf-8")


Damage = Callable[[bytes, random.Random], bytes]
DAMAGES: tuple[Damage, ...] = (truncated, flipped, inserted, repeated, swapped, renumbered)


def damaged(data: bytes, dice: random.Random) -> bytes:
    """Damage a document, or one of the files in it if it is an archive."""
    files = packing.files_in(data)
    if files and dice.random() < 0.8:
        path = dice.choice(sorted(files))
        return packing.repacked(data, path, damaged(files[path], dice))
    if data.lstrip().startswith(b"<") and dice.random() < 0.5:
        return grafted(data, dice)
    for _ in range(dice.randint(1, 3)):
        data = dice.choice(DAMAGES)(data, dice) or b"x"
    return data


def check(data: bytes, name: str) -> None:
    """Read ``data`` in a process of its own and look at how that ends."""
    try:
        document: ParsedDocument = confined(
            readers.read, data, name, None, beside, name=name, seconds=PATIENCE, megabytes=2_000
        )
    except RefusedError as refused:
        check_refusal(str(refused), name)
    else:
        check_sound(document)


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_documents_are_read_or_refused(name: str) -> None:
    whole = SAMPLES[name]()
    dice = random.Random(f"{SEED} {name}")
    check(whole, name)
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        data = damaged(whole, dice)
        try:
            check(data, name)
        except BaseException as error:
            error.add_note(f"{name} damaged to {data!r}"[:5_000])
            raise
