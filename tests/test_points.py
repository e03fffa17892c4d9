"""The accounts of units: found from orders, decided on, and what an order's correction does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from checklists.periods import Period
from dashboard.photos.papers import PaperRefused
from dashboard.points import deciding, finding
from dashboard.points.deciding import Entry
from dashboard.points.ground import seasons
from dashboard.points.overview import Overview, overview
from dashboard.points.statement import Line, proof_file, statement
from dashboard.widgets.points.printing import statement_page
from dashboard.widgets.table import Column
from dashboard.words import speaking
from db import grants
from db.account import reading
from db.account.errors import AlreadyDecided, EventRefused, OutsideTheAccount
from db.actors import SYSTEM, Actor
from db.errors import UnitNotFound
from db.models_orders import WorkOrder
from db.record_proof import record_faults
from db.session import database
from tests.db.accounts_world import AT, SEASON, TODAY, Accounts
from tests.pictures import photo

LAST = Period.parse(SEASON)
LATE = {"answered_at": AT + timedelta(hours=5)}


@pytest.fixture
def accounts(own_url: str) -> Accounts:
    """A late order and one that was in time, both of the first unit."""
    with database().write(SYSTEM) as session:
        found = Accounts(session)
        found.order(**LATE, number="N-LATE")
        found.order(number="N-GOOD")
    return found


def actor(accounts: Accounts, who: str) -> Actor:
    with database().read(SYSTEM) as session:
        found = grants.actor_of(session, accounts.people[who].id, TODAY, "10.0.0.1")
    assert found is not None
    return found


def seen(accounts: Accounts, who: str = "head") -> Overview:
    return overview(actor(accounts, who), LAST)


def lines(accounts: Accounts, who: str = "head") -> tuple[Line, ...]:
    return statement(actor(accounts, who), LAST, accounts.unit.code).lines


def change(number: str, **values: Any) -> None:
    """An order is corrected afterwards."""
    with database().write(SYSTEM) as session:
        query = update(WorkOrder).where(WorkOrder.number == number)
        session.execute(query.values(version=WorkOrder.version + 1, **values))


def decide(accounts: Accounts, decision: Any, reason: str = "") -> None:
    asked = {
        line.row.id: 0 if line.row.decision is None else line.row.decision.id
        for line in lines(accounts)
    }
    deciding.decide(actor(accounts, "head"), asked, decision, reason)


def entry(accounts: Accounts, **fields: Any) -> Entry:
    values: dict[str, Any] = {
        "id": str(uuid4()),
        "unit": accounts.unit.code,
        "code": "HEV-09",
        "day": date(2026, 1, 10),
        "at": time(9),
        "times": 1,
        "words": "与用户争吵，录音核实",
        "file": ("现场.jpg", photo()),
        **fields,
    }
    return Entry(**values)


def test_looking_at_the_accounts_proposes_what_is_late_once(accounts: Accounts) -> None:
    for _look in range(2):
        (account,) = [
            one.account for one in seen(accounts).units if one.unit.id == accounts.unit.id
        ]
        assert (account.left, account.if_all, account.number["waiting"]) == (100, 99, 1)
    (line,) = lines(accounts)
    assert (line.row.code, line.row.number, line.row.proposed_by) == ("HEV-01", "N-LATE", None)
    assert not line.gone


def test_two_that_look_at_the_same_moment_find_the_same(accounts: Accounts) -> None:
    meeting = Barrier(3)

    def look() -> int:
        meeting.wait()
        return len(finding.find(LAST).ids)

    with ThreadPoolExecutor(3) as pool:
        assert [one.result() for one in [pool.submit(look) for _ in range(3)]] == [1, 1, 1]
    assert len(lines(accounts)) == 1


def test_what_an_order_s_correction_takes_away_stays_and_is_marked(accounts: Accounts) -> None:
    seen(accounts)
    decide(accounts, "confirmed")
    change("N-LATE", answered_at=AT + timedelta(hours=3))
    (line,) = lines(accounts)
    assert line.gone and line.row.state == "confirmed"
    first = seen(accounts).units[0]
    assert (first.account.left, first.gone) == (99, 1)
    decide(accounts, "rejected", "工单时间已更正，未超时")
    (line,) = lines(accounts)
    assert not line.gone
    assert [one.decision for one in line.earlier] == ["confirmed"]
    assert seen(accounts).units[0].account.left == 100


def test_what_a_correction_adds_is_proposed_of_the_unit_that_answers_for_it(
    accounts: Accounts,
) -> None:
    seen(accounts)
    change("N-GOOD", answered_at=AT + timedelta(hours=6))
    change("N-LATE", unit_id=accounts.neighbour.id)
    seen(accounts)
    with database().read(SYSTEM) as session:
        rows = reading.events(session, SEASON)
    told = {(row.number, row.unit_id) for row in rows}
    assert told == {
        ("N-LATE", accounts.unit.id),
        ("N-LATE", accounts.neighbour.id),
        ("N-GOOD", accounts.unit.id),
    }
    withdrawn = [line.row.number for line in lines(accounts) if line.row.state == "withdrawn"]
    assert withdrawn == ["N-LATE"]


def test_what_waits_and_no_longer_follows_is_withdrawn_by_the_program_and_stays(
    accounts: Accounts,
) -> None:
    seen(accounts)
    change("N-LATE", state="void")
    (line,) = lines(accounts)
    assert line.row.state == "withdrawn" and not line.gone
    held = line.row.decision
    assert held is not None and held.by_program and held.person == "" and held.reason
    assert seen(accounts).units[0].account.if_all == 100
    with pytest.raises(AlreadyDecided):
        decide(accounts, "confirmed", "仍要扣")
    change("N-LATE", state="closed")
    (line,) = lines(accounts)
    assert line.row.state == "waiting" and [one.decision for one in line.earlier] == ["withdrawn"]
    decide(accounts, "confirmed")
    assert seen(accounts).units[0].account.left == 99
    with database().read(SYSTEM) as session:
        assert record_faults(session)[0] == []


def test_one_redo_is_not_again_and_again_and_two_are(accounts: Accounts) -> None:
    seen(accounts)
    change("N-GOOD", redos=1)
    assert [line.row.code for line in lines(accounts)] == ["HEV-01"]
    change("N-GOOD", redos=2)
    assert sorted(line.row.code for line in lines(accounts)) == ["HEV-01", "HEV-04", "HEV-04"]
    change("N-GOOD", redos=1)
    states = {line.row.code: line.row.state for line in lines(accounts)}
    assert states == {"HEV-04": "withdrawn", "HEV-01": "waiting"}


def test_a_deduction_by_hand_has_its_proof_and_waits(accounts: Accounts) -> None:
    key = deciding.enter(actor(accounts, "agent"), entry(accounts, times=2))
    (line,) = [line for line in lines(accounts) if line.row.id == key]
    assert (line.row.points, line.row.state, line.row.file) == (20, "waiting", "现场.jpg")
    row, data = proof_file(actor(accounts, "unit"), key)
    assert (row.media_type, data) == ("image/jpeg", photo())


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"day": date(2025, 11, 14)}, OutsideTheAccount),
        ({"day": date(2026, 3, 21)}, OutsideTheAccount),
        ({"day": date(2024, 11, 20)}, OutsideTheAccount),
        ({"day": date(2099, 1, 10)}, OutsideTheAccount),
        ({"code": "HEV-01"}, EventRefused),
        ({"times": 0}, EventRefused),
        ({"times": 21}, EventRefused),
        ({"file": None}, EventRefused),
        ({"file": None, "number": "N-NONE"}, EventRefused),
        ({"file": ("照片.jpg", b"MZ not a picture")}, PaperRefused),
        ({"unit": "nowhere"}, UnitNotFound),
    ],
)
def test_what_cannot_be_a_deduction_is_refused_and_nothing_is_kept(
    accounts: Accounts, fields: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        deciding.enter(actor(accounts, "agent"), entry(accounts, **fields))
    with database().read(SYSTEM) as session:
        assert not [row for row in reading.events(session, SEASON) if row.proposed_by]


def test_below_the_line_a_decision_is_proposed_until_people_have_taken_it(
    accounts: Accounts,
) -> None:
    for _time in range(2):
        deciding.enter(actor(accounts, "agent"), entry(accounts))
    decide(accounts, "confirmed")
    first = seen(accounts).units[0]
    assert (first.account.left, first.account.below, first.proposed) == (79, True, True)
    deciding.eliminate(
        actor(accounts, "head"),
        LAST,
        accounts.unit.code,
        seen=(Decimal(79), 0),
        decision="keep",
        reason="限期整改",
    )
    assert not seen(accounts).units[0].proposed
    # It falls further: people are asked once more.
    key = deciding.enter(actor(accounts, "agent"), entry(accounts))
    deciding.decide(actor(accounts, "head"), {key: 0}, "confirmed", "")
    assert seen(accounts).units[0].proposed


def test_seasons_are_offered_from_when_the_rules_are_in_force() -> None:
    found = seasons()
    assert found[-3:] == ["2026-HS", "2025-HS", "2024-HS"]
    assert found == sorted(found, reverse=True)


def test_a_unit_sees_its_own_account_and_no_other(accounts: Accounts) -> None:
    assert [one.unit.id for one in seen(accounts, "unit").units] == [accounts.unit.id]
    assert len(lines(accounts, "unit")) == 1
    with pytest.raises(UnitNotFound):
        statement(actor(accounts, "unit"), LAST, accounts.neighbour.code)


def test_the_statement_is_printed_line_by_line_with_what_was_taken_off(
    accounts: Accounts,
) -> None:
    seen(accounts)
    decide(accounts, "confirmed")
    shown = statement(actor(accounts, "head"), LAST, accounts.unit.code)
    (line,) = shown.lines
    with speaking("zh"):
        row = {"at": "2026-01-10 12:00", "what": "<b>", "points": {"text": "−1"}, "by": None}
        columns = [Column("at", "时间"), Column("what", "事由"), Column("points", "分值")]
        page = statement_page(shown, [row], columns, "账户 · 单位", "余 99 分").decode()
    assert line.row.state == "confirmed"
    assert "&lt;b&gt;" in page and "<script" not in page
    assert '<td class="tight">−1</td></tr></tbody>' in page
    assert "已确认合计" in page and "landscape" in page
