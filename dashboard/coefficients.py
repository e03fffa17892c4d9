"""Difficulty coefficients: which hold, what others would change, and setting them with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from checklists.errors import N_, WordedError
from checklists.periods import Period, around
from dashboard.coefficient_numbers import Others, is_far, read_number
from dashboard.coefficient_periods import PeriodChange, first_free_month, others_changed
from dashboard.looks import today
from dashboard.people import asked
from dashboard.standings.roll_up import standings_of
from dashboard.what_if.scores import GroupChange, other_coefficients
from db import coefficient_changes
from db import coefficients as stored
from db.actors import Actor, Role, require
from db.audits import months
from db.coefficient_changes import Change
from db.coefficients import CoefficientRow
from db.rankings import ranked_units
from db.rows import UnitRow
from db.session import database


class NothingChanged(WordedError):
    """Every unit has the coefficient that was typed already."""

    def __init__(self) -> None:
        super().__init__(N_("These coefficients hold already. Enter another one to change it."))


@dataclass(frozen=True)
class Weight:
    """A unit and its coefficient in a period; `since` is None where none was ever set."""

    unit: UnitRow
    value: Decimal
    since: CoefficientRow | None


@dataclass(frozen=True)
class UnitChange:
    """A unit's coefficient in a period before and after, and what the other units had before.

    `far` says that it lies so far from those that it may be a slip of the pen.
    """

    unit: UnitRow
    before: Decimal
    after: Decimal
    others: Others | None = None
    far: bool = False


@dataclass(frozen=True)
class Preview:
    """What coefficients would change in a period, before they hold.

    `values` are those to be set, by unit; `seen` names the state that was looked at. `groups`
    are the company first and then the divisions, those that stay as they are among them; `others`
    are the other periods of which a score would change.
    """

    period: Period
    values: Mapping[int, Decimal]
    seen: int
    units: tuple[UnitChange, ...]
    groups: tuple[GroupChange, ...]
    others: tuple[PeriodChange, ...]


def periods(actor: Actor) -> list[str]:
    """The periods for which coefficients can be looked at: with audits, and around today."""
    with database().read(actor) as session:
        require(session, Role.DIVISION_HEAD)
        return [str(period) for period in _listed(session)]


def opening(actor: Actor) -> str:
    """The period to begin with: the newest year, or for who sets coefficients, where one is sealed
    already, the first month for which they can be set. Raises Forbidden.
    """
    with database().read(actor) as session:
        require(session, Role.DIVISION_HEAD)
        newest = _listed(session)[0]
        free = first_free_month(session, newest) if actor.may_all else None
        return str(free or newest)


def first_free(actor: Actor, period: Period) -> Period | None:
    """The first month for which coefficients can be set where the period's own first is sealed.

    None where nothing is in the way. Raises Forbidden.
    """
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        return first_free_month(session, period)


def weights(actor: Actor, period: Period) -> list[Weight]:
    """The coefficients of a period, of the units an administrator or a head is responsible for.

    Raises Forbidden.
    """
    with database().read(actor) as session:
        require(session, Role.DIVISION_HEAD)
        values = stored.coefficients(session, period)
        held = stored.in_force(session, period)
        return [
            Weight(unit, values[unit.id], held.get(unit.id))
            for unit in ranked_units(session, period)
            if unit.closed_on is None or unit.closed_on > period.first_day
        ]


def history(actor: Actor, unit: int) -> list[CoefficientRow]:
    """Every coefficient a unit was given, the newest first. Raises Forbidden or UnitNotFound."""
    with database().read(actor) as session:
        return stored.history(session, unit)


def preview(actor: Actor, period: Period, typed: Mapping[int, str]) -> Preview:
    """What coefficients as they were typed would change; nothing is written.

    Raises Forbidden, NotANumber, CoefficientRefused, UnitNotFound, PeriodSealed, NothingChanged.
    """
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        known = {unit.id: unit for unit in ranked_units(session, period)}
        values = {
            key: read_number(known[key].code, text) for key, text in typed.items() if key in known
        }
        changes = coefficient_changes.planned(session, period, values)
        if not changes:
            raise NothingChanged
        stands = standings_of(session, period)
        seen = stored.newest(session)
        others = others_changed(session, period, changes, _listed(session))
        held = stored.coefficients(session, period)
    after = {change.unit_id: change.after for change in changes}
    held = {unit: value for unit, value in held.items() if unit in known}
    units = [_unit_change(known[one.unit_id], one, held, period) for one in changes]
    return Preview(period, after, seen, tuple(units), other_coefficients(stands, after), others)


def settle(actor: Actor, looked_at: Preview, reason: str) -> int:
    """Let what was looked at hold; how many units have another coefficient now.

    Raises Forbidden, ReasonAsked, CoefficientsChanged or what `preview` raises.
    """
    with database().write(actor) as session:
        return coefficient_changes.set_coefficients(
            session,
            looked_at.period,
            looked_at.values,
            asked(reason),
            datetime.now(UTC),
            seen=looked_at.seen,
        )


def _unit_change(
    unit: UnitRow, change: Change, held: Mapping[int, Decimal], period: Period
) -> UnitChange:
    others = Others.of([value for key, value in held.items() if key != unit.id])
    times = stored.rules_of(period).coefficient_far
    far = times is not None and is_far(change.after, change.before, others, times.value)
    return UnitChange(unit, change.before, change.after, others, far)


def _listed(session: Any) -> list[Period]:
    here = Period.month_of(today())
    coming = Period.month_of(here.last_day + timedelta(days=1))
    free = first_free_month(session, here) or coming
    return around({*months(session), *(str(one) for one in (here, coming, free))})
