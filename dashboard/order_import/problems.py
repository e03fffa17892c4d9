"""Every kind of fault an exported order can have beside those of its cells, with what mends it."""

from __future__ import annotations

from checklists.errors import N_
from dashboard.imports.faults import Problem

SHORT_ROW = Problem(
    N_("The row has more or fewer cells than the headings."),
    N_("Look for a separator or a quotation mark too many, or export it as .xlsx."),
)
NO_DATE = Problem(N_("This is no date with a time."), N_("Write it like 2026-11-22 14:05."))
NO_CLOCK = Problem(
    N_("The time of day is missing; due times run by the minute."),
    N_("Export the column with its time, or leave the column out above."),
)
TWO_WAYS = Problem(
    N_("Day and month can be read two ways."), N_("Say above which of them comes first.")
)
TURNED_DATE = Problem(
    N_("Day and month stand the other way round here."),
    N_("Write it like 2026-11-22 14:05, or say above which of them comes first."),
)
FAR_DATE = Problem(N_("This date lies before 2020 or after 2100."), N_("Check the year."))
FUTURE = Problem(N_("This lies in the future."), N_("Check the date and the time."))
TOO_EARLY = Problem(
    N_("This lies before “{name}” ({moment})."), N_("Correct one of the two times.")
)
NO_CLASS = Problem(
    N_("It is not said which class this value stands for."), N_("Choose the class above.")
)
CLASS_ASKED = Problem(
    N_("The order has no class."), N_("Fill it in, or choose above which class holds without one.")
)
NO_SATISFACTION = Problem(
    N_("It is not said what this value stands for."), N_("Choose its meaning above.")
)
NO_UNIT = Problem(
    N_("The division has no unit of this code or name."),
    N_("Choose the unit above, or correct the name."),
)
NEAR_UNIT = Problem(
    N_("The division has no unit of this code or name."),
    N_("Perhaps {near} is meant: choose it above, or correct the name."),
)
UNIT_ASKED = Problem(N_("The order was dispatched, but no unit is named."), N_("Name the unit."))
NO_COUNT = Problem(N_("This is no whole number from 0 to 99."), N_("Write how many times, like 2."))
TWICE = Problem(
    N_("The same number stands in row {first} already."), N_("Delete one of the two rows.")
)
NO_OPENING = Problem(
    N_("Neither the call nor the opening of the order has a time."), N_("Fill in one of the two.")
)
