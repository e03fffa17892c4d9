"""What can be wrong with a draw or a call, as exceptions that word themselves."""

from datetime import datetime

from checklists.errors import N_
from db.errors import DataError


class DrawRefused(DataError):
    """A month cannot be drawn now, or not without a reason."""


class AlreadyDrawn(DrawRefused):
    """A unit's month is drawn once."""

    def __init__(self, unit: str, month: str) -> None:
        super().__init__(
            N_("The month {month} of {unit} has been drawn already. A month is drawn once."),
            unit=unit,
            month=month,
        )


class MonthRunning(DrawRefused):
    """A month that is not over is drawn with a reason only."""

    def __init__(self, month: str) -> None:
        super().__init__(
            N_("The month {month} is not over. Wait until it is, or say why it is drawn early."),
            month=month,
        )


class MonthAhead(DrawRefused):
    """A month that has not begun has no orders."""

    def __init__(self, month: str) -> None:
        super().__init__(N_("The month {month} has not begun. Choose another one."), month=month)


class NoSamples(DrawRefused):
    """The division works under no regulation that asks for call-backs."""

    def __init__(self, unit: str) -> None:
        super().__init__(
            N_(
                "{unit} works under no regulation that asks for call-backs. An administrator "
                "sets the regulations of a division on the page of the organisation."
            ),
            unit=unit,
        )


class DrawNotFound(DataError):
    """There is no such draw, or it is not for whoever asks."""

    def __init__(self) -> None:
        super().__init__(N_("There is no such draw."))


class CallNotFound(DataError):
    """There is no such call-back, or it is not for whoever asks."""

    def __init__(self) -> None:
        super().__init__(N_("There is no such call-back."))


class CallRefused(DataError):
    """What was recorded of a call lacks something, or does not fit; `field` names it."""

    def __init__(self, field: str, template: str, **params: object) -> None:
        self.field = field
        super().__init__(template, **params)


class CallAtOddTime(CallRefused):
    """A call is recorded after it was made, and made after its order was drawn."""

    def __init__(self, drawn_at: datetime) -> None:
        self.drawn_at = drawn_at
        super().__init__(
            "called_at",
            N_("The time of the call lies before the draw or in the future. Enter when it was."),
        )


class CallSettled(CallRefused):
    """Another order was drawn in the place of this one."""

    def __init__(self) -> None:
        super().__init__(
            "then",
            N_("Another order was drawn in the place of this one. Go back to the list of calls."),
        )


class CallMade(CallRefused):
    """The call-back is done; recording it anew needs a reason."""

    def __init__(self) -> None:
        super().__init__(
            "reason",
            N_(
                "This call-back is recorded already, and yours was not saved. If it has to be "
                "recorded anew, say why."
            ),
        )
