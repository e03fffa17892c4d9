"""Every kind of fault a row of the figures' workbook can have, with what mends it."""

from checklists.errors import N_
from dashboard.imports.faults import Problem

NO_UNIT = Problem(
    N_("There is no unit of this code whose figures you may enter."),
    N_("Correct the code; the template has the codes of your units."),
)
OTHER_MONTH = Problem(
    N_("The row is of another month than {period}."),
    N_("Write {period}, or choose the row's month above and read the file there."),
)
TWICE = Problem(N_("The same unit stands in row {first} already."), N_("Delete one of the rows."))
HELD = Problem(
    N_("{person} has entered these figures already."),
    N_("Take the row out, or ask {person} or an administrator to correct them."),
)
NO_SOURCE = Problem(
    N_("The figures have no source."),
    N_("Name the report or the system they come from."),
)
OTHER_NUMBER = Problem(
    N_("The sheet of outages lists {listed} for this unit."),
    N_("Make the number and the list agree; 0 stands for none."),
)
NOT_LISTED = Problem(
    N_("The unit has no row of indicators that takes outages."),
    N_("Add the number of outages to the unit's row of indicators."),
)
