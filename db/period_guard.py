"""What may still happen in a month: refused once a period that holds it is closing or sealed."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.periods import Period, newest_first
from db.errors import DataError
from db.models_periods import PeriodState

# Any number will do as long as every writer on PostgreSQL asks for the same lock.
LOCK = 4_859_303


class PeriodClosing(DataError):
    """A period is being closed: what was begun may end, but nothing begins."""

    def __init__(self, period: Period) -> None:
        self.period = period
        super().__init__(
            N_(
                "{period} is being closed: no audit begins in it any more. "
                "Choose a later month, or ask an administrator to open it again."
            ),
            period=period,
        )


class PeriodSealed(DataError):
    """A period was sealed, and nothing in its months changes."""

    def __init__(self, period: Period) -> None:
        self.period = period
        super().__init__(
            N_(
                "{period} is sealed: nothing in its months changes any more. "
                "Ask an administrator to open it for a restatement."
            ),
            period=period,
        )


def hold_still(session: Session) -> None:
    """Let no period be sealed or opened until this transaction ends.

    Called before anything is noted in the trail, so that nobody waits in a circle. SQLite has one
    writer anyway; on PostgreSQL whoever changes an audit shares this lock with all who do.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock_shared(LOCK)))


def hold_alone(session: Session) -> None:
    """Wait for all who change something in a period, and let nobody begin to, until the end."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def check_begin(session: Session, month: str) -> None:
    """Raises PeriodClosing or PeriodSealed where no audit of a month may begin."""
    check_change(session, month)
    closing = _holding(session, "closing", [month])
    if closing is not None:
        raise PeriodClosing(closing)


def check_change(session: Session, *months: str) -> None:
    """Raises PeriodSealed where something in one of these months may no longer change."""
    hold_still(session)
    sealed = _holding(session, "sealed", months)
    if sealed is not None:
        raise PeriodSealed(sealed)


def check_from(session: Session, day: date) -> None:
    """Raises PeriodSealed for a change that holds from a day on which, or after which, one lies."""
    hold_still(session)
    reached = [one for one in in_state(session, "sealed") if one.last_day >= day]
    if reached:
        raise PeriodSealed(newest_first(reached)[-1])


def months_closed(session: Session) -> frozenset[str]:
    """The months in which no audit may begin."""
    closed = (*in_state(session, "closing"), *in_state(session, "sealed"))
    return frozenset(month for period in closed for month in period.months)


def in_state(session: Session, state: str) -> list[Period]:
    """The periods in a state other than `open`."""
    query = select(PeriodState.period).where(PeriodState.state == state)
    return [Period.parse(period) for period in session.scalars(query)]


def _holding(session: Session, state: str, months: Iterable[str]) -> Period | None:
    """The shortest of the periods in a state that hold one of these months."""
    asked = set(months)
    found = [one for one in in_state(session, state) if asked.intersection(one.months)]
    return newest_first(found)[-1] if found else None
