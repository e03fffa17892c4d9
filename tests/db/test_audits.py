"""Audits are opened with what they need, and listed by what people look for."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.audits import AuditFilter, get_audit, list_audits, months, open_drafts
from db.closing import submit_audit, void_audit
from db.errors import (
    AuditExists,
    AuditNotFound,
    EntryRefused,
    KindUnknown,
    PeriodMalformed,
    PersonNotFound,
    UnitClosed,
    UnitNotFound,
)
from db.models import Audit
from db.organisation import close_unit
from db.sheets import sheet_of
from tests.factories import (
    DAY,
    NOW,
    PERIOD,
    make_audit,
    make_division,
    make_person,
    make_sheet,
    make_unit,
)


def test_a_new_audit_is_a_draft_with_its_sheet_unit_and_inspector(session: Session) -> None:
    unit = make_unit(session)
    inspector = make_person(session)
    audit = make_audit(session, unit_id=unit.id, inspector_id=inspector.id, subject=" 1024 ")
    assert (audit.state, audit.unit, audit.inspector) == ("draft", unit, inspector)
    assert (audit.sheet, audit.period, audit.kind) == ("hotline", PERIOD, "division")
    assert (audit.subject, audit.audited_on, audit.created_at) == ("1024", DAY, NOW)
    assert (audit.submitted_at, audit.voided_at, audit.void_reason, audit.k) == (None,) * 4
    assert sheet_of(session, audit.sheet_version_id).content_hash == make_sheet().content_hash
    assert get_audit(session, audit.id) == audit


def test_asking_for_the_same_audit_twice_gives_it_once(session: Session) -> None:
    fields: dict[str, Any] = {
        "audit_id": str(uuid4()),
        "unit_id": make_unit(session).id,
        "inspector_id": make_person(session).id,
    }
    first = make_audit(session, **fields)
    assert make_audit(session, **fields, now=NOW + timedelta(hours=1)) == first
    with pytest.raises(AuditExists):
        make_audit(session, **fields, subject="1025")


REFUSALS: list[tuple[dict[str, Any], type[Exception]]] = [
    ({"unit_id": 999_999}, UnitNotFound),
    ({"inspector_id": 999_999}, PersonNotFound),
    ({"kind": "customer"}, KindUnknown),
    ({"period": "2026-13"}, PeriodMalformed),
    ({"period": "2026-1"}, PeriodMalformed),
    ({"period": "2026-11 "}, PeriodMalformed),
    ({"period": "２０２６-11"}, PeriodMalformed),
    ({"subject": "x" * 201}, EntryRefused),
    ({"subject": "\x00"}, EntryRefused),
]


@pytest.mark.parametrize(("fields", "error"), REFUSALS)
def test_an_audit_that_cannot_be_is_refused(
    session: Session, fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        make_audit(session, **fields)
    assert list_audits(session).total == 0


def test_a_unit_is_audited_up_to_the_day_before_it_closed(session: Session) -> None:
    unit = make_unit(session)
    close_unit(session, unit.id, DAY)
    with pytest.raises(UnitClosed, match="2026-11-20"):
        make_audit(session, unit_id=unit.id)
    assert make_audit(session, unit_id=unit.id, audited_on=DAY - timedelta(days=1)).state == "draft"


def test_an_unknown_audit_is_named(session: Session) -> None:
    for unknown in (str(uuid4()), "\x00", "\udc00"):
        with pytest.raises(AuditNotFound):
            get_audit(session, unknown)


@pytest.fixture
def three(session: Session) -> dict[str, Any]:
    """Three audits: two of one unit in two months, one of a unit of another division."""
    unit, other = make_unit(session), make_unit(session, make_division(session))
    october = make_audit(
        session, unit_id=unit.id, period="2026-10", audited_on=date(2026, 10, 8), subject="october"
    )
    november = make_audit(session, unit_id=unit.id, sheet=make_sheet("counter"), subject="november")
    elsewhere = make_audit(session, unit_id=other.id, subject="elsewhere")
    submit_audit(session, october.id, october.inspector.id, NOW, make_sheet().by_code)
    return {"october": october, "november": november, "elsewhere": elsewhere}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (lambda a: AuditFilter(), ["november", "elsewhere", "october"]),
        (lambda a: AuditFilter(unit_id=a["october"].unit.id), ["november", "october"]),
        (lambda a: AuditFilter(division_id=a["elsewhere"].unit.division.id), ["elsewhere"]),
        (lambda a: AuditFilter(sheet="counter"), ["november"]),
        (lambda a: AuditFilter(state="submitted"), ["october"]),
        (lambda a: AuditFilter(state="void"), []),
        (lambda a: AuditFilter(first_period="2026-11"), ["november", "elsewhere"]),
        (lambda a: AuditFilter(last_period="2026-10"), ["october"]),
        (lambda a: AuditFilter(inspector_id=a["elsewhere"].inspector.id), ["elsewhere"]),
        (lambda a: AuditFilter(state="draft", sheet="hotline"), ["elsewhere"]),
    ],
)
def test_audits_are_found_by_what_people_look_for(
    session: Session,
    three: dict[str, Any],
    wanted: Callable[[dict[str, Any]], AuditFilter],
    found: list[str],
) -> None:
    page = list_audits(session, wanted(three))
    assert sorted(row.subject for row in page.rows) == sorted(found)
    assert page.total == len(found)


def test_pages_follow_each_other_from_the_newest(session: Session) -> None:
    unit = make_unit(session)
    days = [DAY - timedelta(days=number) for number in (3, 0, 4, 1, 2)]
    for day in days:
        make_audit(session, unit_id=unit.id, audited_on=day)
    pages = [list_audits(session, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [row.audited_on for page in pages for row in page.rows] == sorted(days, reverse=True)
    assert [page.total for page in pages] == [5] * 4
    assert [len(page.rows) for page in pages] == [2, 2, 1, 0]


def test_months_with_audits_are_named_once_from_the_newest(
    session: Session, three: dict[str, Any]
) -> None:
    assert months(session) == ["2026-11", "2026-10"]
    assert months(session, "submitted") == ["2026-10"]
    assert months(session, "void") == []


def test_drafts_are_those_of_the_unit_sheet_and_month(
    session: Session, three: dict[str, Any]
) -> None:
    unit = three["elsewhere"].unit
    assert open_drafts(session, unit.id, "hotline", PERIOD) == [three["elsewhere"]]
    assert open_drafts(session, unit.id, "counter", PERIOD) == []
    assert open_drafts(session, unit.id, "hotline", "2026-10") == []
    assert open_drafts(session, three["october"].unit.id, "hotline", "2026-10") == []
    void_audit(session, three["elsewhere"].id, three["elsewhere"].inspector.id, "重复", NOW)
    assert open_drafts(session, unit.id, "hotline", PERIOD) == []


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("state", {"state": "open"}),
    ("kind", {"kind": "customer"}),
    ("period", {"period": "2026-13"}),
    ("period", {"period": "2026-1"}),
    ("period", {"period": "20x6-11"}),
    ("period", {"period": "2026/11"}),
    ("submitted_at", {"state": "submitted"}),
    ("submitted_at", {"submitted_at": NOW, "submitted_by": "inspector"}),
    ("submitted_by", {"state": "submitted", "submitted_at": NOW}),
    ("void_reason", {"state": "void"}),
    ("void_reason", {"state": "void", "voided_at": NOW, "voided_by": "inspector"}),
    ("void_reason", {"void_reason": "录错单位"}),
]


@pytest.mark.parametrize(("constraint", "values"), BROKEN)
def test_the_tables_themselves_refuse_what_contradicts_itself(
    session: Session, constraint: str, values: dict[str, Any]
) -> None:
    audit = make_audit(session)
    given = {
        name: audit.inspector.id if value == "inspector" else value
        for name, value in values.items()
    }
    with pytest.raises(IntegrityError, match=f"ck_audits_{constraint}"):
        session.execute(update(Audit).where(Audit.id == audit.id).values(**given))


def test_the_tables_themselves_refuse_a_missing_unit(session: Session) -> None:
    audit = make_audit(session)
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        session.execute(
            insert(Audit).values(
                id=str(uuid4()),
                unit_id=999_999,
                sheet="hotline",
                sheet_version_id=audit.sheet_version_id,
                period=PERIOD,
                kind="own",
                subject="",
                audited_on=DAY,
                inspector_id=audit.inspector.id,
                state="draft",
                created_at=NOW,
            )
        )
