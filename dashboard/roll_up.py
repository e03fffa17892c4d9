"""The roll-up of the regulation: from sums of audits to units, divisions and the company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from checklists.catalogue_loader import load_catalogue
from checklists.model import Scheme, Sheet
from checklists.periods import Period
from checklists.ranking import shared_ranks
from checklists.rollup import AuditPoints, score_unit, weighted_mean
from dashboard.looks import today
from dashboard.standing_rows import GroupStanding, Standings, UnitStanding
from db import roster
from db.actors import Role, acting
from db.coefficients import coefficients
from db.rankings import ranked_sums, ranked_units, sees_released, waiting_by_unit
from db.rows import DivisionRow
from db.sums import SheetSums

SCHEME = "gas-1000"
HEAD = Role.DIVISION_HEAD


def standings_of(session: Any, period: Period) -> Standings:
    """The standings of a period, read in one session."""
    scheme, sheets = rules_of(period)
    units = _units(session, period, scheme, sheets)
    whole = sees_released(session, period)
    actor = acting(session)
    seen = {unit.row.division.id for unit in units} if whole else actor.divisions(HEAD)
    return Standings(
        period=period,
        scheme=scheme,
        sheets=tuple(sheets.values()),
        company=group_standing(scheme, None, units) if whole else None,
        divisions=division_standings(scheme, [u for u in units if u.row.division.id in seen]),
        units=units,
        whole=whole,
    )


def rules_of(period: Period) -> tuple[Scheme, dict[str, Sheet]]:
    """The scheme and the sheets by which a period is scored: those of its last day, or today's."""
    on = min(period.last_day, today())
    return load_catalogue().scheme(SCHEME, on), load_catalogue().sheets(on)


def division_standings(scheme: Scheme, units: Iterable[UnitStanding]) -> tuple[GroupStanding, ...]:
    """The divisions of some units by place, those not scored last."""
    of: dict[int, list[UnitStanding]] = defaultdict(list)
    for unit in units:
        of[unit.row.division.id].append(unit)
    made = {key: group_standing(scheme, rows[0].row.division, rows) for key, rows in of.items()}
    places = shared_ranks({key: group.mean.rate for key, group in made.items()})
    placed = [
        group_standing(scheme, group.row, group.units, places[key]) for key, group in made.items()
    ]
    return tuple(sorted(placed, key=_place))


def group_standing(
    scheme: Scheme,
    row: DivisionRow | None,
    units: Sequence[UnitStanding],
    place: int | None = None,
) -> GroupStanding:
    """A division, or the company, over its units by formula (2)."""
    mean = weighted_mean((unit.coefficient, unit.score.rate) for unit in units)
    full = Fraction(scheme.full_marks.value)
    exact = None if mean.rate is None else mean.rate * full
    grade = None if exact is None else scheme.grade(exact)
    return GroupStanding(row, place, mean, exact, grade, tuple(sorted(units, key=_place)))


def _units(
    session: Any, period: Period, scheme: Scheme, sheets: Mapping[str, Sheet]
) -> tuple[UnitStanding, ...]:
    in_force = {code: sheet.points for code, sheet in sheets.items()}
    points = _points_by_unit(ranked_sums(session, period))
    rows = ranked_units(session, period)
    scores = {row.id: score_unit(scheme, in_force, points[row.id]) for row in rows}
    places = shared_ranks({key: score.rate for key, score in scores.items()})
    weights = coefficients(session, period)
    waiting = waiting_by_unit(session, period)
    moved = _moved(session, period)
    full = Fraction(scheme.full_marks.value)
    found = [
        UnitStanding(
            row=row,
            place=places[row.id],
            score=(score := scores[row.id]),
            exact=None if score.rate is None else score.rate * full,
            coefficient=weights[row.id],
            waiting=waiting.get(row.id, 0),
            moved=moved.get(row.id),
        )
        for row in rows
        if places[row.id] is not None or row.closed_on is None or row.closed_on > period.first_day
    ]
    return tuple(sorted(found, key=_place))


def _moved(session: Any, period: Period) -> dict[int, date]:
    """The units that came to another division after the first day of a period, and when."""
    found = {}
    for unit, places in roster.histories(session).items():
        since = [day for day, _division in places[:-1] if day <= period.last_day]
        if since and since[0] > period.first_day:
            found[unit] = since[0]
    return found


def _points_by_unit(sums: Iterable[SheetSums]) -> dict[int, list[AuditPoints]]:
    points: dict[int, list[AuditPoints]] = defaultdict(list)
    for row in sums:
        points[row.unit_id].append(AuditPoints(row.sheet, row.k1, row.k2, row.k3, row.audits))
    return points


def _place(standing: UnitStanding | GroupStanding) -> tuple[bool, int, str]:
    code = "" if standing.row is None else standing.row.code
    return standing.place is None, standing.place or 0, code
