"""Sheets of a big workbook, written row by row: shared styles, and texts Excel never computes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from dashboard.documents.layout import FIRST
from dashboard.documents.sheet_names import reference
from dashboard.imports.cells import RISKY, one_line
from dashboard.looks import GRADES, NOT_SCORED, grade_look, shown_score
from dashboard.words import _

FONT = "Microsoft YaHei"
"""Where a computer lacks it, Excel and LibreOffice take the system's Chinese font."""

HEAD_COLOUR, QUIET, LINK = "1F4E79", "595959", "0B5394"
A4 = 9
"""The number of this size of paper in Excel."""
TALL = 30
"""Headings have room for two lines."""
THIN = Border(*(Side(style="thin", color="D0D0D0") for _side in range(4)))
LEFT = {"horizontal": "left", "indent": 1}
"""So a text does not touch the number before it."""
SIX = "0.000000"
POINTS = "0.0###"

SHEET = {
    "title": {"font": Font(name=FONT, bold=True, size=15)},
    "quiet": {"font": Font(name=FONT, color=QUIET, size=9)},
}
"""How what stands outside a table looks."""


class Put(NamedTuple):
    """What a cell holds and how it looks; `to` is a sheet of the book that it leads to."""

    value: str | int | Decimal | None = None
    style: str = "text"
    to: str | None = None


class Book:
    """A workbook with its styles, made once and shared by all cells."""

    def __init__(self) -> None:
        """An empty book whose formulas are computed when it is opened."""
        self.book = Workbook(write_only=True)
        self.book.calculation.fullCalcOnLoad = True
        self._styles: dict[tuple[str, bool], Any] = {}

    def page(self, name: str, widths: Sequence[float], *, frozen: int = 0) -> Page:
        """A new sheet with columns of these widths, printed on A4 across, one page wide.

        The headings stay in view, and so do so many columns.
        """
        sheet = self.book.create_sheet(name)
        for place, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        # What is seen of a sheet is written before its first row.
        sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{FIRST}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.center.text = _("Page {number} of {total}", number="&P", total="&N")
        return Page(self, sheet, len(widths))

    def cell(self, sheet: Any, put: Put) -> Any:
        """A cell of a sheet; a text is one whatever it begins with, save where it is a formula."""
        value, style = put.value, put.style
        formula = style.startswith("formula")
        text = isinstance(value, str) and not formula
        if text:
            value = one_line(str(value))
        cell = WriteOnlyCell(sheet, value=value)
        if text:
            cell.data_type = "s"
        risky = text and str(value).startswith(RISKY)
        cell._style = self._style(sheet, style, risky=bool(risky))
        return cell

    def _style(self, sheet: Any, name: str, *, risky: bool) -> Any:
        found = self._styles.get((name, risky))
        if found is None:
            cell = WriteOnlyCell(sheet)
            for part, value in _look(name.removeprefix("formula ")).items():
                setattr(cell, part, value)
            cell.quotePrefix = risky
            found = self._styles[name, risky] = cell._style
        return found


class Page:
    """One sheet, written from the top; `row` is the number of the last row."""

    def __init__(self, book: Book, sheet: Any, columns: int) -> None:
        """An empty sheet."""
        self.book, self.sheet, self.columns, self.row = book, sheet, columns, 0
        self._links: list[Hyperlink] = []

    def put(self, *cells: Put) -> int:
        """A row from the left; its number."""
        self.row += 1
        made = []
        for place, put in enumerate(cells, start=1):
            made.append(self.book.cell(self.sheet, put))
            if put.to is not None:
                where = f"{get_column_letter(place)}{self.row}"
                self._links.append(Hyperlink(ref=where, location=reference(put.to, "A1")))
        self.sheet.append(made)
        return self.row

    def head(self, title: str, *about: str, back: str | None = None) -> None:
        """The title, what it is about, and an empty row, or one that leads to another sheet."""
        self.put(Put(title, "title"))
        for words in about:
            self.put(Put(words, "quiet"))
        self.put() if back is None else self.put(Put(None), Put(back, "link", back))

    def headings(self, *words: str) -> int:
        """The headings of the table; they are printed on every page."""
        row = self.row + 1
        self.sheet.print_title_rows = f"{row}:{row}"
        self.sheet.row_dimensions[row].height = TALL
        return self.put(*(Put(one, "head") for one in words))

    def close(self) -> None:
        """What is to be printed, and where its links lead; nothing is written after it."""
        last = get_column_letter(self.columns)
        self.sheet.print_area = f"A1:{last}{max(1, self.row)}"
        self.sheet._hyperlinks.extend(self._links)


def score(k: Decimal | None) -> Put:
    """A score as it is shown, with more decimals just beside a bound; words where there is none."""
    if k is None:
        return Put(_("Not scored"), "number")
    shown = shown_score(k)
    return Put(shown, f"number 0.{'0' * -int(shown.as_tuple().exponent)}")


def grade(code: str | None) -> Put:
    """A grade by its colour, shape and word."""
    return Put(grade_look(code).label, f"grade {code}")


def _look(name: str) -> dict[str, Any]:
    if name in SHEET:
        return dict(SHEET[name])
    kind, _space, detail = name.partition(" ")
    looks = {look.code or "None": look for look in (*GRADES, NOT_SCORED)}
    font: dict[str, Any] = {"name": FONT, "size": 10}
    side: dict[str, Any] = {"vertical": "top"}
    found: dict[str, Any] = {"border": THIN}
    if kind == "head":
        font |= {"bold": True, "color": "FFFFFF"}
        found["fill"] = PatternFill("solid", fgColor=HEAD_COLOUR)
        side = {"vertical": "center", "wrap_text": True}
    elif kind == "grade":
        font |= {"bold": True, "color": looks[detail].colour.removeprefix("#")}
        side |= LEFT
    elif kind == "link":
        font |= {"color": LINK, "underline": "single"}
        side |= LEFT
    elif kind in ("number", "sum"):
        side |= {"horizontal": "right"}
        found["number_format"] = detail or "General"
        font |= {"bold": kind == "sum"}
    else:
        side |= LEFT | {"wrap_text": True}
        font |= {"bold": kind == "strong"}
    return found | {"font": Font(**font), "alignment": Alignment(**side)}
