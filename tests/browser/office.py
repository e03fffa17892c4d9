"""A small organisation on a server, and what its database holds of an audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checklists.catalogue_loader import load_catalogue
from checklists.scoring import SheetScore, score_sheet
from db import organisation
from db.answers import filled_sheet, history
from db.audits import get_audit
from db.rows import AuditRow, PersonRow, UnitRow
from db.scores import score_of
from tests.browser.server import Server
from tests.factories import DAY, make_audit, make_sheet

NAMES = {
    "D1": ("城东事业部", "East Division", {"U1": ("东渡站", "Dongdu"), "U2": ("柳岸站", "Liuan")}),
    "D2": ("城西事业部", "West Division", {"U3": ("西渡站", "Xidu"), "U4": ("梅岭站", "Meiling")}),
}
PEOPLE = {"P1": "周明慧", "P2": "陈立行"}


@dataclass(frozen=True)
class Office:
    """Two divisions of two units each, two inspectors; the first is at the tablet."""

    server: Server
    units: list[UnitRow]
    people: list[PersonRow]

    def begin(self, sheet: str = "hotline", **fields: Any) -> str:
        """The id of a new draft, by default of the last unit and the first inspector."""
        values = {"unit_id": self.units[3].id, "inspector_id": self.people[0].id, **fields}
        with self.server.database.write() as session:
            return make_audit(session, sheet=make_sheet(sheet), **values).id

    def link(self, audit: str, sheet: str = "hotline") -> str:
        """Where an audit is open."""
        return f"{self.server.address}/{sheet}?audit={audit}"

    def audit(self, audit: str) -> AuditRow:
        """An audit as it is stored."""
        with self.server.database.read() as session:
            return get_audit(session, audit)

    def answers(self, audit: str) -> dict[str, Any]:
        """The stored answers of an audit."""
        with self.server.database.read() as session:
            stored = filled_sheet(session, audit).answers
        return {code: now.answer for code, now in stored.items()}

    def operations(self, audit: str) -> int:
        """How many operations the history of an audit has."""
        with self.server.database.read() as session:
            return len(history(session, audit))

    def score(self, audit: str) -> SheetScore:
        """The stored score of a submitted audit."""
        with self.server.database.read() as session:
            stored = score_of(session, audit)
        assert stored is not None, "the audit has no stored score"
        return stored.score


def make_office(server: Server) -> Office:
    """Put the small organisation into the database of a server."""
    units = []
    with server.database.write() as session:
        for code, (zh, en, below) in NAMES.items():
            division = organisation.add_division(session, code, zh, en)
            for unit, names in below.items():
                units.append(organisation.add_unit(session, division.id, unit, *names))
        people = [organisation.add_person(session, *person) for person in PEOPLE.items()]
    return Office(server, units, people)


def expected_score(sheet: str, answers: Mapping[str, Any]) -> SheetScore:
    """What the one scorer says of answers to a sheet of the catalogue."""
    return score_sheet(load_catalogue().sheet(sheet, DAY), answers)
