"""Double audits: planned by an administrator, begun by each of two inspectors for themselves.

Neither of the two sees the other's audit: what one sees of audits is narrowed in `db.visible`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.model import Sheet
from db import organisation, persons
from db.actors import Role, acting, require
from db.audits import create_audit
from db.errors import DataError, UnitNotFound
from db.grants import all_held
from db.models import DOUBLE, OPEN, STATES, Audit, Division, Unit
from db.models_access import Membership
from db.models_double import DoubleAudit
from db.period_guard import check_begin
from db.rows import AuditRow, PersonRow, UnitRow, unit_row
from db.sharing import who_inspects
from db.texts import entry, printable
from db.trail import note, one_at_a_time
from db.visible import belongs


class DoubleRefused(DataError):
    """A double audit cannot be planned, begun or withdrawn so."""


@dataclass(frozen=True)
class NewDouble:
    """What two people audit apart: a sheet at a unit on a day, and what of it, like an address."""

    unit_id: int
    sheet: str
    planned_for: date
    subject: str
    first_id: int
    second_id: int


@dataclass(frozen=True)
class DoubleRow:
    """A double audit; `inspectors` and `audits` (the keys of their audits) are in one order."""

    id: str
    unit: UnitRow
    sheet: str
    period: str
    planned_for: date
    subject: str
    inspectors: tuple[int, int]
    audits: tuple[str, str]
    withdrawn_reason: str | None

    def audit_of(self, person_id: int) -> str:
        """The key of one inspector's audit."""
        return self.audits[self.inspectors.index(person_id)]


def plan(session: Session, key: str, new: NewDouble, now: datetime) -> DoubleRow:
    """Plan a double audit; a second time with the same key it is the one there is.

    Raises Forbidden but for administrators, UnitNotFound, PersonNotFound, DoubleRefused,
    EntryRefused, PeriodClosing or PeriodSealed.
    """
    actor = require(session, Role.ADMINISTRATOR)
    one_at_a_time(session)
    key = str(UUID(key))
    if session.get(DoubleAudit, key) is not None:
        return double(session, key)
    period = new.planned_for.isoformat()[:7]
    check_begin(session, period)
    unit = _unit_on(session, new.unit_id, new.planned_for)
    _check_inspectors(session, unit, new)
    keys = {f"{place}_audit": str(uuid5(NAMESPACE_OID, f"{key}/{place}")) for place in PLACES}
    told = {
        "unit_id": unit.id,
        "sheet": printable(new.sheet),
        "period": period,
        "planned_for": new.planned_for,
        "subject": entry(new.subject, least=2),
        "first_id": new.first_id,
        "second_id": new.second_id,
    }
    session.add(DoubleAudit(id=key, **told, **keys, planned_at=now, planned_by=actor.me))
    session.flush()
    note(session, "double_planned", "double", key, after=told)
    return double(session, key)


PLACES = ("first", "second")


def who_could(session: Session, unit_id: int, on: date) -> list[PersonRow]:
    """Who could audit a unit on a day without seeing the other's audit, by code.

    Raises Forbidden but for administrators, UnitNotFound, or DoubleRefused for a closed unit.
    """
    require(session, Role.ADMINISTRATOR)
    everything = {row.person_id for row in all_held(session, on) if row.role == Role.ADMINISTRATOR}
    there = who_inspects(session, _unit_on(session, unit_id, on), on)
    return [row for row in there if row.id not in everything]


def withdraw(session: Session, key: str, why: str, now: datetime) -> None:
    """Take back a double audit that nobody has begun, void ones apart; a second time changes
    nothing.

    Raises Forbidden but for administrators, DoubleRefused or EntryRefused.
    """
    actor = require(session, Role.ADMINISTRATOR)
    one_at_a_time(session)
    why = entry(why, 500, least=2)
    row = _found(session, DoubleAudit.id == printable(key))
    if row.withdrawn_at is not None:
        return
    both = Audit.id.in_([row.first_audit, row.second_audit])
    begun = select(Audit.id).where(both, Audit.state != "void")
    if session.scalars(begun).first() is not None:
        raise DoubleRefused(N_("It has been begun. Void its audits instead, with the reason."))
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, actor.me, why
    session.flush()
    note(session, "double_withdrawn", "double", key, reason=why)


def doubles(session: Session, first: str, last: str) -> list[DoubleRow]:
    """The double audits of the months from `first` to `last`, the newest first.

    Raises Forbidden but for administrators.
    """
    require(session, Role.ADMINISTRATOR)
    return _rows(session, DoubleAudit.period.between(printable(first), printable(last)))


def in_states(session: Session, keys: Collection[str], states: Collection[str]) -> set[str]:
    """Of the audits with these keys that whoever acts sees, those in one of some states."""
    query = select(Audit.id).where(Audit.id.in_(keys), Audit.state.in_(states))
    return set(session.scalars(query))


def double(session: Session, key: str) -> DoubleRow:
    """One double audit that whoever acts may see. Raises DoubleRefused."""
    found = _rows(session, DoubleAudit.id == printable(key))
    if not found:
        raise _unknown()
    return found[0]


def mine(session: Session) -> list[DoubleRow]:
    """The double audits that whoever acts has still to hand in, the earliest first."""
    me = acting(session).person_id
    asked = or_(DoubleAudit.first_id == me, DoubleAudit.second_id == me)
    rows = _rows(session, asked, DoubleAudit.withdrawn_at.is_(None))
    keys = [row.audit_of(me) for row in rows if me is not None]
    done = in_states(session, keys, {*STATES} - {*OPEN})
    return [row for key, row in zip(keys, rows, strict=True) if key not in done][::-1]


def begin(session: Session, key: str, sheet: Sheet, on: date, now: datetime) -> AuditRow:
    """Open the acting inspector's own audit of a double audit, or the one there is already.

    Raises DoubleRefused for one that is not theirs or withdrawn, and like `create_audit`.
    """
    me = acting(session).me
    one_at_a_time(session)
    row = double(session, key)
    if me not in row.inspectors or row.withdrawn_reason is not None:
        raise _unknown()
    known = session.get(Audit, row.audit_of(me))
    return create_audit(
        session,
        unit_id=row.unit.id,
        sheet=sheet,
        period=row.period,
        kind=DOUBLE,
        subject=row.subject,
        audited_on=known.audited_on if known is not None else on,
        inspector_id=me,
        now=now,
        audit_id=row.audit_of(me),
    )


def _unit_on(session: Session, unit_id: int, day: date) -> UnitRow:
    """A unit as it belongs on a day. Raises UnitNotFound, or DoubleRefused where it is closed."""
    there = organisation.units(session, on=day)
    unit = next((row for row in there if row.id == unit_id), None)
    if unit is None:
        raise UnitNotFound(unit_id)
    if unit.closed_on is not None and unit.closed_on <= day:
        raise DoubleRefused(N_("Unit {unit} is closed by then. Choose another."), unit=unit.code)
    return unit


def _check_inspectors(session: Session, unit: UnitRow, new: NewDouble) -> None:
    if new.first_id == new.second_id:
        raise DoubleRefused(N_("Both inspectors are the same person. Choose two people."))
    could = {row.id for row in who_could(session, unit.id, new.planned_for)}
    for person_id in (new.first_id, new.second_id):
        if person_id not in could:
            raise DoubleRefused(
                N_(
                    "{name} does not inspect unit {unit} on that day, or sees every audit as an "
                    "administrator. Choose somebody else."
                ),
                name=persons.person(session, person_id).name,
                unit=unit.code,
            )


def _rows(session: Session, *conditions: ColumnElement[bool]) -> list[DoubleRow]:
    day = DoubleAudit.planned_for
    query = (
        select(DoubleAudit, Unit, Division)
        .join(Unit, Unit.id == DoubleAudit.unit_id)
        .join(Membership, (Membership.unit_id == Unit.id) & belongs(day))
        .join(Division, Division.id == Membership.division_id)
        .where(*conditions)
        .order_by(day.desc(), DoubleAudit.id)
    )
    return [
        DoubleRow(
            row.id,
            unit_row(unit, division),
            row.sheet,
            row.period,
            row.planned_for,
            row.subject,
            (row.first_id, row.second_id),
            (row.first_audit, row.second_audit),
            row.withdrawn_reason,
        )
        for row, unit, division in session.execute(query)
    ]


def _found(session: Session, condition: ColumnElement[bool]) -> DoubleAudit:
    row = session.scalars(select(DoubleAudit).where(condition)).one_or_none()
    if row is None:
        raise _unknown()
    return row


def _unknown() -> DoubleRefused:
    return DoubleRefused(N_("There is no such double audit for you. Go back to the start page."))
