"""Scores as they would be for whoever opens an address: of what is theirs, and nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from checklists.errors import N_, WordedError
from checklists.exact import points_of
from checklists.periods import Period
from checklists.rollup import AuditPoints
from dashboard.looks import with_division
from dashboard.standings import Standings
from dashboard.standings.official import official
from dashboard.what_if.asked import ScoresAsked, Unfit, coefficient
from dashboard.what_if.scores import ScoresSupposed, Supposition, suppose, with_bands
from db.actors import Actor
from db.audits import AuditFilter, get_audit, list_audits
from db.figures import figures
from db.rows import AuditRow, UnitRow
from db.session import database

LISTED = 200
"""So many audits of a unit are offered to be left out, the newest first."""


@dataclass(frozen=True)
class Reckoned:
    """What came of suppositions: nothing is reckoned while any of them is at fault.

    `without` are the audits that are left out.
    """

    stands: Standings
    supposed: ScoresSupposed | None
    without: tuple[AuditRow, ...]
    faults: tuple[WordedError, ...]


def suppose_scores(actor: Actor, period: Period, asked: ScoresAsked) -> Reckoned:
    """The scores somebody sees of a period as they would be under suppositions."""
    with database().read(actor) as session:
        stands = official(session, period)
        faults: list[WordedError] = []
        weights = _weights(stands, asked.coefficients, faults)
        left_out = _left_out(session, stands, asked.without, faults) if asked.without else {}
        rows = () if faults else tuple(get_audit(session, key) for key in asked.without)
    if faults:
        return Reckoned(stands, None, (), tuple(faults))
    scheme = with_bands(stands.scheme, asked.bands) if asked.bands else None
    supposed = suppose(stands, Supposition(weights, scheme, left_out))
    return Reckoned(stands, supposed, rows, ())


def audits_of(actor: Actor, period: Period, unit: UnitRow) -> tuple[AuditRow, ...]:
    """The audits of a unit that count in a period and that somebody sees, the newest first."""
    months = period.months
    wanted = AuditFilter(
        unit_id=unit.id, state="submitted", first_period=months[0], last_period=months[-1]
    )
    with database().read(actor) as session:
        counting = set(figures(session).within(period).audit)
        found = list_audits(session, wanted, LISTED).rows
    return tuple(row for row in found if row.id in counting)


def _weights(
    stands: Standings, typed: Mapping[str, str], faults: list[WordedError]
) -> dict[int, Decimal]:
    """Coefficients by unit id; what does not fit is named."""
    known = {unit.row.code: unit.row for unit in stands.units}
    most, found = stands.rules.coefficient_most.value, {}
    for code, text in typed.items():
        row = known.get(code)
        if row is None:
            words = N_("Unit “{value}” is not here, or not yours to see. Take it out.")
            faults.append(Unfit(words, code))
            continue
        try:
            found[row.id] = coefficient(with_division(row), text, most)
        except WordedError as error:
            faults.append(error)
    return found


def _left_out(
    session: Any, stands: Standings, ids: Sequence[str], faults: list[WordedError]
) -> dict[int, list[AuditPoints]]:
    """The points of audits by unit; one that does not count here or is not seen is named."""
    if stands.seal is not None and stands.seal.restating:
        words = N_("{value} is being restated: no audit can be left out now.")
        faults.append(Unfit(words, str(stands.period)))
        return {}
    counted = figures(session).within(stands.period)
    place = {key: at for at, key in enumerate(counted.audit)}
    ranked = {unit.row.id for unit in stands.units}
    found: dict[int, list[AuditPoints]] = {}
    for key in ids:
        at = place.get(key)
        if at is None or int(counted.unit[at]) not in ranked:
            words = N_("Audit “{value}” does not count here, or is not yours to see. Take it out.")
            faults.append(Unfit(words, key))
            continue
        sheet = counted.sheets[counted.sheet[at]]
        k1, k2, k3 = (points_of(int(column[at])) for column in (counted.k1, counted.k2, counted.k3))
        found.setdefault(int(counted.unit[at]), []).append(AuditPoints(sheet, k1, k2, k3))
    return found
