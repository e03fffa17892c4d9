"""A small organisation on a server, and what its database holds of an audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext
from sqlalchemy.orm import Session

from checklists.catalogue_loader import load_catalogue
from checklists.model import Sheet
from checklists.scoring import SheetScore, score_sheet
from dashboard.looks import today
from db import accounts, grants, organisation, persons
from db.actors import SYSTEM, Actor, Role
from db.answers import filled_sheet, history
from db.audits import get_audit
from db.passwords import hashed
from db.rows import AuditRow, DivisionRow, PersonRow, UnitRow
from db.scores import score_of
from tests.browser.server import Server
from tests.factories import DAY, make_audit, make_sheet

NAMES = {
    "D1": ("城东事业部", "East Division", {"U1": ("东渡站", "Dongdu"), "U2": ("柳岸站", "Liuan")}),
    "D2": ("城西事业部", "West Division", {"U3": ("西渡站", "Xidu"), "U4": ("梅岭站", "Meiling")}),
}
PEOPLE = {
    "P1": "周明慧",
    "P2": "陈立行",
    "A1": "沈清源",
    "H2": "罗建安",
    "R4": "方书宁",
    "M1": "汤知夏",
}
"""Two inspectors, and one of each other role: the second division's head, the last unit's."""
PASSWORD = "七座桥 and one ferry"


@dataclass(frozen=True)
class Office:
    """Two divisions of two units each and people of all roles; the first inspects."""

    server: Server
    units: list[UnitRow]
    people: list[PersonRow]

    def let_in(self, context: BrowserContext, code: str) -> None:
        """Sign somebody in at a browser, instead of whoever was."""
        self.server.let_in(context, self.person(code).id)

    def person(self, code: str) -> PersonRow:
        """Somebody by code."""
        return next(person for person in self.people if person.code == code)

    def new_unit(self) -> UnitRow:
        """The one unit of a division of its own, of which no other test knows."""
        name = uuid4().hex[:8]
        with self.server.database.write(SYSTEM) as session:
            division = organisation.add_division(
                session, f"E{name}", f"桥头{name}事业部", f"Bridge {name} Division"
            )
            return organisation.add_unit(
                session, division.id, f"N{name}", f"桥头{name}站", f"Bridge {name}"
            )

    def new_centre(self) -> tuple[DivisionRow, UnitRow, PersonRow]:
        """A heating division of its own with a unit and an agent, of which no other test knows."""
        code = uuid4().hex[:8].upper()
        with self.server.database.write(SYSTEM) as session:
            division = organisation.add_division(
                session, f"H{code}", f"供热中心{code}", f"Heating {code}", ("HEAT", "SPEC", "ACC")
            )
            unit = organisation.add_unit(
                session, division.id, f"S{code}", f"热力站{code}", f"Station {code}"
            )
            agent = add_person(session, f"G{code}", "林晓岚")
            give(session, agent.id, Role.AGENT, division_id=division.id)
        return division, unit, agent

    def new_representative(self, unit: UnitRow, name: str) -> PersonRow:
        """Somebody who answers for a unit."""
        with self.server.database.write(SYSTEM) as session:
            person = add_person(session, f"R{uuid4().hex[:8]}", name)
            give(session, person.id, Role.UNIT_REPRESENTATIVE, unit_id=unit.id)
        return person

    def actor(self, person: PersonRow) -> Actor:
        """Somebody as who may do today what their roles allow."""
        with self.server.database.read(SYSTEM) as session:
            found = grants.actor_of(session, person.id, today())
        assert found is not None
        return found

    def new_inspector(self) -> int:
        """The id of somebody who inspects the second division and has never written anything."""
        with self.server.database.write(SYSTEM) as session:
            person = add_person(session, f"N{uuid4().hex[:8]}", "郑远山").id
            give(session, person, Role.INSPECTOR, division_id=self.units[3].division.id)
        return person

    def begin(self, sheet: str | Sheet = "hotline", **fields: Any) -> str:
        """The id of a new draft, by default of the last unit and the first inspector."""
        values = {"unit_id": self.units[3].id, "inspector_id": self.people[0].id, **fields}
        with self.server.database.write(SYSTEM) as session:
            version = make_sheet(sheet) if isinstance(sheet, str) else sheet
            return make_audit(session, sheet=version, **values).id

    def link(self, audit: str, sheet: str = "hotline") -> str:
        """Where an audit is open."""
        return f"{self.server.address}/{sheet}?audit={audit}"

    def audit(self, audit: str) -> AuditRow:
        """An audit as it is stored."""
        with self.server.database.read(SYSTEM) as session:
            return get_audit(session, audit)

    def answers(self, audit: str) -> dict[str, Any]:
        """The stored answers of an audit."""
        with self.server.database.read(SYSTEM) as session:
            stored = filled_sheet(session, audit).answers
        return {code: now.answer for code, now in stored.items()}

    def operations(self, audit: str) -> int:
        """How many operations the history of an audit has."""
        with self.server.database.read(SYSTEM) as session:
            return len(history(session, audit))

    def score(self, audit: str) -> SheetScore:
        """The stored score of a submitted audit."""
        with self.server.database.read(SYSTEM) as session:
            stored = score_of(session, audit)
        assert stored is not None, "the audit has no stored score"
        return stored.score


def make_office(server: Server) -> Office:
    """Put the small organisation into the database of a server."""
    units = []
    with server.database.write(SYSTEM) as session:
        for code, (zh, en, below) in NAMES.items():
            division = organisation.add_division(session, code, zh, en)
            for unit, names in below.items():
                units.append(organisation.add_unit(session, division.id, unit, *names))
        people = [add_person(session, *person) for person in PEOPLE.items()]
        by_code = {person.code: person.id for person in people}
        for inspector in ("P1", "P2"):
            for place in (units[0], units[2]):
                give(session, by_code[inspector], Role.INSPECTOR, division_id=place.division.id)
        give(session, by_code["A1"], Role.ADMINISTRATOR)
        give(session, by_code["H2"], Role.DIVISION_HEAD, division_id=units[2].division.id)
        give(session, by_code["R4"], Role.UNIT_REPRESENTATIVE, unit_id=units[3].id)
        give(session, by_code["M1"], Role.MEETING_VIEWER)
    return Office(server, units, people)


def make_administrator(server: Server) -> int:
    """Put the first administrator into the database of a server."""
    with server.database.write(SYSTEM) as session:
        person = add_person(session, "A1", PEOPLE["A1"]).id
        give(session, person, Role.ADMINISTRATOR)
    return person


def add_person(
    session: Session, code: str, name: str, *, must_change: bool = False, email: str | None = None
) -> PersonRow:
    """Somebody who signs in with the code and the one password of these tests."""
    person = persons.add_person(session, code, name)
    accounts.save_account(
        session,
        person.id,
        login=code,
        email=email,
        now=datetime.now(UTC),
        password_hash=password_hash(),
        must_change=must_change,
    )
    return person


def give(session: Session, person: int, role: Role, **scope: int) -> None:
    """Give a role that has been held for a while."""
    grants.give(session, person, role, valid_from=today() - timedelta(days=400), **scope)


@cache
def password_hash() -> str:
    """The one password as it is kept; hashing takes long on purpose."""
    return hashed(PASSWORD, "")


def expected_score(sheet: str, answers: Mapping[str, Any]) -> SheetScore:
    """What the one scorer says of answers to a sheet of the catalogue."""
    return score_sheet(load_catalogue().sheet(sheet, DAY), answers)
