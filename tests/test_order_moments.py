"""Moments of exported orders: many ways of writing, read by columns, never guessed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.order_import.moments import Read, read_moments, serial_words
from dashboard.order_import.source_table import EPOCH

SHANGHAI = ZoneInfo("Asia/Shanghai")
MAC = date(1904, 1, 1)

FIRST, LAST = datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2099-12-31")
minutes = st.datetimes(FIRST, LAST).map(lambda moment: moment.replace(second=0, microsecond=0))
seconds = st.datetimes(FIRST, LAST).map(lambda moment: moment.replace(microsecond=0))

BY_MINUTE = (
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y.%m.%d %H:%M",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日%H时%M分",
    "%Y%m%d%H%M",
    "%d-%b-%Y %H:%M",
    "%B %d, %Y %I:%M %p",
    "%Y-%m-%d %I:%M%p",
)
BY_SECOND = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d %H:%M:%S.000",
    "%Y%m%d%H%M%S",
    "%Y%m%d %H:%M:%S",
    "%Y年%m月%d日 %H时%M分%S秒",
    "%Y-%m-%dT%H:%M:%S+08:00",
)


def read(*texts: str, day_first: bool | None = None, epoch: date = EPOCH) -> list[Any]:
    """What comes of texts: a moment in UTC, or the outcome."""
    column = read_moments(pa.array(texts), epoch, day_first)
    return [
        datetime.fromisoformat(f"{value}+00:00") if outcome == Read.GOOD else Read(outcome)
        for value, outcome in zip(column.values, column.read, strict=True)
    ]


def in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=SHANGHAI).astimezone(UTC)


@settings(max_examples=40, deadline=None)
@given(st.lists(minutes, min_size=1, max_size=5))
def test_what_is_written_to_the_minute_is_read_back(moments: list[datetime]) -> None:
    for way in BY_MINUTE:
        assert read(*(m.strftime(way) for m in moments)) == [in_utc(m) for m in moments], way


@settings(max_examples=40, deadline=None)
@given(st.lists(seconds, min_size=1, max_size=5))
def test_what_is_written_to_the_second_is_read_back(moments: list[datetime]) -> None:
    for way in BY_SECOND:
        assert read(*(m.strftime(way) for m in moments)) == [in_utc(m) for m in moments], way


@settings(max_examples=40, deadline=None)
@given(seconds)
def test_without_leading_zeros_and_in_full_width_it_is_the_same(moment: datetime) -> None:
    short = f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M:%S}"
    wide = short.translate({ord(a): ord(a) + 0xFEE0 for a in "0123456789:/"})
    assert read(short, wide) == [in_utc(moment)] * 2


@settings(max_examples=40, deadline=None)
@given(seconds, st.booleans())
def test_day_and_month_are_read_as_was_said(moment: datetime, day_first: bool) -> None:
    text = moment.strftime("%d/%m/%Y %H:%M:%S" if day_first else "%m/%d/%Y %H:%M:%S")
    assert read(text, day_first=day_first) == [in_utc(moment)]


@settings(max_examples=40, deadline=None)
@given(seconds)
def test_without_a_word_only_what_has_one_reading_is_read(moment: datetime) -> None:
    (found,) = read(moment.strftime("%d/%m/%Y %H:%M:%S"))
    one_reading = moment.day > 12 or moment.day == moment.month
    assert found == (in_utc(moment) if one_reading else Read.TWO_WAYS)


@settings(max_examples=40, deadline=None)
@given(seconds, st.sampled_from([EPOCH, MAC]))
def test_serial_numbers_of_excel_are_read_to_the_second(moment: datetime, epoch: date) -> None:
    days = (moment - datetime.combine(epoch, datetime.min.time())) / timedelta(days=1)
    text = f"{days:.8f}"
    if 10_000 <= days < 100_000:
        assert read(text, epoch=epoch) == [in_utc(moment)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("46342.752", "2026-11-16 18:02"),
        ("46342", "2026-11-16"),
        ("昨天", ""),
        ("4634", ""),
        ("\x0146342", ""),
    ],
)
def test_what_excel_counts_in_days_is_told_as_a_moment(text: str, words: str) -> None:
    assert serial_words(text, EPOCH) == words


def test_a_text_is_not_read_by_half() -> None:
    refused = {
        "": Read.EMPTY,
        "昨天": Read.NO_DATE,
        "2026-02-30 10:00": Read.NO_DATE,
        "2026-13-01 10:00": Read.NO_DATE,
        "2026-11-22 24:00": Read.NO_DATE,
        "2026-11-22 10:60": Read.NO_DATE,
        "2026-11-22 10:00 左右": Read.NO_DATE,
        "26-11-22 10:00": Read.NO_DATE,
        "31/02/2026 10:00": Read.NO_DATE,
        "13-Foo-2026 10:00": Read.NO_DATE,
        "20261301 1000": Read.NO_DATE,
        "2026-11-22": Read.NO_CLOCK,
        "20261122": Read.NO_CLOCK,
        "46348": Read.NO_CLOCK,
        "2019-12-31 10:00": Read.FAR,
        "2101-01-01 10:00": Read.FAR,
        "10000.5": Read.FAR,
    }
    assert read(*refused) == list(refused.values())


def test_what_stands_the_other_way_round_than_was_said_is_no_date() -> None:
    assert read("25/03/2026 10:00", day_first=False) == [Read.TURNED]
    assert read("03/25/2026 10:00", day_first=True) == [Read.TURNED]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-11-22 上午 10:00", 10),
        ("2026-11-22 下午3:00", 15),
        ("2026-11-22 凌晨12:00", 0),
        ("2026-11-22 中午12:00", 12),
        ("2026-11-22 中午1:00", 13),
        ("2026-11-22 晚上 11:00", 23),
        ("2026-11-22 12:00 AM", 0),
        ("2026-11-22 12:00 p.m.", 12),
        ("2026年11月22日9时", 9),
    ],
)
def test_halves_of_the_day_are_understood(text: str, hour: int) -> None:
    assert read(text) == [in_utc(datetime.fromisoformat(f"2026-11-22T{hour:02d}:00"))]


def test_a_zone_that_is_said_counts() -> None:
    said = ("2026-11-22T02:05:06Z", "2026-11-22 03:05:06+01:00", "2026-11-21 21:05:06-0500")
    assert read(*said) == [datetime(2026, 11, 22, 2, 5, 6, tzinfo=UTC)] * 3


def test_nothing_stands_where_nothing_was_read() -> None:
    column = read_moments(pa.array(["x", "", "2026-11-22", "03/04/2026 10:00"]), EPOCH)
    assert np.isnat(column.values).all()
