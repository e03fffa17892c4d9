"""What can be wrong with a record of temperatures, as exceptions that word themselves."""

from checklists.errors import N_
from db.errors import DataError


class RecordGone(DataError):
    """A record that was to be corrected is not of this order, or was corrected already."""

    def __init__(self) -> None:
        super().__init__(
            N_("This record was corrected already. Load the page anew to see the newest.")
        )


class NoUnit(DataError):
    """An order is measured for by the unit that answers for it, and has none yet."""

    def __init__(self) -> None:
        super().__init__(
            N_("No unit answers for this order yet. Let the service centre dispatch it first.")
        )
