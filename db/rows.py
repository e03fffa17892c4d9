"""What the data layer hands out: frozen rows, without a tie to session or table."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Row

from db.models import Audit, Division, Person, Unit


@dataclass(frozen=True)
class DivisionRow:
    """A division; `regulations` are the tags of those it works under, with commas."""

    id: int
    code: str
    name_zh: str
    name_en: str
    regulations: str = "GAS"

    def name(self, language: str) -> str:
        """The name in Chinese, or in English when that is asked for."""
        return self.name_en if language == "en" else self.name_zh

    def works_under(self, *tags: str) -> bool:
        """Whether it works under one of these regulations, like GAS or HEAT."""
        return not set(tags).isdisjoint(self.regulations.split(","))


@dataclass(frozen=True)
class UnitRow:
    """A unit with its division."""

    id: int
    code: str
    name_zh: str
    name_en: str
    division: DivisionRow
    closed_on: date | None

    def name(self, language: str) -> str:
        """The name in Chinese, or in English when that is asked for."""
        return self.name_en if language == "en" else self.name_zh


@dataclass(frozen=True)
class PersonRow:
    """A person; one who is no longer active keeps the past audits."""

    id: int
    code: str
    name: str
    active: bool


@dataclass(frozen=True)
class AuditRow:
    """An audit with its unit, its inspector and, once scored, K from 0 to 1000 and the grade.

    `state` is one of db.models.STATES; `kind` own, division or company; `period` 2026-11.
    `corrects` is the audit whose place this one takes, `version` counts on from that one.
    `asks_confirmation` says that it counts only once it is `confirmed` by a division head.
    """

    id: str
    unit: UnitRow
    sheet: str
    sheet_version_id: int
    period: str
    kind: str
    subject: str
    audited_on: date
    inspector: PersonRow
    state: str
    created_at: datetime
    submitted_at: datetime | None
    submitted_by: int | None
    voided_at: datetime | None
    voided_by: int | None
    void_reason: str | None
    version: int
    corrects: str | None
    correction_reason: str | None
    asks_confirmation: bool
    confirmed: bool
    k: Decimal | None
    grade: str | None


def division_row(division: Division) -> DivisionRow:
    """The row of a division."""
    return DivisionRow(
        division.id, division.code, division.name_zh, division.name_en, division.regulations
    )


def unit_row(unit: Unit, division: Division) -> UnitRow:
    """The row of a unit."""
    return UnitRow(
        unit.id, unit.code, unit.name_zh, unit.name_en, division_row(division), unit.closed_on
    )


def person_row(person: Person) -> PersonRow:
    """The row of a person."""
    return PersonRow(person.id, person.code, person.name, person.active)


def audit_row(
    found: Row[Audit, Unit, Division, Person, Decimal | None, str | None, bool],
) -> AuditRow:
    """The row of an audit with what it was joined to, K, grade and confirmation last."""
    audit, unit, division, inspector, k, grade, confirmed = found
    return AuditRow(
        id=audit.id,
        unit=unit_row(unit, division),
        sheet=audit.sheet,
        sheet_version_id=audit.sheet_version_id,
        period=audit.period,
        kind=audit.kind,
        subject=audit.subject,
        audited_on=audit.audited_on,
        inspector=person_row(inspector),
        state=audit.state,
        created_at=audit.created_at,
        submitted_at=audit.submitted_at,
        submitted_by=audit.submitted_by,
        voided_at=audit.voided_at,
        voided_by=audit.voided_by,
        void_reason=audit.void_reason,
        version=audit.version,
        corrects=audit.corrects,
        correction_reason=audit.correction_reason,
        asks_confirmation=audit.asks_confirmation,
        confirmed=confirmed,
        k=k,
        grade=grade,
    )
