"""What can be wrong with a deduction or a decision on one, as exceptions that word themselves."""

from datetime import date, datetime

from checklists.errors import N_
from db.errors import DataError


class EventNotFound(DataError):
    """There is no such deduction, or whoever asks does not see it."""

    def __init__(self) -> None:
        super().__init__(N_("There is no such deduction."))


class EventRefused(DataError):
    """A deduction that is entered by hand lacks something; names field, value and remedy."""


class DecisionReasonMissing(DataError):
    """Rejecting needs a reason, and so does another decision than the one before."""

    def __init__(self) -> None:
        super().__init__(
            N_("Say why: a rejected deduction and a corrected decision need a reason.")
        )


class DecidedMeanwhile(DataError):
    """Somebody else decided on one of them since they were looked at."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Somebody else has decided on one of these deductions since you looked. "
                "Nothing was written. Look at them again."
            )
        )


class AlreadyDecided(DataError):
    """The same was decided before."""

    def __init__(self) -> None:
        super().__init__(N_("This is what was decided already. Nothing was written."))


class OwnEvent(DataError):
    """Whoever entered a deduction by hand does not confirm it alone."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "You entered one of these deductions yourself. Another head of the division or "
                "an administrator confirms it."
            )
        )


class NotBelowTheLine(DataError):
    """A unit is not below the line, and nothing was decided on it before."""

    def __init__(self) -> None:
        super().__init__(
            N_("This unit is not below the line. There is nothing to decide on its elimination.")
        )


class TimeAhead(EventRefused):
    """A moment that is still to come."""

    def __init__(self, moment: datetime, now: datetime) -> None:
        super().__init__(
            N_(
                "Time {time}: it is later than now ({now}). Enter when it happened, not later "
                "than now."
            ),
            time=f"{moment:%Y-%m-%d %H:%M}",
            now=f"{now:%H:%M}",
        )


class OutsideTheAccount(EventRefused):
    """A day on which nothing is taken off the account."""

    def __init__(self, day: date) -> None:
        super().__init__(
            N_(
                "Day {day}: nothing is taken off the account on that day. Choose a day of a "
                "heating season since the rules are in force, not later than today."
            ),
            day=day.isoformat(),
        )
