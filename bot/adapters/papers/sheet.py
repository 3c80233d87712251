"""Papers as PDF with fpdf2: tagged for readers who listen, the same bytes for the same paper, letters of any script.

Letters come from DejaVu Sans Condensed, which has Latin (Vietnamese, too), Greek, Cyrillic, Armenian and Georgian.
What it lacks, and what is written from right to left and would need shaping, is written in Latin letters
(李 as "Li"), and the paper says so at its end.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from anyascii import anyascii
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align

from bot.domain.papers import Block, Facts, Grid, Heading, Paper, Words

_FACE = "face"
_PACKAGE = "rinoh_typeface_dejavusans"
_FILES = {"": "DejaVuSansCondensed.ttf", "B": "DejaVuSansCondensed-Bold.ttf"}
_MARGIN = 18
_SIZES = {1: 18.0, 2: 12.0}
_BODY, _SMALL = 9.5, 8.0
_INK, _SOFT, _LINE = (23, 25, 28), (89, 93, 100), (200, 200, 196)
_ROW = 5.0
_PAD = 0.8
_FOOT = 16
_SHAPED = (0x0590, 0x10A0)
"""From here to there letters join or run from right to left, or sit on one another: none of it is done here."""


def print_out(paper: Paper) -> bytes:
    """The paper as a file; the letters that it had to write in another script are told at its end."""
    sheet = _Sheet(paper)
    sheet.add_page()
    for block in paper.blocks:
        _DRAW[type(block)](sheet, block)
    if sheet.rewritten and paper.unprintable:
        _words(sheet, Words(paper.unprintable, small=True))
    return bytes(sheet.output())


class _Sheet(FPDF):
    """A PDF in the making that tags what it draws and knows whether it rewrote letters."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(format="A4")
        self.rewritten, self.step = False, _ROW
        self._marks: Counter[int] = Counter()
        self._widths: dict[tuple[str, float, str], float] = {}
        self._foot = self.printable(paper.foot)
        self.set_title(paper.title)
        self.set_lang(paper.language)
        self.set_author(paper.author)
        self.set_creator("Threadfare")
        self.set_creation_date(paper.made_at)
        self.set_display_mode("default")
        self.set_margin(_MARGIN)
        self.set_auto_page_break(auto=True, margin=_FOOT + 4)
        for style, name in _FILES.items():
            self.add_font(_FACE, style, _folder() / name)
        self.viewer_preferences = None

    def footer(self) -> None:
        """The line below every page: told by no tag, because nobody wants to hear it on every page."""
        if not self._foot:
            return
        self.set_y(-_FOOT)
        self.ink(_SMALL, _SOFT)
        pages = self.str_alias_nb_pages or ""
        text = self._foot.replace("{page}", str(self.page_no())).replace("{pages}", pages)
        self._out("/Artifact BMC")
        self.cell(w=0, h=5, text=text, align=Align.C)
        self._out("EMC")

    def ink(self, size: float, color: tuple[int, int, int] = _INK, style: Any = "") -> None:
        """Write on in this size, color and weight."""
        self.set_font(_FACE, style, size)
        self.set_text_color(*color)

    def printable(self, text: str) -> str:
        """The text in letters that the font has; notes when another script had to do."""
        composed = unicodedata.normalize("NFC", text)
        written = "".join(map(_printable, composed))
        self.rewritten = self.rewritten or written != " ".join(composed.splitlines())
        return written

    @contextmanager
    def tagged(self, kind: str) -> Iterator[None]:
        """What is drawn inside is read as a heading ("H1"), a paragraph ("P") or a row of a table."""
        number = self._marks[self.page]
        self._marks[self.page] += 1
        self._add_marked_content(struct_type=f"/{kind}", mcid=number)
        self._out(f"/{kind} <</MCID {number}>> BDC")
        yield
        self._out("EMC")

    def room_for(self, height: float) -> None:
        """Go to the next page unless so much fits on this one: nothing that is tagged goes over two."""
        if self.will_page_break(height):
            self.add_page()

    def rule(self, at: float) -> None:
        """A line over the whole width, which nobody hears."""
        self.set_draw_color(*_LINE)
        self._out("/Artifact BMC")
        self.line(self.l_margin, at, self.l_margin + self.epw, at)
        self._out("EMC")

    def wrapped(self, width: float, text: str) -> list[str]:
        """The text in lines that fit a width, broken between words, and within one that is wider than that."""
        room, lines, line, used = width - 2 * self.c_margin, list[str](), "", 0.0
        for word in text.split(" "):
            long = self._width(word)
            more = used + self._width(" ") + long if line else long
            if more <= room:
                line, used = f"{line} {word}" if line else word, more
                continue
            lines += [line] if line else []
            *full, line = self._pieces(room, word)
            lines, used = lines + full, self._width(line)
        return [*lines, line]

    def _width(self, word: str) -> float:
        """How wide a word is in the present letters; the same words come on every row."""
        key = (self.font_style, self.font_size_pt, word)
        if key not in self._widths:
            self._widths[key] = self.get_string_width(word)
        return self._widths[key]

    def _pieces(self, room: float, word: str) -> list[str]:
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.get_string_width(pieces[-1] + letter) > room:
                pieces.append("")
            pieces[-1] += letter
        return pieces

    def write_lines(self, lines: list[str], *, left: float, width: float, align: Align = Align.L) -> None:
        """The lines, one below the other; the place is below the last one afterwards."""
        for line in lines:
            self.set_x(left)
            self.cell(width, self.step, line, align=align)
            self.y += self.step


@cache
def _folder() -> Path:
    """Where the font lies; its package is not imported, because that would want the typesetter it was made for."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"The font package {_PACKAGE} is not installed.")
    return Path(spec.submodule_search_locations[0])


@cache
def _letters() -> frozenset[int]:
    with TTFont(_folder() / _FILES["B"]) as bold, TTFont(_folder() / _FILES[""]) as plain:
        return frozenset(bold.getBestCmap()) & frozenset(plain.getBestCmap())


@lru_cache(maxsize=4096)
def _printable(letter: str) -> str:
    if letter in "\n\t":
        return " "
    code = ord(letter)
    if code in _letters() and not _SHAPED[0] <= code < _SHAPED[1]:
        return letter
    if not letter.isprintable():
        return ""
    return anyascii(letter) or "?"


def _heading(sheet: _Sheet, block: Heading) -> None:
    size = _SIZES[block.level]
    sheet.ink(size, style="B")
    lines = sheet.wrapped(sheet.epw, sheet.printable(block.text))
    sheet.step = size * 0.5
    sheet.room_for(len(lines) * sheet.step + size)
    sheet.ln(2 if block.level == 1 else 4)
    with sheet.tagged(f"H{block.level}"):
        sheet.write_lines(lines, left=sheet.l_margin, width=sheet.epw)
    sheet.step = _ROW
    sheet.ln(1.5)


def _words(sheet: _Sheet, block: Words) -> None:
    sheet.ink(_SMALL if block.small else _BODY, _SOFT if block.small else _INK)
    lines = sheet.wrapped(sheet.epw, sheet.printable(block.text))
    sheet.room_for(len(lines) * _ROW)
    with sheet.tagged("P"):
        sheet.write_lines(lines, left=sheet.l_margin, width=sheet.epw)
    sheet.ln(1)


def _facts(sheet: _Sheet, block: Facts) -> None:
    for number, (label, value) in enumerate(block.rows):
        last = block.sum_last and number == len(block.rows) - 1
        _row(sheet, _Row((label, value), (1, 2), style="B" if last else "", rule=last))
    sheet.ln(2)


def _grid(sheet: _Sheet, block: Grid) -> None:
    """The head comes again on every page."""
    head = _Row(block.head, block.widths, block.right, style="B")
    _row(sheet, head)
    for cells in block.rows:
        _row(sheet, _Row(cells, block.widths, block.right, rule=True), head=head)
    sheet.ln(2)


class _Row(NamedTuple):
    """Cells, how wide each is in parts of the whole, which are set to the right, and whether a line is above."""

    cells: tuple[str, ...]
    widths: tuple[int, ...]
    right: tuple[int, ...] = ()
    style: str = ""
    rule: bool = False


def _row(sheet: _Sheet, row: _Row, *, head: _Row | None = None) -> None:
    """One row, read from left to right as one piece; on a new page after its head."""
    sheet.ink(_BODY, style=row.style)
    unit = sheet.epw / sum(row.widths)
    cells = [
        sheet.wrapped(unit * width, sheet.printable(text)) for text, width in zip(row.cells, row.widths, strict=True)
    ]
    height = max(map(len, cells)) * _ROW + 2 * _PAD
    page = sheet.page
    sheet.room_for(height)
    if head is not None and sheet.page != page:
        _row(sheet, head)
        sheet.ink(_BODY, style=row.style)
    top, left = sheet.y, sheet.l_margin
    if row.rule:
        sheet.rule(top)
    with sheet.tagged("P"):
        for number, (lines, width) in enumerate(zip(cells, row.widths, strict=True)):
            sheet.set_y(top + _PAD)
            align = Align.R if number in row.right else Align.L
            sheet.write_lines(lines, left=left, width=unit * width, align=align)
            left += unit * width
    sheet.set_xy(sheet.l_margin, top + height)


_DRAW: Mapping[type[Block], Callable[[_Sheet, Any], None]] = {
    Heading: _heading,
    Words: _words,
    Facts: _facts,
    Grid: _grid,
}
