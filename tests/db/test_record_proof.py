"""Summaries, deductions, decisions and draws changed behind the program's back are named."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from checklists.work_calendar import ZONE
from db.account import deciding, proposing, reading
from db.account.proposing import Proof
from db.callbacks.drawing import draw_month
from db.models_account import (
    AccountDecision,
    AccountEvent,
    Callback,
    CallbackDraw,
    EliminationDecision,
)
from db.models_orders import DaySummary
from db.orders.summaries import NewSummary, hash_of_summary, sign_summary
from db.record_proof import record_faults
from db.records import added, hash_of_record
from tests.db.accounts_world import AT, BOUNDS, DAYS, SEASON, Accounts
from tests.db.conftest import in_name_of, unsealed

LATER = AT + timedelta(days=1)
PROOF = Proof("录音说明.pdf", "7" * 64, "application/pdf")
CONTENT = {"classes": {"hotline": {"taken": 3}}, "shared": 1}


@pytest.fixture
def whole(session: Session) -> Session:
    """A unit that was proposed to, entered for, decided on, drawn and summed up."""
    accounts = Accounts(session)
    orders = [accounts.order() for _each in range(5)]
    proposing.propose(session, [accounts.proposal(key) for key in orders[:2]], LATER)
    with in_name_of(session, accounts.actor("agent")) as own:
        for _each in range(2):
            proposing.enter_event(own, accounts.entered(points=Decimal(15), proof=PROOF), LATER)
        draw_month(own, accounts.unit.id, "2026-01", LATER, "月中核对")
    with in_name_of(session, accounts.actor("head")) as own:
        rows = sorted(reading.events(own, SEASON), key=lambda row: row.proposed_by is None)
        looked_at = {row.id: 0 for row in rows}
        refused, _seen = looked_at.popitem()
        deciding.decide(own, looked_at, "confirmed", "", LATER)
        deciding.decide(own, {refused: 0}, "rejected", "用户改期", LATER)
        left = deciding.points_left(own, accounts.unit.id, DAYS, BOUNDS)
        deciding.decide_elimination(
            own,
            accounts.unit.id,
            bounds=BOUNDS,
            days=DAYS,
            looked_at=(left, 0),
            decision="keep",
            reason="暂无可接替的单位",
            now=LATER,
        )
        wanted = NewSummary(accounts.division.id, date(2026, 1, 10), "early", CONTENT, "罗建安", 0)
        sign_summary(own, wanted, LATER)
    session.expire_all()
    return session


def found(session: Session) -> AccountEvent:
    return session.scalars(select(AccountEvent).where(AccountEvent.proposed_by.is_(None))).all()[0]


def entered(session: Session) -> AccountEvent:
    return session.scalars(select(AccountEvent).where(AccountEvent.proposed_by.is_not(None))).all()[
        0
    ]


def summary_figure(session: Session) -> None:
    session.execute(update(DaySummary).values(content={"classes": {}, "shared": 0}))


def summary_and_hash(session: Session) -> None:
    """Whoever knows the program may hash anew, but not in the trail."""
    row = session.scalars(select(DaySummary)).one()
    values = {column.name: getattr(row, column.name) for column in DaySummary.__table__.columns}
    values["name"] = "别人"
    session.execute(update(DaySummary).values(name="别人", hash=hash_of_summary(values)))


def summary_gone(session: Session) -> None:
    session.execute(delete(DaySummary))


def found_points(session: Session) -> None:
    key = found(session).id
    session.execute(
        update(AccountEvent).where(AccountEvent.id == key).values(points=Decimal("0.5"))
    )


def entered_words(session: Session) -> None:
    key = entered(session).id
    session.execute(update(AccountEvent).where(AccountEvent.id == key).values(words="另有说法"))


def entered_added(session: Session) -> None:
    one = entered(session)
    values = {column.name: getattr(one, column.name) for column in AccountEvent.__table__.columns}
    session.execute(insert(AccountEvent).values(values | {"id": "x" * 36, "origin": "hand:x"}))


def decided_event(session: Session) -> None:
    key = session.scalars(select(AccountDecision.event_id)).all()[0]
    session.execute(update(AccountEvent).where(AccountEvent.id == key).values(times=9))


def decision(session: Session) -> None:
    session.execute(
        update(AccountDecision)
        .where(AccountDecision.decision == "confirmed")
        .values(decision="rejected")
    )


def decision_gone(session: Session) -> None:
    session.execute(delete(AccountDecision).where(AccountDecision.decision == "rejected"))


def elimination(session: Session) -> None:
    session.execute(update(EliminationDecision).values(balance=Decimal(79)))


def elimination_gone(session: Session) -> None:
    session.execute(delete(EliminationDecision))


def seed(session: Session) -> None:
    session.execute(update(CallbackDraw).values(seed="1" * 64))


def called(session: Session) -> None:
    """Another order stands on the list in the place of the one that was drawn."""
    row = session.scalars(select(Callback)).all()[0]
    listed = set(session.scalars(select(Callback.order_id).where(Callback.draw_id == row.draw_id)))
    drawn = session.get_one(CallbackDraw, row.draw_id)
    other = next(key for key in drawn.population if key not in listed)
    session.execute(update(Callback).where(Callback.id == row.id).values(order_id=other))


def draw_gone(session: Session) -> None:
    session.execute(delete(Callback))
    session.execute(delete(CallbackDraw))


TAMPERING: dict[Callable[[Session], None], str] = {
    summary_figure: "of 2026-01-10, early: it was changed",
    summary_and_hash: "the trail knows of no such summary",
    summary_gone: "Summary",
    found_points: f"Deductions the program found in {SEASON}: the trail keeps 2, there are 2",
    entered_words: "it was changed, or put there",
    entered_added: "it was changed, or put there",
    decided_event: "it is not the one that was decided on",
    decision: "on deduction",
    decision_gone: "the trail tells of it, it is not there",
    elimination: "on elimination of unit",
    elimination_gone: "Decision on elimination",
    seed: "it was changed, or put there",
    called: "drawing again with its seed does not give its list of calls",
    draw_gone: "the trail tells of it, it is not there",
}


def test_what_nobody_touched_is_whole(whole: Session) -> None:
    faults, number = record_faults(whole)
    assert faults == []
    assert number == 1 + 4 + 4 + 1 + len(whole.scalars(select(CallbackDraw)).all())


@pytest.mark.parametrize("act", TAMPERING, ids=lambda act: act.__name__)
def test_what_is_changed_behind_the_programs_back_is_named(
    whole: Session, act: Callable[[Session], None]
) -> None:
    with unsealed(whole):
        act(whole)
    faults, _number = record_faults(whole)
    assert any(TAMPERING[act] in fault for fault in faults), faults


def test_a_row_has_the_same_hash_in_every_zone_and_with_every_scale() -> None:
    beijing = AT.astimezone(ZONE)
    assert hash_of_record({"at": AT, "points": Decimal("2.0000")}) == hash_of_record(
        {"points": Decimal(2), "at": beijing}
    )


def test_a_sum_is_the_same_in_every_order_and_not_by_halves() -> None:
    one, other = hash_of_record({"a": 1}), hash_of_record({"a": 2})
    assert added(one, other) == added(other, one) == added(added(one), other)
    assert added(one) != added(one, other)
