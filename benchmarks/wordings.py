"""Made-up sentences about tide mills and their ponds, as unevenly worded as real ones."""

from __future__ import annotations

import random
from itertools import accumulate
from typing import Final


def _words(text: str, between: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(between))


_NOUNS: Final = _words(
    "pond mill wheel sluice tide gate wall channel bank basin harbour estuary marsh reed silt "
    "current turbine storage cost yield price market grid village parish survey record ledger "
    "owner tenant council licence permit map chart gauge level flow flood drought storm season "
    "winter summer decade century harvest grain flour bread oat barley fish eel salmon heron "
    "oyster boat barge quay bridge road cart horse timber oak iron stone brick mortar clay "
    "gravel sand culvert leat spillway penstock rotor blade shaft bearing gear belt millstone "
    "repair upkeep failure leak breach collapse revenue subsidy tax rent wage labour crew "
    "archive letter diary drawing photograph excavation pollen core sample model forecast"
)
_ADJECTIVES: Final = _words(
    "small large old restored abandoned medieval modern wooden shallow deep coastal inland "
    "brackish saline muddy clear public private shared leased profitable costly cheap reliable "
    "irregular seasonal annual daily northern southern eastern western early late first second "
    "documented disputed measured estimated average typical unusual productive protected "
    "embanked dredged navigable"
)
_VERBS: Final = _words(
    "raises lowers delays improves limits replaces protects damages feeds drains explains "
    "predicts exceeds matches outlasts requires prevents allows doubles halves stabilises "
    "reduces increases reveals masks follows precedes attracts supports undermines"
)
_WAYS: Final = _words(
    "during spring tides; in dry years; after each storm; in most parishes; on the northern "
    "shore; where the bank is low; within a decade; for small owners; without any subsidy; "
    "before the railways came; as the ledgers show; at low water; when the gate is shut; in "
    "every survey so far; by a wide margin; over two centuries",
    "; ",
)
_STEMS: Final = _words("bar cal den fen gor hal kel lin mor nar pel rus sal tor ven wal")
_ENDINGS: Final = _words("by combe dale don ford ham hurst ley mere mouth ness sea stead ton wick")
FAMILIES: Final = _words(
    "Abbot Baker Carver Dyer Eaton Fisher Gale Harper Ibsen Jensen Keller Lund Marsh Norris "
    "Okafor Palmer Quist Rossi Sato Turner Ueda Varga Weaver Xu Young Zeller"
)
_PLACES: Final = tuple(stem + middle + end for stem in _STEMS for middle in ("", "en", "ing", "ow")
                       for end in _ENDINGS)  # fmt: skip


class Wordings:
    """Makes up sentences; few words are frequent and many are rare (Zipf)."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._nouns = _shuffled(chance, _NOUNS)
        self._adjectives = _shuffled(chance, _ADJECTIVES)
        self._places = _shuffled(chance, _PLACES)
        self._weights = {
            len(words): list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
            for words in (self._nouns, self._adjectives, self._places)
        }

    def one(self, words: list[str]) -> str:
        """Return one of some words, the first ones oftener."""
        return self.chance.choices(words, cum_weights=self._weights[len(words)])[0]

    def place(self) -> str:
        """Return the name of a place."""
        return self.one(self._places).capitalize()

    def thing(self) -> str:
        """Return a noun with an adjective."""
        return f"{self.one(self._adjectives)} {self.one(self._nouns)}"

    def person(self) -> str:
        """Return a name as bibliographies write it."""
        pick = self.chance.choice
        return f"{pick(FAMILIES)}, {pick('ABCDEFGHJKLM')}."

    def claim(self) -> str:
        """Return a sentence that says something; without its full stop."""
        pick = self.chance.choice
        return (
            f"The {self.thing()} at {self.place()} {pick(_VERBS)} the {self.thing()} of the "
            f"{self.one(self._nouns)} near {self.place()} {pick(_WAYS)}"
        )

    def filler(self) -> str:
        """Return a sentence between claims."""
        pick = self.chance.choice
        return (
            f"Here the {self.thing()} and the {self.thing()} come first, and the "
            f"{self.one(self._nouns)} of {self.place()} comes later, {pick(_WAYS)}."
        )

    def measurement(self) -> tuple[str, float, str]:
        """Return a sentence that gives a number, the number, and its unit."""
        value = round(self.chance.uniform(1, 90), 1)
        unit = self.chance.choice(("percent", "metres", "tonnes"))
        return f"At {self.place()} the {self.thing()} came to {value} {unit} a year.", value, unit

    def title(self) -> str:
        """Return the title of a text."""
        return f"The {self.thing()} and the {self.thing()} of {self.place()}"


def _shuffled(chance: random.Random, words: tuple[str, ...]) -> list[str]:
    return chance.sample(words, len(words))
