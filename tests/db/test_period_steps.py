"""How far a period is, who takes it further, and what it lets happen in its months."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.periods import Period
from db import closing, consents, correcting, organisation, periods, returning, seals
from db.answers import record_operations
from db.coefficient_changes import set_coefficients
from db.models_access import Trail
from db.period_guard import PeriodClosing, PeriodSealed, check_from, months_closed
from db.sources import NewSource, add_source
from tests.db.acts import Call, create, key, load, me
from tests.db.world import World, opened
from tests.factories import DAY, NOW, PERIOD, make_operation, make_sheet

AFTER = date(2027, 4, 1)
MONTH, QUARTER, SEASON = (Period.parse(text) for text in (PERIOD, "2026-Q4", "2026-HS"))


@pytest.fixture(scope="module")
def world(scratch: Callable[[], AbstractContextManager[Session]]) -> Iterator[World]:
    yield from opened(scratch)


def seal(session: Session, *wanted: Period) -> None:
    """Close and seal some periods, with next to nothing in their seals."""
    for period in wanted:
        if periods.state_of(session, period) == "open":
            periods.close(session, period, NOW)
        for one in periods.sealed_together(session, period, AFTER):
            seals.add(session, one, {"period": str(one)}, changes=None, reason="", now=NOW)


def brought(session: Session, state: str, period: Period = MONTH) -> None:
    """Bring a period into a state."""
    if state == "closing":
        periods.close(session, period, NOW)
    elif state != "open":
        seal(session, period)
    if state == "restating":
        periods.open_restatement(session, period, "漏记一次", NOW)


WAYS: dict[str, Call] = {
    "begin": create,
    "submit": lambda s, w: closing.submit_audit(
        s, key(w, "own draft"), me(s), NOW, make_sheet().by_code
    ),
    "make void": lambda s, w: closing.void_audit(s, key(w, "own submitted"), me(s), "重复", NOW),
    "return": lambda s, w: returning.return_audit(
        s, key(w, "by division submitted"), "请核实", {}, NOW
    ),
    "correct": lambda s, w: correcting.correct_audit(
        s, key(w, "own submitted"), me(s), "次数写错", NOW
    ),
    "confirm": lambda s, w: consents.confirm(s, key(w, "by division submitted"), "", NOW),
    "load": load,
    "name a source": lambda s, w: add_source(
        s, key(w, "own draft"), me(s), NewSource("营业系统"), NOW
    ),
    "set a coefficient": lambda s, w: set_coefficients(
        s, MONTH, {w.a1.id: Decimal("1.2")}, "户数多", NOW
    ),
    "set the year's coefficient": lambda s, w: set_coefficients(
        s, Period.parse("2026"), {w.a1.id: Decimal("1.2")}, "户数多", NOW
    ),
    "move": lambda s, w: organisation.move_unit(s, w.a1.id, w.b.id, DAY, "改组"),
    "close": lambda s, w: organisation.close_unit(s, w.a1.id, DAY),
}
"""What changes the figures of a month, each done by an administrator."""

HARMLESS: dict[str, Call] = {
    "answer": lambda s, w: record_operations(
        s, key(w, "own draft"), me(s), [make_operation(sequence=99)], NOW
    ),
    "make a draft void": lambda s, w: closing.void_audit(
        s, key(w, "own draft"), me(s), "重复", NOW
    ),
    "begin a month later": lambda s, w: create(s, w, period="2026-12"),
    "move a month later": lambda s, w: organisation.move_unit(
        s, w.a1.id, w.b.id, date(2026, 12, 1), "改组"
    ),
    "close a month later": lambda s, w: organisation.close_unit(s, w.a1.id, date(2026, 12, 1)),
    "set a later coefficient": lambda s, w: set_coefficients(
        s, Period.parse("2027"), {w.a1.id: Decimal("1.2")}, "户数多", NOW
    ),
    "open a unit again": lambda s, w: organisation.close_unit(s, w.a1.id, None),
}


@pytest.mark.parametrize("state", ["open", "closing", "sealed", "restating"])
@pytest.mark.parametrize("way", [*WAYS, *HARMLESS])
def test_what_may_happen_in_a_month_depends_on_how_far_it_is(
    world: World, way: str, state: str
) -> None:
    def tried(session: Session) -> object:
        brought(session, state)
        return (WAYS | HARMLESS)[way](session, world)

    expected = "done"
    if way in WAYS and state == "sealed":
        expected = PeriodSealed.__name__
    elif way == "begin" and state == "closing":
        expected = PeriodClosing.__name__
    assert world.tried("administrator", tried)[0] == expected


@pytest.mark.parametrize("longer", [QUARTER, SEASON, Period.parse("2026")])
def test_a_month_is_locked_by_whichever_sealed_period_holds_it(
    world: World, longer: Period
) -> None:
    def tried(session: Session) -> None:
        seal(session, longer)
        with pytest.raises(PeriodSealed) as refused:
            create(session, world)
        assert refused.value.period == longer
        assert str(longer) in str(refused.value) and "restatement" in str(refused.value)
        seal(session, MONTH)
        with pytest.raises(PeriodSealed) as refused:
            create(session, world)
        assert refused.value.period == MONTH

    assert world.tried("administrator", tried)[0] == "done"


def test_what_is_opened_together_is_sealed_together(world: World) -> None:
    october, year = Period.parse("2026-10"), Period.parse("2026")

    def tried(session: Session) -> None:
        seal(session, october, MONTH, QUARTER, SEASON)
        opened = periods.open_restatement(session, october, "漏记一次", NOW)
        assert set(opened) == {october, QUARTER}
        assert periods.state_of(session, MONTH) == "sealed"
        create(session, world, period="2026-10", unit_id=world.a1.id)
        with pytest.raises(PeriodSealed):
            create(session, world)
        periods.close(session, year, NOW)
        with pytest.raises(periods.StepRefused, match="Seal it first"):
            periods.to_seal(session, year, AFTER)
        # November opens the season; the quarter, open already, joins both to October.
        assert set(periods.open_restatement(session, MONTH, "另一处", NOW)) == {MONTH, SEASON}
        together = periods.to_seal(session, SEASON, AFTER)
        assert set(together) == {october, MONTH, QUARTER, SEASON}
        seal(session, MONTH)
        assert {periods.state_of(session, one) for one in together} == {"sealed"}
        assert seals.seals_of(session, SEASON)[0].number == 2

    assert world.tried("administrator", tried)[0] == "done"


def test_a_period_goes_one_step_after_the_other(world: World) -> None:
    def tried(session: Session) -> None:
        steps: dict[str, Callable[[], object]] = {
            "close": lambda: periods.close(session, MONTH, NOW),
            "open again": lambda: periods.open_again(session, MONTH, "还有一次", NOW),
            "seal": lambda: seal(session, MONTH),
            "restate": lambda: periods.open_restatement(session, MONTH, "漏记一次", NOW),
        }
        possible = {
            "open": {"close": "closing", "seal": "sealed"},
            "closing": {"open again": "open", "seal": "sealed"},
            "sealed": {"restate": "restating"},
            "restating": {"seal": "sealed"},
        }
        for state, after in possible.items():
            for step, run in steps.items():
                with session.begin_nested() as undone:
                    brought(session, state)
                    if step in after:
                        run()
                        assert periods.state_of(session, MONTH) == after[step]
                    else:
                        with pytest.raises(periods.StepRefused, match="2026-11 is"):
                            run()
                    undone.rollback()

    assert world.tried("administrator", tried)[0] == "done"


def test_a_period_that_is_not_over_cannot_be_sealed(world: World) -> None:
    def tried(session: Session) -> None:
        periods.close(session, MONTH, NOW)
        with pytest.raises(periods.StepRefused, match="from 2026-12-01 on"):
            periods.to_seal(session, MONTH, date(2026, 11, 30))
        assert periods.to_seal(session, MONTH, date(2026, 12, 1)) == (MONTH,)

    assert world.tried("administrator", tried)[0] == "done"


@pytest.mark.parametrize("reason", ["", "   "])
def test_opening_again_needs_a_reason(world: World, reason: str) -> None:
    for state, run in (
        ("closing", periods.open_again),
        ("sealed", periods.open_restatement),
    ):

        def tried(session: Session, state: str = state, run: Callable[..., object] = run) -> None:
            brought(session, state)
            run(session, MONTH, reason, NOW)

        assert world.tried("administrator", tried)[0] == "ReasonMissing"


def test_each_step_stands_in_the_trail_with_its_reason(world: World) -> None:
    def tried(session: Session) -> None:
        brought(session, "restating")
        seal(session, MONTH)
        rows = session.execute(
            select(Trail.action, Trail.before, Trail.after, Trail.reason)
            .where(Trail.object_kind == "period", Trail.object_id == PERIOD)
            .order_by(Trail.id)
        ).all()[-4:]
        assert [(row.action, row.before["state"], row.reason) for row in rows] == [
            ("period_closing", "open", ""),
            ("period_sealed", "closing", ""),
            ("period_restating", "sealed", "漏记一次"),
            ("period_sealed", "restating", ""),
        ]
        newest, first = seals.seals_of(session, MONTH)
        assert [rows[1].after["seal"], rows[3].after["seal"]] == [first.hash, newest.hash]

    assert world.tried("administrator", tried)[0] == "done"


def test_who_heads_a_division_reads_how_far_periods_are(world: World) -> None:
    def tried(session: Session) -> None:
        brought(session, "closing")
        with world.acting("head of A") as head:
            row = periods.states(head)[MONTH]
            assert (row.state, row.changed_at) == ("closing", NOW)
        with world.acting("nobody") as other:
            assert periods.state_of(other, MONTH) == "closing"

    assert world.tried("administrator", tried)[0] == "done"


def test_months_in_which_nothing_begins_are_named(world: World) -> None:
    def tried(session: Session) -> None:
        assert months_closed(session) == frozenset()
        seal(session, Period.parse("2026-Q3"))
        periods.close(session, MONTH, NOW)
        assert months_closed(session) == {"2026-07", "2026-08", "2026-09", PERIOD}
        periods.open_restatement(session, Period.parse("2026-Q3"), "漏记一次", NOW)
        assert months_closed(session) == {PERIOD}

    assert world.tried("administrator", tried)[0] == "done"


def test_a_change_is_refused_from_the_last_day_of_what_is_sealed(world: World) -> None:
    def tried(session: Session) -> None:
        seal(session, Period.parse("2026-10"))
        check_from(session, date(2026, 11, 1))
        with pytest.raises(PeriodSealed):
            check_from(session, date(2026, 10, 31))

    assert world.tried("administrator", tried)[0] == "done"


def test_an_audit_asked_for_again_is_given_in_a_sealed_month_too(world: World) -> None:
    def tried(session: Session) -> None:
        again = {"audit_id": "5d0e4c3a-6f0b-4b7e-9a55-1c8f6b0f2d11"}
        create(session, world, **again)
        seal(session, MONTH)
        create(session, world, **again)
        submitted = key(world, "own submitted")
        assert closing.submit_audit(session, submitted, me(session), NOW).k is not None

    assert world.tried("administrator", tried)[0] == "done"
