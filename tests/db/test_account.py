"""Deductions of the 100-point account: found once, decided by people, never changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.account import deciding, places, proposing, reading
from db.account.errors import (
    AlreadyDecided,
    DecidedMeanwhile,
    DecisionReasonMissing,
    EventNotFound,
    EventRefused,
    NotBelowTheLine,
    OwnEvent,
)
from db.account.proposing import Proof
from db.actors import SYSTEM, Forbidden
from db.errors import EntryRefused, UnitNotFound
from db.models_account import AccountDecision, AccountEvent, EliminationDecision
from db.models_orders import WorkOrder
from db.organisation import close_unit, move_unit
from db.session import Database
from db.trail import TrailFilter, entries
from tests.db.accounts_world import AT, BOUNDS, DAYS, SEASON, Accounts
from tests.db.calls import make_call
from tests.db.conftest import in_name_of

LATER = AT + timedelta(days=1)


@pytest.fixture
def accounts(session: Session) -> Accounts:
    return Accounts(session)


def propose(accounts: Accounts, *proposals: object) -> list[str]:
    proposing.propose(accounts.session, proposals, LATER)  # type: ignore[arg-type]
    return [row.id for row in reading.events(accounts.session, SEASON)]


def decide(accounts: Accounts, who: str, decision: str, key: str, reason: str = "") -> int:
    with in_name_of(accounts.session, accounts.actor(who)) as session:
        row = reading.event(session, key)
        seen = 0 if row.decision is None else row.decision.id
        return deciding.decide(session, {key: seen}, decision, reason, LATER)  # type: ignore[arg-type]


def enter(accounts: Accounts, who: str, **fields: object) -> str:
    with in_name_of(accounts.session, accounts.actor(who)) as session:
        return proposing.enter_event(session, accounts.entered(**fields), LATER)


def state(accounts: Accounts, key: str) -> str:
    return reading.event(accounts.session, key).state


PROOF = Proof("录音说明.pdf", "7" * 64, "application/pdf")


def test_what_the_program_finds_is_kept_once_however_often_it_is_found(accounts: Accounts) -> None:
    first, second = accounts.order(), accounts.order(accounts.neighbour)
    found = [accounts.proposal(first), accounts.proposal(second, accounts.neighbour)]
    assert proposing.propose(accounts.session, found, LATER) == 2
    assert proposing.propose(accounts.session, found, LATER) == 0
    assert len(reading.events(accounts.session, SEASON)) == 2
    (told,), total = entries(accounts.session, TrailFilter(action="deductions_proposed"))
    assert (total, told.after["events"]) == (1, 2)


def test_only_the_program_proposes_what_follows_by_itself(accounts: Accounts) -> None:
    found = accounts.proposal(accounts.order())
    for who in accounts.people:
        with (
            in_name_of(accounts.session, accounts.actor(who)) as session,
            pytest.raises(Forbidden),
        ):
            proposing.propose(session, [found], LATER)


def test_two_that_look_at_once_keep_each_event_once(committed: Database) -> None:
    with committed.write(SYSTEM) as session:
        accounts = Accounts(session)
        found = [accounts.proposal(accounts.order())]
    meeting = Barrier(4)

    def look() -> int:
        meeting.wait()
        with committed.write(SYSTEM) as own:
            return proposing.propose(own, found, LATER)

    with ThreadPoolExecutor(4) as pool:
        new = [one.result() for one in [pool.submit(look) for _ in range(4)]]
    assert sorted(new) == [0, 0, 0, 1]


def test_heads_and_administrators_decide_and_nobody_else(accounts: Accounts) -> None:
    key, *_ = propose(accounts, accounts.proposal(accounts.order()))
    for who in ("agent", "unit", "inspector", "viewer"):
        with pytest.raises((Forbidden, EventNotFound)):
            decide(accounts, who, "confirmed", key)
    with pytest.raises(EventNotFound):
        decide(accounts, "head elsewhere", "confirmed", key)
    assert state(accounts, key) == "waiting"
    assert decide(accounts, "head", "confirmed", key) == 1
    assert state(accounts, key) == "confirmed"


def test_rejecting_needs_a_reason_and_confirming_does_not(accounts: Accounts) -> None:
    first, second = propose(
        accounts, accounts.proposal(accounts.order()), accounts.proposal(accounts.order())
    )
    with pytest.raises(DecisionReasonMissing):
        decide(accounts, "head", "rejected", first, "  ")
    assert decide(accounts, "head", "rejected", first, "用户要求改期，有录音") == 1
    assert decide(accounts, "administrator", "confirmed", second) == 1


def test_a_correction_is_a_new_decision_with_its_reason_and_both_stay(accounts: Accounts) -> None:
    (key,) = propose(accounts, accounts.proposal(accounts.order()))
    decide(accounts, "head", "confirmed", key)
    with pytest.raises(AlreadyDecided):
        decide(accounts, "head", "confirmed", key, "再确认一次")
    with pytest.raises(DecisionReasonMissing):
        decide(accounts, "head", "rejected", key)
    decide(accounts, "head", "rejected", key, "事后查明为系统故障")
    assert state(accounts, key) == "rejected"
    kept = reading.decisions(accounts.session, [key])
    assert [one.decision for one in kept] == ["confirmed", "rejected"]
    told, total = entries(accounts.session, TrailFilter(object_kind="account_event"))
    assert total == 2
    assert told[0].reason == "事后查明为系统故障"


def test_whoever_looked_before_another_decided_writes_nothing(accounts: Accounts) -> None:
    first, second = propose(
        accounts, accounts.proposal(accounts.order()), accounts.proposal(accounts.order())
    )
    decide(accounts, "second head", "confirmed", second)
    with (
        in_name_of(accounts.session, accounts.actor("head")) as session,
        pytest.raises(DecidedMeanwhile),
    ):
        deciding.decide(session, {first: 0, second: 0}, "rejected", "一起驳回", LATER)
    assert (state(accounts, first), state(accounts, second)) == ("waiting", "confirmed")


def test_an_event_by_hand_needs_proof_and_words(accounts: Accounts) -> None:
    with pytest.raises(EventRefused):
        enter(accounts, "agent")
    with pytest.raises(EventRefused):
        enter(accounts, "agent", number="没有这一单")
    with pytest.raises(EntryRefused):
        enter(accounts, "agent", proof=PROOF, words="吵")
    key = enter(accounts, "agent", proof=PROOF)
    assert reading.event(accounts.session, key).proposer == accounts.people["agent"].name
    assert reading.every_proof_file(accounts.session) == [("7" * 64, "application/pdf")]


def test_an_order_of_another_unit_proves_nothing(accounts: Accounts) -> None:
    accounts.order(accounts.neighbour, number="N-1")
    with pytest.raises(EventRefused):
        enter(accounts, "head", number="N-1")
    accounts.order(number="N-2")
    key = enter(accounts, "head", number=" N-2 ")
    assert reading.event(accounts.session, key).number == "N-2"


def test_the_same_form_sent_twice_enters_one_event(accounts: Accounts) -> None:
    new = accounts.entered(proof=PROOF)
    with in_name_of(accounts.session, accounts.actor("agent")) as session:
        assert proposing.enter_event(session, new, LATER) == new.id
        assert proposing.enter_event(session, new, LATER) == new.id
    assert len(reading.events(accounts.session, SEASON)) == 1


def test_nobody_enters_events_for_units_of_others(accounts: Accounts) -> None:
    for who in ("unit", "inspector", "viewer"):
        with pytest.raises(Forbidden):
            enter(accounts, who, proof=PROOF)
    with pytest.raises(UnitNotFound):
        enter(accounts, "head elsewhere", proof=PROOF)


def test_a_head_does_not_confirm_what_the_same_head_entered(accounts: Accounts) -> None:
    key = enter(accounts, "head", proof=PROOF)
    with pytest.raises(OwnEvent):
        decide(accounts, "head", "confirmed", key)
    decide(accounts, "second head", "confirmed", key)
    assert not reading.event(accounts.session, key).alone
    own = enter(accounts, "administrator", proof=PROOF)
    decide(accounts, "administrator", "confirmed", own)
    assert reading.event(accounts.session, own).alone


def test_a_unit_sees_its_own_deductions_but_not_which_order_was_called_about(
    accounts: Accounts,
) -> None:
    order = accounts.order()
    call = make_call(accounts.session, order, accounts.people["agent"].id)
    called = accounts.proposal(
        order, origin=f"call:{call}:HEV-11:1", code="HEV-11", points=Decimal(2), callback_id=call
    )
    was_late = accounts.order()
    late = accounts.proposal(was_late)
    propose(accounts, called, late, accounts.proposal(accounts.order(), accounts.neighbour))
    with in_name_of(accounts.session, accounts.actor("unit")) as session:
        assert reading.events_of_order(session, order) == []
        assert [row.code for row in reading.events_of_order(session, was_late)] == ["HEV-01"]
        rows = {row.code: row for row in reading.events(session, SEASON)}
    assert set(rows) == {"HEV-01", "HEV-11"}
    assert rows["HEV-01"].number is not None
    hidden = rows["HEV-11"]
    assert (hidden.number, hidden.order_id, hidden.callback_id, hidden.origin) == (
        None,
        None,
        None,
        "",
    )
    with in_name_of(accounts.session, accounts.actor("head")) as session:
        assert len([row for row in reading.events(session, SEASON) if row.number]) == 3
        assert [row.code for row in reading.events_of_order(session, order)] == ["HEV-11"]


def test_accounts_are_of_units_whose_division_works_under_heat(accounts: Accounts) -> None:
    seen = {}
    for who in accounts.people:
        with in_name_of(accounts.session, accounts.actor(who)) as session:
            seen[who] = {one.id for one in places.account_units(session, DAYS.first, DAYS.last)}
    own, both = {accounts.unit.id}, {accounts.unit.id, accounts.neighbour.id}
    assert seen == {
        "head": both,
        "second head": both,
        "agent": both,
        "head elsewhere": {accounts.foreign.id},
        "unit": own,
        "neighbour": {accounts.neighbour.id},
        "inspector": set(),
        "viewer": set(),
        "administrator": {*both, accounts.foreign.id},
    }


def test_stays_name_the_units_with_an_account_on_any_days(accounts: Accounts) -> None:
    moved, closed = accounts.neighbour.id, accounts.foreign.id
    day = DAYS.first + timedelta(days=30)
    session = accounts.session
    move_unit(session, moved, accounts.foreign.division.id, day, "划转")
    close_unit(session, closed, DAYS.first + timedelta(days=60), "撤销")
    weeks = [DAYS.first + timedelta(days=7 * n) for n in range(12)]
    for who in accounts.people:
        with in_name_of(session, accounts.actor(who)) as own:
            held = places.stays(own)
            for first in (*weeks, day - timedelta(days=6), DAYS.first + timedelta(days=60)):
                on = first + timedelta(days=6)
                asked = {one.id for one in places.account_units(own, first, on)}
                assert {one.unit_id for one in held if one.has_account(first, on)} == asked
    with in_name_of(session, accounts.actor("head elsewhere")) as own:
        there = [{s.unit_id for s in places.stays(own) if s.has_account(d, d)} for d in weeks]
    assert (there[0], there[5], there[-1]) == ({closed}, {closed, moved}, {moved})


def eliminate(accounts: Accounts, who: str, left: int, seen: int, **fields: str) -> None:
    values = {"decision": "eliminate", "reason": "低于 80 分，按制度淘汰", **fields}
    with in_name_of(accounts.session, accounts.actor(who)) as session:
        deciding.decide_elimination(
            session,
            accounts.unit.id,
            bounds=BOUNDS,
            days=DAYS,
            looked_at=(Decimal(left), seen),
            now=LATER,
            **values,  # type: ignore[arg-type]
        )


def fall(accounts: Accounts, times: int) -> None:
    for _ in range(times):
        key = enter(accounts, "agent", proof=PROOF)
        decide(accounts, "head", "confirmed", key)


def test_people_decide_on_a_unit_below_the_line_and_the_newest_decision_holds(
    accounts: Accounts,
) -> None:
    fall(accounts, 2)
    with pytest.raises(NotBelowTheLine):
        eliminate(accounts, "head", 80, 0)
    fall(accounts, 1)
    for who in ("agent", "unit", "inspector", "viewer", "head elsewhere"):
        with pytest.raises(Forbidden):
            eliminate(accounts, who, 70, 0)
    with pytest.raises(DecidedMeanwhile):
        eliminate(accounts, "head", 71, 0)
    with pytest.raises(DecisionReasonMissing):
        eliminate(accounts, "head", 70, 0, reason=" ")
    eliminate(accounts, "head", 70, 0)
    (first,) = reading.eliminations(accounts.session, SEASON)
    with pytest.raises(AlreadyDecided):
        eliminate(accounts, "administrator", 70, first.id)
    eliminate(accounts, "administrator", 70, first.id, decision="keep", reason="整改后保留")
    kept = reading.eliminations(accounts.session, SEASON, accounts.unit.id)
    assert [(one.decision, one.balance) for one in kept] == [
        ("eliminate", Decimal(70)),
        ("keep", Decimal(70)),
    ]
    _told, total = entries(accounts.session, TrailFilter(action="decided_elimination"))
    assert total == 2


@pytest.mark.parametrize("table", [AccountEvent, AccountDecision, EliminationDecision])
def test_what_was_proposed_and_decided_is_never_changed(accounts: Accounts, table: type) -> None:
    fall(accounts, 3)
    eliminate(accounts, "head", 70, 0)
    for change in (update(table).values(unit_id=accounts.neighbour.id), delete(table)):
        with pytest.raises(DBAPIError), accounts.session.begin_nested():
            accounts.session.execute(change)


def test_the_state_of_orders_tells_of_every_change(accounts: Accounts) -> None:
    before = places.state(accounts.session, AT)
    key = accounts.order()
    added = places.state(accounts.session, AT)
    change = update(WorkOrder).where(WorkOrder.id == key).values(version=2, redos=1)
    accounts.session.execute(change)
    assert len({before, added, places.state(accounts.session, AT)}) == 3
