from __future__ import annotations

import pytest

from kg.vocab import (
    ARGUMENT_KINDS,
    BLOCK_CLASS,
    CITO_PROPERTY,
    DEPENDENCY_KINDS,
    RELATION_KINDS,
    BlockKind,
    CitationFunction,
    RelationKind,
    expand,
)


def test_tables_are_complete() -> None:
    assert set(CITO_PROPERTY) == set(CitationFunction)
    assert set(BLOCK_CLASS) == set(BlockKind)
    assert {*ARGUMENT_KINDS, *DEPENDENCY_KINDS} == set(RELATION_KINDS)
    assert not set(ARGUMENT_KINDS) & set(DEPENDENCY_KINDS)


@pytest.mark.parametrize("kind", RELATION_KINDS.values(), ids=lambda kind: kind.name)
def test_every_row_is_usable_as_it_stands(kind: RelationKind) -> None:
    assert expand(kind.curie).startswith("http")
    assert kind.definition.endswith(".")
    assert kind.symmetric or kind.label != kind.inverse
    assert (kind.aif is None) == (kind.family == "dependency")
    assert contrast_on_white(kind.colour) >= 3


def test_direct_properties_are_distinct() -> None:
    assert len({kind.curie for kind in RELATION_KINDS.values()}) == len(RELATION_KINDS)


def test_an_unknown_prefix_is_an_error() -> None:
    with pytest.raises(KeyError):
        expand("nobody:x")


def contrast_on_white(colour: str) -> float:
    """Contrast ratio by WCAG 2.2, from the relative luminance of an sRGB colour."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)
