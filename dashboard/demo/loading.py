"""Writing the demo organisation into its own database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from checklists.catalogue_loader import load_catalogue
from checklists.order_rules import order_rules
from checklists.periods import Period
from dashboard.demo.account import keep_accounts
from dashboard.demo.audits import MONTHLY, Stored
from dashboard.demo.callbacks import load_callbacks
from dashboard.demo.doubles import audit_twice
from dashboard.demo.forecasts import keep_forecasts
from dashboard.demo.measured import FIGURES, Sourced, everything, sources
from dashboard.demo.order_photos import Answered, order_photos
from dashboard.demo.orders import Staff, moment_of, ordered
from dashboard.demo.organisation import DIVISIONS, HEATING, INSPECTORS, OFFICES
from dashboard.demo.photos import Newest, photos
from dashboard.demo.sealed import seal_past
from dashboard.demo.stops import count_calls, plan_stops
from dashboard.demo.temperature import load_temperatures
from dashboard.demo.weights import weigh
from dashboard.looks import today
from dashboard.photos.store import photo_store
from db import grants, organisation, persons, releases
from db.actors import SYSTEM, Actor, Role
from db.bulk import load_audits
from db.migrate import downgrade, upgrade
from db.orders.bulk import load_orders
from db.orders.escalations import record_steps
from db.orders.photos import load_order_photos
from db.photos import load_photos
from db.session import database
from db.settings import set_setting
from db.sheets import store_sheet_version
from db.sources import load_sources

Report = Callable[[str], None]


def load_if_empty(url: str, report: Report, on: date | None = None) -> bool:
    """Load the demo where there is no division yet; whether it was loaded."""
    with database(url).read(SYSTEM) as session:
        if organisation.divisions(session):
            return False
    report("正在生成演示数据…… Making the demo data …")
    number = load(url, on or today())
    report(f"演示数据已生成：{number} 次检查。 The demo has {number} audits.")
    return True


def renew(url: str, report: Report, on: date | None = None) -> None:
    """Throw everything in the demo's database away and load it anew."""
    downgrade(url, "base")
    upgrade(url)
    load_if_empty(url, report, on)


def load(url: str, on: date, times: int = 1) -> int:
    """Load organisation and audits in one transaction; how many audits there are."""
    catalogue = load_catalogue()
    with database(url).write(SYSTEM) as session:
        set_setting(session, "demo", True)
        versions = {
            code: store_sheet_version(session, catalogue.sheet(code, on))
            for code in (*MONTHLY, *FIGURES)
        }
        divisions, units = _places(session)
        people = _people(session, on, divisions, units)
        stored = Stored(versions, units, people)
        newest = Newest(everything(catalogue, stored, on, times))
        sourced = Sourced(newest)
        number = load_audits(session, sourced)
        now, store = datetime.now(UTC), photo_store(url)
        load_photos(session, photos(newest.found, store), now)
        load_sources(session, sources(sourced.found, store, on), now)
        staff = _staff(session, divisions[HEATING.code], units)
        answered = Answered(ordered(staff, moment_of(on, now)))
        load_orders(session, answered)
        load_order_photos(session, order_photos(answered.found, store))
        load_callbacks(session, staff.agent, moment_of(on, now))
        ladder = order_rules(on).ladder
        hours = [step.hours for step in ladder.steps]
        record_steps(session, hours, ladder.classes, moment_of(on, now))
        head = persons.person_by_code(session, OFFICES[0].code)
        administrator = grants.actor_of(session, head.id, on)
        agent = grants.actor_of(session, staff.agent, on)
    assert administrator is not None and agent is not None
    plan_stops(database(url), agent, units, moment_of(on, now))
    count_calls(database(url), agent, units, moment_of(on, now))
    with database(url).write(administrator) as session:
        weigh(session, units, Period.month_of(on))
        releases.release(session, str(on.year), datetime.now(UTC))
    audit_twice(database(url), administrator, catalogue, stored, on=on, now=datetime.now(UTC))
    keep_accounts(database(url), _office(url, on), store, moment_of(on, now))
    load_temperatures(database(url), _office(url, on)["agent"], moment_of(on, now))
    keep_forecasts(database(url), on)
    # What is sealed changes no more: everything else must be there by now.
    seal_past(url, administrator, on)
    return number


def _places(session: Any) -> tuple[dict[str, int], dict[str, int]]:
    divisions, units = {}, {}
    for division in (*DIVISIONS, HEATING):
        row = organisation.add_division(
            session, division.code, division.zh, division.en, division.regulations
        )
        divisions[division.code] = row.id
        for unit in division.units:
            added = organisation.add_unit(session, row.id, unit.code, unit.zh, unit.en)
            units[unit.code] = added.id
    return divisions, units


def _staff(session: Any, division: int, units: dict[str, int]) -> Staff:
    """Those who handle the demo's work orders."""
    people = {office: persons.person_by_code(session, office.code).id for office in OFFICES}
    return Staff(
        division,
        units,
        agent=next(key for office, key in people.items() if office.role == "agent"),
        representatives={office.unit: key for office, key in people.items() if office.unit},
    )


def _office(url: str, on: date) -> dict[str, Actor]:
    """Who enters and decides on deductions: the agent and the head of the heating division."""
    codes = {o.role: o.code for o in OFFICES if o.division == HEATING.code}
    with database(url).read(SYSTEM) as session:
        people = {role: persons.person_by_code(session, code).id for role, code in codes.items()}
        found = {role: grants.actor_of(session, key, on) for role, key in people.items()}
    return {role: actor for role, actor in found.items() if actor is not None}


def _people(
    session: Any, on: date, divisions: dict[str, int], units: dict[str, int]
) -> dict[str, int]:
    since = on - timedelta(days=400)
    people = {}
    for person in INSPECTORS:
        people[person.code] = persons.add_person(session, person.code, person.name).id
        for division in DIVISIONS:
            grants.give(
                session,
                people[person.code],
                Role.INSPECTOR,
                division_id=divisions[division.code],
                valid_from=since,
            )
    for office in OFFICES:
        added = persons.add_person(session, office.code, office.name).id
        grants.give(
            session,
            added,
            Role(office.role),
            division_id=divisions[office.division] if office.division else None,
            unit_id=units[office.unit] if office.unit else None,
            valid_from=since,
        )
    return people
