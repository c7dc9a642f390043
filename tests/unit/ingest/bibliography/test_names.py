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
        ("Okafor A, (2013", ("Okafor, A.",)),
    ],
)
def test_list_of_authors(raw: str, names: tuple[str, ...]) -> None:
    assert split_names(raw) == names
