"""The account of a unit and the deductions that follow from orders: worked cases, and many."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists import columnar_events as columnar
from checklists.account import Bounds, Deduction, SeasonDays, account
from checklists.account_events import (
    Call,
    FoundEvent,
    JudgedOrder,
    call_events,
    order_events,
    within,
)
from checklists.clock_moments import Moments, read_pauses
from checklists.clocks import clocks
from checklists.columnar_clocks import due_times
from checklists.order_classes import TIMES
from checklists.order_rules import order_rules
from checklists.periods import Period
from checklists.work_calendar import ZONE, WorkCalendar

Case = dict[str, Any]
CASES: list[Case] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "account.yaml").read_text(encoding="utf-8")
)
RULES = order_rules(date(2026, 12, 1))
CALENDAR = WorkCalendar()
BOUNDS = Bounds.of(RULES.account)


def cases_with(key: str) -> pytest.MarkDecorator:
    chosen = [case for case in CASES if key in case]
    return pytest.mark.parametrize("case", chosen, ids=[case["name"] for case in chosen])


def season(code: str) -> SeasonDays:
    return SeasonDays.of(RULES.account, Period.parse(code))


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def deduction(text: str) -> Deduction:
    day, points, state = text.split()
    return Deduction(date.fromisoformat(day), Decimal(points), state)  # type: ignore[arg-type]


@cases_with("account")
def test_an_account_stands_as_worked_out_by_hand(case: Case) -> None:
    found = account(
        season(case["account"]), BOUNDS, map(deduction, case["deductions"]), case["today"]
    )
    expected = {name: str(value) for name, value in case["expect"].items()}
    assert {name: str(getattr(found, name)) for name in expected} == expected, case["description"]


def order_row(case: Case) -> dict[str, Any]:
    """An order of a case as a row of db.orders.columns."""
    given_ = case["order"]
    row: dict[str, Any] = dict.fromkeys(TIMES, pd.NaT)
    row |= {
        f"{name}_at": moment(text)
        for name, text in given_.items()
        if name not in ("class", "state", "unit")
    }
    row.setdefault("opened_at", pd.NaT)
    row["opened_at"] = row["reported_at"]
    return row | {
        "id": "o1",
        "order_class": given_["class"],
        "state": given_.get("state", "closed" if "answered" in given_ else "received"),
        "unit_id": 7,
        "division_id": 3,
        "redos": len(case.get("redos", ())),
        "insists": False,
        "imported": False,
        "appointment_proof": "",
        "pauses": [],
        "rules": RULES.valid_from,
    }


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    made = pd.DataFrame(rows)
    for name in TIMES:
        made[name] = pd.to_datetime(made[name], utc=True).astype("datetime64[us, UTC]")
    made["unit_id"] = made["unit_id"].astype("Int64")
    return made


def exactly(row: dict[str, Any], redos: list[datetime], now: datetime) -> list[FoundEvent]:
    """What the exact rules find of one row."""
    times = {name: None if pd.isna(row[name]) else row[name] for name in TIMES}
    told = Moments(
        order_class=row["order_class"],
        insists=row["insists"],
        imported=row["imported"],
        appointment_proof=row["appointment_proof"],
        pauses=read_pauses(row["pauses"]),
        **times,
    )
    known = [times[n] for n in ("answered_at", "closed_at", "dispatched_at", "reported_at")]
    order = JudgedOrder(
        row["id"],
        None if pd.isna(row["unit_id"]) else int(row["unit_id"]),
        row["division_id"],
        row["state"],
        row["redos"],
        tuple(redos),
        next(at for at in known if at is not None),
    )
    return order_events(order, clocks(told, CALENDAR, RULES), RULES.account, now)


def at_once(
    rows: list[dict[str, Any]], redos: list[tuple[str, datetime]], calls: list[Call], now: datetime
) -> pd.DataFrame:
    """What the columnar rules find of rows."""
    orders = frame(rows)
    due = due_times(orders, CALENDAR, RULES, now)
    told = pd.DataFrame(redos, columns=["order_id", "at"])
    told["at"] = pd.to_datetime(told["at"], utc=True).astype("datetime64[us, UTC]")
    called = pd.DataFrame(
        [
            {
                "callback_id": c.id,
                "order_id": c.order_id,
                "unit_id": c.unit_id,
                "division_id": c.division_id,
                "attitude": c.attitude,
                "result": c.result,
                "exemption": c.exemption,
                "called_at": c.at,
            }
            for c in calls
        ],
        columns=[
            "callback_id",
            "order_id",
            "unit_id",
            "division_id",
            "attitude",
            "result",
            "exemption",
            "called_at",
        ],
    )
    called["called_at"] = pd.to_datetime(called["called_at"], utc=True).astype(
        "datetime64[us, UTC]"
    )
    parts = (
        columnar.late_events(orders, due),
        columnar.redo_events(orders, told, RULES.account.event("HEV-04").at_least),
        columnar.called_events(called),
    )
    return pd.concat(parts, ignore_index=True)


def as_told(one: FoundEvent) -> tuple[Any, ...]:
    at = one.occurred_at.astimezone(UTC)
    return (one.origin, one.unit_id, one.division_id, one.code, at, one.order_id, one.callback_id)


def as_rows(found: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [
        (
            row["origin"],
            int(row["unit_id"]),
            row["division_id"],
            row["code"],
            row["occurred_at"].to_pydatetime(),
            row["order_id"],
            row["callback_id"],
        )
        for row in found.to_dict("records")
    ]


@cases_with("order")
def test_deductions_follow_as_worked_out_by_hand(case: Case) -> None:
    row, now = order_row(case), moment(case["now"])
    redos = [moment(text) for text in case.get("redos", ())]
    calls = []
    if told := case.get("call"):
        values = {"attitude": told["attitude"], "result": told["result"]}
        calls = [
            Call("c1", "o1", 7, 3, exemption=told["exemption"], at=moment(told["at"]), **values)
        ]
    found = [*exactly(row, redos, now)]
    for call in calls:
        found += call_events(call, RULES.account)
    days = season(case["season"])
    kept = within(found, days, BOUNDS)
    written = [
        f"{one.code} {one.occurred_at.astimezone(ZONE):%Y-%m-%d %H:%M} -{one.points}"
        for one in kept
    ]
    assert written == case["expect"]["events"], case["description"]
    many = columnar.within(at_once([row], [("o1", at) for at in redos], calls, now), days, BOUNDS)
    assert as_rows(many) == [as_told(one) for one in kept]


def test_there_are_enough_cases_and_each_explains_itself() -> None:
    assert len(CASES) >= 15
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(case["description"].strip() for case in CASES)


START = datetime(2026, 11, 10, tzinfo=UTC)
moments = st.integers(0, 60 * 24 * 140).map(lambda minutes: START + timedelta(minutes=minutes))
spans = st.one_of(st.none(), st.integers(0, 60 * 40))


@st.composite
def orders(draw: st.DrawFn, number: int) -> tuple[dict[str, Any], list[datetime]]:
    """An order with its redos, some of which are only counted."""
    row: dict[str, Any] = dict.fromkeys(TIMES, pd.NaT)
    at = row["reported_at"] = row["opened_at"] = draw(moments)
    for name in ("dispatched_at", "taken_at", "answered_at", "closed_at"):
        span = draw(spans)
        if span is None:
            break
        at = row[name] = at + timedelta(minutes=span)
    redos = draw(st.integers(0, 3))
    known = sorted(draw(st.lists(moments, max_size=redos)))
    row |= {
        "id": f"o{number}",
        "order_class": draw(st.sampled_from(["hotline", "urgent", "repair", "refund"])),
        "state": draw(st.sampled_from(["received", "closed", "void"])),
        "unit_id": draw(st.sampled_from([1, 2, pd.NA])),
        "division_id": 3,
        "redos": redos,
        "insists": draw(st.booleans()),
        "imported": draw(st.booleans()),
        "appointment_proof": "",
        "pauses": [],
        "rules": RULES.valid_from,
    }
    return row, known


many_orders = st.integers(1, 6).flatmap(
    lambda number: st.tuples(*(orders(number=place) for place in range(number)))
)


@settings(max_examples=40, deadline=None)
@given(drawn=many_orders, now=moments)
def test_many_orders_at_once_lead_to_what_each_one_leads_to(
    drawn: tuple[tuple[dict[str, Any], list[datetime]], ...], now: datetime
) -> None:
    days = season("2026-HS")
    alone = [one for row, redos in drawn for one in exactly(row, redos, now)]
    redone = [(row["id"], at) for row, redos in drawn for at in redos]
    together = at_once([row for row, _redos in drawn], redone, [], now)
    assert as_rows(columnar.within(together, days, BOUNDS)) == [
        as_told(one) for one in within(alone, days, BOUNDS)
    ]


deductions = st.lists(
    st.builds(
        Deduction,
        st.dates(date(2026, 11, 1), date(2027, 4, 1)),
        st.integers(1, 20).map(Decimal),
        st.sampled_from(["waiting", "confirmed", "rejected"]),
    ),
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(found=deductions, on=st.dates(date(2026, 11, 15), date(2027, 4, 1)))
def test_the_course_ends_with_the_balance_and_never_rises(found: list[Deduction], on: date) -> None:
    stands = account(season("2026-HS"), BOUNDS, found, on)
    assert (stands.days[-1].left, stands.days[-1].if_all) == (stands.left, stands.if_all)
    assert stands == account(season("2026-HS"), BOUNDS, found[::-1], on)
    heights = [BOUNDS.start, *(day.left for day in stands.days)]
    assert heights == sorted(heights, reverse=True)
    assert all(day.if_all <= day.left for day in stands.days)
    assert stands.below == (stands.left < 80)
