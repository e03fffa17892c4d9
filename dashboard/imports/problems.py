"""Every kind of fault a row of the organisation's workbook can have, with what mends it."""

from __future__ import annotations

from checklists.errors import N_
from dashboard.imports.faults import Problem

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
