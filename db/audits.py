"""Audits: one filled-in sheet each for a unit and a month; opening, reading, listing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from checklists.model import Sheet
from db.actors import Forbidden
from db.errors import (
    AuditExists,
    AuditNotFound,
    KindUnknown,
    UnitClosed,
    UnitNotFound,
)
from db.locking import check_person
from db.models import DOUBLE, KINDS, OPEN, Audit, Division, Person, Score, Unit
from db.models_access import Confirmation, Membership
from db.models_double import DoubleAudit
from db.models_tablet import Participant
from db.period_guard import check_begin
from db.rows import AuditRow, audit_row
from db.scope import EVERYTHING, hold, may_inspect
from db.sheets import store_sheet_version
from db.texts import entry, month, printable
from db.trail import note
from db.visible import belongs, first_day


@dataclass(frozen=True)
class AuditFilter:
    """Which audits to list; what is None does not restrict. Periods are inclusive: 2026-11.

    `unconfirmed` are those no division head has confirmed; those that ask for it come first.
    `filled_in_by` is a person who began an audit or was asked to help with it, `not_by` one who
    did not; `not_in` are months to leave out.
    """

    unit_id: int | None = None
    division_id: int | None = None
    sheet: str | None = None
    state: str | None = None
    first_period: str | None = None
    last_period: str | None = None
    inspector_id: int | None = None
    divisions: frozenset[int] | None = None
    unconfirmed: bool = False
    asks_confirmation: bool = False
    states: tuple[str, ...] | None = None
    filled_in_by: int | None = None
    sheets: tuple[str, ...] | None = None
    not_in: frozenset[str] | None = None
    not_by: int | None = None


@dataclass(frozen=True)
class AuditPage:
    """Some of the audits asked for, and how many there are in all."""

    rows: list[AuditRow]
    total: int


def create_audit(
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
    audit_id: str | None = None,
) -> AuditRow:
    """Open a draft under a sheet as it holds on the day of the audit; the sheet is stored with it.

    With an `audit_id` a second call that asks for the same gives the same audit again.
    Raises Forbidden, UnitNotFound, UnitClosed, PersonNotFound, PeriodMalformed, KindUnknown,
    EntryRefused, AuditExists for an `audit_id` that is in use, or PeriodClosing or PeriodSealed.
    """
    if kind not in KINDS or (kind == DOUBLE and audit_id is None):
        raise KindUnknown(kind)
    _check_unit(session, unit_id, audited_on)
    check_person(session, inspector_id)
    # The month decides in which division an audit counts, and so who may make it.
    if not may_inspect(session, unit_id, date.fromisoformat(f"{month(period)}-01")):
        raise Forbidden
    wanted = {
        "unit_id": unit_id,
        "sheet": sheet.code,
        "sheet_version_id": store_sheet_version(session, sheet, now),
        "period": month(period),
        "kind": kind,
        "subject": entry(subject, least=0),
        "audited_on": audited_on,
        "inspector_id": inspector_id,
    }
    key = str(UUID(audit_id)) if audit_id else str(uuid4())
    columns = [getattr(Audit, name) for name in wanted]
    found = session.execute(
        select(*columns).where(Audit.id == key), execution_options=EVERYTHING
    ).one_or_none()
    if found is None:
        check_begin(session, period)
        if kind == DOUBLE:
            _check_planned(session, key, wanted)
        hold(session, key)
        session.add(Audit(id=key, state="draft", created_at=now, **wanted))
        session.flush()
        note(session, "opened", "audit", key, after=wanted)
    elif tuple(found) != tuple(wanted.values()):
        raise AuditExists(key)
    return get_audit(session, key)


def get_audit(session: Session, audit_id: str) -> AuditRow:
    """One audit. Raises AuditNotFound."""
    found = session.execute(_audits().where(Audit.id == printable(audit_id))).one_or_none()
    if found is None:
        raise AuditNotFound(audit_id)
    return audit_row(found)


def list_audits(
    session: Session, wanted: AuditFilter | None = None, limit: int = 50, offset: int = 0
) -> AuditPage:
    """Audits by period and day, the newest first, a page at a time."""
    conditions = _conditions(wanted or AuditFilter())
    counted = (
        select(func.count())
        .select_from(Audit)
        .join(Membership, (Membership.unit_id == Audit.unit_id) & belongs(first_day()))
    )
    total = session.scalars(counted.where(*conditions)).one()
    query = (
        _audits()
        .where(*conditions)
        .order_by(*([Audit.asks_confirmation.desc()] if wanted and wanted.unconfirmed else []))
        .order_by(Audit.period.desc(), Audit.audited_on.desc(), Audit.created_at.desc(), Audit.id)
        .limit(limit)
        .offset(offset)
    )
    return AuditPage([audit_row(found) for found in session.execute(query)], total)


def months(session: Session, state: str | None = None) -> list[str]:
    """The months that have audits, or audits in one state, the newest first."""
    query = select(Audit.period).distinct().order_by(Audit.period.desc())
    if state is not None:
        query = query.where(Audit.state == state)
    return list(session.scalars(query))


def open_drafts(session: Session, unit_id: int, sheet: str, period: str) -> list[AuditRow]:
    """The open audits there are for a unit, sheet and month, so that nobody begins a second one."""
    wanted = AuditFilter(
        unit_id=unit_id, sheet=sheet, states=OPEN, first_period=period, last_period=period
    )
    query = _audits().where(*_conditions(wanted)).order_by(Audit.created_at, Audit.id)
    return [audit_row(found) for found in session.execute(query)]


def corrections_of(session: Session, audit_id: str) -> list[AuditRow]:
    """The versions that correct an audit, as far as whoever acts sees them, the oldest first."""
    query = _audits().where(Audit.corrects == printable(audit_id))
    query = query.order_by(Audit.created_at, Audit.id)
    return [audit_row(found) for found in session.execute(query)]


def _check_planned(session: Session, key: str, wanted: Mapping[str, Any]) -> None:
    """An inspector begins no double audit but the one that was planned for them."""
    same = [getattr(DoubleAudit, name) == wanted[name] for name in ("unit_id", "sheet", "period")]
    who = wanted["inspector_id"]
    own = or_(
        (DoubleAudit.first_id == who) & (DoubleAudit.first_audit == key),
        (DoubleAudit.second_id == who) & (DoubleAudit.second_audit == key),
    )
    query = select(DoubleAudit.id).where(own, *same, DoubleAudit.withdrawn_at.is_(None))
    if session.scalars(query).first() is None:
        raise Forbidden


def _check_unit(session: Session, unit_id: int, audited_on: date) -> None:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise UnitNotFound(unit_id)
    if unit.closed_on is not None and unit.closed_on <= audited_on:
        raise UnitClosed(unit.code, unit.closed_on)


def _audits() -> Select[Audit, Unit, Division, Person, Decimal | None, str | None, bool]:
    confirmed = Confirmation.audit_id.is_not(None)
    return (
        select(Audit, Unit, Division, Person, Score.k, Score.grade, confirmed)
        .join(Unit, Audit.unit_id == Unit.id)
        .join(Membership, (Membership.unit_id == Unit.id) & belongs(first_day()))
        .join(Division, Division.id == Membership.division_id)
        .join(Person, Audit.inspector_id == Person.id)
        .outerjoin(Score, Score.audit_id == Audit.id)
        .outerjoin(Confirmation, Confirmation.audit_id == Audit.id)
    )


def _filled_in_by(person_id: int) -> ColumnElement[bool]:
    shared = select(Participant.audit_id).where(Participant.person_id == person_id)
    return or_(Audit.inspector_id == person_id, Audit.id.in_(shared))


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: tuple[tuple[object, Callable[[Any], ColumnElement[bool]]], ...] = (
        (wanted.unit_id, Audit.unit_id.__eq__),
        (wanted.division_id, Membership.division_id.__eq__),
        (wanted.sheet, Audit.sheet.__eq__),
        (wanted.state, Audit.state.__eq__),
        (wanted.first_period, Audit.period.__ge__),
        (wanted.last_period, Audit.period.__le__),
        (wanted.inspector_id, Audit.inspector_id.__eq__),
        (wanted.divisions, Membership.division_id.in_),
        (wanted.asks_confirmation or None, Audit.asks_confirmation.is_),
        (wanted.unconfirmed or None, _unconfirmed),
        (wanted.states, Audit.state.in_),
        (wanted.filled_in_by, _filled_in_by),
        (wanted.not_by, lambda person: ~_filled_in_by(person)),
        (wanted.sheets, Audit.sheet.in_),
        (wanted.not_in, Audit.period.not_in),
    )
    return [condition(value) for value, condition in conditions if value is not None]


def _unconfirmed(_wanted: bool) -> ColumnElement[bool]:
    confirmed = select(Confirmation.audit_id).where(Confirmation.audit_id == Audit.id)
    return ~confirmed.correlate(Audit).exists()
