"""What can be wrong with a decision of a meeting, as exceptions that word themselves."""

from checklists.errors import N_
from checklists.periods import Period
from db.errors import DataError


class DecisionRefused(DataError):
    """A decision lacks something or names what is not there; says field, value and remedy."""


class PeriodHasItsSeal(DataError):
    """The period was sealed, and the decisions of its meeting with it."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            N_(
                "{period} is sealed, and the decisions of its meeting with it. An administrator "
                "can open it for a restatement."
            ),
            period=period,
        )


class TakenDownMeanwhile(DataError):
    """Somebody else took something down on the same matter since it was looked at."""

    def __init__(self, person: str) -> None:
        super().__init__(
            N_(
                "{person} has taken something down on this since you looked. Nothing was "
                "written. What you typed is still here: compare, then save it again."
            ),
            person=person,
        )


class NothingNew(DataError):
    """What is to be taken down stands there already."""

    def __init__(self) -> None:
        super().__init__(N_("This is what was taken down already. Nothing was written."))
