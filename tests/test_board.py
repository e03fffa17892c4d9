"""The board: what runs out first stands first, and every open order stands somewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.board.rows import STATES, BoardRow, Due, counts, groups, in_order, situations

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def left(minutes: float, clock: str = "HEV-01") -> Due:
    return Due(clock, NOW + timedelta(minutes=minutes))


def row(number: str = "1", **fields: Any) -> BoardRow:
    values: dict[str, Any] = {
        "id": number,
        "number": number,
        "source": "manual",
        "order_class": "hotline",
        "division_id": 1,
        "unit_id": 7,
        "station": "",
        "estate": "柳园",
        "building": "3",
        "state": "received",
        "reported_at": NOW - timedelta(hours=2),
    }
    return BoardRow(**{**values, **fields})


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"due": left(-0.1)}, "late"),
        ({"due": left(0)}, "soon"),
        ({"due": left(60)}, "soon"),
        ({"due": left(60.1)}, "running"),
        ({"unknown": True}, "unknown"),
        ({}, "still"),
    ],
)
def test_an_order_stands_as_its_first_clock_does(fields: dict[str, Any], told: str) -> None:
    assert row(**fields).stands(NOW) == told


def test_what_has_least_time_left_stands_first_and_what_stands_still_last() -> None:
    rows = [
        row("still"),
        row("running", due=left(300)),
        row("unknown", unknown=True),
        row("late by 10", due=left(-10)),
        row("soon", due=left(20)),
        row("late by 90", due=left(-90)),
    ]
    assert [one.number for one in in_order(rows, NOW)] == [
        "late by 90",
        "late by 10",
        "soon",
        "running",
        "unknown",
        "still",
    ]


def test_every_open_order_is_counted_once() -> None:
    rows = [row(str(number), due=left(number * 20 - 100)) for number in range(12)]
    rows += [row("u", unknown=True), row("s")]
    found = counts(rows, NOW)
    assert tuple(found) == STATES
    assert found == {"late": 5, "soon": 4, "running": 3, "unknown": 1, "still": 1}
    assert sum(group.open for group in groups(rows, NOW)) == len(rows)


def test_the_unit_and_station_with_most_late_orders_stands_first() -> None:
    rows = [
        row("1", unit_id=1, due=left(90)),
        row("2", unit_id=2, station="一班", due=left(-5)),
        row("3", unit_id=2, station="二班", due=left(5)),
        row("4", unit_id=2, station="一班", due=left(5)),
        row("5", unit_id=None, due=left(90)),
        row("6", unit_id=1, due=left(90)),
    ]
    found = [(group.unit_id, group.station, group.open) for group in groups(rows, NOW)]
    assert found == [(2, "一班", 2), (2, "二班", 1), (1, "", 2), (None, "", 1)]


def reports(*places: tuple[str, str], **fields: Any) -> list[BoardRow]:
    return [row(str(n), estate=e, building=b, **fields) for n, (e, b) in enumerate(places)]


def told(rows: list[BoardRow]) -> list[tuple[str, str, int]]:
    found = situations(rows, ["hotline", "repair"], 3, 24, NOW)
    return [(one.estate, one.building, one.reports) for one in found]


def test_many_reports_of_one_estate_ask_for_a_situation_report() -> None:
    rows = reports(("柳园", "1"), ("柳园", "2"), ("柳园", "2"), ("梅苑", "5"), ("梅苑", "5"))
    assert told(rows) == [("柳园", "", 3)]
    assert told([*rows, row("9", estate="梅苑", building="5")])[1] == ("梅苑", "5", 3)


def test_old_reports_complaints_and_unknown_places_ask_for_none() -> None:
    three = (("柳园", "1"),) * 3
    assert told(reports(*three, reported_at=NOW - timedelta(hours=24))) == [("柳园", "1", 3)]
    assert told(reports(*three, reported_at=NOW - timedelta(hours=24, seconds=1))) == []
    assert told(reports(*three, order_class="complaint")) == []
    assert told(reports(*(("", "1"),) * 3)) == []


def test_places_of_two_divisions_are_not_mixed() -> None:
    rows = [row(str(n), division_id=n % 2) for n in range(4)]
    assert told(rows) == []
