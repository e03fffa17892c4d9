"""Every kind of fault a row of the organisation's workbook can have, with what mends it."""

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
NO_SHEET = Problem(
    N_("No sheet of this name is known."),
    N_("Name it {names}, or delete it."),
)
TWO_SHEETS = Problem(
    N_("Two sheets hold the same kind of row."), N_("Put the rows into one sheet.")
)
NO_COLUMN = Problem(
    N_("No column of this name is known, so the sheet was not read."),
    N_("Name it {names}, or delete the column."),
)
MISSING_COLUMN = Problem(
    N_("This column is missing, so the sheet was not read."),
    N_("Add it with this heading in the first row; the template has it."),
)
TWO_COLUMNS = Problem(
    N_("Two columns have this heading, so the sheet was not read."), N_("Delete one of them.")
)

TWICE = Problem(N_("The same stands in row {first} already."), N_("Delete one of the two rows."))
NO_DIVISION = Problem(
    N_("There is no division of this code, neither here nor in a good row of the file."),
    N_("Correct the code, or add the division to its sheet."),
)
NO_UNIT = Problem(
    N_("There is no unit of this code, neither here nor in a good row of the file."),
    N_("Correct the code, or add the unit to its sheet."),
)
NO_PERSON = Problem(
    N_("There is no person of this code, neither here nor in a good row of the file."),
    N_("Correct the code, or add the person to its sheet."),
)
NO_REGULATION = Problem(
    N_("These are no regulations of a division."),
    N_("Write one or more of {known}, with commas; or leave the cell empty."),
)
UNIT_CLOSED = Problem(
    N_("This unit has been closed."), N_("Take the row out, or open the unit again on its page.")
)
PERSON_LEFT = Problem(
    N_("This person has left."), N_("Take the row out, or take the person back on the page.")
)
SINCE_FIXED = Problem(
    N_("The unit belongs to this division since {since}; a file does not rewrite the past."),
    N_("Leave the cell empty, or write {since}."),
)
MOVE_WITHOUT_DAY = Problem(
    N_("The unit belongs to division {division}; it is not said from which day it moves."),
    N_("Write the day of the move."),
)
MOVE_TOO_EARLY = Problem(
    N_("The unit belongs to division {division} since {since}."),
    N_("Write a later day for the move."),
)
IN_USE = Problem(N_("Someone else has it: {person}."), N_("Choose another one."))
NO_EMAIL = Problem(N_("This is no e-mail address."), N_("Write it like name@example.com."))
NO_ROLE = Problem(N_("There is no such role."), N_("Write one of: {roles}."))
NOT_FOR_DIVISION = Problem(N_("This role is not for a division."), N_("Leave the cell empty."))
NOT_FOR_UNIT = Problem(N_("This role is not for a unit."), N_("Leave the cell empty."))
DIVISION_ASKED = Problem(N_("This role is for a division."), N_("Write the division's code."))
UNIT_ASKED = Problem(N_("This role is for a unit."), N_("Write the unit's code."))
ONE_ASKED = Problem(
    N_("An inspector is for a division or for a unit, for one of the two."),
    N_("Write one code and leave the other cell empty."),
)
ENDS_BEFORE = Problem(
    N_("It ends before it begins on {since}."), N_("Write a later day, or leave the cell empty.")
)
ROLE_ENDED = Problem(
    N_("This role ends on {until}; a file does not lengthen it."),
    N_("Take the row out, or give the role anew from a later day."),
)
HELD_ALREADY = Problem(
    N_("This role is held already, from {since} to {until}."),
    N_("Correct the days so that the two do not overlap."),
)
