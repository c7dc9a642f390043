"""Small PDFs for tests: words set in Helvetica at given places, links, and little else."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FONTS = {"regular": "F1", "bold": "F2"}
SIZE = 10.0
LEADING = 12.0


@dataclass
class Sheet:
    """A page of 600 by 800 points; ``y`` grows upwards."""

    content: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    image: bool = False

    def put(
        self, x: float, y: float, words: str, size: float = SIZE, font: str = "regular"
    ) -> Sheet:
        return self._show(f"1 0 0 1 {x} {y}", words, size, font)

    def turned(self, x: float, y: float, words: str, size: float = 20) -> Sheet:
        """Words that run upwards."""
        return self._show(f"0 1 -1 0 {x} {y}", words, size, "regular")

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float = SIZE,
        leading: float = LEADING,
        hanging: float = 0.0,
        font: str = "regular",
    ) -> Sheet:
        """Lines below each other; all but the first are moved right by ``hanging``."""
        for number, line in enumerate(lines):
            self.put(x + (hanging if number else 0), y - number * leading, line, size, font)
        return self

    def link(self, box: tuple[float, float, float, float], page: int, x: float, y: float) -> Sheet:
        """A link from a box (left, bottom, right, top) to a place on a page."""
        edges = " ".join(map(str, box))
        self.links.append(
            f"<</Type/Annot/Subtype/Link/Rect[{edges}]/Dest[{{{page}}} /XYZ {x} {y} null]>>"
        )
        return self

    def _show(self, matrix: str, words: str, size: float, font: str) -> Sheet:
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.content.append(f"BT /{FONTS[font]} {size} Tf {matrix} Tm ({escaped}) Tj ET")
        return self


def wrapped(words: str, width: int = 46) -> list[str]:
    """Words in lines of at most ``width`` characters, none broken."""
    return textwrap.wrap(words, width, break_on_hyphens=False)


def pdf(sheets: Sequence[Sheet], info: Mapping[str, str] | None = None, more: str = "") -> bytes:
    """The sheets as a file; ``more`` goes into the trailer."""
    first = 6
    pages = [first + 2 * number for number in range(len(sheets))]
    fonts = "<</F1 3 0 R/F2 4 0 R>>"
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{n} 0 R' for n in pages)}]>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        4: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        5: f"<<{''.join(f'/{key}({value})' for key, value in (info or {}).items())}>>",
    }
    image = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
    for number, sheet in zip(pages, sheets, strict=True):
        links = "".join(sheet.links)
        for index, page in enumerate(pages):
            links = links.replace(f"{{{index}}}", f"{page} 0 R")
        drawn = ["600 0 0 800 0 0 cm /I Do"] if sheet.image else sheet.content
        content = "\n".join(drawn)
        resources = f"<</Font{fonts}/XObject<</I {first + 2 * len(pages)} 0 R>>>>"
        objects[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {number + 1} 0 R"
            f"/Resources{resources}/Annots[{links}]>>"
        )
        objects[number + 1] = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    objects[first + 2 * len(pages)] = f"{image}/BitsPerComponent 8/Length 1>>stream\n \nendstream"
    return written([objects[key] for key in sorted(objects)], f"/Info 5 0 R{more}")


def written(objects: Sequence[str], trailer: str = "") -> bytes:
    """Numbered objects as a file, with its table of cross references."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{thing}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R{trailer}>>"
    return bytes(out) + f"{end}\nstartxref\n{len(out)}\n%%EOF".encode()
