"""Rooms as they are measured: points by area, exact means, and what is refused."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checklists.order_rules import order_rules
from checklists.temperature import (
    COLDEST,
    HOTTEST,
    Room,
    RoomRefused,
    lowest,
    mean,
    read_rooms,
    shown,
    spots,
    standing,
    stored_rooms,
)
from tests.factories import DAY

RULES = order_rules(DAY).temperature
CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "room_temperature.yaml").read_text(encoding="utf-8")
)

degrees = st.decimals(COLDEST, HOTTEST, places=2)
areas = st.decimals(1, 1000, places=2)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_rooms_are_judged_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    expect = case["expect"]
    if "refused" in expect:
        with pytest.raises(RoomRefused) as refused:
            read_rooms(case["rooms"], RULES)
        assert refused.value.field == expect["refused"]
        return
    rooms = read_rooms(case["rooms"], RULES)
    assert [len(room.points) for room in rooms] == expect["points"]
    assert lowest(rooms) == Fraction(expect["lowest"])
    assert standing(lowest(rooms), RULES) == expect["standing"]


def test_there_are_cases_for_every_standing_and_every_refusal() -> None:
    told = [case["expect"] for case in CASES]
    assert {one["standing"] for one in told if "standing" in one} == {"below", "within", "warm"}
    assert {one["refused"] for one in told if "refused" in one} == {
        "rooms",
        "room_name",
        "area",
        "point",
    }
    assert len({case["name"] for case in CASES}) == len(CASES) >= 12


def test_every_number_of_points_has_its_places_inside_the_room() -> None:
    for rule in RULES.rooms:
        found = spots(rule.points)
        assert len(set(found)) == rule.points
        assert all(0 < x < 1 and 0 < y < 1 for x, y in found)


def test_two_points_cut_the_diagonal_farther_from_the_door_in_three() -> None:
    third, two = Fraction(1, 3), Fraction(2, 3)
    assert spots(2) == ((third, third), (two, two))


@given(area=areas, data=st.data())
def test_a_room_survives_being_stored(area: Decimal, data: st.DataObject) -> None:
    number = RULES.room(area).points
    points = data.draw(st.lists(degrees, min_size=number, max_size=number))
    given_room = {"name": "客厅", "area": str(area), "points": [str(one) for one in points]}
    (room,) = read_rooms([given_room], RULES)
    assert stored_rooms([room.dump()]) == (room,)
    assert min(points) <= room.mean <= max(points)


@given(points=st.lists(degrees, min_size=1, max_size=5))
def test_what_is_shown_reaches_a_bound_only_where_the_mean_does(points: list[Decimal]) -> None:
    exact, told = mean(points), Fraction(shown(mean(points)))
    assert told <= exact < told + Fraction(1, 100)
    assert standing(told, RULES) == standing(exact, RULES)


@given(points=st.lists(degrees, min_size=1, max_size=5))
def test_a_mean_is_exact_and_knows_no_order(points: list[Decimal]) -> None:
    assert mean(points) * len(points) == sum(map(Fraction, points))
    assert mean(points) == mean(points[::-1])


@given(rooms=st.lists(st.lists(degrees, min_size=1, max_size=5), min_size=1, max_size=4))
def test_a_home_is_as_warm_as_its_coldest_room(rooms: list[list[Decimal]]) -> None:
    home = [Room(f"{at}", Decimal(12), tuple(points)) for at, points in enumerate(rooms)]
    assert lowest(home) == min(mean(points) for points in rooms)


@pytest.mark.parametrize("given_rooms", [None, "客厅", {"name": "客厅"}, [None], [1], [["a"]]])
def test_what_has_not_the_shape_of_rooms_is_refused(given_rooms: Any) -> None:
    with pytest.raises(RoomRefused):
        read_rooms(given_rooms, RULES)


@given(text=st.text(max_size=8))
def test_any_text_as_degrees_is_a_number_or_is_refused(text: str) -> None:
    try:
        (room,) = read_rooms([{"name": "客厅", "area": "12", "points": [text]}], RULES)
    except RoomRefused as error:
        assert (error.room, error.point) == (0, 0)
    else:
        assert room.points == (Decimal(text.strip()),)
