"""The collector is put off within blocks, whatever their order and end, and comes back."""

from __future__ import annotations

import gc
from contextlib import ExitStack, suppress

from kg.collecting import uncollected


def test_it_comes_back_when_the_last_block_ends() -> None:
    first, second = ExitStack(), ExitStack()
    first.enter_context(uncollected())
    second.enter_context(uncollected())
    first.close()
    assert not gc.isenabled()
    second.close()
    assert gc.isenabled()


def test_it_comes_back_after_an_error() -> None:
    with suppress(ValueError), uncollected():
        raise ValueError
    assert gc.isenabled()


def test_who_has_none_gets_none() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
