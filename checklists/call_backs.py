"""Which samples of its orders a unit is called back for, and when a customer counts as unreached.

HEAT draws out of all orders of a unit and month, GAS art. 7 class by class.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checklists.account_rules import CallingHours, SampleBand
from checklists.errors import N_
from checklists.order_rules import OrderRules, order_rules
from checklists.resting import Text
from checklists.work_calendar import ZONE

ALL_ORDERS = "all"
"""The code of the sample that is drawn out of all of a unit's orders."""

LEAST_CALLS = 2
APART = timedelta(hours=1)
"""Who must be called in any case was not reached when so many calls, so far apart, failed.

GAS art. 7 has the call repeated at another time and the failure documented, and says neither how
often nor when: both are local defaults.
"""

WHY_NOT_REACHED = {
    "no_answer": N_("Nobody answers"),
    "busy": N_("Engaged"),
    "switched_off": N_("Switched off or out of reach"),
    "declined": N_("Does not wish to talk"),
    "wrong_number": N_("Wrong number"),
    "no_number": N_("No telephone number is known"),
}
"""Why a customer was not reached, in words."""

IN_VAIN = frozenset({"declined", "wrong_number", "no_number"})
"""Where calling once more is of no use."""

ITEMS = {
    "connection": "CBK-01",
    "works": "CBK-02",
    "meter": "CBK-03",
    "counter": "CBK-04",
    "hotline": "CBK-05",
}
"""The items of the sheet of call-backs that a class of GAS art. 7 gives figures for."""


@dataclass(frozen=True)
class SampleRule:
    """A sample that is drawn of a unit's orders in a month.

    `orders` are the classes of orders it is drawn from, none for all; `since` is the day from
    which the rules it belongs to hold, `clause` where they stand.
    """

    scheme: str
    code: str
    name: Text | None
    bands: tuple[SampleBand, ...]
    orders: tuple[str, ...]
    since: date
    clause: str

    def covers(self, order_class: str) -> bool:
        """Whether orders of a class are in the population."""
        return not self.orders or order_class in self.orders

    @property
    def whole(self) -> bool:
        """Whether all are called, so that nobody can be drawn in another's place."""
        return all(band.share == 1 for band in self.bands)


def sample_rules(rules: OrderRules, regulations: Collection[str]) -> tuple[SampleRule, ...]:
    """The samples a division's regulations ask for; classes without work orders have none."""
    found = []
    if "HEAT" in regulations:
        unit = rules.callbacks.unit
        found.append(
            SampleRule(
                "HEAT", ALL_ORDERS, None, unit.bands, (), rules.valid_from, str(unit.reference)
            )
        )
    if "GAS" in regulations:
        found += [
            SampleRule(
                "GAS",
                one.code,
                one.name,
                (SampleBand(share=one.share),),
                one.orders,
                rules.valid_from,
                str(one.reference),
            )
            for one in rules.callbacks.classes
            if one.orders
        ]
    return tuple(found)


def sample_rule(rules: OrderRules, scheme: str, code: str) -> SampleRule:
    """The sample of a regulation with a code. Raises KeyError where there is none."""
    return {one.code: one for one in sample_rules(rules, {scheme})}[code]


def may_telephone(moment: datetime) -> bool:
    """Whether it is a time of the day at which customers are called. Raises NotInForce."""
    hours = calling_hours(moment)
    return hours.begins <= moment.astimezone(ZONE).time() < hours.ends


def calling_hours(moment: datetime) -> CallingHours:
    """Between which times of its day customers are called. Raises NotInForce."""
    return order_rules(moment.astimezone(ZONE).date()).callbacks.hours


def may_give_up(calls: Sequence[datetime], why: str) -> bool:
    """Whether failed calls are enough to tell of a customer as not reached."""
    if why in IN_VAIN:
        return True
    return len(calls) >= LEAST_CALLS and max(calls) - min(calls) >= APART
