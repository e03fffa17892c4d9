"""Every kind of fault a cell can have whatever its file is about, with what mends it."""

from __future__ import annotations

from checklists.errors import N_
from dashboard.imports.faults import Problem

EMPTY = Problem(N_("This cell is empty."), N_("Fill it in."))
FORMULA = Problem(
    N_("This is a formula; only values are taken."),
    N_("Copy the cell and paste it as a value."),
)
BROKEN_VALUE = Problem(N_("Excel shows an error here."), N_("Correct the cell in Excel."))
TRUE_OR_FALSE = Problem(N_("This is a true/false value."), N_("Write it as text."))
TURNED_DATE = Problem(
    N_("Excel has made a date of it."),
    N_("Format the column as text and type the value again."),
)
ROUNDED = Problem(
    N_("Excel rounds numbers of more than 15 digits."),
    N_("Format the column as text and type the value again."),
)
TOO_LONG = Problem(N_("More than {most} characters."), N_("Shorten it."))
CONTROL = Problem(
    N_("It holds a line break or an invisible character."), N_("Type the value again in one line.")
)
NO_DATE = Problem(N_("This is no date."), N_("Write it like 2026-11-22."))
FAR_DATE = Problem(
    N_("This date lies before 1990 or after 2100."), N_("Check year, month and day.")
)
