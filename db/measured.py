"""A month's figures of a unit on one sheet: one audit at a time, begun once, whoever begins it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.model import Sheet
from db.actors import Forbidden, Role, acting
from db.audits import AuditFilter, create_audit, list_audits
from db.errors import DataError
from db.locking import lock_audit
from db.models import OPEN, Answer, Audit, Person
from db.period_guard import check_change
from db.rows import AuditRow
from db.scope import EVERYTHING, may_inspect
from db.texts import month
from db.trail import note
from db.visible import units_of

HELD = (*OPEN, "submitted")
"""In these states an audit holds the figures of its unit, sheet and month."""

MOST = 100_000
AT_ONCE = 500
# The audit of a unit, sheet and month has an id of its own, so that two begin the same one.
NAMESPACE = UUID("b1c7a5b0-3c0e-5a43-9f0c-6d1c1a4b7e52")


class FiguresThere(DataError):
    """Somebody has begun the figures of this unit, sheet and month already."""

    def __init__(self, person: str) -> None:
        super().__init__(
            N_(
                "{person} has entered these figures already, or is about to. Ask {person} or an "
                "administrator to share or correct them."
            ),
            person=person,
        )


@dataclass(frozen=True)
class Begun:
    """That the figures of a unit on a sheet are somebody's: in which state, and whose."""

    unit_id: int
    sheet: str
    state: str
    inspector: str


def figures_of(
    session: Session, period: str, sheets: Collection[str], unit_id: int | None = None
) -> list[AuditRow]:
    """The audits that hold figures of a month, as far as whoever acts sees them, newest first.

    Of one unit where one is named.
    """
    wanted = AuditFilter(
        unit_id=unit_id,
        first_period=month(period),
        last_period=month(period),
        states=HELD,
        sheets=tuple(sheets),
    )
    return list_audits(session, wanted, limit=MOST).rows


def begun_by_others(session: Session, period: str, sheets: Collection[str]) -> list[Begun]:
    """Whose the figures of a month are, at the units that whoever acts inspects.

    An inspector does not see another one's audits; told are only unit, sheet, state and name, so
    that nobody enters figures a second time.
    """
    actor, mine = acting(session), units_to_enter(session, period)
    if not mine:
        return []
    query = (
        select(Audit.unit_id, Audit.sheet, Audit.state, Person.name)
        .join(Person, Person.id == Audit.inspector_id)
        .where(
            Audit.period == period,
            Audit.sheet.in_(sheets),
            Audit.state.in_(HELD),
            Audit.unit_id.in_(mine),
            Audit.inspector_id != actor.me,
        )
        .order_by(Audit.created_at.desc(), Audit.id)
    )
    return [Begun(*row) for row in session.execute(query, execution_options=EVERYTHING)]


def units_to_enter(session: Session, period: str) -> frozenset[int] | None:
    """The units for which whoever acts may enter figures of a month; None for all there are."""
    actor = acting(session)
    if actor.may_all:
        return None
    day = date.fromisoformat(f"{month(period)}-01")
    divisions = units_of(actor.divisions(Role.INSPECTOR), day)
    return actor.units(Role.INSPECTOR) | frozenset(session.scalars(divisions))


def begin_figures(
    session: Session,
    *,
    unit_id: int,
    sheet: Sheet,
    period: str,
    kind: str,
    subject: str,
    audited_on: date,
    inspector_id: int,
    now: datetime,
) -> AuditRow:
    """Open the audit that holds a month's figures of a unit on a sheet; there is one at a time.

    Raises FiguresThere, ChangedMeanwhile where somebody begins it at the same moment, or what
    `db.audits.create_audit` refuses.
    """
    of_month = (Audit.unit_id == unit_id) & (Audit.period == month(period))
    of_month &= Audit.sheet == sheet.code
    key = str(uuid5(NAMESPACE, f"{unit_id}/{sheet.code}/{period}/{_number(session, of_month)}"))
    # Asked first, so that whoever may not begin them does not learn who did.
    if not may_inspect(session, unit_id, date.fromisoformat(f"{month(period)}-01")):
        raise Forbidden
    held = _holder(session, of_month)
    if held is not None:
        raise FiguresThere(held)
    return create_audit(
        session,
        unit_id=unit_id,
        sheet=sheet,
        period=period,
        kind=kind,
        subject=subject,
        audited_on=audited_on,
        inspector_id=inspector_id,
        now=now,
        audit_id=key,
    )


def bring_up_to(session: Session, audit_id: str, person_id: int, on: date) -> None:
    """Let open figures be of a later day of their month, so that they tell of what came since.

    An earlier day, or one of another month, changes nothing. Raises as `lock_audit`,
    or PeriodSealed.
    """
    audit = lock_audit(session, audit_id, person_id)
    later = audit.audited_on < on and audit.audited_on.replace(day=1) == on.replace(day=1)
    if audit.state not in OPEN or not later:
        return
    check_change(session, audit.period)
    session.execute(update(Audit).where(Audit.id == audit.id).values(audited_on=on))
    before, after = {"audited_on": audit.audited_on}, {"audited_on": on}
    note(session, "redated", "audit", audit.id, before=before, after=after)


def _number(session: Session, of_month: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Audit).where(of_month)
    return session.execute(query, execution_options=EVERYTHING).scalar_one()


def _holder(session: Session, of_month: ColumnElement[bool]) -> str | None:
    query = select(Person.name).join(Audit, Audit.inspector_id == Person.id)
    query = query.where(of_month, Audit.state.in_(HELD)).limit(1)
    return session.scalars(query, execution_options=EVERYTHING).first()


def present_answers(
    session: Session, audit_ids: Collection[str]
) -> dict[str, dict[str, dict[str, Any] | None]]:
    """The present answers of some audits by audit and item; those one does not see are left out."""
    found: dict[str, dict[str, dict[str, Any] | None]] = {}
    for some in _batched(sorted(audit_ids), AT_ONCE):
        query = select(Answer.audit_id, Answer.item, Answer.answer).where(Answer.audit_id.in_(some))
        for key, item, answer in session.execute(query):
            found.setdefault(key, {})[item] = answer
    return found


def _batched(values: Sequence[str], number: int) -> Iterator[Sequence[str]]:
    """Values in runs of so many: a statement takes only so many parameters."""
    return (values[place : place + number] for place in range(0, len(values), number))
