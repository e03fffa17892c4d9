"""Proposing deductions: those the program finds, each once, and those a person enters."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from checklists.errors import N_
from db.account.errors import EventRefused
from db.actors import Role, require, require_program
from db.errors import UnitNotFound
from db.models_account import AccountEvent
from db.models_orders import WorkOrder
from db.organisation import unit
from db.records import added, record_hash
from db.scope import hold_division
from db.texts import entry, printable
from db.trail import note, one_at_a_time

TOLD = ("unit_id", "season", "code", "points", "times", "occurred_at", "file")
"""What the trail says of a deduction that was entered, beside its words and its seal."""

SPACE = UUID("c2b0f1d4-6a0e-5c57-8f55-3f0f7f0f9d3a")
"""What is found anew from the same orders, as in the demo, has the same ids."""

AT_ONCE = 500
"""So many are asked for in one query."""

WORDS = 2000
"""So many characters at most say what happened."""


@dataclass(frozen=True)
class Proposal:
    """A deduction the program found; `origin` names what it was found from."""

    origin: str
    unit_id: int
    division_id: int
    season: str
    code: str
    points: Decimal
    occurred_at: datetime
    rules: date
    order_id: str
    callback_id: str | None = None
    times: int = 1


@dataclass(frozen=True)
class Proof:
    """A file that shows what happened; it is in the store already."""

    file: str
    sha256: str
    media_type: str


@dataclass(frozen=True)
class EnteredEvent:
    """A deduction a person enters; `id` is made once for each form, so that it is entered once."""

    id: str
    unit_id: int
    season: str
    code: str
    points: Decimal
    times: int
    occurred_at: datetime
    words: str
    rules: date
    number: str = ""
    proof: Proof | None = None


def propose(session: Session, found: Sequence[Proposal], now: datetime) -> int:
    """Keep what the program found and what is not there yet; how many were new.

    Two at once keep each once. Raises Forbidden for whoever is not the program itself.
    """
    require_program(session)
    one_at_a_time(session)
    known = _known(session, [one.origin for one in found])
    new = {one.origin: one for one in found if one.origin not in known}
    if not new:
        return 0
    rows = [
        {**asdict(one), "id": str(uuid5(SPACE, one.origin)), "words": "", "proposed_at": now}
        for one in new.values()
    ]
    session.execute(insert(AccountEvent), rows)
    for season in sorted({one.season for one in new.values()}):
        seals = [record_hash(AccountEvent, row) for row in rows if row["season"] == season]
        told = {"events": len(seals), "seals": added(*seals)}
        note(session, "deductions_proposed", "account_season", season, after=told)
    return len(rows)


def origins(session: Session, season: str) -> dict[str, str]:
    """The deductions of a season by what they were found from. Raises Forbidden."""
    require_program(session)
    query = select(AccountEvent.origin, AccountEvent.id).where(AccountEvent.season == season)
    return {row.origin: row.id for row in session.execute(query)}


def enter_event(session: Session, new: EnteredEvent, now: datetime) -> str:
    """Enter a deduction for a unit of a division one works for; it waits for a decision.

    A second time with the same id changes nothing. Raises Forbidden, UnitNotFound, EventRefused
    without a file and without an order, or EntryRefused for the words.
    """
    actor = require(session, Role.AGENT, Role.DIVISION_HEAD)
    division = unit(session, new.unit_id).division.id
    working = actor.divisions(Role.AGENT) | actor.divisions(Role.DIVISION_HEAD)
    if not actor.may_all and division not in working:
        raise UnitNotFound(new.unit_id)
    words = entry(new.words, WORDS, least=4)
    order = _order(session, new)
    if order is None and new.proof is None:
        raise EventRefused(
            N_("Proof: nothing was given. Add a file or the number of an order of this unit.")
        )
    one_at_a_time(session)
    if session.get(AccountEvent, printable(new.id)) is not None:
        return new.id
    hold_division(session, division)
    proof = new.proof
    row = {
        "id": printable(new.id),
        "unit_id": new.unit_id,
        "division_id": division,
        "season": new.season,
        "code": new.code,
        "points": new.points,
        "times": new.times,
        "occurred_at": new.occurred_at,
        "origin": f"hand:{printable(new.id)}",
        "order_id": order,
        "words": words,
        "file": None if proof is None else proof.file,
        "sha256": None if proof is None else proof.sha256,
        "media_type": None if proof is None else proof.media_type,
        "rules": new.rules,
        "proposed_at": now,
        "proposed_by": actor.me,
    }
    session.execute(insert(AccountEvent).values(**row))
    told = {name: row[name] for name in TOLD} | {"order": new.number}
    told["seal"] = record_hash(AccountEvent, row)
    note(session, "deduction_entered", "account_event", new.id, after=told, reason=words)
    return new.id


def _known(session: Session, found: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        known |= set(
            session.scalars(select(AccountEvent.origin).where(AccountEvent.origin.in_(some)))
        )
    return known


def _order(session: Session, new: EnteredEvent) -> str | None:
    if not new.number.strip():
        return None
    query = select(WorkOrder.id).where(
        WorkOrder.number == printable(new.number.strip()), WorkOrder.unit_id == new.unit_id
    )
    found = session.scalars(query.order_by(WorkOrder.reported_at.desc())).first()
    if found is None:
        raise EventRefused(
            N_(
                "Order “{number}”: this unit has none with this number. Look at the list of orders."
            ),
            number=new.number.strip()[:40],
        )
    return found
