"""Exact numbers and times come back from both databases as they went in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select, text
from sqlalchemy.orm import Session

from db.actors import SYSTEM
from db.base import MOST, Scaled, UtcDateTime
from db.session import Database
from db.value_errors import NumberNotExact, NumberTooLarge, TimeWithoutZone, TooManyDigits

Scratch = Callable[[], AbstractContextManager[Session]]
LARGEST = Decimal(MOST).scaleb(-4)


def stored(session: Session, value: Any, digits: int = 4) -> Decimal | None:
    """What the database gives back for a number."""
    return session.scalar(select(literal(value, Scaled(digits))))


@pytest.mark.parametrize(
    "number", ["0", "0.0001", "-0.0001", "976.7441", "1E+3", "-4", "2.50000", str(LARGEST)]
)
def test_a_number_comes_back_exactly(session: Session, number: str) -> None:
    assert stored(session, Decimal(number)) == Decimal(number)


def test_a_whole_number_and_nothing_come_back(session: Session) -> None:
    assert stored(session, 7) == 7
    assert stored(session, None) is None


@settings(max_examples=150, deadline=None)
@given(number=st.decimals(allow_nan=True, allow_infinity=True), digits=st.sampled_from([0, 4, 6]))
def test_any_decimal_comes_back_exactly_or_is_refused(
    scratch: Scratch, number: Decimal, digits: int
) -> None:
    with scratch() as session:
        try:
            found = stored(session, number, digits)
        except NumberNotExact:
            assert not number.is_finite()
        except TooManyDigits:
            assert (Fraction(number) * 10**digits).denominator > 1
        except NumberTooLarge:
            assert abs(Fraction(number)) * 10**digits > MOST
        else:
            assert found == number


@settings(max_examples=100, deadline=None)
@given(number=st.integers(-MOST, MOST).map(lambda whole: Decimal(f"{whole}E-6")))
def test_every_number_with_six_decimals_comes_back_exactly(
    scratch: Scratch, number: Decimal
) -> None:
    with scratch() as session:
        assert stored(session, number, 6) == number


def test_the_calling_threads_precision_changes_nothing(session: Session) -> None:
    with localcontext(prec=3):
        assert str(stored(session, Decimal("123456.7891"))) == "123456.7891"


@pytest.mark.parametrize("value", [1.5, True, "2", float("nan"), Decimal("NaN"), Decimal("-inf")])
def test_what_is_no_exact_number_is_refused(session: Session, value: Any) -> None:
    with pytest.raises(NumberNotExact):
        stored(session, value)


@pytest.mark.parametrize("number", ["0.00001", "976.74418", "1E-1000000"])
def test_a_digit_too_many_is_refused_and_not_rounded(session: Session, number: str) -> None:
    with pytest.raises(TooManyDigits, match="more than 4 decimals"):
        stored(session, Decimal(number))


@pytest.mark.parametrize("number", [str(LARGEST + Decimal("0.0001")), "-1E+16", "1E+1000000"])
def test_a_number_beyond_64_bits_is_refused(session: Session, number: str) -> None:
    with pytest.raises(NumberTooLarge):
        stored(session, Decimal(number))


def test_zero_is_zero_however_it_is_written(session: Session) -> None:
    assert stored(session, Decimal("0E+100")) == 0
    assert stored(session, Decimal("-0.00000")) == 0


def moment(session: Session, value: datetime | None) -> datetime | None:
    """What the database gives back for a time."""
    return session.scalar(select(literal(value, UtcDateTime())))


def test_a_time_comes_back_in_utc_with_its_zone(session: Session) -> None:
    shanghai = timezone(timedelta(hours=8))
    noon = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=shanghai)
    found = moment(session, noon)
    assert found == noon
    assert found is not None and found.tzinfo is UTC and found.hour == 4
    assert moment(session, None) is None


@pytest.mark.postgres
def test_a_server_in_another_zone_gives_utc_too(postgresql: str) -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    server = Database(postgresql)
    with server.write(SYSTEM) as session:
        session.execute(text("SET LOCAL TIME ZONE 'Asia/Shanghai'"))
        found = moment(session, noon)
    server.close()
    assert found == noon and found.tzinfo is UTC


def test_a_time_without_zone_is_refused(session: Session) -> None:
    with pytest.raises(TimeWithoutZone, match="no time zone"):
        moment(session, datetime(2026, 11, 20, 12))  # noqa: DTZ001 - the fault that is tested
