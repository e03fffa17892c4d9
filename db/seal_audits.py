"""The audits that count in a period as a seal freezes them, each with the hash of its answers."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checklists.exact import plain
from checklists.periods import Period
from checklists.rollup import AuditPoints
from checklists.sealed import Content
from db.actors import Role, require
from db.answers import history_hash
from db.counting import counts
from db.models import Audit, Operation, Score, SheetVersion
from db.models_periods import PeriodState, Seal
from db.sealing import HistoryEntry, hash_of
from db.sheets import sheet_with

Histories = Mapping[str, tuple[datetime, str]]
"""By audit when it was submitted, and the hash of its answers' history."""


class SealedAudit(NamedTuple):
    """An audit in a seal: points as texts, `history` the hash of its answers' history.

    In the content `rules` is the place of the sheet's hash in the list of all of them.

    `repeated` are the items that were marked as found again, where the scheme multiplies them.
    """

    id: str
    unit_id: int
    sheet: str
    rules: str | int
    k1: str
    k2: str
    k3: str
    history: str
    repeated: list[str]


def histories(session: Session, period: Period) -> Histories:
    """The hashes of the answers' histories of all audits that count in a period.

    Looked up before a period is sealed, so that nobody waits while they are computed; those that
    stand in the seal of another period are taken from there. Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    sealed = _sealed_histories(session, period)
    known: dict[str, tuple[datetime, str]] = {}
    query = select(Audit.id, Audit.submitted_at).where(counts())
    for month in period.months:
        at = {key: at for key, at in session.execute(query.where(Audit.period == month)) if at}
        known |= {key: (moment, sealed[key]) for key, moment in at.items() if key in sealed}
        for key, hashed in _hashed(session, month, at.keys() - known.keys()):
            known[key] = at[key], hashed
    return known


def audits_to_seal(session: Session, period: Period, known: Histories) -> list[SealedAudit]:
    """The audits that count in a period, by id. Raises Forbidden."""
    require(session, Role.ADMINISTRATOR)
    query = (
        select(
            Audit.id,
            Audit.unit_id,
            Audit.sheet,
            SheetVersion.content_hash,
            Score.k1,
            Score.k2,
            Score.k3,
            Audit.submitted_at,
        )
        .join(SheetVersion, SheetVersion.id == Audit.sheet_version_id)
        .join(Score, Score.audit_id == Audit.id)
        .where(counts(), Audit.period.between(period.months[0], period.months[-1]))
        .order_by(Audit.id)
    )
    found = []
    for key, unit, sheet, rules, k1, k2, k3, at in session.execute(query).all():
        moment, history = known.get(key, (None, ""))
        history = history if moment == at else history_hash(session, key)
        repeated = _repeated(session, key, rules)
        points = plain(k1), plain(k2), plain(k3)
        found.append(SealedAudit(key, unit, sheet, rules, *points, history, repeated))
    return found


def states_of_audits(session: Session, period: Period) -> list[tuple[str, ...]]:
    """Every audit of a period by id: its state, when it was submitted, and its points.

    What is looked at before a seal, and once more when it is set. Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    query = (
        select(Audit.id, Audit.state, Audit.submitted_at, Score.k1, Score.k2, Score.k3)
        .outerjoin(Score, Score.audit_id == Audit.id)
        .where(Audit.period.between(period.months[0], period.months[-1]))
        .order_by(Audit.id)
    )
    return [tuple(map(str, row)) for row in session.execute(query)]


def moment_to_seal(session: Session, period: Period, now: datetime) -> datetime:
    """Now, or when the last audit of a period was submitted by the clock of another server.

    What had arrived by then is what was sealed. Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    query = select(func.max(Audit.submitted_at)).where(
        Audit.period.between(period.months[0], period.months[-1])
    )
    last = session.scalar(query)
    return now if last is None else max(now, last)


def points_of(content: Content) -> Iterator[tuple[int, AuditPoints]]:
    """The unit and the points of each audit in the content of a seal."""
    for row in content["audits"]:
        one = SealedAudit(*row)
        points = Decimal(one.k1), Decimal(one.k2), Decimal(one.k3)
        yield one.unit_id, AuditPoints(one.sheet, *points)


def _repeated(session: Session, audit_id: str, rules: str) -> list[str]:
    if sheet_with(session, rules).scheme.multiplier == 1:
        return []
    ledger = session.scalars(select(Score.ledger).where(Score.audit_id == audit_id)).one()
    return [line["item"] for line in ledger["lines"] if line.get("repeated")]


def _sealed_histories(session: Session, period: Period) -> dict[str, str]:
    """What the newest seals of sealed periods within this one say: nothing changed since."""
    sealed = select(PeriodState.period).where(PeriodState.state == "sealed")
    within = [
        text for text in session.scalars(sealed) if _is_within(Period.parse(text), period.months)
    ]
    newest: dict[str, Any] = {}
    query = select(Seal.period, Seal.content).where(Seal.period.in_(within)).order_by(Seal.number)
    for text, content in session.execute(query):
        newest[text] = content["audits"]
    return {row[0]: SealedAudit(*row).history for rows in newest.values() for row in rows}


def _is_within(period: Period, months: Collection[str]) -> bool:
    return set(period.months) <= set(months)


def _hashed(session: Session, month: str, wanted: Iterable[str]) -> Iterator[tuple[str, str]]:
    asked = set(wanted)
    if not asked:
        return
    columns = [getattr(Operation, name) for name in HistoryEntry.__annotations__]
    query = (
        select(Operation.audit_id, *columns)
        .join(Audit, Audit.id == Operation.audit_id)
        .where(counts(), Audit.period == month)
        .order_by(Operation.audit_id)
    )
    for key, rows in groupby(session.execute(query), key=lambda row: str(row[0])):
        if key in asked:
            yield key, hash_of(HistoryEntry(*row[1:]) for row in rows)
