"""The kept sums are those of the audits that count, whatever was done to them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.actors import Forbidden
from db.counting import counts
from db.models import Audit, Score
from db.models_access import METADATA, Membership
from db.models_periods import UnitMonth
from db.statements import OutsideScope
from db.sums import SheetSums, counted, sums_by_unit_and_sheet
from db.unit_months import rebuild
from tests.db import acts
from tests.db.world import SEES, World, opened
from tests.factories import PERIOD

Sums = dict[tuple[Any, ...], tuple[Any, ...]]


@pytest.fixture(scope="module")
def world(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    yield from opened(scratch)


def kept(session: Session) -> Sums:
    columns = (UnitMonth.unit_id, UnitMonth.month, UnitMonth.sheet)
    sums = (UnitMonth.audits, UnitMonth.k1, UnitMonth.k2, UnitMonth.k3)
    found = session.execute(select(*columns, *sums).where(UnitMonth.audits > 0))
    return {tuple(row[:3]): tuple(row[3:]) for row in found}


def added_up(session: Session) -> Sums:
    columns = (Audit.unit_id, Audit.period, Audit.sheet)
    sums = (func.count(), func.sum(Score.k1), func.sum(Score.k2), func.sum(Score.k3))
    query = select(*columns, *sums).join(Score, Score.audit_id == Audit.id)
    query = query.where(counts(), Score.k.is_not(None)).group_by(*columns)
    return {tuple(row[:3]): tuple(row[3:]) for row in session.execute(query)}


def test_the_sums_of_all_states_are_kept(world: World) -> None:
    with world.acting("administrator") as session:
        assert kept(session) == added_up(session) != {}
        assert rebuild(session) == 0


@pytest.mark.parametrize("number", range(len(acts.ACTS)))
def test_whatever_is_done_the_sums_are_kept(world: World, number: int) -> None:
    """Of every function that writes, by each who may."""
    act = acts.ACTS[number]
    for role in sorted(act.allowed):

        def done(session: Session) -> None:
            act.call(session, world)
            session.flush()
            assert kept(world.session) == added_up(world.session)

        told, _entries = world.tried(role, done)
        assert told == "done"


@pytest.mark.parametrize("role", [*SEES, "SYSTEM"])
def test_everyone_has_the_sums_of_the_audits_they_see(world: World, role: str) -> None:
    """To the digit, whether they are kept or added up from what one sees."""
    columns = (Audit.unit_id, Membership.division_id, Audit.sheet)
    total = (func.count(), func.sum(Score.k1), func.sum(Score.k2), func.sum(Score.k3))
    query = counted(select(*columns, *total)).group_by(*columns).order_by(*columns[1::-1])
    with world.acting(role) as session:
        # What a viewer sees of a released period is another matter.
        for months in (("2026-10", PERIOD), ("2026-10", "2026-10")):
            within = query.where(Audit.period.between(*months), Score.k.is_not(None))
            seen = [SheetSums(*row) for row in session.execute(within)]
            assert sums_by_unit_and_sheet(session, *months) == seen


def test_nobody_else_writes_the_sums(world: World) -> None:
    table = METADATA.tables["unit_months"]
    for role in set(SEES) - {"administrator"}:
        with world.acting(role) as session:
            for statement in (table.delete(), table.update().values(k2=1)):
                with pytest.raises((Forbidden, OutsideScope)):
                    session.execute(statement)


def test_sums_that_are_wrong_are_put_right_and_counted(world: World) -> None:
    def asked(session: Session) -> None:
        before = kept(session)
        row = session.scalars(select(UnitMonth).where(UnitMonth.audits > 0)).first()
        assert row is not None
        row.k2 += 1
        session.flush()
        assert rebuild(session) == 1
        session.expire_all()
        assert kept(session) == before
        assert rebuild(session) == 0

    assert world.tried("administrator", asked)[0] == "done"
