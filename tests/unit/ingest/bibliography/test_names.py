"""Lists of authors in the forms that reference lists print."""

from __future__ import annotations

import pytest

from ingest.bibliography.names import split_names


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Okafor, A. et. al.,", ("Okafor, A.",)),
        ("Okafor, A. and others", ("Okafor, A.",)),
        ("Okafor A D, Sato K and Moreau J-P", ("Okafor, A. D.", "Sato, K.", "Moreau, J.-P.")),
        ("Okafor, AD. Sato, K. Moreau, JP", ("Okafor, A. D.", "Sato, K.", "Moreau, J. P.")),
        ("A. D. Okafor, Jr.", ("Okafor Jr, A. D.",)),
        ("Okafor, Ada; Ken Sato; & Jean Moreau", ("Okafor, A.", "Sato, K.", "Moreau, J.")),
        ("A .Okafor ,K .Sato", ("Okafor, A.", "Sato, K.")),
        ("김하나, 이두리", ("김하나", "이두리")),
        ("王一、李二等", ("王一", "李二")),
        ("Food and Water Administration (FWA)", ("Food and Water Administration (FWA)",)),
        ("U.S. Department of Canals", ("U.S. Department of Canals",)),
        (
            "Canal Collaboration, Okafor, A., Sato, K.",
            ("Canal Collaboration", "Okafor, A.", "Sato, K."),
        ),
        ("———", ()),
        ("Velde S van de, Berg H", ("van de Velde, S.", "Berg, H.")),
        ("Velde, S. van de & Berg, H.", ("van de Velde, S.", "Berg, H.")),
        ("Velde, Sanne van de, and Ida Berg", ("van de Velde, S.", "Berg, I.")),
        ("Rocha, Ana Paula Dias da; Sato, K.", ("da Rocha, A. P. D.", "Sato, K.")),
        ("Montes, J. e", ("Montes, J.",)),
        (
            "Park, Joon Sung, Ada D. Okafor, and Ken Sato",
            ("Park, J. S.", "Okafor, A. D.", "Sato, K."),
        ),
        ("Stone, R. Keith", ("Stone, R. K.",)),
        ("Stone, R. Keith, M. Sato", ("Stone", "Keith, R.", "Sato, M.")),
        ("Toure E, Quist B", ("Toure, E.", "Quist, B.")),
        ("OpenAI, Jane Doe", ("OpenAI", "Doe, J.")),
        ("UNESCO, World Bank, and IMF", ("UNESCO", "World Bank", "IMF")),
        ("Centers for Silt Control and Prevention", ("Centers for Silt Control and Prevention",)),
        ("Okafor A, (2013", ("Okafor, A.",)),
    ],
)
def test_list_of_authors(raw: str, names: tuple[str, ...]) -> None:
    assert split_names(raw) == names
