"""Whether seals still say what was sealed, and whether it recomputes to the same digit."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from checklists.exact import plain
from checklists.model import Sheet
from checklists.periods import Period
from checklists.rollup import AuditPoints
from checklists.scoring import score_sheet
from checklists.sealed import Content, first_difference, recomputed
from db import organisation
from db.actors import Role, require
from db.coefficients import coefficients
from db.counting import counts
from db.models import Audit, Operation, Score, SheetVersion
from db.models_access import Trail
from db.models_periods import PeriodState
from db.seal_audits import SealedAudit
from db.sealing import HistoryEntry, hash_of
from db.seals import every_seal, hash_of_seal
from db.trail import FIRST

CHUNK = 500
"""The answers of so many audits are read at once."""


class Scored(NamedTuple):
    """What an audit scores, without its ledger: there may be very many."""

    k1: Decimal
    k2: Decimal
    k3: Decimal
    k: Decimal | None
    grade: str | None


@dataclass
class Proof:
    """What has been read and scored once more so far; an audit stands in several seals."""

    session: Session
    sheets: dict[str, Sheet | None] = field(default_factory=dict)
    scored: dict[tuple[str, str], Scored] = field(default_factory=dict)

    def sheet(self, rules: str) -> Sheet | None:
        """The stored sheet with a hash; None where its content no longer has it."""
        if rules not in self.sheets:
            query = select(SheetVersion.content).where(SheetVersion.content_hash == rules)
            content = self.session.scalars(query).one_or_none()
            told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            whole = hashlib.sha256(told.encode()).hexdigest() == rules
            self.sheets[rules] = Sheet.from_content(content) if content and whole else None
        return self.sheets[rules]


def seal_faults(session: Session) -> tuple[list[str], int]:
    """In words what is wrong with seals, the first thing of each, and how many seals there are.

    Raises Forbidden.
    """
    require(session, Role.ADMINISTRATOR)
    proof = Proof(session)
    told = _told_by_the_trail(session)
    states = {row.period: row.state for row in session.scalars(select(PeriodState))}
    newest: dict[str, int] = {}
    for row in every_seal(session):
        newest[row["period"]] = row["number"]
    faults, previous, number, seen = [], FIRST, 0, Counter[str]()
    for number, row in enumerate(every_seal(session), start=1):
        seen[row["period"]] += 1
        follows = (row["id"], row["number"]) == (number, seen[row["period"]])
        whole = hash_of_seal(row) == row["hash"]
        if not (follows and whole and row["previous_hash"] == previous):
            faults.append(f"Seal {row['id']}: it was changed, moved or taken out.")
        if row["hash"] not in told:
            faults.append(f"Seal {row['id']}: the trail knows of no such seal.")
        told.discard(row["hash"])
        previous = row["hash"]
        live = newest[row["period"]] == row["number"] and states.get(row["period"]) == "sealed"
        fault = next(_differences(proof, row, live=live), None) if whole else None
        if fault is not None:
            faults.append(f"Seal {row['id']} of {row['period']}: {fault}.")
    faults += [f"Seal {seal[:12]}: the trail tells of it, it is not there." for seal in told]
    faults += [
        f"Period {period}: it was sealed, and its state was changed to {states.get(period)}."
        for period in newest
        if states.get(period) not in ("sealed", "restating")
    ]
    return faults, number


def _told_by_the_trail(session: Session) -> set[str]:
    query = select(Trail.after).where(Trail.action == "period_sealed")
    return {after["seal"] for after in session.scalars(query)}


def _differences(proof: Proof, row: dict[str, Any], *, live: bool) -> Iterator[str]:
    """What is not as it was sealed: sheets, answers, points, figures; with `live` the tables."""
    content: Content = row["content"]
    if "audits" not in content:
        yield "it has no content"
        return
    audits = [
        SealedAudit(*one)._replace(rules=content["rules"][one[3]]) for one in content["audits"]
    ]
    for rules in {*content["rules"], *(sheet["hash"] for sheet in content["sheets"].values())}:
        if proof.sheet(rules) is None:
            yield f"the stored sheet {rules[:12]} was changed or taken out"
            return
    yield from _scored(proof, audits, row["sealed_at"])
    points = [(one.unit_id, _points(proof, one)) for one in audits]
    difference = first_difference(content, recomputed(content, points))
    if difference is not None:
        yield difference
    if live:
        yield from _not_stored(proof, content, audits)


def _scored(proof: Proof, audits: Collection[SealedAudit], until: datetime) -> Iterator[str]:
    """Score the audits from the answers they had when they were sealed; what differs."""
    new = [one for one in audits if (one.id, one.history) not in proof.scored]
    for chunk in (new[start : start + CHUNK] for start in range(0, len(new), CHUNK)):
        histories = _histories(proof.session, [one.id for one in chunk], until)
        for one in chunk:
            entries = histories.get(one.id, [])
            if hash_of(entries) != one.history:
                yield f"the answers of audit {one.id} are not those that were sealed"
            sheet = proof.sheet(str(one.rules))
            assert sheet is not None, "it was looked at before"
            score = score_sheet(sheet, _present(entries), frozenset(one.repeated))
            proof.scored[one.id, one.history] = Scored(
                score.k1, score.k2, score.k3, score.k, score.grade
            )
    for one in audits:
        kept = proof.scored[one.id, one.history]
        for name in ("k1", "k2", "k3"):
            found = plain(getattr(kept, name))
            if found != getattr(one, name):
                yield f"{name} of audit {one.id} is {found}, the seal keeps {getattr(one, name)}"


def _points(proof: Proof, one: SealedAudit) -> AuditPoints:
    score = proof.scored[one.id, one.history]
    return AuditPoints(one.sheet, score.k1, score.k2, score.k3)


def _histories(
    session: Session, ids: Collection[str], until: datetime
) -> dict[str, list[HistoryEntry]]:
    columns = [getattr(Operation, name) for name in HistoryEntry.__annotations__]
    query = (
        select(Operation.audit_id, *columns)
        .where(Operation.audit_id.in_(ids), Operation.received_at <= until)
        .order_by(Operation.audit_id)
    )
    rows = session.execute(query)
    return {
        str(key): [HistoryEntry(*row[1:]) for row in found]
        for key, found in groupby(rows, key=lambda row: row[0])
    }


def _present(entries: Collection[HistoryEntry]) -> dict[str, dict[str, Any] | None]:
    taken = (one for one in entries if one.status == "accepted")
    ordered = sorted(taken, key=lambda one: (one.sequence, one.client, one.id))
    return {one.item: one.answer for one in ordered}


def _not_stored(proof: Proof, content: Content, audits: Collection[SealedAudit]) -> Iterator[str]:
    """What the tables say otherwise, though nothing in a sealed period may change."""
    period = Period.parse(content["period"])
    yield from _stored_scores(proof, period, audits)
    weights = coefficients(proof.session, period)
    of = {row.id: row.division.id for row in organisation.units(proof.session, on=period.last_day)}
    for unit in content["units"]:
        weight = plain(weights[unit["id"]]) if unit["id"] in weights else None
        if weight != unit["coefficient"]:
            kept = unit["coefficient"]
            yield f"the coefficient of unit {unit['code']} is {weight}, the seal keeps {kept}"
        if of.get(unit["id"]) != unit["division"]:
            yield f"unit {unit['code']} is not in the division in which it was sealed"


def _stored_scores(proof: Proof, period: Period, audits: Collection[SealedAudit]) -> Iterator[str]:
    query = (
        select(Audit.id, Score.k1, Score.k2, Score.k3, Score.k, Score.grade)
        .join(Score, Score.audit_id == Audit.id)
        .where(counts(), Audit.period.between(period.months[0], period.months[-1]))
    )
    stored = {row.id: tuple(row[1:]) for row in proof.session.execute(query)}
    for one in audits:
        if stored.pop(one.id, None) != tuple(proof.scored[one.id, one.history]):
            yield f"the stored score of audit {one.id} is not the one that was sealed"
    for key in sorted(stored):
        yield f"audit {key} counts in it, and is not in the seal"
