"""A period is sealed while others work in it: an audit is in the seal, or it is refused."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from checklists.periods import Period
from db import grants, periods, seal_audits, seals
from db.actors import SYSTEM, Actor, Role
from db.audits import get_audit
from db.closing import submit_audit, void_audit
from db.models_periods import Seal
from db.period_guard import PeriodClosing, PeriodSealed
from db.rows import AuditRow
from db.session import Database
from db.trail import FIRST
from tests.db.test_writers_at_once import at_once
from tests.factories import (
    DAY,
    NOW,
    full_answers,
    give_answers,
    make_audit,
    make_person,
    make_sheet,
    make_unit,
)

MONTHS = [Period(2026, number, number) for number in range(1, 9)]
AFTER = date(2026, 11, 1)


def an_administrator(database: Database) -> Actor:
    with database.write(SYSTEM) as session:
        person = make_person(session)
        grants.give(session, person.id, Role.ADMINISTRATOR, valid_from=date(2026, 1, 1))
        actor = grants.actor_of(session, person.id, DAY)
    assert actor is not None
    return actor


def seal(database: Database, actor: Actor, period: Period) -> list[str]:
    """Close and seal a period; the audits in the seal."""
    with database.write(actor) as session:
        periods.close(session, period, NOW)
    with database.write(actor) as session:
        for one in periods.sealed_together(session, period, AFTER):
            found = [list(row) for row in seal_audits.audits_to_seal(session, one, {})]
            content = {"audits": found}
            seals.add(session, one, content, changes=None, reason="", now=NOW)
    return [row[0] for row in found]


def submit(database: Database, audit: AuditRow) -> bool:
    try:
        with database.write(SYSTEM) as session:
            submit_audit(session, audit.id, audit.inspector.id, NOW, make_sheet().by_code)
    except PeriodSealed:
        return False
    return True


def void(database: Database, audit: AuditRow) -> bool:
    try:
        with database.write(SYSTEM) as session:
            void_audit(session, audit.id, audit.inspector.id, "重复", NOW)
    except PeriodSealed:
        return True
    return False


@pytest.mark.parametrize("act", [submit, void])
def test_an_audit_is_in_the_seal_or_its_change_is_refused(
    committed: Database, act: Callable[[Database, AuditRow], bool]
) -> None:
    actor = an_administrator(committed)
    for period in MONTHS:
        with committed.write(SYSTEM) as session:
            audit = make_audit(session, period=str(period))
            give_answers(session, audit, full_answers(make_sheet()))
        if act is void:
            assert submit(committed, audit)
        sealed, counts = at_once(
            lambda period=period: seal(committed, actor, period),
            lambda audit=audit: act(committed, audit),
        )
        assert sealed == ([audit.id] if counts else [])
        with committed.read(SYSTEM) as session:
            assert (get_audit(session, audit.id).state == "submitted") == counts


def test_a_draft_begins_before_the_closing_or_not_at_all(committed: Database) -> None:
    actor = an_administrator(committed)
    with committed.write(SYSTEM) as session:
        unit, person = make_unit(session), make_person(session)

    def close(period: Period) -> None:
        with committed.write(actor) as session:
            periods.close(session, period, NOW)

    def begin(period: Period) -> bool:
        try:
            with committed.write(SYSTEM) as session:
                make_audit(session, unit_id=unit.id, inspector_id=person.id, period=str(period))
        except PeriodClosing:
            return False
        return True

    for period in MONTHS[:4]:
        at_once(lambda period=period: close(period), lambda period=period: begin(period))
        assert not begin(period)


def test_several_who_seal_at_once_make_one_chain(committed: Database) -> None:
    actor = an_administrator(committed)
    at_once(*(lambda period=period: seal(committed, actor, period) for period in MONTHS[:4]))
    with committed.read(SYSTEM) as session:
        rows = list(seals.every_seal(session))
        assert session.scalars(select(Seal.id).order_by(Seal.id)).all() == [1, 2, 3, 4]
    assert [row["previous_hash"] for row in rows] == [
        FIRST,
        *(row["hash"] for row in rows[:-1]),
    ]
    assert [row["hash"] for row in rows] == [seals.hash_of_seal(row) for row in rows]
