"""The rows in error as a workbook: as they stand in the file, with what is wrong in front."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment

from dashboard.imports.cells import escaped
from dashboard.imports.drawing import GROUND, HEADING, content_of
from dashboard.imports.faults import RowFault
from dashboard.order_import import problems
from dashboard.order_import.faults import Faults
from dashboard.order_import.source_table import BROKEN, FORMULA, SourceTable
from dashboard.words import _

MOST = 10_000
"""So many rows in error are written; whoever has more mends the export and not its rows."""


def workbook_of(table: SourceTable, faults: Faults) -> bytes:
    """A workbook of the rows in error; texts that Excel would compute are escaped."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_("Rows in error")[:31])
    page.freeze_panes = "D2"
    for letter, width in (("A", 8), ("B", 50), ("C", 50)):
        page.column_dimensions[letter].width = width
    titles = [_("Row"), _("What is wrong"), _("What to do"), *map(escaped, table.headings)]
    page.append([_heading(page, title) for title in titles])
    for row, text in table.short[:MOST]:
        short = RowFault(table.sheet, row, "", "", problems.SHORT_ROW)
        page.append([row, _wrapped(page, short.reason), short.remedy, escaped(text)])
    for place, found in faults.by_place(MOST).items():
        cells = [escaped(text.lstrip(FORMULA + BROKEN)) for text in table.cells(place)]
        why = "\n".join(f"{fault.column}{_(': ')}{fault.reason}" for fault in found)
        mend = "\n".join(dict.fromkeys(fault.remedy for fault in found))
        page.append([int(table.rows[place]), _wrapped(page, why), _wrapped(page, mend), *cells])
    return content_of(book)


def _heading(page: object, title: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, title)
    cell.font, cell.fill = HEADING, GROUND
    return cell


def _wrapped(page: object, text: str) -> WriteOnlyCell:
    # A heading of the file may stand in the text, and a formula in a heading.
    safe = "\n".join(map(escaped, text.split("\n")))
    cell = WriteOnlyCell(page, safe)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
