"""What an inspector does: open an audit, answer its items, submit it, make it void."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from checklists.catalogue_loader import load_catalogue
from checklists.errors import N_, WordedError
from checklists.model import Sheet
from checklists.periods import Period
from checklists.scoring import SheetScore
from dashboard.looks import today
from dashboard.words import language
from db import organisation
from db.answers import CurrentAnswer, filled_sheet, record_operations
from db.audits import create_audit, get_audit, open_drafts
from db.closing import submit_audit, void_audit
from db.incoming import Operation, OperationResult
from db.rows import AuditRow, DivisionRow, PersonRow, UnitRow
from db.session import database


class AuditRefused(WordedError):
    """An audit cannot be opened as asked; says why and what to choose."""


@dataclass(frozen=True)
class OpenAudit:
    """An audit with its sheet, its answers as they are now, and the score they give."""

    audit: AuditRow
    sheet: Sheet
    answers: dict[str, CurrentAnswer]
    sequence: int
    score: SheetScore


@dataclass(frozen=True)
class Recorded:
    """What became of a batch of operations, and the score after it."""

    results: Sequence[OperationResult]
    score: SheetScore
    sequence: int


def begin_audit(
    *, unit: int, sheet: str, period: str, kind: str, subject: str, on: date, inspector: int
) -> AuditRow:
    """Open a draft. Raises AuditRefused, BadPeriod, NotInForce, or what the data layer refuses."""
    month = Period.parse(period)
    if on > today():
        raise AuditRefused(
            N_("Day: {on} lies in the future. Choose today or an earlier day."), on=on
        )
    if on < month.first_day:
        raise AuditRefused(
            N_("Day: {on} lies before the period {period}. Choose a later day or another period."),
            on=on,
            period=period,
        )
    version = load_catalogue().sheet(sheet, on)
    with database().write() as session:
        return create_audit(
            session,
            unit_id=unit,
            sheet=version,
            period=period,
            kind=kind,
            subject=subject,
            audited_on=on,
            inspector_id=inspector,
            now=datetime.now(UTC),
        )


def drafts(unit: int, sheet: str, period: str) -> list[AuditRow]:
    """The drafts that are open for a unit, a sheet and a month."""
    with database().read() as session:
        return open_drafts(session, unit, sheet, period)


def look_at(audit_id: str) -> OpenAudit:
    """An audit as it stands. Raises AuditNotFound."""
    with database().read() as session:
        audit = get_audit(session, audit_id)
        filled = filled_sheet(session, audit_id)
    return OpenAudit(audit, filled.sheet, filled.answers, filled.sequence, filled.score())


def record(audit_id: str, person: int, operations: Sequence[Operation]) -> Recorded:
    """Take a batch of answers and score anew. Raises AuditNotFound or AuditClosed."""
    with database().write() as session:
        results = record_operations(session, audit_id, person, operations, datetime.now(UTC))
        filled = filled_sheet(session, audit_id)
    return Recorded(results, filled.score(), filled.sequence)


def submit(audit_id: str, person: int, confirmed: set[str]) -> AuditRow:
    """Submit and lock; items left open must have been confirmed. Raises UnansweredItems."""
    with database().write() as session:
        submit_audit(session, audit_id, person, datetime.now(UTC), confirmed)
        return get_audit(session, audit_id)


def item_names(audit_id: str, codes: Sequence[str]) -> dict[str, str]:
    """The wordings of some items of an audit's sheet, in the reader's language."""
    with database().read() as session:
        sheet = filled_sheet(session, audit_id).sheet
    return {item.code: item.wording.get(language()) for item in sheet.items if item.code in codes}


def make_void(audit_id: str, person: int, reason: str) -> AuditRow:
    """Take an audit out of all evaluations, with a reason."""
    with database().write() as session:
        return void_audit(session, audit_id, person, reason, datetime.now(UTC))


def add_division(code: str, name_zh: str, name_en: str) -> DivisionRow:
    """Add a division; without an English name it goes by the Chinese one."""
    with database().write() as session:
        return organisation.add_division(session, code, name_zh, name_en or name_zh)


def add_unit(division: int, code: str, name_zh: str, name_en: str) -> UnitRow:
    """Add a unit to a division; without an English name it goes by the Chinese one."""
    with database().write() as session:
        return organisation.add_unit(session, division, code, name_zh, name_en or name_zh)


def add_person(code: str, name: str) -> PersonRow:
    """Add an inspector."""
    with database().write() as session:
        return organisation.add_person(session, code, name)
