"""The evaluation as an Excel workbook: ranking, both formulas live, a sheet a division and unit."""

from __future__ import annotations

import io

from dashboard.documents.cells import Book
from dashboard.documents.division_sheets import division_page, divisions_page
from dashboard.documents.formula_sheet import formula_page
from dashboard.documents.ground import Ground, Progress
from dashboard.documents.layout import lay_out
from dashboard.documents.ranking_sheet import ranking_page
from dashboard.documents.unit_sheets import unit_page

SAVING = 0.05
"""What of the work is left when all sheets are written, the first time it is told."""


def workbook(ground: Ground, told: Progress = lambda _part: None) -> bytes:
    """The workbook of a ground, in the reader's language; `told` hears how much is done."""
    book = Book()
    layout = lay_out(ground)
    ranking_page(book, ground, layout)
    divisions_page(book, ground, layout)
    formula_page(book, ground, layout)
    for group in ground.told.divisions:
        division_page(book, ground, layout, group)
    for number, unit in enumerate(ground.units, start=1):
        unit_page(book, ground, layout, unit)
        told((1 - SAVING) * number / len(ground.units))
    content = io.BytesIO()
    book.book.save(content)
    told(1.0)
    return content.getvalue()
