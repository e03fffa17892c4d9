"""What the pages show: each report opens a session, asks the data, computes, gives plain rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checklists.periods import around
from dashboard.looks import today
from db import organisation, persons
from db.actors import Actor
from db.audits import AuditFilter, AuditPage, list_audits, months
from db.own_work import Progress, progress
from db.rankings import released_periods
from db.rows import DivisionRow, PersonRow, UnitRow
from db.session import database
from db.settings import get_setting

SCHEME = "gas-1000"


@dataclass(frozen=True)
class Organisation:
    """Who there is: divisions scored under GAS with their open units, active people, the demo."""

    divisions: tuple[DivisionRow, ...]
    units: tuple[UnitRow, ...]
    people: tuple[PersonRow, ...]
    demo: bool


def who_there_is(actor: Actor) -> Organisation:
    """The organisation as it is today, as far as the actor has a role for it."""
    with database().read(actor) as session:
        units = organisation.units_in_scope(session, today())
        return Organisation(
            divisions=tuple(
                row for row in organisation.divisions(session) if row.works_under(organisation.GAS)
            ),
            units=tuple(u for u in units if u.closed_on is None or u.closed_on > today()),
            people=tuple(persons.people(session)),
            demo=bool(get_setting(session, "demo", False)),
        )


def periods(actor: Actor, state: str | None = None) -> list[str]:
    """The years, heating seasons, quarters and months with audits (in one state), newest first.

    The newest year comes first because it is what a ranking is mostly asked for.
    """
    with database().read(actor) as session:
        found = months(session, state)
        open_to_all = released_periods(session) if state == "submitted" else []
    own = [str(one) for one in around(found)]
    return [*(period for period in open_to_all if period not in own), *own]


def audits(actor: Actor, wanted: AuditFilter, limit: int, offset: int = 0) -> AuditPage:
    """Some of the audits asked for, the newest first, and how many there are."""
    with database().read(actor) as session:
        return list_audits(session, wanted, limit, offset)


def how_far(actor: Actor, audit_ids: Iterable[str]) -> dict[str, Progress]:
    """How many items of some audits are answered, and when the last answer arrived."""
    with database().read(actor) as session:
        return progress(session, audit_ids)
