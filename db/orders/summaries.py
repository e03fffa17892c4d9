"""Signed summaries of shifts: frozen under a hash; a later one corrects, and none is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.actors import Forbidden, Role, require
from db.errors import DataError, ReasonMissing
from db.models import Person
from db.models_orders import DaySummary
from db.records import hash_of_record
from db.scope import hold_division
from db.texts import entry
from db.trail import note, one_at_a_time


class SummarySignedMeanwhile(DataError):
    """Somebody else signed the same summary since it was looked at."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This summary was signed by somebody else meanwhile. "
                "Nothing was signed; look again."
            )
        )


@dataclass(frozen=True)
class NewSummary:
    """What is to be signed: a shift of a division with its figures, and the signer's name.

    `after` is the number of the newest signed summary that was looked at, 0 for none; `reason`
    is asked for where there is one.
    """

    division_id: int
    day: date
    shift: str
    content: Mapping[str, Any]
    name: str
    after: int
    reason: str = ""


@dataclass(frozen=True)
class SummaryRow:
    """A signed summary; `number` counts from 1, `intact` says that it still has its hash."""

    division_id: int
    day: date
    shift: str
    number: int
    content: Mapping[str, Any]
    hash: str
    name: str
    signed_at: datetime
    signed_by: str
    intact: bool


def sign_summary(session: Session, wanted: NewSummary, now: datetime) -> str:
    """Freeze a summary in the name of the division's head; its hash.

    Raises Forbidden, EntryRefused for the name, ReasonMissing where a signed one is corrected, or
    SummarySignedMeanwhile.
    """
    actor = require(session, Role.DIVISION_HEAD)
    if not actor.may_all and wanted.division_id not in actor.divisions(Role.DIVISION_HEAD):
        raise Forbidden
    name, reason = entry(wanted.name, 80), entry(wanted.reason, 500, least=0)
    one_at_a_time(session)
    last = _last(session, wanted)
    if last != wanted.after:
        raise SummarySignedMeanwhile
    if last and not reason:
        raise ReasonMissing(N_("Say in a few words why the signed summary is corrected."))
    row: dict[str, Any] = {
        "division_id": wanted.division_id,
        "day": wanted.day,
        "shift": wanted.shift,
        "number": last + 1,
        "content": {**wanted.content, "reason": reason},
        "name": name,
        "signed_at": now,
        "person_id": actor.me,
    }
    seal = hash_of_summary(row)
    hold_division(session, wanted.division_id)
    session.execute(insert(DaySummary).values(**row, hash=seal))
    told = {"day": wanted.day, "shift": wanted.shift, "version": last + 1, "seal": seal}
    note(session, "summary_signed", "division", wanted.division_id, after=told, reason=reason)
    return seal


def hash_of_summary(row: Mapping[str, Any]) -> str:
    """SHA-256 over all that a summary says."""
    return hash_of_record({name: row[name] for name in row if name not in ("hash", "id")})


def summaries_of(session: Session, division_id: int, day: date, shift: str) -> list[SummaryRow]:
    """The signed summaries of a shift, the newest first, as far as one works for the division."""
    query = _signed().where(
        DaySummary.division_id == division_id, DaySummary.day == day, DaySummary.shift == shift
    )
    found = session.execute(query.order_by(DaySummary.number.desc()))
    return [_row(summary, person) for summary, person in found]


def signed_since(session: Session, division_id: int, day: date) -> dict[tuple[date, str], int]:
    """By day and shift how often a summary of a division was signed, from a day on."""
    query = (
        select(DaySummary.day, DaySummary.shift, func.max(DaySummary.number))
        .where(DaySummary.division_id == division_id, DaySummary.day >= day)
        .group_by(DaySummary.day, DaySummary.shift)
    )
    return {(on, shift): number for on, shift, number in session.execute(query)}


def _last(session: Session, wanted: NewSummary) -> int:
    query = select(func.coalesce(func.max(DaySummary.number), 0)).where(
        DaySummary.division_id == wanted.division_id,
        DaySummary.day == wanted.day,
        DaySummary.shift == wanted.shift,
    )
    return session.scalars(query).one()


def _signed() -> Select[DaySummary, str]:
    return select(DaySummary, Person.name).join(Person, Person.id == DaySummary.person_id)


def _row(found: DaySummary, person: str) -> SummaryRow:
    values = {column.name: getattr(found, column.name) for column in DaySummary.__table__.columns}
    kept = {name: value for name, value in values.items() if name not in ("id", "person_id")}
    intact = hash_of_summary(values) == found.hash
    return SummaryRow(**kept, signed_by=person, intact=intact)
