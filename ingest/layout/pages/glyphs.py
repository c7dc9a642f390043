"""Characters of a page of a PDF, put together into runs; links and named destinations.

PDFium decodes fonts and finds where words end; everything else is read from positions.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.layout.pages.geometry import Run, Target

MAX_GLYPHS: Final = 60_000
"""Characters read of one page; a page of dense print has ten thousand."""

_MAX_LINKS: Final = 5_000
_MAX_NAMES: Final = 50_000
_MAX_SIZE: Final = 1_000.0
_MAX_EXTENT: Final = 100_000.0
_BOLD: Final = re.compile(
    r"bold|black|heavy|demi|medi(?!um)|cmbx|cmb1|cmssbx|sfbx|[-,]b(?![a-z])", re.IGNORECASE
)
_ITALIC: Final = re.compile(r"ital|obli|slanted|cmti|cmsl|sfti|[-,]it?(?![a-z])", re.IGNORECASE)
_BLANKS: Final = frozenset([*range(0x20), 0x20, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x202F,
                            0x205F, 0x3000, 0x7F, *range(0x80, 0xA0), 0xFEFF]) - {2}  # fmt: skip
_HYPHEN: Final = 2  # what PDFium gives for a hyphen at the end of a line
_PRINTED: Final = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st", _HYPHEN: "-", 0x2010: "-", 0x2011: "-", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "▪",
    0xF0A8: "▪", 0xF06E: "▪", 0xF0FC: "✓",
}  # fmt: skip
# Spacing accents, as TeX's oldest fonts print them over a letter, and their combining forms.
_ACCENTS: Final = {
    0xB4: "\u0301", 0x2C6: "\u0302", 0x2DC: "\u0303", 0xAF: "\u0304",
    0x2D8: "\u0306", 0x2D9: "\u0307", 0xA8: "\u0308", 0x2DA: "\u030a", 0x2DD: "\u030b",
    0x2C7: "\u030c", 0xB8: "\u0327", 0x2DB: "\u0328", 0x2C9: "\u0304",
}  # fmt: skip
_SPACE: Final = 0.24  # of the size: a gap that parts words where no space is painted
_BACK: Final = 0.35


_Place = tuple[float, float, float]
"""Start, end and baseline of a character, as if its text stood upright."""


class _Style(NamedTuple):
    size: float
    bold: bool
    italic: bool
    turn: int | None  # degrees, None where neither upright nor turned by a right angle


@dataclass(slots=True)
class PrintedPage:
    """What stands on one page.

    ``box`` is its left, bottom, right and top, turned as most of its text is; ``turned`` is
    the text at another angle; ``glyphs`` counts characters, ``unmapped`` those without a
    letter, ``cut`` says that there are more than were read.
    """

    index: int
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    runs: list[Run] = field(default_factory=list)
    turned: str = ""
    glyphs: int = 0
    unmapped: int = 0
    has_image: bool = False
    cut: bool = False


def read_page(document: pdfium.PdfDocument, index: int) -> PrintedPage:
    """Return the runs of one page.

    Raises:
        pdfium.PdfiumError: if the page cannot be loaded.
    """
    page = document[index]
    text = page.get_textpage()
    try:
        count = text.count_chars()
        printed = PrintedPage(index, glyphs=min(count, MAX_GLYPHS), cut=count > MAX_GLYPHS)
        if count < 20:
            printed.has_image = _has_image(page)
        reader = _PageReader(text.raw, _links(document, page))
        by_turn = reader.read(printed.glyphs)
        printed.unmapped = reader.unmapped
        _turn(printed, page.get_cropbox(fallback_ok=True), by_turn)
        return printed
    finally:
        text.close()
        page.close()


def named_places(document: pdfium.PdfDocument) -> dict[tuple[int, int, int], str]:
    """Return the names of destinations by page index and place in whole points."""
    places: dict[tuple[int, int, int], str] = {}
    for number in range(min(_MAX_NAMES, raw.FPDF_CountNamedDests(document.raw))):
        length = ctypes.c_long(0)
        raw.FPDF_GetNamedDest(document.raw, number, None, length)
        if not 0 < length.value <= 1_000:
            continue
        buffer = ctypes.create_string_buffer(length.value)
        destination = raw.FPDF_GetNamedDest(document.raw, number, buffer, length)
        target = _target(document, destination) if destination else None
        if target is not None and target.y is not None:
            name = buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0")
            places[place_of(target)] = name
    return places


def place_of(target: Target) -> tuple[int, int, int]:
    """Return page and place of a target in whole points, to compare it by."""
    return target.page, round(target.x or 0.0), round(target.y or 0.0)


class _PageReader:
    """Walks over the characters of a page once and puts them together into runs."""

    def __init__(self, text: raw.FPDF_TEXTPAGE, links: dict[int, list[_Link]]) -> None:
        self._text = text
        self._links = links
        self._styles: dict[int, _Style | None] = {}
        self._runs: dict[int, list[Run]] = defaultdict(list)
        self._run: Run | None = None  # the run that may go on
        self._starts: list[float] = []  # of the characters of that run
        self._spaced = True  # white space stands before the next character
        self._accent: tuple[int, _Style, _Place] | None = None  # one that waits for its letter
        self._floating = False  # an accent was painted, and the pen moved back
        self._order = 0
        self.unmapped = 0

    def read(self, count: int) -> dict[int, list[Run]]:
        """Return the runs of the first ``count`` characters by how they are turned."""
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
        text, last, style, high = self._text, -1, None, 0
        for index in range(count):
            code = raw.FPDFText_GetUnicode(text, index)
            if code in _BLANKS or code in (0xFFFE, 0xFFFF):
                self._blank(code)
                continue
            if 0xD800 <= code < 0xDC00:
                high = code - 0xD800
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + (high << 10) + code - 0xDC00
            thing = raw.FPDFText_GetTextObject(text, index)
            address = ctypes.addressof(thing.contents) if thing else 0
            if address != last:
                last, style = address, self._style(address, index)
                raw.FPDFText_GetCharOrigin(text, index, x_at, y_at)
            if style is None or style.turn is None:
                continue
            if raw.FPDFText_GetLooseCharBox(text, index, box_at):
                place = _framed(style.turn, box, x.value, y.value)
                if max(map(abs, place)) < _MAX_EXTENT and place[0] <= place[1]:
                    self._glyph(code, style, place, self._link_at(box) if self._links else None)
        return self._runs

    def _blank(self, code: int) -> None:
        unknown = code == 0 or code >= 0xFFFE
        self.unmapped += unknown
        self._spaced = self._spaced or not unknown

    def _glyph(self, code: int, style: _Style, place: _Place, target: Target | None) -> None:
        if code in _ACCENTS:
            self._put_accent(code, style, place)
            return
        letters = _PRINTED.get(code) or _letter(code)
        if self._accent is not None:
            letters = self._accented(letters, place)
        if letters:
            self._put(letters, style, place, target)
        else:
            self.unmapped += 1

    def _put_accent(self, code: int, style: _Style, place: _Place) -> None:
        """Put an accent on the letter that it is painted over, or keep it for the next."""
        over = self._run is not None and _accent_run(self._run, self._starts, code, _middle(place))
        self._accent = None if over else (code, style, place)
        self._floating = True

    def _accented(self, letters: str, place: _Place) -> str:
        """Put the accent that waits on a letter, or before it where it stands apart."""
        if self._accent is None or not letters:
            return letters
        (code, style, at), self._accent = self._accent, None
        if place[0] <= _middle(at) <= place[1]:
            return unicodedata.normalize("NFC", _base(letters) + _ACCENTS[code])
        self._put(chr(code), style, at, None)
        return letters

    def _put(self, letters: str, style: _Style, place: _Place, target: Target | None) -> None:
        start, end, baseline = place
        run = self._run
        gap = start - run.x1 if run is not None else 0.0
        if self._floating:
            self._spaced, self._floating = gap > _SPACE * style.size, False
        if run is not None and not self._spaced and self._goes_on(run, style, place, target):
            run.text += letters
            run.x1 = max(run.x1, end)
            self._starts += [start] * len(letters)
            return
        glued = (
            run is not None
            and not self._spaced
            and abs(run.y - baseline) < 0.7 * max(style.size, run.size)
            and -_BACK * run.size < gap < _SPACE * min(style.size, run.size)
        )
        self._run = Run(
            letters, start, end, baseline, style.size, style.bold, style.italic, self._order,
            glued, target,
        )  # fmt: skip
        self._runs[style.turn or 0].append(self._run)
        self._order += 1
        self._starts = [start] * len(letters)
        self._spaced = False

    def _goes_on(self, run: Run, style: _Style, place: _Place, target: Target | None) -> bool:
        """Whether a character belongs to a run by its style and place."""
        start, _, baseline = place
        return (
            run.size == style.size
            and run.bold == style.bold
            and abs(run.y - baseline) < 0.05 * style.size
            and start > self._starts[-1] - 0.1 * style.size
            and start - run.x1 < _SPACE * style.size
            and run.target is target
        )

    def _link_at(self, box: raw.FS_RECTF) -> Target | None:
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        if not math.isfinite(y):
            return None
        for link in self._links.get(int(y // 10), ()):
            if link.left <= x <= link.right and link.bottom <= y <= link.top:
                return link.target
        return None

    def _style(self, address: int, index: int) -> _Style | None:
        if address not in self._styles:
            self._styles[address] = self._styled(index)
        return self._styles[address]

    def _styled(self, index: int) -> _Style | None:
        matrix = raw.FS_MATRIX()
        if not raw.FPDFText_GetMatrix(self._text, index, matrix):
            return None
        size = raw.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        if not math.isfinite(size) or not 0.5 <= size <= _MAX_SIZE:
            return None
        name = self._font_name(index)
        weight = raw.FPDFText_GetFontWeight(self._text, index)
        bold = bool(_BOLD.search(name)) if name else weight >= 700
        turn = _right_angle(math.degrees(math.atan2(matrix.b, matrix.a)))
        return _Style(round(size, 2), bold, bool(_ITALIC.search(name)), turn)

    def _font_name(self, index: int) -> str:
        buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        length = raw.FPDFText_GetFontInfo(self._text, index, buffer, 128, flags)
        name = buffer.value.decode("utf-8", errors="replace") if 0 < length <= 128 else ""
        return name.partition("+")[2] or name


class _Link(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    target: Target


def _links(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> dict[int, list[_Link]]:
    """Return the links within the document by the heights (of ten points) they cover."""
    found: dict[int, list[_Link]] = defaultdict(list)
    position, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(_MAX_LINKS):
        if not raw.FPDFLink_Enumerate(page.raw, position, link):
            break
        target = _link_target(document, link)
        if target is None or not raw.FPDFLink_GetAnnotRect(link, box):
            continue
        low, high = sorted((box.bottom, box.top))
        if 0 <= high - low < 200 and abs(low) < _MAX_EXTENT:
            one = _Link(min(box.left, box.right), low, max(box.left, box.right), high, target)
            for band in range(int(low // 10), int(high // 10) + 1):
                found[band].append(one)
    return found


def _link_target(document: pdfium.PdfDocument, link: raw.FPDF_LINK) -> Target | None:
    destination = raw.FPDFLink_GetDest(document.raw, link)
    if not destination:
        action = raw.FPDFLink_GetAction(link)
        destination = action and raw.FPDFAction_GetDest(document.raw, action)
    return _target(document, destination) if destination else None


def _target(document: pdfium.PdfDocument, destination: raw.FPDF_DEST) -> Target | None:
    page = raw.FPDFDest_GetDestPageIndex(document.raw, destination)
    if page < 0:
        return None
    has_x, has_y, has_zoom = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    x, y, zoom = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFDest_GetLocationInPage(destination, has_x, has_y, has_zoom, x, y, zoom)
    known_x = has_x.value and math.isfinite(x.value)
    if not has_y.value and known_x is not None:
        y.value = _fit_height(destination)
    known_y = math.isfinite(y.value) and abs(y.value) < _MAX_EXTENT
    return Target(page, x.value if known_x else None, y.value if known_y else None)


def _fit_height(destination: raw.FPDF_DEST) -> float:
    """Return the top of a destination that fits a page's width (``/FitH``); NaN for others."""
    count, values = ctypes.c_ulong(0), (ctypes.c_float * 4)()
    view = raw.FPDFDest_GetView(destination, count, values)
    fits = view in (raw.PDFDEST_VIEW_FITH, raw.PDFDEST_VIEW_FITBH) and count.value
    return values[0] if fits else math.nan


def _framed(turn: int, box: raw.FS_RECTF, x: float, y: float) -> _Place:
    """Return where a character stands, its text turned upright."""
    if turn == 0:
        return box.left, box.right, y
    if turn == 90:
        return box.bottom, box.top, -x
    if turn == 180:
        return -box.right, -box.left, -y
    return -box.top, -box.bottom, x


def _turn(
    printed: PrintedPage,
    box: tuple[float, float, float, float],
    by_turn: dict[int, list[Run]],
) -> None:
    """Take the text at the commonest angle as the page's, upright; the rest is turned."""
    weights = Counter({turn: sum(len(run.text) for run in by_turn[turn]) for turn in by_turn})
    main = weights.most_common(1)[0][0] if weights else 0
    left, bottom, right, top = box
    printed.box = {
        0: (left, bottom, right, top),
        90: (bottom, -right, top, -left),
        180: (-right, -top, -left, -bottom),
        270: (-top, left, -bottom, right),
    }[main]
    printed.runs = by_turn.get(main, [])
    others = (run for turn, runs in by_turn.items() if turn != main for run in runs)
    printed.turned = " ".join(run.text for run in others)


def _right_angle(degrees: float) -> int | None:
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) <= 5 else None


def _letter(code: int) -> str:
    if 0xE000 <= code <= 0xF8FF or code > 0x10FFFF:
        return ""
    return chr(code)


def _middle(place: _Place) -> float:
    return (place[0] + place[1]) / 2


def _accent_run(run: Run, starts: Sequence[float], code: int, middle: float) -> bool:
    """Put an accent on the letter of a run that it was printed over, if there is one."""
    if len(starts) != len(run.text):
        return False
    for index, (start, end) in enumerate(zip(starts, [*starts[1:], run.x1], strict=True)):
        if start <= middle <= end and run.text[index].isalpha():
            letter = unicodedata.normalize("NFC", _base(run.text[index]) + _ACCENTS[code])
            if len(letter) == 1:
                run.text = run.text[:index] + letter + run.text[index + 1 :]
                return True
    return False


def _base(letter: str) -> str:
    return {"ı": "i", "ȷ": "j"}.get(letter, letter)


def _has_image(page: pdfium.PdfPage) -> bool:
    kinds: Iterator[int] = (thing.type for thing in page.get_objects(max_depth=2))
    return any(kind == raw.FPDF_PAGEOBJ_IMAGE for kind, _ in zip(kinds, range(500), strict=False))
