"""All audits that count as columns of whole numbers, kept per process, seen by whoever acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checklists.columnar_rollup import month_numbers
from checklists.periods import Period
from db.actors import Actor, Role, acting
from db.figures_kept import kept
from db.models_periods import UnitMonth
from db.models_tablet import Participant
from db.scope import RENEWAL

Flags = npt.NDArray[np.bool_]
Column = npt.NDArray[Any]

OF_LINES = ("line_audit", "line_item", "line_available", "line_lost")
CODES = ("sheets", "items")


@dataclass(frozen=True)
class Figures:
    """A row an audit, by month, unit, sheet and id; and a line an item of an audit, in that order.

    `division` is the one the unit belonged to on the first day of the month, 0 for none; `month`
    is year * 12 + month - 1; `sheet` and `line_item` say where a code stands in `sheets` and
    `items`, `occasion` where it stands in db.models.KINDS; `version` is the stored sheet's id.
    Points are in units of 0.0001. `line_audit` is the row of the audit; `line_available` is 0
    where an item does not apply or only adds; `line_lost` is below 0 where points were added. So
    `k2` is what the lines have available less what they lost, and `k1 - k3` what is available.
    """

    audit: npt.NDArray[np.object_]
    unit: npt.NDArray[np.int32]
    division: npt.NDArray[np.int32]
    month: npt.NDArray[np.int32]
    sheet: npt.NDArray[np.int16]
    version: npt.NDArray[np.int32]
    inspector: npt.NDArray[np.int32]
    occasion: npt.NDArray[np.int8]
    k1: npt.NDArray[np.int64]
    k2: npt.NDArray[np.int64]
    k3: npt.NDArray[np.int64]
    sheets: tuple[str, ...]
    items: tuple[str, ...]
    line_audit: npt.NDArray[np.int32]
    line_item: npt.NDArray[np.int16]
    line_available: npt.NDArray[np.int32]
    line_lost: npt.NDArray[np.int32]

    def __len__(self) -> int:
        """How many audits there are."""
        return len(self.audit)

    def where(self, mask: Flags) -> Figures:
        """Only these audits, with their lines; the codes keep their places."""
        if mask.all():
            return self
        number = np.cumsum(mask, dtype=np.int32) - 1
        lines = mask[self.line_audit]
        chosen: dict[str, Any] = {}
        for field in fields(self):
            if field.name not in CODES:
                which = lines if field.name in OF_LINES else mask
                chosen[field.name] = getattr(self, field.name)[which]
        chosen["line_audit"] = number[chosen["line_audit"]]
        return replace(self, **chosen)

    def within(self, period: Period) -> Figures:
        """Only the audits of the months of a period."""
        first, last = month_numbers(period)
        return self.where((self.month >= first) & (self.month <= last))


def figures(session: Session) -> Figures:
    """The audits that count and that whoever acts may see; the arrays are not to be written to."""
    columns = kept(session)
    actor = acting(session)
    whole = Figures(**columns)
    return whole if actor.may_all else whole.where(_seen(session, actor, whole))


def stamps(session: Session, sheet: str, months: Sequence[str]) -> dict[str, int]:
    """By month a number that changes with whatever changes which audits of a sheet count."""
    query = (
        select(UnitMonth.month, func.sum(UnitMonth.stamp))
        .where(UnitMonth.sheet == sheet, UnitMonth.month.in_(months))
        .group_by(UnitMonth.month)
    )
    found = session.execute(query, execution_options=RENEWAL)
    return {month: int(stamp) for month, stamp in found}


def _seen(session: Session, actor: Actor, whole: Figures) -> Flags:
    """What `db.scope.visible` says, of audits that are all submitted."""
    heads = _among(whole.division, actor.divisions(Role.DIVISION_HEAD))
    units = _among(whole.unit, actor.units(Role.UNIT_REPRESENTATIVE))
    seen = heads | units
    if actor.holds(Role.INSPECTOR):
        query = select(Participant.audit_id).where(Participant.person_id == actor.me)
        shared = set(session.scalars(query, execution_options=RENEWAL))
        seen |= whole.inspector == actor.me
        if shared:
            seen |= np.fromiter((key in shared for key in whole.audit), dtype=bool)
    return seen


def _among(column: Column, ids: frozenset[int]) -> Flags:
    return np.isin(column, np.array(sorted(ids), dtype=np.int64))
