"""Whether an audit can be submitted: all that keeps it from being so is found at once."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from checklists.errors import N_
from checklists.scoring import SheetScore
from db.answers import FilledSheet
from db.conflicts import ConflictsOpen, check_decided
from db.errors import DataError, UnansweredItems
from db.fairness import ItemsWanting, check_judged, check_proof
from db.presence import AnswersUnsent, Device, check_all_sent
from db.signed import SignatureStale, check_signature

OBSTACLES = (ConflictsOpen, ItemsWanting, UnansweredItems, SignatureStale, AnswersUnsent)
"""What a person can clear away, or decide to live with, before submitting once more."""


class SeveralObstacles(DataError):
    """More than one obstacle keeps an audit from being submitted; `obstacles` lists them."""

    def __init__(self, obstacles: Iterable[DataError]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(
            N_("{number} matters keep the audit from being submitted. Look at each of them."),
            number=len(self.obstacles),
        )


def check_ready(
    session: Session,
    filled: FilledSheet,
    score: SheetScore,
    confirmed: Collection[str],
    *,
    client: str,
    without: Collection[str],
    now: datetime,
) -> list[Device]:
    """The devices that a person decided not to wait for, where nothing else is in the way.

    Raises the one obstacle there is (one of OBSTACLES), or SeveralObstacles.
    """
    missed: list[Device] = []
    checks: tuple[Callable[[], None], ...] = (
        lambda: check_decided(session, filled.audit_id),
        lambda: check_judged(filled, score),
        lambda: check_proof(session, filled, score),
        lambda: _check_answered(filled, score, confirmed),
        lambda: check_signature(session, filled.audit_id),
        lambda: missed.extend(check_all_sent(session, filled.audit_id, client, without, now)),
    )
    found = [obstacle for check in checks if (obstacle := _met(check)) is not None]
    if len(found) > 1:
        raise SeveralObstacles(found)
    if found:
        raise found[0]
    return missed


def _met(check: Callable[[], None]) -> DataError | None:
    try:
        check()
    except OBSTACLES as obstacle:
        return obstacle
    return None


def _check_answered(filled: FilledSheet, score: SheetScore, confirmed: Collection[str]) -> None:
    """Those that must be judged are an obstacle of their own, which nobody can confirm."""
    sheet = filled.sheet
    left_open = [
        code
        for code in score.unanswered
        if code not in confirmed and sheet.skip_policy(sheet.by_code[code]) != "refused"
    ]
    if left_open:
        raise UnansweredItems(left_open)
