"""Setting difficulty coefficients: from a month on and with a reason; none is ever changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.exact import POINT_DIGITS, plain
from checklists.periods import Period
from checklists.standing_rules import StandingRules
from db.actors import Role, require
from db.coefficients import CoefficientRow, newest, rows_of, rules_of
from db.errors import DataError, ReasonMissing, UnitNotFound
from db.models import Unit
from db.models_periods import Coefficient
from db.period_guard import check_from
from db.texts import entry
from db.trail import note, one_at_a_time


class CoefficientRefused(DataError):
    """A coefficient is no number above zero within its bounds."""

    def __init__(self, unit: str, value: object, most: Decimal) -> None:
        super().__init__(
            N_(
                "Difficulty coefficient of {unit}: “{value}” does not fit. Enter a number above 0 "
                "and up to {most} with at most {digits} decimals."
            ),
            unit=unit,
            value=str(value)[:40],
            most=plain(most),
            digits=POINT_DIGITS,
        )


class CoefficientsChanged(DataError):
    """Somebody else set coefficients since the preview was drawn."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Difficulty coefficients were changed by somebody else meanwhile. "
                "Nothing was set; look at the preview again."
            )
        )


@dataclass(frozen=True)
class Change:
    """A unit's coefficient in a period before and after, and the months to write it for."""

    unit_id: int
    before: Decimal
    after: Decimal
    months: tuple[str, ...]


def set_coefficients(
    session: Session,
    period: Period,
    values: Mapping[int, Decimal],
    reason: str,
    now: datetime,
    *,
    seen: int | None = None,
) -> int:
    """Let coefficients hold from a period on, until others are set; how many were changed.

    A unit that was given the value already keeps it without an entry. `seen` is `newest` when the
    change was looked at. Raises Forbidden, ReasonMissing, EntryRefused, UnitNotFound,
    CoefficientRefused, PeriodSealed where a sealed period would have others, or
    CoefficientsChanged where others were set since.
    """
    actor = require(session, Role.ADMINISTRATOR)
    if not reason.strip():
        raise ReasonMissing(N_("Say in a few words why the coefficients are set."))
    reason = entry(reason, 500)
    check_from(session, period.first_day)
    one_at_a_time(session)
    if seen is not None and seen != newest(session):
        raise CoefficientsChanged
    changes = planned(session, period, values)
    for one in changes:
        common = {"unit_id": one.unit_id, "value": one.after, "reason": reason, "set_at": now}
        session.add_all(Coefficient(month=m, set_by=actor.me, **common) for m in one.months)
        session.flush()
        before = {"coefficient": one.before}
        told = {"coefficient": one.after, "period": str(period), "months": list(one.months)}
        what = ("coefficient_set", "unit", one.unit_id)
        note(session, *what, before=before, after=told, reason=reason)
    return len(changes)


def planned(session: Session, period: Period, values: Mapping[int, Decimal]) -> list[Change]:
    """What would be written for some coefficients from a period on; nothing is written.

    For a unit that was never given one, the default is written too: then somebody has said it.

    Raises Forbidden, UnitNotFound, CoefficientRefused or PeriodSealed.
    """
    require(session, Role.ADMINISTRATOR)
    check_from(session, period.first_day)
    rules = rules_of(period)
    rows = rows_of(session, list(values))
    found = []
    for unit_id, value in values.items():
        unit = session.get(Unit, unit_id)
        if unit is None:
            raise UnitNotFound(unit_id)
        check_value(unit.code, value, rules.coefficient_most.value)
        was = _Values([row for row in rows if row.unit_id == unit_id], rules)
        if months := was.months(period, value):
            found.append(Change(unit_id, was.holding(period.months[-1]), value, tuple(months)))
    return found


def check_value(unit: str, value: object, most: Decimal) -> Decimal:
    """A coefficient that may be set. Raises CoefficientRefused with the unit's code."""
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 < value <= most:
        raise CoefficientRefused(unit, value, most)
    if value != round(value, POINT_DIGITS):
        raise CoefficientRefused(unit, value, most)
    return value


@dataclass(frozen=True)
class _Values:
    """The coefficients one unit was given, by month and number."""

    rows: Sequence[CoefficientRow]
    rules: StandingRules

    def holding(self, month: str) -> Decimal:
        """What holds in a month."""
        found = [row.value for row in self.rows if row.month <= month]
        return found[-1] if found else self.rules.coefficient_default.value

    def months(self, period: Period, value: Decimal) -> list[str]:
        """The months to write so that a value holds throughout a period and from then on.

        Months of the period that have a value of their own would else keep it.
        """
        first, *later = period.months
        own = [month for month in later if any(row.month == month for row in self.rows)]
        never = all(row.month > first for row in self.rows)
        return [
            month
            for month in (first, *own)
            if self.holding(month) != value or (never and month == first)
        ]
