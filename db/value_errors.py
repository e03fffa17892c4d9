"""What can be wrong with a number or a moment that a column is to hold."""

from sqlalchemy.exc import DontWrapMixin

from checklists.errors import N_
from db.errors import DataError


class NumberNotExact(DataError, DontWrapMixin):
    """A float, or what is no number at all, was to be stored as an exact number."""

    def __init__(self, value: object) -> None:
        super().__init__(
            N_("{value} ({kind}) is no exact number. Use Decimal."),
            value=repr(value)[:40],
            kind=type(value).__name__,
        )


class TooManyDigits(DataError, DontWrapMixin):
    """A number has more decimals than its column keeps; nothing is rounded silently."""

    def __init__(self, value: object, digits: int) -> None:
        super().__init__(
            N_("{value} has more than {digits} decimals. Round it where it is computed."),
            value=str(value)[:40],
            digits=digits,
        )


class NumberTooLarge(DataError, DontWrapMixin):
    """A number does not fit into 64 bits once it is scaled."""

    def __init__(self, value: object) -> None:
        super().__init__(N_("{value} is too large to be stored."), value=str(value)[:40])


class TimeWithoutZone(DataError, DontWrapMixin):
    """A time without a zone was to be stored."""

    def __init__(self, value: object) -> None:
        super().__init__(N_("{value} has no time zone. Say in which zone it is."), value=str(value))
