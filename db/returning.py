"""A division head gives a submitted audit back, with remarks; its inspector goes on with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.scoring import SheetScore
from db.actors import Forbidden, Role, acting
from db.answers import history_hash
from db.audits import get_audit
from db.errors import DataError
from db.models import OPEN, Audit, Person, Score
from db.models_access import Acknowledgement, Confirmation
from db.models_tablet import Return
from db.period_guard import check_change
from db.rows import AuditRow
from db.scope import EVERYTHING, hold
from db.scores import score_of
from db.sheets import sheet_of
from db.texts import entry, printable
from db.trail import note
from db.unit_months import renew

REMARK_LENGTH = 500


class NotReturnable(DataError):
    """Only what is submitted, not confirmed, and not being corrected, can be given back."""


class RemarkMissing(DataError):
    """An audit is given back with at least one remark."""

    def __init__(self) -> None:
        super().__init__(N_("Say what is to be mended: a remark on an item, or one on the whole."))


class RemarkOfNoItem(DataError):
    """A remark names an item that the sheet of the audit does not have."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("The sheet has no item {item}. Choose one of its items."), item=item)


@dataclass(frozen=True)
class ReturnRow:
    """Who gave an audit back, when and why; `remarks` by item, `score` what it had then."""

    person: str
    at: datetime
    remark: str
    remarks: dict[str, str]
    score: SheetScore
    k: Decimal | None


def return_audit(
    session: Session, audit_id: str, remark: str, remarks: Mapping[str, str], now: datetime
) -> AuditRow:
    """Give a submitted audit back as the head of its division; its score is kept here only.

    What the unit said of it stays in the trail: it takes note of what is submitted anew.
    Raises AuditNotFound, Forbidden, NotReturnable, RemarkMissing, RemarkOfNoItem, EntryRefused or
    PeriodSealed.
    """
    session.execute(select(Audit.id).where(Audit.id == printable(audit_id)).with_for_update())
    audit = get_audit(session, audit_id)
    actor = acting(session)
    if not actor.may_all and audit.unit.division.id not in actor.divisions(Role.DIVISION_HEAD):
        raise Forbidden
    _check_state(session, audit)
    check_change(session, audit.period)
    said = entry(remark, REMARK_LENGTH, least=0)
    by_item = _checked(session, audit, remarks)
    if not said and not by_item:
        raise RemarkMissing
    hold(session, audit_id)
    _keep(session, audit, said, by_item, now)
    session.execute(
        update(Audit)
        .where(Audit.id == audit_id)
        .values(state="returned", submitted_at=None, submitted_by=None, asks_confirmation=False)
    )
    renew(session, audit_id)
    return get_audit(session, audit_id)


def returns_of(session: Session, audit_id: str) -> list[ReturnRow]:
    """How often an audit was given back, the newest first."""
    query = (
        select(Person.name, Return.at, Return.remark, Return.remarks, Return.score, Return.k)
        .join(Person, Person.id == Return.person_id)
        .where(Return.audit_id == printable(audit_id))
        .order_by(Return.at.desc(), Return.id.desc())
    )
    return [
        ReturnRow(name, at, remark, remarks, SheetScore.load(score), k)
        for name, at, remark, remarks, score, k in session.execute(query)
    ]


def _check_state(session: Session, audit: AuditRow) -> None:
    if audit.state != "submitted":
        raise NotReturnable(N_("Only a submitted audit can be returned."))
    if session.get(Confirmation, audit.id) is not None:
        raise NotReturnable(
            N_("The audit has been confirmed. Only a corrected version can change it now.")
        )
    # Nobody learns of a draft more than that there is one.
    corrected = select(exists().where(Audit.corrects == audit.id, Audit.state.in_(OPEN)))
    if session.scalar(corrected, execution_options=EVERYTHING):
        raise NotReturnable(
            N_("A corrected version of this audit is being filled in. Wait until it is submitted.")
        )


def _checked(session: Session, audit: AuditRow, remarks: Mapping[str, str]) -> dict[str, str]:
    known = sheet_of(session, audit.sheet_version_id).by_code
    for item in remarks:
        if item not in known:
            raise RemarkOfNoItem(printable(item)[:40])
    said = {item: entry(text, REMARK_LENGTH, least=0) for item, text in remarks.items()}
    return {item: said[item] for item in known if said.get(item)}


def _keep(
    session: Session, audit: AuditRow, remark: str, remarks: dict[str, str], now: datetime
) -> None:
    stored = score_of(session, audit.id)
    assert stored is not None, "what is submitted has a score"
    session.add(
        Return(
            audit_id=audit.id,
            person_id=acting(session).me,
            at=now,
            remark=remark,
            remarks=remarks,
            score=stored.score.dump(),
            k=stored.score.k,
        )
    )
    noted = session.get(Acknowledgement, audit.id)
    before = {"state": audit.state, "k": stored.score.k, "grade": stored.score.grade}
    if noted is not None:
        before["acknowledged"] = noted.statement
    after = {"state": "returned", "remark": remark, "remarks": remarks}
    # The seal lets the trail vouch for what was loaded at once and is now taken out of that sum.
    after["answers"] = history_hash(session, audit.id)
    note(session, "returned", "audit", audit.id, before=before, after=after)
    for table in (Score, Acknowledgement):
        session.execute(delete(table).where(table.audit_id == audit.id))
    session.flush()
