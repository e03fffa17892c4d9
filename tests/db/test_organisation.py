"""Divisions, units and people: added once, listed in order, named when they are missing."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from db import organisation, persons
from db.errors import CodeTaken, DivisionNotFound, EntryRefused, PersonNotFound, UnitNotFound
from tests.factories import DAY, make_division, make_person, make_unit


def test_units_are_listed_by_division_and_code(session: Session) -> None:
    second, first = make_division(session, code="B"), make_division(session, code="A")
    units = [
        make_unit(session, division, code=code)
        for division, code in ((second, "U1"), (first, "U3"), (first, "U2"))
    ]
    assert organisation.units(session) == [units[2], units[1], units[0]]
    assert organisation.units(session, second.id) == [units[0]]
    assert organisation.divisions(session) == [first, second]


def test_a_unit_names_itself_in_both_languages(session: Session) -> None:
    unit = make_unit(session, name_zh="城东供气所", name_en="East station")
    assert (unit.name("zh"), unit.name("en")) == ("城东供气所", "East station")
    assert unit.division.name("zh").startswith("事业部")
    assert unit.division.name("en").startswith("Division")


def test_what_was_added_is_found_by_id_and_code(session: Session) -> None:
    unit, person = make_unit(session), make_person(session)
    assert organisation.unit(session, unit.id) == unit
    assert organisation.unit_by_code(session, unit.code) == unit
    assert organisation.division(session, unit.division.id) == unit.division
    assert persons.person(session, person.id) == person
    assert persons.person_by_code(session, person.code) == person


def test_what_is_missing_is_named(session: Session) -> None:
    with pytest.raises(DivisionNotFound):
        organisation.division(session, 999_999)
    with pytest.raises(DivisionNotFound):
        organisation.add_unit(session, 999_999, "U", "单位", "Unit")
    with pytest.raises(UnitNotFound):
        organisation.unit(session, 999_999)
    with pytest.raises(UnitNotFound, match="U-404"):
        organisation.unit_by_code(session, "U-404")
    with pytest.raises(UnitNotFound):
        organisation.close_unit(session, 999_999, DAY)
    with pytest.raises(PersonNotFound):
        persons.person(session, 999_999)
    with pytest.raises(PersonNotFound):
        persons.person_by_code(session, "\x00")
    with pytest.raises(PersonNotFound):
        persons.set_active(session, 999_999, False)


def test_a_code_is_given_once(session: Session) -> None:
    make_division(session, code="A")
    make_unit(session, code="A")
    make_person(session, code="A")
    for make in (make_division, make_unit, make_person):
        with pytest.raises(CodeTaken, match="“A”"):
            make(session, code=" A ")


@pytest.mark.parametrize("text", ["", "  ", "x" * 201, "a\x00b", "\ud83d"])
def test_an_empty_endless_or_unstorable_name_is_refused(session: Session, text: str) -> None:
    with pytest.raises(EntryRefused, match="1 to 200 characters"):
        make_person(session, name=text)
    with pytest.raises(EntryRefused, match="1 to 40 characters"):
        make_person(session, code=text)
    assert persons.people(session, active_only=False) == []


def test_a_closed_unit_is_left_out_from_its_day_on(session: Session) -> None:
    unit = make_unit(session)
    closed = organisation.close_unit(session, unit.id, DAY)
    assert closed.closed_on == DAY
    assert organisation.units(session) == [closed]
    assert organisation.units(session, open_on=DAY) == []
    assert organisation.units(session, open_on=DAY - timedelta(days=1)) == [closed]
    assert organisation.close_unit(session, unit.id, None) == unit


def test_someone_who_left_is_listed_only_on_demand(session: Session) -> None:
    gone, here = make_person(session, code="P1"), make_person(session, code="P2")
    assert persons.set_active(session, gone.id, False).active is False
    assert persons.people(session) == [here]
    assert [person.code for person in persons.people(session, active_only=False)] == [
        "P1",
        "P2",
    ]
