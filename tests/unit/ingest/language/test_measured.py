from __future__ import annotations

import pytest

from ingest.language.measured import measured
from ingest.language.quantities import quantities
from ingest.nlp import load


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Barge A carries grain with 22x the crew of barge B.", "crew"),
        ("Canals with 4.5% to 5% of the locks outperform larger ones.", "locks"),
        ("The fleet grew from 200 million to over 3 billion parameters.", "parameters"),
        ("The price of freight has dropped 400x since then.", "price"),
        ("Prices fell from $9 to $4.", "Prices"),
        ("The dredger moved more than 1 million tonnes of mud.", "mud"),
        ("Ten times more boats came.", "boats"),
        ("-0.27 vs. 0.18", None),
    ],
)
def test_what_a_number_measures(text: str, thing: str | None) -> None:
    quantity = quantities(text)[0]
    found = measured(load()(text), quantity.start, quantity.end, quantity.unit)
    assert (text[slice(*found)] if found else None) == thing
