"""People and organisation: what an administrator does leaves a trace, and nobody else may do it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboard import exchange, oversight, people, units
from dashboard.looks import ZONE, today
from dashboard.people import PersonHasLeft, ReasonAsked
from dashboard.words import speaking
from db import accounts, attempts, grants, organisation, persons, sign_ins
from db.actors import SYSTEM, Actor, Forbidden, Role
from db.errors import ChangedMeanwhile, CodeTaken, MoveRefused
from db.grants import GrantRefused, LastAdministrator
from db.passwords import matches
from db.session import database
from db.trail import Entry, TrailFilter, first_broken
from tests.test_import_organisation import workbook

BEGUN = date(2026, 1, 1)
TOMORROW = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """A small organisation: two divisions, a unit in the first, and a person in each role."""

    first: int
    second: int
    unit: int
    people: dict[Role, int]

    def actor(self, role: Role) -> Actor:
        """The person who holds a role."""
        with database().read(SYSTEM) as session:
            found = grants.actor_of(session, self.people[role], today(), "192.0.2.7")
        assert found is not None
        return found

    @property
    def administrator(self) -> Actor:
        """The administrator."""
        return self.actor(Role.ADMINISTRATOR)


@pytest.fixture
def place(own_url: str) -> Iterator[Place]:
    with speaking("en"), database().write(SYSTEM) as session:
        first = organisation.add_division(session, "D1", "河东", "East").id
        second = organisation.add_division(session, "D2", "河西", "West").id
        unit = organisation.add_unit(session, first, "U1", "东渡", "Dongdu", since=BEGUN).id
        scopes: dict[Role, dict[str, int]] = {
            Role.INSPECTOR: {"unit_id": unit},
            Role.AGENT: {"division_id": first},
            Role.DIVISION_HEAD: {"division_id": first},
            Role.ADMINISTRATOR: {},
            Role.UNIT_REPRESENTATIVE: {"unit_id": unit},
            Role.MEETING_VIEWER: {},
        }
        found = {}
        for number, (role, scope) in enumerate(scopes.items(), start=1):
            found[role] = persons.add_person(session, f"P{number}", f"Person {number}").id
            grants.give(session, found[role], role, valid_from=BEGUN, **scope)
    with speaking("en"):
        yield Place(first, second, unit, found)


def newest(place: Place, number: int = 1) -> list[Entry]:
    """The newest entries of the trail, the newest first."""
    return list(oversight.trail_page(place.administrator, TrailFilter(), number).entries)


USE_CASES: dict[str, Callable[[Actor, Place], Any]] = {
    "people.people": lambda a, p: people.people(a, left=True),
    "people.add_person": lambda a, p: people.add_person(a, "P9", "New"),
    "people.close_person": lambda a, p: people.close_person(
        a, p.people[Role.INSPECTOR], "has left"
    ),
    "people.take_back": lambda a, p: people.take_back(a, p.people[Role.INSPECTOR], "is back"),
    "people.open_account": lambda a, p: people.open_account(a, p.people[Role.INSPECTOR], "zhou"),
    "people.set_email": lambda a, p: people.set_email(a, p.people[Role.INSPECTOR], "a@b.c"),
    "people.give_role": lambda a, p: people.give_role(
        a, p.people[Role.INSPECTOR], Role.MEETING_VIEWER, since=today()
    ),
    "people.end_role": lambda a, p: people.end_role(
        a, grant_of(p, Role.INSPECTOR), today(), "new task"
    ),
    "people.browsers": lambda a, p: people.browsers(a, p.people[Role.INSPECTOR]),
    "people.end_browsers": lambda a, p: people.end_browsers(a, p.people[Role.INSPECTOR]),
    "units.structure": lambda a, p: units.structure(a),
    "units.add_division": lambda a, p: units.add_division(a, "D9", "新", ""),
    "units.add_unit": lambda a, p: units.add_unit(a, p.first, "U9", "新", "", since=BEGUN),
    "units.set_regulations": lambda a, p: units.set_regulations(a, p.first, ["GAS", "STD"]),
    "units.rename_division": lambda a, p: units.rename_division(a, p.first, "新", "New"),
    "units.rename_unit": lambda a, p: units.rename_unit(a, p.unit, "新", "New"),
    "units.move_unit": lambda a, p: units.move_unit(a, p.unit, p.second, today(), "reform"),
    "units.close_unit": lambda a, p: units.close_unit(a, p.unit, today(), "closed down"),
    "oversight.trail_page": lambda a, p: oversight.trail_page(a, TrailFilter(), 5),
    "oversight.trail_actions": lambda a, p: oversight.trail_actions(a),
    "oversight.trail_names": lambda a, p: oversight.trail_names(a),
    "oversight.first_broken": lambda a, p: oversight.first_broken(a),
    "oversight.releasable": lambda a, p: oversight.releasable(a),
    "oversight.release": lambda a, p: oversight.release(a, "2026-10"),
    "oversight.withdraw": lambda a, p: oversight.withdraw(a, "2026-10", "too early"),
    "exchange.template": lambda a, p: exchange.template(a),
    "exchange.preview": lambda a, p: exchange.preview(a, FILE),
    "exchange.apply": lambda a, p: exchange.apply(a, FILE, "file.xlsx", seal(p)),
    "exchange.export": lambda a, p: exchange.export(a),
}
FILE = workbook(
    Divisions=[("D3", "北区", "North", "SPEC,HEAT"), ("D1", "河东", "East Bank", "GAS,STD")],
    Units=[("U1", "东渡", None, "D2", "2026-07-01"), ("U3", "北闸", None, "D3")],
    People=[("P1", "Person 1", "zhou", "zhou@example.com"), ("P7", "新人")],
    Roles=[("P7", "Inspector", None, "U3", BEGUN, None), ("P7", "Boss", None, None, BEGUN)],
)


def seal(place: Place) -> str:
    """What stands for the file as an administrator would be shown it."""
    return exchange.preview(place.administrator, FILE).seal


def grant_of(place: Place, role: Role) -> int:
    """The number of the grant by which a role is held."""
    with database().read(SYSTEM) as session:
        return grants.of_person(session, place.people[role])[0].id


@pytest.mark.parametrize("name", USE_CASES)
def test_only_an_administrator_may(place: Place, name: str) -> None:
    before = newest(place)
    for role in Role:
        if role != Role.ADMINISTRATOR:
            with pytest.raises(Forbidden):
                USE_CASES[name](place.actor(role), place)
    assert newest(place) == before
    USE_CASES[name](place.administrator, place)


def test_every_use_case_is_tried() -> None:
    for module in (people, units, oversight, exchange):
        short = module.__name__.removeprefix("dashboard.")
        public = {
            f"{short}.{name}"
            for name, thing in vars(module).items()
            if callable(thing)
            and getattr(thing, "__module__", "") == module.__name__
            and "actor" in getattr(thing, "__annotations__", {})
            and not name.startswith("_")
        }
        assert public == {name for name in USE_CASES if name.startswith(f"{short}.")}


@pytest.mark.parametrize(
    ("name", "action", "kind", "reason"),
    [
        ("people.add_person", "added", "person", ""),
        ("people.close_person", "closed", "person", "has left"),
        ("people.take_back", "reopened", "person", "is back"),
        ("people.open_account", "account_saved", "person", ""),
        ("people.set_email", "account_saved", "person", ""),
        ("people.give_role", "role_given", "person", ""),
        ("people.end_role", "role_ended", "person", "new task"),
        ("units.add_division", "added", "division", ""),
        ("units.add_unit", "added", "unit", ""),
        ("units.rename_division", "renamed", "division", ""),
        ("units.rename_unit", "renamed", "unit", ""),
        ("units.move_unit", "moved", "unit", "reform"),
        ("units.close_unit", "closed", "unit", "closed down"),
        ("oversight.release", "released", "period", ""),
        ("exchange.apply", "imported", "organisation", ""),
        ("exchange.export", "exported", "organisation", ""),
    ],
)
def test_it_stands_in_the_trail(
    place: Place, name: str, action: str, kind: str, reason: str
) -> None:
    actor = place.administrator
    USE_CASES[name](actor, place)
    (entry,) = newest(place)
    assert (entry.action, entry.object_kind, entry.reason) == (action, kind, reason)
    assert (entry.person_id, entry.address) == (actor.person_id, "192.0.2.7")
    assert entry.after
    assert oversight.first_broken(actor) is None


def test_who_leaves_keeps_the_past_and_loses_roles_and_browsers(place: Place) -> None:
    actor, person = place.administrator, place.people[Role.INSPECTOR]
    later = people.give_role(
        actor, person, Role.MEETING_VIEWER, since=today() + 9 * TOMORROW, until=None
    )
    with database().write(SYSTEM) as session:
        now = datetime.now(UTC)
        sign_ins.begin(session, person, "demo", address="192.0.2.9", agent="", now=now)
    assert len(people.browsers(actor, person)) == 1
    people.close_person(actor, person, "has left")
    assert people.browsers(actor, person) == []
    assert person not in {view.person.id for view in people.people(actor)}
    (view,) = (v for v in people.people(actor, left=True) if v.person.id == person)
    assert [row.valid_until for row in view.roles] == [today()]
    assert later not in {row.id for row in view.roles}
    people.take_back(actor, person, "is back")
    assert person in {view.person.id for view in people.people(actor)}
    assert view.held(today() + TOMORROW) == ()


def test_who_has_left_gets_nothing(place: Place) -> None:
    actor, person = place.administrator, place.people[Role.INSPECTOR]
    people.close_person(actor, person, "has left")
    for attempt in (
        lambda: people.open_account(actor, person, "zhou"),
        lambda: people.set_email(actor, person, "zhou@example.com"),
        lambda: people.give_role(actor, person, Role.ADMINISTRATOR, since=today()),
    ):
        with pytest.raises(PersonHasLeft):
            attempt()


def test_the_last_administrator_stays(place: Place) -> None:
    actor = place.administrator
    with pytest.raises(LastAdministrator):
        people.close_person(actor, actor.me, "has left")
    with pytest.raises(LastAdministrator):
        people.end_role(actor, grant_of(place, Role.ADMINISTRATOR), today(), "has left")
    assert place.administrator == actor


@pytest.mark.parametrize(
    "name", ["people.close_person", "people.take_back", "people.end_role", "units.move_unit"]
)
def test_asks_for_a_reason(place: Place, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, function = (people if name.startswith("people") else units), name.split(".")[1]
    whole = getattr(module, function)
    monkeypatch.setattr(module, function, lambda *args: whole(*args[:-1], "  "))
    before = newest(place)
    with pytest.raises(ReasonAsked):
        USE_CASES[name](place.administrator, place)
    assert newest(place) == before


def test_a_one_time_password_opens_the_account_once_and_lifts_a_lock(place: Place) -> None:
    actor, person = place.administrator, place.people[Role.INSPECTOR]
    people.set_email(actor, person, "Zhou@Example.com")
    password = people.open_account(actor, person, "Zhou")
    with database().write(SYSTEM) as session:
        known = accounts.credentials(session, "zhou")
        for _ in range(5):
            attempts.note_failure(session, "zhou", "192.0.2.9", datetime.now(UTC))
    assert known is not None
    assert known.must_change
    assert matches(password, known.password_hash)
    renewed = people.open_account(actor, person, "zhou")
    assert renewed != password
    with database().read(SYSTEM) as session:
        account = accounts.account(session, person)
        attempts.check_attempts(session, "zhou", "192.0.2.9", datetime.now(UTC))
        known = accounts.credentials(session, "zhou")
    assert account is not None
    assert (account.login, account.email) == ("zhou", "zhou@example.com")
    assert known is not None
    assert not matches(password, known.password_hash)
    told = [str(entry.after) + str(entry.before) for entry in newest(place, 50)]
    assert not any(password in text or renewed in text for text in told)
    with pytest.raises(CodeTaken):
        people.open_account(actor, place.people[Role.DIVISION_HEAD], "ZHOU")


def test_a_unit_moves_and_the_past_keeps_the_old_place(place: Place) -> None:
    actor = place.administrator
    day = today() + TOMORROW
    units.move_unit(actor, place.unit, place.second, day, "reform")
    (found,) = units.structure(actor).units
    assert (found.place(today())[1].code, found.place(today())[0]) == ("D1", BEGUN)
    assert found.place(day)[1].code == "D2"
    move = found.move(today())
    assert move is not None
    assert (move[0], move[1].code) == (day, "D2")
    assert found.move(day) is None
    assert found.place(date(2020, 1, 1))[1].code == "D1"
    with pytest.raises(MoveRefused):
        units.move_unit(actor, place.unit, place.first, day, "back")


def test_a_role_fits_what_it_is_for(place: Place) -> None:
    actor, person = place.administrator, place.people[Role.INSPECTOR]
    with pytest.raises(GrantRefused):
        people.give_role(actor, person, Role.DIVISION_HEAD, unit=place.unit, since=today())
    number = people.give_role(actor, person, Role.MEETING_VIEWER, since=today())
    people.end_role(actor, number, today() - TOMORROW, "by mistake")
    (view,) = (v for v in people.people(actor) if v.person.id == person)
    assert number not in {row.id for row in view.held(BEGUN)}


def test_releases_by_month_quarter_and_year(place: Place) -> None:
    actor = place.administrator
    assert oversight.releasable(actor) == []
    oversight.release(actor, "2026-Q3")
    oversight.release(actor, "2026")
    oversight.release(actor, "2026-10")
    assert oversight.releasable(actor) == [("2026", True), ("2026-Q3", True), ("2026-10", True)]
    oversight.withdraw(actor, "2026-Q3", "too early")
    assert oversight.releasable(actor) == [("2026", True), ("2026-10", True)]
    with pytest.raises(ReasonAsked):
        oversight.withdraw(actor, "2026", " ")


def test_the_trail_is_filtered_by_days_of_the_organisation(place: Place) -> None:
    actor = place.administrator
    first, last = oversight.days(date(2026, 11, 22), date(2026, 11, 22))
    assert (first, last) == (
        datetime(2026, 11, 22, tzinfo=ZONE),
        datetime(2026, 11, 23, tzinfo=ZONE),
    )
    assert oversight.days(None, None) == (None, None)
    begin, end = oversight.days(today() - TOMORROW, today())
    wanted = TrailFilter(action="added", object_kind="unit", first_day=begin, last_day=end)
    assert oversight.trail_page(actor, wanted, 5).total == 1
    assert "role_given" in oversight.trail_actions(actor)
    names = oversight.trail_names(actor)
    assert names.units == {place.unit: ("东渡", "Dongdu")}


def test_a_file_is_shown_then_written_and_a_second_time_changes_nothing(place: Place) -> None:
    actor = place.administrator
    shown = exchange.preview(actor, FILE)
    assert [(line.sheet, line.change) for line in shown.lines] == [
        ("divisions", "new"),
        ("divisions", "changed"),
        ("units", "changed"),
        ("units", "new"),
        ("people", "changed"),
        ("people", "new"),
        ("roles", "new"),
    ]
    assert [(fault.row, fault.value) for fault in shown.faults] == [(3, "Boss")]
    before = newest(place)[0].id
    done = exchange.apply(actor, FILE, "organisation.xlsx", shown.seal)
    assert done == {"new": 4, "changed": 3}
    added = [entry for entry in newest(place, 50) if entry.id > before]
    assert [(entry.action, entry.object_kind) for entry in reversed(added)] == [
        ("added", "division"),
        ("renamed", "division"),
        ("regulations_set", "division"),
        ("moved", "unit"),
        ("added", "unit"),
        ("account_saved", "person"),
        ("added", "person"),
        ("role_given", "person"),
        ("imported", "organisation"),
    ]
    assert added[-4].reason == "Read from the file organisation.xlsx"
    again = exchange.preview(actor, FILE)
    assert again.is_idle
    assert exchange.apply(actor, FILE, "organisation.xlsx", again.seal) == {"same": 7}
    assert newest(place)[0] == added[0]
    tags = {row.code: row.regulations for row in units.structure(actor).divisions}
    assert tags == {"D1": "GAS,STD", "D2": "GAS", "D3": "HEAT,SPEC"}


def test_what_was_not_shown_is_not_written(place: Place) -> None:
    actor = place.administrator
    shown = exchange.preview(actor, FILE)
    units.rename_division(actor, place.first, "别名", "Other")
    before = newest(place)
    with pytest.raises(ChangedMeanwhile):
        exchange.apply(actor, FILE, "organisation.xlsx", shown.seal)
    assert newest(place) == before


def test_all_rows_are_written_or_none(place: Place) -> None:
    actor = place.administrator
    admin = f"P{list(place.people).index(Role.ADMINISTRATOR) + 1}"
    content = workbook(
        Divisions=[("D3", "北区")],
        Roles=[(admin, "Administrator", None, None, BEGUN, today())],
    )
    shown = exchange.preview(actor, content)
    assert [line.change for line in shown.lines] == ["new", "changed"]
    before = newest(place)
    with pytest.raises(LastAdministrator):
        exchange.apply(actor, content, "organisation.xlsx", shown.seal)
    assert newest(place) == before
    assert len(units.structure(actor).divisions) == 2


def test_an_export_read_again_changes_nothing(place: Place) -> None:
    actor = place.administrator
    people.set_email(actor, place.people[Role.INSPECTOR], "zhou@example.com")
    people.close_person(actor, place.people[Role.MEETING_VIEWER], "has left")
    for language in ("zh", "en"):
        with speaking(language):
            content = exchange.export(actor)
        shown = exchange.preview(actor, content)
        assert shown.faults == ()
        assert shown.is_idle
        assert len(shown.lines) == 2 + 1 + 5 + 5
    (entry,) = newest(place)
    assert (entry.action, entry.after) == ("exported", {"people": 5, "roles": 5})


def test_an_export_fills_an_empty_place_with_the_same(place: Place) -> None:
    with database().read(SYSTEM) as session:
        assert first_broken(session) is None
    content = exchange.export(place.administrator)
    lines, faults = exchange.files.read_organisation(content)
    assert faults == []
    with speaking("en"):
        again = exchange.files.export([line.entry for line in lines])
    assert exchange.files.read_organisation(again)[0] == lines
