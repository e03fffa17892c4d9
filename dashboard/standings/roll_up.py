"""The roll-up of the regulation: from sums of audits to units, divisions and the company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from typing import Any

from checklists.catalogue_loader import load_catalogue
from checklists.coverage import AuditCount, Missing, missing_by_division, missing_by_unit, year_of
from checklists.model import Scheme, Sheet
from checklists.periods import Period
from checklists.ranking import shared_ranks
from checklists.rollup import AuditPoints, UnitScore, WeightedMean, score_unit, weighted_mean
from checklists.standing_rules import StandingRules
from dashboard.looks import today
from dashboard.standings.rows import GroupStanding, Standings, UnitStanding
from db import roster
from db.actors import Role, acting
from db.coefficients import coefficients
from db.coverage import audit_counts
from db.rankings import ranked_sums, ranked_units, sees_released, waiting_by_unit
from db.rows import DivisionRow
from db.sums import SheetSums

SCHEME = "gas-1000"
SCORES_KEPT = 4096
"""So many scores of units are kept ready: those of a big company's pages of a day."""
Lacks = Mapping[int, tuple[Missing, ...]]
"""What is missing, by division."""


def standings_of(session: Any, period: Period) -> Standings:
    """The standings of a period, read in one session."""
    scheme, sheets = rules_of(period)
    rules = load_catalogue().standing_rules(SCHEME, min(period.last_day, today()))
    counts = audit_counts(session, period, *year_of(period, rules.coverage_year.value))
    units = _covered(_units(session, period, scheme, sheets), rules, counts)
    whole = sees_released(session, period)
    headed = acting(session).divisions(Role.DIVISION_HEAD)
    seen = [unit for unit in units if whole or unit.row.division.id in headed]
    of = {unit.row.id: unit.row.division.id for unit in seen}
    lacks = missing_by_division(rules.coverage, counts, of)
    return Standings(
        period=period,
        scheme=scheme,
        sheets=tuple(sheets.values()),
        company=company_standing(scheme, units, lacks) if whole else None,
        divisions=division_standings(scheme, seen, lacks),
        units=units,
        whole=whole,
        rules=rules,
    )


def rules_of(period: Period) -> tuple[Scheme, dict[str, Sheet]]:
    """The scheme and the sheets by which a period is scored: those of its last day, or today's."""
    on = min(period.last_day, today())
    return load_catalogue().scheme(SCHEME, on), load_catalogue().sheets(on)


def division_standings(
    scheme: Scheme, units: Iterable[UnitStanding], missing: Lacks
) -> tuple[GroupStanding, ...]:
    """The divisions of some units by place, those not scored last."""
    of: dict[int, list[UnitStanding]] = defaultdict(list)
    for unit in units:
        of[unit.row.division.id].append(unit)
    rates = {key: _mean(rows).rate for key, rows in of.items()}
    places = shared_ranks(rates)
    found = [
        _group(scheme, rows[0].row.division, rows, places[key], missing.get(key, ()))
        for key, rows in of.items()
    ]
    return tuple(sorted(found, key=_place))


def company_standing(
    scheme: Scheme, units: Sequence[UnitStanding], missing: Lacks
) -> GroupStanding:
    """The whole company over all its units; it lacks what its divisions lack."""
    return _group(scheme, None, units, None, tuple(chain.from_iterable(missing.values())))


def _group(
    scheme: Scheme,
    row: DivisionRow | None,
    units: Sequence[UnitStanding],
    place: int | None,
    missing: tuple[Missing, ...],
) -> GroupStanding:
    mean = _mean(units)
    exact = None if mean.rate is None else mean.rate * Fraction(scheme.full_marks.value)
    grade = None if exact is None else scheme.grade(exact)
    ordered = tuple(sorted(units, key=_place))
    return GroupStanding(row, place, mean, exact, grade, ordered, missing)


def _mean(units: Iterable[UnitStanding]) -> WeightedMean:
    return weighted_mean((unit.coefficient, unit.score.rate) for unit in units)


def _units(
    session: Any, period: Period, scheme: Scheme, sheets: Mapping[str, Sheet]
) -> tuple[UnitStanding, ...]:
    in_force = {code: sheet.points for code, sheet in sheets.items()}
    points = _points_by_unit(ranked_sums(session, period))
    rows = ranked_units(session, period)
    scored = _scorer(scheme, tuple(in_force.items()))
    scores = {row.id: scored(tuple(points[row.id])) for row in rows}
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


@lru_cache(maxsize=16)
def _scorer(
    scheme: Scheme, in_force: tuple[tuple[str, Decimal], ...]
) -> Callable[[tuple[AuditPoints, ...]], UnitScore]:
    """Formula (1) by some rules; the same sums have the same score, which is kept ready."""
    sheets = dict(in_force)

    @lru_cache(maxsize=SCORES_KEPT)
    def score(points: tuple[AuditPoints, ...]) -> UnitScore:
        return score_unit(scheme, sheets, points)

    return score


def _covered(
    units: Iterable[UnitStanding], rules: StandingRules, counts: Sequence[AuditCount]
) -> tuple[UnitStanding, ...]:
    units = tuple(units)
    lacks = missing_by_unit(rules.coverage, counts, [unit.row.id for unit in units])
    return tuple(replace(unit, missing=lacks[unit.row.id]) for unit in units)


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
