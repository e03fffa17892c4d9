"""Periods: how they are written, which months they hold, and in which order they are told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.errors import BadPeriod
from checklists.periods import Period, around, newest_first
from dashboard.looks import period_text
from dashboard.words import speaking

TEXTS = st.builds(
    "{}{}".format,
    st.integers(2001, 2098),
    st.sampled_from(["", "-HS", "-Q1", "-Q2", "-Q3", "-Q4", "-01", "-07", "-12"]),
)


@pytest.mark.parametrize(
    ("text", "kind", "first", "last", "months"),
    [
        ("2026", "year", "2026-01-01", "2026-12-31", 12),
        ("2026-Q1", "quarter", "2026-01-01", "2026-03-31", 3),
        ("2026-10", "month", "2026-10-01", "2026-10-31", 1),
        ("2026-HS", "season", "2026-11-01", "2027-03-31", 5),
        ("2027-HS", "season", "2027-11-01", "2028-03-31", 5),
        ("2028-02", "month", "2028-02-01", "2028-02-29", 1),
    ],
)
def test_a_period_holds_whole_months(
    text: str, kind: str, first: str, last: str, months: int
) -> None:
    period = Period.parse(text)
    assert (period.kind, str(period)) == (kind, text)
    assert period.first_day == date.fromisoformat(first)
    assert period.last_day == date.fromisoformat(last)
    assert len(period.months) == months


def test_a_heating_season_goes_on_into_the_next_year() -> None:
    season = Period.parse("2026-HS")
    assert season.months == ("2026-11", "2026-12", "2027-01", "2027-02", "2027-03")


@pytest.mark.parametrize(
    "text",
    ["", "2026-13", "2026-00", "2026-Q5", "2026-hs", "1999", "2026-HS1", "2026-１0", "2026\n"],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadPeriod, match="is no period"):
        Period.parse(text)


@given(TEXTS)
def test_the_period_before_is_of_the_same_kind_and_ends_the_day_before(text: str) -> None:
    period = Period.parse(text)
    before = period.previous
    assert (before.kind, Period.parse(str(before))) == (period.kind, before)
    if period.kind == "season":
        assert before.year == period.year - 1
    else:
        assert before.last_day + timedelta(days=1) == period.first_day


@given(TEXTS)
def test_a_period_is_around_each_of_its_months_and_no_other(text: str) -> None:
    period = Period.parse(text)
    assert all(period in around([month]) for month in period.months)
    assert all(month in one.months for month in period.months for one in around([month]))


def test_the_newest_years_come_first_then_seasons_quarters_and_months() -> None:
    told = [str(one) for one in around(["2026-11", "2026-02"])]
    assert told == [
        *("2026", "2026-HS", "2025-HS", "2026-Q4", "2026-Q1"),
        *("2026-11", "2026-02"),
    ]
    assert newest_first([Period.parse("2025"), Period.parse("2026")])[0].year == 2026


def test_months_outside_the_heating_belong_to_no_season() -> None:
    assert "season" not in {one.kind for one in around(["2026-04", "2026-10"])}


def test_a_season_is_told_by_its_two_years() -> None:
    with speaking("zh"):
        assert [period_text("2026-HS"), period_text("2099-HS")] == [
            "2026/27 供暖季",
            "2099/00 供暖季",
        ]
        assert period_text("2026-Q3") == "2026-Q3"
    with speaking("en"):
        assert period_text("2026-HS") == "heating season 2026/27"
