"""The bars of a timeline are links that keep what the address says, whatever it says."""

from __future__ import annotations

from kg.analysis.timeline import Entry, Year
from kg.ui.debate import years

YEAR = Year(2020, (Entry(1, "claim-a", "assertion-a", "document-a", ()),), (), 1, 0, ())


def test_what_the_address_says_besides_is_no_attribute_of_a_link() -> None:
    said = {"claim": "claim-a", "title": "x", "class_": "y", "label": "z", "page": "2"}
    for drawn in (years.drawing([YEAR], said, "Bars"), years.table([YEAR], said, {})):
        (address,) = (part.partition('"')[0] for part in drawn.split('href="')[1:])
        assert address.startswith("./timeline?claim=claim-a")
        assert address.endswith("year=2020")
        assert 'class="y"' not in drawn
