"""Writing the demo organisation into its own database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from checklists.catalogue_loader import load_catalogue
from dashboard.demo.audits import MONTHLY, Stored, bundles
from dashboard.demo.organisation import DIVISIONS, INSPECTORS
from dashboard.looks import today
from db import organisation
from db.bulk import load_audits
from db.migrate import downgrade, upgrade
from db.session import database
from db.settings import set_setting
from db.sheets import store_sheet_version

Report = Callable[[str], None]


def load_if_empty(url: str, report: Report, on: date | None = None) -> bool:
    """Load the demo where there is no division yet; whether it was loaded."""
    with database(url).read() as session:
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
    with database(url).write() as session:
        set_setting(session, "demo", True)
        versions = {
            code: store_sheet_version(session, catalogue.sheet(code, on)) for code in MONTHLY
        }
        units = {}
        for division in DIVISIONS:
            row = organisation.add_division(session, division.code, division.zh, division.en)
            for unit in division.units:
                added = organisation.add_unit(session, row.id, unit.code, unit.zh, unit.en)
                units[unit.code] = added.id
        people = {
            person.code: organisation.add_person(session, person.code, person.name).id
            for person in INSPECTORS
        }
        return load_audits(session, bundles(catalogue, Stored(versions, units, people), on, times))
