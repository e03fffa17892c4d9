"""The demo's double audits: two inspectors who agree but for their strictness."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import uuid5

from checklists.catalogue_index import Catalogue
from checklists.periods import Period
from dashboard.demo.answers import answers
from dashboard.demo.audits import SPACE, Ids, Stored, bundle_of, months_to
from dashboard.demo.organisation import DIVISIONS, INSPECTORS, DemoInspector, DemoUnit
from db import doubles
from db.actors import SYSTEM, Actor
from db.bulk import AuditBundle, load_audits
from db.doubles import DoubleRow, NewDouble
from db.models import DOUBLE
from db.session import Database

SHEETS = ("home_visit", "counter", "inspection")
MONTHS = 4
"""In so many of the last months each sheet was audited twice at one unit."""


def audit_twice(
    database: Database,
    administrator: Actor,
    catalogue: Catalogue,
    stored: Stored,
    *,
    on: date,
    now: datetime,
) -> None:
    """Plan double audits of the last months, hand them in, and plan one for each sheet to come."""
    random = Random("double audits")
    planned, bundles = [], []
    units = [unit for division in DIVISIONS for unit in division.units if unit.months == 12]
    for month in months_to(on)[-MONTHS - 1 : -1]:
        for sheet in SHEETS:
            unit = random.choice(units)
            both = random.sample(INSPECTORS, 2)
            planned.append((sheet, unit, both, month.first_day + timedelta(random.randrange(28))))
    with database.write(administrator) as session:
        for n, (sheet, unit, both, day) in enumerate(planned):
            row = doubles.plan(session, _key(n), _new(stored, sheet, unit, both, day), now)
            bundles += [_bundle(catalogue, stored, row, (unit, person), place=n) for person in both]
        for n, sheet in enumerate(SHEETS):
            both = [INSPECTORS[2 * n], INSPECTORS[2 * n + 1]]
            new = _new(stored, sheet, units[5 * n], both, on + timedelta(n + 1))
            doubles.plan(session, _key(len(planned) + n), new, now)
    with database.write(SYSTEM) as session:
        load_audits(session, bundles)


def _key(number: int) -> str:
    return str(uuid5(SPACE, f"double/{number}"))


def _new(
    stored: Stored, sheet: str, unit: DemoUnit, both: list[DemoInspector], day: date
) -> NewDouble:
    subject = {"counter": "2 号窗口", "inspection": "12 号楼", "home_visit": "工单 RH-20417"}[sheet]
    first, second = (stored.people[person.code] for person in both)
    return NewDouble(stored.units[unit.code], sheet, day, subject, first, second)


def _bundle(
    catalogue: Catalogue,
    stored: Stored,
    row: DoubleRow,
    who: tuple[DemoUnit, DemoInspector],
    *,
    place: int,
) -> AuditBundle:
    """One inspector's audit: what there is to find is the same for both, what counts is not."""
    unit, person = who
    sheet = catalogue.sheet(row.sheet, row.planned_for)
    seen = Random(f"double audit {place}")
    weakness = 1.9 * unit.quality + person.severity
    given = answers(sheet, weakness, row.planned_for, seen)
    key = stored.people[person.code]
    ids = Ids(stored.versions[row.sheet], row.unit.id, key)
    month = Period.parse(row.period)
    bundle = bundle_of(sheet, given, month, row.planned_for, ids, random=seen, draft=False)
    return replace(bundle, id=row.audit_of(key), kind=DOUBLE, subject=row.subject)
