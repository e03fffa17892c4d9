"""What other coefficients, other grade bounds and fewer audits would make of scores, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

import numpy as np

from checklists.columnar_rollup import Scores, scores_of, weigh
from checklists.exact import POINT_DIGITS, SCORE_DIGITS, half_up, points_of
from checklists.model import Scheme
from checklists.ranking import shared_ranks
from checklists.rollup import AuditPoints, SheetMeans, score_unit
from dashboard.standings import Standings, UnitStanding
from dashboard.standings.placing import placed
from db.rows import DivisionRow, UnitRow

Row = TypeVar("Row")


@dataclass(frozen=True)
class Told:
    """A score as it is told: K or Q with six decimals, grade, place; None where not scored."""

    k: Decimal | None
    grade: str | None
    place: int | None


@dataclass(frozen=True)
class Change(Generic[Row]):
    """What a row's score is before and after."""

    row: Row
    before: Told
    after: Told

    @property
    def difference(self) -> Decimal | None:
        """By how much the score would change, None where there is none."""
        if self.before.k is None or self.after.k is None:
            return None
        return self.after.k - self.before.k


GroupChange = Change[DivisionRow | None]
"""A division, or the company where `row` is None, before and after."""


@dataclass(frozen=True)
class UnitChange(Change[UnitRow]):
    """A unit before and after, with its coefficients."""

    weight_before: Decimal
    weight_after: Decimal

    @property
    def changes(self) -> bool:
        """Whether anything of it would be another."""
        return self.before != self.after or self.weight_before != self.weight_after


@dataclass(frozen=True)
class Supposition:
    """Coefficients by unit id, a scheme with other grades, audits left out by unit id.

    What is not named stays as it is.
    """

    coefficients: Mapping[int, Decimal] = field(default_factory=dict)
    scheme: Scheme | None = None
    without: Mapping[int, Sequence[AuditPoints]] = field(default_factory=dict)


@dataclass(frozen=True)
class ScoresSupposed:
    """Units by their place after, those not scored last; the company first and then divisions."""

    units: tuple[UnitChange, ...]
    groups: tuple[GroupChange, ...]


def suppose(stands: Standings, supposition: Supposition) -> ScoresSupposed:
    """All scores under a supposition, as far as they are seen.

    No place is said where only one unit is seen: nobody is compared with who is not.
    """
    stands, scheme = placed(stands), supposition.scheme or stands.scheme
    rates = [_rate(stands, unit, supposition.without) for unit in stands.units]
    places = shared_ranks(dict(enumerate(rates)))
    compared = any(unit.place is not None for unit in stands.units)
    units = [
        UnitChange(
            unit.row,
            Told(unit.k, unit.grade, unit.place),
            _told_unit(scheme, rates[at], places[at] if compared else None),
            unit.coefficient,
            supposition.coefficients.get(unit.row.id, unit.coefficient),
        )
        for at, unit in enumerate(stands.units)
    ]
    groups = _groups(stands, scheme, rates, supposition.coefficients)
    return ScoresSupposed(tuple(sorted(units, key=_order)), groups)


def other_coefficients(stands: Standings, values: Mapping[int, Decimal]) -> tuple[GroupChange, ...]:
    """Company and divisions under other coefficients of some units; the rest keep theirs."""
    stands = placed(stands)
    return _groups(stands, stands.scheme, [unit.score.rate for unit in stands.units], values)


def with_bands(scheme: Scheme, bounds: Sequence[Decimal]) -> Scheme:
    """The scheme with other bounds between its grades, the highest first; it checks itself."""
    lows = [*bounds, Decimal(0)]
    highs = [scheme.full_marks.value, *bounds]
    grades = sorted(scheme.grades, key=lambda band: band.low, reverse=True)
    changed = [
        band.model_copy(update={"low": low, "high": high})
        for band, low, high in zip(grades, lows, highs, strict=True)
    ]
    held = {name: getattr(scheme, name) for name in Scheme.model_fields}
    return Scheme.model_validate(held | {"grades": tuple(changed)})


def _rate(
    stands: Standings, unit: UnitStanding, without: Mapping[int, Sequence[AuditPoints]]
) -> Fraction | None:
    """The unit's score rate by formula (1), with some of its audits left out."""
    less = [one for one in without.get(unit.row.id, ()) if one.k1 != one.k3]
    if not less:
        return unit.score.rate
    in_force = {sheet.code: sheet.points for sheet in stands.sheets}
    return score_unit(stands.scheme, in_force, _kept(unit.score.sheets, less)).rate


def _kept(means: Iterable[SheetMeans], less: Sequence[AuditPoints]) -> Iterable[AuditPoints]:
    """The sums of the sheets without some audits."""
    for mean in means:
        gone = [one for one in less if one.sheet == mean.sheet]
        left = mean.audits - sum(one.audits for one in gone)
        if left > 0:
            k1, k2, k3 = (
                points_of(int(getattr(mean, name) * mean.audits * 10**POINT_DIGITS))
                - sum((getattr(one, name) for one in gone), Decimal(0))
                for name in ("k1", "k2", "k3")
            )
            yield AuditPoints(mean.sheet, k1, k2, k3, left)


def _groups(
    stands: Standings,
    scheme: Scheme,
    rates: Sequence[Fraction | None],
    values: Mapping[int, Decimal],
) -> tuple[GroupChange, ...]:
    order = {group.row.id: at for at, group in enumerate(stands.divisions) if group.row}
    # A unit of a division that is not seen as a whole is in none.
    inside = [order.get(unit.row.division.id, -1) for unit in stands.units]
    weights = [values.get(unit.row.id, unit.coefficient) for unit in stands.units]
    after = _weighed(scheme, rates, weights, inside, len(order))
    places = shared_ranks({at: after.rate(at) for at in range(len(order))})
    compared = any(group.place is not None for group in stands.divisions)
    found = [
        GroupChange(
            group.row,
            Told(group.k, group.grade, group.place),
            _told(after, at, places[at] if compared else None),
        )
        for at, group in enumerate(stands.divisions)
    ]
    if stands.company is not None:
        whole = _weighed(scheme, rates, weights, [0] * len(rates), 1)
        before = Told(stands.company.k, stands.company.grade, None)
        found.insert(0, GroupChange(None, before, _told(whole, 0, None)))
    return tuple(found)


def _weighed(
    scheme: Scheme,
    rates: Sequence[Fraction | None],
    weights: Sequence[Decimal],
    groups: Sequence[int],
    number: int,
) -> Scores:
    reached, base = (np.empty(len(rates), dtype=object) for _ in range(2))
    reached[:] = [0 if rate is None else rate.numerator for rate in rates]
    base[:] = [0 if rate is None else rate.denominator for rate in rates]
    scores = scores_of(scheme, reached, base)
    return weigh(scheme, scores, np.array(groups, dtype=np.int64), weights, number)


def _told(scores: Scores, at: int, place: int | None) -> Told:
    rate = scores.rate(at)
    if rate is None:
        return Told(None, None, None)
    k = half_up(Fraction(int(scores.k[at]), 10**SCORE_DIGITS), SCORE_DIGITS)
    return Told(k, scores.grade[at], place)


def _told_unit(scheme: Scheme, rate: Fraction | None, place: int | None) -> Told:
    if rate is None:
        return Told(None, None, None)
    exact = rate * Fraction(scheme.full_marks.value)
    return Told(half_up(exact, SCORE_DIGITS), scheme.grade(exact), place)


def _order(change: UnitChange) -> tuple[bool, int, Decimal, str]:
    after = change.after
    return after.k is None, after.place or 0, -(after.k or Decimal(0)), change.row.code
