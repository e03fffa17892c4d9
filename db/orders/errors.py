"""What can be wrong with a work order, as exceptions that word themselves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from checklists.errors import N_, Word
from db.errors import DataError

FIELDS = {
    "order_class": N_("class"),
    "unit": N_("unit"),
    "estate": N_("estate"),
    "building": N_("building"),
    "staircase": N_("staircase"),
    "room": N_("room"),
    "station": N_("station"),
    "contact": N_("contact"),
    "telephone": N_("telephone"),
    "problem": N_("problem"),
    "reported_at": N_("time of the call"),
    "opened_at": N_("time of entry"),
    "dispatched_at": N_("time of dispatch"),
    "taken_at": N_("time of receipt"),
    "arrived_at": N_("time of arrival"),
    "answered_at": N_("time of the answer"),
    "returned_at": N_("time of the return"),
    "restored_at": N_("time of restoring"),
    "closed_at": N_("time of closing"),
    "appointment_at": N_("appointment"),
    "appointment_proof": N_("proof of the appointment"),
    "paused_at": N_("beginning of the pause"),
    "resumed_at": N_("end of the pause"),
    "at": N_("time of the step"),
    "cause": N_("cause"),
    "done": N_("what was done"),
    "satisfaction": N_("satisfaction"),
    "reason": N_("reason"),
    "knowing": N_("knowledge of what was signed"),
    "number": N_("order number"),
    "shows": N_("what the photo shows"),
    "measured_at": N_("time of the measurement"),
    "customer": N_("name of the customer"),
    "sound": N_("heating installation of the home"),
    "insulated": N_("insulation of the home"),
}
"""How the fields of an order are called."""

STATES = {
    "open": N_("open"),
    "dispatched": N_("dispatched"),
    "received": N_("received"),
    "answered": N_("answered"),
    "closed": N_("closed"),
    "void": N_("void"),
}
"""How the states of an order are called."""


class OrderNotFound(DataError):
    """There is no such order, or whoever acts does not see it."""

    def __init__(self, order: str) -> None:
        super().__init__(N_("There is no such work order. Look for it in the list of orders."))
        self.order = order


class OrderExists(DataError):
    """An order with this id or this number of its source is there and is another one."""

    def __init__(self, number: str) -> None:
        super().__init__(
            N_("Another work order already has the number “{number}”. Open that one."),
            number=number[:40],
        )


class OrderRefused(DataError):
    """An entry of an order is not as it has to be; names the field, the value and the remedy."""

    def __init__(self, field: str, value: object, template: str, **params: Any) -> None:
        self.field = field
        shown = str(value)
        shown = shown if len(shown) <= 40 else shown[:39] + "…"
        label = Word(FIELDS.get(field, field))
        super().__init__(template, field=label, value=shown, **params)


class StepNotNow(DataError):
    """An order in this state does not take this step."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(
            N_("This work order is {state}: this can no longer, or not yet, be done with it."),
            state=Word(STATES.get(state, state)),
        )


class StepTaken(DataError):
    """The id of a step stands for another one."""

    def __init__(self) -> None:
        super().__init__(N_("This entry was used for something else. Open the order once more."))


class OrderChanged(DataError):
    """The order was changed since it was looked at; `kinds` are the steps, the newest last."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self.kinds = tuple(kinds)
        super().__init__(
            N_(
                "Meanwhile {number} steps were recorded for this work order; nothing was changed "
                "by you. Look at them below and enter yours again if it still holds."
            ),
            number=len(self.kinds),
        )


class NothingCorrected(DataError):
    """A correction leaves every fact as it is."""

    def __init__(self) -> None:
        super().__init__(N_("Nothing differs from what the work order says. Change a field first."))


class RestsOnOrder(OrderRefused):
    """Signed summaries or confirmed deductions rest on what is to be corrected.

    `before` and `after` are what would change, as it would stand in the history.
    """

    def __init__(
        self,
        summaries: Sequence[tuple[date, str]],
        deductions: Sequence[str],
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        self.summaries, self.deductions = tuple(summaries), tuple(deductions)
        self.before, self.after = before, after
        super().__init__(
            "knowing",
            "",
            N_(
                "Signed shift summaries: {summaries}; confirmed deductions: {deductions}. They "
                "rest on this work order, so nothing was changed. If it is right all the same, "
                "tick the box below and send it again."
            ),
            summaries=len(self.summaries),
            deductions=len(self.deductions),
        )


class UnitStays(OrderRefused):
    """A file names another unit for orders that were worked on, called back or decided on here."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "unit",
            "",
            N_(
                "{field}: {number} orders were worked on, called back or judged here for their "
                "unit. Hand them over on their own pages, with a reason. Load the file once more."
            ),
            number=number,
        )


class BareAnswer(OrderRefused):
    """An answer says no more than that it is done."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(
            field,
            value,
            N_(
                "{field}: “{value}” does not say enough. Write what was found or done on site, "
                "in a sentence."
            ),
        )


class PhotosMissing(DataError):
    """An answer lacks photos its class needs; `shows` are what they have to show.

    `anew` says that the order was sent back, and photos from before stand for nothing.
    """

    def __init__(self, shows: Iterable[str], *, anew: bool = False) -> None:
        self.shows = tuple(shows)
        template = {
            ("visit", "thermometer"): N_("Add a photo of the visit and one of the thermometer."),
            ("visit",): N_("Add a photo of the visit."),
            ("thermometer",): N_("Add a photo of the thermometer."),
            ("slip",): N_("Add a photo of the slip with the caller's signature."),
        }.get(self.shows, N_("Add the photos that are missing."))
        if anew:
            template = N_(
                "The order was sent back: add new photos of what it needs. Those from before do "
                "not stand for the new answer."
            )
        super().__init__(template)


class SamePhoto(DataError):
    """The very same picture is with the order already, whatever it was said to show."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This very picture is with the order already. Each photo stands for one thing: "
                "take another one."
            )
        )
