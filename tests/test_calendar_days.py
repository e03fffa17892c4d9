"""Days are read as people type them or copy them from an announcement, and refused by the piece."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.calendar_days import DaysUnread, read_days, written_days
from dashboard.words import say, speaking

FIRST, SECOND, THIRD = (date(2027, 1, day) for day in (1, 2, 3))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2027-01-01", [FIRST]),
        ("1月1日", [FIRST]),
        ("1-1", [FIRST]),
        ("2027/1/1、2027.1.3", [FIRST, THIRD]),
        ("1月1日（周五）至3日（周日）", [FIRST, SECOND, THIRD]),
        ("1月1日-3日", [FIRST, SECOND, THIRD]),
        ("1月1日－３日", [FIRST, SECOND, THIRD]),
        ("1.1-1.3", [FIRST, SECOND, THIRD]),
        ("2027/1/1-3", [FIRST, SECOND, THIRD]),
        ("1月1号到3号", [FIRST, SECOND, THIRD]),
        ("1月1日、2日、3日", [FIRST, SECOND, THIRD]),
        ("1月1日 1月3日", [FIRST, THIRD]),
        ("20270101", [FIRST]),
        ("1月1日（周五）至3日（周日）放假调休，共3天。", [FIRST, SECOND, THIRD]),
        ("1月2日（周六）、1月3日（周日）上班", [SECOND, THIRD]),
        ("1月1日至1月3日", [FIRST, SECOND, THIRD]),
        ("2027-01-01 至 2027-01-03", [FIRST, SECOND, THIRD]),
        ("1.1~1.3\n\n 1月2日 ", [FIRST, SECOND, THIRD]),
        ("1月31日至2月1日", [date(2027, 1, 31), date(2027, 2, 1)]),
        ("", []),
        (" ，\n", []),
    ],
)
def test_days_and_ranges_are_read(typed: str, days: list[date]) -> None:
    assert read_days(typed, 2027) == days


@pytest.mark.parametrize(
    "typed", ["元旦", "13月1日", "2月30日", "5", "1月3日至1日", "2027-01-01x", "1" * 2001]
)
def test_what_is_no_day_is_refused_by_the_piece(typed: str) -> None:
    with pytest.raises(DaysUnread) as refused:
        read_days(f"1月1日，{typed}", 2027)
    with speaking("zh"):
        assert typed[:40] in say(refused.value)
        assert "2027-01-01" in say(refused.value)


def test_every_piece_that_is_no_day_is_named_at_once() -> None:
    with pytest.raises(DaysUnread) as refused:
        read_days("元旦，1月1日，2月30日\n春节", 2027)
    assert refused.value.pieces == ("元旦", "2月30日", "春节")
    with speaking("zh"):
        assert all(piece in say(refused.value) for piece in refused.value.pieces)


@given(st.frozensets(st.integers(0, 364).map(lambda after: FIRST + timedelta(days=after))))
def test_what_is_written_is_read_back(days: frozenset[date]) -> None:
    assert read_days(written_days(days), 2027) == sorted(days)
