"""The organisation as a workbook: shown before it is written, written in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from dashboard.imports import organisation as files
from dashboard.imports.entries import (
    DivisionEntry,
    Entry,
    Known,
    Line,
    PersonEntry,
    RoleEntry,
    UnitEntry,
)
from dashboard.imports.previews import Preview, preview_of
from dashboard.looks import today
from dashboard.words import _
from db import roster, saving
from db.actors import Actor
from db.errors import ChangedMeanwhile
from db.organisation import BEGINNING
from db.period_guard import hold_still
from db.roster import Roster
from db.session import database
from db.trail import note


def template(actor: Actor) -> bytes:
    """The empty workbook, in the reader's language. Raises Forbidden."""
    _known(actor)
    return files.template()


def preview(actor: Actor, content: bytes) -> Preview[Line]:
    """What a file would do; nothing is written. Raises Forbidden or FileRefused."""
    return _preview(content, known_of(_known(actor), today()))


def apply(actor: Actor, content: bytes, file: str, seal: str) -> Counter[str]:
    """Write the good rows that were shown, all or none; how many of each change there were.

    Raises Forbidden, FileRefused, ChangedMeanwhile where it would no longer do what was shown, or
    what the data layer refuses.
    """
    now = datetime.now(UTC)
    reason = _("Read from the file {file}", file=file[:100])
    with database().write(actor) as session:
        hold_still(session)
        shown = _preview(content, known_of(roster.whole(session), today()))
        if shown.seal != seal:
            raise ChangedMeanwhile
        for line in shown.lines:
            if line.change == "same":
                continue
            match line.entry:
                case DivisionEntry(code, zh, en, tags):
                    saving.save_division(session, code, zh, en or zh, tags.split(","))
                case UnitEntry(code, zh, en, division, since):
                    saving.save_unit(
                        session,
                        code,
                        zh,
                        en or zh,
                        division=division,
                        since=since or BEGINNING,
                        reason=reason,
                    )
                case PersonEntry(code, name, login, email):
                    saving.save_person(session, code, name, login=login, email=email, now=now)
                case RoleEntry(person, role, division_code, unit, since, until):
                    saving.save_role(
                        session,
                        person,
                        role,
                        division=division_code,
                        unit=unit,
                        since=since,
                        until=until,
                        reason=reason,
                    )
        done = Counter(line.change for line in shown.lines)
        if not shown.is_idle:
            told = {**done, "faults": len(shown.faults), "file": file[:100]}
            note(session, "imported", "organisation", "all", after=told)
    return done


def export(actor: Actor) -> bytes:
    """The present organisation as a workbook; who took it stands in the trail.

    Present are open units, people who have not left, and roles that have not ended.
    Raises Forbidden.
    """
    with database().write(actor) as session:
        entries = present(known_of(roster.whole(session), today()), today())
        kinds = Counter(type(entry).__name__ for entry in entries)
        told = {"people": kinds["PersonEntry"], "roles": kinds["RoleEntry"]}
        note(session, "exported", "organisation", "all", after=told)
    return files.export(entries)


def known_of(found: Roster, on: date) -> Known:
    """What a file is compared with: everything there is, by code."""
    people = {person.id: person for person in found.people}
    codes = {division.id: division.code for division in found.divisions}
    units = {unit.id: unit.code for unit in found.units}
    roles = [
        RoleEntry(
            people[row.person_id].code,
            row.role,
            None if row.division_id is None else codes[row.division_id],
            None if row.unit_id is None else units[row.unit_id],
            row.valid_from,
            row.valid_until,
        )
        # The newest of two that were given from the same day counts.
        for row in sorted(found.grants, key=lambda row: row.id)
    ]
    return Known(
        {
            d.code: DivisionEntry(d.code, d.name_zh, d.name_en, d.regulations)
            for d in found.divisions
        },
        {
            u.code: UnitEntry(u.code, u.name_zh, u.name_en, place.code, since)
            for u in found.units
            for since, place in found.histories[u.id][:1]
        },
        {p.code: _person(found, p.id, p.code, p.name) for p in found.people},
        {role.key: role for role in roles},
        frozenset(u.code for u in found.units if u.closed_on is not None and u.closed_on <= on),
        frozenset(person.code for person in found.people if not person.active),
    )


def present(known: Known, on: date) -> Sequence[Entry]:
    """What an export holds, by code: what is open, active and has not ended on a day."""
    units = {code: unit for code, unit in known.units.items() if code not in known.closed}
    people = {code: row for code, row in known.people.items() if code not in known.left}
    roles = [
        role
        for role in known.roles.values()
        if role.person in people
        and (role.unit is None or role.unit in units)
        and (role.until is None or role.until >= on)
    ]
    roles.sort(key=lambda role: (role.person, role.since, role.role, str(role.key)))
    return [*known.divisions.values(), *units.values(), *people.values(), *roles]


def _person(found: Roster, person_id: int, code: str, name: str) -> PersonEntry:
    account = found.accounts.get(person_id)
    return PersonEntry(
        code, name, account.login if account else None, account.email if account else None
    )


def _known(actor: Actor) -> Roster:
    with database().read(actor) as session:
        return roster.whole(session)


def _preview(content: bytes, known: Known) -> Preview[Line]:
    lines, faults = files.read_organisation(content, known)
    told = [(line.sheet, line.row, line.entry, line.before) for line in lines]
    return preview_of(lines, faults, told)
