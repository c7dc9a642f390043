"""Whether quads agree: what is stored, what the records give, what a dataset holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import RdfFormat, parse

from kg.rdf.dataset import Dataset


def differences(stored: Mapping[str, str], projected: Mapping[str, str]) -> list[str]:
    """Return one line for each graph whose stored N-Quads are not what its records give."""
    return list(_compared(stored, projected, "stored", "projected from the records"))


def dataset_differences(dataset: Dataset, stored: Mapping[str, str]) -> list[str]:
    """Return one line for each graph that the dataset holds otherwise than it is stored.

    Text may differ in order and spelling; quads may not.
    """
    held = dataset.graphs()
    filled = {name: text for name, text in stored.items() if text}
    return list(_compared(held, filled, "in the dataset", "stored"))


def _compared(
    found: Mapping[str, str], wanted: Mapping[str, str], here: str, there: str
) -> Iterator[str]:
    for name in sorted(found.keys() | wanted.keys()):
        if name not in wanted:
            yield f"{name} is {here} but not {there}"
        elif name not in found:
            yield f"{name} is {there} but not {here}"
        elif found[name] != wanted[name]:
            yield from _compared_quads(name, found[name], wanted[name], here, there)


def _compared_quads(name: str, found: str, wanted: str, here: str, there: str) -> Iterator[str]:
    try:
        have, want = set(parse(found, RdfFormat.N_QUADS)), set(parse(wanted, RdfFormat.N_QUADS))
    except SyntaxError as error:
        yield f"{name} is no valid N-Quads: {error}"
        return
    surplus, lacking = have - want, want - have
    if surplus or lacking:
        yield (
            f"{name} has {len(surplus)} quads {here} only and {len(lacking)} {there} only, "
            f"such as {min(map(str, surplus or lacking))}"
        )
