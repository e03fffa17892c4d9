"""Drawing the month's sample of units, and drawing it again to see that it is the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from checklists.account_rules import ClassSample
from checklists.order_rules import order_rules
from checklists.periods import Period
from dashboard.looks import today
from db import organisation
from db.actors import Actor
from db.callbacks import drawing, draws
from db.callbacks.drawing import Population
from db.callbacks.draws import DrawRow, Proof
from db.rows import UnitRow
from db.session import database


@dataclass(frozen=True)
class UnitMonth:
    """A unit in a month: what was drawn, or what there is to draw from."""

    unit: UnitRow
    drawn: tuple[DrawRow, ...]
    waiting: tuple[Population, ...]


@dataclass(frozen=True)
class DrawMonth:
    """All units of a month one draws for; `over` says that no reason is needed.

    `gas` says that one works for a division that works under GAS, with or without work orders.
    """

    month: str
    over: bool
    units: tuple[UnitMonth, ...]
    gas: bool = False

    @property
    def undrawn(self) -> tuple[UnitRow, ...]:
        """The units that are still to be drawn."""
        return tuple(one.unit for one in self.units if not one.drawn)

    @property
    def elsewhere(self) -> tuple[ClassSample, ...]:
        """The classes that GAS has called back and that have no work orders to draw from.

        None where no division works under GAS.
        """
        if not self.gas:
            return ()
        rules = order_rules(Period.parse(self.month).last_day).callbacks
        return tuple(one for one in rules.classes if not one.orders)


def look(actor: Actor, month: str) -> DrawMonth:
    """The units of a month with what was drawn of each. Raises BadPeriod."""
    with database().read(actor) as session:
        known: dict[int, list[DrawRow]] = {}
        for row in draws.draws(session, [month]):
            known.setdefault(row.unit.id, []).append(row)
        units = tuple(
            UnitMonth(
                unit,
                tuple(known.get(unit.id, ())),
                () if unit.id in known else tuple(drawing.populations(session, unit, month)),
            )
            for unit in drawing.units_to_draw(session, month)
        )
        gas = any(
            unit.division.works_under("GAS") and drawing.may_draw(session, unit)
            for unit in organisation.units(session, on=Period.parse(month).last_day)
        )
    return DrawMonth(month, Period.parse(month).last_day < today(), units, gas)


def draw(actor: Actor, month: str, units: Collection[int], reason: str = "") -> int:
    """Draw a month of some units, all or none; how many customers are to be called.

    Raises what `db.callbacks.drawing.draw_month` raises.
    """
    now = datetime.now(UTC)
    with database().write(actor) as session:
        made = {
            key for unit in units for key in drawing.draw_month(session, unit, month, now, reason)
        }
        return sum(row.size for row in draws.draws(session, [month]) if row.id in made)


def prove(actor: Actor, draw_id: int) -> Proof:
    """Draw again with the stored seed and compare. Raises DrawNotFound."""
    with database().read(actor) as session:
        return draws.redraw(session, draw_id)
