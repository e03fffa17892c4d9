"""The clocks of many orders in columns are those of the exact rules, whatever the orders are."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.clock_moments import Moments, Pause
from checklists.clocks import Clock, clocks
from checklists.columnar_clocks import due_times, due_times_as_opened
from checklists.order_classes import ORDER_CLASSES, TIMES
from checklists.order_rules import order_rules
from checklists.work_calendar import CalendarYear, WorkCalendar, calendar_as_of
from tests.clock_cases import calendar_of, moment, moments_of
from tests.test_cases import CASES, sort_of

RULES = order_rules(date(2026, 11, 22))
NEXT_YEAR = CalendarYear(2027, frozenset([date(2027, 1, 1)]), frozenset([date(2027, 1, 3)]))


def frame_of(orders: list[Moments], **more: list[Any]) -> pd.DataFrame:
    """Orders as the columns the data layer gives."""
    columns: dict[str, Any] = {
        name: pd.to_datetime(
            pd.Series([getattr(o, name) for o in orders], dtype="object"), utc=True
        )
        for name in TIMES
    }
    columns["order_class"] = [o.order_class for o in orders]
    columns["appointment_proof"] = [o.appointment_proof for o in orders]
    columns["insists"] = [o.insists for o in orders]
    columns["imported"] = [o.imported for o in orders]
    columns["pauses"] = pd.Series([stored(o.pauses) for o in orders], dtype="object")
    frame = pd.DataFrame({**columns, **more})
    return frame.set_axis([f"o{place}" for place in range(len(orders))])


def stored(pauses: tuple[Pause, ...]) -> list[list[str | None]]:
    return [
        [p.since.isoformat(), None if p.until is None else p.until.isoformat(), p.reason]
        for p in pauses
    ]


def exact(orders: list[Moments], calendar: WorkCalendar, now: datetime) -> set[tuple[Any, ...]]:
    return {
        (
            f"o{place}",
            clock.code,
            clock.starts_at,
            clock.due_at,
            clock.met_at,
            clock.state(now),
            clock.reason,
            clock.about,
            clock.event,
            moved(clock),
        )
        for place, order in enumerate(orders)
        for clock in clocks(order, calendar, RULES)
    }


def moved(clock: Clock) -> str:
    """By what a due time was put off, as columns tell it."""
    if {"night_sent", "night_call"} & set(clock.because):
        return "night"
    agreed = "appointment" in clock.because and RULES.clock(clock.code).span != "appointment"
    return "appointment" if agreed else ""


def columnar(found: pd.DataFrame) -> set[tuple[Any, ...]]:
    return {
        tuple(
            None
            if value is None or value is pd.NaT
            else value.to_pydatetime()
            if isinstance(value, pd.Timestamp)
            else value
            for value in row
        )
        for row in found.itertuples(index=False, name=None)
    }


def days() -> st.SearchStrategy[datetime]:
    """Moments around the days on which clocks turn: season's ends, New Year, Spring Festival."""
    around = [(2026, 2, 12), (2026, 2, 26), (2026, 3, 20), (2026, 10, 9), (2026, 11, 13),
              (2026, 11, 20), (2026, 12, 30)]  # fmt: skip
    minutes = st.one_of(
        st.integers(0, 6 * 1440),
        st.builds(
            lambda day, clock, off: day * 1440 + clock + off,
            st.integers(0, 5),
            # 7:00, 9:00, 11:00, 17:00 and 21:00 where the organisation is, in UTC.
            st.sampled_from([23 * 60, 60, 180, 540, 780, 960]),
            st.integers(-1, 1),
        ),
    )
    start = st.sampled_from([datetime(*day, tzinfo=UTC) for day in around])
    return st.builds(lambda day, after: day + timedelta(minutes=after), start, minutes)


@st.composite
def orders(draw: st.DrawFn) -> Moments:
    base = draw(days())
    later = st.one_of(
        st.none(),
        st.integers(-120, 4 * 1440).map(lambda after: base + timedelta(minutes=after)),
        days(),
    )
    values = {name: draw(later) for name in TIMES}
    values["reported_at"], values["opened_at"] = base, values["opened_at"] or base
    pauses = draw(
        st.lists(
            st.builds(
                lambda since, length, reason: Pause(
                    base + timedelta(minutes=since),
                    None if length is None else base + timedelta(minutes=since + length),
                    reason,
                ),
                st.integers(-60, 3000),
                st.one_of(st.none(), st.integers(-5, 4000)),
                st.sampled_from(["停电", "等候配件", " "]),
            ),
            max_size=3,
        )
    )
    return Moments(
        order_class=draw(st.sampled_from(ORDER_CLASSES)),
        appointment_proof=draw(st.sampled_from(["", " ", "通话 1"])),
        insists=draw(st.booleans()),
        imported=draw(st.booleans()),
        pauses=tuple(pauses),
        **values,
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(orders(), min_size=1, max_size=40), st.booleans(), days())
def test_columns_are_equal_to_the_exact_rules(
    given_orders: list[Moments], knows_next_year: bool, now: datetime
) -> None:
    calendar = WorkCalendar([NEXT_YEAR] if knows_next_year else [])
    found = due_times(frame_of(given_orders), calendar, RULES, now)
    assert columnar(found) == exact(given_orders, calendar, now)


def test_every_worked_case_comes_out_the_same_in_columns() -> None:
    now = moment("2026-11-20 12:00")
    by_calendar = defaultdict(list)
    for case in (one for one in CASES if sort_of(one) == "clocks"):
        by_calendar[calendar_of(case)].append(moments_of(case["order"]))
    assert len(by_calendar) > 1
    for calendar, worked in by_calendar.items():
        found = due_times(frame_of(worked), calendar, RULES, now)
        assert columnar(found) == exact(worked, calendar, now)


def test_no_orders_have_no_clocks_and_the_same_columns() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    one = frame_of([Moments(order_class="hotline", reported_at=now, opened_at=now)])
    empty = due_times(one.iloc[:0], WorkCalendar(), RULES, now)
    full = due_times(one, WorkCalendar(), RULES, now)
    assert len(empty) == 0 and len(full) == 1
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    opened = one.assign(calendar="", rules=now.date()).iloc[:0]
    assert len(due_times_as_opened(opened, lambda _: WorkCalendar(), now)) == 0


def test_each_order_runs_by_the_calendar_it_was_opened_under() -> None:
    before = CalendarYear(2026, frozenset([date(2026, 11, 18)]), frozenset())
    after = CalendarYear(2026, frozenset(), frozenset())
    order = Moments(
        order_class="government",
        reported_at=moment("2026-11-17 10:00"),
        opened_at=moment("2026-11-17 10:00"),
        dispatched_at=moment("2026-11-17 11:00"),
    )
    fingerprints = [WorkCalendar([before]).fingerprint, WorkCalendar([before, after]).fingerprint]
    both = frame_of([order, order], calendar=fingerprints, rules=[date(2026, 11, 17)] * 2)
    found = due_times_as_opened(
        both, lambda kept: calendar_as_of([before, after], kept), moment("2026-11-18 12:00")
    )
    due = found[found["code"] == "HEV-02"].set_index("order")["due_at"]
    assert due["o0"] == moment("2026-11-20 09:00")
    assert due["o1"] == moment("2026-11-19 09:00")


@pytest.mark.parametrize("column", ["order_class", "reported_at", "pauses"])
def test_a_frame_without_a_column_is_refused_by_its_name(column: str) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    one = frame_of([Moments(order_class="hotline", reported_at=now, opened_at=now)])
    with pytest.raises(KeyError, match=column):
        due_times(one.drop(columns=column), WorkCalendar(), RULES, now)
