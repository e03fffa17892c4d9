"""Periods as administrators take them further and heads look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from checklists.periods import Period, around, newest_first
from dashboard.looks import today
from dashboard.periods.covered import provisional_units
from db import period_guard, periods, seals
from db.actors import Actor, Role, require
from db.counting import AuditNumbers, numbers_by_month
from db.periods import PeriodRow
from db.seals import SealRow
from db.session import database


@dataclass(frozen=True)
class PeriodLine:
    """A period, how far it is, and how many audits of each kind there are in it.

    `row` is None while the period was never closed; `provisional` counts the units whose score
    rests on fewer audits than coverage asks for.
    """

    period: Period
    state: str
    row: PeriodRow | None
    audits: AuditNumbers
    provisional: int = 0

    @property
    def may_be_sealed(self) -> bool:
        """Whether the period is far enough to be sealed."""
        return self.state in ("closing", "restating") and self.period.last_day < today()


def every_period(actor: Actor) -> list[PeriodLine]:
    """The periods with audits or with a state of their own, years first, the newest first.

    For heads and administrators; the audits are those they see. Raises Forbidden.
    """
    with database().read(actor) as session:
        rows = periods.states(session)
        by_month = numbers_by_month(session)
    known = newest_first({*around(by_month), *rows})
    provisional = provisional_units(actor, known)
    return [_line(one, rows, by_month, provisional.get(one, 0)) for one in known]


def state_of(actor: Actor, period: Period) -> str:
    """How far a period is: `open`, `closing`, `sealed` or `restating`."""
    with database().read(actor) as session:
        return periods.state_of(session, period)


def history(actor: Actor, period: Period) -> list[SealRow]:
    """The seals of a period, the newest first; for heads and administrators. Raises Forbidden."""
    with database().read(actor) as session:
        return seals.seals_of(session, period)


def opened_together(actor: Actor, period: Period) -> tuple[Period, ...]:
    """The sealed periods that a restatement of one of them would open. Raises Forbidden."""
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        return periods.overlapping(period, period_guard.in_state(session, "sealed"))


def close(actor: Actor, period: Period) -> None:
    """Let no audit begin in a period any more. Raises Forbidden or StepRefused."""
    with database().write(actor) as session:
        periods.close(session, period, datetime.now(UTC))


def open_again(actor: Actor, period: Period, reason: str) -> None:
    """Let audits begin in a closing period again.

    Raises Forbidden, StepRefused, ReasonMissing or EntryRefused.
    """
    with database().write(actor) as session:
        periods.open_again(session, period, reason, datetime.now(UTC))


def restate(actor: Actor, period: Period, reason: str) -> tuple[Period, ...]:
    """Open a sealed period, and those that share its months, to put something right.

    Raises Forbidden, StepRefused, ReasonMissing or EntryRefused.
    """
    with database().write(actor) as session:
        return periods.open_restatement(session, period, reason, datetime.now(UTC))


def _line(
    period: Period,
    rows: dict[Period, PeriodRow],
    by_month: dict[str, AuditNumbers],
    provisional: int,
) -> PeriodLine:
    row = rows.get(period)
    numbers = [by_month[month] for month in period.months if month in by_month]
    state = "open" if row is None else row.state
    return PeriodLine(period, state, row, sum(numbers, AuditNumbers()), provisional)
