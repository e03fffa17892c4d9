"""Double audits: planning and withdrawing them, and what an inspector is to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from checklists.catalogue_loader import load_catalogue
from checklists.errors import N_, WordedError
from checklists.periods import Period
from dashboard.inspectors.sheets import sheets_to_score
from dashboard.looks import today
from db import doubles, persons
from db.actors import Actor, Role, require
from db.doubles import DoubleRow, NewDouble
from db.models import HANDED_IN
from db.organisation import GAS, units
from db.rows import AuditRow, PersonRow, UnitRow
from db.session import database

AHEAD = 366
"""So many days ahead a double audit may be planned."""


class PlanRefused(WordedError):
    """A double audit cannot be planned so."""


@dataclass(frozen=True)
class Planned:
    """A double audit, its inspectors in its order, and how many of the two handed theirs in."""

    row: DoubleRow
    inspectors: tuple[PersonRow, ...]
    handed_in: int


def open_units(actor: Actor) -> list[UnitRow]:
    """The units for which a double audit can be planned. Raises Forbidden."""
    with database().read(actor) as session:
        require(session, Role.ADMINISTRATOR)
        return units(session, open_on=today(), under=GAS)


def who_could(actor: Actor, unit: UnitRow, on: date) -> list[PersonRow]:
    """Who inspects a unit on a day and does not see the other's audit. Raises Forbidden."""
    with database().read(actor) as session:
        return doubles.who_could(session, unit.id, on)


def plan(actor: Actor, key: str, new: NewDouble) -> DoubleRow:
    """Plan a double audit; the same key again is the one there is.

    Raises PlanRefused for a day that is over or far away, for no subject and for a sheet nobody
    scores, and what `db.doubles.plan` refuses.
    """
    begins, ends = today(), date.fromordinal(today().toordinal() + AHEAD)
    if not begins <= new.planned_for <= ends:
        raise PlanRefused(
            N_("Day {day}: choose one from {begins} to {ends}."),
            day=new.planned_for,
            begins=begins,
            ends=ends,
        )
    if not new.subject.strip():
        raise PlanRefused(
            N_("Subject: nothing is filled in. Enter the place, number or address both audit.")
        )
    if new.sheet not in sheets_to_score():
        raise PlanRefused(
            N_("Sheet {sheet}: two people cannot score it apart. Choose another."), sheet=new.sheet
        )
    with database().write(actor) as session:
        return doubles.plan(session, key, new, datetime.now(UTC))


def withdraw(actor: Actor, key: str, why: str) -> None:
    """Take back a double audit that nobody has begun. Raises what `db.doubles` refuses."""
    with database().write(actor) as session:
        doubles.withdraw(session, key, why, datetime.now(UTC))


def planned(actor: Actor, period: Period) -> list[Planned]:
    """The double audits of a period, the newest first. Raises Forbidden."""
    with database().read(actor) as session:
        rows = doubles.doubles(session, period.months[0], period.months[-1])
        people = {row.id: row for row in persons.people(session, active_only=False)}
        keys = {key for row in rows for key in row.audits}
        done = doubles.in_states(session, keys, HANDED_IN)
    return [
        Planned(
            row,
            tuple(people[key] for key in row.inspectors),
            sum(key in done for key in row.audits),
        )
        for row in rows
    ]


def mine(actor: Actor) -> list[DoubleRow]:
    """The double audits that whoever asks has still to hand in, the earliest first."""
    with database().read(actor) as session:
        return doubles.mine(session)


def begin(actor: Actor, key: str) -> AuditRow:
    """Open one's own audit of a double audit, or the one that is open already.

    Raises what `db.doubles.begin` refuses, or NotInForce.
    """
    with database().read(actor) as session:
        row = doubles.double(session, key)
    on = today()
    with database().write(actor) as session:
        sheet = load_catalogue().sheet(row.sheet, on)
        return doubles.begin(session, key, sheet, on, datetime.now(UTC))
