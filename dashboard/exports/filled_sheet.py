"""A filled sheet as an Excel workbook in the annex's columns; K2 and K are live formulas."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from checklists.exact import plain
from dashboard.exports import copy as copies
from dashboard.exports.copy import Copy
from dashboard.imports.cells import RISKY, one_line
from dashboard.looks import moment_text
from dashboard.photos.words import place_text
from dashboard.strokes import png
from dashboard.words import _

HEADING = Font(bold=True, color="FFFFFF")
GROUND = PatternFill("solid", fgColor="1F4E79")
QUIET = Font(color="7F7F7F")
THIN = Border(*(Side(style="thin", color="BFBFBF") for _side in range(4)))
WRAP = Alignment(wrap_text=True, vertical="top")
WIDTHS = (6, 12, 16, 42, 8, 26, 9, 8, 32, 18)
LAST = len(WIDTHS)
NUMBERS = "General"


def workbook(copy: Copy) -> bytes:
    """The workbook: the filled sheet ready to print, and the photos on a page of their own."""
    book = Workbook()
    page = book.active
    page.title = _("Filled sheet")
    _set_up(page)
    row = _head(page, copy)
    first, last = _table(page, copy, row)
    row = _sums(page, copy, first, last)
    _foot(page, copy, row + 1)
    if copy.shots:
        _photos(book.create_sheet(_("Photos")), copy)
    book.calculation.fullCalcOnLoad = True
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def put(cell: Any, text: str) -> Any:
    """Write a text that Excel never computes, whatever it begins with."""
    cell.value = one_line(text)
    cell.data_type = "s"
    cell.quotePrefix = cell.value.startswith(RISKY)
    cell.alignment = WRAP
    return cell


def _set_up(page: Any) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = _("Page {number} of {total}", number="&P", total="&N")
    for place, width in enumerate(WIDTHS):
        page.column_dimensions[chr(ord("A") + place)].width = width


def _head(page: Any, copy: Copy) -> int:
    put(page.cell(1, 1), copies.title(copy)).font = Font(bold=True, size=16)
    page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=LAST)
    row = 2
    for number, (label, value) in enumerate(copies.facts(copy).items()):
        # Two facts stand in a row: label and value twice.
        row, column = 2 + number // 2, 1 if number % 2 == 0 else 5
        put(page.cell(row, column), label).font = QUIET
        page.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)
        put(page.cell(row, column + 2), value)
        end = 4 if column == 1 else LAST
        page.merge_cells(start_row=row, end_row=row, start_column=column + 2, end_column=end)
    return row + 2


def _table(page: Any, copy: Copy, row: int) -> tuple[int, int]:
    for column, heading in enumerate(copies.headings(), start=1):
        cell = put(page.cell(row, column), heading)
        cell.font, cell.fill, cell.border = HEADING, GROUND, THIN
    page.print_title_rows = f"{row}:{row}"
    page.freeze_panes = page.cell(row + 1, 1)
    first = row + 1
    last = row
    for last, line in enumerate(copies.lines(copy), start=first):
        values = (line.number, line.section, line.group, line.wording, line.points, line.rule)
        left = _("not scored") if line.left is None else line.left
        deducted = "" if line.deducted is None else line.deducted
        for column, value in enumerate((*values, left, deducted, line.why, line.clause), start=1):
            cell = page.cell(last, column)
            if isinstance(value, str):
                put(cell, value)
            else:
                cell.value, cell.number_format = value, NUMBERS
                cell.alignment = Alignment(vertical="top")
            cell.border = THIN
    return first, last


def _sums(page: Any, copy: Copy, first: int, last: int) -> int:
    """K1, K2, K3 and K below the table, computed by Excel from its columns."""
    left, points = f"G{first}:G{last}", f"E{first}:E{last}"
    row = last + 2
    full = plain(copy.sheet.scheme.full_marks.value)
    k1, k2, k3 = f"G{row}", f"G{row + 1}", f"G{row + 2}"
    nothing = _("Not scored")
    # What was not scored holds a text among numbers, which SUM passes over.
    formulas = (
        ("K1", _("points of the sheet"), f"=SUM({points})"),
        ("K2", _("points obtained"), f"=SUM({left})"),
        ("K3", _("points not scored"), f"=SUMPRODUCT(ISTEXT({left})*{points})"),
        (
            "K",
            f"K2 ÷ (K1 − K3) × {full}",
            f'=IF({k1}={k3},"{nothing}",MAX(0,MIN({full},{k2}/({k1}-{k3})*{full})))',
        ),
    )
    for number, (name, words, formula) in enumerate(formulas):
        put(page.cell(row + number, 5), name).font = Font(bold=True)
        put(page.cell(row + number, 6), words).font = QUIET
        cell = page.cell(row + number, 7, formula)
        cell.number_format = "0.0" if name == "K" else NUMBERS
        cell.font = Font(bold=True)
    put(page.cell(row + 4, 5), _("Grade")).font = Font(bold=True)
    put(page.cell(row + 4, 7), copies.grade_words(copy)).font = Font(bold=True)
    return row + 4


def _foot(page: Any, copy: Copy, row: int) -> None:
    told = copies.remarks(copy)
    if copy.signature is not None:
        told.append(_("Signature of the audited person") + _(": "))
        told[-1] += copies.signed_words(copy.signature)
        if copy.signature.statement:
            told.append(_("Statement") + _(": ") + copy.signature.statement)
        if not copy.signature.strokes:
            told.append(_("Not signed by hand."))
    for words in told:
        row += 1
        put(page.cell(row, 1), words)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=LAST)
    if copy.signature is not None and copy.signature.strokes:
        picture = Image(io.BytesIO(png(copy.signature.strokes)))
        picture.width, picture.height = 250, 100
        page.add_image(picture, f"B{row + 1}")


def _photos(page: Any, copy: Copy) -> None:
    headings = (_("Item"), _("Photo"), _("Taken"), _("Place taken"), _("File name"), "SHA-256")
    for column, (heading, width) in enumerate(
        zip(headings, (12, 34, 18, 24, 24, 40), strict=True), start=1
    ):
        cell = put(page.cell(1, column), heading)
        cell.font, cell.fill = HEADING, GROUND
        page.column_dimensions[chr(ord("A") + column - 1)].width = width
    page.print_title_rows = "1:1"
    for row, shot in enumerate(copy.shots, start=2):
        taken = shot.row.taken_at
        when = "–" if taken is None else moment_text(taken)
        told = (shot.row.item, "", when, place_text(shot.row) or "–")
        for column, text in enumerate((*told, shot.row.name, shot.row.sha256), start=1):
            put(page.cell(row, column), text)
        if shot.thumbnail is None:
            put(page.cell(row, 2), _("The photo's file is not to be had."))
            continue
        picture = Image(io.BytesIO(shot.thumbnail))
        scale = min(220 / picture.width, 160 / picture.height)
        picture.width, picture.height = picture.width * scale, picture.height * scale
        page.add_image(picture, f"B{row}")
        page.row_dimensions[row].height = 126
